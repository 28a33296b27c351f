/* SPDX-License-Identifier: BSD-3-Clause */
/* table.c - prints the register table for $readmemh: ten words a row, and a row of ones at the end */
#include <stdio.h>

#include "tests/gen/reg_table.h"

#define ROW(name, addr, count, stride, reset, known, readable, writable, w1c, pulse, flags) \
	printf("%08x %08x %08x %08x %08x %08x %08x %08x %08x %08x // " #name "\n", addr, count, \
	       stride, reset, known, readable, writable, w1c, pulse, flags);

int main(void)
{
	WEIR_REG_TABLE(ROW)
	puts("ffffffff");
	return 0;
}
