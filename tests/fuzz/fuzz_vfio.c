// SPDX-License-Identifier: BSD-3-Clause
/*
 * fuzz_vfio.c - any bytes as messages of vfio-user: what passes holds only numbers that its receiver may use
 * without a look, and every answer has the length that its header says
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "vfio_msg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct weir_vfio_shape shape = {
	.region_size = { [0] = 262144, [2] = 4096, [WEIR_VFIO_REGION_CONFIG] = 4096 },
	.irq_count = { [WEIR_VFIO_IRQ_MSIX] = 32, [WEIR_VFIO_IRQ_ERR] = 1 },
};

static void must(int what)
{
	if (!what)
		abort();
}

static void check_span(uint32_t region, uint64_t offset, uint32_t count)
{
	must(region < WEIR_VFIO_REGIONS && count >= 1 && count <= WEIR_VFIO_XFER_MAX);
	must(offset < shape.region_size[region] && offset + count <= shape.region_size[region]);
}

/* Reads all that a message refers to: the sanitizer knows where it ends. */
static unsigned int touch(const uint8_t *p, uint32_t n)
{
	unsigned int sum = 0;

	while (n--)
		sum += p[n];
	return sum;
}

static void check(const struct weir_vfio_msg *m, unsigned int fds)
{
	static volatile unsigned int sink;
	struct weir_vfio_write w;
	uint32_t i;

	switch (m->hdr.cmd) {
	case WEIR_VFIO_DMA_MAP:
		must(fds <= 1 && m->u.map.size && m->u.map.size % 4096 == 0);
		must(m->u.map.addr + (m->u.map.size - 1) >= m->u.map.addr);
		must(m->u.map.offset <= INT64_MAX && m->u.map.size - 1 <= INT64_MAX - m->u.map.offset);
		break;
	case WEIR_VFIO_DMA_UNMAP:
		must(m->u.unmap.flags == 2 || m->u.unmap.size);
		must(!m->u.unmap.size || m->u.unmap.addr + (m->u.unmap.size - 1) >= m->u.unmap.addr);
		break;
	case WEIR_VFIO_SET_IRQS:
		must(m->u.irqs.start + (uint64_t)m->u.irqs.count <= shape.irq_count[m->u.irqs.index]);
		must(!fds || fds == m->u.irqs.count);
		if (m->u.irqs.flags & WEIR_VFIO_SET_BOOL)
			sink = touch(m->u.irqs.bools, m->u.irqs.count);
		break;
	case WEIR_VFIO_REGION_READ:
	case WEIR_VFIO_REGION_WRITE:
		check_span(m->u.rw.region, m->u.rw.offset, m->u.rw.count);
		if (m->hdr.cmd == WEIR_VFIO_REGION_WRITE)
			sink = touch(m->u.rw.data, m->u.rw.count);
		break;
	case WEIR_VFIO_WRITE_MULTI:
		for (i = 0; i < m->u.multi.nr; i++) {
			weir_vfio_multi(m, i, &w);
			check_span(w.region, w.offset, w.count);
			must(w.count <= 8);
			sink = touch(w.data, 8);
		}
		break;
	default:
		break;
	}
}

static void check_answer(const uint8_t *out, size_t n)
{
	must(n >= WEIR_VFIO_HDR && n <= WEIR_VFIO_REPLY_MAX);
	must(((size_t)out[4] | (size_t)out[5] << 8 | (size_t)out[6] << 16) == n && !out[7]);
	must(out[8] & WEIR_VFIO_REPLY);
}

static void answer(const struct weir_vfio_msg *m)
{
	static uint8_t out[WEIR_VFIO_REPLY_MAX], data[WEIR_VFIO_XFER_MAX];

	check_answer(out, weir_vfio_reply_error(out, m, m->error));
	if (m->error)
		return;
	check_answer(out, weir_vfio_reply_done(out, m));
	check_answer(out, weir_vfio_reply_version(out, m));
	check_answer(out, weir_vfio_reply_unmap(out, m));
	if (m->hdr.cmd == WEIR_VFIO_REGION_READ)
		check_answer(out, weir_vfio_reply_rw(out, m, data));
	if (m->hdr.cmd == WEIR_VFIO_GET_INFO || m->hdr.cmd == WEIR_VFIO_GET_REGION_INFO ||
	    m->hdr.cmd == WEIR_VFIO_GET_IRQ_INFO)
		check_answer(out, weir_vfio_reply_info(out, m, &shape));
}

/* A command's own length in place of the input's, for most: few guesses would hit it. */
static uint32_t own_size(unsigned int cmd, uint32_t size)
{
	static const uint8_t usual[16] = { 16, 20, 48, 40, 32, 48, 16, 32, 36, 32, 36, 32, 32, 16, 16,
					   48 };

	return size & 0x80 ? usual[cmd & 15] : size;
}

/* Cuts the numbers of a message down to about what the device has: few guesses would be near. */
static void tame(uint8_t *p, uint32_t len)
{
	static const uint32_t masks[16][6] = {
		[WEIR_VFIO_DMA_MAP] = { 63, 3, 0xf000, 0x80000000, 0xfffff000, 0xffffffff },
		[WEIR_VFIO_SET_IRQS] = { 31, 63, 3, 63, 63, 0xffffffff },
		[WEIR_VFIO_REGION_READ] = { 0x41fff, 0, 7, 0x1fff, 0xffffffff, 0xffffffff },
		[WEIR_VFIO_REGION_WRITE] = { 0x41fff, 0, 7, 31, 0xffffffff, 0xffffffff },
		[WEIR_VFIO_WRITE_MULTI] = { 3, 0, 0x41fff, 0, 2, 15 },
	};
	const uint32_t *mask = masks[p[2] & 15];
	uint32_t i, v;

	for (i = 0; mask[0] && i < 6 && 20 + 4 * i <= len; i++) {
		memcpy(&v, p + 16 + 4 * i, 4);
		v &= mask[i];
		memcpy(p + 16 + 4 * i, &v, 4);
	}
}

/* One byte of descriptors, then the message; many of them, the first of which should be VERSION. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int negotiated = size && data[0] & 0x80;

	while (size > WEIR_VFIO_HDR) {
		unsigned int tamed = *data & 0x40, fds = *data & 0x20 ? 0 : *data & 31;
		struct weir_vfio_msg m;
		uint8_t *copy = malloc(WEIR_VFIO_HDR);
		char why[64] = "";
		uint32_t len;
		int ret;

		data++;
		size--;
		must(copy != NULL);
		memcpy(copy, data, WEIR_VFIO_HDR);
		copy[3] = 0;
		if (tamed) {
			copy[2] &= 15;
			copy[8] &= WEIR_VFIO_NO_REPLY;
			memset(copy + 9, 0, 3);
		}
		memcpy(&len, copy + 4, 4);
		len = own_size(copy[2], len);
		memcpy(copy + 4, &len, 4);
		ret = weir_vfio_hdr_parse(&m.hdr, copy, why, sizeof(why));
		must(ret ? ret == -EPROTO && why[0] : m.hdr.size >= 16 && m.hdr.size <= WEIR_VFIO_MSG_MAX);
		if (!ret && m.hdr.size <= size) {
			uint8_t *whole = malloc(len);

			must(whole != NULL);
			memcpy(whole, copy, WEIR_VFIO_HDR);
			memcpy(whole + WEIR_VFIO_HDR, data + WEIR_VFIO_HDR, len - WEIR_VFIO_HDR);
			free(copy);
			copy = whole;
			if (tamed)
				tame(copy, len);
			ret = weir_vfio_parse(&m, &shape, copy, fds, &negotiated, why, sizeof(why));
			must(ret ? ret == -EPROTO && why[0] : negotiated);
			if (!ret) {
				check(&m, fds);
				answer(&m);
			}
			data += len;
			size -= len;
		} else {
			size = 0;
		}
		free(copy);
	}
	return 0;
}
