/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * family.c - the table test: what a packet socket answers, statement by statement
 *
 *	t_family [--netns] [--settle MS] FAMILY IF PEER [NUMBER[.NAME]...]
 *
 * Runs every case on sockets of FAMILY (17: AF_PACKET) bound to IF; frames are sent from PEER,
 * whose other end IF is. docs/compat.md has the statements. A line a case: "ok - NUMBER.NAME
 * answer=value ...", where nothing depends on the machine or the moment, so that the answers of
 * two families can be compared (compare.awk). What Linux's AF_PACKET is known to answer is
 * expected here too: a run on it is a test of the cases.
 *
 * Each case is a process with a deadline: whatever it breaks, the next one begins with sockets of
 * its own. --netns makes both interfaces, a veth pair, in a network namespace; without it they
 * must be there, be quiet (no IPv6, no ARP) and up. Exits 0 if all is as expected, 77 if the
 * namespace is refused, 1 otherwise.
 */
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "family.h"

#define CASE_SECS 60

struct fam fam;

static const struct fam_case *const tables[] = {
	cases_create, cases_bind, cases_event, cases_receive, cases_message, cases_member,
	cases_set,    cases_get,  cases_ring,  cases_map,     cases_v2,	     cases_v3,
	cases_block,  cases_poll, cases_stamp, cases_core,    cases_filter, cases_out,
};

static bool asked(const struct fam_case *c, char **names)
{
	char full[64];

	if (!*names)
		return true;
	snprintf(full, sizeof(full), "%s.%s", c->number, c->name);
	for (; *names; names++)
		if (!strcmp(*names, c->number) || !strcmp(*names, full))
			return true;
	return false;
}

static void child(const struct fam_case *c)
{
	alarm(CASE_SECS);
	answer_print(c);
	harness_open();
	link_restore();
	c->run();
	exit(answer_print(c) ? 0 : 1);
}

static bool run(const struct fam_case *c)
{
	pid_t pid = fork();
	int status = 0;

	if (!pid)
		child(c);
	if (pid < 0 || waitpid(pid, &status, 0) != pid) {
		perror("t_family");
		exit(2);
	}
	if (WIFSIGNALED(status))
		printf("not ok - %s.%s signal=%d\n", c->number, c->name, WTERMSIG(status));
	fflush(stdout);
	fam.seq += 1U << 16;
	return WIFEXITED(status) && !WEXITSTATUS(status);
}

static void address_of(int fd, const char *name, int *index, uint8_t *mac)
{
	struct ifreq req = { 0 };

	*index = (int)if_nametoindex(name);
	snprintf(req.ifr_name, sizeof(req.ifr_name), "%s", name);
	if (!*index || ioctl(fd, SIOCGIFHWADDR, &req)) {
		perror(name);
		exit(2);
	}
	memcpy(mac, req.ifr_hwaddr.sa_data, MAC_LEN);
}

static void usage(void)
{
	fprintf(stderr,
		"usage: t_family [--netns] [--settle MS] FAMILY IF PEER [NUMBER[.NAME]...]\n");
	exit(2);
}

int main(int argc, char **argv)
{
	unsigned int cases = 0, bad = 0;
	bool netns = false;
	int fd, at = 1;

	fam.settle_ms = 1;
	for (; at < argc && !strncmp(argv[at], "--", 2); at++) {
		if (!strcmp(argv[at], "--netns"))
			netns = true;
		else if (!strcmp(argv[at], "--settle") && at + 1 < argc)
			fam.settle_ms = (unsigned int)atoi(argv[++at]);
		else
			usage();
	}
	if (argc - at < 3)
		usage();
	fam.family = atoi(argv[at]);
	fam.dev = argv[at + 1];
	fam.peer = argv[at + 2];
	if (netns && (!own_netns() || !make_links(fam.dev, fam.peer))) {
		printf("no permission to make a veth pair in a network namespace\n");
		return 77;
	}
	fam.pair = netns;
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	address_of(fd, fam.dev, &fam.index, fam.mac);
	address_of(fd, fam.peer, &fam.peer_index, fam.peer_mac);
	close(fd);
	for (size_t t = 0; t < COUNT(tables); t++)
		for (const struct fam_case *c = tables[t]; c->number; c++) {
			if (!asked(c, argv + at + 3))
				continue;
			cases++;
			bad += !run(c);
		}
	printf("# %u cases, %u not as expected\n", cases, bad);
	return bad || !cases ? 1 : 0;
}
