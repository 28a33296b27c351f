// SPDX-License-Identifier: BSD-3-Clause
/*
 * fuzz_block.c - any bytes as two blocks: frames or an error, never a byte read outside, however they are
 * read
 *
 * Most random headers fail at the first check. So the input's first byte says whether the blocks' headers
 * are made plausible, or the blocks are made right and then damaged here and there. It also picks the way:
 * frame by frame, by a handler, or block by block. The second byte is for numbers that an application
 * passes.
 */
#include <stdlib.h>

#include "blocks.h"

#define BLOCKS 2u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile uint8_t sink;

static void plausible(struct weir *w, uint32_t i, uint8_t how)
{
	struct tpacket_block_desc *d = test_block(w, i);
	struct tpacket_hdr_v1 *b = &d->hdr.bh1;

	if (how & 1) {
		d->version = 2;
		d->offset_to_priv = 48;
		b->offset_to_first_pkt = 48 + w->ring.priv_size;
	}
	if (how & 2)
		b->blk_len %= TEST_BLOCK + 1;
	if (how & 4)
		b->num_pkts %= 40;
}

/* Frames of lengths from the input, then bytes of the block changed where it says. */
static void damaged(struct weir *w, uint32_t i, const uint8_t *p, size_t size)
{
	uint8_t *bytes = (uint8_t *)test_block(w, i);
	uint32_t frames = size ? *p % 24 : 0, used;

	test_begin(w, i, i + 1);
	for (; size > 1 && frames; p++, size--, frames--)
		test_add(w, i, p[1], p[1] + (p[1] & 3u));
	used = test_block(w, i)->hdr.bh1.blk_len;
	for (; size > 3; p += 3, size -= 3)
		bytes[(p[1] << 8 | p[2]) % used] ^= p[3];
}

static void fill(struct weir *w, const uint8_t *data, size_t size)
{
	size_t half = size / 2;

	if (data[0] & 128) {
		damaged(w, 0, data + 2, half > 2 ? half - 2 : 0);
		damaged(w, 1, data + half, size - half);
	} else {
		memcpy(test_block(w, 0), data + 2, size - 2 < TEST_BLOCK ? size - 2 : TEST_BLOCK);
		memcpy(test_block(w, 1), data + half, size - half);
		plausible(w, 0, data[0]);
		plausible(w, 1, data[0]);
	}
	test_give(w, 0);
	test_give(w, 1);
}

static void use(const struct weir_frame *f)
{
	uint8_t wire[512];
	size_t n = weir_frame_wire(f, wire, sizeof(wire)), i;

	for (i = 0; i < f->caplen; i++)
		sink ^= f->data[i];
	if (n < f->caplen || f->caplen > f->len || f->nsec >= 1000000000)
		abort();
}

static int by_frame(struct weir *w, uint64_t *given)
{
	const struct weir_frame *f;
	int ret;

	while ((ret = weir_next(w, &f)) == 1) {
		use(f);
		(*given)++;
	}
	return ret;
}

struct told {
	uint64_t given;
	uint8_t stop;
};

static int handler(void *user, const struct weir_frame *f)
{
	struct told *t = user;

	use(f);
	t->given++;
	return t->stop && t->given % t->stop == 0;
}

static int by_handler(struct weir *w, uint64_t *given, uint8_t number)
{
	struct told t = { 0, number >> 4 };
	int ret, cnt = number & 15;

	while ((ret = weir_dispatch(w, cnt, handler, &t)) > 0)
		if (cnt && ret > cnt)
			abort();
	*given += t.given;
	return ret;
}

/* Both are held, walked in turn or not to their ends, and given back in either order. */
static int by_block(struct weir *w, uint64_t *given, uint8_t number)
{
	struct weir_block *b[BLOCKS] = { NULL };
	const struct weir_frame *f;
	uint32_t i, first = number & 1, left = number >> 1;
	int ret = 0, last;

	for (i = 0; i < BLOCKS && ret >= 0; i++) {
		ret = weir_next_block(w, &b[i]);
		if ((ret == 1) != !!b[i])
			abort();
	}
	for (last = 1; last == 1 && left; left--) {
		for (i = 0, last = 0; i < BLOCKS; i++) {
			if (!b[i] || weir_block_frame(b[i], &f) != 1)
				continue;
			use(f);
			(*given)++;
			last = 1;
		}
	}
	for (i = 0; i < BLOCKS; i++) {
		struct weir_block *one = b[i ^ first];

		if (one && (weir_release_block(w, one) || weir_release_block(w, one) != -EINVAL))
			abort();
	}
	return ret;
}

/* What any program may ask, into a place of exactly the size that it names. */
static void ask(struct weir *w, uint64_t given, uint8_t number)
{
	size_t n = number % (LIB_STATS + 3), room = number * 3 + sizeof(size_t);
	uint64_t *v = malloc(n * sizeof(*v) + 1), one;
	struct weir_info *info = malloc(room);
	char *text = malloc(number + 1);
	size_t i = 0;

	if (weir_stats(w, v, n) != LIB_STATS || (n > LIB_FRAMES && v[LIB_FRAMES] != given))
		abort();
	if (weir_stat(w, "lib.frames", &one) || one != given || weir_stat(w, "", &one) != -ENOENT)
		abort();
	info->size = room;
	if (weir_info(w, info) != (room < offsetof(struct weir_info, abi_major) ? -EINVAL : 0))
		abort();
	info->size = number;	/* less than the names take */
	if (weir_info(w, info) != -EINVAL)
		abort();
	while (weir_remark(w, i, text, number + 1u))
		if (!memchr(text, 0, number + 1u) || i++ > TEST_REMARKS)
			abort();
	free(v);
	free(info);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t given = 0;
	struct weir *w;
	int ret;

	if (size < 2)
		return 0;
	w = test_open(BLOCKS, data[0] & 8 ? 16 : 0);
	if (data[0] & 16 && weir_set_filter(w, "vlan and tcp[tcpflags] & 2 != 0"))
		abort();
	fill(w, data, size);
	do {
		if (data[0] & 32)
			ret = by_handler(w, &given, data[1]);
		else if (data[0] & 64)
			ret = by_block(w, &given, data[1]);
		else
			ret = by_frame(w, &given);
		/* A bad block is told once, the next one comes behind it. */
	} while (ret == -EIO);
	if (ret < 0)
		abort();
	ask(w, given, data[1]);
	if (test_block(w, 0)->hdr.bh1.block_status != TP_STATUS_KERNEL ||
	    test_block(w, 1)->hdr.bh1.block_status != TP_STATUS_KERNEL)
		abort();
	weir_close(w);
	return 0;
}
