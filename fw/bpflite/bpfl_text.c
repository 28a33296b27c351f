// SPDX-License-Identifier: BSD-3-Clause
/*
 * bpfl_text.c - micro-operations as text, and as a graph
 *
 *   A = H[X+14]                      -> 5             a load, and where it goes on
 *   W[26].31:8 == 0x0a000000         ? ALL : 7        bits 31 to 8 of it, compared
 *   H[20] & 0x1fff                   ? DROP : 3       a bit of them is set
 *   H[34] <=> 80                     < 4, = ALL, > 9  three ways
 */
#include "bpfl_int.h"

struct text {
	char *buf;
	size_t size, n;
};

static void put_char(struct text *t, char c)
{
	if (t->n + 1 < t->size)
		t->buf[t->n] = c;
	t->n++;
}

static void put(struct text *t, const char *s)
{
	while (*s)
		put_char(t, *s++);
}

static void put_dec(struct text *t, uint32_t v)
{
	char digits[10];
	unsigned int n = 0;

	do {
		digits[n++] = (char)('0' + v % 10);
		v /= 10;
	} while (v);
	while (n)
		put_char(t, digits[--n]);
}

static void put_number(struct text *t, uint32_t v)
{
	unsigned int n = 28;

	if (v < 256)
		return put_dec(t, v);
	put(t, "0x");
	while (n && !(v >> n))
		n -= 4;
	for (; ; n -= 4) {
		put_char(t, "0123456789abcdef"[v >> n & 15]);
		if (!n)
			return;
	}
}

static void put_target(struct text *t, uint32_t target)
{
	static const char *const names[] = {
#define BPFL_NAME(name, number) [number] = #name,
		WEIR_UOP_V_NAMES(BPFL_NAME)
	};

	if (!(target & WEIR_UOP_VERDICT))
		return put_dec(t, target);
	target &= ~WEIR_UOP_VERDICT;
	put(t, target < WEIR_UOP_V_UNSURE ? names[target] : names[WEIR_UOP_V_UNSURE]);
}

static void put_cell(struct text *t, uint32_t number)
{
	put(t, "M[");
	put_dec(t, number);
	put_char(t, ']');
}

static void put_load(struct text *t, const struct bpfl_fields *f)
{
	uint32_t off = f->offk ? f->k : (uint32_t)f->off;
	bool back = !f->offk && f->off < 0;

	put_char(t, "BHWW"[f->size]);
	put_char(t, '[');
	if (f->src == WEIR_UOP_SRC_IND)
		put(t, back ? "X-" : "X+");
	else if (back)
		put_char(t, '-');
	put_number(t, back ? -off : off);
	put_char(t, ']');
}

static void put_source(struct text *t, const struct bpfl_fields *f)
{
	static const char *const metas[16] = { WEIR_UOP_META_NAMES(BPFL_NAME) };

	switch (f->src) {
	case WEIR_UOP_SRC_ABS:
	case WEIR_UOP_SRC_IND:
		put_load(t, f);
		break;
	case WEIR_UOP_SRC_MEM:
		put_cell(t, f->idx);
		break;
	case WEIR_UOP_SRC_IMM:
		put_number(t, f->k);
		break;
	case WEIR_UOP_SRC_META:
		put(t, metas[f->off & 15] ? metas[f->off & 15] : "META?");
		break;
	default:
		put(t, f->src == WEIR_UOP_SRC_A ? "A" : f->src == WEIR_UOP_SRC_X ? "X" : "LEN");
	}
	if (!f->lo && f->hi == 31)
		return;
	put_char(t, '.');
	put_dec(t, f->hi);
	put_char(t, ':');
	put_dec(t, f->lo);
}

static void put_value(struct text *t, const struct bpfl_fields *f)
{
	static const char *const ops[16] = { "",    " + ",  " - ",  " & ", " | ",
					     " ^ ", " << ", " >> ", " * ", " *h " };

	if (f->dst != WEIR_UOP_DST_NONE) {
		if (f->dst == WEIR_UOP_DST_MEM)
			put_cell(t, f->idx);
		else
			put_char(t, f->dst == WEIR_UOP_DST_A ? 'A' : 'X');
		put(t, " = ");
	}
	put(t, f->alu == WEIR_UOP_ALU_NEG ? "-" : f->alu == WEIR_UOP_ALU_MSH ? "4 * low4 " : "");
	put_source(t, f);
	if (f->alu == WEIR_UOP_ALU_PASS || f->alu > WEIR_UOP_ALU_MULH)
		return;
	put(t, ops[f->alu]);
	if (f->opb == WEIR_UOP_OPB_MEM)
		put_cell(t, f->idx);
	else if (f->opb == WEIR_UOP_OPB_K)
		put_number(t, f->k);
	else
		put_char(t, f->opb == WEIR_UOP_OPB_X ? 'X' : 'A');
}

static void put_compare(struct text *t, const struct bpfl_fields *f)
{
	if (!bpfl_compares(f))
		return;
	put(t, f->set ? " & " : f->t_lt == f->t_gt ? " == " : " <=> ");
	if (f->cx)
		put_char(t, 'X');
	else
		put_number(t, f->k);
}

static void put_way(struct text *t, const char *what, uint32_t target, const struct bpfl_fields *f)
{
	put(t, what);
	put_target(t, target);
	if (target != VERDICT(K))
		return;
	put_char(t, ' ');
	put_number(t, f->k);
}

static size_t end(struct text *t)
{
	if (t->size)
		t->buf[t->n < t->size ? t->n : t->size - 1] = 0;
	return t->n;
}

size_t bpfl_uop_text(char *buf, size_t size, const struct bpfl_uop *u)
{
	struct text t = { buf, size, 0 };
	struct bpfl_fields f;

	bpfl_unpack(&f, u);
	put_value(&t, &f);
	put_compare(&t, &f);
	do
		put_char(&t, ' ');
	while (t.n < 36);
	if (!bpfl_compares(&f)) {
		put_way(&t, "-> ", f.t_eq, &f);
	} else if (f.set || f.t_lt == f.t_gt) {
		put_way(&t, "? ", f.t_eq, &f);
		put_way(&t, " : ", f.t_lt, &f);
	} else {
		put_way(&t, "< ", f.t_lt, &f);
		put_way(&t, ", = ", f.t_eq, &f);
		put_way(&t, ", > ", f.t_gt, &f);
	}
	return end(&t);
}

static void put_edge(struct text *t, uint32_t from, uint32_t target, const char *label)
{
	put(t, "\tn");
	put_dec(t, from);
	put(t, " -> ");
	put(t, target & WEIR_UOP_VERDICT ? "" : "n");
	put_target(t, target);
	put(t, " [label=\"");
	put(t, label);
	put(t, "\"];\n");
}

size_t bpfl_graph(char *buf, size_t size, const struct bpfl_uop *uops, uint32_t n, uint32_t base)
{
	struct text t = { buf, size, 0 };
	struct bpfl_fields f;
	uint32_t i, at;

	put(&t, "digraph filter {\n\tnode [shape=box, fontname=monospace];\n");
	for (i = 0; i < n; i++) {
		bpfl_unpack(&f, &uops[i]);
		at = base + i;
		put(&t, "\tn");
		put_dec(&t, at);
		put(&t, " [label=\"");
		put_dec(&t, at);
		put(&t, ": ");
		put_value(&t, &f);
		put_compare(&t, &f);
		put(&t, "\"];\n");
		if (!bpfl_compares(&f)) {
			put_edge(&t, at, f.t_eq, "");
			continue;
		}
		put_edge(&t, at, f.t_eq, f.set ? "set" : "=");
		put_edge(&t, at, f.t_lt, f.set ? "clear" : f.t_lt == f.t_gt ? "not" : "<");
		if (!f.set && f.t_lt != f.t_gt)
			put_edge(&t, at, f.t_gt, ">");
	}
	put(&t, "}\n");
	return end(&t);
}
