/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * weir_hw.h - the card's registers and records, the same code in the kernel and in user space
 *
 * Allocates nothing, sleeps nowhere, knows no operating system: the caller brings memory, register
 * access and a way to let time pass. Functions return 0 or a negative errno value, -ENODEV once the
 * card is gone (reads give all ones). The caller serializes calls with one struct weir_hw.
 */
#ifndef WEIR_HW_H
#define WEIR_HW_H

#include "weir_hw_os.h"
#include "weir_regs.h"

/* The register ABI this code was written for. */
#define WEIR_HW_ABI_MAJOR 1u
#define WEIR_HW_ABI_MINOR 0u

#define WEIR_HW_PAGE 4096u
#define WEIR_HW_BLOCK_HDR 48u	/* struct tpacket_block_desc */
#define WEIR_HW_MAC_MIN 68u	/* struct tpacket3_hdr and struct sockaddr_ll */
#define WEIR_HW_DESC_ALIGN 4096u
#define WEIR_HW_ETH_P_ALL 3u
#define WEIR_HW_FRAME_MAX 1518u	/* of plain Ethernet, with a tag and without FCS: each card takes it */
#define WEIR_HW_VECTORS 32u	/* of interrupts; TAP.IRQ has room for more than the card's function */

struct weir_hw_ops {
	u32 (*rd32)(void *ctx, u32 off);
	void (*wr32)(void *ctx, u32 off, u32 val);
	/* Lets some time pass; negative gives the wait up. A simulated card is stepped here. */
	int (*relax)(void *ctx);
};

/* The card as built: registers ID.*. */
struct weir_hw_params {
	u32 version;	/* major << 24 | minor << 16 | patch */
	u16 abi_major, abi_minor;
	u32 caps;	/* WEIR_ID_CAPS_*_MASK */
	u16 mac_bits, dma_bits;
	u8 taps, ahead, slots;
	u8 tap_stride_log2;
	u32 buffer_bytes, queue_frames, clk_hz;
	u16 addresses;
	u8 lanes, threads;
	u16 budget, window_bytes, store_ops;
	u16 min_frame, max_frame;
};

struct weir_hw {
	const struct weir_hw_ops *ops;
	void *ctx;
	u32 wait_max;	/* calls of relax() a wait may take */
	bool gone;	/* all ones were read */
	struct weir_hw_params p;
};

void weir_hw_suspect(struct weir_hw *hw);

static inline u32 weir_hw_rd32(struct weir_hw *hw, u32 off)
{
	u32 val = hw->ops->rd32(hw->ctx, off);

	if (val == ~0u)
		weir_hw_suspect(hw);
	return val;
}

static inline void weir_hw_wr32(struct weir_hw *hw, u32 off, u32 val)
{
	hw->ops->wr32(hw->ctx, off, val);
}

#define WEIR_HW_GET(reg_field, val) (((val) & reg_field##_MASK) >> reg_field##_SHIFT)
#define WEIR_HW_PUT(reg_field, val) (((u32)(val) << reg_field##_SHIFT) & reg_field##_MASK)

/* ---- the card: weir_hw.c ---- */

/* Why weir_hw_identify() said no. */
enum weir_hw_unknown {
	WEIR_HW_KNOWN = 0,
	WEIR_HW_NOT_WEIR,	/* the magic is not there */
	WEIR_HW_CARD_NEWER,	/* ABI major above ours: update the software */
	WEIR_HW_CARD_OLDER,	/* ABI major or minor below ours: update the card */
	WEIR_HW_BAD_BUILD,	/* parameters contradict the register map */
};

/* Fills hw->p. -ENODEV: nothing answers; -EPROTO: *why tells, weir_hw_advice() in words. */
int weir_hw_identify(struct weir_hw *hw, enum weir_hw_unknown *why);
const char *weir_hw_advice(enum weir_hw_unknown why);

/* Waits until (register & mask) == want. -ETIMEDOUT after wait_max calls of relax(). */
int weir_hw_wait(struct weir_hw *hw, u32 off, u32 mask, u32 want);

int weir_hw_control(struct weir_hw *hw, bool rx_enable, bool vlan_lift);
/* Only while every tap is disabled, else -EBUSY. max_payload: WEIR_MAX_PAYLOAD_*; poll_us 0 to 255. */
int weir_hw_dma_setup(struct weir_hw *hw, u64 completions, u32 max_payload, u32 poll_us);
/* Stops all taps, waits for the DMA in flight. */
int weir_hw_soft_reset(struct weir_hw *hw);
struct weir_hw_link {
	bool up;	/* also when the card cannot tell: frames come or do not */
	bool fault;	/* local or remote, as the MAC sees it */
	u32 mbps;	/* as the MAC says, or else as much as the card takes */
};
int weir_hw_link(struct weir_hw *hw, struct weir_hw_link *link);
/* The register whose write was refused since the last call, or 0. */
u32 weir_hw_refused(struct weir_hw *hw);

/* Bit t is tap t, bit 31 the card. */
#define WEIR_HW_IRQ_CARD (1u << 31)
struct weir_hw_cause {
	u32 block;	/* taps with a block retired */
	u32 error;	/* taps faulted */
	bool gate, reset_done;
	bool port;	/* weir_hw_link() has something new */
};
int weir_hw_irq_mask(struct weir_hw *hw, u32 bits);
int weir_hw_irq_unmask(struct weir_hw *hw, u32 bits);
/* Reads and clears the causes. */
int weir_hw_irq_cause(struct weir_hw *hw, struct weir_hw_cause *cause);
/* Clears the causes of a life that a soft reset has ended. That of the reset stays: its interrupt is pending
 * in the card, masked or not, comes when it is unmasked, and is to find what it came for. */
int weir_hw_irq_forget(struct weir_hw *hw);

/* ---- addresses and clock: weir_hw_clock.c ---- */

int weir_hw_station(struct weir_hw *hw, const u8 mac[6]);
/* Entry n: these taps receive frames to this address; 0 taps = unused. */
int weir_hw_address(struct weir_hw *hw, u32 n, const u8 mac[6], u32 taps);

int weir_hw_clock_set(struct weir_hw *hw, u32 sec, u32 ns);
int weir_hw_clock_step(struct weir_hw *hw, s32 ns);
/*
 * Makes the clock fast (positive) or slow, by 2^-16 parts in 10^6 of its nominal rate, as Linux counts: up to
 * 1,000 parts. A period is then right to one 2^-32 ns, the finest that the card has.
 */
#define WEIR_HW_SLEW_MAX (1000 << 16)
int weir_hw_clock_slew(struct weir_hw *hw, s32 scaled_ppm);
int weir_hw_clock_read(struct weir_hw *hw, u32 *sec, u32 *ns);
/* In two steps, for who asks when: the time is that of an instant within the first. */
int weir_hw_clock_latch(struct weir_hw *hw, u32 *ns);
int weir_hw_clock_latched(struct weir_hw *hw, u32 *sec);

/* ---- taps: weir_hw_tap.c; their records in host memory: weir_hw_host.c ---- */

struct weir_hw_tap_cfg {
	u64 ring;		/* DMA address of the descriptor table, 4 KiB aligned */
	u32 block_nr;		/* 1 to 65,535 */
	u32 block_pages;	/* of 4 KiB, 1 to 1,024 */
	u32 priv_bytes;		/* tp_sizeof_priv */
	u32 mac_offset;		/* tp_mac, 68 to 65,535 */
	u32 net_offset;		/* tp_net */
	u32 snaplen;		/* bytes, 0 to 262,143 */
	u32 retire_us;		/* 0 = never */
	u32 first_block;
	u64 first_seq;
	u32 time_ns;		/* offset, 0 to 999,999,999 */
	s32 time_sec;
	u32 status_bits;	/* TP_STATUS_TS_* */
	u32 ifindex;
	u32 hatype;
	u32 protocol;		/* host order, 3 = all */
	u32 types;		/* bit n: packets of type n */
	bool vlan_otherhost, vlan_hide, rxhash, promisc, allmulti;
	u32 backlog;		/* bytes */
	u32 irq_interval_us;	/* 0 to 65,535 */
	u32 irq_vector;		/* below WEIR_HW_VECTORS */
	bool irq_oneshot;
};

/* What weir_hw_tap_check() finds wrong; weir_hw_reason_text() in words. */
enum weir_hw_reason {
	WEIR_HW_FINE = 0,
	WEIR_HW_NO_SUCH_TAP,
	WEIR_HW_RING_ALIGN,
	WEIR_HW_BLOCK_NR,
	WEIR_HW_BLOCK_SIZE,
	WEIR_HW_FIRST_BLOCK,
	WEIR_HW_PRIV,
	WEIR_HW_MAC_OFFSET,
	WEIR_HW_NET_OFFSET,
	WEIR_HW_CAPACITY,
	WEIR_HW_SNAPLEN,
	WEIR_HW_TIME,
	WEIR_HW_PROTOCOL,
	WEIR_HW_TYPES,
	WEIR_HW_HATYPE,
	WEIR_HW_IRQ,
	WEIR_HW_NO_RXHASH,
	WEIR_HW_REASONS
};

enum weir_hw_reason weir_hw_tap_check(const struct weir_hw *hw, u32 tap,
				      const struct weir_hw_tap_cfg *cfg);
const char *weir_hw_reason_text(enum weir_hw_reason reason);
/* Checks, then writes the whole configuration; the tap has no filter then, of generation 0. -EINVAL: *reason
 * tells; -EBUSY: the tap is not disabled; -EPROTO: the card refused a register; -ETIMEDOUT: a filter's change
 * did not end. */
int weir_hw_tap_setup(struct weir_hw *hw, u32 tap, const struct weir_hw_tap_cfg *cfg,
		      enum weir_hw_reason *reason);
/* *error is a WEIR_TAP_ERROR_*; -EINVAL with it when the card refuses. */
int weir_hw_tap_start(struct weir_hw *hw, u32 tap, u32 *error);
/* Until DISABLED. */
int weir_hw_tap_stop(struct weir_hw *hw, u32 tap);
int weir_hw_tap_state(struct weir_hw *hw, u32 tap, u32 *state, u32 *error);
const char *weir_hw_tap_error_text(u32 error);
void weir_hw_tap_doorbell(struct weir_hw *hw, u32 tap);
void weir_hw_tap_clear_losing(struct weir_hw *hw, u32 tap);
/* Also of a running tap, for copies made from then on. What is less than before waits for the end of a
 * filter's change; what is more is to be written before one. */
int weir_hw_tap_snaplen(struct weir_hw *hw, u32 tap, u32 snaplen);
int weir_hw_tap_accept(struct weir_hw *hw, u32 tap, bool promisc, bool allmulti, u32 types);
/* As in the configuration, also of a running tap: how long a block waits for frames, and what is at least
 * between two interrupts. */
int weir_hw_tap_moderate(struct weir_hw *hw, u32 tap, u32 retire_us, u32 irq_interval_us);

/* ---- filters: weir_hw_filter.c; docs/filter.md ---- */

#define WEIR_HW_UOP_WORDS	4
#define WEIR_HW_PROGRAMS	16u
#define WEIR_HW_NO_PROGRAM	(~0u)
struct weir_hw_program {
	u32 start;	/* place of its first micro-operation */
	u32 slots;	/* turns it may take, 0 to weir_hw_turns(); 0: unsure of every frame */
	u32 snap;	/* bytes that a SNAP verdict keeps, to 65,535 */
	bool wire;	/* its view */
};
/* Puts n micro-operations into the lanes' store, where no program of a tap is. */
int weir_hw_store(struct weir_hw *hw, u32 place, const u32 (*uop)[WEIR_HW_UOP_WORDS], u32 n);
#define WEIR_HW_TURNS_MAX	(WEIR_FILTER_PROGRAM_SLOTS_MASK >> WEIR_FILTER_PROGRAM_SLOTS_SHIFT)
/* The most that a program can be given: the card's budget, or what the register holds if that is less. */
u32 weir_hw_turns(const struct weir_hw *hw);
/* Makes a program that is no tap's. */
int weir_hw_program(struct weir_hw *hw, u32 index, const struct weir_hw_program *p);
/* From the next frame on the tap's frames go through this program, or WEIR_HW_NO_PROGRAM; completion records
 * tell the generation. -EBUSY: the change before is not over. */
int weir_hw_tap_filter(struct weir_hw *hw, u32 tap, u32 program, u32 generation);
/* Until no frame that the filter before judges is in the card, so that its place is free. */
int weir_hw_tap_filter_wait(struct weir_hw *hw, u32 tap);

/* Writes block i of a descriptor table: DMA address, page aligned, and size in pages. */
int weir_hw_desc_write(void *table, u32 i, u64 dma, u32 pages);
static inline size_t weir_hw_desc_bytes(u32 block_nr)
{
	return (size_t)block_nr * WEIR_HOST_BLOCK_DESC_SIZE;
}

/* A completion record, in host order. */
struct weir_hw_completion {
	u64 seq;	/* of the block retired last */
	u32 head;	/* index of the block after it */
	u32 generation;	/* of the filter that judged it */
	u32 gen_seq;	/* lower half of the number of that generation's first block */
	u32 blocks;	/* retired since START, modulo 2^32 */
	u32 frames;	/* in that block */
};
/* Reads tap's record of the completion table. blocks is 0 before the first block. -EAGAIN: the card
 * was writing; the next read will do. cfg is what the tap was started with. */
int weir_hw_completion_read(const void *table, u32 tap, const struct weir_hw_tap_cfg *cfg,
			    struct weir_hw_completion *out);

/* ---- counters: weir_hw_stats.c ---- */

enum {
#define WEIR_HW_X(i, name, gauge, where, text) WEIR_HW_PORT_##name = (i),
	WEIR_PORT_COUNTERS(WEIR_HW_X)
#undef WEIR_HW_X
#define WEIR_HW_X(i, name, gauge, where, text) WEIR_HW_TAP_##name = (i),
	WEIR_TAP_COUNTERS(WEIR_HW_X)
#undef WEIR_HW_X
};

/* Latches all counters at one instant; then they may be read. */
int weir_hw_snapshot(struct weir_hw *hw);
int weir_hw_port_counters(struct weir_hw *hw, u64 out[WEIR_PORT_COUNTER_NUM]);
int weir_hw_tap_counters(struct weir_hw *hw, u32 tap, u64 out[WEIR_TAP_COUNTER_NUM]);

#endif
