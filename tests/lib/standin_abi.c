// SPDX-License-Identifier: BSD-3-Clause
/*
 * standin_abi.c - the number of a simulation whose counters of the savefile grew by one, by an engineer who
 * thought of nothing else
 */
#define squeezed squeezed, grown
#include "abi.h"

unsigned int standin_abi(void);

unsigned int standin_abi(void)
{
	return weir_sim_abi();
}
