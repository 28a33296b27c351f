// SPDX-License-Identifier: BSD-3-Clause
/*
 * sequence.c - the calls by which engines open their rings, in their order, and what comes into it
 *
 *   sequence suricata|zeek DEVICE SAVEFILE [PROGRAM]
 *   sequence play DEVICE SAVEFILE
 *
 * The first captures until SIGINT, with a filter as tcpdump -ddd prints it, tags put back where they
 * were. It says "ready" when all frames from then on will come. Suricata asks by a second socket whether
 * fan-out is there, and takes part in a group if so; Zeek makes its ring before it has a device, and
 * filters by itself, so that it has no program here. play sends the frames of a savefile. Static: there
 * is no library that a launcher could preload.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/net_tstamp.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define BLOCK (256U << 10)
#define BLOCKS 16U
#define RETIRE_MS 20
#define GROUP 99
#define MACS 12
#define PCAP_NS 0xa1b23c4d
#define FRAME_MOST 65536

static int fd;
static char *ring;
static FILE *out;
static volatile sig_atomic_t over;

static void end(int sig)
{
	(void)sig;
	over = 1;
}

static void must(const char *what, int ret)
{
	if (ret >= 0)
		return;
	fprintf(stderr, "sequence: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void set(int option, const char *name, const void *value, socklen_t len)
{
	must(name, setsockopt(fd, SOL_PACKET, option, value, len));
}
#define SET(option, value) set(option, #option, &(value), sizeof(value))

static struct ifreq request(const char *device)
{
	struct ifreq r = { 0 };

	snprintf(r.ifr_name, sizeof(r.ifr_name), "%s", device);
	return r;
}

static int device_index(const char *device)
{
	struct ifreq r = request(device);

	must("SIOCGIFINDEX", ioctl(fd, SIOCGIFINDEX, &r));
	return r.ifr_ifindex;
}

static void flags(const char *device)
{
	struct ifreq r = request(device);

	must("SIOCGIFFLAGS", ioctl(fd, SIOCGIFFLAGS, &r));
	if (!(r.ifr_flags & IFF_UP))
		exit(1);
}

static void bind_to(const char *device)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL),
				  .sll_ifindex = device_index(device) };

	must("bind", bind(fd, (struct sockaddr *)&to, sizeof(to)));
}

static void promiscuous(const char *device)
{
	struct packet_mreq m = { .mr_ifindex = device_index(device), .mr_type = PACKET_MR_PROMISC };

	SET(PACKET_ADD_MEMBERSHIP, m);
}

static void make_ring(unsigned int features)
{
	struct tpacket_req3 r = { .tp_block_size = BLOCK, .tp_block_nr = BLOCKS, .tp_frame_size = BLOCK,
				  .tp_frame_nr = BLOCKS, .tp_retire_blk_tov = RETIRE_MS,
				  .tp_feature_req_word = features };

	SET(PACKET_RX_RING, r);
}

static void map(int more)
{
	ring = mmap(NULL, (size_t)BLOCK * BLOCKS, PROT_READ | PROT_WRITE, MAP_SHARED | more, fd, 0);
	if (ring == MAP_FAILED)
		must("mmap", -1);
}

static void attach(const char *file)
{
	struct sock_filter insn[BPF_MAXINSNS];
	struct sock_fprog p = { .filter = insn };
	FILE *f = fopen(file, "r");
	unsigned int n, i, code, jt, jf, k;

	if (!f || fscanf(f, "%u", &n) != 1 || n > BPF_MAXINSNS)
		must(file, -1);
	for (i = 0; i < n && fscanf(f, "%u %u %u %u", &code, &jt, &jf, &k) == 4; i++)
		insn[i] = (struct sock_filter){ (uint16_t)code, (uint8_t)jt, (uint8_t)jf, k };
	fclose(f);
	p.len = (uint16_t)i;
	must("SO_ATTACH_FILTER", setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &p, sizeof(p)));
}

static bool fanout_supported(void)
{
	int probe = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
	int group = GROUP | (PACKET_FANOUT_HASH | PACKET_FANOUT_FLAG_DEFRAG) << 16;
	bool is;

	must("socket", probe);
	is = !setsockopt(probe, SOL_PACKET, PACKET_FANOUT, &group, sizeof(group));
	close(probe);
	return is;
}

/* The group is this process's own, or it would share the frames with another one. */
static void suricata(const char *device, const char *program)
{
	int one = 1, buffer = 1 << 20, version = TPACKET_V3, header = TPACKET_V3, reserve = 4;
	int stamp = SOF_TIMESTAMPING_RAW_HARDWARE;
	int group = (getpid() & 0xffff) | (PACKET_FANOUT_HASH | PACKET_FANOUT_FLAG_DEFRAG) << 16;
	bool fanout = fanout_supported();
	struct ifreq address = request(device);
	socklen_t len = sizeof(header);

	fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
	must("socket", fd);
	device_index(device);
	flags(device);
	promiscuous(device);
	SET(PACKET_AUXDATA, one);
	must("SO_RCVBUF", setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof(buffer)));
	bind_to(device);
	if (fanout)
		SET(PACKET_FANOUT, group);
	must("PACKET_HDRLEN", getsockopt(fd, SOL_PACKET, PACKET_HDRLEN, &header, &len));
	SET(PACKET_VERSION, version);
	SET(PACKET_TIMESTAMP, stamp);
	SET(PACKET_RESERVE, reserve);
	make_ring(TP_FT_REQ_FILL_RXHASH);
	map(MAP_LOCKED);
	must("SIOCGIFHWADDR", ioctl(fd, SIOCGIFHWADDR, &address));
	if (program)
		attach(program);
}

static void zeek(const char *device)
{
	struct hwtstamp_config stamps = { .tx_type = HWTSTAMP_TX_OFF, .rx_filter = HWTSTAMP_FILTER_ALL };
	int version = TPACKET_V3, stamp = SOF_TIMESTAMPING_RAW_HARDWARE | SOF_TIMESTAMPING_SOFTWARE;
	struct ifreq r = request(device);

	fd = socket(AF_PACKET, SOCK_RAW, 0);
	must("socket", fd);
	device_index(device);
	flags(device);
	SET(PACKET_VERSION, version);
	make_ring(0);
	map(0);
	bind_to(device);
	promiscuous(device);
	/* Not every device has them. */
	r.ifr_data = (char *)&stamps;
	if (!ioctl(fd, SIOCSHWTSTAMP, &r))
		SET(PACKET_TIMESTAMP, stamp);
}

static void write_frame(const struct tpacket3_hdr *h)
{
	const uint8_t *data = (const uint8_t *)h + h->tp_mac;
	uint16_t tag[2] = { htons(ETH_P_8021Q), htons((uint16_t)h->hv1.tp_vlan_tci) };
	bool tagged = h->tp_status & TP_STATUS_VLAN_VALID && h->tp_snaplen >= MACS;
	uint32_t more = tagged ? sizeof(tag) : 0;
	uint32_t record[4] = { h->tp_sec, h->tp_nsec, h->tp_snaplen + more, h->tp_len + more };

	if (h->tp_status & TP_STATUS_VLAN_TPID_VALID)
		tag[0] = htons(h->hv1.tp_vlan_tpid);
	fwrite(record, sizeof(record), 1, out);
	fwrite(data, 1, tagged ? MACS : h->tp_snaplen, out);
	if (tagged) {
		fwrite(tag, sizeof(tag), 1, out);
		fwrite(data + MACS, 1, h->tp_snaplen - MACS, out);
	}
}

static void capture(void)
{
	const uint32_t head[6] = { PCAP_NS, 2 | 4 << 16, 0, 0, 262144, 1 };
	struct pollfd p = { .fd = fd, .events = POLLIN | POLLERR };
	struct tpacket_stats_v3 s = { 0 };
	socklen_t len = sizeof(s);

	fwrite(head, sizeof(head), 1, out);
	puts("ready");
	fflush(stdout);
	for (unsigned int i = 0; !over;) {
		char *at = ring + (size_t)i * BLOCK;
		struct tpacket_hdr_v1 *b = &((struct tpacket_block_desc *)at)->hdr.bh1;

		if (!(__atomic_load_n(&b->block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER)) {
			fflush(out);
			poll(&p, 1, -1);
			continue;
		}
		at += b->offset_to_first_pkt;
		for (unsigned int n = b->num_pkts; n; n--) {
			write_frame((struct tpacket3_hdr *)at);
			at += ((struct tpacket3_hdr *)at)->tp_next_offset;
		}
		__atomic_store_n(&b->block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
		i = (i + 1) % BLOCKS;
	}
	must("PACKET_STATISTICS", getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &s, &len));
	printf("%u packets, %u dropped\n", s.tp_packets, s.tp_drops);
	if (s.tp_drops)
		exit(1);
}

static void play(const char *device, const char *file)
{
	static uint8_t frame[FRAME_MOST];
	FILE *f = fopen(file, "r");
	uint32_t head[6], record[4];

	fd = socket(AF_PACKET, SOCK_RAW, 0);
	must("socket", fd);
	bind_to(device);
	if (!f) {
		must(file, -1);
		return;
	}
	if (fread(head, sizeof(head), 1, f) != 1)
		exit(1);
	while (fread(record, sizeof(record), 1, f) == 1 && record[2] <= sizeof(frame) &&
	       fread(frame, 1, record[2], f) == record[2])
		must("send", (int)send(fd, frame, record[2], 0));
	fclose(f);
}

int main(int argc, char **argv)
{
	struct sigaction sa = { .sa_handler = end };

	if (argc < 4)
		return 2;
	if (!strcmp(argv[1], "play")) {
		play(argv[2], argv[3]);
		return 0;
	}
	sigaction(SIGINT, &sa, NULL);
	out = fopen(argv[3], "w");
	if (!out)
		must(argv[3], -1);
	if (!strcmp(argv[1], "suricata"))
		suricata(argv[2], argv[4]);
	else
		zeek(argv[2]);
	capture();
	return fclose(out) ? 1 : 0;
}
