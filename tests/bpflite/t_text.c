// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_text.c - micro-operations as text and as a graph: a line of each kind, and no byte behind the buffer
 */
#include <stdio.h>
#include <string.h>

#include "tests/bpflite/tb.h"

#define V(x) (WEIR_UOP_VERDICT | WEIR_UOP_V_##x)

static const struct {
	struct bpfl_fields f;
	const char *text;
} lines[] = {
	{ { .src = WEIR_UOP_SRC_ABS,
	    .size = 1,
	    .off = 12,
	    .hi = 31,
	    .k = 0x800,
	    .t_eq = 5,
	    .t_lt = V(DROP),
	    .t_gt = V(DROP) },
	  "H[12] == 0x800                      ? 5 : DROP" },
	{ { .src = WEIR_UOP_SRC_IND,
	    .size = 2,
	    .off = -2,
	    .lo = 8,
	    .hi = 31,
	    .k = 80,
	    .t_eq = V(ALL),
	    .t_lt = 4,
	    .t_gt = 9 },
	  "W[X-2].31:8 <=> 80                  < 4, = ALL, > 9" },
	{ { .src = WEIR_UOP_SRC_ABS,
	    .hi = 31,
	    .offk = 1,
	    .k = 5000,
	    .dst = WEIR_UOP_DST_A,
	    .t_eq = 7,
	    .t_lt = 7,
	    .t_gt = 7 },
	  "A = B[0x1388]                       -> 7" },
	{ { .src = WEIR_UOP_SRC_ABS,
	    .hi = 31,
	    .off = 14,
	    .alu = WEIR_UOP_ALU_MSH,
	    .dst = WEIR_UOP_DST_X,
	    .t_eq = 7,
	    .t_lt = 7,
	    .t_gt = 7 },
	  "X = 4 * low4 B[14]                  -> 7" },
	{ { .src = WEIR_UOP_SRC_MEM,
	    .idx = 17,
	    .hi = 31,
	    .alu = WEIR_UOP_ALU_SUB,
	    .opb = WEIR_UOP_OPB_A,
	    .dst = WEIR_UOP_DST_A,
	    .set = 1,
	    .cx = 1,
	    .t_eq = V(SNAP),
	    .t_lt = V(UNSURE) },
	  "A = M[17] - A & X                   ? SNAP : UNSURE" },
	{ { .src = WEIR_UOP_SRC_META,
	    .off = WEIR_UOP_META_TCI,
	    .hi = 11,
	    .k = 100,
	    .t_eq = V(K),
	    .t_lt = V(R),
	    .t_gt = V(R) },
	  "TCI.11:0 == 100                     ? K 100 : R" },
	{ { .src = WEIR_UOP_SRC_LEN,
	    .hi = 31,
	    .alu = WEIR_UOP_ALU_NEG,
	    .dst = WEIR_UOP_DST_MEM,
	    .idx = 3,
	    .t_eq = 1023,
	    .t_lt = 1023,
	    .t_gt = 1023 },
	  "M[3] = -LEN                         -> 1023" },
};

static const char graph[] =
	"digraph filter {\n\tnode [shape=box, fontname=monospace];\n"
	"\tn8 [label=\"8: H[12] == 0x800\"];\n"
	"\tn8 -> n9 [label=\"=\"];\n\tn8 -> DROP [label=\"not\"];\n"
	"\tn9 [label=\"9: H[20] & 0x1fff\"];\n"
	"\tn9 -> DROP [label=\"set\"];\n\tn9 -> ALL [label=\"clear\"];\n}\n";

static int check(const char *got, size_t n, size_t size, const char *want)
{
	size_t all = strlen(want), cut = all < size ? all : size - 1;

	if (n == all && !strncmp(got, want, cut) && !got[cut] && got[size] == 'x')
		return 0;
	printf("not \"%s\" but \"%s\" in %zu bytes\n", want, got, size);
	return 1;
}

int main(void)
{
	static const struct bpfl_fields pair[] = {
		{ .src = WEIR_UOP_SRC_ABS,
		  .size = 1,
		  .off = 12,
		  .hi = 31,
		  .k = 0x800,
		  .t_eq = 9,
		  .t_lt = V(DROP),
		  .t_gt = V(DROP) },
		{ .src = WEIR_UOP_SRC_ABS,
		  .size = 1,
		  .off = 20,
		  .hi = 31,
		  .k = 0x1fff,
		  .set = 1,
		  .t_eq = V(DROP),
		  .t_lt = V(ALL) },
	};
	struct bpfl_uop uops[2];
	char buf[1000];
	size_t i, size, n;
	int wrong = 0;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		bpfl_pack(&uops[0], &lines[i].f);
		for (size = 1; size < 80; size++) {
			memset(buf, 'x', sizeof(buf));
			n = bpfl_uop_text(buf, size, &uops[0]);
			wrong += check(buf, n, size, lines[i].text);
		}
	}
	bpfl_pack(&uops[0], &pair[0]);
	bpfl_pack(&uops[1], &pair[1]);
	for (size = 1; size < sizeof(buf); size++) {
		memset(buf, 'x', sizeof(buf));
		n = bpfl_graph(buf, size, uops, 2, 8);
		wrong += check(buf, n, size, graph);
	}
	wrong += bpfl_uop_text(NULL, 0, &uops[0]) != strlen("H[12] == 0x800                      ? 9 : DROP");
	return !!wrong;
}
