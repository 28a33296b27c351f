// SPDX-License-Identifier: BSD-3-Clause
/* abi.c - the number of the library as it was compiled */
#include "abi.h"

unsigned int weir_dev_abi(void)
{
	return weir_sim_abi();
}
