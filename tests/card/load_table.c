// SPDX-License-Identifier: BSD-3-Clause
/*
 * load_table.c - how long a filter takes into the card, in the card's cycles, and the translator on this host
 *
 *   load_table         the tables of docs/filter.md
 *   load_table quick   of fewer loads
 *
 * Both end with exit status 1 when a load does not take the same number of cycles each time, a load or a
 * change takes more than is said below, a frame is lost, or a longer program much more time an instruction.
 *
 * The registers are written as driver/hw/ writes them, one after the other, by the simulation's AXI4-Lite
 * port, which has nothing between itself and the card. Each load puts the program of the table in the place
 * of another one, of a tap without frames, or of one that gets 64 bytes with FCS back to back at 10 Gb/s. All
 * frames are compared with what the filter in force says of them.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen.h"
#include "load_prog.h"

#define NS_A_CYCLE	6.4
#define TAP_WRITES	2u	/* of a change */
#define LOADS		32u
#define LOADS_QUICK	6u
#define RUNS		21u
#define GENERATIONS	4096u	/* more than there are loads */
/* What is more than this ends it. */
#define OP_MAX		44u	/* cycles a micro-operation, and for the change of program behind them */
#define CHANGE_MAX	64u
#define IDLE_MAX	100u	/* cycles from the last write until the change is over */
#define LINE_MAX	1500u
#define GROWTH_MAX	6.0	/* time an instruction, against that of 50 */

/* What the lanes have while a generation judges. */
struct loaded {
	struct bpfl_uop store[BPFL_STORE];
	struct bpfl_run run;
};

struct span {
	uint64_t sum, least, most;
};

struct load {
	uint32_t writes;
	struct span cycles, over;	/* first write to last; from then until the change is over */
};

static struct bench b;
static struct gen g;
static struct loaded loaded[2];
static uint8_t judge[GENERATIONS];	/* which of them, by generation; 2: keeps all */
static struct load_prog progs[LOAD_PROGS], before;
static const struct load_prog *prog;	/* that is measured */
static const struct weir_hw_ops *bench_ops;
static int (*line_next)(void *ctx, struct bench *b, struct bench_frame *out);
static uint64_t first_write, last_write;
static uint32_t writes;

static void wr32(void *ctx, u32 off, u32 val)
{
	if (!writes++)
		first_write = bench_cycle(&b);
	bench_ops->wr32(ctx, off, val);
	last_write = bench_cycle(&b);
}

static int verdict(void *ctx, unsigned int tap, uint32_t generation, const struct model_frame *f,
		   uint32_t *keep)
{
	struct bpfl_frame lane = { .window = f->data, .len = f->len, .proto = f->proto, .ptype = f->ptype,
				   .hash = f->hash };
	uint32_t which = judge[generation % GENERATIONS];
	struct bpfl_verdict v;

	(void)ctx;
	(void)tap;
	*keep = UINT32_MAX;
	if (which == 2)
		return 1;
	v = bpfl_run(loaded[which].store, &loaded[which].run, &lane, NULL, NULL);
	return v.kind != BPFL_DROP;
}

/* The program before has the first places of the store and number 0, that of the table all behind them. */
static uint32_t put(const struct load_prog *p, uint32_t number)
{
	uint32_t start = number ? before.res.uops : 0;
	struct loaded *l = &loaded[number];
	struct bpfl_uop *uops = &l->store[start];
	const struct weir_hw_program q = { start, p->res.path, p->res.snap, true };

	memcpy(uops, p->uops, p->res.uops * sizeof(*uops));
	bpfl_relocate(uops, p->res.uops, start);
	l->run = (struct bpfl_run){ q.start, q.slots, q.snap, q.wire };
	judge[(b.tap[0].walk.latest + 1) % GENERATIONS] = (uint8_t)number;
	writes = 0;
	if (weir_hw_store(&b.hw, start, (const u32 (*)[WEIR_HW_UOP_WORDS])(const void *)uops, p->res.uops) ||
	    weir_hw_program(&b.hw, number, &q))
		bench_fail(&b, "%s: cannot be loaded", p->name);
	bench_filter(&b, 0, number);
	return writes;
}

/* Reads the register until the change is over: in how many cycles behind the last write. */
static uint64_t settle(void)
{
	uint64_t from = last_write, took;

	while (weir_hw_rd32(&b.hw, WEIR_FILTER_SWAPPING) & 1)
		if (bench_cycle(&b) > from + 100000)
			bench_fail(&b, "a change that is over expected");
	took = bench_cycle(&b) - from;
	bench_filter_wait(&b, 0);
	return took;
}

static void add(struct span *s, uint64_t cycles)
{
	if (!s->sum || cycles < s->least)
		s->least = cycles;
	if (cycles > s->most)
		s->most = cycles;
	s->sum += cycles;
}

/*
 * The program and the one before, in turn; the time between two loads is another one each time. In the end
 * the one before keeps frames again: bench knows what became of frames when a later one is in a block.
 */
static struct load measure(uint32_t loads)
{
	struct load l = { 0 };
	uint32_t i;

	for (i = 0; i < loads; i++) {
		l.writes = put(prog, 1);
		add(&l.cycles, last_write - first_write);
		add(&l.over, settle());
		bench_step(&b, 1000 + bench_pick(&b, 3000));
		put(&before, 0);
		settle();
		bench_step(&b, 1000 + bench_pick(&b, 3000));
	}
	return l;
}

/* Every other frame comes from an address that may be in the program's list. */
static int next(void *ctx, struct bench *bench, struct bench_frame *out)
{
	uint32_t from = load_prog_address(bench_pick(bench, 200)), i;

	if (!line_next(ctx, bench, out))
		return 0;
	for (i = 0; i < 4 && g.made & 1; i++)
		g.frame.data[26 + i] = (uint8_t)(from >> (24 - 8 * i));
	return 1;
}

static struct load measure_line(uint32_t loads)
{
	struct load l;

	gen_line(&g, &b, 60, UINT64_MAX, 100);
	line_next = b.next;
	b.next = next;
	bench_step(&b, 10000);
	l = measure(loads);
	bench_step(&b, 10000);
	g.left = 0;
	gen_finish(&g, &b);
	/* The access to a tap's register takes longer than a frame: the next one begins two cycles late. */
	if (b.late > (int)(TAP_WRITES * 2 * loads))
		bench_fail(&b, "%s: frames back to back expected, actual %d came later", prog->name, b.late);
	return l;
}

static void start(void)
{
	static struct weir_hw_ops ops;
	struct weir_hw_tap_cfg c = bench_tap_all(0);

	bench_open(&b, "load_table", 1, NULL);
	bench_ops = b.hw.ops;
	ops = *bench_ops;
	ops.wr32 = wr32;
	b.hw.ops = &ops;
	c.block_nr = 16;
	c.retire_us = 50;
	c.backlog = 60000;
	bench_tap_start(&b, 0, &c);
	b.tap[0].hold_max = 0;
	b.tap[0].walk.verdict = verdict;
	memset(judge, 2, sizeof(judge));
	bench_step(&b, 10000);
}

static void stop(void)
{
	const struct bench_tap *t = &b.tap[0];

	bench_tap_stop(&b, 0);
	if (t->walk.lost || t->walk.delivered + t->walk.filtered != b.sent)
		bench_fail(&b, "%" PRIu64 " frames kept or rejected expected, actual %" PRIu64 " and %" PRIu64
			   ", %" PRIu64 " lost", b.sent, t->walk.delivered, t->walk.filtered, t->walk.lost);
	bench_close(&b);
}

static void check(const struct load_prog *p, const char *wrong)
{
	if (wrong)
		bench_fail(&b, "%s: %u instructions: %s", p->name, p->n, wrong);
}

/* A card's cycles are the same each time, whatever a machine has to do besides. */
static void bounds(const struct load *idle, const struct load *line)
{
	uint64_t most = (uint64_t)OP_MAX * prog->res.uops + CHANGE_MAX;

	if (idle->cycles.least != idle->cycles.most || line->cycles.least != line->cycles.most)
		bench_fail(&b, "%s: the same cycles each time expected, actual %" PRIu64 " to %" PRIu64
			   ", with frames %" PRIu64 " to %" PRIu64, prog->name, idle->cycles.least,
			   idle->cycles.most, line->cycles.least, line->cycles.most);
	if (idle->cycles.most > most || line->cycles.most > most)
		bench_fail(&b, "%s: at most %" PRIu64 " cycles for %u micro-operations expected, actual %"
			   PRIu64 ", with frames %" PRIu64, prog->name, most, prog->res.uops,
			   idle->cycles.most, line->cycles.most);
	if (idle->over.most > IDLE_MAX || line->over.most > LINE_MAX)
		bench_fail(&b, "%s: over within %u and %u cycles expected, actual %" PRIu64 " and %" PRIu64,
			   prog->name, IDLE_MAX, LINE_MAX, idle->over.most, line->over.most);
}

static double us(uint64_t cycles)
{
	return (double)cycles * NS_A_CYCLE / 1000;
}

static void print_span(const struct span *s, uint32_t loads)
{
	uint64_t mean = (s->sum + loads / 2) / loads;

	if (s->least == s->most)
		printf(" | %" PRIu64 " (%.2f)", s->most, us(s->most));
	else
		printf(" | %" PRIu64 ", %" PRIu64 " (%.2f, %.2f)", mean, s->most, us(mean), us(s->most));
}

static void card_row(const struct load *idle, const struct load *line, uint32_t loads)
{
	static const char *const mode[] = { "exact", "prefilter", "software" };

	printf("| %s | %u | %s | %u | %u", prog->name, prog->n, mode[prog->res.mode], prog->res.uops,
	       idle->writes);
	print_span(&idle->cycles, loads);
	print_span(&idle->over, loads);
	print_span(&line->cycles, loads);
	print_span(&line->over, loads);
	printf(" |\n");
	fflush(stdout);
}

static void card_table(bool quick, struct bpfl_target *t)
{
	uint32_t loads = quick ? LOADS_QUICK : LOADS, i;

	printf("| program | instructions | mode | micro-operations | register writes | idle: in force | over "
	       "| line rate: in force | over |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
	check(&before, load_prog_before(&before, t));
	put(&before, 0);
	settle();
	t->store -= before.res.uops;
	for (i = 0; i < LOAD_PROGS; i++) {
		struct load idle, line;

		prog = &progs[i];
		check(prog, load_prog(&progs[i], i, t, RUNS));
		if (prog->n != prog->want && !quick)
			check(prog, "another libpcap, of which other lists have to be found");
		idle = measure(loads);
		line = measure_line(loads);
		card_row(&idle, &line, loads);
		bounds(&idle, &line);
	}
}

static const char *processor(void)
{
	static char line[256];
	FILE *f = fopen("/proc/cpuinfo", "r");
	char *name = NULL;

	while (f && !name && fgets(line, sizeof(line), f))
		if (!strncmp(line, "model name", 10))
			name = strstr(line, ": ");
	if (f)
		fclose(f);
	if (!name)
		return "a processor without a name";
	name[strcspn(name, "\n")] = '\0';
	return name + 2;
}

static void host_table(const struct bpfl_target *t)
{
	double ns[LOAD_PROGS], each, of_first;
	uint32_t i;

	load_prog_ns(progs, t, RUNS, ns);
	printf("\nOn one core of %s:\n\n| program | instructions | translated in ms | ns an instruction "
	       "| to that of %s | of libpcap's time |\n| --- | --- | --- | --- | --- | --- |\n", processor(),
	       progs[1].name);
	for (i = 0; i < LOAD_PROGS; i++) {
		each = ns[i] / progs[i].n;
		of_first = each / (ns[1] / progs[1].n);
		printf("| %s | %u | %.4f | %.0f | %.1f", progs[i].name, progs[i].n, ns[i] / 1e6, each,
		       of_first);
		if (progs[i].libpcap)
			printf(" | %.1f %% |\n", 100 * ns[i] / progs[i].compiled_ns);
		else
			printf(" | |\n");
		if (i && of_first > GROWTH_MAX)
			bench_fail(&b, "%s: at most %.1f times the time an instruction of %s expected, "
				   "actual %.1f", progs[i].name, GROWTH_MAX, progs[1].name, of_first);
	}
}

int main(int argc, char **argv)
{
	bool quick = argc == 2 && !strcmp(argv[1], "quick");
	struct bpfl_target t = { .wire = true, .ifindex = 7, .hatype = 1 };

	if (argc > 2 || (argc == 2 && !quick)) {
		printf("load_table [quick]\n");
		return 2;
	}
	start();
	t.store = b.hw.p.store_ops;
	t.budget = b.hw.p.budget;
	t.window = b.hw.p.window_bytes;
	card_table(quick, &t);
	host_table(&t);
	stop();
	return 0;
}
