// SPDX-License-Identifier: BSD-3-Clause
/* port.c - the MAC's end of the card's AXI4-Stream: frames to beats of 64 bits */
#include "port.h"

#include <errno.h>
#include <string.h>

int weir_port_in(struct weir_port *port, const struct weir_dev_frame *frame)
{
	struct weir_port_slot *s = &port->slot[!port->cur];

	if (!frame->len || frame->len > WEIR_DEV_FRAME_MAX)
		return -EINVAL;
	if (port->waiting)
		return 0;
	s->f = *frame;
	s->f.data = NULL;	/* the copy counts; the original may go */
	memcpy(s->data, frame->data, frame->len);
	memset(s->data + frame->len, 0xa5, 8);	/* lanes that tkeep leaves out */
	port->waiting = 1;
	return 1;
}

int weir_port_drive(struct weir_port *port, uint64_t cycle, struct weir_port_beat *beat)
{
	const struct weir_port_slot *s;
	uint32_t left;

	beat->first = 0;
	if (!port->running) {
		if (!port->waiting || port->slot[!port->cur].f.start > cycle)
			return 0;
		port->cur = !port->cur;
		port->waiting = 0;
		port->running = 1;
		port->sent = 0;
		beat->first = 1;
	}
	s = &port->slot[port->cur];
	left = s->f.len - port->sent;
	memcpy(&beat->data, s->data + port->sent, 8);
	beat->last = left <= 8;
	beat->keep = left >= 8 ? 0xff : (uint8_t)((1U << left) - 1);
	beat->bad = beat->last && s->f.bad;
	port->sent += 8;
	port->running = !beat->last;
	return 1;
}
