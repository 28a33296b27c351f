// SPDX-License-Identifier: BSD-3-Clause
/*
 * common.c - messages, numbers, words, names, JSON
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

/* One line, whatever an argument that it quotes holds. */
void say_line(const char *head, const char *fmt, va_list ap)
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
	say_line("weir", fmt, ap);
	va_end(ap);
	return EXIT_ERROR;
}

int misuse(const char *command, const char *fmt, ...)
{
	char head[64];
	va_list ap;

	snprintf(head, sizeof(head), "weir %s", command);
	va_start(ap, fmt);
	say_line(head, fmt, ap);
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

char *join_words(int n, char **words)
{
	size_t len = 1;
	char *text;
	int i;

	for (i = 0; i < n; i++)
		len += strlen(words[i]) + 1;
	text = calloc(1, len);
	for (i = 0; text && i < n; i++) {
		strcat(text, words[i]);
		if (i + 1 < n)
			strcat(text, " ");
	}
	return text;
}

const char *mode_name(uint32_t mode)
{
	static const char *const names[] = { [WEIR_FILTER_NONE] = "none",
					     [WEIR_FILTER_EXACT] = "exact",
					     [WEIR_FILTER_PREFILTER] = "prefilter",
					     [WEIR_FILTER_SOFTWARE] = "software" };

	return mode < sizeof(names) / sizeof(names[0]) ? names[mode] : NULL;
}

/* Bytes of the UTF-8 character at p, 0 when there is none: RFC 3629, 4. */
static int utf8_len(const unsigned char *p)
{
	/* What the second byte must be between: no longer form than needed, no surrogate, no more than
	 * U+10FFFF. */
	unsigned char low = *p == 0xe0 ? 0xa0 : *p == 0xf0 ? 0x90 : 0x80;
	unsigned char high = *p == 0xed ? 0x9f : *p == 0xf4 ? 0x8f : 0xbf;
	int n = *p < 0x80 ? 1 : *p < 0xc2 ? 0 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : *p < 0xf5 ? 4 : 0, i;

	if (n > 1 && (p[1] < low || p[1] > high))
		return 0;
	for (i = 2; i < n; i++)
		if (p[i] < 0x80 || p[i] > 0xbf)
			return 0;
	return n;
}

void json_string(FILE *f, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	int n;

	fputc('"', f);
	for (; *p; p += n ? n : 1) {
		n = utf8_len(p);
		/* A file's name may be any bytes, JSON is UTF-8: U+FFFD stands for what is not. */
		if (!n)
			fputs("\\ufffd", f);
		else if (*p == '"' || *p == '\\')
			fprintf(f, "\\%c", *p);
		else if (*p < 0x20)
			fprintf(f, "\\u%04x", *p);
		else
			fwrite(p, 1, (size_t)n, f);
	}
	fputc('"', f);
}
