// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_sock_info.c - WEIR_INFO: how a socket gets its frames, what the card makes of its filter, what became
 * of frames
 */
#include <linux/if_arp.h>

#include "weir_fed.h"

static const char *why_text(u32 why)
{
#define WEIR_WHY(name, number, text) [number] = text,
	static const char *const texts[] = { WEIR_SOCK_WHYS(WEIR_WHY) };
#undef WEIR_WHY

	return why < ARRAY_SIZE(texts) ? texts[why] : "";
}

static void program(const struct weir_sock_filter *f, struct weir_sock_info *i)
{
	static const u32 modes[] = { [BPFL_EXACT] = WEIR_SOCK_FILTER_EXACT,
				     [BPFL_PREFILTER] = WEIR_SOCK_FILTER_PREFILTER,
				     [BPFL_SOFTWARE] = WEIR_SOCK_FILTER_SOFTWARE };

	i->filter = modes[f->res.mode];
	if (f->res.mode != BPFL_SOFTWARE) {
		i->uops = f->res.uops;
		i->path = f->res.path;
		i->reach = f->res.reach;
	}
	if (f->res.mode == BPFL_EXACT)
		return;
	i->insn = f->res.error.insn;
	snprintf(i->reason, sizeof(i->reason), "instruction %u: %s", i->insn,
		 bpfl_reason_text(f->res.error.reason));
}

/* A tap's filter as it runs; else what the card would make of it, if the socket is bound to one. */
static void filter(struct weir_sock *ws, struct weir_sock_info *i)
{
	struct weir_net *net = ws->hook.dev ? weir_net_of(ws->hook.dev) : NULL;
	struct weir_sock_filter *f = &ws->filter;
	bool all = ws->proto == htons(ETH_P_ALL);
	const struct weir_hw_tap_cfg cfg = {
		.ifindex = net ? net->dev->ifindex : 0,
		.hatype = ARPHRD_ETHER,
		.vlan_hide = !all,
		.vlan_otherhost = !all,
	};
	const char *reason = NULL;

	i->generation = f->generation;
	if (net)
		i->budget = net->card->hw.p.budget;
	if (f->kind == WEIR_PROG_NONE)
		return;
	i->filter = WEIR_SOCK_FILTER_SOFTWARE;
	if (f->kind == WEIR_PROG_EBPF)
		reason = "an eBPF program";
	else if (f->kind == WEIR_PROG_LOST)
		reason = "no memory for a copy of the program";
	else if (ws->sk.sk_type != SOCK_RAW)
		reason = "to SOCK_DGRAM a frame begins behind its header";
	else if (!net)
		reason = "the socket is not bound to a card";
	if (reason) {
		strscpy(i->reason, reason, sizeof(i->reason));
		return;
	}
	if (i->mode != WEIR_SOCK_FED)
		weir_sock_filter_look(ws, net->card, &cfg);
	program(f, i);
}

void weir_sock_info(struct weir_sock *ws, struct weir_sock_info *i)
{
	memset(i, 0, sizeof(*i));
	BUILD_BUG_ON(sizeof(*i) != 4 * 12 + 8 * (4 + ARRAY_SIZE(i->tap_counter)) + 64 + 128);
	BUILD_BUG_ON(WEIR_TAP_COUNTER_NUM > ARRAY_SIZE(i->tap_counter));
	BUILD_BUG_ON((int)WEIR_FED_FILTER != (int)WEIR_SOCK_WHY_FILTER);
	BUILD_BUG_ON((int)WEIR_FED_REFUSED != (int)WEIR_SOCK_WHY_REFUSED);
	mutex_lock(&ws->mutex);
	weir_fed_count(ws);
	i->mode = ws->fed ? WEIR_SOCK_FED : WEIR_SOCK_COPIED;
	i->why = ws->hooked ? (u32)ws->why : WEIR_SOCK_WHY_IDLE;
	i->tap = ws->fed ? ws->fed->tap : WEIR_SOCK_NONE;
	i->ifindex = ws->ifindex;
	i->first_block = ws->fed ? weir_fed_first(ws->fed) : 0;
	memcpy(i->tap_counter, ws->tap_counter, sizeof(ws->tap_counter));
	filter(ws, i);
	mutex_unlock(&ws->mutex);
	i->copied = atomic64_read(&ws->copied);
	i->copied_filtered = atomic64_read(&ws->filtered);
	i->copied_dropped = atomic64_read(&ws->dropped);
	strscpy(i->why_text, why_text(i->why), sizeof(i->why_text));
}
