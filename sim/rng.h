/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * rng.h - random numbers of the simulation: the same for the same seed, on every machine
 */
#ifndef WEIR_RNG_H
#define WEIR_RNG_H

#include <stdint.h>

/* xorshift64*: Vigna, "An experimental exploration of Marsaglia's xorshift generators". The state must not
 * be 0. */
static inline uint32_t weir_rng(uint64_t *state)
{
	uint64_t x = *state;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	*state = x;
	return (uint32_t)(x * UINT64_C(0x2545f4914f6cdd1d) >> 32);
}

#endif
