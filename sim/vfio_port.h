/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * vfio_port.h - what is plugged into the card's port: a savefile, a tap of Linux, or nothing
 *
 *   pcap:FILE[,pace=line|recorded][,loop=N|forever][,hold|hold=each][,clock=own][,bad=N][,length=any]
 *            [,gap=none]
 *                                                            comma and backslash in FILE behind a backslash
 *   tap:NAME                                                 frames that Linux sends on that interface, as
 *                                                            long as it is there
 *   none
 *
 * With `hold` a savefile is played from weir_vfio_port_go() on, with `hold=each` every pass of it is, as if
 * it were the first; a go within a pass is lost. With `clock=own` frames do not set the card's clock. With
 * `bad=N` each Nth frame is flagged bad, as by a MAC that found its FCS wrong, counted anew in each pass of
 * `hold=each`; with `length=any` records that are too short or too long for a frame are given all the same;
 * with `gap=none` frames that are due come closer than Ethernet allows.
 */
#ifndef WEIR_VFIO_PORT_H
#define WEIR_VFIO_PORT_H

#include <stdio.h>

#include "device.h"

struct weir_vfio_port;

/* 0, or -errno with a line in err. */
int weir_vfio_port_open(struct weir_vfio_port **out, const char *spec, char *err, size_t err_len);
void weir_vfio_port_close(struct weir_vfio_port *port);
/* Feeds the card and clocks it for some `cycles`: 1, or 0 when there is no frame now. */
int weir_vfio_port_run(struct weir_vfio_port *port, struct weir_dev *dev, uint32_t cycles);
void weir_vfio_port_go(struct weir_vfio_port *port);
/* To be polled for input while the card receives; -1 = nothing comes by itself. */
int weir_vfio_port_fd(const struct weir_vfio_port *port);
/* 1 when what was played is at its end. */
int weir_vfio_port_ended(const struct weir_vfio_port *port);
/* Frames given to the card so far, and as a member of a JSON object. */
uint64_t weir_vfio_port_given(const struct weir_vfio_port *port);
void weir_vfio_port_json(const struct weir_vfio_port *port, FILE *f);

#endif
