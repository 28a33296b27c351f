/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * tool.h - what the subcommands of weir share
 */
#ifndef WEIR_TOOL_H
#define WEIR_TOOL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "weir.h"

#define EXIT_OK 0
#define EXIT_ERROR 1
#define EXIT_USAGE 2

/* What may follow "sim:FILE", for help texts; weir.h explains them. */
#define SIM_KEYS "pace=line|recorded, loop=N|forever, strict, trace=FILE, seed=N, stall=PERMILLE,\n" \
	"  error=PPM, mac=ADDRESS"

int cmd_capture(int argc, char **argv);
int cmd_filter(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_info(int argc, char **argv);
int cmd_stat(int argc, char **argv);
int cmd_run(int argc, char **argv);

/* common.c: one line to stderr, "HEAD: ..."; complain() returns EXIT_ERROR, misuse() EXIT_USAGE. */
__attribute__((format(printf, 2, 0))) void say_line(const char *head, const char *fmt, va_list ap);
__attribute__((format(printf, 1, 2))) int complain(const char *fmt, ...);
__attribute__((format(printf, 2, 3))) int misuse(const char *command, const char *fmt, ...);
/* What is wrong with the option that getopt_long() returned c for. */
int bad_option(const char *command, int c, char **argv);
/* A number from min to max, its base as for strtoull(): 0, or -1. */
int parse_number(const char *text, int base, uint64_t min, uint64_t max, uint64_t *out);
/* Words with blanks between them, to be freed; NULL: no memory. */
char *join_words(int n, char **words);
/* Of enum weir_filter_mode; NULL for one that is not known here. */
const char *mode_name(uint32_t mode);
/* A text as a JSON string, with its quotes. */
void json_string(FILE *f, const char *text);

/* stats.c */
#define STATS_MAX 64
struct stats {
	const struct weir_stat_desc *desc;
	size_t n;
	uint64_t v[STATS_MAX];
};
/* 0, or -errno. */
int stats_read(struct weir *w, struct stats *s);
/* 0 for a name that the device does not have. */
uint64_t stats_get(const struct stats *s, const char *name);
bool stats_has(const struct stats *s, const char *name);
/* Sum of tap.drop_*, port.overflow and the like: frames that the capture should have had. */
uint64_t stats_dropped(const struct stats *s);

/* device.c: counters of the interface that a capture on a card has, nothing for other devices; the second as
 * one more member of a JSON object. */
void device_print(struct weir *w);
void device_json(struct weir *w);
/* After so many seconds; false: nobody reads, or a signal came. */
bool again(unsigned int seconds);

/* account.c: the sums that must work out. over: the capture ran to its end. false: one does not. */
bool account_ok(const struct stats *s, bool over);
bool account_print(FILE *f, const struct stats *s, bool over);
bool account_json(FILE *f, const struct stats *s, bool over);
/* Statistics as a list, and as members of a JSON object. */
void stats_print(FILE *f, const struct stats *s);
void stats_json(FILE *f, const struct stats *s);
void remarks_print(FILE *f, struct weir *w);
void remarks_json(FILE *f, struct weir *w);

/* print.c: one line a frame. */
struct print {
	FILE *out;
	bool ether;	/* -e */
	bool quick;	/* -q */
	bool nano;
};
void print_frame(const struct print *p, const struct weir_frame *f);

/* print_ip.c: what is behind the Ethernet header. proto in host order. */
struct bytes {
	const uint8_t *p;
	uint32_t n;	/* captured */
	uint32_t len;	/* there were */
};
void print_network(const struct print *p, uint16_t proto, struct bytes b);

#endif
