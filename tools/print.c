// SPDX-License-Identifier: BSD-3-Clause
/*
 * print.c - one line a frame: time, link header, VLAN tags
 */
#include <time.h>

#include "tool.h"

#define ETH_HLEN 14u

static void print_time(const struct print *p, const struct weir_frame *f)
{
	time_t sec = f->sec;
	struct tm tm;
	char text[16] = "";

	if (localtime_r(&sec, &tm))
		strftime(text, sizeof(text), "%H:%M:%S", &tm);
	if (p->nano)
		fprintf(p->out, "%s.%09u ", text, f->nsec);
	else
		fprintf(p->out, "%s.%06u ", text, f->nsec / 1000);
}

static void print_mac(FILE *out, const uint8_t *m)
{
	fprintf(out, "%02x:%02x:%02x:%02x:%02x:%02x", m[0], m[1], m[2], m[3], m[4], m[5]);
}

/* An ethertype in tcpdump's words: -q names it, otherwise the number is there as well. */
static void print_type(const struct print *p, uint16_t type)
{
	static const struct {
		uint16_t type;
		const char *name;
	} names[] = {
		{ 0x0800, "IPv4" }, { 0x0806, "ARP" }, { 0x86dd, "IPv6" }, { 0x8100, "802.1Q" },
		{ 0x88a8, "802.1Q-QinQ" }, { 0x9100, "802.1Q-9100" }, { 0x9200, "802.1Q-9200" },
		{ 0x8035, "Reverse ARP" }, { 0x8809, "Slow Protocols" }, { 0x8847, "MPLS unicast" },
		{ 0x8848, "MPLS multicast" }, { 0x8863, "PPPoE D" }, { 0x8864, "PPPoE S" },
		{ 0x888e, "EAPOL" }, { 0x88cc, "LLDP" }, { 0x88e5, "802.1AE MACsec" },
		{ 0x88f7, "PTP" }, { 0x8902, "CFM" }, { 0x9000, "Loopback" },
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i].type != type)
			continue;
		if (p->quick)
			fputs(names[i].name, p->out);
		else
			fprintf(p->out, "ethertype %s (0x%04x)", names[i].name, type);
		return;
	}
	fprintf(p->out, p->quick ? "Unknown Ethertype (0x%04x)" : "ethertype Unknown (0x%04x)", type);
}

/* The link header as -e shows it: the addresses, then each type, the first one with the length. */
static void print_macs(const struct print *p, const struct weir_frame *f)
{
	if (!p->ether)
		return;
	print_mac(p->out, f->data + 6);
	fputs(" > ", p->out);
	print_mac(p->out, f->data);
	fputs(", ", p->out);
}

/* Behind a type; the first one of a frame tells its length. */
static void print_length(const struct print *p, const struct weir_frame *f, bool first)
{
	if (first)
		fprintf(p->out, ", length %u: ", weir_frame_wire_len(f));
	else
		fputs(", ", p->out);
}

static void print_tag(const struct print *p, const struct weir_frame *f, uint16_t tpid,
		      uint16_t tci, bool first)
{
	if (!p->ether)
		return;
	print_type(p, tpid);
	print_length(p, f, first);
	fprintf(p->out, "vlan %u, p %u%s, ", tci & 0xfffu, (unsigned int)tci >> 13,
		tci & 0x1000 ? ", DEI" : "");
}

/* type: a length below 0x600. */
static void print_payload_type(const struct print *p, const struct weir_frame *f, uint16_t type,
			       bool first)
{
	if (!p->ether)
		return;
	if (type < 0x600) {
		fprintf(p->out, first ? "802.3, length %u: " : "802.3, ", type);
		return;
	}
	print_type(p, type);
	print_length(p, f, first);
}

static bool is_tag(uint16_t type)
{
	return type == 0x8100 || type == 0x88a8 || type == 0x9100 || type == 0x9200;
}

static uint16_t get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

void print_frame(const struct print *p, const struct weir_frame *f)
{
	struct bytes b;
	uint16_t proto;
	bool first;

	print_time(p, f);
	if (f->caplen < ETH_HLEN) {
		fprintf(p->out, "[|ether] %u of %u bytes\n", f->caplen, f->len);
		return;
	}
	proto = get16(f->data + 12);
	print_macs(p, f);
	if (f->vlan)
		print_tag(p, f, f->vlan_tpid, f->vlan_tci, true);
	first = !f->vlan;
	b = (struct bytes){ f->data + ETH_HLEN, f->caplen - ETH_HLEN, f->len - ETH_HLEN };
	while (is_tag(proto) && b.n >= 4) {
		print_tag(p, f, proto, get16(b.p), first);
		first = false;
		proto = get16(b.p + 2);
		b.p += 4;
		b.n -= 4;
		b.len -= 4;
	}
	print_payload_type(p, f, proto, first);
	print_network(p, proto, b);
	fputc('\n', p->out);
}
