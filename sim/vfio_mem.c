// SPDX-License-Identifier: BSD-3-Clause
/*
 * vfio_mem.c - a guest's memory, as its virtual machine maps it for the card
 *
 * The list here knows what is mapped where; hostmem.h checks each DMA against the part of it that has
 * memory. Both look up by halves. A burst of the card crosses no 4 KiB, so ranges that touch need not
 * be joined.
 */
#include "vfio_mem.h"

#include <errno.h>
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "hostmem.h"
#include "vfio_msg.h"

/* A file is mapped once, whole: a process may have fewer maps than a guest makes of 4 KiB each. */
struct file {
	struct file *next;
	dev_t dev;
	ino_t ino;
	int prot;
	uint8_t *ptr;
	uint64_t size;
	size_t users;			/* ranges */
};

struct range {
	uint64_t addr, last;
	uint8_t *ptr;			/* NULL: without memory */
	struct file *file;		/* ptr lies in it */
	unsigned int flags;		/* WEIR_HOSTMEM_* */
};

struct weir_vfio_mem {
	struct weir_hostmem *host;
	struct range *range;		/* by address */
	size_t nr, max;
	struct file *files;
	int master;
	uint64_t refused;		/* here, besides those of host */
	char error[160];
	int own;			/* the last one was */
	struct sigaction old_bus;
};

/* Where a DMA that runs into SIGBUS goes on. It is raised by the access itself, in the same thread. */
static sigjmp_buf bus_back;
static volatile sig_atomic_t bus_guarded;

static void on_bus(int sig)
{
	if (bus_guarded)
		siglongjmp(bus_back, 1);
	/* Not a DMA: the instruction is repeated, and ends the program as it would have without us. */
	signal(sig, SIG_DFL);
}

struct weir_vfio_mem *weir_vfio_mem_create(void)
{
	struct weir_vfio_mem *mem = calloc(1, sizeof(*mem));
	/* The mask is not saved with each jump, which would be two system calls a DMA. */
	struct sigaction sa = { .sa_handler = on_bus, .sa_flags = SA_NODEFER };

	if (!mem)
		return NULL;
	mem->host = weir_hostmem_create(1);
	if (!mem->host) {
		free(mem);
		return NULL;
	}
	mem->master = 1;
	sigemptyset(&sa.sa_mask);
	sigaction(SIGBUS, &sa, &mem->old_bus);
	return mem;
}

void weir_vfio_mem_destroy(struct weir_vfio_mem *mem)
{
	if (!mem)
		return;
	weir_vfio_mem_unmap_all(mem);
	weir_hostmem_destroy(mem->host);
	sigaction(SIGBUS, &mem->old_bus, NULL);
	free(mem->range);
	free(mem);
}

/* The first range that ends at or behind addr. */
static size_t find(const struct weir_vfio_mem *mem, uint64_t addr)
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

static int make_room(struct weir_vfio_mem *mem)
{
	size_t max = mem->max ? 2 * mem->max : 64;
	struct range *r;

	if (mem->nr >= WEIR_VFIO_MAPS_MAX)
		return -ENOSPC;
	if (mem->nr < mem->max)
		return 0;
	r = realloc(mem->range, max * sizeof(*r));
	if (!r)
		return -ENOMEM;
	mem->range = r;
	mem->max = max;
	return 0;
}

/* Into the list at `at`, where there is room, and into hostmem. */
static int insert(struct weir_vfio_mem *mem, size_t at, const struct range *r)
{
	char label[32];
	int ret = 0;

	if (r->ptr) {
		snprintf(label, sizeof(label), "RAM at 0x%" PRIx64, r->addr);
		ret = weir_hostmem_add(mem->host, r->addr, r->ptr, r->last - r->addr + 1, r->flags,
				       label);
	}
	if (ret)
		return ret;
	memmove(mem->range + at + 1, mem->range + at, (mem->nr - at) * sizeof(*r));
	mem->range[at] = *r;
	mem->nr++;
	return 0;
}

/* A map of the file that holds its bytes up to `end`, made if there is none. */
static struct file *get_file(struct weir_vfio_mem *mem, int fd, int prot, uint64_t end, int *err)
{
	struct file *f;
	struct stat st;

	*err = fstat(fd, &st) ? -errno : 0;
	/* A file's length is a promise that can be broken later; then SIGBUS comes. */
	if (!*err && (!S_ISREG(st.st_mode) || (uint64_t)st.st_size < end))
		*err = -EINVAL;
	if (*err)
		return NULL;
	for (f = mem->files; f; f = f->next)
		if (f->dev == st.st_dev && f->ino == st.st_ino && f->prot == prot && f->size >= end)
			return f;
	f = calloc(1, sizeof(*f));
	if (!f) {
		*err = -ENOMEM;
		return NULL;
	}
	*f = (struct file){ mem->files, st.st_dev, st.st_ino, prot, NULL, (uint64_t)st.st_size, 0 };
	f->ptr = mmap(NULL, f->size, prot, MAP_SHARED, fd, 0);
	if (f->ptr == MAP_FAILED) {
		*err = -errno;
		free(f);
		return NULL;
	}
	mem->files = f;
	return f;
}

static void put_file(struct weir_vfio_mem *mem, struct file *f)
{
	struct file **p;

	if (!f || --f->users)
		return;
	for (p = &mem->files; *p != f; p = &(*p)->next)
		;
	*p = f->next;
	munmap(f->ptr, f->size);
	free(f);
}

int weir_vfio_mem_map(struct weir_vfio_mem *mem, uint64_t addr, uint64_t size, uint32_t flags, int fd,
		      uint64_t offset)
{
	struct range r = {
		.addr = addr, .last = addr + (size - 1),
		.flags = (flags & WEIR_VFIO_DMA_READABLE ? WEIR_HOSTMEM_READ : 0) |
			 (flags & WEIR_VFIO_DMA_WRITEABLE ? WEIR_HOSTMEM_WRITE : 0),
	};
	size_t at = find(mem, addr);
	int ret;

	if (at < mem->nr && mem->range[at].addr <= r.last)
		return -EEXIST;
	ret = make_room(mem);
	if (!ret && fd >= 0)
		r.file = get_file(mem, fd, PROT_READ | (r.flags & WEIR_HOSTMEM_WRITE ? PROT_WRITE : 0),
				  offset + size, &ret);
	if (r.file) {
		r.file->users++;
		r.ptr = r.file->ptr + offset;
	}
	if (!ret)
		ret = insert(mem, at, &r);
	if (ret)
		put_file(mem, r.file);
	return ret;
}

/* What remains of a range is one more user of its file. */
static int insert_part(struct weir_vfio_mem *mem, size_t at, const struct range *r)
{
	int ret = insert(mem, at, r);

	if (!ret && r->file)
		r->file->users++;
	return ret;
}

/* Cuts one range down to what lies before first and behind last; there is room for one more. */
static int cut(struct weir_vfio_mem *mem, size_t at, uint64_t first, uint64_t last)
{
	const struct range was = mem->range[at];
	struct range part = was;
	int ret = 0;

	if (first < was.addr)
		first = was.addr;
	if (last > was.last)
		last = was.last;
	if (was.ptr)
		weir_hostmem_remove(mem->host, was.addr);
	memmove(mem->range + at, mem->range + at + 1, (mem->nr - at - 1) * sizeof(was));
	mem->nr--;
	if (last < was.last) {
		part.addr = last + 1;
		part.ptr = was.ptr ? was.ptr + (part.addr - was.addr) : NULL;
		ret = insert_part(mem, at, &part);
	}
	if (!ret && first > was.addr) {
		part = was;
		part.last = first - 1;
		ret = insert_part(mem, at, &part);
	}
	put_file(mem, was.file);
	return ret;
}

int weir_vfio_mem_unmap(struct weir_vfio_mem *mem, uint64_t addr, uint64_t size)
{
	uint64_t last = addr + (size - 1);
	size_t at = find(mem, addr);
	int ret = 0;

	/* Only a hole in the middle makes one range more. */
	if (at < mem->nr && mem->range[at].addr < addr && mem->range[at].last > last)
		ret = make_room(mem);
	while (!ret && (at = find(mem, addr)) < mem->nr && mem->range[at].addr <= last)
		ret = cut(mem, at, addr, last);
	return ret;
}

void weir_vfio_mem_unmap_all(struct weir_vfio_mem *mem)
{
	while (mem->nr) {
		const struct range *r = &mem->range[--mem->nr];

		if (!r->ptr)
			continue;
		weir_hostmem_remove(mem->host, r->addr);
		put_file(mem, r->file);
	}
}

size_t weir_vfio_mem_ranges(const struct weir_vfio_mem *mem)
{
	return mem->nr;
}

void weir_vfio_mem_master(struct weir_vfio_mem *mem, int on)
{
	mem->master = on;
}

static int refuse(struct weir_vfio_mem *mem, const char *verb, uint64_t addr, size_t len, const char *why)
{
	snprintf(mem->error, sizeof(mem->error), "DMA %s of %zu bytes at 0x%" PRIx64 ": %s", verb, len,
		 addr, why);
	mem->own = 1;
	mem->refused++;
	return -EFAULT;
}

static const char off_text[] = "bus mastering expected on, actual off";
static const char bus_text[] = "memory expected, actual SIGBUS: its file was cut";

/* One of `to` and `from` is NULL. No local variable changes between sigsetjmp() and a jump back. */
static int dma(struct weir_vfio_mem *mem, uint64_t addr, void *to, const void *from, const uint8_t *strb,
	       size_t len)
{
	const char *verb = to ? "read" : "write";
	int ret;

	if (!mem->master)
		return refuse(mem, verb, addr, len, off_text);
	if (sigsetjmp(bus_back, 0)) {
		bus_guarded = 0;
		return refuse(mem, verb, addr, len, bus_text);
	}
	bus_guarded = 1;
	if (to)
		ret = weir_hostmem_dma_read(mem->host, addr, to, len);
	else
		ret = weir_hostmem_dma_write(mem->host, addr, from, strb, len);
	bus_guarded = 0;
	if (ret)
		mem->own = 0;
	return ret;
}

int weir_vfio_mem_dma_read(void *ctx, uint64_t addr, void *data, size_t len)
{
	return dma(ctx, addr, data, NULL, NULL, len);
}

int weir_vfio_mem_dma_write(void *ctx, uint64_t addr, const void *data, const uint8_t *strb, size_t len)
{
	return dma(ctx, addr, NULL, data, strb, len);
}

uint64_t weir_vfio_mem_refused(const struct weir_vfio_mem *mem)
{
	return mem->refused + weir_hostmem_refused(mem->host);
}

const char *weir_vfio_mem_error(const struct weir_vfio_mem *mem)
{
	if (!weir_vfio_mem_refused(mem))
		return NULL;
	return mem->own ? mem->error : weir_hostmem_error(mem->host);
}
