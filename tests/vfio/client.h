/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * client.h - a virtual machine as the card's server sees it: what QEMU sends, in its order and sizes
 *
 * Every function ends the test with a line when the server does not do what it must; every wait has a
 * bound. Writes to registers are posted; with `multi` they are gathered, up to 200, until a read.
 */
#ifndef TEST_VFIO_CLIENT_H
#define TEST_VFIO_CLIENT_H

#include <stdint.h>
#include <sys/types.h>

#include "vfio_msg.h"
#include "weir_hw.h"
#include "weir_pci.h"

#define RAM_BYTES	(32U << 20)	/* of the machine, one memfd */
#define RAM_HIGH	UINT64_C(0x100000000)	/* where its upper half is in the guest */
#define WAIT_MS		20000

struct server {
	pid_t pid;
	char dir[64], socket[96], log[96], json[96];
};

struct client {
	int sock;
	uint16_t id;
	int ram_fd;
	uint8_t *ram;
	int multi;
	uint32_t queued;
	uint8_t queue[24 + 200 * 24];
	int irq[WEIR_PCI_VECTORS];	/* eventfds, -1 */
	struct weir_hw hw;
};

/* Starts the program that WEIR_SIM_SERVER names; more: up to 8 more arguments, NULL at the end. */
void server_start(struct server *s, const char *const *more);
/* SIGTERM, and its exit status. */
int server_stop(struct server *s);
/* Its end without a signal: its exit status. */
int server_wait(struct server *s);
/* Deletes what it wrote; a test that failed leaves it for a look. */
void server_remove(struct server *s);
/* Does this stand in what it wrote to stderr, within a while? */
int server_said(const struct server *s, const char *text);
/* How often it stands there. */
unsigned int server_times(const struct server *s, const char *text);
/* The number behind "name": in its statistics. */
uint64_t server_json(const struct server *s, const char *name);

/* Processor time that it has used, in clock ticks. */
unsigned long server_ticks(const struct server *s);

/* Connects, without a message. */
void client_connect(struct client *c, const struct server *s);
/* VERSION, memory, what the device has, its configuration: as QEMU begins. */
void client_begin(struct client *c);
/* And as a driver goes on: memory and mastering on, MSI-X with an eventfd a vector, the card known. */
void client_drive(struct client *c);
void client_close(struct client *c);
/* The server must have closed the connection. */
void client_gone(struct client *c);

void client_send(struct client *c, unsigned int cmd, uint32_t flags, const void *contents, uint32_t len,
		 const int *fd, unsigned int fds);
/* The answer to the request before: its contents in buf, their length; -errno for an error. */
int client_answer(struct client *c, unsigned int cmd, void *buf, uint32_t max);
/* Both. */
int client_ask(struct client *c, unsigned int cmd, const void *contents, uint32_t len, int fd, void *buf,
	       uint32_t max);

void client_read(struct client *c, uint32_t region, uint64_t offset, void *data, uint32_t len);
/* Waits for the answer: of the configuration space. */
void client_write(struct client *c, uint32_t region, uint64_t offset, const void *data, uint32_t len);
uint32_t client_config(struct client *c, uint32_t offset, uint32_t bytes);
void client_config_write(struct client *c, uint32_t offset, uint32_t v, uint32_t bytes);

int client_map(struct client *c, uint64_t addr, uint64_t size, uint32_t flags, int fd, uint64_t offset);
int client_unmap(struct client *c, uint64_t addr, uint64_t size);
/* SET_IRQS of `count` from `start`; fd -1: none. */
int client_irqs(struct client *c, uint32_t flags, uint32_t index, uint32_t start, uint32_t count, int fd);
/* Pulses of a vector, at least one within WAIT_MS. */
uint64_t client_wait_irq(struct client *c, unsigned int vector);

extern const struct weir_hw_ops client_ops;

/* Where a guest address of the upper half lies here. */
static inline uint8_t *client_ram(struct client *c, uint64_t addr)
{
	return c->ram + (addr >= RAM_HIGH ? addr - RAM_HIGH + RAM_BYTES / 2 : addr);
}

#endif
