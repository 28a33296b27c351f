// SPDX-License-Identifier: BSD-3-Clause
/*
 * program.c - filter programs as tcpdump -ddd prints them, and the view of a filter
 */
#include <errno.h>
#include <linux/filter.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "tool.h"

int program_option(struct program *p, const char *command, const char *file)
{
	p->file = file;
	return *file ? 0 : misuse(command, "--ddd: the file's name is empty");
}

int program_view(int *view, const char *command, const char *text)
{
	if (!strcmp(text, "linux"))
		*view = WEIR_VIEW_LINUX;
	else if (!strcmp(text, "wire"))
		*view = WEIR_VIEW_WIRE;
	else
		return misuse(command, "--view %s: it is linux or wire", text);
	return 0;
}

const char *view_name(uint32_t view)
{
	return view == WEIR_VIEW_WIRE ? "wire" : "linux";
}

/* The next number, of digits alone: 0, or -1. */
static int number(FILE *f, uint64_t max, uint32_t *out)
{
	char word[16];
	uint64_t n;

	if (fscanf(f, "%15s", word) != 1 || parse_number(word, 10, 0, max, &n))
		return -1;
	*out = (uint32_t)n;
	return 0;
}

static int read_program(struct program *p, FILE *f)
{
	uint32_t code, jt, jf, i;
	char more;

	if (number(f, BPF_MAXINSNS, &p->n) || !p->n)
		return complain("%s: does not begin with the number of instructions, 1 to %d", p->file,
				BPF_MAXINSNS);
	p->insn = calloc(p->n, sizeof(p->insn[0]));
	if (!p->insn)
		return complain("no memory");
	for (i = 0; i < p->n; i++) {
		if (number(f, UINT16_MAX, &code) || number(f, UINT8_MAX, &jt) || number(f, UINT8_MAX, &jf) ||
		    number(f, UINT32_MAX, &p->insn[i].k))
			return complain("%s: instruction %u of %u is not four numbers that fit", p->file, i,
					p->n);
		p->insn[i].code = (uint16_t)code;
		p->insn[i].jt = (uint8_t)jt;
		p->insn[i].jf = (uint8_t)jf;
	}
	if (fscanf(f, " %c", &more) == 1)
		return complain("%s: there is more behind the number of instructions that it tells", p->file);
	return 0;
}

int program_load(struct program *p)
{
	FILE *f = program_is_stdin(p) ? stdin : fopen(p->file, "r");
	int ret;

	if (!f)
		return complain("%s: %s", p->file, strerror(errno));
	ret = read_program(p, f);
	if (f != stdin)
		fclose(f);
	return ret;
}

void program_free(struct program *p)
{
	free(p->insn);
}

bool program_is_stdin(const struct program *p)
{
	return p->file && !strcmp(p->file, "-");
}

bool program_reads_hash(const struct program *p)
{
	uint32_t i;

	for (i = 0; i < p->n; i++)
		if (BPF_CLASS(p->insn[i].code) == BPF_LD && BPF_MODE(p->insn[i].code) == BPF_ABS &&
		    p->insn[i].k == (uint32_t)(SKF_AD_OFF + SKF_AD_RXHASH))
			return true;
	return false;
}
