/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ring.c - receive rings of the family under test
 */
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include "family.h"
#include "ring.h"

#define WAIT_TRIES 5000

static unsigned int or (unsigned int value, unsigned int otherwise)
{
	return value ? value : otherwise;
}

struct tpacket_req3 ring_req(const struct ring *r)
{
	unsigned int block = or (r->block, 4096), nr = or (r->nr, 4), frame = or (r->frame, 2048);

	return (struct tpacket_req3){
		.tp_block_size = block,
		.tp_block_nr = nr,
		.tp_frame_size = frame,
		.tp_frame_nr = block / frame * nr,
		.tp_retire_blk_tov = or (r->tov_ms, 20),
		.tp_sizeof_priv = r->priv,
		.tp_feature_req_word = r->feature,
	};
}

void ring_open(struct ring *r)
{
	struct tpacket_req3 req;

	if (!r->fd)
		r->fd = sock(r->type ? r->type : SOCK_RAW, 0);
	if (!r->version)
		r->version = TPACKET_V2;
	must_set(r->fd, PACKET_VERSION, r->version);
	if (r->reserve)
		must_set(r->fd, PACKET_RESERVE, (int)r->reserve);
	req = ring_req(r);
	r->size = (size_t)req.tp_block_size * req.tp_block_nr;
	if (set(r->fd, PACKET_RX_RING, &req,
		r->version == TPACKET_V3 ? sizeof(req) : sizeof(struct tpacket_req)))
		stop("PACKET_RX_RING");
	r->map = mmap(NULL, r->size, PROT_READ | PROT_WRITE, MAP_SHARED, r->fd, 0);
	if (r->map == MAP_FAILED)
		stop("mmap");
	if (bind_to(r->fd, fam.index, r->protocol ? r->protocol : PROTO))
		stop("bind");
}

static uint32_t wait_for(const uint32_t *status)
{
	struct timespec ms = { .tv_nsec = 1000000 };
	uint32_t is = 0;

	for (int i = 0; i < WAIT_TRIES; i++) {
		is = __atomic_load_n(status, __ATOMIC_ACQUIRE);
		if (is)
			break;
		nanosleep(&ms, NULL);
	}
	return is;
}

struct tpacket2_hdr *slot_at(const struct ring *r, unsigned int i)
{
	struct tpacket_req3 req = ring_req(r);
	unsigned int each = req.tp_block_size / req.tp_frame_size;

	i %= req.tp_frame_nr;
	return (struct tpacket2_hdr *)(r->map + (size_t)(i / each) * req.tp_block_size +
				       (size_t)(i % each) * req.tp_frame_size);
}

struct tpacket2_hdr *slot_wait(const struct ring *r, unsigned int i)
{
	struct tpacket2_hdr *h = slot_at(r, i);

	return wait_for(&h->tp_status) ? h : NULL;
}

uint32_t slot_status(const struct ring *r, unsigned int i)
{
	return __atomic_load_n(&slot_at(r, i)->tp_status, __ATOMIC_ACQUIRE) &
	       ~(uint32_t)TP_STATUS_TS_SOFTWARE;
}

void slot_free(const struct ring *r, unsigned int i)
{
	__atomic_store_n(&slot_at(r, i)->tp_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
}

static struct tpacket_block_desc *desc_at(const struct ring *r, unsigned int i)
{
	struct tpacket_req3 req = ring_req(r);

	return (struct tpacket_block_desc *)(r->map +
					     (size_t)(i % req.tp_block_nr) * req.tp_block_size);
}

struct tpacket_hdr_v1 *block_at(const struct ring *r, unsigned int i)
{
	return &desc_at(r, i)->hdr.bh1;
}

struct tpacket_hdr_v1 *block_wait(const struct ring *r, unsigned int i)
{
	struct tpacket_hdr_v1 *h = block_at(r, i);

	return wait_for(&h->block_status) ? h : NULL;
}

struct tpacket_hdr_v1 *block_must(const struct ring *r, unsigned int i)
{
	struct tpacket_hdr_v1 *h = block_wait(r, i);

	errno = ETIMEDOUT;
	if (!h)
		stop("block");
	return h;
}

uint32_t block_status(const struct ring *r, unsigned int i)
{
	return __atomic_load_n(&block_at(r, i)->block_status, __ATOMIC_ACQUIRE);
}

void block_free(const struct ring *r, unsigned int i)
{
	__atomic_store_n(&block_at(r, i)->block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
}

struct tpacket3_hdr *packet_at(const struct ring *r, unsigned int i, unsigned int n)
{
	const struct tpacket_hdr_v1 *h = block_at(r, i);
	size_t at = h->offset_to_first_pkt, end = ring_req(r).tp_block_size;
	struct tpacket3_hdr *p;

	for (;; n--) {
		if (at + sizeof(*p) > end)
			break;
		p = (struct tpacket3_hdr *)((uint8_t *)desc_at(r, i) + at);
		if (!n)
			return p;
		if (!p->tp_next_offset)
			break;
		at += p->tp_next_offset;
	}
	errno = ENOENT;
	stop("packet");
}

bool frame_ok(const uint8_t *data, unsigned int from, unsigned int len)
{
	for (unsigned int i = 0; i < len; i++)
		if (from + i >= LINK_LEN && data[i] != (uint8_t)(from + i))
			return false;
	return true;
}

int edge_open(int fd)
{
	struct epoll_event ev = { .events = EPOLLIN | EPOLLET };
	int epoll = epoll_create1(0);

	if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &ev))
		stop("epoll");
	edges(epoll);
	return epoll;
}

int edges(int epoll)
{
	struct epoll_event ev;

	return epoll_wait(epoll, &ev, 1, 0);
}

bool is_now(uint32_t sec, uint32_t nsec)
{
	struct timespec now;
	int64_t ms;

	clock_gettime(CLOCK_REALTIME, &now);
	ms = (now.tv_sec - (int64_t)sec) * 1000 + (now.tv_nsec - (int64_t)nsec) / 1000000;
	return nsec < 1000000000 && ms >= -1 && ms < 3000;
}
