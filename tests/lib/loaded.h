/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * loaded.h - every program that the library loads into a card is checked before: against the
 * classic program that it was translated from, on frames that send both every way they can go
 *
 * A test that links loaded.o, with WRAP of rules.mk, need not do anything for it. One that
 * is wrong ends the process with a description of it and LOADED_WRONG. Of threads only one at a
 * time may set filters.
 */
#ifndef TEST_LOADED_H
#define TEST_LOADED_H

#include "fw/bpflite/bpflite.h"
#include "weir_hw.h"

#define LOADED_WRONG 3

/* Programs that were checked when a tap was given them, and the frames of all checks. */
extern unsigned long loaded_programs, loaded_frames;

/* Makes a translation, or what is loaded of one, wrong before it is checked; NULL: it stays. */
extern void (*loaded_spoil_uops)(struct bpfl_uop *uops, uint32_t n);
extern void (*loaded_spoil_program)(struct weir_hw_program *p);

#endif
