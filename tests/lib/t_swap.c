// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_swap.c - filters are exchanged while frames come, between the card and the library: each frame that is
 * given out is one that the filter in force when its block was taken keeps, as it keeps it or as one shortly
 * before it cut it; none is lost that the filters of the time keep. So too with a snap length, which the card
 * may apply only to what it decides itself.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdbool.h>
#include <string.h>

#include "tests/lib/captured.h"

#define DEVICE "sim:tests/golden/traffic.pcap,pace=line,loop=20"
#define CUT 50u
#define SNAP 60u
#define FILTERS 5u
/* Frames behind an exchange from which on a filter before it has no say: more than ring and card hold. */
#define SETTLED 500u

static struct weir_opts how = { .flags = WEIR_PROMISC | WEIR_HASH, .block_size = 16384, .block_nr = 4 };

#define IS(type, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, type, yes, no)
#define RET(k) BPF_STMT(BPF_RET | BPF_K, k)
static struct sock_filter ip[] = { BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12), IS(0x0800, 0, 1),
				   RET(262144), RET(0) };
static struct sock_filter by_length[] = {
	BPF_STMT(BPF_LDX | BPF_W | BPF_LEN, 0),
	BPF_STMT(BPF_LD | BPF_IMM, 100000),
	BPF_STMT(BPF_ALU | BPF_DIV | BPF_X, 0),
	BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 1, 0, 1),
	RET(262144),
	RET(0),
};
static struct sock_filter cut[] = { BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12), IS(0x0800, 1, 0),
				    IS(0x86dd, 0, 1), RET(CUT), RET(0) };
/* The card decides of most and leaves short IPv4 to the library. */
static struct sock_filter byte_200[] = {
	BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12),
	IS(0x86dd, 3, 0),
	IS(0x0800, 0, 3),
	BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 200),
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0, 0, 1),
	RET(262144),
	RET(0),
};
/* The card decides of all, the library only of what is left of a frame by the filter before. */
static struct sock_filter byte_80[] = { BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 80), RET(262144) };
#define PROG(p) { sizeof(p) / sizeof(p[0]), p }
static const struct {
	struct sock_fprog prog;
	uint32_t mode;
} filters[FILTERS] = {
	{ PROG(ip), WEIR_FILTER_EXACT },
	{ PROG(by_length), WEIR_FILTER_SOFTWARE },
	{ PROG(cut), WEIR_FILTER_EXACT },
	{ PROG(byte_200), WEIR_FILTER_PREFILTER },
	{ PROG(byte_80), WEIR_FILTER_EXACT },
};

static struct captured all;
static size_t at; /* the next of all */
static size_t changed[FILTERS]; /* of all: where the filter was in force last */
static uint64_t cuts, wholes;

static bool keeps(size_t filter, size_t n)
{
	return captured_keep(&all.frame[n], &filters[filter].prog, WEIR_VIEW_LINUX) > 0;
}

/* Could this filter have judged the n-th frame in the card? */
static bool recent(size_t filter, size_t n)
{
	return changed[filter] != SIZE_MAX && n < changed[filter] + SETTLED;
}

/* The filter in force rejects what is left of the n-th frame behind an exact one before it. */
static bool left_too_little(size_t now, size_t before, size_t n)
{
	struct weir_frame f = all.frame[n];
	uint32_t left = before == 2 ? CUT : how.snaplen;

	if (!left || filters[before].mode != WEIR_FILTER_EXACT)
		return false;
	f.caplen = f.caplen < left ? f.caplen : left;
	return !captured_keep(&f, &filters[now].prog, WEIR_VIEW_LINUX);
}

static void lost(size_t now, size_t n)
{
	size_t k;

	for (k = 0; k < FILTERS; k++)
		if ((k == now || recent(k, n)) && (!keeps(k, n) || (k != now && left_too_little(now, k, n))))
			return;
	fail_msg("frame %zu of %zu is lost under filter %zu", n, all.n, now);
}

/* By what is in it: times depend on when the application calls. Frames that are alike have one fate. */
static bool this_one(const struct weir_frame *f, const struct weir_frame *want)
{
	return f->len == want->len && f->hash == want->hash && f->caplen <= want->caplen &&
	       !memcmp(f->data, want->data, f->caplen);
}

static void given(size_t now, const struct weir_frame *f)
{
	const struct weir_frame *want;
	uint32_t keep;

	for (; at < all.n && !this_one(f, &all.frame[at]); at++)
		lost(now, at);
	if (at == all.n)
		fail_msg("a frame of %u bytes that never came in", f->len);
	want = &all.frame[at];
	keep = captured_keep(want, &filters[now].prog, WEIR_VIEW_LINUX);
	if (!keep)
		fail_msg("frame %zu is given, which filter %zu rejects", at, now);
	if (how.snaplen && keep > how.snaplen)
		keep = how.snaplen;
	assert_true(f->caplen <= keep);
	/* Less than is wanted only of what was cut before. */
	if (f->caplen < keep && !(f->caplen == CUT && recent(2, at)))
		fail_msg("frame %zu: %u bytes of %u under filter %zu", at, f->caplen, keep, now);
	cuts += f->caplen < want->caplen;
	wholes += f->caplen == want->caplen;
	changed[now] = at++;
}

static void set(struct weir *w, size_t now)
{
	struct weir_filter_info i = { .size = sizeof(i) };

	assert_int_equal(weir_set_filter_prog(w, &filters[now].prog, WEIR_VIEW_LINUX), 0);
	assert_int_equal(weir_filter_info(w, &i), 0);
	assert_int_equal(i.mode, filters[now].mode);
	/* In force until another one is; what is at hand it may have judged, too. */
	changed[now] = at;
}

static void exchange(void)
{
	/* Frames between two changes: many, so that all of the card is one filter's, then few. */
	static const unsigned int spans[] = { 300, 1, 2, 400, 7, 3, 1, 1, 350, 30, 60, 20 };
	struct weir *w;
	size_t n = 0, now = 0, judge, changes = 0, k;
	struct weir_block *b;
	const struct weir_frame *f;
	int ret;

	at = cuts = wholes = 0;
	for (k = 0; k < FILTERS; k++)
		changed[k] = SIZE_MAX;
	w = captured_open(DEVICE, &how);
	set(w, now);
	while ((ret = weir_next_block(w, &b)) >= 0) {
		if (!ret)
			continue;
		judge = now;
		while ((ret = weir_block_frame(b, &f)) == 1) {
			given(judge, f);
			if (++n < spans[changes % (sizeof(spans) / sizeof(spans[0]))])
				continue;
			/* Within a block, too: it stays with the one that was in force when it was taken. */
			n = 0;
			now = (now + 1 + changes++ % 5 / 4) % FILTERS;
			set(w, now);
		}
		assert_int_equal(ret, 0);
		assert_int_equal(weir_release_block(w, b), 0);
	}
	assert_int_equal(ret, -ENODATA);
	for (; at < all.n; at++)
		lost(now, at);
	assert_true(changes > 20 && cuts > 100 && (how.snaplen ? cuts : wholes) > 1000);
	assert_int_equal(captured_stat(w, "tap.matched"), all.n);
	assert_int_equal(captured_stat(w, "tap.matched"), captured_stat(w, "lib.frames") +
								  captured_stat(w, "lib.filtered") +
								  captured_stat(w, "tap.filtered"));
	print_message("note: %zu frames, %zu exchanges; %llu given whole, %llu cut\n", all.n,
		      changes, (unsigned long long)wholes, (unsigned long long)cuts);
	weir_close(w);
}

static void whole_frames(void **state)
{
	(void)state;
	how.snaplen = 0;
	exchange();
}

static void snap_length(void **state)
{
	(void)state;
	how.snaplen = SNAP;
	exchange();
}

static int come_in(void **state)
{
	struct weir *w = captured_open(DEVICE, &how);

	(void)state;
	captured_take(&all, w, SIZE_MAX);
	assert_int_equal(captured_stat(w, "lib.frames"), captured_stat(w, "port.rx_frames"));
	weir_close(w);
	return 0;
}

static int forget(void **state)
{
	(void)state;
	captured_free(&all);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(whole_frames), cmocka_unit_test(snap_length) };

	return cmocka_run_group_tests(tests, come_in, forget);
}
