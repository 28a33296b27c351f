// SPDX-License-Identifier: BSD-3-Clause
/*
 * common.c - messages, numbers, JSON
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>

#include "tool.h"

/* One line, whatever an argument that it quotes holds. */
static void line(const char *head, const char *fmt, va_list ap)
{
	char text[1024], *p;

	vsnprintf(text, sizeof(text), fmt, ap);
	for (p = text; *p; p++)
		if (*p > 0 && *p < ' ')
			*p = ' ';
	fflush(stdout);
	fprintf(stderr, "%s: %s\n", head, text);
}

int complain(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line("weir", fmt, ap);
	va_end(ap);
	return EXIT_ERROR;
}

int misuse(const char *command, const char *fmt, ...)
{
	char head[64];
	va_list ap;

	snprintf(head, sizeof(head), "weir %s", command);
	va_start(ap, fmt);
	line(head, fmt, ap);
	va_end(ap);
	return EXIT_USAGE;
}

int bad_option(const char *command, int c, char **argv)
{
	const char *word = argv[optind - 1];

	if (c == ':' && optopt)
		return misuse(command, "option %s wants an argument",
			      optopt < 256 ? (char[]){ '-', (char)optopt, '\0' } : word);
	if (optopt && optopt < 256)
		return misuse(command, "unknown option -%c; see weir %s --help", optopt, command);
	return misuse(command, "unknown option %s; see weir %s --help", word, command);
}

int parse_number(const char *text, int base, uint64_t min, uint64_t max, uint64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoull(text, &end, base);
	if (*text < '0' || *text > '9' || *end || errno || *out < min || *out > max)
		return -1;
	return 0;
}

void json_string(FILE *f, const char *text)
{
	fputc('"', f);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			fprintf(f, "\\%c", c);
		else if (c < 0x20)
			fprintf(f, "\\u%04x", c);
		else
			fputc(c, f);
	}
	fputc('"', f);
}
