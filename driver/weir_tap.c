// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_tap.c - a tap whose blocks belong to the kernel
 *
 * The status word of the next block says whether there is something to read; the completion record only tells
 * whether that word was lost.
 */
#include <linux/pci.h>

#include "weir_tap.h"

#define BAD_MAX		4u	/* contradictory blocks in a row before the tap is given up */

/* All blocks are the card's, and nothing of an earlier life of the ring is left. */
static int fill_ring(struct weir_tap *tap)
{
	u32 n;
	int ret;

	for (n = 0; n < tap->ring.blocks; n++) {
		weir_walk_give(tap->ring.block[n]);
		ret = weir_hw_desc_write(tap->ring.table, n, tap->ring.block_dma[n],
					 tap->ring.block_bytes / WEIR_HW_PAGE);
		if (ret)
			return ret;
	}
	memset((u8 *)tap->card->completions + tap->index * WEIR_HOST_COMPLETION_SIZE, 0,
	       WEIR_HOST_COMPLETION_SIZE);
	tap->next = 0;
	tap->seq = tap->cfg.first_seq;
	tap->open = false;
	tap->fault = NULL;
	tap->bad = 0;
	return 0;
}

static const char *why_not(const struct weir_tap *tap, enum weir_hw_reason reason, u32 error)
{
	if (reason)
		return weir_hw_reason_text(reason);
	if (error)
		return weir_hw_tap_error_text(error);
	return tap->card->started ? "the card does not say why" : "the card is off the bus until it is reset";
}

int weir_tap_start(struct weir_tap *tap)
{
	struct device *dev = &tap->card->pdev->dev;
	enum weir_hw_reason reason = WEIR_HW_FINE;
	struct weir_hw *hw = &tap->card->hw;
	u32 error = WEIR_TAP_ERROR_NONE;
	int ret;

	tap->cfg.ring = tap->ring.table_dma;
	tap->cfg.block_nr = tap->ring.blocks;
	tap->cfg.block_pages = tap->ring.block_bytes / WEIR_HW_PAGE;
	tap->cfg.first_block = 0;
	tap->cfg.first_seq = 1;
	tap->cfg.irq_vector = weir_irq_tap_vector(tap->card, tap->index);
	tap->cfg.irq_oneshot = true;
	ret = fill_ring(tap);
	if (ret)
		return ret;
	mutex_lock(&tap->card->lock);
	ret = tap->card->started ? weir_hw_tap_setup(hw, tap->index, &tap->cfg, &reason) : -ENODEV;
	if (!ret) {
		ret = weir_hw_tap_start(hw, tap->index, &error);
		/* It may have begun, or be in FAULT, which only a stop ends. */
		if (ret && weir_hw_tap_stop(hw, tap->index))
			weir_card_cut(tap->card);
	}
	mutex_unlock(&tap->card->lock);
	if (ret)
		dev_err(dev, "tap %u does not start (%d): %s\n", tap->index, ret,
			why_not(tap, reason, error));
	return weir_card_ret(tap->card, ret);
}

int weir_tap_stop(struct weir_tap *tap)
{
	int ret = 0;

	mutex_lock(&tap->card->lock);
	/* A card that was reset meanwhile has stopped its taps. */
	if (tap->card->started) {
		ret = weir_hw_irq_mask(&tap->card->hw, BIT(tap->index));
		if (!ret)
			ret = weir_hw_tap_stop(&tap->card->hw, tap->index);
		if (ret)
			weir_card_cut(tap->card);
	}
	mutex_unlock(&tap->card->lock);
	if (ret == -ETIMEDOUT)
		dev_err(&tap->card->pdev->dev, "tap %u does not stop: the card is taken off the bus\n",
			tap->index);
	return weir_card_ret(tap->card, ret);
}

/* A single write: needs no lock, and softirqs may not wait for one. */
void weir_tap_irq_on(struct weir_tap *tap)
{
	weir_hw_irq_unmask(&tap->card->hw, BIT(tap->index));
}

static void fault(struct weir_tap *tap, const char *why)
{
	tap->fault = why;
	tap->faults++;
	dev_err_ratelimited(&tap->card->pdev->dev, "tap %u: %s\n", tap->index, why);
}

static void recycle(struct weir_tap *tap)
{
	/* Everything read from the block comes before the card may write to it. */
	mb();
	weir_walk_give(tap->ring.block[tap->next]);
	tap->next = tap->next + 1 < tap->ring.blocks ? tap->next + 1 : 0;
	tap->seq++;
	tap->open = false;
}

static void garbage(struct weir_tap *tap, u32 frames)
{
	tap->garbage_blocks++;
	tap->garbage_frames += frames;
	dev_warn_ratelimited(&tap->card->pdev->dev, "tap %u, block %u contradicts itself: %s %llu\n",
			     tap->index, tap->next, tap->walk.wrong, (unsigned long long)tap->walk.value);
	recycle(tap);
	if (++tap->bad >= BAD_MAX)
		fault(tap, "several blocks in a row contradict themselves");
}

bool weir_tap_faulted(struct weir_tap *tap)
{
	u32 state, error;

	return !weir_hw_tap_state(&tap->card->hw, tap->index, &state, &error) &&
	       state == WEIR_TAP_STATE_FAULT;
}

/*
 * An interrupt and no block: a fault, a word that was lost, or nothing at all. The register is read without
 * card->lock: of struct weir_hw it may only set "gone", which never goes back but in identify().
 */
static void nothing_there(struct weir_tap *tap)
{
	struct weir_hw_completion c;
	u32 state, error;

	if (weir_hw_tap_state(&tap->card->hw, tap->index, &state, &error)) {
		/* Told and counted there, and no fault of the tap. */
		weir_card_ret(tap->card, -ENODEV);
		tap->fault = "the card does not answer";
		return;
	}
	if (state == WEIR_TAP_STATE_FAULT) {
		fault(tap, weir_hw_tap_error_text(error));
		return;
	}
	if (!weir_hw_completion_read(tap->card->completions, tap->index, &tap->cfg, &c) && c.blocks) {
		/* Status is written first: it must be there now, if the record was there before. */
		dma_rmb();
		if ((s32)((u32)(c.seq + 1) - (u32)tap->seq) > 0 &&
		    !weir_walk_ready(tap->ring.block[tap->next])) {
			fault(tap, "a block was completed and not handed over");
			return;
		}
	}
	tap->idle_polls++;
}

/* The next block, if it is handed over. 1: the walk stands in it, 0: not there, -EPROTO: it was garbage. */
static int enter(struct weir_tap *tap)
{
	if (!weir_walk_ready(tap->ring.block[tap->next]))
		return 0;
	dma_rmb();
	if (weir_walk_begin(&tap->walk, tap->ring.block[tap->next], tap->ring.block_bytes,
			    tap->cfg.mac_offset, tap->seq)) {
		garbage(tap, 0);
		return -EPROTO;
	}
	tap->open = true;
	return 1;
}

/* A frame: 1; the end of a block: 0; garbage: 1 too, so that a card that makes nothing else ends the poll. */
static int step(struct weir_tap *tap, weir_tap_take *take, void *arg)
{
	u32 left = tap->walk.left;
	struct weir_walk_frame f;
	int ret = weir_walk_next(&tap->walk, &f);

	if (ret == 1) {
		take(arg, &f);
	} else if (!ret) {
		tap->bad = 0;
		recycle(tap);
	} else {
		garbage(tap, left);
	}
	return ret ? 1 : 0;
}

bool weir_tap_drain(struct weir_tap *tap, weir_tap_take *take, void *arg)
{
	u64 from = tap->seq;

	/* Bounded by the ring: however many are bad, the next one may be good. */
	tap->fault = NULL;
	tap->bad = 0;
	if (!tap->open && enter(tap) <= 0)
		return tap->seq != from;
	while (tap->open)
		step(tap, take, arg);
	return true;
}

int weir_tap_poll(struct weir_tap *tap, int budget, weir_tap_take *take, void *arg)
{
	u64 from = tap->seq;
	int done = 0;

	while (done < budget && !tap->fault) {
		int ret = tap->open ? 1 : enter(tap);

		if (!ret)
			break;
		done += ret < 0 ? 1 : step(tap, take, arg);
	}
	if (budget && !done && tap->seq == from && !tap->fault)
		nothing_there(tap);
	/* The card looks again by itself, but later. */
	if (tap->seq != from && !tap->fault)
		weir_hw_tap_doorbell(&tap->card->hw, tap->index);
	return done;
}
