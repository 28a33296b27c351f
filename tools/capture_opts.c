// SPDX-License-Identifier: BSD-3-Clause
/*
 * capture_opts.c - the options of weir capture; letters mean what they mean to tcpdump
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "capture.h"

static const char help[] =
"usage: weir capture -i DEVICE [-w FILE|-] [option]... [EXPRESSION]\n"
"       weir capture -i DEVICE [-w FILE|-] [option]... --ddd FILE\n"
"\n"
"Captures frames and shows or saves them. EXPRESSION is that of pcap-filter(7), compiled as for a savefile.\n"
"\n"
"  -i, --interface DEVICE   weir0, sim:FILE[,KEY]... or afpacket:IF; see weir list\n"
"  -w FILE                  write a savefile, - is standard output\n"
"  -c COUNT                 end after so many frames\n"
"  -s BYTES                 keep so much of a frame (0: all, the default)\n"
"  -F FILE                  read the expression from FILE; # begins a comment\n"
"  --ddd FILE               filter by a program as tcpdump -ddd prints it, - is standard input\n"
"  --view linux|wire        where the filter's offsets count: as live AF_PACKET shows a frame, without the\n"
"                           outer tag, the default for --ddd, or as on the wire, that for EXPRESSION\n"
"  -e                       show the link header and VLAN tags\n"
"  -q                       show less of each frame\n"
"  -U                       write each frame, or its line, at once;  -l: each line at once\n"
"  -n                       accepted: names are never looked up\n"
"  -p                       not promiscuous: only frames meant for this device\n"
"  -Q in|out|inout          direction\n"
"  --protocol P             an ethertype, or all, ip, ip6, arp, vlan\n"
"  --pcapng                 write pcapng, not pcap\n"
"  --nano, --micro          time stamps of nanoseconds or microseconds; the default is nano for\n"
"                           savefiles and micro for lines\n"
"  --stats[=json]           all statistics and the accounts at the end, on standard error\n"
"  --strict                 fail if a frame was dropped or a record was not played as it is\n"
"  --block-size BYTES, --blocks N, --retire US, --reserve BYTES\n"
"                           the ring: defaults 1048576, 16, 10000, 0\n"
"\n"
"Options may stand behind words of the expression; none is looked for behind --.\n"
"\n"
"KEYs of sim: are\n"
"  " SIM_KEYS "\n";

enum { O_DDD = 256, O_VIEW, O_PROTOCOL, O_PCAPNG, O_NANO, O_MICRO, O_STATS, O_STRICT, O_BLOCK_SIZE,
       O_BLOCKS, O_RETIRE, O_RESERVE };

static const struct option longs[] = {
	{ "interface", required_argument, NULL, 'i' },
	{ "snapshot-length", required_argument, NULL, 's' },
	{ "no-promiscuous-mode", no_argument, NULL, 'p' },
	{ "direction", required_argument, NULL, 'Q' },
	{ "packet-buffered", no_argument, NULL, 'U' },
	{ "ddd", required_argument, NULL, O_DDD },
	{ "view", required_argument, NULL, O_VIEW },
	{ "protocol", required_argument, NULL, O_PROTOCOL },
	{ "pcapng", no_argument, NULL, O_PCAPNG },
	{ "nano", no_argument, NULL, O_NANO },
	{ "micro", no_argument, NULL, O_MICRO },
	{ "stats", optional_argument, NULL, O_STATS },
	{ "strict", no_argument, NULL, O_STRICT },
	{ "block-size", required_argument, NULL, O_BLOCK_SIZE },
	{ "blocks", required_argument, NULL, O_BLOCKS },
	{ "retire", required_argument, NULL, O_RETIRE },
	{ "reserve", required_argument, NULL, O_RESERVE },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

static int number(const char *opt, const char *text, int base, uint64_t min, uint64_t max,
		  uint64_t *out)
{
	if (!parse_number(text, base, min, max, out))
		return 0;
	return misuse("capture", "%s %s: not a number from %llu to %llu", opt, text,
		      (unsigned long long)min, (unsigned long long)max);
}

static int number32(const char *opt, const char *text, uint32_t *out)
{
	uint64_t n;
	int ret = number(opt, text, 0, 0, UINT32_MAX, &n);

	if (!ret)
		*out = (uint32_t)n;
	return ret;
}

/* To the library 0 means the default; who writes it on a command line means something else. */
static int ring_number(const char *opt, const char *text, uint32_t *out)
{
	int ret = number32(opt, text, out);

	if (!ret && !*out)
		ret = misuse("capture", "%s %s: leave the option out for the default", opt, text);
	return ret;
}

static int set_protocol(struct capture_opts *o, const char *text)
{
	static const struct {
		const char *name;
		uint32_t proto;
	} known[] = { { "all", 3 }, { "ip", 0x0800 }, { "ip6", 0x86dd }, { "ipv6", 0x86dd },
		      { "arp", 0x0806 }, { "vlan", 0x8100 } };
	uint64_t n;
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (!strcmp(text, known[i].name)) {
			o->weir.protocol = known[i].proto;
			return 0;
		}
	}
	if (parse_number(text, 0, 1, 0xffff, &n))
		return misuse("capture", "--protocol %s: it is all, ip, ip6, arp, vlan or an "
			      "ethertype like 0x0800", text);
	o->weir.protocol = (uint32_t)n;
	return 0;
}

static int set_direction(struct capture_opts *o, const char *text)
{
	if (!strcmp(text, "in"))
		o->weir.direction = WEIR_IN;
	else if (!strcmp(text, "out"))
		o->weir.direction = WEIR_OUT;
	else if (!strcmp(text, "inout"))
		o->weir.direction = WEIR_INOUT;
	else
		return misuse("capture", "-Q %s: it is in, out or inout", text);
	return 0;
}

/* As for tcpdump, # and what follows it on a line are blanks. */
static void blank_comments(char *text)
{
	while ((text = strchr(text, '#')))
		while (*text && *text != '\n')
			*text++ = ' ';
}

static int read_filter(struct capture_opts *o, const char *path)
{
	size_t used = 0, size = 0;
	char *text = NULL;
	FILE *f;
	int c, err;

	if (!*path)
		return misuse("capture", "-F: the file's name is empty");
	f = fopen(path, "r");
	if (!f)
		return complain("%s: %s", path, strerror(errno));
	do {
		if (used + 1 >= size) {
			char *more = realloc(text, size += 4096);

			if (!more) {
				fclose(f);
				free(text);
				return complain("%s: no memory", path);
			}
			text = more;
		}
		c = getc(f);
		text[used++] = c == EOF ? '\0' : (char)c;
	} while (c != EOF);
	err = ferror(f) ? errno : 0;
	fclose(f);
	blank_comments(text);
	free(o->filter);
	o->filter = text;
	return err ? complain("%s: %s", path, strerror(err)) : 0;
}

/* Options that take an argument. */
static int set_valued(struct capture_opts *o, int c, const char *arg)
{
	switch (c) {
	case 'i':
		o->device = arg;
		return 0;
	case 'w':
		o->file = arg;
		return *arg ? 0 : misuse("capture", "-w: the file's name is empty");
	case 'c':
		/* Decimal to tcpdump, so that 010 is ten, though -s takes it for eight. */
		return number("-c", arg, 10, 1, INT64_MAX, &o->count);
	case 's':
		return number32("-s", arg, &o->weir.snaplen);
	case 'F':
		return read_filter(o, arg);
	case O_DDD:
		return program_option(&o->ddd, "capture", arg);
	case O_VIEW:
		return program_view(&o->view, "capture", arg);
	case 'Q':
		return set_direction(o, arg);
	case O_PROTOCOL:
		return set_protocol(o, arg);
	case O_BLOCK_SIZE:
		return ring_number("--block-size", arg, &o->weir.block_size);
	case O_BLOCKS:
		return ring_number("--blocks", arg, &o->weir.block_nr);
	case O_RETIRE:
		return ring_number("--retire", arg, &o->weir.retire_us);
	case O_RESERVE:
		return number32("--reserve", arg, &o->weir.reserve);
	}
	return EXIT_USAGE;
}

static int set(struct capture_opts *o, int c, const char *arg, int *nano)
{
	switch (c) {
	case 'e':
		o->ether = true;
		return 0;
	case 'q':
		o->quick = true;
		return 0;
	case 'U':
		o->packet_buffered = true;
		return 0;
	case 'l':
		o->line_buffered = true;
		return 0;
	case 'n':
		return 0;
	case 'p':
		o->weir.flags &= ~WEIR_PROMISC;
		return 0;
	case O_PCAPNG:
		o->pcapng = true;
		return 0;
	case O_NANO:
	case O_MICRO:
		*nano = c == O_NANO;
		return 0;
	case O_STRICT:
		o->strict = true;
		return 0;
	case O_STATS:
		o->stats = arg ? STATS_JSON : STATS_TABLE;
		if (arg && strcmp(arg, "json"))
			return misuse("capture", "--stats=%s: it is --stats or --stats=json", arg);
		return 0;
	}
	return set_valued(o, c, arg);
}

/* A savefile that comes by standard input: sim:- with or without keys. */
static bool device_is_stdin(const char *device)
{
	return !strncmp(device, "sim:-", 5) && (!device[5] || device[5] == ',');
}

/* tcpdump, too, takes the words behind the options as one expression; -F goes before them. */
static int read_filter_last(struct capture_opts *o, int argc, char **argv)
{
	int ret;

	if (o->view < 0)
		o->view = o->ddd.file ? WEIR_VIEW_LINUX : WEIR_VIEW_WIRE;
	if (o->ddd.file) {
		if (o->filter || optind < argc)
			return misuse("capture", "an expression and --ddd: it is one or the other");
		if (program_is_stdin(&o->ddd) && device_is_stdin(o->device))
			return misuse("capture", "standard input is the program or the savefile, not both");
		ret = program_load(&o->ddd);
		/* The ring must show what the library, too, may have to judge by. */
		if (!ret && o->view == WEIR_VIEW_LINUX && program_reads_hash(&o->ddd))
			o->weir.flags |= WEIR_HASH;
		return ret;
	}
	if (o->filter || optind >= argc)
		return 0;
	o->filter = join_words(argc - optind, argv + optind);
	return o->filter ? 0 : complain("no memory");
}

int capture_parse(struct capture_opts *o, int argc, char **argv)
{
	int c, nano = -1, ret;

	memset(o, 0, sizeof(*o));
	o->weir.size = sizeof(o->weir);
	o->weir.flags = WEIR_PROMISC;
	o->view = -1;
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":hi:w:c:s:F:eqUlnpQ:", longs, NULL)) != -1) {
		if (c == 'h') {
			fputs(help, stdout);
			return -1;
		}
		if (c == '?' || c == ':')
			return bad_option("capture", c, argv);
		ret = set(o, c, optarg, &nano);
		if (ret)
			return ret;
	}
	if (!o->device)
		return misuse("capture", "no device: -i weir0, -i sim:FILE or -i afpacket:IF; see weir list");
	if (o->pcapng && !o->file)
		return misuse("capture", "--pcapng goes with -w");
	/* A savefile loses nothing; lines are as wide as tcpdump's. */
	o->nano = nano < 0 ? o->file != NULL : nano;
	return read_filter_last(o, argc, argv);
}

void capture_free(struct capture_opts *o)
{
	free(o->filter);
	program_free(&o->ddd);
}
