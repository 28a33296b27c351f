// SPDX-License-Identifier: BSD-3-Clause
/*
 * rx_random.c - random configurations and frames for the tests of weir_rx
 */
#include "rx_model.h"

#include <string.h>

uint64_t rx_rand(uint64_t *state)
{
	uint64_t x = *state;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	*state = x;
	return x * 0x2545f4914f6cdd1du;
}

uint32_t rx_pick(uint64_t *state, uint32_t n)
{
	return (uint32_t)((rx_rand(state) >> 32) * n >> 32);
}

static int one_in(uint64_t *state, uint32_t n)
{
	return rx_pick(state, n) == 0;
}

static void fill(uint64_t *state, uint8_t *p, uint32_t n)
{
	while (n) {
		uint64_t r = rx_rand(state);
		uint32_t some = n < 8 ? n : 8;

		memcpy(p, &r, some);
		p += some;
		n -= some;
	}
}

static const uint16_t types[] = { 0x0800, 0x0800, 0x86dd, 0x86dd, 0x0806, 0x8100,
				  0x88a8, 0x88cc, 0x05ff, 0x0600, 0x0026, 0x9100 };
#define N_TYPES (sizeof(types) / sizeof(types[0]))

void rx_random_cfg(uint64_t *state, struct rx_cfg *cfg)
{
	static const uint16_t protos[] = { 3, 3, 3, 0x0800, 0x86dd, 0x0806, 0x8100, 1, 4, 0x88cc };
	int quiet = one_in(state, 8); /* hardly any tap takes anything */

	cfg->lift = !one_in(state, 4);
	fill(state, cfg->mac, 6);
	cfg->mac[0] &= 0xfe;
	for (int t = 0; t < RX_TAPS; t++) {
		struct rx_tap *tap = &cfg->tap[t];

		tap->run = quiet ? one_in(state, 16) : !one_in(state, 3);
		tap->proto = protos[rx_pick(state, sizeof(protos) / sizeof(protos[0]))];
		tap->vlan_otherhost = one_in(state, 2);
		tap->promisc = one_in(state, 3);
		tap->allmulti = one_in(state, 3);
		tap->types = one_in(state, 2) ? 0x1f : rx_pick(state, 32);
		tap->backlog = one_in(state, 2) ? 0xffffffff : rx_pick(state, 70000);
		if (one_in(state, 8))
			tap->backlog = rx_pick(state, 2048) * 32;
	}
	for (int i = 0; i < RX_ADDRS; i++) {
		fill(state, cfg->addr[i].mac, 6);
		cfg->addr[i].taps = one_in(state, 2) ? 0 : (uint16_t)rx_pick(state, 65536);
		if (i && one_in(state, 4)) /* an address in several entries, or nearly the same */
			memcpy(cfg->addr[i].mac, cfg->addr[i - 1].mac, 6);
		if (one_in(state, 4))
			cfg->addr[i].mac[rx_pick(state, 6)] ^= (uint8_t)(1u << rx_pick(state, 8));
	}
}

static void put16(uint8_t *p, uint16_t v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static uint8_t some_protocol(uint64_t *state)
{
	static const uint8_t known[] = { 6, 17, 132, 1, 58, 44, 0 };

	return known[rx_pick(state, sizeof(known))];
}

static void make_ip4(uint64_t *state, uint8_t *p)
{
	p[0] = one_in(state, 16) ? (uint8_t)rx_pick(state, 256) : 0x45;
	if (one_in(state, 4))
		p[0] = (uint8_t)(0x40 | (3 + rx_pick(state, 13)));
	put16(p + 6, one_in(state, 4) ? (uint16_t)rx_pick(state, 65536) : 0x4000);
	p[9] = some_protocol(state);
	if (one_in(state, 8)) /* the same address at both ends: ports decide */
		memcpy(p + 16, p + 12, 4);
	if (one_in(state, 8))
		memcpy(p + 16, p + 12, 3);
}

static void make_ip6(uint64_t *state, uint8_t *p)
{
	if (!one_in(state, 16))
		p[0] = 0x60;
	p[6] = some_protocol(state);
	if (one_in(state, 4))
		memcpy(p + 24, p + 8, one_in(state, 2) ? 16 : rx_pick(state, 16));
}

void rx_random_frame(uint64_t *state, const struct rx_cfg *cfg, uint32_t len, struct rx_frame *out)
{
	uint8_t work[RX_BUF + 128];
	uint32_t at = 12;
	uint16_t type;

	fill(state, work, len < 128 || !one_in(state, 16) ? 160 : len);
	if (len > 160) /* cheap, and different for each frame */
		for (uint32_t i = 160; i < len; i++)
			work[i] = (uint8_t)(work[i - 160] + i);
	switch (rx_pick(state, 6)) {
	case 0:
		memcpy(work, cfg->mac, 6);
		if (one_in(state, 4))
			work[rx_pick(state, 6)] ^= (uint8_t)(1u << rx_pick(state, 8));
		break;
	case 1:
		memset(work, 255, 6);
		if (one_in(state, 4))
			work[rx_pick(state, 6)] ^= (uint8_t)(1u << rx_pick(state, 8));
		break;
	case 2:
	case 3:
		memcpy(work, cfg->addr[rx_pick(state, RX_ADDRS)].mac, 6);
		break;
	default:
		break;
	}
	for (uint32_t tags = one_in(state, 2) ? 0 : rx_pick(state, 4); tags; tags--) {
		put16(work + at, one_in(state, 2) ? 0x8100 : 0x88a8);
		if (one_in(state, 3))
			put16(work + at + 2, (uint16_t)(rx_pick(state, 16) << 12));
		at += 4;
	}
	type = types[rx_pick(state, N_TYPES)];
	put16(work + at, type);
	at += 2;
	if (type == 0x0800)
		make_ip4(state, work + at);
	else if (type == 0x86dd)
		make_ip6(state, work + at);
	else if (one_in(state, 2))
		put16(work + at, 0xffff);
	out->len = len;
	out->bad = one_in(state, 32);
	memcpy(out->data, work, len);
}
