// SPDX-License-Identifier: BSD-3-Clause
/* session.c - the messages between a virtual machine's start and its driver's first block */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cmocka.h>
#include <linux/pci_regs.h>

#include "client.h"

static void version(struct client *c)
{
	static const char caps[] =
		"{\"capabilities\":{\"max_msg_fds\":16,\"max_data_xfer_size\":1048576,\"pgsizes\":4096,"
		"\"max_dma_maps\":65535,\"migration\":{\"pgsize\":4096,\"max_bitmap_size\":268435456},"
		"\"write_multiple\":true}}";
	uint8_t buf[4096] = { 0 };
	int n;

	memcpy(buf + 4, caps, sizeof(caps));
	n = client_ask(c, WEIR_VFIO_VERSION, buf, 4 + sizeof(caps), -1, buf, sizeof(buf));
	assert_true(n > 4);
	assert_memory_equal(buf, "\0\0\0\0{\"capabilities\":", 20);
	assert_int_equal(buf[n - 1], 0);
}

/* Pipelined, as at QEMU's start: RAM below and above, and ROM without a descriptor between. */
static void memory(struct client *c)
{
	static const struct { uint64_t addr, size, offset; int rom; } map[] = {
		{ 0, 0xc0000, 0, 0 },
		{ 0xc0000, 0x20000, 0, 1 },
		{ 0x100000, RAM_BYTES / 2 - 0x100000, 0x100000, 0 },
		{ 0xfffc0000, 0x40000, 0, 1 },
		{ RAM_HIGH, RAM_BYTES / 2, RAM_BYTES / 2, 0 },
	};
	uint32_t m[8], i;
	uint16_t first = c->id;

	for (i = 0; i < 5; i++) {
		uint64_t w[3] = { map[i].rom ? 0 : map[i].offset, map[i].addr, map[i].size };

		m[0] = 32;
		m[1] = map[i].rom ? 1 : 3;
		memcpy(m + 2, w, 24);
		client_send(c, WEIR_VFIO_DMA_MAP, 0, m, 32, &c->ram_fd, !map[i].rom);
	}
	for (c->id = first, i = 0; i < 5; i++) {
		c->id++;
		assert_int_equal(client_answer(c, WEIR_VFIO_DMA_MAP, m, sizeof(m)), 0);
	}
}

static void info(struct client *c)
{
	static const uint32_t regions[] = { 0, 1, 2, 3, 4, 5, 7 };
	uint32_t m[8] = { 16 }, i;

	assert_int_equal(client_ask(c, WEIR_VFIO_GET_INFO, m, 16, -1, m, sizeof(m)), 16);
	assert_int_equal(m[1], 3);
	assert_int_equal(m[2], 9);
	for (i = 0; i < 7; i++) {
		memset(m, 0, sizeof(m));
		m[0] = 32;
		m[2] = regions[i];
		assert_int_equal(client_ask(c, WEIR_VFIO_GET_REGION_INFO, m, 32, -1, m, sizeof(m)), 32);
		assert_int_equal(m[4], regions[i] == 0 ? 0x40000 : regions[i] == 2 || regions[i] == 7 ?
				 0x1000 : 0);
		/* No part may be mapped: that would end posted writes. */
		assert_int_equal(m[1] & ~3U, 0);
	}
	for (i = 3; i >= 2; i--) {
		memset(m, 0, sizeof(m));
		m[0] = 16;
		m[2] = i;
		assert_int_equal(client_ask(c, WEIR_VFIO_GET_IRQ_INFO, m, 16, -1, m, sizeof(m)), 16);
		assert_int_equal(m[3], i == 3 ? 1 : WEIR_PCI_VECTORS);
	}
}

void client_begin(struct client *c)
{
	uint8_t config[256];

	version(c);
	memory(c);
	info(c);
	client_read(c, WEIR_VFIO_REGION_CONFIG, 0, config, sizeof(config));
	assert_int_equal(config[0] | config[1] << 8, WEIR_PCI_VENDOR);
	assert_int_equal(config[2] | config[3] << 8, WEIR_PCI_DEVICE);
	client_config_write(c, PCI_ROM_ADDRESS, 0xfffff800, 4);
	assert_int_equal(client_config(c, PCI_ROM_ADDRESS, 4), 0);
	assert_int_equal(client_ask(c, WEIR_VFIO_RESET, NULL, 0, -1, NULL, 0), 0);
	client_config_write(c, PCI_BASE_ADDRESS_0, 0, 4);
}

/* The first SET_IRQS has no descriptor; then one message a vector. */
static void interrupts(struct client *c)
{
	uint32_t i;

	assert_int_equal(client_irqs(c, 0x24, WEIR_VFIO_IRQ_MSIX, 0, 1, -1), 0);
	for (i = 0; i < 4; i++) {
		c->irq[i] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		assert_int_equal(client_irqs(c, 0x24, WEIR_VFIO_IRQ_MSIX, i, 1, c->irq[i]), 0);
	}
	client_config_write(c, 0x92, 0x8000, 2);
}

void client_drive(struct client *c)
{
	enum weir_hw_unknown why;

	client_config_write(c, PCI_COMMAND, PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER, 2);
	interrupts(c);
	c->hw = (struct weir_hw){ .ops = &client_ops, .ctx = c, .wait_max = 100000 };
	assert_int_equal(weir_hw_identify(&c->hw, &why), 0);
}
