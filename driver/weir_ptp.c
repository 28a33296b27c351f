// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_ptp.c - the card's clock as a PTP hardware clock
 *
 * The clock begins at the system's time each time that the card is started: a reset loses it. Its seconds
 * have 32 bits. The rate that was asked for last is kept.
 */
#include <linux/ptp_clock_kernel.h>

#include "weir.h"

#define SLEW_MAX_PPB	1000000	/* WEIR_HW_SLEW_MAX */

struct weir_ptp {
	struct weir_card *card;
	struct ptp_clock_info info;
	struct ptp_clock *clock;
	s32 scaled_ppm;	/* under card->lock */
};

static struct weir_card *card_of(struct ptp_clock_info *info)
{
	return container_of(info, struct weir_ptp, info)->card;
}

/* Why a card that is not started cannot be asked. */
static int off(const struct weir_card *card)
{
	return atomic_read(&card->lost) ? -ENODEV : -EAGAIN;
}

/* card->lock is held. */
static int set(struct weir_card *card, const struct timespec64 *ts)
{
	if (ts->tv_sec < 0 || ts->tv_sec > U32_MAX)
		return -ERANGE;
	return weir_hw_clock_set(&card->hw, (u32)ts->tv_sec, (u32)ts->tv_nsec);
}

static int get(struct weir_card *card, struct timespec64 *ts, struct ptp_system_timestamp *sts)
{
	u32 sec = 0, ns = 0;
	int ret;

	ptp_read_system_prets(sts);
	ret = weir_hw_clock_latch(&card->hw, &ns);
	ptp_read_system_postts(sts);
	if (!ret)
		ret = weir_hw_clock_latched(&card->hw, &sec);
	*ts = (struct timespec64){ .tv_sec = sec, .tv_nsec = ns };
	return ret;
}

static int gettimex64(struct ptp_clock_info *info, struct timespec64 *ts, struct ptp_system_timestamp *sts)
{
	struct weir_card *card = card_of(info);
	int ret;

	mutex_lock(&card->lock);
	ret = card->started ? get(card, ts, sts) : off(card);
	mutex_unlock(&card->lock);
	return weir_card_ret(card, ret);
}

static int settime64(struct ptp_clock_info *info, const struct timespec64 *ts)
{
	struct weir_card *card = card_of(info);
	int ret;

	mutex_lock(&card->lock);
	ret = card->started ? set(card, ts) : off(card);
	mutex_unlock(&card->lock);
	return weir_card_ret(card, ret);
}

/* The card adds less than a second by itself, without losing what passes meanwhile; seconds are set. */
static int adjtime(struct ptp_clock_info *info, s64 delta)
{
	struct weir_card *card = card_of(info);
	struct timespec64 now;
	int ret;

	mutex_lock(&card->lock);
	if (!card->started) {
		ret = off(card);
		goto out;
	}
	if (delta > -(s64)NSEC_PER_SEC && delta < (s64)NSEC_PER_SEC) {
		ret = weir_hw_clock_step(&card->hw, (s32)delta);
		goto out;
	}
	ret = get(card, &now, NULL);
	if (!ret) {
		now = timespec64_add(now, ns_to_timespec64(delta));
		ret = set(card, &now);
	}
out:
	mutex_unlock(&card->lock);
	return weir_card_ret(card, ret);
}

static int adjfine(struct ptp_clock_info *info, long scaled_ppm)
{
	struct weir_card *card = card_of(info);
	s32 rate = (s32)clamp_t(long, scaled_ppm, -WEIR_HW_SLEW_MAX, WEIR_HW_SLEW_MAX);
	int ret = 0;

	mutex_lock(&card->lock);
	if (card->started)
		ret = weir_hw_clock_slew(&card->hw, rate);
	else if (atomic_read(&card->lost))
		ret = -ENODEV;
	/* A card that sleeps takes it over when it is started. */
	if (!ret)
		card->ptp->scaled_ppm = rate;
	mutex_unlock(&card->lock);
	return weir_card_ret(card, ret);
}

/* There are no pins and no events. */
static int enable(struct ptp_clock_info *info, struct ptp_clock_request *request, int on)
{
	return -EOPNOTSUPP;
}

int weir_ptp_begin(struct weir_card *card)
{
	struct timespec64 now;
	int ret;

	if (!weir_has_clock(card))
		return 0;
	ret = weir_hw_clock_slew(&card->hw, card->ptp ? card->ptp->scaled_ppm : 0);
	if (ret)
		return ret;
	/* A system whose time the card cannot hold goes without. */
	ktime_get_real_ts64(&now);
	ret = set(card, &now);
	return ret == -ERANGE ? 0 : ret;
}

int weir_ptp_init(struct weir_card *card)
{
	struct device *dev = &card->pdev->dev;
	struct weir_ptp *ptp;

	if (!weir_has_clock(card))
		return 0;
	ptp = devm_kzalloc(dev, sizeof(*ptp), GFP_KERNEL);
	if (!ptp)
		return -ENOMEM;
	ptp->card = card;
	ptp->info = (struct ptp_clock_info){
		.owner = THIS_MODULE,
		.name = WEIR_DRIVER,
		.max_adj = SLEW_MAX_PPB,
		.adjfine = adjfine,
		.adjtime = adjtime,
		.gettimex64 = gettimex64,
		.settime64 = settime64,
		.enable = enable,
	};
	/* Before it is registered: its functions may be called at once. */
	card->ptp = ptp;
	ptp->clock = ptp_clock_register(&ptp->info, dev);
	if (IS_ERR(ptp->clock)) {
		card->ptp = NULL;
		return PTR_ERR(ptp->clock);
	}
	/* NULL: a kernel without PTP clocks. */
	return 0;
}

void weir_ptp_exit(struct weir_card *card)
{
	if (card->ptp && card->ptp->clock)
		ptp_clock_unregister(card->ptp->clock);
	card->ptp = NULL;
}

int weir_ptp_index(const struct weir_card *card)
{
	return card->ptp && card->ptp->clock ? ptp_clock_index(card->ptp->clock) : -1;
}
