// SPDX-License-Identifier: BSD-3-Clause
/*
 * frame.c - a frame as it was on the wire: its lifted tag put back
 */
#include "weir_int.h"

/* libpcap, too, leaves a frame alone that was cut within its addresses. */
static bool tagged(const struct weir_frame *f)
{
	return f->vlan && f->caplen >= WEIR_TAG_AT;
}

uint32_t weir_frame_wire_len(const struct weir_frame *f)
{
	if (!tagged(f))
		return f->len;
	return f->len > UINT32_MAX - WEIR_TAG_LEN ? UINT32_MAX : f->len + WEIR_TAG_LEN;
}

size_t weir_frame_wire(const struct weir_frame *f, void *buf, size_t size)
{
	size_t caplen = f->caplen, n;
	uint8_t tag[WEIR_TAG_LEN] = { (uint8_t)(f->vlan_tpid >> 8), (uint8_t)f->vlan_tpid,
				      (uint8_t)(f->vlan_tci >> 8), (uint8_t)f->vlan_tci };
	uint8_t *p = buf;

	if (!tagged(f)) {
		if (buf)
			memcpy(buf, f->data, caplen < size ? caplen : size);
		return caplen;
	}
	caplen += WEIR_TAG_LEN;
	if (!buf)
		return caplen;
	n = size < WEIR_TAG_AT ? size : WEIR_TAG_AT;
	memcpy(p, f->data, n);
	if (size <= WEIR_TAG_AT)
		return caplen;
	n = size - WEIR_TAG_AT < WEIR_TAG_LEN ? size - WEIR_TAG_AT : WEIR_TAG_LEN;
	memcpy(p + WEIR_TAG_AT, tag, n);
	if (size <= WEIR_TAG_AT + WEIR_TAG_LEN)
		return caplen;
	n = (size < caplen ? size : caplen) - WEIR_TAG_AT - WEIR_TAG_LEN;
	memcpy(p + WEIR_TAG_AT + WEIR_TAG_LEN, f->data + WEIR_TAG_AT, n);
	return caplen;
}
