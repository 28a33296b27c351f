/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * phc.h - a net device's PTP clock and the switch of its time stamps, as the kernel offers them
 *
 * Times are nanoseconds since 1970.
 */
#ifndef TEST_GUEST_PHC_H
#define TEST_GUEST_PHC_H

#include <stdint.h>
#include <time.h>

#include <linux/net_tstamp.h>

/* The clock that ethtool names for this device. 0, or -1 with a line on stderr. */
int phc_open(const char *dev, clockid_t *phc);
/* 0, or -1 and errno. */
int phc_set(clockid_t phc, int64_t ns);
int phc_step(clockid_t phc, int64_t ns);
int phc_slew(clockid_t phc, long ppb);
/* As asked for last, in ppb. */
long phc_rate(clockid_t phc);
/* Ends the program when there is no clock any more. */
int64_t phc_now(clockid_t phc);

/* SIOCGHWTSTAMP and SIOCSHWTSTAMP: 0 or -errno. */
int stamp_get(const char *dev, struct hwtstamp_config *cfg);
int stamp_set(const char *dev, struct hwtstamp_config *cfg);

#endif
