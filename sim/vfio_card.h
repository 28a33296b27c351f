/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * vfio_card.h - the simulated card behind its PCI Express function, and when its time passes
 *
 * One thread. Everything that a client can ask of the function but the messages themselves: regions,
 * resets, interrupts, memory. Counters are those of the card since the program began: a reset clears
 * them in the card, and adds them up here first.
 */
#ifndef WEIR_VFIO_CARD_H
#define WEIR_VFIO_CARD_H

#include <stdio.h>

#include "device.h"
#include "vfio_garbage.h"
#include "vfio_mem.h"
#include "vfio_msg.h"
#include "vfio_pci.h"
#include "vfio_port.h"
#include "weir_pci.h"
#include "weir_regs.h"

/* Cycles between two looks at the socket: some 100 us. */
#define WEIR_VFIO_STEP 64U

struct weir_vfio_card {
	struct weir_dev *dev;
	struct weir_dev_opts opts;
	struct weir_vfio_mem *mem;
	struct weir_vfio_pci pci;
	uint8_t table[WEIR_PCI_MSIX_PBA];	/* MSI-X: the client keeps it, nothing here looks */
	int irq_fd[WEIR_PCI_VECTORS];		/* eventfds, -1 = none */
	int err_fd;

	int rx_enabled;				/* CONTROL.RX_ENABLE as last written */
	uint64_t owed;				/* cycles of a sleep that the card has still to live */
	int world;				/* an idle card waits for its timers: a switch */
	uint64_t world_ns, world_cycle;		/* where both began */
	struct weir_vfio_garbage garbage;	/* stays with the switch it came from, over resets */
	int cut;				/* the port has no link: a switch */
	int dead;				/* reads give all ones, writes are lost: a switch */
	int fault_told;

	struct weir_dev_stats dev_sum;		/* of cards before the last reset */
	uint64_t port_sum[WEIR_PORT_COUNTER_NUM];
	uint64_t tap_sum[WEIR_TAP_COUNT][WEIR_TAP_COUNTER_NUM];
	struct {
		uint64_t flr, resets, irqs_sent, irqs_lost, refused_dma, refused_access;
	} stats;
};

/* 0, or -EIO with a line in err. opts may be NULL and are kept for the card after a reset. */
int weir_vfio_card_open(struct weir_vfio_card *card, const struct weir_dev_opts *opts, char *err,
			size_t err_len);
void weir_vfio_card_close(struct weir_vfio_card *card);

extern const struct weir_vfio_shape weir_vfio_card_shape;

/* Takes the link from the card's port and gives it again; meanwhile no frame comes. */
void weir_vfio_card_link(struct weir_vfio_card *card, int up);

/* Within the shape. What the card does not answer reads as all ones, with a line to stderr. */
void weir_vfio_card_read(struct weir_vfio_card *card, uint32_t region, uint64_t offset, uint8_t *data,
			 uint32_t count);
void weir_vfio_card_write(struct weir_vfio_card *card, uint32_t region, uint64_t offset,
			  const uint8_t *data, uint32_t count);
/* A SET_IRQS; fd[i] that are kept become -1. 0, or EINVAL: one is no eventfd, and nothing was done. */
int weir_vfio_card_irqs(struct weir_vfio_card *card, const struct weir_vfio_msg *msg, int *fd,
			unsigned int fds);
/* The card's reset, and its function's; time goes on. */
void weir_vfio_card_reset(struct weir_vfio_card *card);
/* The client is gone: as after power-on, without memory and interrupts. */
void weir_vfio_card_release(struct weir_vfio_card *card);
/* Lets DMA under way end, so that its memory can be taken away: some 10,000 cycles at most. */
void weir_vfio_card_quiesce(struct weir_vfio_card *card);

/* Lets up to some WEIR_VFIO_STEP cycles pass: 1, or 0 when the card has nothing left to do. */
int weir_vfio_card_run(struct weir_vfio_card *card, struct weir_vfio_port *port);
/* The caller has slept for so long: the card's clock went on. */
void weir_vfio_card_slept(struct weir_vfio_card *card, uint64_t ns);
/* With card->world: what time it is there. An idle card makes up for what a busy one was too slow for. */
void weir_vfio_card_now(struct weir_vfio_card *card, uint64_t ns);

/* vfio_counters.c: adds the card's counters to the sums; 0, or -EIO when it does not answer. */
int weir_vfio_card_count(struct weir_vfio_card *card);
/* The sums as members of a JSON object. */
void weir_vfio_card_json(const struct weir_vfio_card *card, FILE *f);

/* A line to stderr, "weir-sim: ...". */
__attribute__((format(printf, 1, 2))) void weir_vfio_log(const char *fmt, ...);

#endif
