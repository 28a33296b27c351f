// SPDX-License-Identifier: BSD-3-Clause
/*
 * ptp.c - in a guest: the card's clock is set, stepped and slewed, and the frames' time stamps follow it
 *
 * Guards against a step that loses time, a rate with the wrong sign or size, a stamp of another clock or
 * taken elsewhere than at the frame's start, and a switch of the stamps that says one thing and does another.
 *
 *   ptp NETDEV FILE         prints TAP lines and signals for the card, to play FILE with hold=each,clock=own
 *   ptp NETDEV FILE again   after the first and a reset of the card: what the driver must have kept
 *
 * In which cycle of the simulated card a frame begins follows from its time in FILE (sim/pcap_port.h). So
 * what its stamp has to be is known exactly, whatever time passes in the world and in the guest.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "savefile.h"
#include "phc.h"

#define PERIOD_NS	6.4		/* of 156.25 MHz */
#define NS		1000000000LL
#define LAST_PPB	1000000
#define WORLD_NS	(4 * NS)	/* the guest may be put aside for as long between two steps */

/* What the kernel or the driver must not take. */
static void refused(int ret, int want, const char *what)
{
	int error = ret ? errno : 0;

	say(error == want, "%s: %s", what, strerror(error));
}

static void within(int64_t is, int64_t from, int64_t to, const char *what)
{
	say(is >= from && is <= to, "%s: %lld ns, expected %lld to %lld", what, (long long)is,
	    (long long)from, (long long)to);
}

/* Set, stepped by less and by more than a second, both ways; what it may not be told is refused. */
static void clock_itself(clockid_t phc)
{
	static const int64_t steps[] = { 1, -1, 999999999, -999999999, 5 * NS + 7, -5 * NS - 7, 86400 * NS };
	int64_t before, after;
	char what[80];
	unsigned int i;

	say(!phc_set(phc, 1000 * NS + 999999990), "the clock is set across the end of a second");
	within(phc_now(phc), 1000 * NS + 999999990, 1001 * NS + WORLD_NS, "and goes on from there");
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		before = phc_now(phc);
		if (phc_step(phc, steps[i]))
			say(0, "step by %lld ns: %s", (long long)steps[i], strerror(errno));
		after = phc_now(phc);
		snprintf(what, sizeof(what), "step by %lld ns", (long long)steps[i]);
		within(after - before, steps[i], steps[i] + WORLD_NS, what);
	}
	/* The first one by the kernel. */
	refused(phc_set(phc, -1 * NS), EINVAL, "a time before 1970 is refused");
	refused(phc_set(phc, (1LL << 32) * NS), ERANGE, "one behind 32 bits of seconds too");
	refused(phc_step(phc, (1LL << 32) * NS), ERANGE, "and a step to there");
	refused(phc_slew(phc, 1000001), ERANGE, "a rate above 1,000,000 ppb is refused");
	refused(phc_slew(phc, -1000001), ERANGE, "and one below -1,000,000 ppb");
	say(!phc_slew(phc, -1000000) && phc_rate(phc) == -1000000, "a rate of -1,000,000 ppb is kept");
	say(!phc_slew(phc, 0) && phc_rate(phc) == 0, "and taken back");
}

/* Each error leaves things as they were; a filter for less than all becomes one for all, and says so. */
static void switches(const char *dev)
{
	struct hwtstamp_config cfg;

	say(!stamp_get(dev, &cfg) && cfg.rx_filter == HWTSTAMP_FILTER_NONE && cfg.tx_type == HWTSTAMP_TX_OFF,
	    "no frame is stamped at first");
	cfg = (struct hwtstamp_config){ .tx_type = HWTSTAMP_TX_ONESTEP_SYNC };
	say(stamp_set(dev, &cfg) == -ERANGE, "stamps put into what is sent are refused with ERANGE");
	cfg = (struct hwtstamp_config){ .tx_type = HWTSTAMP_TX_ON, .rx_filter = HWTSTAMP_FILTER_NONE };
	say(!stamp_set(dev, &cfg) && cfg.tx_type == HWTSTAMP_TX_OFF,
	    "stamps of what is sent are answered with none");
	cfg = (struct hwtstamp_config){ .flags = 1, .rx_filter = HWTSTAMP_FILTER_ALL };
	say(stamp_set(dev, &cfg) == -EINVAL, "a bond's flag is refused with EINVAL");
	cfg = (struct hwtstamp_config){ .flags = 1 << 7, .rx_filter = HWTSTAMP_FILTER_ALL };
	say(stamp_set(dev, &cfg) == -EINVAL, "an unknown flag is refused with EINVAL");
	cfg = (struct hwtstamp_config){ .rx_filter = 99 };
	say(stamp_set(dev, &cfg) == -ERANGE, "a filter that does not exist is refused with ERANGE");
	say(!stamp_get(dev, &cfg) && cfg.rx_filter == HWTSTAMP_FILTER_NONE, "and nothing has changed");
	cfg = (struct hwtstamp_config){ .rx_filter = HWTSTAMP_FILTER_PTP_V2_EVENT };
	say(!stamp_set(dev, &cfg) && cfg.rx_filter == HWTSTAMP_FILTER_ALL,
	    "a filter for PTP becomes one for all");
	say(!stamp_get(dev, &cfg) && cfg.rx_filter == HWTSTAMP_FILTER_ALL, "which is kept");
}

/* One pass, stamps not asked for: no frame has one. */
static void without(int fd)
{
	int i, stamped = 0;
	int64_t stamp;

	play();
	for (i = 0; i < FRAMES && frames_next(fd, &stamp) == i; i++)
		stamped += stamp != 0;
	say(i == FRAMES && !stamped, "not asked for: %d of %d frames, %d stamped", i, FRAMES, stamped);
}

/* One pass with the clock at this rate, which it has already. The first stamp lies between two readings of
 * the clock; from there on each is as many periods of the clock further as the card counted cycles. */
static void pass(int fd, clockid_t phc, const struct savefile *file, int64_t at, int ppb)
{
	int64_t before, after, stamp = 0, first = 0;
	long double worst = 0, off;
	int i;

	if (phc_set(phc, at)) {
		say(0, "the clock is set to %lld: %s", (long long)at, strerror(errno));
		return;
	}
	before = phc_now(phc);
	play();
	for (i = 0; i < FRAMES; i++) {
		if (frames_next(fd, &stamp) != i) {
			say(0, "rate %d ppb: frame %d did not come", ppb, i);
			return;
		}
		if (!i)
			first = stamp;
		off = (long double)(stamp - first) -
		      (long double)file->cycle[i] * PERIOD_NS * (1 + (long double)ppb / NS);
		off = off < 0 ? -off : off;
		worst = off > worst ? off : worst;
	}
	after = phc_now(phc);
	say(worst < PERIOD_NS, "rate %d ppb: %d stamps over %lld ns are within %.2Lf ns of the card's cycles",
	    ppb, FRAMES, (long long)(stamp - first), worst);
	within(first, before, before + WORLD_NS, "the first one is behind what the clock said before");
	within(stamp, before, after, "the last one is before what it says after");
}

/* The card has forgotten all of it in a reset, the driver nothing. */
static void again(const char *dev, int fd, clockid_t phc, const struct savefile *file)
{
	struct hwtstamp_config cfg;
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	within(phc_now(phc) - (ts.tv_sec * NS + ts.tv_nsec), -WORLD_NS, WORLD_NS,
	       "behind the system's time after a reset");
	say(phc_rate(phc) == LAST_PPB, "the rate is %ld ppb", phc_rate(phc));
	say(!stamp_get(dev, &cfg) && cfg.rx_filter == HWTSTAMP_FILTER_ALL, "frames are stamped still");
	pass(fd, phc, file, 77 * NS, LAST_PPB);
}

int main(int argc, char **argv)
{
	static const int rates[] = { 0, 1, -1000, 250000, -1000000, LAST_PPB };
	struct savefile file;
	clockid_t phc;
	unsigned int i;
	int fd;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc != 3 && (argc != 4 || strcmp(argv[3], "again"))) {
		fprintf(stderr, "usage: ptp NETDEV FILE [again]\n");
		return 2;
	}
	if (savefile_read(&file, argv[2]) || phc_open(argv[1], &phc))
		return 1;
	fd = frames_open(argv[1]);
	if (fd < 0)
		return 1;
	if (argc == 4) {
		again(argv[1], fd, phc, &file);
		return !!bad;
	}
	clock_itself(phc);
	without(fd);
	switches(argv[1]);
	for (i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
		say(!phc_slew(phc, rates[i]), "rate %d ppb", rates[i]);
		pass(fd, phc, &file, (int64_t)(i + 1) * 100000000 * NS + 999999999, rates[i]);
	}
	return !!bad;
}
