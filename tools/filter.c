// SPDX-License-Identifier: BSD-3-Clause
/*
 * filter.c - weir filter: what becomes of a filter in the card
 */
#include <linux/filter.h>
#include <stdlib.h>
#include <string.h>

#include "filter.h"

static void print_lines(const struct weir_explain *e, enum weir_explain_what what)
{
	char line[256];
	size_t i;

	for (i = 0; weir_explain_line(e, what, i, line, sizeof(line)) == 1; i++) {
		/* libpcap numbers its lines; of the others a target names the number. */
		if (what == WEIR_EXPLAIN_UOPS)
			printf("%5zu ", i);
		puts(line);
	}
}

/* -d, -dd, -ddd: to the letter as tcpdump prints them. */
static void print_program(const struct explained *x)
{
	uint32_t k;

	if (x->o->dump == 1)
		return print_lines(x->e, WEIR_EXPLAIN_INSNS);
	if (x->o->dump > 2)
		printf("%u\n", x->i.instructions);
	for (k = 0; k < x->i.instructions; k++)
		printf(x->o->dump == 2 ? "{ 0x%x, %u, %u, 0x%08x },\n" : "%u %u %u %u\n",
		       x->insn[k].code, x->insn[k].jt, x->insn[k].jf, x->insn[k].k);
}

static int print_graph(const struct explained *x)
{
	size_t size = weir_explain_graph(x->e, NULL, 0) + 1;
	char *text = malloc(size);

	if (!text)
		return complain("no memory");
	weir_explain_graph(x->e, text, size);
	if (x->o->json)
		json_string(stdout, text);
	else
		fputs(text, stdout);
	free(text);
	return EXIT_OK;
}

static void print_text(const struct explained *x)
{
	const struct weir_explain_info *i = &x->i;

	printf("cBPF: instructions %u, longest path %u, %s view\n", i->instructions, i->path,
	       view_name(i->view));
	print_lines(x->e, WEIR_EXPLAIN_INSNS);
	if (i->uops) {
		printf("\ncard: micro-operations %u, longest path %u\n", i->uops, i->uop_path);
		print_lines(x->e, WEIR_EXPLAIN_UOPS);
	}
	printf("\nmode    %s%s%s\n", mode_name(i->mode), *i->reason ? ": " : "", i->reason);
	printf("path    %u before, %u after, budget %u\n", i->path, i->uop_path, i->budget);
	if (i->reach == UINT32_MAX)
		printf("reach   not bounded, window %u bytes\n", i->window);
	else
		printf("reach   byte %u, window %u bytes\n", i->reach, i->window);
	printf("store   %u of %u\n", i->uops, i->store);
	printf("for     %s%s\n", x->o->device ? x->o->device : "the card's default build",
	       x->o->budget ? ", budget as given" : "");
}

void json_lines(const struct weir_explain *e, enum weir_explain_what what)
{
	char line[256];
	size_t i;

	for (i = 0; weir_explain_line(e, what, i, line, sizeof(line)) == 1; i++) {
		fputs(i ? ", " : "", stdout);
		json_string(stdout, line);
	}
}

static void json_or_null(const char *head, const char *text)
{
	fputs(head, stdout);
	if (text)
		json_string(stdout, text);
	else
		fputs("null", stdout);
}

void json_head(const struct explained *x)
{
	json_or_null("{\"expression\": ", x->o->expr);
	json_or_null(", \"device\": ", x->o->device);
	printf(", \"view\": \"%s\", \"mode\": \"%s\", \"reason\": ", view_name(x->i.view),
	       mode_name(x->i.mode));
	json_string(stdout, x->i.reason);
}

static int print_json(const struct explained *x)
{
	const struct weir_explain_info *i = &x->i;
	int status = EXIT_OK;
	uint32_t k;

	json_head(x);
	printf(", \"instructions\": %u, \"path\": %u, \"uops\": %u, \"uop_path\": %u, \"reach\": ",
	       i->instructions, i->path, i->uops, i->uop_path);
	if (i->reach == UINT32_MAX)
		fputs("null", stdout);
	else
		printf("%u", i->reach);
	printf(", \"budget\": %u, \"window\": %u, \"store\": %u, \"cbpf\": [", i->budget, i->window,
	       i->store);
	for (k = 0; k < i->instructions; k++)
		printf("%s[%u, %u, %u, %u]", k ? ", " : "", x->insn[k].code, x->insn[k].jt,
		       x->insn[k].jf, x->insn[k].k);
	fputs("], \"cbpf_text\": [", stdout);
	json_lines(x->e, WEIR_EXPLAIN_INSNS);
	fputs("], \"uops_text\": [", stdout);
	json_lines(x->e, WEIR_EXPLAIN_UOPS);
	fputs("]", stdout);
	if (x->o->graph) {
		fputs(", \"graph\": ", stdout);
		status = print_graph(x);
	}
	puts("}");
	return status;
}

static int show(const struct filter_opts *o, const struct weir_explain *e)
{
	struct explained x = { .o = o, .e = e, .i.size = sizeof(x.i) };
	uint32_t n;

	if (weir_explain_info(e, &x.i) || !mode_name(x.i.mode))
		return complain("the library tells of a mode that is not known here");
	x.insn = weir_explain_insns(e, &n);
	if (o->file)
		return filter_frames(&x);
	if (o->json)
		return print_json(&x);
	if (o->graph)
		return print_graph(&x);
	if (o->dump)
		print_program(&x);
	else
		print_text(&x);
	return EXIT_OK;
}

/* What the device in question has; without one the library takes the default build's. */
static int ask_card(const struct filter_opts *o, struct weir_explain_opts *eo)
{
	struct weir_info i = { .size = sizeof(i) };
	char err[320] = "";
	struct weir_opts wo = {
		.size = sizeof(wo), .err = err, .err_len = sizeof(err), .flags = WEIR_LOOK
	};
	struct weir *w;
	int ret = weir_open(&w, o->device, &wo);

	if (ret)
		return complain("%s", *err ? err : strerror(-ret));
	weir_info(w, &i);
	weir_close(w);
	if (!i.lanes)
		return complain("%s has no filters: all of them run in the library", o->device);
	eo->budget = i.budget;
	eo->window = i.window_bytes;
	eo->store = i.store_ops;
	return EXIT_OK;
}

int cmd_filter(int argc, char **argv)
{
	char err[320] = "";
	struct weir_explain_opts eo = { .size = sizeof(eo), .err = err, .err_len = sizeof(err) };
	struct filter_opts o;
	struct weir_explain *e;
	int status = filter_parse(&o, argc, argv), ret;

	if (!status && o.device)
		status = ask_card(&o, &eo);
	if (!status) {
		const char *file = o.ddd.file;

		eo.budget = o.budget ? o.budget : eo.budget;
		ret = file ? weir_explain_prog(&e, &(struct sock_fprog){ (uint16_t)o.ddd.n, o.ddd.insn },
					       o.view, &eo) :
			     weir_explain(&e, o.expr, o.view, &eo);
		status = ret ? complain("%s%s%s", file ? file : "", file ? ": " : "",
					*err ? err : strerror(-ret)) :
			       show(&o, e);
		weir_explain_free(e);
	}
	filter_free(&o);
	return status < 0 ? EXIT_OK : status;
}
