// SPDX-License-Identifier: BSD-3-Clause
/*
 * fed.c - captures by a TPACKET_V3 ring of PF_WEIR, and does on a signal what a ring must bear
 *
 *   fed INTERFACE FILE      writes each frame to a savefile, with the tag that was lifted back in it
 *   fed INTERFACE FILE N    makes N sockets with a ring before, and leaves them alone
 *   fed INTERFACE FILE N promisc   asks for all frames by a membership, before it is bound
 *
 * Prints "ready", then a line whenever something happens. SIGHUP prints what PACKET_STATISTICS gave so far;
 * SIGUSR1 attaches a filter that accepts all and that no card runs, SIGUSR2 takes it away; SIGINT closes the
 * socket and goes on reading its mapping; SIGTERM ends. Blocks must be numbered without a gap. Exit status 1
 * with a reason.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define PF_WEIR		18
#define BLOCK		(64u * 1024)
#define BLOCKS		64u
#define RETIRE_MS	5u
#define PROTO_ALL	3u

static uint8_t *map;
static int fd = -1;
static unsigned int packets, drops, freezes;
static volatile sig_atomic_t asked[NSIG];

static void die(const char *what)
{
	printf("failed: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void note(int sig)
{
	asked[sig] = 1;
}

static int take(int sig)
{
	int was = asked[sig];

	asked[sig] = 0;
	return was;
}

static void promisc(int s, int index)
{
	struct packet_mreq all = { .mr_ifindex = index, .mr_type = PACKET_MR_PROMISC };

	if (setsockopt(s, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &all, sizeof(all)))
		die("membership");
}

static int ring(const char *name, unsigned int blocks, int all)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_protocol = htons(PROTO_ALL) };
	struct tpacket_req3 req = { .tp_block_size = BLOCK,
				    .tp_block_nr = blocks,
				    .tp_frame_size = BLOCK,
				    .tp_frame_nr = blocks,
				    .tp_retire_blk_tov = RETIRE_MS };
	int s = socket(PF_WEIR, SOCK_RAW, 0), version = TPACKET_V3;

	if (s < 0)
		die("socket");
	if (setsockopt(s, SOL_PACKET, PACKET_VERSION, &version, sizeof(version)) ||
	    setsockopt(s, SOL_PACKET, PACKET_RX_RING, &req, sizeof(req)))
		die("ring");
	to.sll_ifindex = (int)if_nametoindex(name);
	if (all)
		promisc(s, to.sll_ifindex);
	if (bind(s, (struct sockaddr *)&to, sizeof(to)))
		die("bind");
	return s;
}

static void filter(int on)
{
	struct sock_filter all[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)(SKF_AD_OFF + SKF_AD_CPU)),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 1u << 20, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 0),
		BPF_STMT(BPF_RET | BPF_K, 0x40000),
	};
	struct sock_fprog prog = { sizeof(all) / sizeof(*all), all };
	int none = 0;

	if (on ? setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog)) :
		 setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &none, sizeof(none)))
		die("filter");
	printf("filter %d\n", on);
}

static void stats(void)
{
	struct tpacket_stats_v3 st;
	socklen_t len = sizeof(st);

	if (getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &st, &len))
		die("statistics");
	packets += st.tp_packets;
	drops += st.tp_drops;
	freezes += st.tp_freeze_q_cnt;
	printf("stats %u %u %u\n", packets, drops, freezes);
}

static void put(FILE *f, const void *data, size_t n)
{
	if (fwrite(data, 1, n, f) != n)
		die("write");
}

static void frame(FILE *f, const struct tpacket3_hdr *h)
{
	uint32_t tag = h->tp_status & TP_STATUS_VLAN_VALID ? 4 : 0;
	uint32_t rec[4] = { h->tp_sec, h->tp_nsec, h->tp_snaplen + tag, h->tp_len + tag };
	uint16_t vlan[2] = { htons(h->hv1.tp_vlan_tpid), htons((uint16_t)h->hv1.tp_vlan_tci) };
	const uint8_t *data = (const uint8_t *)h + h->tp_mac;

	if (h->tp_snaplen < 14 || h->tp_snaplen > BLOCK)
		die("tp_snaplen");
	put(f, rec, sizeof(rec));
	put(f, data, 12);
	put(f, vlan, tag);
	put(f, data + 12, h->tp_snaplen - 12);
}

/* One block, if there is one: what is in it, and that it is the one that must come. */
static int block(FILE *f, unsigned int n, uint64_t seq)
{
	struct tpacket_block_desc *d = (struct tpacket_block_desc *)(map + n * BLOCK);
	struct tpacket_hdr_v1 *b = &d->hdr.bh1;
	const uint8_t *at = (const uint8_t *)d;

	if (!(__atomic_load_n(&b->block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER))
		return 0;
	if (b->seq_num != seq) {
		printf("failed: block %u is number %llu, not %llu\n", n, (unsigned long long)b->seq_num,
		       (unsigned long long)seq);
		exit(1);
	}
	at += b->offset_to_first_pkt;
	for (uint32_t i = 0; i < b->num_pkts; i++) {
		const struct tpacket3_hdr *h = (const struct tpacket3_hdr *)at;

		frame(f, h);
		at += h->tp_next_offset;
	}
	fflush(f);
	__atomic_store_n(&b->block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
	return 1;
}

static void obey(void)
{
	if (take(SIGHUP))
		stats();
	if (take(SIGUSR1))
		filter(1);
	if (take(SIGUSR2))
		filter(0);
	if (take(SIGINT)) {
		close(fd);
		fd = -1;
		puts("closed");
	}
}

/* Behind a close the mapping alone tells of frames. */
static void rest(void)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	socklen_t len = sizeof(int);
	int error = 0;

	if (poll(&p, 1, fd < 0 ? 5 : 100) <= 0 || !(p.revents & POLLERR))
		return;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len))
		die("SO_ERROR");
	printf("error %d\n", error);
}

int main(int argc, char **argv)
{
	static const uint32_t head[6] = { 0xa1b23c4d, 4 << 16 | 2, 0, 0, 0x40000, 1 };
	static const int signals[] = { SIGHUP, SIGUSR1, SIGUSR2, SIGINT, SIGTERM };
	unsigned int n = 0;
	uint64_t seq = 1;
	FILE *f;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc < 3)
		return 2;
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		signal(signals[i], note);
	for (int i = argc > 3 ? atoi(argv[3]) : 0; i; i--)
		ring(argv[1], 2, 0);
	f = fopen(argv[2], "w");
	if (!f)
		die(argv[2]);
	put(f, head, sizeof(head));
	fd = ring(argv[1], BLOCKS, argc > 4);
	map = mmap(NULL, (size_t)BLOCK * BLOCKS, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		die("mmap");
	puts("ready");
	while (!asked[SIGTERM]) {
		obey();
		if (!block(f, n, seq)) {
			rest();
			continue;
		}
		n = (n + 1) % BLOCKS;
		seq++;
	}
	if (fd >= 0)
		stats();
	puts("done");
	return 0;
}
