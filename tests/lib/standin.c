// SPDX-License-Identifier: BSD-3-Clause
/*
 * standin.c - in place of libweir-sim.so: the same simulation, wrong in the way that STANDIN names
 *
 *   abi      it was compiled with another structure
 *   deaf     its card takes no STOP
 *   busy     its card never comes to rest
 *   account  it counts a frame of the savefile that it did not give to the card
 *
 * What is not here comes from the real library, which this one is linked to.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "abi.h"
#include "weir_regs.h"

static int is(const char *mode)
{
	const char *env = getenv("STANDIN");

	return env && !strcmp(env, mode);
}

/* standin_abi.c */
unsigned int standin_abi(void);

unsigned int weir_dev_abi(void)
{
	return is("abi") ? standin_abi() : weir_sim_abi();
}

void weir_dev_write32(struct weir_dev *dev, uint32_t addr, uint32_t value)
{
	static __typeof__(&weir_dev_write32) real;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "weir_dev_write32");
	if (!is("deaf") || addr != WEIR_TAP_COMMAND(0) || value != WEIR_TAP_COMMAND_STOP_MASK)
		real(dev, addr, value);
}

int weir_dev_idle(const struct weir_dev *dev)
{
	static __typeof__(&weir_dev_idle) real;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "weir_dev_idle");
	return is("busy") ? 0 : real(dev);
}

void weir_pcap_port_summary(const struct weir_pcap_port *port,
			    struct weir_pcap_port_summary *out)
{
	static __typeof__(&weir_pcap_port_summary) real;

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "weir_pcap_port_summary");
	real(port, out);
	if (is("account"))
		out->given_frames++;
}
