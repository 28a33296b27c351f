// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_order.c - posted writes reach the card in the order in which they were sent, one by one and gathered, and
 * a read behind all of them
 *
 * Guards against a write that overtakes another, comes twice or never, a read that does not wait for it, and
 * writes that take so long that a queue of them outlasts the client's patience.
 * First with a card that remembers every access, so that each is compared; then with the real one.
 */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "client.h"
#include "vfio_user.h"

#define WRITES 60000U

static struct access {
	uint32_t at, value;
} sent[WRITES], seen[WRITES];
static uint32_t seen_nr;

const struct weir_vfio_shape weir_vfio_card_shape = {
	.region_size = { [WEIR_PCI_BAR_REGS] = WEIR_PCI_BAR_REGS_BYTES },
};

void weir_vfio_card_write(struct weir_vfio_card *card, uint32_t region, uint64_t offset, const uint8_t *data,
			  uint32_t count)
{
	(void)card;
	if (region || count != 4 || seen_nr == WRITES)
		return;
	seen[seen_nr].at = (uint32_t)offset;
	memcpy(&seen[seen_nr++].value, data, 4);
}

/* How many writes came before it. */
void weir_vfio_card_read(struct weir_vfio_card *card, uint32_t region, uint64_t offset, uint8_t *data,
			 uint32_t count)
{
	(void)card;
	(void)region;
	(void)offset;
	memcpy(data, &seen_nr, count < 4 ? count : 4);
}

/* The card has now something to do, now nothing. */
int weir_vfio_card_run(struct weir_vfio_card *card, struct weir_vfio_port *port)
{
	(void)port;
	return (int)(card->owed++ % 3);
}

int weir_vfio_port_fd(const struct weir_vfio_port *port)
{
	(void)port;
	return -1;
}

/* The rest of a card: nothing here asks for it. */
int weir_vfio_card_irqs(struct weir_vfio_card *card, const struct weir_vfio_msg *msg, int *fd,
			unsigned int fds)
{
	(void)card;
	(void)msg;
	(void)fd;
	(void)fds;
	return 0;
}

void weir_vfio_card_reset(struct weir_vfio_card *card)
{
	(void)card;
}

void weir_vfio_card_release(struct weir_vfio_card *card)
{
	(void)card;
}

void weir_vfio_card_quiesce(struct weir_vfio_card *card)
{
	(void)card;
}

void weir_vfio_card_link(struct weir_vfio_card *card, int up)
{
	(void)card;
	(void)up;
}

void weir_vfio_card_slept(struct weir_vfio_card *card, uint64_t ns)
{
	(void)card;
	(void)ns;
}

void weir_vfio_card_now(struct weir_vfio_card *card, uint64_t ns)
{
	(void)card;
	(void)ns;
}

void weir_vfio_port_go(struct weir_vfio_port *port)
{
	(void)port;
}

int weir_vfio_mem_map(struct weir_vfio_mem *mem, uint64_t addr, uint64_t size, uint32_t flags, int fd,
		      uint64_t offset)
{
	(void)mem;
	(void)addr;
	(void)size;
	(void)flags;
	(void)fd;
	(void)offset;
	return -EINVAL;
}

int weir_vfio_mem_unmap(struct weir_vfio_mem *mem, uint64_t addr, uint64_t size)
{
	(void)mem;
	(void)addr;
	(void)size;
	return -EINVAL;
}

void weir_vfio_mem_unmap_all(struct weir_vfio_mem *mem)
{
	(void)mem;
}

void weir_vfio_log(const char *fmt, ...)
{
	(void)fmt;
}

static void *serve(void *arg)
{
	return weir_vfio_user_run(arg) ? arg : NULL;
}

static uint32_t below(uint32_t n)
{
	return (uint32_t)rand() % n;
}

static void test_every_write(void **state)
{
	static struct weir_vfio_user user;
	static struct weir_vfio_card card;
	static struct client c;
	uint32_t i, got, run = 0;
	pthread_t thread;
	int pair[2];
	void *ret;

	(void)state;
	srand(7);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	user = (struct weir_vfio_user){ .card = &card, .once = 1, .listen = -1, .conn = pair[1], .sig = -1,
					.negotiated = 1, .need = WEIR_VFIO_HDR };
	c.sock = pair[0];
	assert_int_equal(pthread_create(&thread, NULL, serve, &user), 0);
	for (i = 0; i < WRITES; i++) {
		/* Up to more of one kind than one message holds. */
		if (!run--) {
			run = below(i % 7 ? 20 : 500);
			c.multi = !c.multi;
		}
		sent[i] = (struct access){ 4 * below(WEIR_PCI_BAR_REGS_BYTES / 4), (uint32_t)rand() };
		client_ops.wr32(&c, sent[i].at, sent[i].value);
		if (below(50))
			continue;
		client_read(&c, WEIR_PCI_BAR_REGS, 0, &got, 4);
		assert_int_equal(got, i + 1);
	}
	client_read(&c, WEIR_PCI_BAR_REGS, 0, &got, 4);
	assert_int_equal(got, WRITES);
	close(pair[0]);
	pthread_join(thread, &ret);
	assert_null(ret);
	assert_int_equal(user.stats.malformed, 0);
	for (i = 0; i < WRITES; i++) {
		assert_int_equal(seen[i].at, sent[i].at);
		assert_int_equal(seen[i].value, sent[i].value);
	}
}

/* Registers that hold what was written, all over the card: of each the last write is read. */
static void test_card(void **state)
{
	static const uint32_t reg[] = {
		WEIR_CTRL_SCRATCH, WEIR_TAP_RETIRE(0), WEIR_TAP_STATUS_BITS(1), WEIR_TAP_TIME_SEC(3),
		WEIR_TAP_IFINDEX(5), WEIR_TAP_SEQ_LO(9), WEIR_TAP_SEQ_HI(9), WEIR_TAP_BACKLOG(15),
	};
	const uint32_t regs = sizeof(reg) / sizeof(reg[0]);
	uint32_t last[sizeof(reg) / sizeof(reg[0])] = { 0 }, i, k, run = 0;
	struct server s;
	struct client c;

	(void)state;
	srand(8);
	server_start(&s, (const char *const[]){ NULL });
	client_connect(&c, &s);
	client_begin(&c);
	client_drive(&c);
	for (k = 0; k < regs; k++)
		weir_hw_wr32(&c.hw, reg[k], 0);
	for (i = 1; i <= 20000; i++) {
		if (!run--) {
			run = below(i % 7 ? 20 : 500);
			c.multi = !c.multi;
		}
		k = below(regs);
		last[k] = i;
		weir_hw_wr32(&c.hw, reg[k], i);
		k = below(regs);
		if (!below(20))
			assert_int_equal(weir_hw_rd32(&c.hw, reg[k]), last[k]);
	}
	for (k = 0; k < regs; k++)
		assert_int_equal(weir_hw_rd32(&c.hw, reg[k]), last[k]);
	client_close(&c);
	assert_int_equal(server_stop(&s), 0);
	server_remove(&s);
}

/* What is queued before a read is in no limit: this is what makes the number in docs/vfio-user.md. */
static void test_queue(void **state)
{
	const uint32_t writes = 20000;
	struct server s;
	struct client c;
	uint32_t i;

	(void)state;
	server_start(&s, (const char *const[]){ NULL });
	client_connect(&c, &s);
	client_begin(&c);
	client_drive(&c);
	c.multi = 1;
	for (i = 0; i < writes; i++)
		weir_hw_wr32(&c.hw, WEIR_CTRL_SCRATCH, i);
	assert_int_equal(weir_hw_rd32(&c.hw, WEIR_CTRL_SCRATCH), writes - 1);
	client_close(&c);
	assert_int_equal(server_stop(&s), 0);
	assert_in_range(server_json(&s, "cycles"), writes, 10 * writes);
	server_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_write),
		cmocka_unit_test(test_card),
		cmocka_unit_test(test_queue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
