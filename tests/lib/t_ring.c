// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_ring.c - blocks are released in any order, by any thread, once; dispatch, breakloop, filters and
 * counters per block
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <linux/filter.h>
#include <unistd.h>

#include "blocks.h"

#define BLOCKS 4u

static void fill(struct weir *w, uint32_t i, uint64_t seq, int frames)
{
	test_begin(w, i, seq);
	while (frames--)
		assert_true(test_add(w, i, 60, 60));
	test_give(w, i);
}

static void any_order(void **state)
{
	struct weir *w = test_open(BLOCKS, 16);
	struct weir_block *b[BLOCKS], *more;
	uint32_t i;

	(void)state;
	for (i = 0; i < BLOCKS; i++)
		fill(w, i, i + 1, 2);
	for (i = 0; i < BLOCKS; i++) {
		assert_int_equal(weir_next_block(w, &b[i]), 1);
		assert_int_equal(b[i]->seq, i + 1);
		assert_int_equal(b[i]->frames, 2);
		assert_int_equal(b[i]->priv_size, 16);
		assert_ptr_equal((uint8_t *)b[i]->priv, (const uint8_t *)b[i]->base + 48);
	}
	/* All are held: no block is given out twice. */
	assert_int_equal(weir_next_block(w, &more), 0);
	assert_null(more);
	assert_int_equal(weir_release_block(w, b[2]), 0);
	assert_int_equal(weir_release_block(w, b[2]), -EINVAL);
	assert_int_equal(test_block(w, 2)->hdr.bh1.block_status, 0);
	assert_int_equal(test_block(w, 0)->hdr.bh1.block_status, TP_STATUS_USER);
	/* Block 2 is free and filled again, but block 0 comes first. */
	fill(w, 2, 7, 1);
	assert_int_equal(weir_next_block(w, &more), 0);
	assert_int_equal(weir_release_block(w, b[0]), 0);
	fill(w, 0, 5, 1);
	assert_int_equal(weir_next_block(w, &more), 1);
	assert_ptr_equal(more, b[0]);
	weir_close(w);
}

static void *release_later(void *arg)
{
	struct weir_block **b = arg;
	struct weir *w = (struct weir *)b[1];

	usleep(30000);
	weir_release_block(w, b[0]);
	return NULL;
}

static void waits_for_release(void **state)
{
	struct weir *w = test_open(1, 0);
	struct weir_block *b, *arg[2];
	pthread_t t;

	(void)state;
	w->opts.wait_ms = 5000;
	fill(w, 0, 1, 1);
	assert_int_equal(weir_next_block(w, &b), 1);
	arg[0] = b;
	arg[1] = (struct weir_block *)w;
	pthread_create(&t, NULL, release_later, arg);
	test_over(w);
	/* Comes back when the only block was released, and then the source has no more. */
	assert_int_equal(weir_next_block(w, &b), -ENODATA);
	pthread_join(t, NULL);
	weir_close(w);
}

static void assert_given(struct weir *w, uint64_t frames, uint64_t filtered)
{
	uint64_t v[LIB_STATS];

	assert_int_equal(weir_stats(w, v, LIB_STATS), LIB_STATS);
	assert_int_equal(v[LIB_FRAMES], frames);
	assert_int_equal(v[LIB_FILTERED], filtered);
}

/* Two threads release what a third takes; every block is given out again exactly as often as filled. */
struct job {
	struct weir *w;
	struct weir_block *slot[BLOCKS];
	atomic_int n, stop;
};

static void *releaser(void *arg)
{
	struct job *j = arg;
	uint32_t i;

	while (!atomic_load(&j->stop)) {
		for (i = 0; i < BLOCKS; i++) {
			struct weir_block *b = __atomic_exchange_n(&j->slot[i], NULL,
								   __ATOMIC_ACQ_REL);

			if (b && !weir_release_block(j->w, b))
				atomic_fetch_add(&j->n, 1);
		}
	}
	return NULL;
}

static void many_threads(void **state)
{
	static struct job j;
	const struct weir_frame *f;
	struct weir_block *b;
	pthread_t t[2];
	uint64_t seq;
	int i;

	(void)state;
	j.w = test_open(BLOCKS, 0);
	for (i = 0; i < 2; i++)
		pthread_create(&t[i], NULL, releaser, &j);
	for (seq = 1; seq <= 20000; seq++) {
		uint32_t at = (uint32_t)((seq - 1) % BLOCKS);

		/* As the card does: until the block is free. */
		while (atomic_load(&j.w->ring.blk[at].state) != BLK_FREE)
			usleep(1);
		fill(j.w, at, seq, 1);
		assert_int_equal(weir_next_block(j.w, &b), 1);
		assert_int_equal(b->seq, seq);
		while (__atomic_load_n(&j.slot[at], __ATOMIC_ACQUIRE))
			usleep(1);
		assert_int_equal(weir_block_frame(b, &f), 1);
		__atomic_store_n(&j.slot[at], b, __ATOMIC_RELEASE);
		/* Whether it is held, being released, or was: each is counted once. */
		assert_given(j.w, seq, 0);
	}
	while (atomic_load(&j.n) < 20000)
		usleep(100);
	atomic_store(&j.stop, 1);
	for (i = 0; i < 2; i++)
		pthread_join(t[i], NULL);
	assert_int_equal(atomic_load(&j.n), 20000);
	weir_close(j.w);
}

static int count(void *user, const struct weir_frame *f)
{
	int *n = user;

	assert_int_equal(f->caplen, 60);
	return ++*n == 5;
}

static void dispatch(void **state)
{
	struct weir *w = test_open(BLOCKS, 0);
	int n = 10;

	(void)state;
	assert_int_equal(weir_dispatch(w, 0, count, &n), 0);
	fill(w, 0, 1, 3);
	fill(w, 1, 2, 3);
	fill(w, 2, 3, 3);
	/* The whole block at hand, no more; it is given back at once. */
	assert_int_equal(weir_dispatch(w, 0, count, &n), 3);
	assert_int_equal(test_block(w, 0)->hdr.bh1.block_status, 0);
	/* A count goes over the border of blocks. */
	assert_int_equal(weir_dispatch(w, 4, count, &n), 4);
	n = 4;
	assert_int_equal(weir_dispatch(w, 100, count, &n), 1);
	assert_int_equal(weir_dispatch(w, 100, count, &n), 1);
	assert_int_equal(weir_dispatch(w, -1, count, &n), -EINVAL);
	test_over(w);
	assert_int_equal(weir_dispatch(w, 0, count, &n), -ENODATA);
	weir_close(w);
}

/* An error behind good frames is kept for the next call. */
static void dispatch_error(void **state)
{
	struct weir *w = test_open(BLOCKS, 0);
	int n = 10;

	(void)state;
	fill(w, 0, 1, 3);
	fill(w, 1, 2, 3);
	test_packet(w, 1, 1)->tp_mac = 1;
	assert_int_equal(weir_dispatch(w, 100, count, &n), 4);
	assert_int_equal(weir_dispatch(w, 100, count, &n), -EIO);
	assert_int_equal(weir_dispatch(w, 100, count, &n), 0);
	weir_close(w);
}

static struct weir *signalled;

static void on_alarm(int sig)
{
	(void)sig;
	weir_breakloop(signalled);
}

static void breakloop(void **state)
{
	struct weir *w = test_open(1, 0);
	const struct weir_frame *f;
	struct weir_block *b;

	(void)state;
	weir_breakloop(w);
	weir_breakloop(w);
	assert_int_equal(weir_next(w, &f), -EINTR);
	assert_int_equal(weir_next(w, &f), 0);
	/* Out of a signal handler, while all blocks are held. */
	fill(w, 0, 1, 1);
	assert_int_equal(weir_next_block(w, &b), 1);
	w->opts.wait_ms = WEIR_WAIT_FOREVER;
	signalled = w;
	signal(SIGALRM, on_alarm);
	ualarm(20000, 0);
	assert_int_equal(weir_next_block(w, &b), -EINTR);
	weir_close(w);
}

static void filter_of_a_block(void **state)
{
	struct sock_filter drop = BPF_STMT(BPF_RET | BPF_K, 0), keep = BPF_STMT(BPF_RET | BPF_K, 20);
	struct sock_fprog p = { 1, &drop };
	struct weir *w = test_open(2, 0);
	struct weir_block *a, *b;
	const struct weir_frame *f;

	(void)state;
	fill(w, 0, 1, 2);
	fill(w, 1, 2, 2);
	assert_int_equal(weir_set_filter_prog(w, &p, WEIR_VIEW_LINUX), 0);
	assert_int_equal(weir_next_block(w, &a), 1);
	p.filter = &keep;
	assert_int_equal(weir_set_filter_prog(w, &p, WEIR_VIEW_LINUX), 0);
	assert_int_equal(weir_next_block(w, &b), 1);
	assert_int_equal(weir_set_filter(w, NULL), 0);
	assert_int_equal(weir_block_frame(a, &f), 0);
	assert_int_equal(weir_block_frame(b, &f), 1);
	assert_int_equal(f->caplen, 20);
	assert_int_equal(f->len, 60);
	weir_release_block(w, a);
	assert_int_equal(atomic_load(&w->lib[LIB_FILTERED]), 2);
	weir_close(w);
}

/* A frame counts when it is given, not when its block is released, and once only. */
static void counted_at_once(void **state)
{
	struct sock_filter odd[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 3), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 3, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 0), BPF_STMT(BPF_RET | BPF_K, 60),
	};
	struct sock_fprog p = { ARRAY_SIZE(odd), odd };
	struct weir *w = test_open(BLOCKS, 0);
	const struct weir_frame *f;
	struct weir_block *a, *b;

	(void)state;
	fill(w, 0, 1, 3);
	fill(w, 1, 2, 2);
	fill(w, 2, 3, 2);
	assert_int_equal(weir_next(w, &f), 1);
	assert_given(w, 1, 0);
	assert_int_equal(weir_next(w, &f), 1);
	assert_given(w, 2, 0);
	/* Others meanwhile, walked in turn; byte 3 is 3 in every frame. */
	assert_int_equal(weir_set_filter_prog(w, &p, WEIR_VIEW_LINUX), 0);
	assert_int_equal(weir_next_block(w, &a), 1);
	assert_int_equal(weir_set_filter(w, NULL), 0);
	assert_int_equal(weir_next_block(w, &b), 1);
	assert_int_equal(weir_block_frame(b, &f), 1);
	assert_given(w, 3, 0);
	assert_int_equal(weir_block_frame(a, &f), 0);
	assert_given(w, 3, 2);
	assert_int_equal(weir_release_block(w, a), 0);
	assert_given(w, 3, 2);
	/* Filled again and given out: it begins at 0. */
	fill(w, 3, 4, 1);
	assert_int_equal(weir_next(w, &f), 1);
	assert_int_equal(weir_next(w, &f), 1);
	assert_given(w, 5, 2);
	assert_int_equal(weir_release_block(w, b), 0);
	fill(w, 0, 5, 1);
	fill(w, 1, 6, 1);
	assert_int_equal(weir_next_block(w, &a), 1);
	assert_given(w, 5, 2);
	weir_close(w);
}

static void direction(void **state)
{
	struct weir *w = test_open(1, 0);
	const struct weir_frame *f;

	(void)state;
	w->opts.direction = WEIR_IN;
	fill(w, 0, 1, 3);
	((struct sockaddr_ll *)((uint8_t *)test_packet(w, 0, 1) + 48))->sll_pkttype = PACKET_OUTGOING;
	assert_int_equal(weir_next(w, &f), 1);
	assert_int_equal(weir_next(w, &f), 1);
	assert_int_equal(f->sec, 1700000002);
	assert_int_equal(weir_next(w, &f), 0);
	assert_int_equal(atomic_load(&w->lib[LIB_FILTERED]), 1);
	weir_close(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_order), cmocka_unit_test(waits_for_release),
		cmocka_unit_test(many_threads), cmocka_unit_test(dispatch),
		cmocka_unit_test(dispatch_error), cmocka_unit_test(breakloop),
		cmocka_unit_test(filter_of_a_block), cmocka_unit_test(direction),
		cmocka_unit_test(counted_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
