// SPDX-License-Identifier: BSD-3-Clause
/* model.c - the packet that a frame becomes in a block of a tap */
#include "model.h"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <stdlib.h>
#include <string.h>

#define ALIGN8(x) (((x) + 7u) & ~7u)
#define NS_PER_S UINT64_C(1000000000)

_Static_assert(sizeof(struct tpacket3_hdr) == 48, "packet header");
_Static_assert(sizeof(struct sockaddr_ll) == 20, "address");
_Static_assert(sizeof(struct tpacket_block_desc) == 48, "block header");

int model_init(struct model *m)
{
	m->frames = 0;
	m->phase_lo = -MODEL_NS * (INT64_C(1) << 32);
	m->phase_hi = MODEL_NS * (INT64_C(1) << 32);
	m->frame = calloc(MODEL_FRAMES, sizeof(*m->frame));
	return m->frame ? 0 : -ENOMEM;
}

void model_free(struct model *m)
{
	uint32_t i;

	for (i = 0; m->frame && i < MODEL_FRAMES; i++)
		free(m->frame[i].data);
	free(m->frame);
	m->frame = NULL;
}

struct model_frame *model_get(struct model *m, uint64_t id)
{
	return &m->frame[id % MODEL_FRAMES];
}

struct model_frame *model_add(struct model *m, const struct rx_verdict *v, uint64_t start,
			      uint64_t end)
{
	struct model_frame *f = model_get(m, m->frames);

	free(f->data);
	f->data = malloc(v->stored);
	if (!f->data)
		abort();
	memcpy(f->data, v->data, v->stored);
	f->id = m->frames++;
	f->start = start;
	f->end = end;
	f->ns = 0;
	f->frac = 0;
	f->seen = 0;
	f->len = v->stored;
	f->hash = v->hash;
	f->tci = v->tci;
	f->tpid = v->tpid;
	f->proto = v->proto;
	f->vlan = (uint8_t)v->vlan;
	f->ptype = (uint8_t)v->ptype;
	f->keep = UINT32_MAX;
	f->must = 0;
	f->may = 0;
	return f;
}

int model_seen(struct model *m, struct model_frame *f, uint64_t ns)
{
	int64_t lo = (int64_t)(ns - f->ns) * (INT64_C(1) << 32) - f->frac, hi = lo + (INT64_C(1) << 32);

	if (f->seen)
		return f->ns == ns ? 0 : -1;
	m->phase_lo = lo > m->phase_lo ? lo : m->phase_lo;
	m->phase_hi = hi < m->phase_hi ? hi : m->phase_hi;
	f->ns = ns;
	f->seen = 1;
	return m->phase_lo < m->phase_hi ? 0 : -1;
}

uint32_t model_first(const struct weir_hw_tap_cfg *cfg)
{
	return (uint32_t)sizeof(struct tpacket_block_desc) + ALIGN8(cfg->priv_bytes);
}

uint32_t model_room(const struct weir_hw_tap_cfg *cfg)
{
	return cfg->block_pages * WEIR_HW_PAGE - model_first(cfg);
}

uint32_t model_snap(const struct weir_hw_tap_cfg *cfg, const struct model_frame *f, int *cut)
{
	uint32_t keep = f->len < cfg->snaplen ? f->len : cfg->snaplen;
	uint32_t room = model_room(cfg) - cfg->mac_offset;

	if (f->keep < keep)
		keep = f->keep;
	*cut = keep > room;
	return *cut ? room : keep;
}

uint32_t model_total(const struct weir_hw_tap_cfg *cfg, const struct model_frame *f)
{
	int cut;

	return ALIGN8(cfg->mac_offset + model_snap(cfg, f, &cut));
}

void model_tap_time(const struct weir_hw_tap_cfg *cfg, uint64_t ns, uint32_t *sec, uint32_t *nsec)
{
	uint64_t sum = ns % NS_PER_S + cfg->time_ns;

	*sec = (uint32_t)(ns / NS_PER_S + sum / NS_PER_S) + (uint32_t)cfg->time_sec;
	*nsec = (uint32_t)(sum % NS_PER_S);
}

uint64_t model_card_time(const struct weir_hw_tap_cfg *cfg, uint32_t sec, uint32_t nsec)
{
	return (uint64_t)(sec - (uint32_t)cfg->time_sec) * NS_PER_S + nsec - cfg->time_ns;
}

void model_packet(const struct weir_hw_tap_cfg *cfg, const struct model_frame *f, int behind,
		  uint8_t *out)
{
	struct tpacket3_hdr h = { 0 };
	struct sockaddr_ll sll = { 0 };
	uint32_t total = model_total(cfg, f);
	int cut;

	h.tp_next_offset = behind ? total : 0;
	model_tap_time(cfg, f->ns, &h.tp_sec, &h.tp_nsec);
	h.tp_snaplen = model_snap(cfg, f, &cut);
	h.tp_len = f->len;
	h.tp_status = TP_STATUS_USER | cfg->status_bits;
	h.tp_mac = (uint16_t)cfg->mac_offset;
	h.tp_net = (uint16_t)cfg->net_offset;
	h.hv1.tp_rxhash = cfg->rxhash ? f->hash : 0;
	if (f->vlan && !cfg->vlan_hide) {
		h.tp_status |= TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID;
		h.hv1.tp_vlan_tci = f->tci;
		h.hv1.tp_vlan_tpid = f->tpid;
	}
	sll.sll_family = 17;
	sll.sll_protocol = htons(f->proto);
	sll.sll_ifindex = (int)cfg->ifindex;
	sll.sll_hatype = (unsigned short)cfg->hatype;
	sll.sll_pkttype = f->ptype;
	if (cfg->vlan_otherhost && f->vlan && (f->tci & 0xfff))
		sll.sll_pkttype = PACKET_OTHERHOST;
	sll.sll_halen = 6;
	memcpy(sll.sll_addr, f->data + 6, 6);
	memset(out, 0, total);
	memcpy(out, &h, sizeof(h));
	memcpy(out + sizeof(h), &sll, sizeof(sll));
	memcpy(out + cfg->mac_offset, f->data, h.tp_snaplen);
}
