// SPDX-License-Identifier: BSD-3-Clause
/*
 * info.c - weir info and weir stat: what a device is, and what it counted
 */
#include <errno.h>
#include <getopt.h>
#include <string.h>

#include "tool.h"

struct args {
	const char *device;
	bool json;
	unsigned int interval;	/* seconds; 0: once */
};

static const struct option longs[] = {
	{ "interface", required_argument, NULL, 'i' },
	{ "json", no_argument, NULL, 'j' },
	{ "interval", required_argument, NULL, 'I' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

/* 0, or an exit status with the reason told; -1: --help was given. */
static int parse(struct args *a, const char *command, const char *help, int argc, char **argv)
{
	uint64_t n;
	int c;

	opterr = 0;
	while ((c = getopt_long(argc, argv, ":hi:", longs, NULL)) != -1) {
		switch (c) {
		case 'i':
			a->device = optarg;
			break;
		case 'j':
			a->json = true;
			break;
		case 'I':
			if (strcmp(command, "stat"))
				return misuse(command, "--interval is for weir stat");
			if (parse_number(optarg, 10, 1, 86400, &n))
				return misuse(command, "--interval %s: from 1 to 86400 seconds", optarg);
			a->interval = (unsigned int)n;
			break;
		case 'h':
			fputs(help, stdout);
			return -1;
		default:
			return bad_option(command, c, argv);
		}
	}
	if (optind < argc)
		return misuse(command, "unknown argument %s; see weir %s --help", argv[optind],
			      command);
	if (!a->device)
		return misuse(command, "no device: -i weir0, -i %s or -i afpacket:IF; see weir list",
			      strcmp(command, "info") ? "sim:FILE" : "sim:");
	return 0;
}

static int open_it(struct weir **w, const struct args *a, uint32_t flags)
{
	char err[320] = "";
	struct weir_opts o = { .size = sizeof(o), .err = err, .err_len = sizeof(err),
			       .flags = flags };
	int ret = weir_open(w, a->device, &o);

	return ret ? complain("%s", *err ? err : strerror(-ret)) : 0;
}

#define CARD_ITEMS(X) \
	X(mac_bits, "MAC bus", "bits") \
	X(dma_bits, "DMA bus", "bits") \
	X(taps, "taps", "") \
	X(ahead, "blocks read ahead", "") \
	X(slots, "windows a tap", "") \
	X(buffer_bytes, "frame buffer", "bytes") \
	X(queue_frames, "frame queue", "frames") \
	X(clk_hz, "clock", "Hz") \
	X(addresses, "address table", "entries") \
	X(lanes, "filter lanes", "") \
	X(threads, "threads a lane", "") \
	X(budget, "filter budget", "slots a frame") \
	X(window_bytes, "filter window", "bytes") \
	X(store_ops, "filter store", "micro-operations") \
	X(min_frame, "shortest frame", "bytes") \
	X(max_frame, "longest frame", "bytes")
#define RING_ITEMS(X) \
	X(block_size, "block size", "bytes") \
	X(block_nr, "blocks", "") \
	X(mac_offset, "data offset", "bytes") \
	X(snaplen, "snap length", "bytes") \
	X(retire_us, "retire time", "us")

/* In the order of ID.CAPS. */
static const char *const caps[] = { "vlan", "rxhash", "clock", "filter", "mailbox", "tx",
				    "egress_mirror" };

static void info_text(const struct weir_info *i)
{
	size_t k;

	printf("%-20s %s\n", "device", i->device);
	if (i->taps) {
		printf("%-20s %u.%u.%u\n", "card version", i->version >> 24,
		       i->version >> 16 & 0xff, i->version & 0xffff);
		printf("%-20s %u.%u\n", "register ABI", i->abi_major, i->abi_minor);
		printf("%-20s", "can");
		for (k = 0; k < sizeof(caps) / sizeof(caps[0]); k++)
			if (i->caps & 1u << k)
				printf(" %s", caps[k]);
		putchar('\n');
#define X(name, text, unit) printf("%-20s %u %s\n", text, i->name, unit);
		CARD_ITEMS(X)
	}
	RING_ITEMS(X)
#undef X
}

static void info_json(const struct weir_info *i)
{
	const char *sep = "";
	size_t k;

	fputs("{\"device\": ", stdout);
	json_string(stdout, i->device);
	fputs(", \"transport\": ", stdout);
	json_string(stdout, i->transport);
	if (i->taps) {
		printf(", \"card\": {\"version\": \"%u.%u.%u\", \"abi\": \"%u.%u\", \"caps\": [",
		       i->version >> 24, i->version >> 16 & 0xff, i->version & 0xffff,
		       i->abi_major, i->abi_minor);
		for (k = 0; k < sizeof(caps) / sizeof(caps[0]); k++) {
			if (i->caps & 1u << k) {
				printf("%s\"%s\"", sep, caps[k]);
				sep = ", ";
			}
		}
		putchar(']');
#define X(name, text, unit) printf(", \"" #name "\": %u", i->name);
		CARD_ITEMS(X)
		putchar('}');
	}
	printf(", \"ring\": {\"transport\": \"%s\"", i->transport);
	RING_ITEMS(X)
#undef X
	puts("}}");
}

int cmd_info(int argc, char **argv)
{
	static const char help[] =
		"usage: weir info -i DEVICE [--json]\n\n"
		"Shows the card as it was built and the ring as it would be set up. \"sim:\" without a\n"
		"file is enough. Of weir0 it shows the ring alone, as of afpacket:IF.\n";
	struct weir_info i = { .size = sizeof(i) };
	struct args a = { 0 };
	struct weir *w;
	int status = parse(&a, "info", help, argc, argv);

	if (!status)
		status = open_it(&w, &a, WEIR_LOOK);
	if (status)
		return status < 0 ? EXIT_OK : status;
	weir_info(w, &i);
	weir_close(w);
	if (a.json)
		info_json(&i);
	else
		info_text(&i);
	return EXIT_OK;
}

/* A device that ends is run to its end: its counters are those of what it played. */
static int run_out(struct weir *w, bool *over)
{
	const struct weir_frame *f;
	int ret;

	do {
		ret = weir_next(w, &f);
	} while (ret >= 0);
	*over = ret == -ENODATA;
	return *over ? 0 : complain("%s", *weir_error(w) ? weir_error(w) : strerror(-ret));
}

/* Of a card's interface also what the card and its driver count, whoever captures. */
static bool show_stats(struct weir *w, const struct args *a, const struct stats *s, bool over)
{
	bool ok;

	if (!a->json) {
		remarks_print(stdout, w);
		stats_print(stdout, s);
		ok = account_print(stdout, s, over);
		device_print(w);
		return ok;
	}
	fputs("{\"device\": ", stdout);
	json_string(stdout, a->device);
	fputs(", ", stdout);
	stats_json(stdout, s);
	fputs(", ", stdout);
	ok = account_json(stdout, s, over);
	fputs(", ", stdout);
	remarks_json(stdout, w);
	device_json(w);
	puts("}");
	return ok;
}

static int read_and_show(struct weir *w, const struct args *a, bool over)
{
	struct stats s;
	int ret = stats_read(w, &s);

	if (ret)
		return complain("statistics: %s", strerror(-ret));
	if (!show_stats(w, a, &s, over))
		return complain("the accounts do not add up: a fault of the card or of this program");
	return EXIT_OK;
}

int cmd_stat(int argc, char **argv)
{
	static const char help[] =
		"usage: weir stat -i DEVICE [--json] [--interval SECONDS]\n\n"
		"Shows a device's statistics. A sim:FILE is played to its end first, into a tap that takes\n"
		"every frame. Of weir0 it shows behind those of its own capture what card and driver count\n"
		"for all, under ethtool's names; the capture of another process cannot be asked.\n"
		"--interval does so again and again.\n";
	struct args a = { 0 };
	struct weir *w;
	uint64_t done, total;
	bool over = false;
	int status = parse(&a, "stat", help, argc, argv);

	if (!status)
		status = open_it(&w, &a, WEIR_PROMISC);
	if (status)
		return status < 0 ? EXIT_OK : status;
	if (!weir_progress(w, &done, &total))
		status = run_out(w, &over);
	do {
		int shown = read_and_show(w, &a, over);

		status = status ? status : shown;
	} while (!status && a.interval && !over && again(a.interval));
	weir_close(w);
	return status;
}
