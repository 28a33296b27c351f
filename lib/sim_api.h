/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * sim_api.h - libweir-sim.so, loaded when a sim: device is opened
 */
#ifndef WEIR_SIM_API_H
#define WEIR_SIM_API_H

#include "abi.h"

#define SIM_FUNCTIONS(X) \
	X(weir_dev_abi) X(weir_dev_create) X(weir_dev_destroy) X(weir_dev_read32) \
	X(weir_dev_write32) X(weir_dev_step) X(weir_dev_cycle) X(weir_dev_idle) \
	X(weir_dev_port_idle) X(weir_dev_fault) X(weir_dev_stats) \
	X(weir_hostmem_create) X(weir_hostmem_destroy) X(weir_hostmem_attach) \
	X(weir_hostmem_add) X(weir_hostmem_dma_read) X(weir_hostmem_dma_write) \
	X(weir_hostmem_block) \
	X(weir_pcap_port_open) X(weir_pcap_port_close) X(weir_pcap_port_run) \
	X(weir_pcap_port_summary) X(weir_pcap_port_error) X(weir_pcap_port_what)

struct sim_api {
	void *lib;
#define X(name) __typeof__(&name) name;
	SIM_FUNCTIONS(X)
#undef X
};

/* Loads the simulation, with waves or without. -ELIBACC with a line in err. */
int sim_api_load(struct sim_api *api, int trace, char *err, size_t err_len);
void sim_api_unload(struct sim_api *api);

#endif
