// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_open.c - options and device strings: every wrong one is refused with the right error and a line
 * that names what was wrong
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "sim_args.h"
#include "weir_int.h"

static void versions(void **state)
{
	struct {
		struct weir_opts o;
		char tail[16];
	} longer = { .o = { .size = sizeof(longer), .block_size = 100 } };
	char err[200] = "";
	struct weir_opts shorter = { .size = offsetof(struct weir_opts, snaplen), .err = err,
				     .err_len = sizeof(err), .block_size = 100 };
	struct weir_opts none = { .size = 4 };
	struct weir *w = (struct weir *)1;

	(void)state;
	longer.o.err = err;
	longer.o.err_len = sizeof(err);
	/* A newer caller whose additions are unused: as if they were not there. */
	assert_int_equal(weir_open(&w, "afpacket:none", &longer.o), -EINVAL);
	assert_non_null(strstr(err, "block size 100"));
	assert_null(w);
	longer.tail[15] = 1;
	assert_int_equal(weir_open(&w, "afpacket:none", &longer.o), -E2BIG);
	assert_non_null(strstr(err, "newer"));
	/* An older caller: what it does not know is default, and the block size is not read. */
	assert_int_equal(weir_open(&w, "what", &shorter), -EINVAL);
	assert_non_null(strstr(err, "unknown device"));
	assert_int_equal(weir_open(&w, "what", &none), -EINVAL);
	assert_int_equal(weir_open(&w, "what", NULL), -EINVAL);
	assert_null(w);
}

struct bad {
	const char *device;
	struct weir_opts o;
	int ret;
	const char *says;
};

#define BIG "afpacket:none"
static const struct bad bads[] = {
	{ "", { 0 }, -EINVAL, "unknown device" },
	{ "nonesuch0", { 0 }, -EINVAL, "unknown device \"nonesuch0\"" },
	{ "averyveryverylongname", { 0 }, -EINVAL, "unknown device" },
	{ "weir", { 0 }, -EINVAL, "unknown device" },
	{ "weir0x", { 0 }, -EINVAL, "unknown device" },
	{ "afpacket:", { 0 }, -EINVAL, "no interface name" },
	{ "afpacket:averyveryverylongname", { 0 }, -EINVAL, "no interface name" },
	{ "afpacket:nonesuch0", { 0 }, -ENODEV, "no interface nonesuch0" },
	{ BIG, { .snaplen = 262145 }, -EINVAL, "snap length 262145" },
	{ BIG, { .protocol = 0x10000 }, -EINVAL, "protocol 0x10000" },
	{ BIG, { .block_size = 4097 }, -EINVAL, "block size 4097" },
	{ BIG, { .block_size = 8 << 20 }, -EINVAL, "block size 8388608" },
	{ BIG, { .block_nr = 65536 }, -EINVAL, "65536 blocks" },
	{ BIG, { .reserve = 5000 }, -EINVAL, "reserve of 5000" },
	{ BIG, { .priv_size = 70000 }, -EINVAL, "private area of 70000" },
	{ BIG, { .wait_ms = -2 }, -EINVAL, "wait of -2" },
	{ BIG, { .flags = 16 }, -EINVAL, "unknown flags 0x10" },
	{ BIG, { .flags = WEIR_HIDE_TAG }, -EINVAL, "WEIR_HIDE_TAG is not for afpacket:" },
	{ BIG, { .direction = 3 }, -EINVAL, "unknown direction 3" },
	{ BIG, { .block_size = 4096, .priv_size = 4000 }, -EINVAL, "no room for a frame" },
	{ BIG, { .block_size = 4096, .reserve = 4000 }, -EINVAL, "no room for a frame" },
};

static void refused(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bads); i++) {
		const struct bad *b = &bads[i];
		struct weir_opts o = b->o;
		char err[256] = "";
		struct weir *w;
		int ret;

		o.size = sizeof(o);
		o.err = err;
		o.err_len = sizeof(err);
		ret = weir_open(&w, b->device, &o);
		/* Without the right to a packet socket the interface is not looked at. */
		if (ret == -EPERM && !strncmp(b->device, "afpacket", 8))
			continue;
		if (ret != b->ret || w || !strstr(err, b->says) || strchr(err, '\n'))
			fail_msg("%s: %d \"%s\", expected %d \"%s\"", b->device, ret, err, b->ret,
				 b->says);
	}
}

struct keys {
	const char *text;
	int ret;
	const char *says;	/* of the error */
};

static const struct keys keys[] = {
	{ "f", 0, NULL }, { "", 0, NULL },
	{ "f,pace=line,loop=3,strict,seed=0x10,stall=500,error=1000000,trace=t.fst", 0, NULL },
	{ "f,loop=forever,pace=recorded,mac=02:aB:00:00:00:01", 0, NULL },
	{ "f,", -EINVAL, "no key=value" }, { "f,pace", -EINVAL, "no key=value" },
	{ "f,pace=slow", -EINVAL, "pace=slow" }, { "f,loop=x", -EINVAL, "loop=x" },
	{ "f,loop=-1", -EINVAL, "loop=-1" }, { "f,loop=", -EINVAL, "loop=" },
	{ "f,loop=4294967295", -EINVAL, "loop" }, { "f,stall=901", -EINVAL, "0 to 900" },
	{ "f,error=1000001", -EINVAL, "error" }, { "f,seed=99999999999999999999", -EINVAL, "seed" },
	{ "f,trace=", -EINVAL, "no file named" }, { "f,strict=1", -EINVAL, "unknown key \"strict\"" },
	{ "f,mac=02:00:00:00:00", -EINVAL, "mac" }, { "f,mac=02:00:00:00:00:001", -EINVAL, "mac" },
	{ "f,mac=2:0:0:0:0:0", -EINVAL, "mac" }, { "f,speed=1", -EINVAL, "unknown key \"speed\"" },
};

static void sim_keys(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(keys); i++) {
		struct sim_args a;
		char err[160] = "";
		int ret = sim_args_parse(&a, keys[i].text, err, sizeof(err));

		if (ret != keys[i].ret || (ret && !strstr(err, keys[i].says)))
			fail_msg("%s: %d \"%s\"", keys[i].text, ret, err);
		sim_args_free(&a);
	}
}

static void sim_values(void **state)
{
	static const uint8_t mac[6] = { 0x02, 0xab, 0, 0, 0, 1 };
	struct sim_args a;
	char err[160];

	(void)state;
	assert_int_equal(sim_args_parse(&a, "a\\,b\\\\c,pace=line,loop=3,strict,seed=0x10,stall=7,"
					"error=9,trace=x\\,y,mac=02:aB:00:00:00:01", err,
					sizeof(err)), 0);
	assert_string_equal(a.file, "a,b\\c");
	assert_string_equal(a.trace, "x,y");
	assert_true(a.line && a.strict && a.loop == 3 && a.seed == 16 && a.stall == 7 &&
		    a.error == 9);
	assert_memory_equal(a.mac, mac, 6);
	sim_args_free(&a);
	assert_int_equal(sim_args_parse(&a, "f,loop=forever", err, sizeof(err)), 0);
	assert_true(!a.line && !a.strict && a.loop == UINT32_MAX);
	sim_args_free(&a);
}

static void no_simulation(void **state)
{
	char err[400] = "";
	struct weir_opts o = { .size = sizeof(o), .err = err, .err_len = sizeof(err) };
	struct weir *w;

	(void)state;
	setenv("WEIR_SIM", "/nonexistent/libweir-sim.so", 1);
	assert_int_equal(weir_open(&w, "sim:x", &o), -ELIBACC);
	assert_non_null(strstr(err, "cannot be loaded"));
	unsetenv("WEIR_SIM");
}

static void listing(void **state)
{
	struct weir_device *list, *d;
	int n = weir_list(&list), k = 0;

	(void)state;
	assert_true(n >= 1);
	assert_string_equal(list->name, "sim:FILE");
	for (d = list; d; d = d->next)
		k++;
	assert_int_equal(n, k);
	weir_list_free(list);
	weir_list_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions), cmocka_unit_test(refused), cmocka_unit_test(sim_keys),
		cmocka_unit_test(sim_values), cmocka_unit_test(no_simulation),
		cmocka_unit_test(listing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
