// SPDX-License-Identifier: BSD-3-Clause
/*
 * ring.c - the rings in host memory and the applications that read them
 *
 * While the application has a block the card may only read its status; once the ring is taken back,
 * nothing. hostmem ends the run otherwise.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define BLOCK_MAX (1024 * WEIR_HW_PAGE)
#define STATUS_OFF 8

static uint64_t tap_addr(const struct bench *b, unsigned int t)
{
	return (uint64_t)(t + 1) << 48 | (uint64_t)(b->tap[t].life & 0xff) << 40;
}

static uint64_t block_addr(const struct bench *b, unsigned int t, uint32_t i)
{
	/* Not one behind the other, so that a step beyond a block is seen. */
	return tap_addr(b, t) | (uint64_t)(i + 1) << 23 | (uint64_t)(t * 7 % 5) << 12;
}

const uint8_t *bench_guard(void)
{
	static uint8_t *guard;
	uint64_t rng = 0x5eed;
	size_t i;

	if (guard)
		return guard;
	guard = malloc(BLOCK_MAX);
	if (!guard)
		abort();
	for (i = 0; i < BLOCK_MAX; i++)
		guard[i] = (uint8_t)(rx_rand(&rng) >> 32);
	guard[STATUS_OFF] &= 0xfe;
	return guard;
}

static uint32_t block_bytes(const struct bench_tap *tap)
{
	return tap->cfg.block_pages * WEIR_HW_PAGE;
}

static void hand_over(struct bench *b, unsigned int t, uint32_t i, unsigned int flags)
{
	char label[32];

	snprintf(label, sizeof(label), "tap %u block %u%s", t, i,
		 flags == WEIR_HOSTMEM_STATUS ? " (taken)" : "");
	if (weir_hostmem_add(b->mem, block_addr(b, t, i), b->tap[t].block[i].mem,
			     block_bytes(&b->tap[t]), flags, label))
		bench_fail(b, "%s cannot be handed over", label);
}

void bench_ring_make(struct bench *b, unsigned int t)
{
	struct bench_tap *tap = &b->tap[t];
	uint32_t nr = tap->cfg.block_nr, i;
	size_t table = (weir_hw_desc_bytes(nr) + WEIR_HW_PAGE - 1) / WEIR_HW_PAGE * WEIR_HW_PAGE;
	char label[32];

	tap->block = calloc(nr, sizeof(*tap->block));
	tap->mem = aligned_alloc(WEIR_HW_PAGE, (size_t)nr * block_bytes(tap));
	tap->desc = aligned_alloc(WEIR_HW_PAGE, table);
	if (!tap->block || !tap->mem || !tap->desc)
		bench_fail(b, "memory is short");
	tap->cfg.ring = tap_addr(b, t);
	tap->next = tap->cfg.first_block;
	tap->held = 0;
	memset(tap->desc, 0, table);
	memset(&tap->last, 0, sizeof(tap->last));
	memset(b->compl +t * WEIR_HOST_COMPLETION_SIZE, 0, WEIR_HOST_COMPLETION_SIZE);
	for (i = 0; i < nr; i++) {
		tap->block[i].mem = tap->mem + (size_t)i * block_bytes(tap);
		tap->block[i].since = bench_cycle(b);
		memcpy(tap->block[i].mem, bench_guard(), block_bytes(tap));
		weir_hw_desc_write(tap->desc, i, block_addr(b, t, i), tap->cfg.block_pages);
		hand_over(b, t, i, WEIR_HOSTMEM_BLOCK);
	}
	snprintf(label, sizeof(label), "tap %u descriptors", t);
	if (weir_hostmem_add(b->mem, tap_addr(b, t), tap->desc, weir_hw_desc_bytes(nr),
			     WEIR_HOSTMEM_READ, label))
		bench_fail(b, "%s cannot be handed over", label);
	if (tap->spoil)
		tap->desc[bench_pick(b, nr)] ^= bench_one_in(b, 2) ?
							WEIR_HOST_BLOCK_DESC_WORD_VALID_MASK :
							tap->cfg.block_pages;
	tap->on = 1;
}

void bench_ring_drop(struct bench *b, unsigned int t)
{
	struct bench_tap *tap = &b->tap[t];
	uint32_t i;

	for (i = 0; i < tap->cfg.block_nr; i++)
		weir_hostmem_remove(b->mem, block_addr(b, t, i));
	weir_hostmem_remove(b->mem, tap_addr(b, t));
	free(tap->block);
	free(tap->mem);
	free(tap->desc);
	tap->block = NULL;
	tap->mem = NULL;
	tap->desc = NULL;
	tap->on = 0;
	tap->live = 0;
}

static uint32_t status_of(const struct bench_block *k)
{
	uint32_t v;

	memcpy(&v, k->mem + STATUS_OFF, sizeof(v));
	return v;
}

static void take(struct bench *b, unsigned int t)
{
	struct bench_tap *tap = &b->tap[t];
	struct bench_block *k = &tap->block[tap->next];
	uint64_t now = bench_cycle(b);

	tap->walk.block = tap->generation[(tap->walk.blocks + 1) % 256];
	if (tap->blind ? model_walk_count(&tap->walk, k->mem) :
			 model_walk_block(&tap->walk, &b->model, k->mem, bench_guard(),
					  bench_ns(b, k->since), bench_ns(b, now)))
		bench_fail(b, "%s", tap->walk.error);
	weir_hostmem_remove(b->mem, block_addr(b, t, tap->next));
	hand_over(b, t, tap->next, WEIR_HOSTMEM_STATUS);
	k->held = 1;
	k->since = now;
	k->release = UINT64_MAX;
	if (tap->hold_max < UINT64_MAX)
		k->release = now + tap->hold_min +
			     bench_pick(b, (uint32_t)(tap->hold_max - tap->hold_min) + 1);
	tap->held++;
	tap->next = (tap->next + 1) % tap->cfg.block_nr;
}

void bench_release(struct bench *b, unsigned int t, uint32_t index)
{
	struct bench_tap *tap = &b->tap[t];
	struct bench_block *k = &tap->block[index];
	uint32_t len;

	/* blk_len; the rest was found untouched. */
	memcpy(&len, k->mem + 20, sizeof(len));
	memcpy(k->mem, bench_guard(), len);
	weir_hostmem_remove(b->mem, block_addr(b, t, index));
	hand_over(b, t, index, WEIR_HOSTMEM_BLOCK);
	k->held = 0;
	k->since = bench_cycle(b);
	tap->held--;
}

static void check_completion(struct bench *b, unsigned int t)
{
	struct bench_tap *tap = &b->tap[t];
	uint32_t blocks = (uint32_t)(tap->walk.seq - tap->cfg.first_seq);

	if (tap->last.blocks > blocks)
		bench_fail(b, "tap %u: completion of %u blocks, but only %u are retired", t,
			   tap->last.blocks, blocks);
	if (tap->last.blocks && tap->last.blocks == blocks &&
	    (tap->last.frames != tap->walk.num_pkts || tap->last.head != tap->next ||
	     tap->last.seq != tap->walk.seq - 1 ||
	     (tap->last.generation && !tap->walk.verdict && !tap->blind)))
		bench_fail(b,
			   "tap %u: completion record: expected seq %" PRIu64 ", head %u, "
			   "%u frames, actual %" PRIu64 ", %u, %u",
			   t, tap->walk.seq - 1, tap->next, tap->walk.num_pkts, tap->last.seq,
			   tap->last.head, tap->last.frames);
}

/* Behind a block whose status write failed the application never gets, and nothing is counted delivered. */
void bench_ring_serve(struct bench *b, unsigned int t)
{
	struct bench_tap *tap = &b->tap[t];
	uint64_t now = bench_cycle(b);
	uint32_t i;

	/* The generation comes with the record, behind the status. */
	/* A block between the first of its generation and the last retired is of that generation. */
	i = tap->last.blocks - ((uint32_t)tap->last.seq - tap->last.gen_seq);
	if (tap->last.blocks && !tap->blind && tap->last.generation != tap->generation[i % 256])
		bench_fail(b, "tap %u: block %u is the first of generation %u expected", t, tap->last.gen_seq,
			   tap->last.generation);
	while (!tap->block[tap->next].held && (status_of(&tap->block[tap->next]) & 1) &&
	       !(tap->walk.verdict && tap->last.blocks <= tap->walk.blocks))
		take(b, t);
	check_completion(b, t);
	for (i = 0; tap->held && i < tap->cfg.block_nr; i++)
		if (tap->block[i].held && tap->block[i].release <= now)
			bench_release(b, t, i);
}
