// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_registers.c - every register of the map, on the whole card
 *
 * What regs/weir.rdl says of each bit holds: value after reset, what can be written and read back, what
 * a write does not reach, locks. Guards against two registers at one address, a register that is not
 * wired, a lock that is not one, and something at an address that is not listed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "card.h"
#include "tests/gen/reg_table.h"

static const struct row {
	const char *name;
	uint32_t addr, count, stride, reset, known, readable, writable, w1c, pulse, flags;
} rows[] = {
#define ROW(name, addr, count, stride, reset, known, readable, writable, w1c, pulse, flags) \
	{ #name, addr, count, stride, reset, known, readable, writable, w1c, pulse, flags },
	WEIR_REG_TABLE(ROW)
#undef ROW
};

#define ROWS	(sizeof(rows) / sizeof(rows[0]))
#define SPACE	0x40000u

static struct card card;

/* Bits that keep what was written. */
static uint32_t holds(const struct row *r)
{
	return r->readable & r->writable & ~r->w1c & ~r->pulse;
}

static void expect(const struct row *r, uint32_t n, uint32_t mask, uint32_t want)
{
	uint32_t got = card_read(&card, r->addr + n * r->stride);

	if ((got & mask) != (want & mask))
		fail_msg("%s[%u] at 0x%05x: bits 0x%08x expected 0x%08x, actual 0x%08x", r->name, n,
			 r->addr + n * r->stride, mask, want & mask, got & mask);
}

static int setup(void **state)
{
	(void)state;
	card_open(&card, NULL);
	card_write(&card, WEIR_CTRL_COMPL_LO, 0);
	card_write(&card, WEIR_CTRL_COMPL_HI, 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	card_close(&card);
	return 0;
}

static void test_reset(void **state)
{
	uint32_t n;
	size_t i;

	(void)state;
	for (i = 0; i < ROWS; i++)
		for (n = 0; n < rows[i].count; n++)
			expect(&rows[i], n, rows[i].known, rows[i].reset);
}

/* After all of it was written: what the reset does not reach, the card clears by itself. */
static void test_reset_again(void **state)
{
	uint32_t n;
	size_t i;

	for (i = 0; i < ROWS; i++)
		for (n = 0; holds(&rows[i]) && n < rows[i].count; n++)
			card_write(&card, rows[i].addr + n * rows[i].stride, 0x96969696u & ~rows[i].pulse);
	expect(&rows[0], 0, UINT32_MAX, 0x57454952);
	weir_dev_reset(card.dev);
	card_settle(&card);
	test_reset(state);
}

/* All ones, all zeros, and then in all registers at once a value that only one has. */
static void test_hold(void **state)
{
	uint32_t n, v, holding = 0;
	size_t i;

	(void)state;
	for (i = 0; i < ROWS; i++) {
		const struct row *r = &rows[i];
		uint32_t hold = holds(r);

		if (r->flags & WEIR_ROW_COUNTER)
			continue;
		for (n = 0; hold && n < r->count; n++) {
			card_write(&card, r->addr + n * r->stride, ~r->pulse & ~r->w1c);
			expect(r, n, hold, UINT32_MAX);
			expect(r, n, r->known & ~hold & ~r->w1c, r->reset);
			card_write(&card, r->addr + n * r->stride, 0);
			expect(r, n, hold, 0);
			holding++;
		}
	}
	assert_true(holding > 300);
	for (v = 0; v < 2; v++) {
		for (i = 0; i < ROWS; i++)
			for (n = 0; holds(&rows[i]) && n < rows[i].count; n++) {
				uint32_t a = rows[i].addr + n * rows[i].stride;

				card_write(&card, a, ((a * 0x9e3779b1u) ^ (0u - v)) & ~rows[i].pulse);
			}
		for (i = 0; i < ROWS; i++)
			for (n = 0; n < rows[i].count; n++) {
				uint32_t a = rows[i].addr + n * rows[i].stride;

				expect(&rows[i], n, holds(&rows[i]), (a * 0x9e3779b1u) ^ (0u - v));
			}
	}
	expect(&rows[0], 0, UINT32_MAX, 0x57454952);
}

/* What cannot be written is not, and commands leave nothing behind. */
static void test_read_only(void **state)
{
	uint32_t n;
	size_t i;

	(void)state;
	for (i = 0; i < ROWS; i++) {
		const struct row *r = &rows[i];

		for (n = 0; n < r->count; n++) {
			uint32_t a = r->addr + n * r->stride, was;

			if (r->writable)
				continue;
			was = card_read(&card, a);
			card_write(&card, a, ~was);
			expect(r, n, r->known, was);
			if (r->flags & WEIR_ROW_COUNTER) {
				card_write(&card, a + 4, UINT32_MAX);
				assert_int_equal(card_counter(&card, a), 0);
			}
		}
	}
}

static void test_unlisted(void **state)
{
	static uint8_t listed[SPACE / 4];
	uint32_t a, n, empty = 0;
	size_t i;

	(void)state;
	for (i = 0; i < ROWS; i++)
		for (n = 0; n < rows[i].count; n++) {
			a = rows[i].addr + n * rows[i].stride;
			assert_true(a < SPACE && a % 4 == 0);
			assert_false(listed[a / 4]);
			listed[a / 4] = 1;
			if (rows[i].flags & WEIR_ROW_COUNTER)
				listed[a / 4 + 1] = 1;
		}
	for (a = 0; a < SPACE; a += 4) {
		if (listed[a / 4])
			continue;
		card_write(&card, a, UINT32_MAX);
		if (card_read(&card, a))
			fail_msg("0x%05x is not listed: 0 expected, actual 0x%08x", a,
				 card_read(&card, a));
		empty++;
	}
	assert_true(empty > 60000);
	for (i = 0; i < ROWS; i++)
		for (n = 0; n < rows[i].count; n++)
			if (!(rows[i].flags & WEIR_ROW_COUNTER))
				expect(&rows[i], n, rows[i].known & ~rows[i].w1c, rows[i].reset);
}

/* While tap 5 runs, what is locked stays as it is and tells; what is not can be written. */
static void test_locks(void **state)
{
	struct card_tap cfg = { .blocks = 2, .block_size = CARD_PAGE };
	uint64_t refused = 0;
	uint32_t n, was;
	size_t i;

	(void)state;
	card_tap_setup(&card, 5, &cfg);
	assert_int_equal(card_tap_start(&card, 5), WEIR_TAP_STATE_RUNNING);
	card_write(&card, WEIR_CTRL_REFUSED, WEIR_CTRL_REFUSED_SEEN_MASK);
	for (i = 0; i < ROWS; i++) {
		const struct row *r = &rows[i];

		for (n = 0; n < r->count; n++) {
			uint32_t a = r->addr + n * r->stride, hold = holds(r);
			int locked = (r->flags & WEIR_ROW_CARD_LOCK) ||
				     ((r->flags & WEIR_ROW_TAP_LOCK) && n == 5);

			if (!hold || (r->addr >= 0x8000 && n != 5 && n != 6))
				continue;
			was = card_read(&card, a);
			card_write(&card, a, ~was & ~r->pulse);
			expect(r, n, hold, locked ? was : ~was);
			expect(&(struct row){ .name = "CTRL_REFUSED", .addr = WEIR_CTRL_REFUSED }, 0,
			       WEIR_CTRL_REFUSED_SEEN_MASK | (locked ? WEIR_CTRL_REFUSED_ADDR_MASK : 0),
			       locked ? WEIR_CTRL_REFUSED_SEEN_MASK | a : 0);
			card_write(&card, WEIR_CTRL_REFUSED, WEIR_CTRL_REFUSED_SEEN_MASK);
			refused += (unsigned int)locked;
			if (!locked)
				card_write(&card, a, was);
		}
	}
	assert_true(refused > 15);
	card_snapshot(&card);
	assert_int_equal(card_counter(&card, WEIR_PORT_COUNTERS_CFG_REFUSED), refused);
	assert_int_equal(card_tap_stop(&card, 5), WEIR_TAP_STATE_DISABLED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_reset, setup, teardown),
		cmocka_unit_test_setup_teardown(test_reset_again, setup, teardown),
		cmocka_unit_test_setup_teardown(test_hold, setup, teardown),
		cmocka_unit_test_setup_teardown(test_read_only, setup, teardown),
		cmocka_unit_test_setup_teardown(test_unlisted, setup, teardown),
		cmocka_unit_test_setup_teardown(test_locks, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
