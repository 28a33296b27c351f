/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * device.h - the Verilated card as a device: mmio, dma, irq, step, port in
 *
 * One thread at a time may use a device. Nothing here blocks; time passes only in weir_dev_step()
 * and in the register accesses, which step the card until the access is answered.
 *
 * A rule that the card breaks (AXI, a register access without an answer) or a call of
 * weir_dev_stop() ends the run: weir_dev_fault() then says at which cycle, what was expected and
 * what was seen; nothing is clocked any more, reads give all ones and writes are lost.
 */
#ifndef WEIR_DEVICE_H
#define WEIR_DEVICE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised by a change of meaning in this file, hostmem.h or pcap_port.h; abi.h adds the sizes. */
#define WEIR_DEV_ABI 5

#define WEIR_DEV_FRAME_MAX 16384
#define WEIR_DEV_CLK_HZ 156250000	/* of the card's clock, on which it gets 64 bits a cycle */

struct weir_dev;

/* What the card asks of its host. Called from inside weir_dev_step() and the register accesses;
 * a callback may call weir_dev_stop() and weir_dev_cycle(), nothing else of this file. */
struct weir_dev_host {
	void *ctx;
	/* Memory read and write by the card: 0, or negative for an AXI error response (SLVERR).
	 * A read happens when its latency is over, a write just before its response, in the order
	 * in which the card asked. strb: one bit a byte of data, NULL when all are written; the
	 * first and the last byte of data are always written. */
	int (*dma_read)(void *ctx, uint64_t addr, void *data, size_t len);
	int (*dma_write)(void *ctx, uint64_t addr, const void *data, const uint8_t *strb,
			 size_t len);
	/* The card pulses an interrupt vector. May be NULL. */
	void (*irq)(void *ctx, unsigned int vector);
	/* 1 and the first and last byte of the block that addr lies in, or 0: it is no block's. With
	 * it a status word that the card writes too early ends the run. May be NULL. */
	int (*block)(void *ctx, uint64_t addr, uint64_t *first, uint64_t *last);
};

struct weir_dev_opts {
	size_t size;			/* sizeof(struct weir_dev_opts) */
	const char *trace;		/* FST file, or NULL; libweir-sim-trace.so only */
	uint64_t trace_from;		/* first cycle traced */
	uint64_t seed;			/* of the random numbers below */
	unsigned int read_latency;	/* cycles from AR to R, least (0 = 160, about 1 us) */
	unsigned int write_latency;	/* cycles from last W to B, least (0 = 80) */
	unsigned int stall_permille;	/* chance in 1,000 a cycle that an AXI ready is withheld */
	unsigned int error_ppm;		/* chance in 1,000,000 a burst of an error response */
};

/* A frame for the card's port. The card takes its first beat in cycle max(start, now, the cycle
 * after the last beat of the frame before it). */
struct weir_dev_frame {
	const uint8_t *data;		/* copied by weir_dev_port_in() */
	uint32_t len;			/* bytes without FCS, 1 to WEIR_DEV_FRAME_MAX */
	int bad;			/* flag it bad at its end */
	uint64_t start;			/* earliest cycle of the first beat */
	int stamp;			/* set the card's clock so that the frame's time stamp is */
	uint32_t sec, ns;		/* this one, before the offset of a tap */
};

/* The spacing of 10 Gb/s Ethernet between the first beats of a frame of `len` bytes without FCS and
 * of the one behind it, in eighths of a cycle (byte times): preamble 8, at least 64 with FCS, gap 12. */
static inline uint32_t weir_dev_line_eighths(uint32_t len)
{
	return (len < 60 ? 64 : len + 4) + 20;
}

/* weir_sim_abi() of abi.h as the library was compiled: asked before anything else of it is called. */
unsigned int weir_dev_abi(void);

/* NULL with a line in err when that is not possible. All of `host` and `opts` is copied. */
struct weir_dev *weir_dev_create(const struct weir_dev_host *host,
				 const struct weir_dev_opts *opts, char *err, size_t err_len);
void weir_dev_destroy(struct weir_dev *dev);

/* As after power-on, but that memories and registers without a reset keep what they hold, and that the card's
 * time and the random numbers go on. What was under way is lost: DMA, frames handed over, a fault. The
 * statistics begin at 0 again; what was clocked before counts as jumped. */
void weir_dev_reset(struct weir_dev *dev);

uint32_t weir_dev_read32(struct weir_dev *dev, uint32_t addr);
void weir_dev_write32(struct weir_dev *dev, uint32_t addr, uint32_t value);

/* Clocks the card for up to `cycles` cycles; returns early after a cycle with an interrupt.
 * Returns the number of cycles done; 0 after a fault. */
uint64_t weir_dev_step(struct weir_dev *dev, uint64_t cycles);
/* Moves time on by up to `cycles` without clocking, and returns by how many: 0 unless
 * weir_dev_idle(), never past the start of a waiting frame or the next timer of the card. The
 * card's clock and microsecond counter advance as if it had been clocked. */
uint64_t weir_dev_jump(struct weir_dev *dev, uint64_t cycles);
/* Cycles that a jump could take to the next timer of the card, a few before it falls due: 0 = it is about to;
 * UINT64_MAX: none runs. */
uint64_t weir_dev_timer(const struct weir_dev *dev);
/* The number of the cycle that is clocked next; jumped ones included, 0 is the first after reset. */
uint64_t weir_dev_cycle(const struct weir_dev *dev);

/* Hands over the next frame for the port; 1 if taken, 0 if the port still holds one that has not
 * started, -EINVAL if its length is out of range. */
int weir_dev_port_in(struct weir_dev *dev, const struct weir_dev_frame *frame);
/* 1 when the port holds no frame, whole or in part. */
int weir_dev_port_idle(const struct weir_dev *dev);
/* What the MAC says of its link, rate in 24 bits, and clocks the card until it has noticed. At first it is
 * up, without a fault, at 10,000 Mb/s; a reset leaves it as it is. Frames of the port do not mind it. */
void weir_dev_link(struct weir_dev *dev, int up, int fault, uint32_t mbps);
/* 1 when no AXI transaction is open, no frame is on its way into the port, and the card reports no
 * activity but its timers. A frame that waits for its start does not count, nor an interrupt that waits for
 * the end of its interval. */
int weir_dev_idle(const struct weir_dev *dev);

/* Why the run ended, one line, or NULL while it goes on. Valid until weir_dev_destroy(). */
const char *weir_dev_fault(const struct weir_dev *dev);
/* Ends the run; the first reason counts. The cycle is put in front of it. */
void weir_dev_stop(struct weir_dev *dev, const char *reason);

struct weir_dev_stats {
	uint64_t cycles;		/* clocked */
	uint64_t jumped;		/* moved on without clocking */
	uint64_t frames;		/* whose first beat the card took */
	uint64_t passed;		/* of these: it did not receive then, and ignored them */
	uint64_t held;			/* now: handed to the port, neither in nor passed */
	uint64_t dma_write_bytes;	/* strobed bytes */
	uint64_t dma_write_bursts;
	uint64_t dma_write_beats;
	uint64_t dma_reads;
	uint64_t dma_errors;		/* error responses given */
	uint64_t irqs;
};
void weir_dev_stats(const struct weir_dev *dev, struct weir_dev_stats *out);

#ifdef __cplusplus
}
#endif
#endif
