// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_speed.c - how many cycles a second the simulation does: frames of 64 bytes (with FCS) back to back at
 * 10 Gb/s into one tap. Fails only when a frame is not delivered; the figure is printed, not judged.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "card.h"

#define BLOCKS	64
#define SIZE	(64 * CARD_PAGE)

static struct card card;
static uint64_t frames = 200000;

/* Gives every block back as soon as it is handed over, in order; returns how many frames they hold. */
static uint64_t give_back(unsigned int *next)
{
	uint64_t n = 0;

	for (;;) {
		uint32_t *block = (uint32_t *)(void *)card_block(&card, 0, *next);

		if (!(block[2] & 1))
			return n;
		n += block[3];
		block[2] = 0;
		*next = (*next + 1) % BLOCKS;
	}
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void test_speed(void **state)
{
	struct card_tap cfg = { .blocks = BLOCKS, .block_size = SIZE };
	uint8_t data[60] = { 0 };
	struct weir_dev_frame f = { data, sizeof(data), 0, 0, 0, 0, 0 };
	struct weir_dev_stats stats;
	uint64_t first, delivered = 0, n;
	unsigned int next = 0;
	double began;

	(void)state;
	card_open(&card, NULL);
	card_tap_setup(&card, 0, &cfg);
	card_write(&card, WEIR_CTRL_CONTROL, WEIR_CTRL_CONTROL_RX_ENABLE_MASK);
	assert_int_equal(card_tap_start(&card, 0), WEIR_TAP_STATE_RUNNING);
	began = seconds();
	first = weir_dev_cycle(card.dev);
	for (n = 0; n < frames; n++) {
		f.start = first + n * weir_dev_line_eighths(sizeof(data)) / 8;
		card_frame(&card, &f);
		/* Not in the cycle after: the port takes the next one when this has begun. */
		card_step(&card, f.start + 1 - weir_dev_cycle(card.dev));
		if (n % 256 == 0)
			delivered += give_back(&next);
	}
	card_settle(&card);
	began = seconds() - began;
	weir_dev_stats(card.dev, &stats);
	printf("note: %.2f million cycles a second, one tap, frames of 64 B at 10 Gb/s\n",
	       (double)(weir_dev_cycle(card.dev) - first) / began * 1e-6);
	printf("note: %.3f DMA bytes a byte captured, %.2f beats a frame\n",
	       (double)stats.dma_write_bytes / (double)(frames * sizeof(data)),
	       (double)stats.dma_write_beats / (double)frames);
	assert_int_equal(card_tap_stop(&card, 0), WEIR_TAP_STATE_DISABLED);
	card_settle(&card);
	delivered += give_back(&next);
	assert_int_equal(delivered, frames);
	card_close(&card);
}

/* t_speed [FRAMES] */
int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_speed) };

	if (argc > 1)
		frames = strtoull(argv[1], NULL, 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
