/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * n_filter.c - table test: filters, which the core attaches to sockets of any family
 */
#include <arpa/inet.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "family.h"

#define MOST_INSNS 4096

static int attach(int fd, struct sock_filter *f, size_t n)
{
	struct sock_fprog prog = { .len = (unsigned short)n, .filter = f };

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog));
}

static int detach(int fd)
{
	int none_of = 0;

	return setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &none_of, sizeof(none_of));
}

static void changes(void)
{
	struct sock_filter nothing[] = { BPF_STMT(BPF_RET | BPF_K, 0) };
	struct sock_filter some[] = { BPF_STMT(BPF_RET | BPF_K, 33) };
	struct sock_filter back[4];
	socklen_t len = COUNT(back);
	int fd = bound(SOCK_RAW, PROTO), one = 1;
	struct got g;

	call("attach", attach(fd, nothing, 1), 0);
	give(TO_DEV, PROTO, 60);
	yes("none", none(fd));
	call("replace", attach(fd, some, 1), 0);
	give(TO_DEV, PROTO, 60);
	num("len", take(fd, &g) ? g.len : -1, 33);
	call("get", getsockopt(fd, SOL_SOCKET, SO_GET_FILTER, back, &len), 0);
	num("get.insns", len, 1);
	yes("get.same", !memcmp(back, some, sizeof(some)));
	call("detach", detach(fd), 0);
	give(TO_DEV, PROTO, 60);
	num("detached.len", take(fd, &g) ? g.len : -1, 60);
	call("lock", setsockopt(fd, SOL_SOCKET, SO_LOCK_FILTER, &one, sizeof(one)), 0);
	call("locked.attach", attach(fd, some, 1), EPERM);
	call("locked.detach", detach(fd), EPERM);
	one = 0;
	call("unlock", setsockopt(fd, SOL_SOCKET, SO_LOCK_FILTER, &one, sizeof(one)), EPERM);
}

static void errors(void)
{
	static struct sock_filter large[MOST_INSNS + 1];
	struct sock_filter no_end[] = { BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0) };
	struct sock_filter leaves[] = { BPF_JUMP(BPF_JMP | BPF_JA, 9, 0, 0),
					BPF_STMT(BPF_RET | BPF_K, 0) };
	struct sock_filter unknown[] = { { .code = 0xffff }, BPF_STMT(BPF_RET | BPF_K, 0) };
	struct sock_filter by_zero[] = { BPF_STMT(BPF_ALU | BPF_DIV | BPF_K, 0),
					 BPF_STMT(BPF_RET | BPF_K, 0) };
	int fd = sock(SOCK_RAW, 0);

	for (size_t i = 0; i < COUNT(large); i++)
		large[i] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, 0);
	call("detach", detach(fd), ENOENT);
	call("most", attach(fd, large, MOST_INSNS), ANY_ERR);
	call("more", attach(fd, large, MOST_INSNS + 1), EINVAL);
	call("empty", attach(fd, large, 0), EINVAL);
	call("no_end", attach(fd, no_end, 1), EINVAL);
	call("leaves", attach(fd, leaves, 2), EINVAL);
	call("unknown", attach(fd, unknown, 2), EINVAL);
	call("by_zero", attach(fd, by_zero, 2), EINVAL);
	call("pointer", attach(fd, (void *)1, 2), EFAULT);
	call("short", setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, large, 3), EINVAL);
}

/* ebpf: a program of the extended kind, for which there is no classic one to read. */
static void ebpf(void)
{
	struct bpf_insn insns[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = 35 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_SOCKET_FILTER,
		.insns = (uintptr_t)insns,
		.insn_cnt = COUNT(insns),
		.license = (uintptr_t) "GPL",
	};
	int fd = bound(SOCK_RAW, PROTO),
	    prog = (int)syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr));
	struct sock_filter back[4];
	socklen_t len = COUNT(back);
	struct got g;

	if (prog < 0) {
		skip("no bpf");
		return;
	}
	call("attach", setsockopt(fd, SOL_SOCKET, SO_ATTACH_BPF, &prog, sizeof(prog)), 0);
	give(TO_DEV, PROTO, 60);
	num("len", take(fd, &g) ? g.len : -1, 35);
	call("get", getsockopt(fd, SOL_SOCKET, SO_GET_FILTER, back, &len), EACCES);
	call("detach", detach(fd), 0);
}

/* keeps: how much a filter that returns an extension's value plus 20 keeps. */
static void keeps(const char *name, unsigned int extension, int tci, int64_t want)
{
	struct sock_filter f[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + extension),
		BPF_STMT(BPF_ALU | BPF_ADD | BPF_K, 20),
		BPF_STMT(BPF_RET | BPF_A, 0),
	};
	int fd = bound(SOCK_RAW, PROTO_ALL);
	struct got g;

	if (attach(fd, f, COUNT(f)))
		stop("filter");
	if (tci >= 0)
		give_tagged(tci, -1, PROTO, 204);
	else
		give(TO_ALL, PROTO, 200);
	num(name, take(fd, &g) ? g.len : -1, want);
	close(fd);
}

static void extensions(void)
{
	int value = 0, fd = sock(SOCK_RAW, 0);
	socklen_t len = sizeof(value);

	call("read", getsockopt(fd, SOL_SOCKET, SO_BPF_EXTENSIONS, &value, &len), 0);
	num("is", value, 64);
	keeps("vlan_present", SKF_AD_VLAN_TAG_PRESENT, 5, 21);
	keeps("vlan_absent", SKF_AD_VLAN_TAG_PRESENT, -1, 20);
	keeps("vlan_tci", SKF_AD_VLAN_TAG, 100, 120);
	keeps("pkttype", SKF_AD_PKTTYPE, -1, 20 + PACKET_BROADCAST);
	keeps("hatype", SKF_AD_HATYPE, -1, 21);
	keeps("protocol", SKF_AD_PROTOCOL, -1, 200);
	keeps("payload", SKF_AD_PAY_OFFSET, -1, ANY);
}

static void by_index(void)
{
	struct sock_filter f[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + SKF_AD_IFINDEX),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)fam.index, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	int here = sock(SOCK_RAW, PROTO), there = sock(SOCK_RAW, PROTO);
	struct got g;

	call("here", attach(here, f, COUNT(f)), 0);
	f[1].k++;
	call("there", attach(there, f, COUNT(f)), 0);
	give(TO_DEV, PROTO, 60);
	yes("frame", take(here, &g));
	yes("none", none(there));
}

const struct fam_case cases_filter[] = {
	{ "122", "changes", changes }, { "123", "ebpf", ebpf },
	{ "124", "errors", errors },   { "125", "extensions", extensions },
	{ "125", "index", by_index },  { 0 },
};
