// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_device_stats.c - a driver's counters by ethtool's ioctl, which a function of this program stands for
 *
 * Guards against a name without an end, a number of counters that is believed when it changes or makes no
 * sense, and answers that are kept after an error.
 */
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "weir.h"

static struct {
	uint32_t n, later;	/* counters that it tells of, and that it has when it is asked for them */
	bool none;		/* no such set */
	uint32_t fails;		/* command that fails */
	int err;
	unsigned int asked;
} drv;

int __wrap_ioctl(int fd, unsigned long request, ...);
int __wrap_ioctl(int fd, unsigned long request, ...)
{
	struct ethtool_gstrings *names;
	struct ethtool_stats *values;
	struct ifreq *ifr;
	uint32_t cmd, i;
	va_list ap;

	(void)fd;
	va_start(ap, request);
	ifr = va_arg(ap, struct ifreq *);
	va_end(ap);
	assert_int_equal(request, SIOCETHTOOL);
	assert_string_equal(ifr->ifr_name, "weir0");
	memcpy(&cmd, ifr->ifr_data, sizeof(cmd));
	drv.asked++;
	if (cmd == drv.fails) {
		errno = drv.err;
		return -1;
	}
	if (cmd == ETHTOOL_GSSET_INFO) {
		struct ethtool_sset_info *s = (void *)ifr->ifr_data;

		assert_true(s->sset_mask == 1ull << ETH_SS_STATS);
		s->sset_mask = drv.none ? 0 : s->sset_mask;
		s->data[0] = drv.n;
	} else if (cmd == ETHTOOL_GSTRINGS) {
		names = (void *)ifr->ifr_data;
		memset(names->data, 'x', (size_t)names->len * ETH_GSTRING_LEN);
		names->data[ETH_GSTRING_LEN] = '\0';
		names->len = drv.later;
	} else {
		assert_int_equal(cmd, ETHTOOL_GSTATS);
		values = (void *)ifr->ifr_data;
		for (i = 0; i < values->n_stats; i++)
			values->data[i] = UINT64_MAX - i;
	}
	return 0;
}

static void all(void **state)
{
	struct weir_device_stat *v;
	size_t n;

	(void)state;
	memset(&drv, 0, sizeof(drv));
	drv.n = drv.later = 3;
	assert_int_equal(weir_device_stats("weir0", &v, &n), 0);
	assert_int_equal(n, 3);
	assert_int_equal(strlen(v[0].name), ETH_GSTRING_LEN - 1);
	assert_string_equal(v[1].name, "");
	assert_true(v[0].value == UINT64_MAX && v[2].value == UINT64_MAX - 2);
	weir_device_stats_free(v);
	drv.n = 0;
	assert_int_equal(weir_device_stats("weir0", &v, &n), 0);
	assert_true(!v && !n);
	drv.none = true;
	drv.n = 7;
	assert_int_equal(weir_device_stats("weir0", &v, &n), 0);
	assert_true(!v && !n);
	weir_device_stats_free(NULL);
}

static void refused(void **state)
{
	static const uint32_t steps[] = { ETHTOOL_GSSET_INFO, ETHTOOL_GSTRINGS, ETHTOOL_GSTATS };
	struct weir_device_stat *v;
	size_t n, i;

	(void)state;
	memset(&drv, 0, sizeof(drv));
	drv.n = drv.later = 2;
	for (i = 0; i < 3; i++) {
		drv.fails = steps[i];
		drv.err = ENODEV;
		assert_int_equal(weir_device_stats("weir0", &v, &n), -ENODEV);
		assert_true(!v && !n);
	}
	drv.fails = 0;
	drv.later = 1;
	assert_int_equal(weir_device_stats("weir0", &v, &n), -EAGAIN);
	assert_true(!v && !n);
	drv.n = UINT32_MAX;
	assert_int_equal(weir_device_stats("weir0", &v, &n), -EOVERFLOW);
	drv.asked = 0;
	assert_int_equal(weir_device_stats("", &v, &n), -EINVAL);
	assert_int_equal(weir_device_stats("a-name-of-16-byt", &v, &n), -EINVAL);
	assert_int_equal(drv.asked, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
