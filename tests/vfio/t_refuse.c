// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_refuse.c - wrong messages cost their sender the connection, wrong DMA an error response, nobody else
 * anything
 *
 * Guards against a server that believes what it is told, that ends or hangs because of it, that does not
 * say why it closed a connection, or that serves the next client with what the last one left.
 */
#define _GNU_SOURCE	/* F_SETPIPE_SZ */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>
#include <linux/pci_regs.h>

#include "ring.h"

struct wrong {
	const char *reason;
	unsigned int cmd, flags, len, fds;
	uint32_t contents[12];
};

static const struct wrong wrongs[] = {
	{ "VERSION: one expected", WEIR_VFIO_VERSION, 0, 4, 0, { 0 } },
	{ "DMA_MAP: flags", WEIR_VFIO_DMA_MAP, 0, 32, 1, { 32, 8, 0, 0, 0, 0x10, 4096 } },
	{ "DMA_MAP: whole pages", WEIR_VFIO_DMA_MAP, 0, 32, 1, { 32, 3, 0, 0, 4, 0x10, 4096 } },
	{ "DMA_MAP: argsz", WEIR_VFIO_DMA_MAP, 0, 32, 0, { 8, 3, 0, 0, 0, 0x10, 4096 } },
	{ "DMA_MAP: 1 descriptors", WEIR_VFIO_DMA_MAP, 0, 32, 2, { 32, 3, 0, 0, 0, 0x10, 4096 } },
	{ "DMA_MAP: 48 to 48 bytes", WEIR_VFIO_DMA_MAP, 0, 28, 1, { 28, 3 } },
	{ "DMA_MAP: an end below", WEIR_VFIO_DMA_MAP, 0, 32, 1,
	  { 32, 3, 0, 0, 0xfffff000, 0xffffffff, 0x2000 } },
	{ "DMA_UNMAP: whole pages", WEIR_VFIO_DMA_UNMAP, 0, 24, 0, { 24, 0, 0, 0, 1 } },
	{ "GET_INFO: argsz", WEIR_VFIO_GET_INFO, 0, 16, 0, { 0 } },
	{ "GET_REGION_INFO: argsz", WEIR_VFIO_GET_REGION_INFO, 0, 32, 0, { 24 } },
	{ "GET_IRQ_INFO: 0 descriptors", WEIR_VFIO_GET_IRQ_INFO, 0, 16, 1, { 16 } },
	{ "SET_IRQS: interrupts below 32", WEIR_VFIO_SET_IRQS, 0, 20, 1, { 20, 0x24, 2, 32, 1 } },
	{ "SET_IRQS: no descriptor or", WEIR_VFIO_SET_IRQS, 0, 20, 3, { 20, 0x24, 2, 0, 2 } },
	{ "REGION_READ: an end within", WEIR_VFIO_REGION_READ, 0, 16, 0, { 0x3fffe, 0, 0, 4 } },
	{ "REGION_READ: a region", WEIR_VFIO_REGION_READ, 0, 16, 0, { 0, 0, 8, 4 } },
	{ "REGION_READ: 1 to 4096", WEIR_VFIO_REGION_READ, 0, 16, 0, { 0, 0, 0, 0x7fffffff } },
	{ "REGION_WRITE: 40 bytes", WEIR_VFIO_REGION_WRITE, 0x10, 20, 0, { 0x114, 0, 0, 8, 1 } },
	{ "WRITE_MULTI: writes of 24", WEIR_VFIO_WRITE_MULTI, 0x10, 32, 0, { 2, 0, 0x114, 0, 0, 4, 1 } },
	{ "WRITE_MULTI: an end within", WEIR_VFIO_WRITE_MULTI, 0x10, 32, 0, { 1, 0, 0x40000, 0, 0, 4, 1 } },
	{ "DEVICE_RESET: 16 to 16 bytes", WEIR_VFIO_RESET, 0, 4, 0, { 0 } },
	{ "DEVICE_RESET: flags of a command", WEIR_VFIO_RESET, 1, 0, 0, { 0 } },
	{ "more than 16 descriptors", WEIR_VFIO_SET_IRQS, 0, 20, 20, { 20, 0x24, 2, 0, 20 } },
};
#define WRONGS (sizeof(wrongs) / sizeof(wrongs[0]))

static unsigned int count_fds(const struct server *s)
{
	unsigned int n = 0;
	char path[64];
	DIR *d;

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)s->pid);
	d = opendir(path);
	assert_non_null(d);
	for (; readdir(d); n++)
		;
	closedir(d);
	return n;
}

/* What it has open; a client that has just left takes a moment. */
static void check_fds(const struct server *s, unsigned int want)
{
	unsigned int i;

	for (i = 0; i < 400 && count_fds(s) != want; i++)
		usleep(5000);
	assert_int_equal(count_fds(s), want);
}

/* The next client, also one that does not reset it, finds a card as after power-on. */
static void check_alive(const struct server *s)
{
	uint8_t buf[512] = { 0 };
	struct client c;
	uint32_t v;

	client_connect(&c, s);
	assert_true(client_ask(&c, WEIR_VFIO_VERSION, buf, 4, -1, buf, sizeof(buf)) > 4);
	client_read(&c, WEIR_PCI_BAR_REGS, WEIR_CTRL_SCRATCH, &v, 4);
	assert_int_equal(v, 0);
	client_close(&c);
	client_connect(&c, s);
	client_begin(&c);
	client_drive(&c);
	assert_int_equal(weir_hw_rd32(&c.hw, WEIR_CTRL_SCRATCH), 0);
	weir_hw_wr32(&c.hw, WEIR_CTRL_SCRATCH, 99);
	client_close(&c);
}

static void test_malformed(void **state)
{
	struct server s;
	struct client c;
	uint32_t head[4] = { WEIR_VFIO_RESET << 16, 0x7fffffff, 0, 0 };
	unsigned int fds;
	int fd[32];
	size_t i, k;

	(void)state;
	server_start(&s, (const char *const[]){ NULL });
	fds = count_fds(&s);
	for (i = 0; i < WRONGS; i++) {
		const struct wrong *w = &wrongs[i];

		client_connect(&c, &s);
		client_begin(&c);
		for (k = 0; k < w->fds; k++)
			fd[k] = c.ram_fd;
		client_send(&c, w->cmd, w->flags, w->contents, w->len, fd, w->fds);
		client_gone(&c);
		client_close(&c);
		if (!server_said(&s, w->reason))
			fail_msg("not said: %s", w->reason);
	}
	/* A length that nobody will send, a command before VERSION, and an end in the middle. */
	client_connect(&c, &s);
	assert_int_equal(send(c.sock, head, 16, 0), 16);
	client_gone(&c);
	client_close(&c);
	assert_true(server_said(&s, "DEVICE_RESET: 16 to 65536 bytes expected, actual 2147483647"));
	client_connect(&c, &s);
	client_send(&c, WEIR_VFIO_RESET, 0, NULL, 0, NULL, 0);
	client_gone(&c);
	client_close(&c);
	assert_true(server_said(&s, "VERSION expected first, actual command 13"));
	client_connect(&c, &s);
	assert_int_equal(send(c.sock, head, 11, 0), 11);
	client_close(&c);
	assert_true(server_said(&s, "it ends after 11 bytes"));
	check_alive(&s);
	check_alive(&s);
	check_fds(&s, fds);
	assert_int_equal(server_stop(&s), 0);
	assert_int_equal(server_json(&s, "malformed"), WRONGS + 2);
	server_remove(&s);
}

/* What is well made and not offered is answered; the connection goes on. */
static void test_not_offered(void **state)
{
	uint32_t m[12] = { 32, 0, 9 };
	struct server s;
	struct client c;

	(void)state;
	server_start(&s, (const char *const[]){ NULL });
	client_connect(&c, &s);
	client_begin(&c);
	assert_int_equal(client_ask(&c, WEIR_VFIO_GET_REGION_INFO, m, 32, -1, m, 48), -EINVAL);
	assert_int_equal(client_ask(&c, WEIR_VFIO_GET_REGION_IO_FDS, m, 16, -1, m, 48), -ENOTSUP);
	assert_int_equal(client_ask(&c, 16, m, 16, -1, m, 48), -ENOTSUP);
	assert_int_equal(client_irqs(&c, 0x0c, WEIR_VFIO_IRQ_MSIX, 0, 1, -1), -ENOTSUP);
	assert_int_equal(client_map(&c, 0x1000, 4096, 3, c.ram_fd, 0), -EEXIST);
	assert_int_equal(client_map(&c, UINT64_C(1) << 40, 8192, 3, c.ram_fd, RAM_BYTES - 4096), -EINVAL);
	assert_int_equal(client_map(&c, UINT64_C(1) << 40, 4096, 3, c.sock, 0), -EINVAL);
	client_drive(&c);
	client_close(&c);
	assert_int_equal(server_stop(&s), 0);
	assert_int_equal(server_json(&s, "malformed"), 0);
	assert_int_equal(server_json(&s, "errors"), 7);
	server_remove(&s);
}

/* Starts the tap with its descriptors there; what has become of it. */
static void tap_with(struct client *c, uint64_t ring, uint32_t *state, uint32_t *error)
{
	struct weir_hw_tap_cfg cfg = {
		.ring = ring, .block_nr = 4, .block_pages = 16, .mac_offset = 82, .net_offset = 96,
		.snaplen = 65535, .first_seq = 1, .protocol = 3, .types = 0x1f, .promisc = true,
		.backlog = 49152, .irq_vector = RING_VECTOR,
	};
	enum weir_hw_reason reason;
	int i;

	assert_int_equal(weir_hw_dma_setup(&c->hw, RING_COMPL, WEIR_MAX_PAYLOAD_B256, 2), 0);
	assert_int_equal(weir_hw_tap_setup(&c->hw, RING_TAP, &cfg, &reason), 0);
	assert_int_equal(weir_hw_irq_unmask(&c->hw, 1U << RING_TAP), 0);
	weir_hw_tap_start(&c->hw, RING_TAP, error);
	for (i = 0; i < 2000; i++) {
		assert_int_equal(weir_hw_tap_state(&c->hw, RING_TAP, state, error), 0);
		if (*state == WEIR_TAP_STATE_FAULT)
			break;
	}
}

static void test_dma(void **state)
{
	uint32_t st, error, i;
	struct server s;
	struct client c;

	(void)state;
	server_start(&s, (const char *const[]){ NULL });
	client_connect(&c, &s);
	client_begin(&c);
	client_drive(&c);
	/* Nothing is mapped there. */
	tap_with(&c, UINT64_C(1) << 40, &st, &error);
	assert_int_equal(st, WEIR_TAP_STATE_FAULT);
	assert_int_equal(error, WEIR_TAP_ERROR_DMA_READ);
	client_wait_irq(&c, RING_VECTOR);
	assert_true(server_said(&s, "at 0x10000000000: expected one range that was handed over"));
	assert_int_equal(weir_hw_tap_stop(&c.hw, RING_TAP), 0);
	/* ROM, without a descriptor. */
	tap_with(&c, 0xc0000, &st, &error);
	assert_int_equal(st, WEIR_TAP_STATE_FAULT);
	assert_int_equal(weir_hw_tap_stop(&c.hw, RING_TAP), 0);
	/* Descriptors in RAM, of blocks that are not. */
	for (i = 0; i < 4; i++)
		weir_hw_desc_write(client_ram(&c, RING_DESC), i, 0x7000000000 + i * 65536, 16);
	tap_with(&c, RING_DESC, &st, &error);
	assert_int_equal(st, WEIR_TAP_STATE_FAULT);
	assert_int_equal(weir_hw_tap_stop(&c.hw, RING_TAP), 0);
	/* Right, but the function is not bus master; no interrupt of it gets out either. */
	client_config_write(&c, PCI_COMMAND, PCI_COMMAND_MEMORY, 2);
	tap_with(&c, RING_DESC, &st, &error);
	assert_int_equal(st, WEIR_TAP_STATE_FAULT);
	assert_true(server_said(&s, "bus mastering expected on, actual off"));
	assert_int_equal(weir_hw_tap_stop(&c.hw, RING_TAP), 0);
	client_close(&c);
	check_alive(&s);
	assert_int_equal(server_stop(&s), 0);
	assert_true(server_json(&s, "refused_dma") >= 4);
	assert_true(server_json(&s, "irqs_lost") >= 1);
	server_remove(&s);
}

/* The machine's RAM is cut short under the blocks that the card writes. */
static void test_cut(void **state)
{
	uint32_t st = 0, error;
	struct server s;
	struct client c;
	struct ring r;
	int i;

	(void)state;
	server_start(&s, (const char *const[]){ "--port",
		     "pcap:tests/golden/traffic.pcap,pace=line,loop=forever,hold", NULL });
	client_connect(&c, &s);
	client_begin(&c);
	client_drive(&c);
	ring_start(&r, &c);
	assert_int_equal(ftruncate(c.ram_fd, RAM_BYTES / 2), 0);
	kill(s.pid, SIGUSR1);
	assert_true(server_said(&s, "actual SIGBUS: its file was cut"));
	for (i = 0; i < 2000 && st != WEIR_TAP_STATE_FAULT; i++)
		assert_int_equal(weir_hw_tap_state(&c.hw, RING_TAP, &st, &error), 0);
	assert_int_equal(st, WEIR_TAP_STATE_FAULT);
	assert_true(error == WEIR_TAP_ERROR_DMA_WRITE || error == WEIR_TAP_ERROR_DMA_READ);
	client_close(&c);
	check_alive(&s);
	assert_int_equal(server_stop(&s), 0);
	server_remove(&s);
}

/* What an interrupt is written to lets nobody wait: not the end of a pipe that nobody reads, nor an eventfd
 * that is full and blocks. */
static void test_full(void **state)
{
	int pipe_fd[2], full = eventfd(0, EFD_CLOEXEC), ok = eventfd(0, EFD_CLOEXEC);
	const uint64_t most = UINT64_MAX - 1;
	uint64_t n = 0;
	struct server s;
	struct client c;

	(void)state;
	server_start(&s, (const char *const[]){ NULL });
	client_connect(&c, &s);
	client_begin(&c);
	client_drive(&c);
	assert_int_equal(pipe(pipe_fd), 0);
	assert_int_equal(fcntl(pipe_fd[1], F_SETPIPE_SZ, 4096), 4096);
	for (; n < 4096; n += 8)
		assert_int_equal(write(pipe_fd[1], &most, 8), 8);
	assert_int_equal(write(full, &most, 8), 8);
	assert_int_equal(client_irqs(&c, 0x24, WEIR_VFIO_IRQ_MSIX, 5, 1, ok), 0);
	assert_int_equal(client_irqs(&c, 0x24, WEIR_VFIO_IRQ_MSIX, 5, 1, pipe_fd[1]), -EINVAL);
	assert_int_equal(client_irqs(&c, 0x24, WEIR_VFIO_IRQ_ERR, 0, 1, pipe_fd[1]), -EINVAL);
	assert_true(server_said(&s, "SET_IRQS: eventfds expected"));
	/* The one before is still there. */
	assert_int_equal(client_irqs(&c, 0x21, WEIR_VFIO_IRQ_MSIX, 5, 1, -1), 0);
	assert_int_equal(read(ok, &n, 8), 8);
	assert_int_equal(n, 1);
	assert_int_equal(client_irqs(&c, 0x24, WEIR_VFIO_IRQ_MSIX, 5, 1, full), 0);
	assert_int_equal(client_irqs(&c, 0x21, WEIR_VFIO_IRQ_MSIX, 5, 1, -1), 0);
	assert_int_equal(read(full, &n, 8), 8);
	assert_int_equal(n, most);
	assert_int_equal(client_irqs(&c, 0x21, WEIR_VFIO_IRQ_MSIX, 5, 1, -1), 0);
	assert_int_equal(read(full, &n, 8), 8);
	assert_int_equal(n, 1);
	for (n = 0; n < 2; n++)
		close(pipe_fd[n]);
	close(full);
	close(ok);
	client_close(&c);
	assert_int_equal(server_stop(&s), 0);
	assert_int_equal(server_json(&s, "errors"), 2);
	server_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_not_offered),
		cmocka_unit_test(test_dma),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
