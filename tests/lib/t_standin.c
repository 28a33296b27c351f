// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_standin.c - the library in front of a simulation that is wrong: it is refused, or its fault is told
 *
 * Guards against structures that grew on one side only, which the other one would write beyond.
 * WEIR_SIM names the stand-in; the environment variable STANDIN says what is wrong with it.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "weir.h"

#define GOLDEN "sim:tests/golden/traffic.pcap"

static int open_as(const char *mode, const char *device, struct weir **w, char *err, size_t len)
{
	struct weir_opts o = { .size = sizeof(o), .err = err, .err_len = len,
			       .block_size = 16384, .flags = WEIR_PROMISC };

	setenv("STANDIN", mode, 1);
	return weir_open(w, device, &o);
}

/* A sound stand-in is taken: what is refused below is refused for what is wrong with it. */
static void sound(void **state)
{
	const struct weir_frame *f;
	char err[400] = "";
	struct weir *w;

	(void)state;
	if (open_as("", GOLDEN, &w, err, sizeof(err)))
		fail_msg("%s", err);
	assert_int_equal(weir_next(w, &f), 1);
	weir_close(w);
}

static void other_structures(void **state)
{
	char err[400] = "";
	struct weir *w;

	(void)state;
	assert_int_equal(open_as("abi", GOLDEN, &w, err, sizeof(err)), -ELIBACC);
	assert_non_null(strstr(err, "does not fit this libweir"));
	assert_non_null(strstr(err, "rebuild it, \"make sim\""));
	assert_int_equal(open_as("abi", GOLDEN ",trace=t.fst", &w, err, sizeof(err)), -ELIBACC);
	assert_non_null(strstr(err, "rebuild it, \"make sim-trace\""));
}

/* All frames but those of the last block are given, then the error: it ends, and says where it was. */
static void never_idle(void **state)
{
	const struct weir_frame *f;
	char err[400] = "";
	struct weir *w;
	int ret, n = 0;

	(void)state;
	if (open_as("busy", GOLDEN ",pace=line", &w, err, sizeof(err)))
		fail_msg("%s", err);
	while ((ret = weir_next(w, &f)) >= 0)
		n += ret;
	assert_int_equal(ret, -EIO);
	if (!strstr(weir_error(w), ": idle expected within 1000000 cycles, actual busy: 0 frames in "
				   "flight, "))
		fail_msg("%s", weir_error(w));
	assert_int_equal(strncmp(weir_error(w), "simulation stopped: cycle ", 26), 0);
	assert_true(n > 0);
	assert_int_equal(weir_next(w, &f), -EIO);
	weir_close(w);
}

/* The same of a wait for what the card was told to do. */
static void never_stops(void **state)
{
	const struct weir_frame *f;
	char err[400] = "";
	struct weir *w;
	int ret;

	(void)state;
	if (open_as("deaf", GOLDEN ",pace=line", &w, err, sizeof(err)))
		fail_msg("%s", err);
	while ((ret = weir_next(w, &f)) >= 0)
		;
	assert_int_equal(ret, -ETIMEDOUT);
	assert_int_equal(strncmp(weir_error(w), "the tap does not stop: cycle ", 29), 0);
	assert_non_null(strstr(weir_error(w), ": expected within 2560000 cycles, actual not yet"));
	weir_close(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sound), cmocka_unit_test(other_structures),
		cmocka_unit_test(never_idle), cmocka_unit_test(never_stops),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
