// SPDX-License-Identifier: BSD-3-Clause
/*
 * count.c - counts the frames of a device that match an expression
 *
 *	count sim:traffic.pcap "tcp port 80"
 */
#include <errno.h>
#include <stdio.h>
#include <weir.h>

int main(int argc, char **argv)
{
	char err[256];
	struct weir_opts opts = { .size = sizeof(opts), .err = err, .err_len = sizeof(err),
				  .flags = WEIR_PROMISC };
	const struct weir_frame *frame;
	unsigned long long frames = 0, bytes = 0;
	struct weir *w;
	int ret;

	if (argc < 2) {
		fprintf(stderr, "usage: count DEVICE [EXPRESSION]\n");
		return 2;
	}
	if (weir_open(&w, argv[1], &opts)) {
		fprintf(stderr, "count: %s\n", err);
		return 1;
	}
	if (weir_set_filter(w, argc > 2 ? argv[2] : NULL)) {
		fprintf(stderr, "count: %s\n", weir_error(w));
		weir_close(w);
		return 1;
	}
	while ((ret = weir_next(w, &frame)) == 1) {
		frames++;
		bytes += weir_frame_wire_len(frame);
	}
	if (ret != -ENODATA)
		fprintf(stderr, "count: %s\n", weir_error(w));
	printf("%llu frames, %llu bytes\n", frames, bytes);
	weir_close(w);
	return ret == -ENODATA ? 0 : 1;
}
