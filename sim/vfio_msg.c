// SPDX-License-Identifier: BSD-3-Clause
/*
 * vfio_msg.c - the messages of vfio-user, taken apart
 *
 * Numbers are little-endian as on every host that this runs on; read byte by byte, nothing is aligned.
 */
#include "vfio_msg.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define VERSION_MAJOR	0
#define RECORD		24U	/* of a WRITE_MULTI: offset, region, count, 8 bytes */

/* What is being taken apart. */
struct in {
	const struct weir_vfio_shape *shape;
	const uint8_t *p;
	uint32_t size;
	unsigned int fds;
	const char *name;
	char *why;
	size_t why_len;
};

static const struct {
	const char *name;
	uint32_t min, max;	/* bytes with header */
	unsigned int fds;	/* most */
} commands[] = {
	[WEIR_VFIO_VERSION] = { "VERSION", 20, 4096, 0 },
	[WEIR_VFIO_DMA_MAP] = { "DMA_MAP", 48, 48, 1 },
	[WEIR_VFIO_DMA_UNMAP] = { "DMA_UNMAP", 40, 40, 0 },
	[WEIR_VFIO_GET_INFO] = { "GET_INFO", 32, 32, 0 },
	[WEIR_VFIO_GET_REGION_INFO] = { "GET_REGION_INFO", 48, 48, 0 },
	[WEIR_VFIO_GET_REGION_IO_FDS] = { "GET_REGION_IO_FDS", 16, WEIR_VFIO_MSG_MAX, 0 },
	[WEIR_VFIO_GET_IRQ_INFO] = { "GET_IRQ_INFO", 32, 32, 0 },
	[WEIR_VFIO_SET_IRQS] = { "SET_IRQS", 36, 36 + 2048, WEIR_VFIO_FDS_MAX },
	[WEIR_VFIO_REGION_READ] = { "REGION_READ", 32, 32, 0 },
	[WEIR_VFIO_REGION_WRITE] = { "REGION_WRITE", 32, 32 + WEIR_VFIO_XFER_MAX, 0 },
	[WEIR_VFIO_DMA_READ] = { "DMA_READ", 16, WEIR_VFIO_MSG_MAX, 0 },
	[WEIR_VFIO_DMA_WRITE] = { "DMA_WRITE", 16, WEIR_VFIO_MSG_MAX, 0 },
	[WEIR_VFIO_RESET] = { "DEVICE_RESET", 16, 16, 0 },
	[WEIR_VFIO_DIRTY_PAGES] = { "DIRTY_PAGES", 16, WEIR_VFIO_MSG_MAX, 0 },
	[WEIR_VFIO_WRITE_MULTI] = { "WRITE_MULTI", 24, WEIR_VFIO_MSG_MAX, 0 },
};
#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

const char *weir_vfio_name(unsigned int cmd)
{
	return cmd < COMMANDS && commands[cmd].name ? commands[cmd].name : "message";
}

static uint16_t get16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static uint32_t get32(const uint8_t *p)
{
	return get16(p) | (uint32_t)get16(p + 2) << 16;
}

static uint64_t get64(const uint8_t *p)
{
	return get32(p) | (uint64_t)get32(p + 4) << 32;
}

__attribute__((format(printf, 2, 3))) static int bad(const struct in *in, const char *fmt, ...)
{
	int n = snprintf(in->why, in->why_len, "%s: ", in->name);
	va_list ap;

	va_start(ap, fmt);
	if (n >= 0 && (size_t)n < in->why_len)
		vsnprintf(in->why + n, in->why_len - (size_t)n, fmt, ap);
	va_end(ap);
	return -EPROTO;
}

int weir_vfio_hdr_parse(struct weir_vfio_hdr *hdr, const uint8_t *p, char *why, size_t why_len)
{
	struct in in = { .why = why, .why_len = why_len };

	hdr->id = get16(p);
	hdr->cmd = get16(p + 2);
	hdr->size = get32(p + 4);
	hdr->flags = get32(p + 8);
	hdr->error = get32(p + 12);
	in.name = weir_vfio_name(hdr->cmd);
	/* All commands of this device come from the client, so nothing can be a reply. */
	if (hdr->flags & ~WEIR_VFIO_NO_REPLY)
		return bad(&in, "flags of a command expected, actual 0x%" PRIx32, hdr->flags);
	if (hdr->size < WEIR_VFIO_HDR || hdr->size > WEIR_VFIO_MSG_MAX)
		return bad(&in, "%u to %u bytes expected, actual %" PRIu32, WEIR_VFIO_HDR,
			   WEIR_VFIO_MSG_MAX, hdr->size);
	if (hdr->cmd >= COMMANDS || !commands[hdr->cmd].name)
		return 0;
	if (hdr->size < commands[hdr->cmd].min || hdr->size > commands[hdr->cmd].max)
		return bad(&in, "%" PRIu32 " to %" PRIu32 " bytes expected, actual %" PRIu32,
			   commands[hdr->cmd].min, commands[hdr->cmd].max, hdr->size);
	return 0;
}

/* The last member of most requests: what the sender has room for in the answer. */
static int check_argsz(const struct in *in, uint32_t least)
{
	uint32_t argsz = get32(in->p + WEIR_VFIO_HDR);

	if (argsz < least)
		return bad(in, "argsz of %" PRIu32 " or more expected, actual %" PRIu32, least, argsz);
	return 0;
}

static int parse_version(const struct in *in, struct weir_vfio_msg *m, int *negotiated)
{
	m->u.version.major = get16(in->p + 16);
	m->u.version.minor = get16(in->p + 18);
	if (*negotiated)
		return bad(in, "one expected, actual a second one");
	if (m->u.version.major != VERSION_MAJOR)
		return bad(in, "major version %d expected, actual %u", VERSION_MAJOR,
			   m->u.version.major);
	if (in->size > 20 && memchr(in->p + 20, 0, in->size - 20) != in->p + in->size - 1)
		return bad(in, "a text up to the end expected, its only zero byte the last");
	if (m->no_reply)
		return bad(in, "a request for a reply expected, actual none");
	*negotiated = 1;
	return 0;
}

static int parse_map(const struct in *in, struct weir_vfio_msg *m)
{
	m->u.map.flags = get32(in->p + 20);
	m->u.map.offset = get64(in->p + 24);
	m->u.map.addr = get64(in->p + 32);
	m->u.map.size = get64(in->p + 40);
	if (check_argsz(in, 32))
		return -EPROTO;
	if (m->u.map.flags & ~3U || !m->u.map.flags)
		return bad(in, "flags 1 to 3 expected, actual 0x%" PRIx32, m->u.map.flags);
	if (!m->u.map.size || m->u.map.size % WEIR_VFIO_PAGE || m->u.map.addr % WEIR_VFIO_PAGE ||
	    (in->fds && m->u.map.offset % WEIR_VFIO_PAGE))
		return bad(in, "whole pages expected, actual 0x%" PRIx64 " bytes at 0x%" PRIx64
			   ", offset 0x%" PRIx64, m->u.map.size, m->u.map.addr, m->u.map.offset);
	if (m->u.map.size - 1 > UINT64_MAX - m->u.map.addr ||
	    m->u.map.size - 1 > INT64_MAX - (m->u.map.offset & INT64_MAX) ||
	    m->u.map.offset > INT64_MAX)
		return bad(in, "an end below 2^64 expected, actual 0x%" PRIx64 " bytes at 0x%" PRIx64
			   ", offset 0x%" PRIx64, m->u.map.size, m->u.map.addr, m->u.map.offset);
	return 0;
}

static int parse_unmap(const struct in *in, struct weir_vfio_msg *m)
{
	m->u.unmap.flags = get32(in->p + 20);
	m->u.unmap.addr = get64(in->p + 24);
	m->u.unmap.size = get64(in->p + 32);
	if (check_argsz(in, 24))
		return -EPROTO;
	if (m->u.unmap.flags & ~WEIR_VFIO_UNMAP_ALL)
		return bad(in, "flags 0 or 2 expected, actual 0x%" PRIx32, m->u.unmap.flags);
	if (m->u.unmap.flags ? m->u.unmap.addr || m->u.unmap.size :
	    !m->u.unmap.size || m->u.unmap.size % WEIR_VFIO_PAGE ||
	    m->u.unmap.addr % WEIR_VFIO_PAGE || m->u.unmap.size - 1 > UINT64_MAX - m->u.unmap.addr)
		return bad(in, "whole pages expected, actual 0x%" PRIx64 " bytes at 0x%" PRIx64
			   ", flags 0x%" PRIx32, m->u.unmap.size, m->u.unmap.addr, m->u.unmap.flags);
	return 0;
}

static int parse_info(const struct in *in, struct weir_vfio_msg *m)
{
	static const uint32_t argsz[] = {
		[WEIR_VFIO_GET_INFO] = 16,
		[WEIR_VFIO_GET_REGION_INFO] = 32,
		[WEIR_VFIO_GET_IRQ_INFO] = 16,
	};

	m->u.info.index = get32(in->p + 24);
	if (check_argsz(in, argsz[m->hdr.cmd]))
		return -EPROTO;
	/* Linux says so of what a device does not have; clients may go through all numbers. */
	if ((m->hdr.cmd == WEIR_VFIO_GET_REGION_INFO && m->u.info.index >= WEIR_VFIO_REGIONS) ||
	    (m->hdr.cmd == WEIR_VFIO_GET_IRQ_INFO && m->u.info.index >= WEIR_VFIO_IRQS))
		m->error = EINVAL;
	return 0;
}

static int parse_irqs(const struct in *in, struct weir_vfio_msg *m)
{
	uint32_t data = get32(in->p + 20) & 7, action = get32(in->p + 20) & ~7U, have, bytes;

	m->u.irqs.flags = get32(in->p + 20);
	m->u.irqs.index = get32(in->p + 24);
	m->u.irqs.start = get32(in->p + 28);
	m->u.irqs.count = get32(in->p + 32);
	m->u.irqs.bools = in->p + 36;
	if (check_argsz(in, 20))
		return -EPROTO;
	if (m->u.irqs.index >= WEIR_VFIO_IRQS)
		return bad(in, "index 0 to %u expected, actual %" PRIu32, WEIR_VFIO_IRQS - 1,
			   m->u.irqs.index);
	if ((data != WEIR_VFIO_SET_NONE && data != WEIR_VFIO_SET_BOOL && data != WEIR_VFIO_SET_EVENTFD) ||
	    (action != 8 && action != 16 && action != WEIR_VFIO_SET_TRIGGER))
		return bad(in, "one kind of data and one action expected, actual flags 0x%" PRIx32,
			   m->u.irqs.flags);
	have = in->shape->irq_count[m->u.irqs.index];
	if (m->u.irqs.start > have || m->u.irqs.count > have - m->u.irqs.start)
		return bad(in, "interrupts below %" PRIu32 " expected, actual %" PRIu32 " from %" PRIu32,
			   have, m->u.irqs.count, m->u.irqs.start);
	if (!m->u.irqs.count && (data != WEIR_VFIO_SET_NONE || m->u.irqs.start))
		return bad(in, "one interrupt or more expected, actual none");
	bytes = data == WEIR_VFIO_SET_BOOL ? m->u.irqs.count : 0;
	if (in->size != 36 + bytes)
		return bad(in, "%" PRIu32 " bytes expected, actual %" PRIu32, 36 + bytes, in->size);
	/* QEMU's first one for a vector has none: it only wants MSI-X switched on. */
	if (in->fds && (data != WEIR_VFIO_SET_EVENTFD || in->fds != m->u.irqs.count))
		return bad(in, "no descriptor or one for each of %" PRIu32 " interrupts expected, "
			   "actual %u", m->u.irqs.count, in->fds);
	if (action != WEIR_VFIO_SET_TRIGGER)
		m->error = ENOTSUP;	/* masks are the client's: GET_IRQ_INFO does not offer them */
	return 0;
}

static int check_span(const struct in *in, uint32_t region, uint64_t offset, uint32_t count)
{
	uint64_t size = region < WEIR_VFIO_REGIONS ? in->shape->region_size[region] : 0;

	if (!size)
		return bad(in, "a region of the device expected, actual %" PRIu32, region);
	if (!count || count > WEIR_VFIO_XFER_MAX)
		return bad(in, "1 to %u bytes expected, actual %" PRIu32, WEIR_VFIO_XFER_MAX, count);
	if (offset >= size || count > size - offset)
		return bad(in, "an end within region %" PRIu32 " expected, actual %" PRIu32
			   " bytes at 0x%" PRIx64, region, count, offset);
	return 0;
}

static int parse_rw(const struct in *in, struct weir_vfio_msg *m)
{
	uint32_t want = 32;

	m->u.rw.offset = get64(in->p + 16);
	m->u.rw.region = get32(in->p + 24);
	m->u.rw.count = get32(in->p + 28);
	m->u.rw.data = in->p + 32;
	if (check_span(in, m->u.rw.region, m->u.rw.offset, m->u.rw.count))
		return -EPROTO;
	if (m->hdr.cmd == WEIR_VFIO_REGION_WRITE)
		want += m->u.rw.count;
	if (in->size != want)
		return bad(in, "%" PRIu32 " bytes expected, actual %" PRIu32, want, in->size);
	if (m->hdr.cmd == WEIR_VFIO_REGION_READ && m->no_reply)
		return bad(in, "a request for a reply expected, actual none");
	return 0;
}

void weir_vfio_multi(const struct weir_vfio_msg *m, uint32_t i, struct weir_vfio_write *out)
{
	const uint8_t *p = m->u.multi.records + (size_t)i * RECORD;

	out->offset = get64(p);
	out->region = get32(p + 8);
	out->count = get32(p + 12);
	out->data = p + 16;
}

static int parse_multi(const struct in *in, struct weir_vfio_msg *m)
{
	uint64_t nr = get64(in->p + 16);
	struct weir_vfio_write w;
	uint32_t i;

	if (nr > (WEIR_VFIO_MSG_MAX - 24) / RECORD || in->size != 24 + nr * RECORD)
		return bad(in, "writes of %u bytes that fill %" PRIu32 " bytes expected, actual %" PRIu64,
			   RECORD, in->size - 24, nr);
	m->u.multi.nr = (uint32_t)nr;
	m->u.multi.records = in->p + 24;
	for (i = 0; i < nr; i++) {
		weir_vfio_multi(m, i, &w);
		if (check_span(in, w.region, w.offset, w.count))
			return -EPROTO;
		if (w.count > 8)
			return bad(in, "1 to 8 bytes a write expected, actual %" PRIu32, w.count);
	}
	return 0;
}

int weir_vfio_parse(struct weir_vfio_msg *m, const struct weir_vfio_shape *shape, const uint8_t *p,
		    unsigned int fds, int *negotiated, char *why, size_t why_len)
{
	struct in in = { .shape = shape, .p = p, .fds = fds, .why = why, .why_len = why_len };
	int known;

	memset(m, 0, sizeof(*m));
	if (weir_vfio_hdr_parse(&m->hdr, p, why, why_len))
		return -EPROTO;
	m->no_reply = !!(m->hdr.flags & WEIR_VFIO_NO_REPLY);
	in.size = m->hdr.size;
	in.name = weir_vfio_name(m->hdr.cmd);
	known = m->hdr.cmd < COMMANDS && commands[m->hdr.cmd].name;
	if (!*negotiated && m->hdr.cmd != WEIR_VFIO_VERSION)
		return bad(&in, "VERSION expected first, actual command %u", m->hdr.cmd);
	if (fds > (known ? commands[m->hdr.cmd].fds : 0))
		return bad(&in, "%u descriptors expected at most, actual %u",
			   known ? commands[m->hdr.cmd].fds : 0, fds);
	switch (m->hdr.cmd) {
	case WEIR_VFIO_VERSION:
		return parse_version(&in, m, negotiated);
	case WEIR_VFIO_DMA_MAP:
		return parse_map(&in, m);
	case WEIR_VFIO_DMA_UNMAP:
		return parse_unmap(&in, m);
	case WEIR_VFIO_GET_INFO:
	case WEIR_VFIO_GET_REGION_INFO:
	case WEIR_VFIO_GET_IRQ_INFO:
		return parse_info(&in, m);
	case WEIR_VFIO_SET_IRQS:
		return parse_irqs(&in, m);
	case WEIR_VFIO_REGION_READ:
	case WEIR_VFIO_REGION_WRITE:
		return parse_rw(&in, m);
	case WEIR_VFIO_WRITE_MULTI:
		return parse_multi(&in, m);
	case WEIR_VFIO_RESET:
		return 0;
	default:
		m->error = ENOTSUP;
		return 0;
	}
}
