/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * g_map.c - table test: mappings of rings
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>
#include "family.h"
#include "ring.h"

static int map(int fd, size_t len, long offset)
{
	void *at = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, offset);

	if (at == MAP_FAILED)
		return -1;
	munmap(at, len);
	return 0;
}

static void sizes(void)
{
	struct tpacket_req3 req = { 4096, 4, 2048, 8, 0, 0, 0 };
	int fd = must_set(sock(SOCK_RAW, 0), PACKET_VERSION, TPACKET_V2);

	call("none", map(fd, 16384, 0), EINVAL);
	if (set(fd, PACKET_RX_RING, &req, sizeof(struct tpacket_req)))
		stop("ring");
	call("exact", map(fd, 16384, 0), 0);
	call("less", map(fd, 12288, 0), EINVAL);
	call("more", map(fd, 20480, 0), EINVAL);
	call("rounded", map(fd, 16383, 0), 0);
	call("offset", map(fd, 12288, 4096), EINVAL);
	call("offset_whole", map(fd, 16384, 4096), EINVAL);
}

static void both_rings(void)
{
	struct tpacket_req3 rx = { 4096, 4, 2048, 8, 0, 0, 0 }, tx = { 4096, 2, 2048, 4, 0, 0, 0 };
	struct ring r = { .fd = must_set(bound(SOCK_RAW, PROTO), PACKET_VERSION, TPACKET_V2) };

	call("rx", set(r.fd, PACKET_RX_RING, &rx, sizeof(struct tpacket_req)), 0);
	call("tx", set(r.fd, PACKET_TX_RING, &tx, sizeof(struct tpacket_req)), 0);
	call("rx_alone", map(r.fd, 16384, 0), EINVAL);
	call("sum", map(r.fd, 24576, 0), 0);
	r.map = mmap(NULL, 24576, PROT_READ | PROT_WRITE, MAP_SHARED, r.fd, 0);
	if (r.map == MAP_FAILED)
		return;
	give(TO_DEV, PROTO, 60);
	yes("rx_first", slot_wait(&r, 0));
}

/* mapped_as: the flags of the mapping at that address; "pf" are pages that have no struct page. */
static void mapped_as(const void *at, char *flags, size_t size)
{
	unsigned long want = (unsigned long)at, from;
	FILE *f = fopen("/proc/self/smaps", "r");
	bool in = false;
	char line[400];

	*flags = 0;
	while (f && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%lx-%*x ", &from) == 1 && strchr(line, '-'))
			in = from == want;
		if (in && !strncmp(line, "VmFlags:", 8))
			snprintf(flags, size, "%s", line + 8);
	}
	if (f)
		fclose(f);
}

static void pages(void)
{
	uint8_t copy[256];
	struct ring r = { .block = 8192, .nr = 2, .frame = 8192 };
	struct iovec from, to = { .iov_base = copy, .iov_len = sizeof(copy) };
	char flags[400];
	int ends[2];

	ring_open(&r);
	mapped_as(r.map, flags, sizeof(flags));
	yes("page_frames", *flags && !strstr(flags, " pf"));
	give(TO_DEV, PROTO, 200);
	yes("frame", slot_wait(&r, 0));
	from = (struct iovec){ .iov_base = r.map + V2_MAC, .iov_len = 200 };
	if (pipe(ends))
		stop("pipe");
	num("vmsplice", vmsplice(ends[1], &from, 1, 0), 200);
	num("pipe", read(ends[0], copy, sizeof(copy)), 200);
	yes("pipe.same", !memcmp(copy, r.map + V2_MAC, 200));
	memset(copy, 0, sizeof(copy));
	num("process_vm_readv", process_vm_readv(getpid(), &to, 1, &from, 1, 0), 200);
	yes("read.same", !memcmp(copy, r.map + V2_MAC, 200));
}

static void closed(void)
{
	struct ring r = { 0 };
	uint8_t was;

	ring_open(&r);
	give(TO_DEV, PROTO, 60);
	yes("frame", slot_wait(&r, 0));
	close(r.fd);
	settle();
	hex("status", slot_status(&r, 0), TP_STATUS_USER);
	yes("data", frame_ok(r.map + V2_MAC + LINK_LEN, LINK_LEN, 60 - LINK_LEN - 8));
	was = r.map[r.size - 1];
	r.map[r.size - 1] = (uint8_t)~was;
	num("writable", r.map[r.size - 1], (uint8_t)~was);
	r.fd = bound(SOCK_RAW, PROTO);
	give(TO_DEV, PROTO, 60);
	/* The mapping keeps the socket. */
	hex("still_fills", slot_status(&r, 1), TP_STATUS_USER);
	call("munmap", munmap(r.map, r.size), 0);
}

static void many(void)
{
	struct ring r = { 0 };
	uint8_t *reads, *own, *second;
	char path[] = "/tmp/t_family.XXXXXX";
	int file = mkstemp(path);

	if (file < 0)
		stop("mkstemp");
	unlink(path);
	ring_open(&r);
	reads = mmap(NULL, r.size, PROT_READ, MAP_SHARED, r.fd, 0);
	call("read_only", reads == MAP_FAILED ? -1 : 0, 0);
	own = mmap(NULL, r.size, PROT_READ | PROT_WRITE, MAP_PRIVATE, r.fd, 0);
	call("private", own == MAP_FAILED ? -1 : 0, 0);
	second = mmap(NULL, r.size, PROT_READ | PROT_WRITE, MAP_SHARED, r.fd, 0);
	call("second", second == MAP_FAILED ? -1 : 0, 0);
	give(TO_DEV, PROTO, 60);
	yes("frame", slot_wait(&r, 0));
	if (reads != MAP_FAILED)
		yes("read_only.same", !memcmp(reads, r.map, 2048));
	if (own != MAP_FAILED)
		yes("private.same", !memcmp(own, r.map, 2048));
	if (second != MAP_FAILED)
		yes("second.same", !memcmp(second, r.map, 2048));
	/* Newer kernels let no socket's memory be executed. */
	call("exec",
	     mmap(NULL, r.size, PROT_READ | PROT_EXEC, MAP_SHARED, r.fd, 0) == MAP_FAILED ? -1 : 0,
	     ANY_ERR);
	call("mprotect", mprotect(r.map, r.size, PROT_READ | PROT_WRITE | PROT_EXEC), ANY_ERR);
	num("write", write(file, r.map, 4096), 4096);
	call("munmap_part", munmap(r.map + 8192, 4096), 0);
	call("munmap_hole", munmap(r.map, 4096), 0);
	r.map[4096] = 5;
	num("rest", r.map[4096], 5);
}

static void forked(void)
{
	struct ring r = { 0 };
	pid_t pid;

	ring_open(&r);
	pid = fork();
	if (!pid) {
		/* The child's mapping and descriptor go with it. */
		r.map[r.size - 1] = 9;
		_exit(0);
	}
	usleep(20000);
	num("shared", r.map[r.size - 1], 9);
	give(TO_DEV, PROTO, 60);
	yes("frame", slot_wait(&r, 0));
	struct tpacket_req3 none_req = { 0 };
	call("busy", set(r.fd, PACKET_RX_RING, &none_req, sizeof(struct tpacket_req)), EBUSY);
	munmap(r.map, r.size);
	call("free", set(r.fd, PACKET_RX_RING, &none_req, sizeof(struct tpacket_req)), 0);
}

const struct fam_case cases_map[] = {
	{ "64", "mmap", sizes },
	{ "64", "both_rings", both_rings },
	{ "65", "pages", pages },
	{ "66", "close", closed },
	{ "66b", "many", many },
	{ "66b", "fork", forked },
	{ 0 },
};
