// SPDX-License-Identifier: BSD-3-Clause
/*
 * vfio_counters.c - what the cards of one run counted, from one reset to the next, added up
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "vfio_card.h"

/* Reads of the status within which a snapshot is done: it waits for at most a few frames. */
#define SNAPSHOT_LOOKS 10000
/* The longest frame is in by then. */
#define FRAME_CYCLES (WEIR_DEV_FRAME_MAX / 8 + 64)

static const char *const port_name[] = {
#define X(i, name, gauge, where, text) [i] = #name,
	WEIR_PORT_COUNTERS(X)
#undef X
};
static const char *const tap_name[] = {
#define X(i, name, gauge, where, text) [i] = #name,
	WEIR_TAP_COUNTERS(X)
#undef X
};
/* What is in flight when a card is reset never gets another fate; so gauges add up, too. */
enum {
#define X(i, name, gauge, where, text) TAP_##name = (i),
	WEIR_TAP_COUNTERS(X)
#undef X
};

static void add(struct weir_vfio_card *card, uint32_t at, uint64_t *sum, unsigned int n)
{
	unsigned int i;

	/* Counter i of a list is at 8 i. */
	for (i = 0; i < n; i++, at += 8) {
		uint32_t lo = weir_dev_read32(card->dev, at);

		sum[i] += lo | (uint64_t)weir_dev_read32(card->dev, at + 4) << 32;
	}
}

static void add_dev(struct weir_vfio_card *card)
{
	struct weir_dev_stats s, *sum = &card->dev_sum;

	weir_dev_stats(card->dev, &s);
	/* Since the last reset. */
	sum->cycles += s.cycles;
	sum->frames += s.frames;
	sum->passed += s.passed;
	sum->held += s.held;
	sum->dma_write_bytes += s.dma_write_bytes;
	sum->dma_write_bursts += s.dma_write_bursts;
	sum->dma_write_beats += s.dma_write_beats;
	sum->dma_reads += s.dma_reads;
	sum->dma_errors += s.dma_errors;
	sum->irqs += s.irqs;
}

/* 0 when no snapshot is being copied any more, -EIO when that does not end. */
static int wait_snapshot(struct weir_vfio_card *card)
{
	unsigned int i;

	for (i = 0; i < SNAPSHOT_LOOKS; i++)
		if (!(weir_dev_read32(card->dev, WEIR_CTRL_STATUS) & WEIR_CTRL_STATUS_SNAPSHOT_BUSY_MASK))
			return 0;
	return -EIO;
}

/* What is counted is of an end: the frame on its way in gets there, none is taken behind it. */
static void end_of_line(struct weir_vfio_card *card)
{
	uint32_t control = weir_dev_read32(card->dev, WEIR_CTRL_CONTROL);
	uint64_t n = FRAME_CYCLES, did = 1;

	weir_dev_write32(card->dev, WEIR_CTRL_CONTROL, control & ~WEIR_CTRL_CONTROL_RX_ENABLE_MASK);
	for (; n && did; n -= did)
		did = weir_dev_step(card->dev, n);
}

int weir_vfio_card_count(struct weir_vfio_card *card)
{
	unsigned int t;
	int ret;

	end_of_line(card);
	add_dev(card);
	/* The client may have one under way, of an earlier instant: the card then does not begin another. */
	ret = wait_snapshot(card);
	if (!ret) {
		weir_dev_write32(card->dev, WEIR_CTRL_COMMAND, WEIR_CTRL_COMMAND_SNAPSHOT_MASK);
		ret = wait_snapshot(card);
	}
	if (ret || weir_dev_fault(card->dev)) {
		weir_vfio_log("the card does not count any more: its counters are not in the sums");
		return -EIO;
	}
	add(card, WEIR_PORT_COUNTERS_RX_FRAMES, card->port_sum, WEIR_PORT_COUNTER_NUM);
	for (t = 0; t < WEIR_TAP_COUNT; t++)
		add(card, WEIR_TAP_COUNTERS_MATCHED(t), card->tap_sum[t], WEIR_TAP_COUNTER_NUM);
	return 0;
}

static void object(FILE *f, const char *const *name, const uint64_t *v, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		fprintf(f, "%s\"%s\": %" PRIu64, i ? ", " : "{", name[i], v[i]);
	fputc('}', f);
}

void weir_vfio_card_json(const struct weir_vfio_card *card, FILE *f)
{
	const struct weir_dev_stats *s = &card->dev_sum;
	unsigned int t;
	int first = 1;

	fputs("  \"port\": ", f);
	object(f, port_name, card->port_sum, WEIR_PORT_COUNTER_NUM);
	fputs(",\n  \"taps\": {", f);
	for (t = 0; t < WEIR_TAP_COUNT; t++) {
		if (!card->tap_sum[t][TAP_matched] && !card->tap_sum[t][TAP_blocks])
			continue;
		fprintf(f, "%s\n    \"%u\": ", first ? "" : ",", t);
		object(f, tap_name, card->tap_sum[t], WEIR_TAP_COUNTER_NUM);
		first = 0;
	}
	fprintf(f, "},\n  \"sim\": {\"cycles\": %" PRIu64 ", \"frames\": %" PRIu64 ", "
		"\"passed\": %" PRIu64 ", \"lost\": %" PRIu64 ", "
		"\"dma_write_bytes\": %" PRIu64 ", \"dma_write_bursts\": %" PRIu64 ", "
		"\"dma_write_beats\": %" PRIu64 ", \"dma_reads\": %" PRIu64 ", \"dma_errors\": %" PRIu64
		", \"irqs\": %" PRIu64 "},\n", s->cycles, s->frames, s->passed, s->held, s->dma_write_bytes,
		s->dma_write_bursts, s->dma_write_beats, s->dma_reads, s->dma_errors, s->irqs);
	fprintf(f, "  \"function\": {\"flr\": %" PRIu64 ", \"resets\": %" PRIu64 ", \"irqs_sent\": %" PRIu64
		", \"irqs_lost\": %" PRIu64 ", \"refused_dma\": %" PRIu64 ", \"refused_access\": %" PRIu64
		", \"garbage_blocks\": %" PRIu64 "}", card->stats.flr, card->stats.resets,
		card->stats.irqs_sent, card->stats.irqs_lost, card->stats.refused_dma,
		card->stats.refused_access, card->garbage.blocks);
}
