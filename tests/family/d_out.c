/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * d_out.c - cases of frames that go out with their tag in them
 *
 * On the way in a tag has been lifted; on the way out it is part of the frame for SOCK_RAW, and
 * nowhere but in the metadata for SOCK_DGRAM, whose frames begin behind all tags. Kernels have learnt
 * the second late, so nothing is expected here but that both families say the same.
 */
#include <stdio.h>
#include "family.h"
#include "ring.h"

static void say(const char *kind, const char *what, uint64_t value)
{
	char text[40];

	snprintf(text, sizeof(text), "%s.%s", kind, what);
	hex(text, value, ANY);
}

static void received(const char *kind, int fd)
{
	const struct tpacket_auxdata *aux;
	struct got g;

	if (!take(fd, &g)) {
		say(kind, "none", 1);
		return;
	}
	say(kind, "len", (uint64_t)g.len);
	say(kind, "type", g.from.sll_pkttype);
	say(kind, "protocol", (uint64_t)g.from.sll_protocol);
	say(kind, "byte_0", g.data[0]);
	say(kind, "byte_12", (uint64_t)g.data[12] << 8 | g.data[13]);
	aux = control(&g, SOL_PACKET, PACKET_AUXDATA, sizeof(*aux));
	if (!aux)
		return;
	say(kind, "status", aux->tp_status);
	say(kind, "aux_len", aux->tp_len);
	say(kind, "net", aux->tp_net);
	say(kind, "tci", aux->tp_vlan_tci);
	say(kind, "tpid", aux->tp_vlan_tpid);
}

static void queued(void)
{
	int raw = bound(SOCK_RAW, PROTO_ALL), low = bound(SOCK_DGRAM, PROTO_ALL);

	must_set(raw, PACKET_AUXDATA, 1);
	must_set(low, PACKET_AUXDATA, 1);
	emit_tagged(0x6005, -1, 70);
	received("one.raw", raw);
	received("one.dgram", low);
	emit_tagged(0x0007, 0x2008, 70);
	received("two.raw", raw);
	received("two.dgram", low);
}

static void in_v2(const char *kind, const struct ring *r, unsigned int i)
{
	const struct tpacket2_hdr *h = slot_wait(r, i);
	const struct sockaddr_ll *sll;
	const uint8_t *data;

	if (!h) {
		say(kind, "none", 1);
		return;
	}
	sll = (const void *)((const uint8_t *)h + TPACKET_ALIGN(sizeof(*h)));
	data = (const uint8_t *)h + h->tp_mac;
	say(kind, "status", slot_status(r, i));
	say(kind, "len", h->tp_len);
	say(kind, "mac", h->tp_mac);
	say(kind, "net", h->tp_net);
	say(kind, "tci", h->tp_vlan_tci);
	say(kind, "tpid", h->tp_vlan_tpid);
	say(kind, "protocol", sll->sll_protocol);
	say(kind, "byte_0", data[0]);
}

static void ringed_v2(void)
{
	struct ring raw = { .version = TPACKET_V2, .protocol = PROTO_ALL };
	struct ring low = { .version = TPACKET_V2, .protocol = PROTO_ALL, .type = SOCK_DGRAM };

	ring_open(&raw);
	ring_open(&low);
	emit_tagged(0x6005, -1, 70);
	in_v2("one.raw", &raw, 0);
	in_v2("one.dgram", &low, 0);
	emit_tagged(0x0007, 0x2008, 70);
	in_v2("two.raw", &raw, 1);
	in_v2("two.dgram", &low, 1);
}

/* The only packet of a block. */
static void in_v3(const char *kind, const struct ring *r, unsigned int i)
{
	const struct tpacket3_hdr *h;
	const struct sockaddr_ll *sll;

	if (!block_wait(r, i))
		stop("block");
	h = packet_at(r, i, 0);
	sll = (const void *)((const uint8_t *)h + TPACKET_ALIGN(sizeof(*h)));
	say(kind, "status", h->tp_status & 0xffff);
	say(kind, "len", h->tp_len);
	say(kind, "mac", h->tp_mac);
	say(kind, "net", h->tp_net);
	say(kind, "tci", h->hv1.tp_vlan_tci);
	say(kind, "tpid", h->hv1.tp_vlan_tpid);
	say(kind, "protocol", sll->sll_protocol);
}

static void ringed_v3(void)
{
	struct ring low = {
		.version = TPACKET_V3, .protocol = PROTO_ALL, .type = SOCK_DGRAM, .tov_ms = 20
	};

	ring_open(&low);
	emit_tagged(0x6005, -1, 70);
	in_v3("one", &low, 0);
	emit_tagged(0x0007, 0x2008, 70);
	in_v3("two", &low, 1);
}

const struct fam_case cases_out[] = {
	{ "79", "out", queued },
	{ "79", "out_v2", ringed_v2 },
	{ "79", "out_v3", ringed_v3 },
	{ 0 },
};
