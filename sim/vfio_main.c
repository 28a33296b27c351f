// SPDX-License-Identifier: BSD-3-Clause
/*
 * vfio_main.c - the program weir-sim: the simulated card for a virtual machine
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "abi.h"
#include "vfio_user.h"

#define EXIT_USAGE 2

static const char usage[] =
	"usage: weir-sim --vfio-user SOCKET [option...]\n"
	"Serves the simulated card to a virtual machine, as a PCI Express function.\n"
	"\n"
	"  --vfio-user SOCKET   listens there; QEMU >= 10.1 is the client that is meant:\n"
	"                       -device '{\"driver\":\"vfio-user-pci\",\n"
	"                                 \"socket\":{\"type\":\"unix\",\"path\":\"SOCKET\"}}'\n"
	"  --port PORT          what is plugged into the card (default none):\n"
	"     pcap:FILE[,pace=line|recorded][,loop=N|forever][,hold|hold=each][,clock=own]\n"
	"              [,bad=N][,length=any][,gap=none]\n"
	"                       plays a savefile while the card receives; with hold, after SIGUSR1,\n"
	"                       with hold=each, every pass of the loop after one; the frames set the\n"
	"                       card's clock to their times, but with clock=own; one in N is flagged bad;\n"
	"                       with length=any those too short or too long for a frame come, too, and\n"
	"                       with gap=none they come closer than Ethernet allows\n"
	"     tap:NAME          what Linux sends on the tap interface NAME, made if it is not there\n"
	"     none              no frame comes\n"
	"  --tx pcap:FILE       for what the card sends: this card cannot yet, the file is not made\n"
	"  --json-stats FILE    what was counted, when the run ends\n"
	"  --timers world       an idle card waits for its timers as long as they take\n"
	"  --once               ends when the first client leaves\n"
	"  --stall PERMILLE     chance in 1,000 a cycle that the bus to memory waits (at most 900)\n"
	"  --error PPM          chance in 1,000,000 that a burst of DMA gets an error response\n"
	"  --garbage N          flips bits in a header of one block in N that the card hands over\n"
	"  --seed N             of these three\n"
	"  --help\n"
	"\n"
	"SIGINT and SIGTERM end it. SIGUSR2 makes the card answer all ones, and again as it should;\n"
	"SIGRTMIN cuts the link of its port, and joins it again.\n"
	"Exit status: 0; 1 for an error or a fault of the simulation; 2 for a wrong command line.\n";

struct args {
	const char *socket, *port, *tx, *json;
	int once, world;
	unsigned int garbage;
	struct weir_dev_opts opts;
};

static int misuse(const char *what, const char *value)
{
	weir_vfio_log("%s%s%s; see weir-sim --help", what, value ? " " : "", value ? value : "");
	return EXIT_USAGE;
}

static int number(const char *text, uint64_t max, uint64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoull(text, &end, 0);
	return *text < '0' || *text > '9' || *end || errno || *out > max ? -EINVAL : 0;
}

static int option(struct args *a, int c)
{
	uint64_t n = 0;

	switch (c) {
	case 'v':
		a->socket = optarg;
		break;
	case 'p':
		a->port = optarg;
		break;
	case 't':
		if (strncmp(optarg, "pcap:", 5) || !optarg[5])
			return misuse("--tx: pcap:FILE expected, not", optarg);
		a->tx = optarg;
		break;
	case 'j':
		a->json = optarg;
		break;
	case 'w':
		if (strcmp(optarg, "world"))
			return misuse("--timers: world expected, not", optarg);
		a->world = 1;
		break;
	case 'o':
		a->once = 1;
		break;
	case 's':
		if (number(optarg, 900, &n))
			return misuse("--stall: a number up to 900 expected, not", optarg);
		a->opts.stall_permille = (unsigned int)n;
		break;
	case 'e':
		if (number(optarg, 1000000, &n))
			return misuse("--error: a number up to 1000000 expected, not", optarg);
		a->opts.error_ppm = (unsigned int)n;
		break;
	case 'g':
		if (number(optarg, 1000000, &n))
			return misuse("--garbage: a number up to 1000000 expected, not", optarg);
		a->garbage = (unsigned int)n;
		break;
	case 'S':
		if (number(optarg, UINT64_MAX, &a->opts.seed))
			return misuse("--seed: a number expected, not", optarg);
		break;
	default:
		return misuse("wrong option", NULL);
	}
	return 0;
}

/* 0; -1 after --help; else the exit status. */
static int parse(struct args *a, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "vfio-user", required_argument, NULL, 'v' }, { "port", required_argument, NULL, 'p' },
		{ "tx", required_argument, NULL, 't' },	       { "json-stats", required_argument, NULL, 'j' },
		{ "timers", required_argument, NULL, 'w' },
		{ "once", no_argument, NULL, 'o' },	       { "stall", required_argument, NULL, 's' },
		{ "error", required_argument, NULL, 'e' },     { "garbage", required_argument, NULL, 'g' },
		{ "seed", required_argument, NULL, 'S' },      { "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int c, ret;

	while ((c = getopt_long(argc, argv, "h", longs, NULL)) != -1) {
		if (c == 'h') {
			fputs(usage, stdout);
			return -1;
		}
		ret = option(a, c);
		if (ret)
			return ret;
	}
	if (optind < argc)
		return misuse("unexpected:", argv[optind]);
	return a->socket ? 0 : misuse("--vfio-user SOCKET is missing", NULL);
}

static int write_json(const struct weir_vfio_user *u, const char *path)
{
	FILE *f = fopen(path, "we");
	int bad;

	if (f) {
		fputs("{\n", f);
		weir_vfio_port_json(u->port, f);
		fputs(",\n", f);
		weir_vfio_card_json(u->card, f);
		fprintf(f, ",\n  \"server\": {\"clients\": %" PRIu64 ", \"messages\": %" PRIu64
			", \"malformed\": %" PRIu64 ", \"errors\": %" PRIu64 "}\n}\n", u->stats.clients,
			u->stats.messages, u->stats.malformed, u->stats.errors);
		bad = ferror(f);
		if (!fclose(f) && !bad)
			return 0;
	}
	weir_vfio_log("%s: %s", path, strerror(errno));
	return 1;
}

static void print_sums(const struct weir_vfio_user *u)
{
	const struct weir_vfio_card *c = u->card;

	weir_vfio_log("%" PRIu64 " frames on the line, %" PRIu64 " received, %" PRIu64 " bytes of DMA in %"
		      PRIu64 " bursts, %" PRIu64 " refused, %" PRIu64 " interrupts, %" PRIu64 " cycles",
		      weir_vfio_port_given(u->port), c->port_sum[0], c->dev_sum.dma_write_bytes,
		      c->dev_sum.dma_write_bursts, c->stats.refused_dma, c->stats.irqs_sent,
		      c->dev_sum.cycles);
}

static int serve(const struct args *a, struct weir_vfio_user *u, struct weir_vfio_card *card)
{
	char err[256];
	int ret;

	u->card = card;
	u->once = a->once;
	ret = weir_vfio_user_signals(u);
	if (ret) {
		weir_vfio_log("signals: %s", strerror(-ret));
		return 1;
	}
	if (weir_vfio_port_open(&u->port, a->port ? a->port : "none", err, sizeof(err))) {
		weir_vfio_log("--port: %s", err);
		return 1;
	}
	if (weir_vfio_card_open(card, &a->opts, err, sizeof(err))) {
		weir_vfio_log("%s", err);
		weir_vfio_port_close(u->port);
		return 1;
	}
	card->world = a->world;
	weir_vfio_garbage_init(&card->garbage, a->garbage, a->opts.seed);
	if (a->tx && !(weir_dev_read32(card->dev, WEIR_ID_CAPS) & WEIR_ID_CAPS_TX_MASK))
		weir_vfio_log("--tx: this card cannot send (ID.CAPS.TX is 0): %s is not made", a->tx + 5);
	ret = weir_vfio_user_open(u, a->socket, err, sizeof(err));
	if (ret) {
		weir_vfio_log("%s", err);
	} else {
		weir_vfio_log("listening at %s", a->socket);
		ret = weir_vfio_user_run(u);
		/* With --once the last client's card has been counted, and a new one since. */
		if (weir_vfio_card_count(card))
			ret = -EIO;
		ret = ret || weir_dev_fault(card->dev);
		print_sums(u);
		if (a->json)
			ret |= write_json(u, a->json);
	}
	weir_vfio_user_close(u, a->socket);
	weir_vfio_card_close(card);
	weir_vfio_port_close(u->port);
	return ret ? 1 : 0;
}

int main(int argc, char **argv)
{
	static struct weir_vfio_user user;
	static struct weir_vfio_card card;
	struct args a = { .opts.size = sizeof(a.opts) };
	int ret = parse(&a, argc, argv);

	if (ret)
		return ret < 0 ? 0 : ret;
	if (weir_dev_abi() != weir_sim_abi()) {
		weir_vfio_log("libweir-sim.so is of another version");
		return 1;
	}
	return serve(&a, &user, &card);
}
