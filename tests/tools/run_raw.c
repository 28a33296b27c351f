// SPDX-License-Identifier: BSD-3-Clause
/*
 * run_raw.c - asks for packet sockets by system calls alone, as a static program without a C library does
 *
 * Its threads are made by clone() with the flags of Go's runtime. A line an answer: what was asked, then a
 * descriptor or a negative errno; for the one with flags also the descriptor's and the file's. For x86-64,
 * whose kernel also knows the calls of i386 and, by a bit of the number, of x32.
 */
#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <stdbool.h>

#define AF_PACKET 17
#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#define SOCK_RAW 3
#define SOCK_PACKET 10
#define SOCK_NONBLOCK 04000
#define SOCK_CLOEXEC 02000000
/* ETH_P_ALL and the type of IPv4, as the network has them. */
#define ALL 0x0300
#define IPV4 0x0008

#define THREADS 4
#define STACK 16384
#define I386_SOCKETCALL 102
#define I386_SOCKET 359
#define X32 0x40000000

static long call(long nr, long a, long b, long c, long d)
{
	register long r10 __asm__("r10") = d;
	long ret;

	__asm__ volatile("syscall" : "=a"(ret) : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10)
			 : "rcx", "r11", "memory");
	return ret;
}

static long call_i386(int nr, int a, const void *b, int c)
{
	int ret;

	__asm__ volatile("int $0x80" : "=a"(ret) : "a"(nr), "b"(a), "c"(b), "d"(c)
			 : "r8", "r9", "r10", "r11", "memory");
	return ret;
}

static long packet_socket(long type, long protocol)
{
	return call(__NR_socket, AF_PACKET, type, protocol, 0);
}

static char *put_text(char *at, const char *text)
{
	while (*text)
		*at++ = *text++;
	return at;
}

static char *put_number(char *at, long n)
{
	char digits[20];
	int i = 0;

	if (n < 0) {
		*at++ = '-';
		n = -n;
	}
	do
		digits[i++] = (char)('0' + n % 10);
	while (n /= 10);
	while (i)
		*at++ = digits[--i];
	return at;
}

static void tell(const char *what, const long *number, int n)
{
	char line[128], *at = put_text(line, what);

	for (int i = 0; i < n; i++) {
		*at++ = ' ';
		at = put_number(at, number[i]);
	}
	*at++ = '\n';
	call(__NR_write, 1, (long)line, at - line, 0);
}

static void tell_one(const char *what, long number)
{
	tell(what, &number, 1);
}

static char stacks[THREADS][STACK] __attribute__((aligned(16)));
static volatile int left = THREADS;

/* Entered by thread() alone. */
__attribute__((used)) static void in_thread(void)
{
	tell_one("thread", packet_socket(SOCK_RAW, ALL));
	__atomic_sub_fetch(&left, 1, __ATOMIC_SEQ_CST);
	for (;;)
		call(__NR_exit, 0, 0, 0, 0);
}

/* The new thread comes out of the call with its own stack: nothing of this function's may be used there. */
static void thread(char *stack)
{
	long flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_SYSVSEM | CLONE_THREAD;
	long ret;

	__asm__ volatile("syscall\n\ttest %%eax, %%eax\n\tjnz 1f\n\txor %%ebp, %%ebp\n\tcall in_thread\n1:"
			 : "=a"(ret) : "a"(__NR_clone), "D"(flags), "S"(stack), "d"(0)
			 : "rcx", "r11", "r8", "r9", "r10", "memory");
	if (ret < 0)
		tell_one("clone", ret);
}

static void other_conventions(void)
{
	static const int args[3] = { AF_PACKET, SOCK_RAW, ALL };

	tell_one("i386", call_i386(I386_SOCKET, AF_PACKET, (void *)SOCK_RAW, ALL));
	tell_one("socketcall", call_i386(I386_SOCKETCALL, 1, args, 0));
	tell_one("x32", call(X32 | __NR_socket, AF_PACKET, SOCK_RAW, ALL, 0));
}

static void in_child(void)
{
	long pid = call(__NR_fork, 0, 0, 0, 0);

	if (!pid) {
		tell_one("child", packet_socket(SOCK_RAW, ALL));
		call(__NR_exit_group, 0, 0, 0, 0);
	}
	call(__NR_wait4, pid, 0, 0, 0);
}

__attribute__((used)) static void begin(void)
{
	long f[3];

	tell_one("first", packet_socket(SOCK_RAW, 0));
	f[0] = packet_socket(SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPV4);
	f[1] = call(__NR_fcntl, f[0], F_GETFD, 0, 0);
	f[2] = call(__NR_fcntl, f[0], F_GETFL, 0, 0);
	tell("flags", f, 3);
	tell_one("old", packet_socket(SOCK_PACKET, ALL));
	tell_one("stream", packet_socket(SOCK_STREAM, ALL));
	tell_one("none", packet_socket(14, ALL));
	tell_one("flag", packet_socket(SOCK_RAW | 0x100, ALL));
	/* The kernel takes the lower half. */
	tell_one("wide", call(__NR_socket, 0x700000000 | AF_PACKET, SOCK_RAW, ALL, 0));
	other_conventions();
	in_child();
	for (int i = 0; i < THREADS; i++)
		thread(stacks[i] + STACK);
	while (left)
		call(__NR_sched_yield, 0, 0, 0, 0);
	call(__NR_exit_group, 0, 0, 0, 0);
}

__asm__(".globl _start\n_start:\n\txor %ebp, %ebp\n\tand $-16, %rsp\n\tcall begin\n");
