// SPDX-License-Identifier: BSD-3-Clause
/*
 * irq_table.c - interrupts a frame, and how late a frame is known, by rates of traffic and by rx-usecs
 *
 * The card is set up as the driver's net device sets it up (driver/weir_netdev.c). In place of the driver
 * stands a host that answers each interrupt HOST_NS later: it takes all blocks that are there, gives them
 * back and lets the tap interrupt again. All times are the card's own, cycles from a frame's first beat:
 *
 *   block      to the write that hands its block over
 *   interrupt  to the first interrupt behind that write, or to its being taken if that is before
 *   taken      to the host's having it
 *
 * Prints the table of docs/bench.md; "irq_table quick" some of its rows, of fewer frames. A frame that is
 * lost, a block later than its retire time allows or without an interrupt ends it with exit status 1.
 */
#include <inttypes.h>
#include <linux/if_packet.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "weir_hw.h"

#define HOST_NS		2000	/* from an interrupt to the poll it starts */
#define BLOCKS		32U
#define BLOCK_BYTES	65536U
#define NS_A_CYCLE	6.4
#define FRAMES_MIN	2000U	/* measured in a row, and so many seconds of traffic */
#define SECONDS_MIN	0.01
#define FRAMES_QUICK	100U
#define LATE_US		9	/* of a block beyond its retire time: a filter lane, the timer's last, DMA */
#define FRAMES_MAX	400000U
#define PATIENCE	4000000U	/* cycles without a frame taken */
/* The memory: addresses are offsets. */
#define AT_COMPL	0x1000U
#define AT_TABLE	0x2000U
#define AT_BLOCKS	0x10000U
#define MEMORY		(AT_BLOCKS + BLOCKS * BLOCK_BYTES)

struct latency {
	double sum;
	uint64_t max;
};

static uint8_t memory[MEMORY];
static struct weir_dev *dev;
static struct weir_hw hw;
static uint64_t start[FRAMES_MAX];		/* cycle of each frame's first beat */
static uint64_t handed_over[BLOCKS];	/* cycle of the write, 0 = not */
static uint64_t irq_at, irqs;		/* cycle of the last, 0 = answered */
static struct latency to_block, to_irq, to_host;
static uint64_t rng;
static int quick;

__attribute__((noreturn, format(printf, 1, 2))) static void die(const char *fmt, ...)
{
	va_list ap;

	fputs("irq_table: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

static uint8_t *block(uint32_t i)
{
	return memory + AT_BLOCKS + i * BLOCK_BYTES;
}

static struct tpacket_hdr_v1 *header(uint32_t i)
{
	return &((struct tpacket_block_desc *)(void *)block(i))->hdr.bh1;
}

static int dma_read(void *ctx, uint64_t addr, void *data, size_t len)
{
	(void)ctx;
	if (addr > MEMORY || len > MEMORY - addr)
		return -1;
	memcpy(data, memory + addr, len);
	return 0;
}

static int dma_write(void *ctx, uint64_t addr, const void *data, const uint8_t *strb, size_t len)
{
	uint32_t i;
	size_t n;

	(void)ctx;
	if (addr > MEMORY || len > MEMORY - addr)
		return -1;
	for (n = 0; n < len; n++)
		if (!strb || strb[n / 8] >> n % 8 & 1)
			memory[addr + n] = ((const uint8_t *)data)[n];
	i = (uint32_t)((addr - AT_BLOCKS) / BLOCK_BYTES);
	if (addr >= AT_BLOCKS && !handed_over[i] && header(i)->block_status & TP_STATUS_USER)
		handed_over[i] = weir_dev_cycle(dev);
	return 0;
}

static void on_irq(void *ctx, unsigned int vector)
{
	(void)ctx;
	(void)vector;
	irqs++;
	irq_at = weir_dev_cycle(dev);
}

static u32 rd32(void *ctx, u32 off)
{
	(void)ctx;
	return weir_dev_read32(dev, off);
}

static void wr32(void *ctx, u32 off, u32 val)
{
	(void)ctx;
	weir_dev_write32(dev, off, val);
}

static int relax(void *ctx)
{
	(void)ctx;
	return weir_dev_step(dev, 64) ? 0 : -1;
}

static void sure(int ret, const char *what)
{
	if (ret)
		die("%s: %d%s%s", what, ret, weir_dev_fault(dev) ? ", " : "",
		    weir_dev_fault(dev) ? weir_dev_fault(dev) : "");
}

/* weir_retire_us() and weir_interval_us() of the driver. */
static void moderate(struct weir_hw_tap_cfg *c, uint32_t rx_usecs)
{
	uint64_t quarter = (uint64_t)BLOCKS * BLOCK_BYTES / 4;
	uint64_t most = quarter * 8 * 1000000 / ((uint64_t)hw.p.mac_bits * hw.p.clk_hz);

	c->retire_us = rx_usecs ? rx_usecs : 1;
	c->irq_interval_us = c->retire_us < most ? c->retire_us : (uint32_t)most;
}

static void open_card(uint32_t rx_usecs)
{
	static const struct weir_hw_ops ops = { rd32, wr32, relax };
	const struct weir_dev_host host = { NULL, dma_read, dma_write, on_irq, NULL };
	struct weir_hw_tap_cfg c = {
		.ring = AT_TABLE, .block_nr = BLOCKS, .block_pages = BLOCK_BYTES / WEIR_HW_PAGE,
		.mac_offset = 82, .net_offset = 96, .first_seq = 1, .ifindex = 1, .hatype = 1,
		.protocol = WEIR_HW_ETH_P_ALL, .types = 0x1f, .promisc = true, .irq_vector = 1,
		.irq_oneshot = true,
	};
	enum weir_hw_unknown unknown;
	enum weir_hw_reason reason;
	char err[256];
	uint32_t i;
	u32 error;

	memset(memory, 0, sizeof(memory));
	memset(handed_over, 0, sizeof(handed_over));
	to_block = to_irq = to_host = (struct latency){ 0 };
	irqs = irq_at = 0;
	rng = 1;
	dev = weir_dev_create(&host, NULL, err, sizeof(err));
	if (!dev)
		die("%s", err);
	hw = (struct weir_hw){ .ops = &ops, .wait_max = 10000 };
	sure(weir_hw_identify(&hw, &unknown), "the card is not known");
	moderate(&c, rx_usecs);
	c.snaplen = hw.p.max_frame;
	c.backlog = hw.p.buffer_bytes - hw.p.buffer_bytes / 4;
	for (i = 0; i < BLOCKS; i++)
		sure(weir_hw_desc_write(memory + AT_TABLE, i, AT_BLOCKS + i * BLOCK_BYTES, c.block_pages),
		     "the table of blocks");
	sure(weir_hw_dma_setup(&hw, AT_COMPL, WEIR_MAX_PAYLOAD_B256, 2), "DMA");
	sure(weir_hw_tap_setup(&hw, 0, &c, &reason), "the tap's configuration");
	sure(weir_hw_tap_start(&hw, 0, &error), "the tap's start");
	sure(weir_hw_irq_unmask(&hw, 1), "interrupts");
	sure(weir_hw_control(&hw, true, true), "reception");
	weir_dev_step(dev, 4096);
}

static double uniform(void)
{
	rng ^= rng << 13;
	rng ^= rng >> 7;
	rng ^= rng << 17;
	return ((double)(rng >> 11) + 0.5) / 9007199254740992.0;
}

/* The next frame's start behind the one before it: at random, as many a second on average. */
static uint64_t next_start(uint64_t from, uint32_t len, double rate)
{
	uint64_t line = (weir_dev_line_eighths(len) + 7) / 8;
	uint64_t gap = (uint64_t)(-log(uniform()) * WEIR_DEV_CLK_HZ / rate);

	return from + (gap > line ? gap : line);
}

static void add(struct latency *l, uint64_t cycles)
{
	l->sum += (double)cycles;
	if (cycles > l->max)
		l->max = cycles;
}

/* Frames of all blocks that are there, the first of which is number n. Returns how many. */
static uint32_t take(uint32_t n, uint32_t *next)
{
	uint64_t now = weir_dev_cycle(dev), first = irq_at;
	uint32_t taken = 0, i;

	for (; header(*next)->block_status & TP_STATUS_USER; *next = (*next + 1) % BLOCKS) {
		for (i = 0; i < header(*next)->num_pkts; i++, taken++) {
			uint64_t from = start[n + taken];

			add(&to_block, handed_over[*next] - from);
			/* One that was handed over behind the interrupt is taken with the others. */
			add(&to_irq, (handed_over[*next] > first ? now : first) - from);
			add(&to_host, now - from);
		}
		handed_over[*next] = 0;
		header(*next)->block_status = TP_STATUS_KERNEL;
	}
	/* Blocks that came behind an interrupt went with it, and have one of their own. */
	if (taken)
		weir_hw_tap_doorbell(&hw, 0);
	return taken;
}

static double us(const struct latency *l, uint32_t frames)
{
	return l->sum / frames * NS_A_CYCLE / 1000;
}

static double most_us(const struct latency *l)
{
	return (double)l->max * NS_A_CYCLE / 1000;
}

/* A card does not drop here: the host is fast enough, and the bus. */
static void print(const char *name, uint32_t rx_usecs, uint32_t frames)
{
	u64 p[WEIR_PORT_COUNTER_NUM], c[WEIR_TAP_COUNTER_NUM];
	uint64_t now = irqs;

	sure(weir_hw_snapshot(&hw), "snapshot");
	sure(weir_hw_port_counters(&hw, p), "counters");
	sure(weir_hw_tap_counters(&hw, 0, c), "counters");
	if (p[WEIR_HW_PORT_overflow] ||
	    c[WEIR_HW_TAP_matched] != c[WEIR_HW_TAP_delivered] + c[WEIR_HW_TAP_pending])
		die("%s, rx-usecs %u: frames were dropped", name, rx_usecs);
	if (most_us(&to_block) > (rx_usecs ? rx_usecs : 1) + LATE_US)
		die("%s, rx-usecs %u: a block came after %.1f us", name, rx_usecs, most_us(&to_block));
	printf("| %s | %u | %.4f | %.1f | %.1f, %.1f | %.1f, %.1f | %.1f, %.1f |\n", name, rx_usecs,
	       (double)now / frames, (double)c[WEIR_HW_TAP_delivered] / (double)c[WEIR_HW_TAP_blocks],
	       us(&to_block, frames), most_us(&to_block), us(&to_irq, frames), most_us(&to_irq),
	       us(&to_host, frames), most_us(&to_host));
	fflush(stdout);
}

/* Traffic goes on behind the frames that are measured, or the last ones would have none to wait for. */
static void row(const char *name, double rate, uint32_t len, uint32_t rx_usecs)
{
	static uint8_t data[9018];
	double line = WEIR_DEV_CLK_HZ * 8.0 / weir_dev_line_eighths(len);
	double want = (rate < line ? rate : line) * SECONDS_MIN;
	uint32_t frames = quick ? FRAMES_QUICK : want > FRAMES_MIN ? (uint32_t)want : FRAMES_MIN;
	uint32_t sent = 0, taken = 0, next = 0;
	uint64_t still = 0;

	open_card(rx_usecs);
	memset(data, 0x5a, sizeof(data));
	start[0] = weir_dev_cycle(dev) + 100;
	while (taken < frames) {
		const struct weir_dev_frame f = { .data = data, .len = len, .start = start[sent] };

		if (sent + 1 < FRAMES_MAX && weir_dev_port_in(dev, &f) == 1) {
			sent++;
			start[sent] = next_start(start[sent - 1], len, rate);
		}
		if (irq_at && weir_dev_cycle(dev) >= irq_at + (uint64_t)(HOST_NS / NS_A_CYCLE)) {
			taken += take(taken, &next);
			irq_at = 0;
			still = 0;
			sure(weir_hw_irq_unmask(&hw, 1), "interrupts");
		}
		/* Not a jump over the host's answer. */
		if (irq_at || !weir_dev_jump(dev, WEIR_DEV_CLK_HZ))
			still += weir_dev_step(dev, 8);
		if (still > PATIENCE || weir_dev_fault(dev))
			die("%u of %u frames were taken, then no more: %s", taken, frames,
			    weir_dev_fault(dev) ? weir_dev_fault(dev) : "no interrupt");
	}
	print(name, rx_usecs, taken);
	weir_dev_destroy(dev);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		double rate;
		uint32_t len;
	} traffic[] = {
		{ "1,000 of 60 bytes", 1e3, 60 },	  { "100,000 of 60 bytes", 1e5, 60 },
		{ "1,000,000 of 60 bytes", 1e6, 60 },	  { "all of 60 bytes", 1e9, 60 },
		{ "all of 1,514 bytes", 1e9, 1514 },
	};
	static const uint32_t rx_usecs[] = { 0, 10, 100, 1000 };
	unsigned int t, u;

	quick = argc == 2 && !strcmp(argv[1], "quick");
	if (argc > 2 || (argc == 2 && !quick))
		die("usage: irq_table [quick]");
	printf("| frames a second | rx-usecs | interrupts a frame | frames a block | to block | to interrupt "
	       "| taken |\n| --- | --- | --- | --- | --- | --- | --- |\n");
	for (t = quick; t < sizeof(traffic) / sizeof(*traffic); t += 1 + (unsigned int)quick)
		for (u = 0; u < sizeof(rx_usecs) / sizeof(*rx_usecs); u++)
			row(traffic[t].name, traffic[t].rate, traffic[t].len, rx_usecs[u]);
	return 0;
}
