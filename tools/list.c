// SPDX-License-Identifier: BSD-3-Clause
/*
 * list.c - weir list: the devices that could be opened here
 */
#include <string.h>

#include "tool.h"

int cmd_list(int argc, char **argv)
{
	struct weir_device *list, *d;
	int n;

	if (argc > 1 && (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help"))) {
		puts("usage: weir list\n\nNames the devices that -i can take here.");
		return EXIT_OK;
	}
	if (argc > 1)
		return misuse("list", "unknown argument %s; see weir list --help", argv[1]);
	n = weir_list(&list);
	if (n < 0)
		return complain("%s", strerror(-n));
	for (d = list; d; d = d->next) {
		printf("%-24s %s", d->name, d->text);
		if (d->usable)
			printf(" (not now: %s)", strerror(-d->usable));
		putchar('\n');
		if (!strncmp(d->name, "sim:", 4))
			puts("  each after a comma: " SIM_KEYS);
	}
	weir_list_free(list);
	return EXIT_OK;
}
