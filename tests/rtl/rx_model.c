// SPDX-License-Identifier: BSD-3-Clause
/*
 * rx_model.c - reference model of weir_rx: lift, protocol, hash, tap set
 *
 * Written from docs/rtl.md, byte by byte; it shares nothing with the RTL.
 */
#include "rx_model.h"

#include <string.h>

enum { HOST, BROADCAST, MULTICAST, OTHERHOST };
enum { ETH_8021Q = 0x8100, ETH_8021AD = 0x88a8, ETH_IP = 0x0800, ETH_IPV6 = 0x86dd };

static uint16_t be16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static int is_tag(uint16_t type)
{
	return type == ETH_8021Q || type == ETH_8021AD;
}

static uint32_t crc32c(const uint8_t *p, unsigned int n)
{
	uint32_t crc = 0xffffffff;

	while (n--) {
		crc ^= *p++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0x82f63b78 : crc >> 1;
	}
	return ~crc;
}

/* One end of a flow: address, then port, as the hash compares them. */
struct end {
	uint8_t addr[16];
	uint8_t port[2];
};

static int has_ports(uint8_t protocol)
{
	return protocol == 6 || protocol == 17 || protocol == 132;
}

/* Fills in the ends of an IPv4 packet of n bytes; 0 when its header is not whole. */
static int flow_ip4(const uint8_t *ip, uint32_t n, struct end end[2], uint8_t *protocol)
{
	unsigned int header = n > 0 ? (ip[0] & 15) * 4u : 0;

	if (n < 20 || ip[0] >> 4 != 4 || header < 20 || n < header)
		return 0;
	*protocol = ip[9];
	memcpy(end[0].addr + 12, ip + 12, 4);
	memcpy(end[1].addr + 12, ip + 16, 4);
	if (has_ports(ip[9]) && !(be16(ip + 6) & 0x3fff) && n >= header + 4) {
		memcpy(end[0].port, ip + header, 2);
		memcpy(end[1].port, ip + header + 2, 2);
	}
	return 1;
}

static int flow_ip6(const uint8_t *ip, uint32_t n, struct end end[2], uint8_t *protocol)
{
	if (n < 40 || ip[0] >> 4 != 6)
		return 0;
	*protocol = ip[6];
	memcpy(end[0].addr, ip + 8, 16);
	memcpy(end[1].addr, ip + 24, 16);
	if (has_ports(ip[6]) && n >= 44) {
		memcpy(end[0].port, ip + 40, 2);
		memcpy(end[1].port, ip + 42, 2);
	}
	return 1;
}

uint32_t rx_hash(const uint8_t *data, uint32_t len, int lifted)
{
	struct end end[2] = { 0 };
	uint8_t in[40] = { 0 };
	uint8_t protocol = 0;
	uint8_t kind = 2;
	uint32_t at = 12;
	int tags = lifted;
	int low;
	uint32_t crc;

	while (tags < 2 && len >= at + 6 && is_tag(be16(data + at))) {
		at += 4;
		tags++;
	}
	if (len >= at + 2) {
		uint16_t type = be16(data + at);

		at += 2;
		if (type == ETH_IP && flow_ip4(data + at, len - at, end, &protocol))
			kind = 4;
		else if (type == ETH_IPV6 && flow_ip6(data + at, len - at, end, &protocol))
			kind = 6;
	}
	if (kind == 2) {
		memcpy(end[0].addr + 10, data + 6, 6);
		memcpy(end[1].addr + 10, data, 6);
	}
	low = memcmp(&end[0], &end[1], sizeof(end[0])) > 0;
	memcpy(in, end[low].addr, 16);
	memcpy(in + 16, end[!low].addr, 16);
	memcpy(in + 32, end[low].port, 2);
	memcpy(in + 34, end[!low].port, 2);
	in[36] = protocol;
	in[37] = kind;
	crc = crc32c(in, sizeof(in));
	return crc ? crc : 1;
}

static unsigned int packet_type(const struct rx_cfg *cfg, const uint8_t *dst)
{
	static const uint8_t all[6] = { 255, 255, 255, 255, 255, 255 };

	if (!memcmp(dst, cfg->mac, 6))
		return HOST;
	if (!memcmp(dst, all, 6))
		return BROADCAST;
	return dst[0] & 1 ? MULTICAST : OTHERHOST;
}

static int tap_takes(const struct rx_cfg *cfg, int t, const struct rx_verdict *v)
{
	const struct rx_tap *tap = &cfg->tap[t];
	unsigned int seen = v->ptype;

	if (tap->vlan_otherhost && v->vlan && (v->tci & 0xfff))
		seen = OTHERHOST;
	if (!tap->run || (tap->proto != 3 && tap->proto != v->proto) || !(tap->types >> seen & 1))
		return 0;
	if (v->ptype == HOST || v->ptype == BROADCAST || tap->promisc)
		return 1;
	if (tap->allmulti && (v->data[0] & 1))
		return 1;
	for (int i = 0; i < RX_ADDRS; i++)
		if (cfg->addr[i].taps >> t & 1 && !memcmp(cfg->addr[i].mac, v->data, 6))
			return 1;
	return 0;
}

void rx_judge(const struct rx_cfg *cfg, const struct rx_frame *frame, struct rx_verdict *out)
{
	const uint8_t *in = frame->data;

	out->err = frame->bad	       ? RX_BAD :
		   frame->len < RX_MIN ? RX_RUNT :
		   frame->len > RX_MAX ? RX_LONG :
					 RX_OK;
	if (out->err)
		return;
	out->vlan = cfg->lift && frame->len >= 18 && is_tag(be16(in + 12));
	out->tpid = out->vlan ? be16(in + 12) : 0;
	out->tci = out->vlan ? be16(in + 14) : 0;
	out->stored = frame->len - (out->vlan ? 4 : 0);
	memcpy(out->data, in, 12);
	memcpy(out->data + 12, in + (out->vlan ? 16 : 12), out->stored - 12);
	memcpy(out->saddr, in + 6, 6);
	out->proto = be16(out->data + 12);
	if (out->proto < 0x600)
		out->proto = out->stored >= 16 && be16(out->data + 14) == 0xffff ? 1 : 4;
	out->ptype = packet_type(cfg, in);
	out->hash = rx_hash(out->data, out->stored, out->vlan);
	out->taps = 0;
	for (int t = 0; t < RX_TAPS; t++)
		if (tap_takes(cfg, t, out))
			out->taps |= (uint16_t)(1 << t);
}
