// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_loaded.c - a translation that is wrong, or loaded wrongly, is found before a card runs it
 * (loaded.h), and one that is right is not; guards the check that the other tests rely on
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/loaded.h"
#include "weir.h"

#define EXPRESSION "tcp port 80 or host 10.0.0.1"

/* A comparison's ways exchanged, and so one of the other kinds of mistakes of a translator. */
static void other_way(struct bpfl_uop *uops, uint32_t n)
{
	struct bpfl_fields f;
	uint16_t t;

	bpfl_unpack(&f, &uops[n / 2]);
	t = f.t_eq;
	f.t_eq = f.t_lt;
	f.t_lt = f.t_gt = t;
	bpfl_pack(&uops[n / 2], &f);
}

static void a_byte_on(struct bpfl_uop *uops, uint32_t n)
{
	struct bpfl_fields f;

	bpfl_unpack(&f, &uops[n - 1]);
	f.off++;
	bpfl_pack(&uops[n - 1], &f);
}

static void next_place(struct weir_hw_program *p)
{
	p->start++;
}

static void no_turns(struct weir_hw_program *p)
{
	p->slots = 1;
}

static void other_view(struct weir_hw_program *p)
{
	p->wire = !p->wire;
}

/* How a process ends that sets the filter. */
static int set_filter(void (*uops)(struct bpfl_uop *, uint32_t),
		      void (*program)(struct weir_hw_program *))
{
	struct weir_opts o = { .size = sizeof(o), .flags = WEIR_PROMISC };
	int status, ret;
	struct weir *w;
	pid_t child = fork();

	assert_true(child >= 0);
	if (!child) {
		loaded_spoil_uops = uops;
		loaded_spoil_program = program;
		ret = weir_open(&w, "sim:tests/golden/traffic.pcap,pace=line", &o);
		if (!ret)
			ret = weir_start(w);
		if (!ret)
			ret = weir_set_filter(w, EXPRESSION);
		_exit(ret || !loaded_programs || loaded_frames < 1000);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void right(void **state)
{
	(void)state;
	assert_int_equal(set_filter(NULL, NULL), 0);
}

static void wrong_translation(void **state)
{
	(void)state;
	assert_int_equal(set_filter(other_way, NULL), LOADED_WRONG);
	assert_int_equal(set_filter(a_byte_on, NULL), LOADED_WRONG);
}

static void wrong_load(void **state)
{
	(void)state;
	assert_int_equal(set_filter(NULL, next_place), LOADED_WRONG);
	assert_int_equal(set_filter(NULL, other_view), LOADED_WRONG);
	/* With less turns it is unsure of frames, and the library decides: that is right. */
	assert_int_equal(set_filter(NULL, no_turns), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(right),
					    cmocka_unit_test(wrong_translation),
					    cmocka_unit_test(wrong_load) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
