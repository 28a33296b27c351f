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

static const char *proto_name(uint16_t proto)
{
	switch (proto) {
	case 0x0800:
		return "IPv4";
	case 0x0806:
		return "ARP";
	case 0x86dd:
		return "IPv6";
	case 0x8100:
		return "802.1Q";
	case 0x88a8:
		return "802.1ad";
	case 0x88cc:
		return "LLDP";
	case 0x8847:
		return "MPLS";
	}
	return "Unknown";
}

static void print_tag(const struct print *p, uint16_t tpid, uint16_t tci)
{
	if (tpid != 0x8100)
		fprintf(p->out, "%s ", proto_name(tpid));
	fprintf(p->out, "vlan %u, p %u%s, ", tci & 0xfffu, (unsigned int)tci >> 13,
		tci & 0x1000 ? ", DEI" : "");
}

static void print_link(const struct print *p, const struct weir_frame *f, uint16_t proto)
{
	print_mac(p->out, f->data + 6);
	fputs(" > ", p->out);
	print_mac(p->out, f->data);
	if (proto < 0x600)
		fprintf(p->out, ", 802.3, length %u: ", weir_frame_wire_len(f));
	else
		fprintf(p->out, ", ethertype %s (0x%04x), length %u: ", proto_name(proto), proto,
			weir_frame_wire_len(f));
}

static uint16_t get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

void print_frame(const struct print *p, const struct weir_frame *f)
{
	struct bytes b;
	uint16_t proto;

	print_time(p, f);
	if (f->caplen < ETH_HLEN) {
		fprintf(p->out, "[|ether] %u of %u bytes\n", f->caplen, f->len);
		return;
	}
	proto = get16(f->data + 12);
	if (p->ether)
		print_link(p, f, f->vlan ? f->vlan_tpid : proto);
	if (p->ether && f->vlan)
		print_tag(p, f->vlan_tpid, f->vlan_tci);
	b = (struct bytes){ f->data + ETH_HLEN, f->caplen - ETH_HLEN, f->len - ETH_HLEN };
	while ((proto == 0x8100 || proto == 0x88a8) && b.n >= 4) {
		if (p->ether)
			print_tag(p, proto, get16(b.p));
		proto = get16(b.p + 2);
		b.p += 4;
		b.n -= 4;
		b.len -= 4;
	}
	print_network(p, proto, b);
	fputc('\n', p->out);
}
