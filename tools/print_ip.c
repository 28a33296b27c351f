// SPDX-License-Identifier: BSD-3-Clause
/*
 * print_ip.c - ARP, IPv4, IPv6 and what they carry, in the words of tcpdump, shortly
 *
 * A frame may end anywhere and lie about its lengths: each reader takes from struct bytes what is
 * captured, or says "[|name]" and stops.
 */
#include <arpa/inet.h>

#include "tool.h"

#define ADDR_TEXT 64

static uint16_t get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

static struct bytes skip(struct bytes b, uint32_t n)
{
	if (n > b.n)
		n = b.n;
	return (struct bytes){ b.p + n, b.n - n, b.len > n ? b.len - n : 0 };
}

struct pair {
	char src[ADDR_TEXT], dst[ADDR_TEXT];
};

static void print_tcp(const struct print *p, const struct pair *a, struct bytes b)
{
	static const char letter[] = "FSRP.UEW";
	uint32_t hlen, i, len;
	char flags[9], *o = flags;

	if (b.n < 20) {
		fprintf(p->out, "%s > %s: [|tcp]", a->src, a->dst);
		return;
	}
	hlen = (b.p[12] >> 4) * 4u;
	len = b.len > hlen ? b.len - hlen : 0;
	fprintf(p->out, "%s.%u > %s.%u: ", a->src, get16(b.p), a->dst, get16(b.p + 2));
	if (p->quick) {
		fprintf(p->out, "tcp %u", len);
		return;
	}
	for (i = 0; i < 8; i++)
		if (b.p[13] & 1u << i)
			*o++ = letter[i];
	*o = '\0';
	fprintf(p->out, "Flags [%s], seq %u", *flags ? flags : "none", get32(b.p + 4));
	if (b.p[13] & 0x10)
		fprintf(p->out, ", ack %u", get32(b.p + 8));
	fprintf(p->out, ", win %u, length %u", get16(b.p + 14), len);
}

static void print_udp(const struct print *p, const struct pair *a, struct bytes b)
{
	uint32_t len;

	if (b.n < 8) {
		fprintf(p->out, "%s > %s: [|udp]", a->src, a->dst);
		return;
	}
	/* The datagram's own length, which of a first fragment is that of all; a jumbogram has none. */
	len = get16(b.p + 4);
	if (len < 8)
		len = b.len;
	fprintf(p->out, "%s.%u > %s.%u: UDP, length %u", a->src, get16(b.p), a->dst, get16(b.p + 2),
		len > 8 ? len - 8 : 0);
}

static void print_icmp(const struct print *p, const struct pair *a, struct bytes b)
{
	fprintf(p->out, "%s > %s: ", a->src, a->dst);
	if (b.n < 8) {
		fputs("[|icmp]", p->out);
		return;
	}
	if (b.p[0] == 8 || b.p[0] == 0)
		fprintf(p->out, "ICMP echo %s, id %u, seq %u, length %u",
			b.p[0] ? "request" : "reply", get16(b.p + 4), get16(b.p + 6), b.len);
	else if (b.p[0] == 3)
		fprintf(p->out, "ICMP unreachable, code %u, length %u", b.p[1], b.len);
	else
		fprintf(p->out, "ICMP type %u, code %u, length %u", b.p[0], b.p[1], b.len);
}

static const char *icmp6_name(uint8_t type)
{
	switch (type) {
	case 1:
		return "destination unreachable";
	case 128:
		return "echo request";
	case 129:
		return "echo reply";
	case 133:
		return "router solicitation";
	case 134:
		return "router advertisement";
	case 135:
		return "neighbor solicitation";
	case 136:
		return "neighbor advertisement";
	case 143:
		return "multicast listener report v2";
	}
	return NULL;
}

static void print_icmp6(const struct print *p, const struct pair *a, struct bytes b)
{
	fprintf(p->out, "%s > %s: ", a->src, a->dst);
	if (b.n < 8)
		fputs("[|icmp6]", p->out);
	else if (!icmp6_name(b.p[0]))
		fprintf(p->out, "ICMP6 type %u, code %u, length %u", b.p[0], b.p[1], b.len);
	else if (b.p[0] == 128 || b.p[0] == 129)
		fprintf(p->out, "ICMP6, %s, id %u, seq %u, length %u", icmp6_name(b.p[0]),
			get16(b.p + 4), get16(b.p + 6), b.len);
	else
		fprintf(p->out, "ICMP6, %s, length %u", icmp6_name(b.p[0]), b.len);
}

static void print_transport(const struct print *p, const struct pair *a, uint8_t proto,
			    struct bytes b)
{
	switch (proto) {
	case 1:
		print_icmp(p, a, b);
		break;
	case 6:
		print_tcp(p, a, b);
		break;
	case 17:
		print_udp(p, a, b);
		break;
	case 58:
		print_icmp6(p, a, b);
		break;
	default:
		fprintf(p->out, "%s > %s: protocol %u, length %u", a->src, a->dst, proto, b.len);
	}
}

static void print_ipv4(const struct print *p, struct bytes b)
{
	struct pair a;
	uint32_t hlen, total;
	uint16_t frag;
	uint8_t proto;

	if (b.n < 20) {
		fputs("[|ip]", p->out);
		return;
	}
	hlen = (b.p[0] & 15) * 4u;
	total = get16(b.p + 2);
	if (b.p[0] >> 4 != 4 || hlen < 20) {
		fputs("bad header", p->out);
		return;
	}
	inet_ntop(AF_INET, b.p + 12, a.src, sizeof(a.src));
	inet_ntop(AF_INET, b.p + 16, a.dst, sizeof(a.dst));
	proto = b.p[9];
	frag = get16(b.p + 6);
	/* The frame's padding is not the datagram's. 0: left to the sender's hardware. */
	if (total && total < b.len)
		b.len = total;
	if (b.n > b.len)
		b.n = b.len;
	b = skip(b, hlen);
	if (frag & 0x1fff)
		fprintf(p->out, "%s > %s: fragment of protocol %u, offset %u, length %u", a.src,
			a.dst, proto, (frag & 0x1fffu) * 8, b.len);
	else
		print_transport(p, &a, proto, b);
}

/* Walks the extension headers that keep to the common form. */
static uint8_t walk_extensions(struct bytes *b, uint8_t next)
{
	while ((next == 0 || next == 43 || next == 60) && b->n >= 8) {
		next = b->p[0];
		*b = skip(*b, (b->p[1] + 1u) * 8);
	}
	return next;
}

static void print_ipv6(const struct print *p, struct bytes b)
{
	struct pair a;
	uint32_t payload;
	uint8_t next;

	if (b.n < 40) {
		fputs("[|ip6]", p->out);
		return;
	}
	if (b.p[0] >> 4 != 6) {
		fputs("bad header", p->out);
		return;
	}
	inet_ntop(AF_INET6, b.p + 8, a.src, sizeof(a.src));
	inet_ntop(AF_INET6, b.p + 24, a.dst, sizeof(a.dst));
	next = b.p[6];
	payload = get16(b.p + 4);
	b = skip(b, 40);
	if (payload && payload < b.len)
		b.len = payload;
	if (b.n > b.len)
		b.n = b.len;
	next = walk_extensions(&b, next);
	print_transport(p, &a, next, b);
}

static void print_arp(const struct print *p, struct bytes b)
{
	char sender[ADDR_TEXT], target[ADDR_TEXT];

	if (b.n < 28) {
		fputs("[|arp]", p->out);
		return;
	}
	if (get16(b.p) != 1 || get16(b.p + 2) != 0x0800 || b.p[4] != 6 || b.p[5] != 4) {
		fprintf(p->out, "of another kind, length %u", b.len);
		return;
	}
	inet_ntop(AF_INET, b.p + 14, sender, sizeof(sender));
	inet_ntop(AF_INET, b.p + 24, target, sizeof(target));
	if (get16(b.p + 6) == 1)
		fprintf(p->out, "Request who-has %s tell %s, length %u", target, sender, b.len);
	else if (get16(b.p + 6) == 2)
		fprintf(p->out, "Reply %s is-at %02x:%02x:%02x:%02x:%02x:%02x, length %u",
			sender, b.p[8], b.p[9], b.p[10], b.p[11], b.p[12], b.p[13], b.len);
	else
		fprintf(p->out, "operation %u, length %u", get16(b.p + 6), b.len);
}

void print_network(const struct print *p, uint16_t proto, struct bytes b)
{
	static const struct {
		uint16_t proto;
		const char *name;
		void (*print)(const struct print *p, struct bytes b);
	} known[] = { { 0x0800, "IP ", print_ipv4 }, { 0x86dd, "IP6 ", print_ipv6 },
		      { 0x0806, "ARP, ", print_arp } };
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (known[i].proto != proto)
			continue;
		/* With -e the ethertype has said it, as in tcpdump. */
		if (!p->ether)
			fputs(known[i].name, p->out);
		known[i].print(p, b);
		return;
	}
	if (proto < 0x600)
		fprintf(p->out, "LLC, length %u", proto);
	else
		fprintf(p->out, "ethertype 0x%04x, length %u", proto, b.len);
}
