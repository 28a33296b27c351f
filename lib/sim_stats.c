// SPDX-License-Identifier: BSD-3-Clause
/*
 * sim_stats.c - what the simulated card and its savefile counted
 */
#include <stdio.h>

#include "sim_transport.h"

const struct weir_stat_desc sim_stat_desc[SIM_STATS] = {
#define X(i, name, gauge, where, text) \
	{ "port." #name, text, (gauge) ? WEIR_STAT_GAUGE : 0 },
	WEIR_PORT_COUNTERS(X)
#undef X
#define X(i, name, gauge, where, text) \
	{ "tap." #name, text, (gauge) ? WEIR_STAT_GAUGE : 0 },
	WEIR_TAP_COUNTERS(X)
#undef X
#define X(name, text) { "sim." #name, text, 0 },
	SIM_OWN_STATS(X)
#undef X
};

static void own_stats(struct sim *s, uint64_t *v)
{
	struct weir_pcap_port_summary sum = { 0 };
	struct weir_dev_stats dev;

	if (s->port)
		s->api.weir_pcap_port_summary(s->port, &sum);
	s->api.weir_dev_stats(s->dev, &dev);
	v[SIM_records] = sum.records;
	v[SIM_skipped_short] = sum.what[WEIR_PCAP_SHORT];
	v[SIM_skipped_long] = sum.what[WEIR_PCAP_LONG];
	v[SIM_frames] = sum.frames;
	v[SIM_cut] = sum.what[WEIR_PCAP_CUT];
	v[SIM_backward] = sum.what[WEIR_PCAP_BACKWARD];
	v[SIM_bad_time] = sum.what[WEIR_PCAP_BAD_TIME];
	v[SIM_played_frames] = sum.given_frames;
	v[SIM_played_bytes] = sum.given_bytes;
	v[SIM_squeezed] = sum.squeezed;
	v[SIM_cycles] = dev.cycles;
	v[SIM_jumped] = dev.jumped;
	v[SIM_dma_write_bytes] = dev.dma_write_bytes;
	v[SIM_dma_write_bursts] = dev.dma_write_bursts;
	v[SIM_dma_write_beats] = dev.dma_write_beats;
	v[SIM_dma_reads] = dev.dma_reads;
	v[SIM_irqs] = dev.irqs;
}

int sim_stats(struct weir *w, uint64_t *values)
{
	struct sim *s = w->tp;
	uint64_t *tap = values + WEIR_PORT_COUNTER_NUM;
	int ret;

	pthread_mutex_lock(&s->lock);
	ret = weir_hw_snapshot(&s->hw);
	if (!ret)
		ret = weir_hw_port_counters(&s->hw, values);
	if (!ret)
		ret = weir_hw_tap_counters(&s->hw, SIM_TAP, tap);
	if (!ret)
		own_stats(s, tap + WEIR_TAP_COUNTER_NUM);
	pthread_mutex_unlock(&s->lock);
	return ret;
}

void sim_info(const struct weir *w, struct weir_info *info)
{
	const struct sim *s = w->tp;
	const struct weir_hw_params *p = &s->hw.p;

	info->abi_major = p->abi_major;
	info->abi_minor = p->abi_minor;
	info->version = p->version;
	info->caps = p->caps;
	info->mac_bits = p->mac_bits;
	info->dma_bits = p->dma_bits;
	info->taps = p->taps;
	info->ahead = p->ahead;
	info->slots = p->slots;
	info->buffer_bytes = p->buffer_bytes;
	info->queue_frames = p->queue_frames;
	info->clk_hz = p->clk_hz;
	info->addresses = p->addresses;
	info->lanes = p->lanes;
	info->threads = p->threads;
	info->budget = p->budget;
	info->window_bytes = p->window_bytes;
	info->store_ops = p->store_ops;
	info->min_frame = p->min_frame;
	info->max_frame = p->max_frame;
}

int sim_progress(struct weir *w, uint64_t *done, uint64_t *total)
{
	struct sim *s = w->tp;
	struct weir_pcap_port_summary sum = { 0 };

	pthread_mutex_lock(&s->lock);
	if (s->port)
		s->api.weir_pcap_port_summary(s->port, &sum);
	pthread_mutex_unlock(&s->lock);
	*done = sum.given_frames;
	*total = sum.total_frames;
	return 0;
}

/* First the records by name, then how many there were of each kind beyond those. */
int sim_remark(struct weir *w, size_t i, char *buf, size_t size)
{
	static const char *const fate[WEIR_PCAP_WHATS] = {
		[WEIR_PCAP_SHORT] = "skipped",
		[WEIR_PCAP_LONG] = "skipped",
		[WEIR_PCAP_CUT] = "played as far as it goes",
		[WEIR_PCAP_BACKWARD] = "played at that one's time",
		[WEIR_PCAP_BAD_TIME] = "played at the time of the one before",
	};
	struct sim *s = w->tp;
	struct weir_pcap_port_summary sum = { 0 };
	size_t k;

	pthread_mutex_lock(&s->lock);
	if (s->port)
		s->api.weir_pcap_port_summary(s->port, &sum);
	pthread_mutex_unlock(&s->lock);
	if (i < sum.notes) {
		const struct weir_pcap_note *n = &sum.note[i];

		snprintf(buf, size, "record %llu of %u bytes is %s: %s",
			 (unsigned long long)n->record, n->caplen,
			 s->api.weir_pcap_port_what(n->what), fate[n->what]);
		return 1;
	}
	i -= sum.notes;
	for (k = 0; k < sum.notes; k++)
		sum.what[sum.note[k].what]--;
	for (k = 0; k < WEIR_PCAP_WHATS; k++) {
		if (!sum.what[k] || i-- > 0)
			continue;
		snprintf(buf, size, "%llu more record%s %s: %s", (unsigned long long)sum.what[k],
			 sum.what[k] > 1 ? "s" : "", s->api.weir_pcap_port_what(k), fate[k]);
		return 1;
	}
	return 0;
}
