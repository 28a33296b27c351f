/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * afp_blocks.c - what the kernel makes of frames: afp_blocks [geometry] NEAR FAR SAVEFILE OUT
 *
 * Sends the frames of a savefile into NEAR, one end of a veth pair, as they are, tags in their bytes, so
 * that the kernel lifts these on their way in. Collects from a TPACKET_V3 ring on FAR the blocks that
 * were retired because they were full; the retire timer is set too long to matter, and the
 * block that is open at the end stays out. Blocks go to OUT unchanged, in order. With -w they are
 * collected once in so many frames only, whatever is lost meanwhile.
 *
 * A second socket on FAR, for all protocols, tells that each frame arrived; else the blocks would not be
 * those of the savefile.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "geometry.h"

#define RETIRE_MS 60000
#define FRAME_MIN 14
#define FRAME_MAX 9600

struct ring {
	int fd;
	int witness;
	uint8_t *map;
	uint32_t next; /* block that is retired next */
	uint64_t sent, arrived, last; /* frames; sent when blocks were collected last */
	FILE *out;
	struct blocks_head head;
	const struct geometry *g;
};

static void die(const char *what)
{
	fprintf(stderr, "afp_blocks: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void option(int fd, int name, const void *value, socklen_t len)
{
	char what[40];

	if (!setsockopt(fd, SOL_PACKET, name, value, len))
		return;
	snprintf(what, sizeof(what), "SOL_PACKET option %d", name);
	die(what);
}

static struct sockaddr_ll address(const char *interface, int protocol)
{
	struct sockaddr_ll addr = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons((uint16_t)protocol),
		.sll_ifindex = (int)if_nametoindex(interface),
	};

	if (!addr.sll_ifindex)
		die(interface);
	return addr;
}

static void open_ring(struct ring *r, const char *interface)
{
	const struct geometry *g = r->g;
	struct sockaddr_ll addr = address(interface, g->protocol ? (int)g->protocol : ETH_P_ALL);
	struct sock_filter keep = BPF_STMT(BPF_RET | BPF_K, g->snaplen);
	struct sock_fprog filter = { .len = 1, .filter = &keep };
	struct tpacket_req3 req = {
		.tp_block_size = g->block_size,
		.tp_block_nr = g->block_nr,
		.tp_frame_size = g->block_size,
		.tp_frame_nr = g->block_nr,
		.tp_retire_blk_tov = RETIRE_MS,
		.tp_sizeof_priv = g->priv,
	};
	int version = TPACKET_V3;

	r->fd = socket(AF_PACKET, SOCK_RAW, 0);
	if (r->fd < 0)
		die("socket");
	option(r->fd, PACKET_VERSION, &version, sizeof(version));
	option(r->fd, PACKET_RESERVE, &g->reserve, sizeof(g->reserve));
	option(r->fd, PACKET_RX_RING, &req, sizeof(req));
	if (g->snaplen && setsockopt(r->fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)))
		die("SO_ATTACH_FILTER");
	r->map = mmap(NULL, (size_t)g->block_size * g->block_nr, PROT_READ | PROT_WRITE, MAP_SHARED,
		      r->fd, 0);
	if (r->map == MAP_FAILED)
		die("mmap");
	if (bind(r->fd, (struct sockaddr *)&addr, sizeof(addr)))
		die(interface);
}

static void collect(struct ring *r)
{
	for (;;) {
		uint8_t *base = r->map + (size_t)r->next * r->g->block_size;
		struct tpacket_block_desc *desc = (struct tpacket_block_desc *)base;
		uint32_t *word = &desc->hdr.bh1.block_status;
		uint32_t status = __atomic_load_n(word, __ATOMIC_ACQUIRE);

		if (!(status & TP_STATUS_USER))
			return;
		if (status & (r->g->withhold ? TP_STATUS_BLK_TMO :
					       TP_STATUS_BLK_TMO | TP_STATUS_LOSING)) {
			fprintf(stderr, "afp_blocks: block status %#x: timer or loss\n", status);
			exit(1);
		}
		if (fwrite(base, r->g->block_size, 1, r->out) != 1)
			die("write");
		r->head.blocks++;
		__atomic_store_n(word, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
		r->next = (r->next + 1) % r->g->block_nr;
	}
}

static void open_witness(struct ring *r, const char *interface)
{
	struct sockaddr_ll addr = address(interface, ETH_P_ALL);

	r->witness = socket(AF_PACKET, SOCK_RAW, 0);
	if (r->witness < 0 || bind(r->witness, (struct sockaddr *)&addr, sizeof(addr)))
		die("witness");
}

/* Frames since the last call: reading the statistics clears them. Includes those dropped. */
static uint64_t arrivals(int fd, struct tpacket_stats_v3 *stats)
{
	socklen_t len = sizeof(*stats);

	*stats = (struct tpacket_stats_v3){ 0 };
	if (getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, stats, &len))
		die("PACKET_STATISTICS");
	return stats->tp_packets;
}

/* A veth pair hands frames over at once, or in the softirq that follows: to wait is rare. The witness
 * reads nothing and soon drops all, which its count includes. */
static void await_frame(struct ring *r)
{
	struct timespec pause = { .tv_nsec = 100000 };
	struct tpacket_stats_v3 stats;
	int i;

	for (i = 0; i < 20000; i++) {
		r->arrived += arrivals(r->witness, &stats);
		if (r->arrived == r->sent)
			return;
		nanosleep(&pause, NULL);
	}
	fprintf(stderr, "afp_blocks: %llu frames sent, %llu arrived\n", (unsigned long long)r->sent,
		(unsigned long long)r->arrived);
	exit(1);
}

/* Takes what is left in the ring and the number of frames that went there. */
static void finish(struct ring *r)
{
	struct timespec pause = { .tv_nsec = 20000000 };
	struct tpacket_stats_v3 stats;

	nanosleep(&pause, NULL);
	collect(r);
	r->head.frames = arrivals(r->fd, &stats);
	r->head.drops = stats.tp_drops;
	r->head.freezes = stats.tp_freeze_q_cnt;
	if ((stats.tp_drops && !r->g->withhold) || (!r->g->protocol && r->head.frames != r->sent)) {
		fprintf(stderr, "afp_blocks: %llu frames sent, %llu in the ring, %u dropped\n",
			(unsigned long long)r->sent, (unsigned long long)r->head.frames,
			stats.tp_drops);
		exit(1);
	}
}

static void play(struct ring *r, int near, const char *savefile)
{
	char err[PCAP_ERRBUF_SIZE] = "";
	pcap_t *in = pcap_open_offline(savefile, err);
	struct pcap_pkthdr *head;
	const u_char *data;
	int got;

	if (!in) {
		fprintf(stderr, "afp_blocks: %s\n", err);
		exit(1);
	}
	while ((got = pcap_next_ex(in, &head, &data)) == 1) {
		if (head->caplen != head->len || head->len < FRAME_MIN || head->len > FRAME_MAX) {
			fprintf(stderr, "afp_blocks: a frame of %u bytes\n", head->len);
			exit(1);
		}
		if (send(near, data, head->len, 0) != (ssize_t)head->len)
			die("send");
		r->sent++;
		await_frame(r);
		if (r->sent - r->last < r->g->withhold)
			continue;
		collect(r);
		r->last = r->sent;
	}
	if (got != PCAP_ERROR_BREAK) {
		fprintf(stderr, "afp_blocks: %s\n", pcap_geterr(in));
		exit(1);
	}
	pcap_close(in);
}

int main(int argc, char **argv)
{
	struct geometry g;
	struct ring r = { .g = &g };
	struct sockaddr_ll addr;
	uint32_t i;
	int near;

	geometry_parse(&g, argc, argv, 4, "NEAR FAR SAVEFILE OUT");
	r.out = fopen(g.args[3], "wb");
	if (!r.out || fwrite(&r.head, sizeof(r.head), 1, r.out) != 1)
		die(g.args[3]);
	open_ring(&r, g.args[1]);
	open_witness(&r, g.args[1]);
	near = socket(AF_PACKET, SOCK_RAW, 0);
	addr = address(g.args[0], 0);
	if (near < 0 || bind(near, (struct sockaddr *)&addr, sizeof(addr)))
		die(g.args[0]);
	for (i = 0; i < g.loops; i++)
		play(&r, near, g.args[2]);
	finish(&r);
	r.head.magic = BLOCKS_MAGIC;
	r.head.block_size = g.block_size;
	rewind(r.out);
	if (fwrite(&r.head, sizeof(r.head), 1, r.out) != 1 || fclose(r.out))
		die(g.args[3]);
	printf("%llu frames, %u blocks\n", (unsigned long long)r.head.frames, r.head.blocks);
	return 0;
}
