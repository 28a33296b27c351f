/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * vfio_msg.h - the messages of vfio-user, taken apart and put together; no I/O
 *
 * What a server gets, in the layout of QEMU's docs/interop/vfio-user.rst. A message is checked once,
 * whole, where it lies in memory that its sender cannot reach: every length, count, offset, argsz and
 * the number of descriptors. What passes holds no number that its receiver has to check again. What
 * does not pass is malformed: one line says what was wrong, and the connection is not to be trusted
 * any more. A message that is well made but asks for what is not offered has `error` set instead.
 */
#ifndef WEIR_VFIO_MSG_H
#define WEIR_VFIO_MSG_H

#include <stddef.h>
#include <stdint.h>

#define WEIR_VFIO_HDR		16U
#define WEIR_VFIO_FDS_MAX	16U		/* descriptors with one message */
#define WEIR_VFIO_XFER_MAX	4096U		/* bytes of a region with one message */
#define WEIR_VFIO_MSG_MAX	65536U		/* bytes of one message */
#define WEIR_VFIO_MAPS_MAX	65535U
#define WEIR_VFIO_PAGE		4096U
#define WEIR_VFIO_REGIONS	9U		/* six BARs, ROM, configuration space, VGA */
#define WEIR_VFIO_REGION_CONFIG	7U
#define WEIR_VFIO_IRQS		5U		/* INTx, MSI, MSI-X, error, request */
#define WEIR_VFIO_IRQ_MSIX	2U
#define WEIR_VFIO_IRQ_ERR	3U

enum weir_vfio_cmd {
	WEIR_VFIO_VERSION = 1,
	WEIR_VFIO_DMA_MAP,
	WEIR_VFIO_DMA_UNMAP,
	WEIR_VFIO_GET_INFO,
	WEIR_VFIO_GET_REGION_INFO,
	WEIR_VFIO_GET_REGION_IO_FDS,
	WEIR_VFIO_GET_IRQ_INFO,
	WEIR_VFIO_SET_IRQS,
	WEIR_VFIO_REGION_READ,
	WEIR_VFIO_REGION_WRITE,
	WEIR_VFIO_DMA_READ,
	WEIR_VFIO_DMA_WRITE,
	WEIR_VFIO_RESET,
	WEIR_VFIO_DIRTY_PAGES,
	WEIR_VFIO_WRITE_MULTI,
};

#define WEIR_VFIO_REPLY		0x1U		/* flags of the header */
#define WEIR_VFIO_NO_REPLY	0x10U
#define WEIR_VFIO_ERROR		0x20U

#define WEIR_VFIO_DMA_READABLE	1U		/* flags of DMA_MAP: for the card */
#define WEIR_VFIO_DMA_WRITEABLE	2U
#define WEIR_VFIO_UNMAP_ALL	2U

#define WEIR_VFIO_REGION_R	1U
#define WEIR_VFIO_REGION_W	2U

#define WEIR_VFIO_IRQ_EVENTFD	1U		/* flags of GET_IRQ_INFO */

#define WEIR_VFIO_SET_NONE	1U		/* flags of SET_IRQS */
#define WEIR_VFIO_SET_BOOL	2U
#define WEIR_VFIO_SET_EVENTFD	4U
#define WEIR_VFIO_SET_TRIGGER	32U

/* What the device offers: sizes in bytes, 0 = it does not have that region or interrupt. */
struct weir_vfio_shape {
	uint64_t region_size[WEIR_VFIO_REGIONS];
	uint32_t irq_count[WEIR_VFIO_IRQS];
};

struct weir_vfio_hdr {
	uint16_t id, cmd;
	uint32_t size;		/* with this header */
	uint32_t flags;
	uint32_t error;
};

struct weir_vfio_msg {
	struct weir_vfio_hdr hdr;
	int error;		/* errno to answer with, or 0 */
	int no_reply;		/* the sender waits for none */
	union {
		struct { uint16_t major, minor; } version;
		struct { uint32_t flags; uint64_t offset, addr, size; } map;
		struct { uint32_t flags; uint64_t addr, size; } unmap;
		struct { uint32_t index; } info;
		struct {
			uint32_t flags, index, start, count;
			const uint8_t *bools;	/* `count` of them with SET_BOOL */
		} irqs;
		struct {
			uint64_t offset;
			uint32_t region, count;
			const uint8_t *data;	/* REGION_WRITE: in the message */
		} rw;
		struct { uint32_t nr; const uint8_t *records; } multi;
	} u;
};

/* One write of a WRITE_MULTI. */
struct weir_vfio_write {
	uint64_t offset;
	uint32_t region, count;	/* 1 to 8 bytes */
	const uint8_t *data;
};

/* The first WEIR_VFIO_HDR bytes: 0, or -EPROTO with the reason in why. Afterwards hdr->size is WEIR_VFIO_HDR
 * to WEIR_VFIO_MSG_MAX. */
int weir_vfio_hdr_parse(struct weir_vfio_hdr *hdr, const uint8_t *p, char *why, size_t why_len);
/* A whole message of hdr->size bytes with `fds` descriptors: likewise. *negotiated is 0 with a new
 * connection and is set by its VERSION, which must come first. Pointers in *out point into p. */
int weir_vfio_parse(struct weir_vfio_msg *out, const struct weir_vfio_shape *shape, const uint8_t *p,
		    unsigned int fds, int *negotiated, char *why, size_t why_len);
/* Write i of a WRITE_MULTI. */
void weir_vfio_multi(const struct weir_vfio_msg *msg, uint32_t i, struct weir_vfio_write *out);

/* Each writes a reply of at most WEIR_VFIO_REPLY_MAX bytes and returns its length. */
#define WEIR_VFIO_REPLY_MAX	(WEIR_VFIO_HDR + 16U + WEIR_VFIO_XFER_MAX)
size_t weir_vfio_reply_error(uint8_t *out, const struct weir_vfio_msg *msg, int error);
/* Without contents: DMA_MAP, SET_IRQS, RESET, WRITE_MULTI. */
size_t weir_vfio_reply_done(uint8_t *out, const struct weir_vfio_msg *msg);
size_t weir_vfio_reply_version(uint8_t *out, const struct weir_vfio_msg *msg);
size_t weir_vfio_reply_unmap(uint8_t *out, const struct weir_vfio_msg *msg);
/* GET_INFO, GET_REGION_INFO and GET_IRQ_INFO. */
size_t weir_vfio_reply_info(uint8_t *out, const struct weir_vfio_msg *msg,
			    const struct weir_vfio_shape *shape);
/* REGION_READ with data, REGION_WRITE with NULL. */
size_t weir_vfio_reply_rw(uint8_t *out, const struct weir_vfio_msg *msg, const uint8_t *data);

/* "DMA_MAP", …; "message" for a number that is no command. */
const char *weir_vfio_name(unsigned int cmd);

#endif
