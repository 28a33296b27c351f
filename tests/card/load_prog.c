// SPDX-License-Identifier: BSD-3-Clause
/*
 * load_prog.c - filters of 1, 50, 161 and 1,000 instructions: libpcap's where lists of hosts give so many
 */
#include "load_prog.h"

#include <linux/filter.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "filter_compile.h"

#define TEXT_MAX	40000
#define RUNS_MAX	32u
#define RUN_NS		1e6

static struct bpfl_work work;

uint32_t load_prog_address(uint32_t i)
{
	return 10u << 24 | (i / 250) << 16 | (i * 7 % 250) << 8 | (i * 13 % 240 + 1);
}

static void list(char *out, uint32_t n, const char *word, const char *tail)
{
	uint32_t i;

	for (i = 0; i < n; i++) {
		uint32_t a = load_prog_address(i);

		out += sprintf(out, "%s%s 10.%u.%u.%u", i ? " or " : "", word, a >> 16 & 255, a >> 8 & 255,
			       a & 255);
	}
	strcpy(out, tail);
}

/* As programs write such a list by hand: a return before the 255 instructions are over that a jump has. */
static void generate(struct load_prog *p, uint32_t hosts, uint32_t group)
{
	const struct bpfl_insn head[] = {
		{ BPF_LD | BPF_H | BPF_ABS, 0, 0, 12 },
		{ BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 0x0800 },
		{ BPF_RET | BPF_K, 0, 0, 0 },
		{ BPF_LD | BPF_W | BPF_ABS, 0, 0, 26 },
	};
	const struct bpfl_insn keep = { BPF_RET | BPF_K, 0, 0, 262144 };
	uint32_t i, at = 4;

	memcpy(p->insn, head, sizeof(head));
	for (i = 0; i < hosts; i++) {
		uint32_t left = hosts - i < group - i % group ? hosts - i : group - i % group;

		p->insn[at++] = (struct bpfl_insn){ BPF_JMP | BPF_JEQ | BPF_K, (uint8_t)(left - 1), left == 1,
						    load_prog_address(i) };
		if (left == 1)
			p->insn[at++] = keep;
	}
	p->insn[at++] = head[2];
	p->n = at;
}

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int order(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

static double median(double *took, uint32_t n)
{
	qsort(took, n, sizeof(*took), order);
	return took[n / 2];
}

static const char *compile(struct load_prog *p, const char *text, uint32_t runs)
{
	static char err[256];
	double took[RUNS_MAX] = { 0 };
	void *insns;
	uint32_t i;

	for (i = 0; i < runs && i < RUNS_MAX; i++) {
		double began = now_ns();

		if (filter_compile(text, &insns, &p->n, err, sizeof(err)))
			return err;
		took[i] = now_ns() - began;
		if (p->n <= BPFL_INSNS)
			memcpy(p->insn, insns, p->n * sizeof(p->insn[0]));
		free(insns);
	}
	p->compiled_ns = median(took, i);
	return p->n <= BPFL_INSNS ? NULL : "longer than any program";
}

static const char *translate(struct load_prog *p, const struct bpfl_target *t)
{
	if (bpfl_translate(p->insn, p->n, t, p->uops, &p->res, &work))
		return bpfl_reason_text(p->res.error.reason);
	return p->res.mode == BPFL_SOFTWARE ? "nothing of it can be loaded" : NULL;
}

const char *load_prog(struct load_prog *p, uint32_t i, const struct bpfl_target *t, uint32_t runs)
{
	static const struct {
		const char *name, *word, *begin, *end;
		uint32_t hosts, want;
	} progs[LOAD_PROGS] = {
		{ "every frame", "", "", "", 0, 1 },
		{ "45 sources", "src host", "ip and (", ")", 45, 50 },
		{ "50 hosts", "host", "", "", 50, 161 },
		{ "625 sources", "src host", "ip and (", ")", 625, 1000 },
		{ "991 sources, generated", NULL, NULL, NULL, 991, 1000 },
	};
	static char text[TEXT_MAX];
	const char *wrong = NULL;

	*p = (struct load_prog){ .name = progs[i].name, .want = progs[i].want, .libpcap = progs[i].word };
	if (p->libpcap) {
		strcpy(text, progs[i].begin);
		list(text + strlen(text), progs[i].hosts, progs[i].word, progs[i].end);
		wrong = compile(p, text, runs);
	} else {
		generate(p, progs[i].hosts, 248);
	}
	return wrong ? wrong : translate(p, t);
}

const char *load_prog_before(struct load_prog *p, const struct bpfl_target *t)
{
	const char *wrong;

	*p = (struct load_prog){ .name = "the program before", .libpcap = true };
	wrong = compile(p, "greater 20", 1);
	return wrong ? wrong : translate(p, t);
}

static double translate_ns(const struct load_prog *p, const struct bpfl_target *t)
{
	static struct bpfl_uop uops[BPFL_STORE];
	struct bpfl_result res;
	double began = now_ns();
	uint32_t n = 0;

	do {
		bpfl_translate(p->insn, p->n, t, uops, &res, &work);
		n++;
	} while (n % 8 || now_ns() - began < RUN_NS);
	return (now_ns() - began) / n;
}

void load_prog_ns(const struct load_prog p[LOAD_PROGS], const struct bpfl_target *t, uint32_t runs,
		  double ns[LOAD_PROGS])
{
	double took[LOAD_PROGS][RUNS_MAX] = { { 0 } };
	uint32_t i, run;

	for (run = 0; run < runs && run < RUNS_MAX; run++)
		for (i = 0; i < LOAD_PROGS; i++)
			took[i][run] = translate_ns(&p[i], t);
	for (i = 0; i < LOAD_PROGS; i++)
		ns[i] = median(took[i], run);
}
