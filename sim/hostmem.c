// SPDX-License-Identifier: BSD-3-Clause
/* hostmem.c - the memory that a driver has handed to the card, and nothing else */
#include "hostmem.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALL_FLAGS	(WEIR_HOSTMEM_READ | WEIR_HOSTMEM_WRITE | WEIR_HOSTMEM_STATUS)
#define GONE_NR		16
#define LABEL_LEN	32

struct range {
	uint64_t addr, last;		/* last byte: an end of 2^64 has no number */
	uint8_t *ptr;
	unsigned int flags;
	char label[LABEL_LEN];
};

struct weir_hostmem {
	struct range *range;		/* by address */
	size_t nr, max;
	size_t hit;			/* where the last DMA was */
	struct range gone[GONE_NR];	/* taken back last, to name a DMA that comes too late */
	unsigned int gone_n;
	struct weir_dev *dev;
	int answer;
	uint64_t refused;
	char error[256];
};

struct weir_hostmem *weir_hostmem_create(int answer)
{
	struct weir_hostmem *mem = calloc(1, sizeof(*mem));

	if (mem)
		mem->answer = answer;
	return mem;
}

void weir_hostmem_destroy(struct weir_hostmem *mem)
{
	if (!mem)
		return;
	free(mem->range);
	free(mem);
}

void weir_hostmem_attach(struct weir_hostmem *mem, struct weir_dev *dev)
{
	mem->dev = dev;
}

/* The first range that ends at or behind addr; mem->nr if none does. */
static size_t find(const struct weir_hostmem *mem, uint64_t addr)
{
	size_t lo = 0, hi = mem->nr;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (mem->range[mid].last < addr)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

int weir_hostmem_add(struct weir_hostmem *mem, uint64_t addr, void *ptr, size_t len,
		     unsigned int flags, const char *label)
{
	struct range *r;
	size_t at;

	if (!len || !flags || (flags & ~ALL_FLAGS) || len - 1 > UINT64_MAX - addr)
		return -EINVAL;
	at = find(mem, addr);
	if (at < mem->nr && mem->range[at].addr <= addr + (len - 1))
		return -EEXIST;
	if (mem->nr == mem->max) {
		size_t max = mem->max ? 2 * mem->max : 64;

		r = realloc(mem->range, max * sizeof(*r));
		if (!r)
			return -ENOMEM;
		mem->range = r;
		mem->max = max;
	}
	r = mem->range + at;
	memmove(r + 1, r, (mem->nr - at) * sizeof(*r));
	mem->nr++;
	r->addr = addr;
	r->last = addr + (len - 1);
	r->ptr = ptr;
	r->flags = flags;
	snprintf(r->label, sizeof(r->label), "%s", label ? label : "unnamed");
	return 0;
}

int weir_hostmem_remove(struct weir_hostmem *mem, uint64_t addr)
{
	size_t at = find(mem, addr);
	struct range *r = mem->range + at;

	if (at == mem->nr || r->addr != addr)
		return -ENOENT;
	mem->gone[mem->gone_n++ % GONE_NR] = *r;
	memmove(r, r + 1, (mem->nr - at - 1) * sizeof(*r));
	mem->nr--;
	return 0;
}

static const struct range *gone_at(const struct weir_hostmem *mem, uint64_t addr, uint64_t last)
{
	unsigned int n = mem->gone_n, i;

	/* The one taken back last first: addresses are used again. */
	for (i = 0; i < GONE_NR && i < mem->gone_n; i++) {
		const struct range *r = &mem->gone[--n % GONE_NR];

		if (addr <= r->last && last >= r->addr)
			return r;
	}
	return NULL;
}

/* The range that the DMA touches, or else the one that is nearest to it. */
static const struct range *nearest(const struct weir_hostmem *mem, uint64_t addr, uint64_t last)
{
	size_t at = find(mem, addr);
	const struct range *after = at < mem->nr ? mem->range + at : NULL;
	const struct range *before = at ? mem->range + at - 1 : NULL;

	if (!after || (before && after->addr > last && addr - before->last < after->addr - last))
		return before;
	return after;
}

static int refuse(struct weir_hostmem *mem, const char *verb, uint64_t addr, size_t len,
		  const char *expected)
{
	uint64_t last = addr + (len - 1);
	const struct range *r = nearest(mem, addr, last), *gone = gone_at(mem, addr, last);
	char where[128] = "no memory is handed over";

	if (gone && (!r || addr > r->last || last < r->addr))
		snprintf(where, sizeof(where), "was %s until it was taken back", gone->label);
	else if (r && addr <= r->last && last >= r->addr)
		snprintf(where, sizeof(where), "in %s, 0x%" PRIx64 " to 0x%" PRIx64, r->label,
			 r->addr, r->last);
	else if (r && addr > r->last)
		snprintf(where, sizeof(where), "%" PRIu64 " bytes behind the end of %s",
			 addr - r->last - 1, r->label);
	else if (r)
		snprintf(where, sizeof(where), "%" PRIu64 " bytes before the start of %s",
			 r->addr - last - 1, r->label);
	snprintf(mem->error, sizeof(mem->error),
		 "DMA %s of %zu bytes at 0x%" PRIx64 ": expected %s, actual %s", verb, len, addr,
		 expected, where);
	mem->refused++;
	if (!mem->answer && mem->dev)
		weir_dev_stop(mem->dev, mem->error);
	return -EFAULT;
}

/* The range that holds all of it, or NULL. */
static const struct range *lookup(struct weir_hostmem *mem, uint64_t addr, size_t len)
{
	const struct range *r = mem->range + mem->hit;

	if (!len || len - 1 > UINT64_MAX - addr)
		return NULL;
	if (mem->hit >= mem->nr || addr < r->addr || addr > r->last) {
		mem->hit = find(mem, addr);
		r = mem->range + mem->hit;
		if (mem->hit == mem->nr || addr < r->addr)
			return NULL;
	}
	return addr + (len - 1) <= r->last ? r : NULL;
}

int weir_hostmem_dma_read(void *ctx, uint64_t addr, void *data, size_t len)
{
	struct weir_hostmem *mem = ctx;
	const struct range *r = lookup(mem, addr, len);
	const uint8_t *from;
	uint64_t off;

	if (!r)
		return refuse(mem, "read", addr, len, "one range that was handed over");
	off = addr - r->addr;
	if (!(r->flags & WEIR_HOSTMEM_READ) &&
	    !((r->flags & WEIR_HOSTMEM_STATUS) && off >= 8 && off + len <= 16))
		return refuse(mem, "read", addr, len, r->flags & WEIR_HOSTMEM_STATUS ?
			      "a block's bytes 8 to 15" : "a range that may be read");
	from = r->ptr + off;
	if (len == 8 && (uintptr_t)from % 8 == 0) {
		uint64_t v = __atomic_load_n((const uint64_t *)(const void *)from,
					     __ATOMIC_ACQUIRE);

		memcpy(data, &v, 8);
	} else {
		memcpy(data, from, len);
	}
	return 0;
}

/* A lone word: what is written before it is seen before it. */
static int store_word(uint8_t *to, const void *data, size_t len)
{
	uint32_t v4;
	uint64_t v8;

	if (len == 4 && (uintptr_t)to % 4 == 0) {
		memcpy(&v4, data, 4);
		__atomic_store_n((uint32_t *)(void *)to, v4, __ATOMIC_RELEASE);
		return 1;
	}
	if (len == 8 && (uintptr_t)to % 8 == 0) {
		memcpy(&v8, data, 8);
		__atomic_store_n((uint64_t *)(void *)to, v8, __ATOMIC_RELEASE);
		return 1;
	}
	return 0;
}

int weir_hostmem_dma_write(void *ctx, uint64_t addr, const void *data, const uint8_t *strb,
			   size_t len)
{
	struct weir_hostmem *mem = ctx;
	const struct range *r = lookup(mem, addr, len);
	const uint8_t *from = data;
	uint8_t *to;
	size_t i;

	if (!r)
		return refuse(mem, "write", addr, len, "one range that was handed over");
	if (!(r->flags & WEIR_HOSTMEM_WRITE))
		return refuse(mem, "write", addr, len, "a range that may be written");
	to = r->ptr + (addr - r->addr);
	if (!strb) {
		if (!store_word(to, data, len))
			memcpy(to, data, len);
		return 0;
	}
	for (i = 0; i < len; i++)
		if (strb[i / 8] >> i % 8 & 1)
			to[i] = from[i];
	return 0;
}

int weir_hostmem_block(void *ctx, uint64_t addr, uint64_t *first, uint64_t *last)
{
	const struct range *r = lookup(ctx, addr, 1);

	if (!r || !(r->flags & WEIR_HOSTMEM_STATUS))
		return 0;
	*first = r->addr;
	*last = r->last;
	return 1;
}

uint64_t weir_hostmem_refused(const struct weir_hostmem *mem)
{
	return mem->refused;
}

const char *weir_hostmem_error(const struct weir_hostmem *mem)
{
	return mem->refused ? mem->error : NULL;
}
