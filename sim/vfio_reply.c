// SPDX-License-Identifier: BSD-3-Clause
/*
 * vfio_reply.c - the answers of a vfio-user server, put together
 */
#include "vfio_msg.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void put32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
	p[2] = (uint8_t)(v >> 16);
	p[3] = (uint8_t)(v >> 24);
}

static void put64(uint8_t *p, uint64_t v)
{
	put32(p, (uint32_t)v);
	put32(p + 4, (uint32_t)(v >> 32));
}

static size_t head(uint8_t *out, const struct weir_vfio_msg *msg, size_t contents, int error)
{
	put32(out, msg->hdr.id | (uint32_t)msg->hdr.cmd << 16);
	put32(out + 4, (uint32_t)(WEIR_VFIO_HDR + contents));
	put32(out + 8, WEIR_VFIO_REPLY | (error ? WEIR_VFIO_ERROR : 0));
	put32(out + 12, (uint32_t)error);
	return WEIR_VFIO_HDR + contents;
}

size_t weir_vfio_reply_error(uint8_t *out, const struct weir_vfio_msg *msg, int error)
{
	return head(out, msg, 0, error);
}

size_t weir_vfio_reply_done(uint8_t *out, const struct weir_vfio_msg *msg)
{
	return head(out, msg, 0, 0);
}

size_t weir_vfio_reply_version(uint8_t *out, const struct weir_vfio_msg *msg)
{
	char *text = (char *)out + 20;
	int n = snprintf(text, 256, "{\"capabilities\":{\"max_msg_fds\":%u,\"max_data_xfer_size\":%u,"
			 "\"pgsizes\":%u,\"max_dma_maps\":%u,\"write_multiple\":true}}",
			 WEIR_VFIO_FDS_MAX, WEIR_VFIO_XFER_MAX, WEIR_VFIO_PAGE, WEIR_VFIO_MAPS_MAX);

	/* Version 0.0: every minor version of a client can speak that. */
	put32(out + 16, 0);
	return head(out, msg, 4 + (size_t)n + 1, 0);
}

size_t weir_vfio_reply_unmap(uint8_t *out, const struct weir_vfio_msg *msg)
{
	put32(out + 16, 24);
	put32(out + 20, msg->u.unmap.flags);
	put64(out + 24, msg->u.unmap.addr);
	put64(out + 32, msg->u.unmap.size);
	return head(out, msg, 24, 0);
}

static size_t region_info(uint8_t *out, const struct weir_vfio_msg *msg,
			  const struct weir_vfio_shape *shape)
{
	uint64_t size = shape->region_size[msg->u.info.index];

	/* None can be mapped: that would end posted writes, and the card would not see an access. */
	put32(out + 16, 32);
	put32(out + 20, size ? WEIR_VFIO_REGION_R | WEIR_VFIO_REGION_W : 0);
	put32(out + 24, msg->u.info.index);
	put32(out + 28, 0);
	put64(out + 32, size);
	put64(out + 40, 0);
	return head(out, msg, 32, 0);
}

size_t weir_vfio_reply_info(uint8_t *out, const struct weir_vfio_msg *msg,
			    const struct weir_vfio_shape *shape)
{
	uint32_t count;

	if (msg->hdr.cmd == WEIR_VFIO_GET_REGION_INFO)
		return region_info(out, msg, shape);
	put32(out + 16, 16);
	if (msg->hdr.cmd == WEIR_VFIO_GET_INFO) {
		put32(out + 20, 3);	/* a PCI device that can be reset */
		put32(out + 24, WEIR_VFIO_REGIONS);
		put32(out + 28, WEIR_VFIO_IRQS);
		return head(out, msg, 16, 0);
	}
	count = shape->irq_count[msg->u.info.index];
	put32(out + 20, count ? WEIR_VFIO_IRQ_EVENTFD : 0);
	put32(out + 24, msg->u.info.index);
	put32(out + 28, count);
	return head(out, msg, 16, 0);
}

size_t weir_vfio_reply_rw(uint8_t *out, const struct weir_vfio_msg *msg, const uint8_t *data)
{
	put64(out + 16, msg->u.rw.offset);
	put32(out + 24, msg->u.rw.region);
	put32(out + 28, msg->u.rw.count);
	if (!data)
		return head(out, msg, 16, 0);
	memcpy(out + 32, data, msg->u.rw.count);
	return head(out, msg, 16 + msg->u.rw.count, 0);
}
