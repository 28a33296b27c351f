// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_sim.c - the library on the simulated card: blocks that are kept make the card drop and count, every
 * frame has a fate at every look, other threads may look, and the private area is the application's
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <linux/filter.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "weir.h"

#define GOLDEN "sim:tests/golden/traffic.pcap"
#define BLOCKS 8u

static uint64_t value(struct weir *w, const char *name)
{
	uint64_t v = 0;

	if (weir_stat(w, name, &v))
		fail_msg("no statistic %s", name);
	return v;
}

/* The sums of docs/architecture.md 8, of one snapshot. */
static void sums(struct weir *w)
{
	static const char *const port[] = { "port.err_bad", "port.err_runt", "port.err_long",
					    "port.overflow", "port.unmatched", "port.matched",
					    "port.in_flight" };
	static const char *const tap[] = { "tap.delivered", "tap.filtered", "tap.drop_no_block",
					   "tap.drop_backlog", "tap.drop_dma", "tap.drop_reset",
					   "tap.drop_stopped", "tap.pending" };
	const struct weir_stat_desc *d;
	uint64_t v[64], sum[2] = { 0 }, total[2] = { 0 };
	size_t n, i, k;

	d = weir_stats_desc(w, &n);
	assert_true(n <= 64);
	assert_int_equal(weir_stats(w, v, 64), n);
	for (i = 0; i < n; i++) {
		for (k = 0; k < 7; k++)
			sum[0] += strcmp(d[i].name, port[k]) ? 0 : v[i];
		for (k = 0; k < 8; k++)
			sum[1] += strcmp(d[i].name, tap[k]) ? 0 : v[i];
		total[0] += strcmp(d[i].name, "port.rx_frames") ? 0 : v[i];
		total[1] += strcmp(d[i].name, "tap.matched") ? 0 : v[i];
	}
	assert_int_equal(total[0], sum[0]);
	assert_int_equal(total[1], sum[1]);
}

static struct weir *open_sim(const char *device, uint32_t block_size, uint32_t block_nr)
{
	char err[256] = "";
	struct weir_opts o = { .size = sizeof(o), .err = err, .err_len = sizeof(err),
			       .block_size = block_size, .block_nr = block_nr, .priv_size = 24,
			       .wait_ms = 20, .flags = WEIR_PROMISC | WEIR_HASH };
	struct weir *w;

	if (weir_open(&w, device, &o))
		fail_msg("%s", err);
	return w;
}

/* Blocks given back late and in another order: no frame is lost by that, since simulated time stands
 * still while the application has the block that is needed next. */
static void withheld(void **state)
{
	struct weir *w = open_sim(GOLDEN ",pace=line,loop=20", 16384, BLOCKS);
	struct weir_block *b, *kept[BLOCKS];
	const struct weir_frame *f;
	uint64_t frames = 0, seq = 0, stalls = 0;
	uint32_t n = 0;
	int ret;

	(void)state;
	while ((ret = weir_next_block(w, &b)) >= 0) {
		/* On a machine that is busy the time to wait may be over before a block is full. */
		if (!ret && n < BLOCKS)
			continue;
		if (!ret) {
			/* All of the ring is held: back with it, the newest first. */
			stalls++;
			while (n)
				assert_int_equal(weir_release_block(w, kept[--n]), 0);
			continue;
		}
		assert_int_equal(b->seq, ++seq);
		while ((ret = weir_block_frame(b, &f)) == 1) {
			frames++;
			assert_int_equal(f->clock, WEIR_CLOCK_CARD);
			assert_int_not_equal(f->hash, 0);
		}
		assert_int_equal(ret, 0);
		sums(w);
		kept[n++] = b;
	}
	assert_int_equal(ret, -ENODATA);
	assert_true(stalls > 3);
	assert_int_equal(value(w, "lib.seq"), 0);
	assert_int_equal(value(w, "tap.delivered"), frames);
	assert_int_equal(value(w, "tap.matched"), frames + value(w, "tap.drop_no_block") +
			 value(w, "tap.drop_backlog"));
	weir_close(w);
}

/* With one block the card has nowhere to write while it is being read, so frames are dropped; none is
 * given twice or lost without being counted. */
static void one_block(void **state)
{
	struct weir *w = open_sim(GOLDEN ",pace=line,loop=3", 65536, 1);
	const struct weir_frame *f;
	uint64_t frames = 0;
	int ret;

	(void)state;
	while ((ret = weir_next(w, &f)) >= 0)
		frames += (unsigned int)ret;
	assert_int_equal(ret, -ENODATA);
	sums(w);
	assert_int_equal(value(w, "tap.delivered"), frames);
	assert_int_equal(value(w, "tap.pending"), 0);
	assert_int_equal(value(w, "port.in_flight"), 0);
	assert_true(value(w, "tap.drop_no_block") > 0);
	assert_true(value(w, "tap.freezes") > 0);
	assert_int_equal(value(w, "tap.matched"), frames + value(w, "tap.drop_no_block") +
			 value(w, "tap.drop_backlog"));
	weir_close(w);
}

static void private_area(void **state)
{
	struct weir *w = open_sim(GOLDEN, 16384, 4);
	struct weir_block *b;
	uint64_t n = 0;
	int ret;

	(void)state;
	while ((ret = weir_next_block(w, &b)) >= 0) {
		uint8_t want[24];

		if (!ret)
			continue;
		memset(want, (int)(n < 4 ? 0 : n % 4 + 1), sizeof(want));
		assert_int_equal(b->priv_size, 24);
		assert_memory_equal(b->priv, want, 24);
		memset(b->priv, (int)(n++ % 4 + 1), 24);
		weir_release_block(w, b);
	}
	assert_int_equal(ret, -ENODATA);
	assert_true(n > 8);
	weir_close(w);
}

static atomic_int done, looks;

static void *look(void *arg)
{
	while (!atomic_load(&done)) {
		uint64_t a, b;

		sums(arg);
		if (weir_progress(arg, &a, &b))
			break;
		atomic_fetch_add(&looks, 1);
	}
	return NULL;
}

static void other_thread_looks(void **state)
{
	struct weir *w = open_sim(GOLDEN ",pace=line,loop=20", 65536, 4);
	const struct weir_frame *f;
	uint64_t frames = 0;
	pthread_t t;
	int ret;

	(void)state;
	assert_int_equal(weir_start(w), 0);
	pthread_create(&t, NULL, look, w);
	while ((ret = weir_next(w, &f)) >= 0)
		frames += (unsigned int)ret;
	atomic_store(&done, 1);
	pthread_join(t, NULL);
	assert_int_equal(ret, -ENODATA);
	assert_int_equal(value(w, "tap.delivered"), frames);
	assert_true(atomic_load(&looks) > 0);
	print_message("note: %d looks at the statistics by another thread, the sums exact each time\n",
		      atomic_load(&looks));
	weir_close(w);
}

/* The filter is exchanged between two blocks; afterwards it judges by what is wanted now. */
static void filter_exchanged(void **state)
{
	struct weir *w = open_sim(GOLDEN, 4096, 64);
	const struct weir_frame *f;
	uint64_t arp = 0, rest = 0;
	int ret;

	(void)state;
	assert_int_equal(weir_set_filter(w, "arp"), 0);
	while (arp < 2 && (ret = weir_next(w, &f)) >= 0) {
		if (!ret)
			continue;
		assert_int_equal(f->protocol, 0x0806);
		arp++;
	}
	assert_int_equal(arp, 2);
	/* Also of the block that is not yet read to its end. */
	assert_int_equal(value(w, "lib.frames"), 2);
	assert_int_equal(weir_set_filter(w, "not arp"), 0);
	while ((ret = weir_next(w, &f)) >= 0)
		rest += ret && f->protocol != 0x0806;
	assert_int_equal(ret, -ENODATA);
	assert_true(rest > 50);
	assert_int_equal(value(w, "tap.delivered"), value(w, "lib.frames") + value(w, "lib.filtered"));
	weir_close(w);
}

static void assert_filter(struct weir *w, uint32_t mode, uint32_t view, uint32_t n, uint32_t path,
			  uint32_t uops, const char *reason)
{
	struct weir_filter_info i = { .size = sizeof(i) };

	memset((char *)&i + sizeof(i.size), 0xee, sizeof(i) - sizeof(i.size));
	assert_int_equal(weir_filter_info(w, &i), 0);
	assert_int_equal(i.mode, mode);
	assert_int_equal(i.view, view);
	assert_int_equal(i.instructions, n);
	assert_int_equal(i.path, path);
	assert_int_equal(i.budget, mode == WEIR_FILTER_NONE ? 0 : 40);
	assert_int_equal(i.uops, uops);
	assert_true(i.uop_path <= i.uops && (i.uop_path > 0) == (uops > 0));
	assert_string_equal(i.reason, reason);
}

/* Where the filter runs is told, why there, and how long it can take: its longest path, not its length. */
static void filter_described(void **state)
{
	/* 0 leads to 1 or over 1 and 2 to 3; the longest way is 0 1 2 3 5. */
	struct sock_filter prog[] = {
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2),
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0), BPF_STMT(BPF_ALU | BPF_ADD | BPF_K, 1),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 9, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 0), BPF_STMT(BPF_RET | BPF_K, 60),
	};
	struct sock_fprog p = { sizeof(prog) / sizeof(prog[0]), prog };
	/* Only the library divides by X; the card sees that the byte is there. */
	struct sock_filter by_x[] = {
		BPF_STMT(BPF_LDX | BPF_W | BPF_LEN, 0), BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0),
		BPF_STMT(BPF_ALU | BPF_DIV | BPF_X, 0), BPF_STMT(BPF_RET | BPF_A, 0),
	};
	struct sock_fprog quotient = { sizeof(by_x) / sizeof(by_x[0]), by_x };
	struct weir_filter_info i = { .size = offsetof(struct weir_filter_info, reason) };
	struct weir *w = open_sim(GOLDEN, 4096, 64);

	(void)state;
	assert_filter(w, WEIR_FILTER_NONE, 0, 0, 0, 0, "");
	/* Load the type, compare, and one of two returns: one micro-operation. */
	assert_int_equal(weir_set_filter(w, "arp"), 0);
	assert_filter(w, WEIR_FILTER_EXACT, WEIR_VIEW_WIRE, 4, 3, 1, "");
	/* A starts as 0, so that only the last line is ever reached. */
	assert_int_equal(weir_set_filter_prog(w, &p, WEIR_VIEW_LINUX), 0);
	assert_filter(w, WEIR_FILTER_EXACT, WEIR_VIEW_LINUX, 6, 5, 2, "");
	assert_int_equal(weir_set_filter_prog(w, &quotient, WEIR_VIEW_LINUX), 0);
	assert_filter(w, WEIR_FILTER_PREFILTER, WEIR_VIEW_LINUX, 4, 4, 1, "instruction 2: division by X");
	assert_int_equal(weir_set_filter_prog(w, &p, WEIR_VIEW_WIRE), 0);
	assert_filter(w, WEIR_FILTER_EXACT, WEIR_VIEW_WIRE, 6, 5, 2, "");
	/* One that is refused leaves the last in force. */
	assert_int_equal(weir_set_filter(w, "no such thing"), -EINVAL);
	assert_filter(w, WEIR_FILTER_EXACT, WEIR_VIEW_WIRE, 6, 5, 2, "");
	/* An older caller's structure is filled as far as it goes. */
	memset(i.reason, 'x', sizeof(i.reason));
	assert_int_equal(weir_filter_info(w, &i), 0);
	assert_true(i.path == 5 && i.reason[0] == 'x');
	i.size = sizeof(size_t);
	assert_int_equal(weir_filter_info(w, &i), -EINVAL);
	assert_int_equal(weir_set_filter(w, NULL), 0);
	assert_filter(w, WEIR_FILTER_NONE, 0, 0, 0, 0, "");
	weir_close(w);
}

/* The first `size` bytes of the recording through a pipe. */
static int pipe_with(size_t size)
{
	static char buf[200000];
	FILE *f = fopen("tests/golden/traffic.pcap", "rb");
	int fd[2];

	assert_non_null(f);
	assert_int_equal(fread(buf, 1, size, f), size);
	fclose(f);
	assert_int_equal(pipe(fd), 0);
	/* It is more than a pipe holds. */
	if (!fork()) {
		while (size) {
			ssize_t n = write(fd[1], buf, size);

			if (n <= 0)
				_exit(1);
			memmove(buf, buf + n, size -= (size_t)n);
		}
		_exit(0);
	}
	close(fd[1]);
	return fd[0];
}

/* A pipe that ends in its 120th record: what came whole is given out before that is told. */
static void damaged_pipe(void **state)
{
	struct weir_opts o = { .size = sizeof(o), .flags = WEIR_PROMISC };
	const struct weir_frame *f;
	uint64_t frames = 0;
	char name[32];
	struct weir *w;
	int ret, fd = pipe_with(100000);

	(void)state;
	snprintf(name, sizeof(name), "sim:/dev/fd/%d", fd);
	assert_int_equal(weir_open(&w, name, &o), 0);
	while ((ret = weir_next(w, &f)) >= 0)
		frames += (unsigned int)ret;
	assert_int_equal(ret, -EBADMSG);
	assert_non_null(strstr(weir_error(w), "damaged after record 119: "));
	assert_int_equal(frames, 119);
	assert_int_equal(value(w, "tap.delivered"), 119);
	assert_int_equal(value(w, "tap.pending"), 0);
	assert_int_equal(weir_next(w, &f), -EBADMSG);
	weir_close(w);
	close(fd);
	wait(NULL);
}

static void look_only(void **state)
{
	struct weir_opts o = { .size = sizeof(o), .flags = WEIR_LOOK };
	struct weir_info i = { .size = sizeof(i) };
	const struct weir_frame *f;
	struct weir *w;

	(void)state;
	assert_int_equal(weir_open(&w, "sim:", &o), 0);
	assert_int_equal(weir_info(w, &i), 0);
	assert_true(i.taps == 16 && i.mac_bits == 64 && i.dma_bits == 256 && i.abi_major == 1);
	assert_int_equal(weir_next(w, &f), -EPERM);
	assert_int_equal(value(w, "port.rx_frames"), 0);
	/* An older caller's shorter structure is filled as far as it goes. */
	memset(&i, 0xee, sizeof(i));
	i.size = offsetof(struct weir_info, taps);
	assert_int_equal(weir_info(w, &i), 0);
	assert_true(i.mac_bits == 64 && i.taps == 0xeeeeeeee);
	i.size = 8;
	assert_int_equal(weir_info(w, &i), -EINVAL);
	weir_close(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(withheld), cmocka_unit_test(one_block),
		cmocka_unit_test(private_area), cmocka_unit_test(other_thread_looks),
		cmocka_unit_test(filter_exchanged), cmocka_unit_test(look_only),
		cmocka_unit_test(damaged_pipe), cmocka_unit_test(filter_described),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
