/* SPDX-License-Identifier: BSD-3-Clause */
/* geometry.c - the command line of both sides of the comparison */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include "geometry.h"

static uint32_t number(const char *text)
{
	char *end;
	unsigned long n = strtoul(text, &end, 0);

	if (end == text || *end || n > UINT32_MAX) {
		fprintf(stderr, "not a number: %s\n", text);
		exit(2);
	}
	return (uint32_t)n;
}

void geometry_parse(struct geometry *g, int argc, char **argv, int nargs, const char *args)
{
	int c, i;

	*g = (struct geometry){ .block_size = 65536, .block_nr = 4, .loops = 1 };
	while ((c = getopt(argc, argv, "b:n:r:p:s:l:P:w:e")) != -1) {
		uint32_t *where = c == 'b' ? &g->block_size :
				  c == 'n' ? &g->block_nr :
				  c == 'r' ? &g->reserve :
				  c == 'p' ? &g->priv :
				  c == 's' ? &g->snaplen :
				  c == 'P' ? &g->protocol :
				  c == 'w' ? &g->withhold :
					     &g->loops;

		if (c == '?')
			exit(2);
		if (c == 'e')
			g->empty_first = 1;
		else
			*where = number(optarg);
	}
	if (argc - optind != nargs) {
		fprintf(stderr,
			"usage: %s [-b SIZE] [-n NR] [-r RESERVE] [-p PRIV] [-s SNAPLEN] "
			"[-l LOOPS] [-P ETHERTYPE] [-w FRAMES] [-e] %s\n",
			argv[0], args);
		exit(2);
	}
	for (i = 0; i < nargs; i++)
		g->args[i] = argv[optind + i];
	g->nargs = nargs;
}
