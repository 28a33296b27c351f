/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * stub.h - how the card that stands in for the Verilated one answers its registers
 */
#ifndef TEST_STUB_H
#define TEST_STUB_H

#include <stdint.h>

extern struct stub {
	unsigned int delay;	/* cycles from an access to its answer; 0: none ever comes */
	uint8_t resp;
	uint64_t cycles;	/* clocked so far */
} stub;

#endif
