// SPDX-License-Identifier: BSD-3-Clause
/*
 * weir.c - the weir command: its subcommands
 */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "tool.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *text;
} commands[] = {
	{ "capture", cmd_capture, "capture frames: show them or write a savefile" },
	{ "filter", cmd_filter, "explain a filter: what becomes of it in the card" },
	{ "list", cmd_list, "name the devices there are" },
	{ "info", cmd_info, "the card as built, the ring as set up" },
	{ "stat", cmd_stat, "statistics of a device" },
	{ "run", cmd_run, "run a program of AF_PACKET on PF_WEIR" },
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void usage(FILE *f)
{
	size_t i;

	fputs("usage: weir COMMAND [option]...\n\n", f);
	for (i = 0; i < COMMANDS; i++)
		fprintf(f, "  %-10s %s\n", commands[i].name, commands[i].text);
	fputs("\nweir COMMAND --help tells more. weir --version, weir --help.\n"
	      "Try: weir capture -i sim:FILE.pcap -c 10\n", f);
}

int main(int argc, char **argv)
{
	void (*on_pipe)(int);
	size_t i;
	int status = EXIT_USAGE;

	/* A closed pipe shall be an error with a name, not a death. */
	on_pipe = signal(SIGPIPE, SIG_IGN);
	if (argc < 2) {
		usage(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help")) {
		usage(stdout);
		status = EXIT_OK;
	} else if (!strcmp(argv[1], "--version")) {
		printf("weir %s\n", weir_version());
		status = EXIT_OK;
	} else {
		for (i = 0; i < COMMANDS && strcmp(argv[1], commands[i].name); i++)
			;
		if (i == COMMANDS)
			return complain("unknown command %s; see weir --help", argv[1]), EXIT_USAGE;
		/* What run starts gets the signals as they were. */
		if (commands[i].run == cmd_run)
			signal(SIGPIPE, on_pipe);
		status = commands[i].run(argc - 1, argv + 1);
	}
	errno = 0;
	if (status == EXIT_OK && (fflush(stdout) || ferror(stdout)))
		return complain("standard output: %s",
				errno ? strerror(errno) : "it could not be written");
	return status;
}
