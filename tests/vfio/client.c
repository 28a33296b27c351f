// SPDX-License-Identifier: BSD-3-Clause
/* client.c - messages of vfio-user as QEMU sends them */
#define _GNU_SOURCE
#include "client.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

void client_connect(struct client *c, const struct server *s)
{
	struct sockaddr_un sa = { .sun_family = AF_UNIX };
	struct timeval tv = { .tv_sec = WAIT_MS / 1000 };

	memset(c, 0, sizeof(*c));
	memset(c->irq, 0xff, sizeof(c->irq));
	strcpy(sa.sun_path, s->socket);
	c->sock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(c->sock >= 0);
	assert_int_equal(connect(c->sock, (struct sockaddr *)&sa, sizeof(sa)), 0);
	setsockopt(c->sock, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv));
	c->ram_fd = memfd_create("ram", MFD_CLOEXEC);
	assert_int_equal(ftruncate(c->ram_fd, RAM_BYTES), 0);
	c->ram = mmap(NULL, RAM_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, c->ram_fd, 0);
	assert_ptr_not_equal(c->ram, MAP_FAILED);
}

void client_close(struct client *c)
{
	unsigned int i;

	for (i = 0; i < WEIR_PCI_VECTORS; i++)
		if (c->irq[i] >= 0)
			close(c->irq[i]);
	munmap(c->ram, RAM_BYTES);
	close(c->ram_fd);
	close(c->sock);
}

void client_gone(struct client *c)
{
	uint8_t b[64];
	ssize_t n;

	/* Answers to what was still good may come first. */
	while ((n = recv(c->sock, b, sizeof(b), 0)) > 0)
		;
	assert_true(n == 0 || errno == ECONNRESET);
}

void client_send(struct client *c, unsigned int cmd, uint32_t flags, const void *contents, uint32_t len,
		 const int *fd, unsigned int fds)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int) * 32)] = { 0 };
	uint8_t buf[WEIR_VFIO_MSG_MAX];
	uint32_t head[4] = { ++c->id | cmd << 16, 16 + len, flags, 0 };
	struct iovec iov = { buf, 16 + len };
	struct msghdr mh = { .msg_iov = &iov, .msg_iovlen = 1 };
	struct cmsghdr *cm;

	memcpy(buf, head, 16);
	if (len)
		memcpy(buf + 16, contents, len);
	if (fds) {
		mh.msg_control = control;
		mh.msg_controllen = CMSG_SPACE(sizeof(int) * fds);
		cm = CMSG_FIRSTHDR(&mh);
		cm->cmsg_level = SOL_SOCKET;
		cm->cmsg_type = SCM_RIGHTS;
		cm->cmsg_len = CMSG_LEN(sizeof(int) * fds);
		memcpy(CMSG_DATA(cm), fd, sizeof(int) * fds);
	}
	assert_int_equal(sendmsg(c->sock, &mh, MSG_NOSIGNAL), (ssize_t)iov.iov_len);
}

static int answer_to(struct client *c, uint16_t id, unsigned int cmd, void *buf, uint32_t max)
{
	uint32_t head[4], len;

	if (recv(c->sock, head, 16, MSG_WAITALL) != 16)
		fail_msg("no answer to command %u", cmd);
	assert_int_equal(head[0], id | cmd << 16);
	assert_true(head[1] >= 16 && (head[2] & 15) == WEIR_VFIO_REPLY);
	len = head[1] - 16;
	if (head[2] & WEIR_VFIO_ERROR) {
		assert_int_equal(len, 0);
		return -(int)head[3];
	}
	assert_true(len <= max);
	if (len)
		assert_int_equal(recv(c->sock, buf, len, MSG_WAITALL), len);
	return (int)len;
}

int client_answer(struct client *c, unsigned int cmd, void *buf, uint32_t max)
{
	return answer_to(c, c->id, cmd, buf, max);
}

int client_ask(struct client *c, unsigned int cmd, const void *contents, uint32_t len, int fd, void *buf,
	       uint32_t max)
{
	client_send(c, cmd, 0, contents, len, &fd, fd >= 0);
	return client_answer(c, cmd, buf, max);
}

static void flush(struct client *c)
{
	uint64_t nr = c->queued;

	if (!nr)
		return;
	memcpy(c->queue, &nr, 8);
	c->queued = 0;
	client_send(c, WEIR_VFIO_WRITE_MULTI, WEIR_VFIO_NO_REPLY, c->queue, 8 + (uint32_t)nr * 24, NULL, 0);
}

void client_read(struct client *c, uint32_t region, uint64_t offset, void *data, uint32_t len)
{
	uint8_t buf[16 + WEIR_VFIO_XFER_MAX];

	flush(c);
	memcpy(buf, &offset, 8);
	memcpy(buf + 8, &region, 4);
	memcpy(buf + 12, &len, 4);
	assert_int_equal(client_ask(c, WEIR_VFIO_REGION_READ, buf, 16, -1, buf, sizeof(buf)), 16 + len);
	memcpy(data, buf + 16, len);
}

static void write_msg(struct client *c, uint32_t region, uint64_t offset, const void *data, uint32_t len,
		      uint32_t flags)
{
	uint8_t buf[16 + 64];

	assert_true(len <= 64);
	memcpy(buf, &offset, 8);
	memcpy(buf + 8, &region, 4);
	memcpy(buf + 12, &len, 4);
	memcpy(buf + 16, data, len);
	client_send(c, WEIR_VFIO_REGION_WRITE, flags, buf, 16 + len, NULL, 0);
}

void client_write(struct client *c, uint32_t region, uint64_t offset, const void *data, uint32_t len)
{
	uint8_t buf[16];

	flush(c);
	write_msg(c, region, offset, data, len, 0);
	assert_int_equal(client_answer(c, WEIR_VFIO_REGION_WRITE, buf, 16), 16);
}

uint32_t client_config(struct client *c, uint32_t offset, uint32_t bytes)
{
	uint32_t v = 0;

	client_read(c, WEIR_VFIO_REGION_CONFIG, offset, &v, bytes);
	return v;
}

void client_config_write(struct client *c, uint32_t offset, uint32_t v, uint32_t bytes)
{
	client_write(c, WEIR_VFIO_REGION_CONFIG, offset, &v, bytes);
}

static u32 rd32(void *ctx, u32 off)
{
	u32 v;

	client_read(ctx, WEIR_PCI_BAR_REGS, off, &v, 4);
	return v;
}

static void wr32(void *ctx, u32 off, u32 val)
{
	struct client *c = ctx;
	uint8_t *p = c->queue + 8 + 24 * c->queued;
	uint32_t head[4] = { off, 0, WEIR_PCI_BAR_REGS, 4 };

	if (!c->multi) {
		flush(c);
		write_msg(c, WEIR_PCI_BAR_REGS, off, &val, 4, WEIR_VFIO_NO_REPLY);
		return;
	}
	memset(p, 0, 24);
	memcpy(p, head, 16);
	memcpy(p + 16, &val, 4);
	if (++c->queued == 200)
		flush(c);
}

static int relax(void *ctx)
{
	(void)ctx;
	return 0;
}

const struct weir_hw_ops client_ops = { rd32, wr32, relax };

int client_map(struct client *c, uint64_t addr, uint64_t size, uint32_t flags, int fd, uint64_t offset)
{
	uint32_t m[8] = { 32, flags, (uint32_t)offset, (uint32_t)(offset >> 32), (uint32_t)addr,
			  (uint32_t)(addr >> 32), (uint32_t)size, (uint32_t)(size >> 32) };

	return client_ask(c, WEIR_VFIO_DMA_MAP, m, 32, fd, m, sizeof(m));
}

int client_unmap(struct client *c, uint64_t addr, uint64_t size)
{
	uint32_t m[6] = { 24, 0, (uint32_t)addr, (uint32_t)(addr >> 32), (uint32_t)size,
			  (uint32_t)(size >> 32) };
	int ret = client_ask(c, WEIR_VFIO_DMA_UNMAP, m, 24, -1, m, sizeof(m));

	return ret == 24 ? 0 : ret;
}

int client_irqs(struct client *c, uint32_t flags, uint32_t index, uint32_t start, uint32_t count, int fd)
{
	uint32_t m[5] = { 20, flags, index, start, count };

	return client_ask(c, WEIR_VFIO_SET_IRQS, m, 20, fd, m, sizeof(m));
}

uint64_t client_wait_irq(struct client *c, unsigned int vector)
{
	struct pollfd p = { c->irq[vector], POLLIN, 0 };
	uint64_t n;

	flush(c);
	if (poll(&p, 1, WAIT_MS) != 1)
		fail_msg("no interrupt of vector %u", vector);
	assert_int_equal(read(c->irq[vector], &n, 8), 8);
	return n;
}
