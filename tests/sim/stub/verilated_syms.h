/* SPDX-License-Identifier: BSD-3-Clause */
/* verilated_syms.h - in verilated.h of this folder */
#ifndef TEST_STUB_VERILATED_SYMS_H
#define TEST_STUB_VERILATED_SYMS_H
#include "verilated.h"
#endif
