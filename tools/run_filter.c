// SPDX-License-Identifier: BSD-3-Clause
/*
 * run_filter.c - the seccomp filter that hands socket(AF_PACKET) to a supervisor and lets all else pass
 *
 * A processor may run programs of several system call conventions; each has its number of socket().
 * socketcall() of i386 has its arguments in memory, where no filter looks: it passes. x32 shares
 * x86-64's convention but for a bit of the number: it is refused, as a kernel without x32 does.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "run.h"

/* Since Linux 5.19: a program that takes signals all the time, as Go's do, asks once and not anew. */
#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#define ARCH_32 AUDIT_ARCH_I386
#define SOCKET_32 359
#define BIT_X32 0x40000000
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ARCH AUDIT_ARCH_AARCH64
#define ARCH_32 AUDIT_ARCH_ARM
#define SOCKET_32 281
#endif

#ifdef ARCH
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define IF_EQUAL(k, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, k, yes, no)
#define RETURN(k) BPF_STMT(BPF_RET | BPF_K, k)

static struct sock_filter program[] = {
	LOAD(arch),
	IF_EQUAL(ARCH, 3, 0),
	IF_EQUAL(ARCH_32, 0, 7),
	LOAD(nr),
	IF_EQUAL(SOCKET_32, 3, 5),
	LOAD(nr),
	IF_EQUAL(SYS_socket, 1, 0),
#ifdef BIT_X32
	BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, BIT_X32, 4, 2),
#else
	BPF_JUMP(BPF_JMP | BPF_JA, 2, 0, 0),
#endif
	/* The lower half: an int is all that socket() takes. */
	LOAD(args[0]),
	IF_EQUAL(AF_PACKET, 1, 0),
	RETURN(SECCOMP_RET_ALLOW),
	RETURN(SECCOMP_RET_USER_NOTIF),
	RETURN(SECCOMP_RET_ERRNO | ENOSYS),
};

static int install(unsigned long flags)
{
	struct sock_fprog p = { sizeof(program) / sizeof(program[0]), program };
	int fd = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &p);

	return fd < 0 ? -errno : fd;
}

int run_filter(bool *nnp)
{
	unsigned long flags = SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV;
	int fd = install(flags);

	if (fd == -EINVAL) {
		flags = SECCOMP_FILTER_FLAG_NEW_LISTENER;
		fd = install(flags);
	}
	/* Without CAP_SYS_ADMIN only a process that gains no more rights may have a filter. */
	*nnp = fd == -EACCES;
	if (*nnp) {
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
			return -errno;
		fd = install(flags);
	}
	return fd;
}
#else
int run_filter(bool *nnp)
{
	*nnp = false;
	return -ENOSYS;
}
#endif
