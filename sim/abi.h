/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * abi.h - the number by which a program and a simulation loaded at run time know that they fit
 *
 * Both sides compute it from the headers that they were compiled with. It holds the size of every
 * structure that crosses the border, so that one that grew is noticed although nobody thought of
 * it; a change that keeps the sizes (a meaning, the order of members or arguments) raises
 * WEIR_DEV_ABI by hand. A new structure gets its line here.
 */
#ifndef WEIR_ABI_H
#define WEIR_ABI_H

#include "device.h"
#include "hostmem.h"
#include "pcap_port.h"

/* FNV-1a over 32-bit words. */
static inline uint32_t weir_sim_abi(void)
{
	static const uint32_t parts[] = {
		WEIR_DEV_ABI,
		sizeof(struct weir_dev_host), sizeof(struct weir_dev_opts),
		sizeof(struct weir_dev_frame), sizeof(struct weir_dev_stats),
		sizeof(struct weir_pcap_port_opts), sizeof(struct weir_pcap_port_summary),
		WEIR_PCAP_WHATS, WEIR_PCAP_NOTES,
	};
	uint32_t h = 2166136261U;
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		h = (h ^ parts[i]) * 16777619U;
	return h;
}

#endif
