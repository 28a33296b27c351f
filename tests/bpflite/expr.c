// SPDX-License-Identifier: BSD-3-Clause
/*
 * expr.c - reads tests/bpflite/expressions
 */
#include "tests/bpflite/expr.h"

#include <stdlib.h>
#include <string.h>

#include "filter_compile.h"

unsigned int expr_pcap_filter(const void *insns, const unsigned char *data, unsigned int len);

uint32_t expr_bpf_filter(const struct tb_prog *p, const uint8_t *data, uint32_t len)
{
	return expr_pcap_filter(p->insn, data, len);
}

/* <N WORD>: N of them, spread, some of them in the recorded traffic. */
static void list(char *out, uint32_t n, const char *word)
{
	uint32_t i;

	*out = 0;
	for (i = 0; i < n; i++) {
		out += sprintf(out, "%s%s ", i ? " or " : "", word);
		if (strstr(word, "port"))
			out += sprintf(out, "%u", i * 977 % 9000 + 20);
		else if (strstr(word, "net"))
			out += sprintf(out, "10.%u.0.0/%u", i * 16 % 256, 12 + i % 8);
		else
			out += sprintf(out, "10.0.%u.%u", i * 10 % 250, i * 7 % 200 + 1);
	}
}

static void expand(char *out, const char *text)
{
	char word[32];
	unsigned int n;
	int used;

	while (*text) {
		if (*text == '<' && sscanf(text, "<%u %31[a-z ]>%n", &n, word, &used) == 2) {
			list(out, n, word);
			out += strlen(out);
			text += used;
		} else {
			*out++ = *text++;
		}
	}
	*out = 0;
}

static void read_live(const char *name, struct tb_prog *p)
{
	char path[200];
	FILE *f;
	unsigned int code, jt, jf, k, n, i;

	snprintf(path, sizeof(path), "tests/bpflite/%s", name);
	f = fopen(path, "r");
	if (!f || fscanf(f, "%u", &n) != 1 || n > BPFL_INSNS) {
		printf("cannot read %s\n", path);
		exit(1);
	}
	for (i = 0; i < n && fscanf(f, "%u %u %u %u", &code, &jt, &jf, &k) == 4; i++)
		p->insn[i] = (struct bpfl_insn){ (uint16_t)code, (uint8_t)jt, (uint8_t)jf, k };
	fclose(f);
	p->n = i;
	tb_target(&p->target, false);
}

bool expr_next(FILE *f, struct expr *e, struct tb_prog *p)
{
	static char line[400], text[20000], err[200];
	void *insns;

	do {
		if (!fgets(line, sizeof(line), f))
			return false;
	} while (*line == '#');
	*e->text = 0;
	e->inexact = *line == '!';
	if (sscanf(line + e->inexact, " %63[^|]| %199[^\n]", e->name, e->text) < 1) {
		printf("no expression: %s", line);
		exit(1);
	}
	while (*e->name && e->name[strlen(e->name) - 1] == ' ')
		e->name[strlen(e->name) - 1] = 0;
	if (!strncmp(e->text, "live:", 5)) {
		read_live(e->text + 5, p);
		return true;
	}
	tb_target(&p->target, true);
	expand(text, e->text);
	if (filter_compile(text, &insns, &p->n, err, sizeof(err))) {
		printf("%s: %s\n", text, err);
		exit(1);
	}
	memcpy(p->insn, insns, p->n * sizeof(p->insn[0]));
	free(insns);
	return true;
}
