// SPDX-License-Identifier: BSD-3-Clause
/*
 * dump.c - writes the frames of a device to a pcapng file
 *
 *	dump afpacket:eth0 out.pcapng
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <weir.h>
#include <weir_savefile.h>

static struct weir *w;

static void on_signal(int sig)
{
	(void)sig;
	weir_breakloop(w);
}

static int write_one(void *user, const struct weir_frame *frame)
{
	return weir_write(user, frame);
}

int main(int argc, char **argv)
{
	char err[256];
	struct weir_opts opts = { .size = sizeof(opts), .err = err, .err_len = sizeof(err),
				  .flags = WEIR_PROMISC };
	struct weir_writer_opts wopts = { .size = sizeof(wopts), .err = err,
					  .err_len = sizeof(err), .format = WEIR_PCAPNG };
	struct weir_writer *out;
	uint64_t matched = 0;
	int ret;

	if (argc != 3) {
		fprintf(stderr, "usage: dump DEVICE FILE\n");
		return 2;
	}
	wopts.interface = argv[1];
	if (weir_open(&w, argv[1], &opts) || weir_writer_open(&out, argv[2], &wopts)) {
		fprintf(stderr, "dump: %s\n", err);
		weir_close(w);
		return 1;
	}
	signal(SIGINT, on_signal);
	do {
		ret = weir_dispatch(w, 0, write_one, out);
	} while (ret >= 0);
	if (weir_stat(w, "tap.matched", &matched))
		fprintf(stderr, "dump: no statistics\n");
	if (weir_writer_close(out, matched, 0)) {
		fprintf(stderr, "dump: %s: could not be written\n", argv[2]);
		ret = -EIO;
	}
	weir_close(w);
	return ret == -ENODATA || ret == -EINTR ? 0 : 1;
}
