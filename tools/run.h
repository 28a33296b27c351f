/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * run.h - what the parts of weir run share: a supervisor that answers COMMAND's socket(AF_PACKET)
 */
#ifndef WEIR_RUN_H
#define WEIR_RUN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* As env(1) has it; what COMMAND ends with is passed on. */
#define EXIT_RUN 125
#define EXIT_NOT_EXECUTED 126
#define EXIT_NOT_FOUND 127

struct run {
	int family;	/* PF_WEIR's number here */
	bool verbose;
	char **command;
	pid_t child;
	int listener;	/* -1: nobody is left who could ask */
	int error;	/* told last, so that a program that tries again is told of once */
	uint64_t given;
};

/* run.c: one line to stderr, "weir run: ...". */
__attribute__((format(printf, 1, 2))) void run_say(const char *fmt, ...);

/* run_family.c. The number from sysfs, or the one asked for if that is not 0; negative: told why not. */
int run_family(int asked);
/* A packet socket of that family, close-on-exec; -errno, -EAFNOSUPPORT for another kind of socket. */
int run_socket(int family, int type, int protocol);

/*
 * run_filter.c: from here on socket(AF_PACKET) of this process and of all that it makes is answered by
 * who has the descriptor that this returns, or -errno. nnp: no_new_privs had to be set for that.
 */
int run_filter(bool *nnp);

/* run_program.c: what COMMAND will miss under weir run is told before it starts. */
void run_program(const char *name, bool nnp);

/* run_child.c: starts COMMAND under the filter. 0, or an exit status with the reason told. */
int run_child(struct run *r);

/* run_fd.c: a descriptor and a number through a Unix socket; fd may be -1. */
int run_fd_send(int sock, int fd, int number);
/* The descriptor, or -1 if none came; *number is 0 if nothing came at all. */
int run_fd_receive(int sock, int *number);

/* run_target.c: who asks, as it is while it waits for the answer. */
struct target {
	int proc;	/* /proc/TID */
	int net, user;	/* its namespaces */
	uint64_t caps;	/* effective */
	uid_t euid;
	char name[64];
};
/* 0, or -errno, with nothing to close. */
int run_target_open(struct target *t, pid_t tid);
void run_target_close(struct target *t);
/* CAP_NET_RAW over its network namespace, as the kernel would decide. */
bool run_target_may(const struct target *t);
/* A socket in its network namespace, or -errno. */
int run_target_socket(const struct target *t, int family, int type, int protocol);

/* run_serve.c: answers the one that waits. */
void run_serve(struct run *r);

#endif
