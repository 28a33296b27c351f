/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * port.h - the MAC's end of the card's AXI4-Stream: frames to beats of 64 bits
 *
 * The stream has no ready: a frame once begun gets one beat a cycle. One frame waits behind the one
 * under way.
 */
#ifndef WEIR_PORT_H
#define WEIR_PORT_H

#include "device.h"

#ifdef __cplusplus
extern "C" {
#endif

struct weir_port_slot {
	struct weir_dev_frame f;
	uint8_t data[WEIR_DEV_FRAME_MAX + 8];
};

struct weir_port {
	struct weir_port_slot slot[2];
	int waiting;			/* slot[!cur] holds a frame that has not begun */
	int cur;
	int running;			/* slot[cur] is being sent */
	uint32_t sent;
};

struct weir_port_beat {
	uint64_t data;
	uint8_t keep, last, bad, first;
};

/* As weir_dev_port_in(). */
int weir_port_in(struct weir_port *port, const struct weir_dev_frame *frame);
/* The beat of this cycle: 1, or 0 for none. With beat->first, weir_port_frame() is its frame. */
int weir_port_drive(struct weir_port *port, uint64_t cycle, struct weir_port_beat *beat);
/* Cycles until a waiting frame begins; UINT64_MAX when none waits. */
static inline uint64_t weir_port_wait(const struct weir_port *port, uint64_t cycle)
{
	uint64_t start = port->slot[!port->cur].f.start;

	if (!port->waiting)
		return UINT64_MAX;
	return start > cycle ? start - cycle : 0;
}

static inline const struct weir_dev_frame *weir_port_frame(const struct weir_port *port)
{
	return &port->slot[port->cur].f;
}

#ifdef __cplusplus
}
#endif
#endif
