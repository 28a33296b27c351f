// SPDX-License-Identifier: BSD-3-Clause
/*
 * eventloop.c - a capture beside other descriptors in one poll(): standard input ends it
 *
 *	eventloop sim:traffic.pcap
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>
#include <weir.h>

static int count(void *user, const struct weir_frame *frame)
{
	(void)frame;
	++*(unsigned long long *)user;
	return 0;
}

int main(int argc, char **argv)
{
	char err[256], byte;
	struct weir_opts opts = { .size = sizeof(opts), .err = err, .err_len = sizeof(err),
				  .flags = WEIR_PROMISC, .wait_ms = WEIR_WAIT_NONE };
	struct pollfd p[2] = { { .fd = STDIN_FILENO, .events = POLLIN }, { .events = POLLIN } };
	unsigned long long frames = 0;
	struct weir *w;
	int ret = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: eventloop DEVICE\n");
		return 2;
	}
	if (weir_open(&w, argv[1], &opts)) {
		fprintf(stderr, "eventloop: %s\n", err);
		return 1;
	}
	p[1].fd = weir_fd(w);
	while (p[1].fd >= 0 && poll(p, 2, weir_timeout(w)) >= 0) {
		if (p[0].revents && read(STDIN_FILENO, &byte, 1) <= 0)
			p[0].fd = -1;
		else if (p[0].revents)
			break;
		ret = weir_dispatch(w, 0, count, &frames);
		if (ret < 0)
			break;
	}
	printf("%llu frames\n", frames);
	weir_close(w);
	return ret >= 0 || ret == -ENODATA ? 0 : 1;
}
