// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_place.c - programs in the store: shared, exchanged, and short of turns
 *
 * Guards a frame's budget: whatever mixture of old and new programs its taps have, each exact one gets its
 * turns.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "fw/bpflite/bpfl_place.h"

#define BUDGET 40u
#define STORE 128u

static struct bpfl_place place;

/* A translation of so many micro-operations in a row, which another number tells from others. */
static uint32_t set(uint32_t tap, uint32_t path, uint32_t number, struct bpfl_result *res, bool *load)
{
	struct bpfl_uop uops[BPFL_STORE] = { { { 0 } } };
	struct bpfl_fields f = { .src = WEIR_UOP_SRC_LEN, .hi = 31, .k = number };
	uint32_t i;

	for (i = 0; i < path; i++) {
		f.t_eq = (uint16_t)(i + 1 < path ? i + 1 : WEIR_UOP_VERDICT | WEIR_UOP_V_ALL);
		f.t_lt = f.t_gt = f.t_eq;
		bpfl_pack(&uops[i], &f);
	}
	*res = (struct bpfl_result){ .mode = BPFL_EXACT, .uops = path, .path = path };
	return bpfl_place_set(&place, tap, uops, res, load);
}

static uint32_t exact(uint32_t tap, uint32_t path, uint32_t number, bool loads)
{
	struct bpfl_result res;
	bool load;
	uint32_t n = set(tap, path, number, &res, &load);

	assert_int_not_equal(n, BPFL_NONE);
	assert_int_equal(res.mode, BPFL_EXACT);
	assert_int_equal(load, loads);
	assert_int_equal(place.prog[n].slots, path);
	return n;
}

static void expect(uint32_t tap, uint32_t path, uint32_t number, enum bpfl_mode mode, uint32_t slots)
{
	struct bpfl_result res;
	bool load;
	uint32_t n = set(tap, path, number, &res, &load);

	assert_int_equal(res.mode, mode);
	if (mode == BPFL_SOFTWARE) {
		assert_int_equal(n, BPFL_NONE);
		return;
	}
	assert_int_equal(place.prog[n].slots, slots);
	assert_int_equal(res.error.reason, BPFL_WHY_TURNS);
}

static int setup(void **state)
{
	(void)state;
	bpfl_place_init(&place, STORE, BUDGET);
	return 0;
}

/* One tap may exchange a long program for another long one: no frame runs both. */
static void exchanged(void **state)
{
	(void)state;
	exact(3, 30, 1, true);
	exact(3, 31, 2, true);
	bpfl_place_over(&place, 3);
	exact(3, 30, 1, true);
	bpfl_place_over(&place, 3);
	exact(3, 40, 3, true);
}

static void shared(void **state)
{
	uint32_t n;

	(void)state;
	n = exact(0, 25, 1, true);
	assert_int_equal(exact(1, 25, 1, false), n);
	assert_int_equal(exact(2, 25, 1, false), n);
	expect(4, 20, 2, BPFL_PREFILTER, 15);
	expect(5, 1, 3, BPFL_SOFTWARE, 0);
}

/* While tap 0 changes, frames of its old program may meet tap 1's new one. */
static void mixed(void **state)
{
	(void)state;
	exact(0, 30, 1, true);
	exact(0, 10, 2, true);
	expect(1, 30, 3, BPFL_SOFTWARE, 0);
	bpfl_place_over(&place, 0);
	exact(1, 30, 3, true);
}

/* What is going is taken up by another tap only if there are turns for it beside what has come. */
static void taken_up(void **state)
{
	(void)state;
	exact(0, 25, 1, true);
	exact(0, 15, 2, true);
	exact(1, 25, 1, false);
	bpfl_place_over(&place, 0);
	assert_int_equal(place.prog[place.now[1]].uops, 25);
	expect(2, 5, 3, BPFL_SOFTWARE, 0);
	bpfl_place_clear(&place, 1);
	bpfl_place_over(&place, 1);
	exact(2, 25, 4, true);
}

/* The store has room for so many only, and gives it back. */
static void full(void **state)
{
	struct bpfl_result res;
	bool load;

	(void)state;
	exact(0, 12, 1, true);
	bpfl_place_init(&place, 20, BUDGET);
	exact(0, 12, 1, true);
	assert_int_equal(set(1, 12, 2, &res, &load), BPFL_NONE);
	assert_int_equal(res.error.reason, BPFL_WHY_STORE);
	bpfl_place_clear(&place, 0);
	bpfl_place_over(&place, 0);
	exact(1, 12, 2, true);
}

/* The lanes take a turn for a program of no allowance: whatever its path is said to be, one is counted. */
static void no_path(void **state)
{
	struct bpfl_uop uop = { { 0 } };
	struct bpfl_fields f = { .src = WEIR_UOP_SRC_IMM, .hi = 31 };
	struct bpfl_result res = { .mode = BPFL_EXACT, .uops = 1 };
	uint32_t n;
	bool load;

	(void)state;
	f.t_eq = f.t_lt = f.t_gt = WEIR_UOP_VERDICT | WEIR_UOP_V_ALL;
	bpfl_pack(&uop, &f);
	n = bpfl_place_set(&place, 0, &uop, &res, &load);
	assert_int_not_equal(n, BPFL_NONE);
	assert_int_equal(place.prog[n].slots, 1);
	expect(1, BUDGET, 1, BPFL_PREFILTER, BUDGET - 1);
	expect(2, 1, 2, BPFL_SOFTWARE, 0);
}

/* A program is another one in another view. */
static void views(void **state)
{
	struct bpfl_uop uop = { { 0 } };
	struct bpfl_result linux_view = { .mode = BPFL_EXACT, .uops = 1, .path = 1 };
	struct bpfl_result wire_view = { .mode = BPFL_EXACT, .wire = true, .uops = 1, .path = 1 };
	uint32_t n;
	bool load;

	(void)state;
	n = bpfl_place_set(&place, 0, &uop, &linux_view, &load);
	assert_false(place.prog[n].wire);
	n = bpfl_place_set(&place, 1, &uop, &wire_view, &load);
	assert_true(load && place.prog[n].wire);
	assert_int_equal(bpfl_place_set(&place, 2, &uop, &wire_view, &load), n);
	assert_false(load);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(exchanged, setup), cmocka_unit_test_setup(shared, setup),
		cmocka_unit_test_setup(mixed, setup), cmocka_unit_test_setup(taken_up, setup),
		cmocka_unit_test_setup(full, setup), cmocka_unit_test_setup(no_path, setup),
		cmocka_unit_test_setup(views, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
