// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_socket.c - weir0 without the driver: what is wrong is told with what to do, and the kernel's part of a
 * filter takes nothing that the library would keep
 *
 * The linker puts stand-ins before the library's calls (--wrap). The file of the driver's parameter is one of
 * this test's own, lo is driven by "weir", and PF_WEIR's number gives sockets of AF_PACKET, which PF_WEIR
 * equals, or of whatever a test wants. The real driver is met in tests/system.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <pcap/pcap.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "captured.h"
#include "filter_compile.h"
#include "socket_standin.h"
#include "weir_int.h"
#include "weir_savefile.h"

#define GOLDEN "tests/golden/traffic.pcap"

static int open_card(const char *device, struct weir **w, char err[300])
{
	struct weir_opts o = { .size = sizeof(o), .err = err, .err_len = 300, .wait_ms = 150,
			       .direction = WEIR_IN, .flags = WEIR_PROMISC, .block_nr = 4,
			       .block_size = 1u << 20 };

	*err = '\0';
	return weir_open(w, device, &o);
}

static void refused(const char *device, int ret, const char *says)
{
	struct weir *w;
	char err[300];
	int got = open_card(device, &w, err);

	if (got != ret || w || !strstr(err, says) || strchr(err, '\n'))
		fail_msg("%s: %d \"%s\", expected %d \"%s\"", device, got, err, ret, says);
}

static void no_driver(void **state)
{
	(void)state;
	standin = (struct standin){ .domain = -EAFNOSUPPORT };
	refused("weir0", -EAFNOSUPPORT, "weir0: the driver is not loaded: \"modprobe weir\" loads it");
	standin.no_sysfs = true;
	refused("weir0", -EAFNOSUPPORT, "sysfs is not mounted");
	/* Whoever has its number will not let it load. */
	standin = (struct standin){ .domain = AF_UNIX };
	refused("weir0", -EAFNOSUPPORT,
		"another module has its socket family, 18: \"modprobe weir family=N\"");
	standin.domain = -ESOCKTNOSUPPORT;
	refused("weir0", -EAFNOSUPPORT, "another module has its socket family");
	/* It came because it was asked for. */
	standin = (struct standin){ .domain = AF_PACKET, .loads = "18\n" };
	refused("weir0", -ENODEV, "there is no interface weir0");
	/* What a policy forbids says nothing of it. */
	standin = (struct standin){ 0 };
	standin.domain = -EACCES;
	refused("weir0", -EAFNOSUPPORT, "the driver is not loaded: ");
}

static void no_family(void **state)
{
	(void)state;
	standin = (struct standin){ .number = "0\n", .domain = AF_PACKET };
	refused("weir0", -EAFNOSUPPORT, "loaded without its sockets, family=0: \"modprobe -r weir\"");
	standin.number = "many\n";
	refused("weir0", -EAFNOSUPPORT, "another module is called weir");
	standin.number = "300\n";
	refused("weir0", -EAFNOSUPPORT, "another module is called weir");
	standin.number = "18\n";
	standin.domain = AF_UNIX;
	refused("weir0", -EAFNOSUPPORT, "sockets of family 18 are somebody else's");
	standin.domain = -ESOCKTNOSUPPORT;
	refused("weir0", -EAFNOSUPPORT, "sockets of family 18 are somebody else's");
	standin.domain = -EAFNOSUPPORT;
	refused("weir0", -EAFNOSUPPORT, "RestrictAddressFamilies=");
	standin.domain = -EPERM;
	refused("weir0", -EPERM, "weir0: not permitted: capturing takes CAP_NET_RAW");
	standin.domain = -EACCES;
	refused("weir0", -EACCES, "AppArmor, SELinux");
	standin.domain = -EMFILE;
	refused("weir0", -EMFILE, "no socket of family 18: Too many open files");
}

static void no_interface(void **state)
{
	(void)state;
	standin = (struct standin){ .number = "18\n", .domain = AF_PACKET };
	refused("weir0", -ENODEV, "there is no interface weir0");
	refused("lo", -EPROTONOSUPPORT, "lo is not a WEIR card's interface: afpacket:lo captures from it");
	standin.driver = "e1000";
	refused("lo", -EPROTONOSUPPORT,
		"lo is not a WEIR card's interface, its driver is e1000: afpacket:lo");
	/* Whatever its name is. */
	standin.domain = AF_UNIX;
	standin.driver = "weir";
	refused("lo", -EAFNOSUPPORT, "sockets of family 18 are somebody else's");
}

static void locked_memory(void **state)
{
	struct rlimit was, few;

	(void)state;
	standin = (struct standin){ .number = "18\n", .domain = AF_PACKET, .driver = "weir" };
	standin.no_memory = true;
	assert_int_equal(getrlimit(RLIMIT_MEMLOCK, &was), 0);
	few = was;
	few.rlim_cur = 1u << 20;
	assert_int_equal(setrlimit(RLIMIT_MEMLOCK, &few), 0);
	refused("lo", -ENOMEM, "a ring of 4096 KiB; it counts as locked, and without CAP_IPC_LOCK a user may "
		"lock 1024 KiB");
	assert_int_equal(setrlimit(RLIMIT_MEMLOCK, &was), 0);
}

static void listed(void **state)
{
	struct weir_device *list, *d;
	int cards = 0;

	(void)state;
	standin = (struct standin){ .number = "18\n", .domain = AF_PACKET, .driver = "weir" };
	assert_true(weir_list(&list) >= 2);
	for (d = list; d; d = d->next) {
		if (strcmp(d->name, "lo"))
			continue;
		cards++;
		assert_string_equal(d->text, "WEIR card, socket of PF_WEIR");
		assert_int_equal(d->usable, 0);
	}
	assert_int_equal(cards, 1);
	weir_list_free(list);
	standin.number = "0\n";
	assert_true(weir_list(&list) >= 2);
	for (d = list; d && strcmp(d->name, "lo"); d = d->next)
		;
	assert_non_null(d);
	assert_int_equal(d->usable, -EAFNOSUPPORT);
	weir_list_free(list);
}

/* ---- frames ---- */

static struct captured all;	/* without a filter */

static struct weir *card(void)
{
	struct weir *w;
	char err[300];

	standin = (struct standin){ .number = "18\n", .domain = AF_PACKET, .driver = "weir" };
	if (open_card("lo", &w, err))
		fail_msg("%s", err);
	return w;
}

/* What is in the savefile onto lo, as it was on the wire. */
static void send_all(void)
{
	struct sockaddr_ll ll = { .sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex("lo") };
	const struct weir_frame *f;
	static uint8_t buf[65536];
	struct weir_reader *rd;
	int fd = standin_socket(AF_PACKET, SOCK_RAW, 0);

	assert_true(fd >= 0);
	assert_int_equal(weir_reader_open(&rd, GOLDEN, NULL), 0);
	while (weir_reader_next(rd, &f) == 1) {
		size_t n = weir_frame_wire(f, buf, sizeof(buf));

		assert_int_equal(sendto(fd, buf, n, 0, (struct sockaddr *)&ll, sizeof(ll)), n);
	}
	weir_reader_close(rd);
	close(fd);
}

static void take(struct captured *c, struct weir *w)
{
	assert_int_equal(weir_start(w), 0);
	send_all();
	captured_take(c, w, SIZE_MAX);
}

static void whole(void **state)
{
	struct weir *w = card();
	size_t i, tags = 0;

	(void)state;
	take(&all, w);
	for (i = 0; i < all.n; i++)
		tags += all.frame[i].vlan;
	assert_true(all.n > 200);
	assert_in_range(tags, 50, all.n - 50);
	assert_int_equal(captured_stat(w, "tap.delivered"), all.n);
	assert_int_equal(captured_stat(w, "lib.frames"), all.n);
	weir_close(w);
}

/* Whether the kernel, by what weir_filter_info() says, rejects what the program does of this frame. */
static bool kernel_has(const struct weir_filter_info *i, const struct weir_frame *f)
{
	return !strncmp(i->reason, "the kernel", 10) && (i->view == WEIR_VIEW_LINUX || !f->vlan);
}

/* All frames that the program keeps, as much as it keeps; no more from the kernel than that must leave. */
static void compare(struct weir *w, const struct captured *got, const struct sock_fprog *p, int view,
		    const char *name)
{
	struct weir_filter_info info = { .size = sizeof(info) };
	size_t i, n = 0, delivered = 0;

	assert_int_equal(weir_filter_info(w, &info), 0);
	assert_int_equal(info.mode, WEIR_FILTER_SOFTWARE);
	for (i = 0; i < all.n; i++) {
		const struct weir_frame *f = &all.frame[i];
		uint32_t keep = captured_keep(f, p, view);

		delivered += keep || !kernel_has(&info, f);
		if (!keep)
			continue;
		if (n >= got->n)
			fail_msg("%s: %zu frames, more were to come", name, got->n);
		keep = keep < f->caplen ? keep : f->caplen;
		if (got->frame[n].caplen != keep || memcmp(got->frame[n].data, f->data, keep))
			fail_msg("%s: frame %zu: %u bytes, or other ones than of %zu: %u", name, n,
				 got->frame[n].caplen, i, keep);
		n++;
	}
	if (n != got->n || captured_stat(w, "tap.delivered") != delivered)
		fail_msg("%s: %zu of %zu frames, %llu of %zu from the kernel", name, got->n, n,
			 (unsigned long long)captured_stat(w, "tap.delivered"), delivered);
}

static void one(const struct sock_fprog *p, int view, const char *name, const char *reason)
{
	struct weir_filter_info info = { .size = sizeof(info) };
	struct captured got = { 0 };
	struct weir *w = card();

	if (weir_set_filter_prog(w, p, view))
		fail_msg("%s: %s", name, weir_error(w));
	weir_filter_info(w, &info);
	if (strncmp(info.reason, reason, strlen(reason)))
		fail_msg("%s: \"%s\", expected \"%s\"", name, info.reason, reason);
	take(&got, w);
	compare(w, &got, p, view, name);
	captured_free(&got);
	weir_close(w);
}

static void expressions(void **state)
{
	static const char *const text[] = { "tcp", "vlan and ip", "not vlan and udp", "ip6", "greater 1000",
					    "vlan and vlan", "arp or icmp", "ether[len - 1] != 0",
					    "ether multicast" };
	struct sock_fprog p;
	void *insns;
	char err[160];
	uint32_t n;
	size_t i;
	int view;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(text); i++) {
		assert_int_equal(filter_compile(text[i], &insns, &n, err, sizeof(err)), 0);
		p = (struct sock_fprog){ (unsigned short)n, insns };
		for (view = WEIR_VIEW_LINUX; view <= WEIR_VIEW_WIRE; view++)
			one(&p, view, text[i], "the kernel runs the filter, not the card");
		free(insns);
	}
}

static void programs(void **state)
{
	/* Keeps as many bytes as byte 17 says, a snap length of its own, which the library applies. */
	static struct sock_filter by_byte[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 17), BPF_STMT(BPF_RET | BPF_A, 0),
	};
	static struct sock_filter cut[] = {
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x800, 0, 2),
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 40), BPF_STMT(BPF_RET | BPF_K, 20),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	static struct sock_filter tagged[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)SKF_AD_OFF + SKF_AD_VLAN_TAG_PRESENT),
		BPF_STMT(BPF_RET | BPF_A, 0),
	};
	static struct sock_filter mark[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)SKF_AD_OFF + SKF_AD_MARK),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 64), BPF_STMT(BPF_RET | BPF_K, 0),
	};
	static struct sock_filter net[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, (uint32_t)SKF_NET_OFF), BPF_STMT(BPF_RET | BPF_A, 0),
	};
	static struct sock_filter lengthy[BPF_MAXINSNS];
	const struct sock_fprog p[] = { { 2, by_byte }, { 5, cut }, { 2, tagged }, { 4, mark }, { 2, net },
					{ BPF_MAXINSNS, lengthy } };
	size_t i;

	(void)state;
	for (i = 0; i < BPF_MAXINSNS; i++)
		lengthy[i] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_IMM, 0);
	lengthy[i - 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, 50);
	for (i = 0; i < 3; i++) {
		one(&p[i], WEIR_VIEW_LINUX, "program", "the kernel runs the filter");
		one(&p[i], WEIR_VIEW_WIRE, "program, wire", "the kernel runs the filter");
	}
#define LIBRARY "the library runs the filter, not the kernel: "
	one(&p[3], WEIR_VIEW_LINUX, "MARK", LIBRARY "the ring does not show MARK");
	one(&p[4], WEIR_VIEW_LINUX, "NET_OFF", LIBRARY "it loads from a header's start");
	one(&p[5], WEIR_VIEW_LINUX, "lengthy", LIBRARY "it is too long");
}

/* One after another on a capture that runs, and the kernel refusing one. */
static void changes(void **state)
{
	static struct sock_filter none[] = { BPF_STMT(BPF_RET | BPF_K, 0) };
	const struct sock_fprog p = { 1, none };
	struct weir_filter_info info = { .size = sizeof(info) };
	struct captured got = { 0 };
	struct weir *w = card();

	(void)state;
	take(&got, w);
	assert_int_equal(got.n, all.n);
	captured_free(&got);
	assert_int_equal(weir_set_filter_prog(w, &p, WEIR_VIEW_LINUX), 0);
	take(&got, w);
	assert_int_equal(got.n, 0);
	captured_free(&got);
	/* Not in force in the kernel any more when the kernel does not take the next one. */
	standin.no_filter = true;
	assert_int_equal(weir_set_filter(w, "ip or not ip"), 0);
	standin.no_filter = false;
	weir_filter_info(w, &info);
	assert_non_null(strstr(info.reason, "not the kernel: Cannot allocate memory"));
	take(&got, w);
	assert_int_equal(got.n, all.n);
	captured_free(&got);
	assert_int_equal(weir_set_filter(w, NULL), 0);
	take(&got, w);
	assert_int_equal(got.n, all.n);
	captured_free(&got);
	weir_close(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_driver), cmocka_unit_test(no_family), cmocka_unit_test(no_interface),
		cmocka_unit_test(locked_memory), cmocka_unit_test(listed), cmocka_unit_test(whole),
		cmocka_unit_test(expressions), cmocka_unit_test(programs), cmocka_unit_test(changes),
	};
	int ret;

	if (!standin_net()) {
		puts("no network namespaces here: neither root nor unprivileged user namespaces");
		return 77;
	}
	ret = cmocka_run_group_tests(tests, NULL, NULL);
	captured_free(&all);
	return ret;
}
