// SPDX-License-Identifier: BSD-3-Clause
/*
 * sockinfo.c - filters of sockets of PF_WEIR on a card: attached, changed, locked, taken away, and what
 * WEIR_INFO tells of them
 *
 *   sockinfo FAMILY INTERFACE    prints lines of TAP, exits 1 if one is "not ok"
 *
 * Guards against a change that nobody has noticed when setsockopt() returns, a mode or reason that is not
 * that of the program, a frame that its filter rejects, and an answer longer than its room.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "weir_socket.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define INSNS 6
#define BLOCK 65536u
#define BLOCKS 16u
#define CHANGES 100u
#define AD_CPU (SKF_AD_OFF + SKF_AD_CPU)
#define AD_HASH (SKF_AD_OFF + SKF_AD_RXHASH)

static const struct program {
	const char *name;
	__u32 filter;
	const char *reason; /* part of it */
	unsigned short n;
	struct sock_filter f[INSNS];
} programs[] = {
	{ "IPv4", WEIR_SOCK_FILTER_EXACT, NULL, 4,
	  { BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12), BPF_JUMP(BPF_JMP | BPF_JEQ, ETH_P_IP, 0, 1),
	    BPF_STMT(BPF_RET, 65535), BPF_STMT(BPF_RET, 0) } },
	{ "far", WEIR_SOCK_FILTER_PREFILTER, "reads behind", 6,
	  { BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12), BPF_JUMP(BPF_JMP | BPF_JEQ, ETH_P_IP, 0, 3),
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 1000), BPF_JUMP(BPF_JMP | BPF_JEQ, 7, 0, 1),
	    BPF_STMT(BPF_RET, 65535), BPF_STMT(BPF_RET, 0) } },
	{ "ARP", WEIR_SOCK_FILTER_EXACT, NULL, 4,
	  { BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12), BPF_JUMP(BPF_JMP | BPF_JEQ, ETH_P_ARP, 0, 1),
	    BPF_STMT(BPF_RET, 96), BPF_STMT(BPF_RET, 0) } },
	{ "CPU", WEIR_SOCK_FILTER_SOFTWARE, "only the host knows", 2,
	  { BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (__u32)AD_CPU), BPF_STMT(BPF_RET | BPF_A, 0) } },
	{ "hash", WEIR_SOCK_FILTER_SOFTWARE, "only the host knows", 2,
	  { BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (__u32)AD_HASH), BPF_STMT(BPF_RET | BPF_A, 0) } },
	{ "nothing", WEIR_SOCK_FILTER_EXACT, NULL, 1, { BPF_STMT(BPF_RET, 0) } },
};

static int bad;
static struct {
	__u8 *map;
	unsigned int next, frames, fed, told;
	__u64 seq; /* of the block read last */
} r;

static void say(bool good, const char *what, const char *name)
{
	printf("%sok - %s: %s\n", good ? "" : "not ", name, what);
	bad |= !good;
}

static struct weir_sock_info ask(int fd)
{
	struct weir_sock_info i;
	socklen_t len = sizeof(i);

	memset(&i, 0xa5, sizeof(i));
	if (getsockopt(fd, SOL_WEIR, WEIR_INFO, &i, &len) || len != sizeof(i)) {
		printf("not ok - no WEIR_INFO: %s, %u bytes\n", strerror(errno), len);
		exit(1);
	}
	return i;
}

static void tell(const struct weir_sock_info *i)
{
	printf("# mode %u (%s), tap %d, filter %u (%s), path %u of %u, reach %u, generation %u, block %llu\n",
	       i->mode, i->why_text, (int)i->tap, i->filter, i->reason, i->path, i->budget,
	       i->reach, i->generation, (unsigned long long)i->first_block);
}

static int attach(int fd, const struct program *p)
{
	struct sock_fprog prog = { .len = p->n, .filter = (struct sock_filter *)p->f };

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog));
}

static int detach(int fd)
{
	int unused = 0;

	return setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof(unused));
}

static int attach_bpf(int fd)
{
	const struct bpf_insn insns[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = -1 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr a = { .prog_type = BPF_PROG_TYPE_SOCKET_FILTER,
			     .insns = (__u64)(uintptr_t)insns,
			     .insn_cnt = COUNT(insns),
			     .license = (__u64)(uintptr_t) "GPL" };
	int prog = (int)syscall(__NR_bpf, BPF_PROG_LOAD, &a, sizeof(a)), ret;

	if (prog < 0)
		return -1;
	ret = setsockopt(fd, SOL_SOCKET, SO_ATTACH_BPF, &prog, sizeof(prog));
	close(prog);
	return ret;
}

static int bound(int family, int type, const char *name)
{
	struct sockaddr_ll sll = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL) };
	int fd = socket(family, type, htons(ETH_P_ALL));

	sll.sll_ifindex = (int)if_nametoindex(name);
	if (fd < 0 || bind(fd, (struct sockaddr *)&sll, sizeof(sll))) {
		printf("not ok - no socket: %s\n", strerror(errno));
		exit(1);
	}
	return fd;
}

static void ring(int fd)
{
	struct tpacket_req3 req = { .tp_block_size = BLOCK,
				    .tp_block_nr = BLOCKS,
				    .tp_frame_size = BLOCK,
				    .tp_frame_nr = BLOCKS,
				    .tp_retire_blk_tov = 10 };
	int version = TPACKET_V3;

	say(!setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof(version)) &&
		    !setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &req, sizeof(req)),
	    "a V3 ring", "ring");
	r.map = mmap(NULL, (size_t)BLOCK * BLOCKS, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	say(r.map != MAP_FAILED, "mapped", "ring");
}

/* What a program keeps of a frame in the ring; of those that ask for more than its bytes, all. */
static __u32 keeps(const struct program *p, const __u8 *data, __u32 len)
{
	__u32 a = 0, i, k, n, size;

	for (i = 0; p && i < p->n; i++) {
		k = p->f[i].k;
		switch (p->f[i].code) {
		case BPF_LD | BPF_H | BPF_ABS:
		case BPF_LD | BPF_W | BPF_ABS:
			if ((__s32)k < 0)
				return len;
			size = p->f[i].code & BPF_H ? 2 : 4;
			if (k + size > len)
				return 0;
			for (a = 0, n = 0; n < size; n++)
				a = a << 8 | data[k + n];
			break;
		case BPF_JMP | BPF_JEQ:
			i += a == k ? p->f[i].jt : p->f[i].jf;
			break;
		case BPF_RET:
			return k < len ? k : len;
		}
	}
	return len;
}

static struct tpacket_block_desc *block(unsigned int n)
{
	return (struct tpacket_block_desc *)(r.map + (size_t)(n % BLOCKS) * BLOCK);
}

static bool ready(unsigned int n)
{
	return __atomic_load_n(&block(n)->hdr.bh1.block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER;
}

/* Frames of a block that neither program, NULL for none, would have left so. */
static unsigned int wrong(const struct tpacket_block_desc *b, const struct program *p,
			  const struct program * or)
{
	const __u8 *at = (const __u8 *)b + b->hdr.bh1.offset_to_first_pkt;
	unsigned int bad_ones = 0, i;

	for (i = 0; i < b->hdr.bh1.num_pkts; i++) {
		const struct tpacket3_hdr *h = (const void *)at;
		const __u8 *data = at + h->tp_mac;

		/* A cut one, as the programs here cut, is as long as they look. */
		if (!keeps(p, data, h->tp_snaplen) && !keeps(or, data, h->tp_snaplen))
			bad_ones++;
		at += h->tp_next_offset;
	}
	r.frames += b->hdr.bh1.num_pkts;
	return bad_ones;
}

/* All that is there. Blocks up to number `old` may be those of the program before. */
static unsigned int drain(int fd, const struct program *p, const struct program *before, __u64 old)
{
	unsigned int bad_ones = 0;

	while (ready(r.next)) {
		struct tpacket_block_desc *b = block(r.next);
		struct weir_sock_info i = ask(fd);
		__u64 seq = b->hdr.bh1.seq_num;

		if (i.mode == WEIR_SOCK_FED && i.first_block && seq >= i.first_block)
			r.told++;
		else if (seq <= old)
			bad_ones += wrong(b, p, before);
		if (seq > old || (i.mode == WEIR_SOCK_FED && i.first_block && seq >= i.first_block))
			bad_ones += wrong(b, p, p);
		r.fed += i.mode == WEIR_SOCK_FED;
		r.seq = seq;
		__atomic_store_n(&b->hdr.bh1.block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
		r.next++;
	}
	return bad_ones;
}

/* Programs come and go while frames do: each frame is one that the program of its time leaves. */
static void traffic(int fd)
{
	const struct program *p = NULL, *before;
	unsigned int bad_ones = 0, k, n, i;
	__u64 old;

	srand(7);
	for (k = 0; k < CHANGES; k++) {
		struct pollfd pfd = { .fd = fd, .events = POLLIN };

		bad_ones += drain(fd, p, p, 0);
		before = p;
		n = (unsigned int)rand() % (COUNT(programs) + 2);
		p = n < COUNT(programs) ? &programs[n] : NULL;
		if (p ? attach(fd, p) : before && detach(fd))
			say(false, "a change fails", p ? p->name : "none");
		/* What lies there, and one that was open or is on its way. */
		for (i = 0; i < BLOCKS && ready(r.next + i); i++)
			;
		old = r.seq + i + 1;
		for (n = 0; n < 4; n++) {
			poll(&pfd, 1, 20);
			bad_ones += drain(fd, p, before, old);
		}
	}
	if (p)
		say(!detach(fd), "detached", "traffic");
	printf("# %u changes: %u blocks of the card, %u told by WEIR_INFO, %u frames, %u of them wrong\n",
	       k, r.fed, r.told, r.frames, bad_ones);
	say(!bad_ones, "every frame is one of its program's", "traffic");
	say(r.fed > CHANGES / 4 && r.told > CHANGES / 8 && r.frames > CHANGES,
	    "enough of them", "traffic");
}

/* A tap runs what is exact there and nothing else. */
static void way(const struct weir_sock_info *i, const char *name, bool exact)
{
	say(i->mode == (exact ? WEIR_SOCK_FED : WEIR_SOCK_COPIED), exact ? "fed" : "copied", name);
	say(i->why == (exact ? WEIR_SOCK_WHY_FED : WEIR_SOCK_WHY_FILTER), "why", name);
	say((i->tap != WEIR_SOCK_NONE) == exact, "tap", name);
}

static void changes(int fd)
{
	struct weir_sock_info was = ask(fd), i;
	size_t k, n;

	tell(&was);
	say(was.filter == WEIR_SOCK_FILTER_NONE && was.budget && !*was.reason, "no filter", "none");
	way(&was, "none", true);
	for (k = 0; k < 3 * COUNT(programs); k++) {
		/* Each behind each of some others. */
		const struct program *p =
			&programs[(k + k / COUNT(programs) * (k % 2 + 1)) % COUNT(programs)];

		say(!attach(fd, p), "attached", p->name);
		i = ask(fd);
		tell(&i);
		say(i.filter == p->filter, "mode", p->name);
		say(p->reason ? strstr(i.reason, p->reason) != NULL : !*i.reason, "reason",
		    p->name);
		say(i.generation == was.generation + 1, "one change", p->name);
		say(p->filter == WEIR_SOCK_FILTER_SOFTWARE ? !i.path : i.path && i.path <= i.budget,
		    "path", p->name);
		way(&i, p->name, p->filter == WEIR_SOCK_FILTER_EXACT);
		was = i;
	}
	say(!attach_bpf(fd), "attached", "eBPF");
	i = ask(fd);
	tell(&i);
	say(i.filter == WEIR_SOCK_FILTER_SOFTWARE && strstr(i.reason, "eBPF") &&
		    i.generation == was.generation + 1,
	    "mode and reason", "eBPF");
	way(&i, "eBPF", false);
	say(!detach(fd), "detached", "none");
	i = ask(fd);
	say(i.filter == WEIR_SOCK_FILTER_NONE && i.generation == was.generation + 2 && !*i.reason,
	    "mode", "none");
	way(&i, "none", true);
	/* What fails, or sets nothing, is no change. */
	was = i;
	say(detach(fd) && errno == ENOENT, "nothing to detach", "none");
	n = 1;
	say(!setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &n, sizeof(int)), "another option", "none");
	say(!attach(fd, programs) && !setsockopt(fd, SOL_SOCKET, SO_LOCK_FILTER, &n, sizeof(int)),
	    "locked", "locked");
	say(attach(fd, &programs[1]) && errno == EPERM && detach(fd) && errno == EPERM, "refused",
	    "locked");
	i = ask(fd);
	say(i.filter == WEIR_SOCK_FILTER_EXACT && i.generation == was.generation + 1,
	    "the filter stays", "locked");
}

static void answers(int fd)
{
	char bytes[sizeof(struct weir_sock_info) + 16];
	socklen_t len;

	memset(bytes, 0x5a, sizeof(bytes));
	len = 8;
	say(!getsockopt(fd, SOL_WEIR, WEIR_INFO, bytes, &len) && len == 8 && bytes[8] == 0x5a,
	    "a short one", "size");
	len = sizeof(bytes);
	say(!getsockopt(fd, SOL_WEIR, WEIR_INFO, bytes, &len) &&
		    len == sizeof(struct weir_sock_info) && bytes[len] == 0x5a,
	    "a long one", "size");
	len = (socklen_t)-1;
	say(getsockopt(fd, SOL_WEIR, WEIR_INFO, bytes, &len) && errno == EINVAL, "a negative one",
	    "size");
	len = 8;
	say(getsockopt(fd, SOL_WEIR, WEIR_INFO + 1, bytes, &len) && errno == ENOPROTOOPT, "unknown",
	    "option");
	say(setsockopt(fd, SOL_WEIR, WEIR_INFO, bytes, 8) && errno == ENOPROTOOPT, "not to be set",
	    "option");
}

static void others(int family, const char *name)
{
	int fd = bound(family, SOCK_DGRAM, name);
	struct weir_sock_info i;

	say(!attach(fd, programs), "attached", "SOCK_DGRAM");
	i = ask(fd);
	say(i.mode == WEIR_SOCK_COPIED && i.filter == WEIR_SOCK_FILTER_SOFTWARE &&
		    strstr(i.reason, "SOCK_DGRAM"),
	    "mode and reason", "SOCK_DGRAM");
	close(fd);
	fd = bound(family, SOCK_RAW, "lo");
	say(!attach(fd, programs), "attached", "lo");
	i = ask(fd);
	tell(&i);
	say(i.mode == WEIR_SOCK_COPIED && i.filter == WEIR_SOCK_FILTER_SOFTWARE &&
		    strstr(i.reason, "not bound") && !i.budget,
	    "mode and reason", "lo");
	close(fd);
}

int main(int argc, char **argv)
{
	int family, fd;

	if (argc != 3)
		return 2;
	setvbuf(stdout, NULL, _IOLBF, 0);
	family = atoi(argv[1]);
	fd = bound(family, SOCK_RAW, argv[2]);
	ring(fd);
	answers(fd);
	traffic(fd);
	changes(fd);
	close(fd);
	others(family, argv[2]);
	return bad;
}
