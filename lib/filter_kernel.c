// SPDX-License-Identifier: BSD-3-Clause
/*
 * filter_kernel.c - a filter as a socket's filter, which keeps no less than the library's would
 *
 * The library judges all that comes by its own filter, because the ring does not say which filter a frame
 * passed. So frames are kept whole here, and what the kernel knows better than the ring does stays out of it.
 * The kernel sees frames without their outer tag: of those that had one, it lets a filter of the wire's view
 * have all. The others are the same to both views.
 */
#include <stdbool.h>
#include <stddef.h>

#include "cbpf.h"
#include "filter_kernel.h"

#define AD(x) ((uint32_t)SKF_AD_OFF + (x))

/* In the wire's view the library gives none of these a value, and drops; then the kernel may keep. */
static const char *not_in_ring(const struct sock_filter *prog, uint32_t n)
{
	static const struct {
		uint32_t datum;
		const char *why;
	} no[] = {
		{ SKF_AD_RXHASH, "the kernel's flow hash (RXHASH) need not be there yet" },
		{ SKF_AD_MARK, "the ring does not show MARK" },
		{ SKF_AD_QUEUE, "the ring does not show QUEUE" },
		{ SKF_AD_RANDOM, "RANDOM must be thrown once" },
	};
	uint32_t at;
	size_t i;

	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (cbpf_reads(prog, n, no[i].datum, &at))
			return no[i].why;
	return NULL;
}

static bool loads(const struct sock_filter *f)
{
	uint16_t class = BPF_CLASS(f->code);

	return (class == BPF_LD && BPF_MODE(f->code) == BPF_ABS) || f->code == (BPF_LDX | BPF_B | BPF_MSH);
}

/* From the link or network header: of a frame in pieces the kernel sees the first one only. */
static bool loads_by_header(const struct sock_filter *prog, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		if (loads(&prog[i]) && prog[i].k >= (uint32_t)SKF_LL_OFF && prog[i].k < (uint32_t)SKF_AD_OFF)
			return true;
	return false;
}

uint32_t filter_kernel(const struct sock_filter *prog, uint32_t n, enum weir_view view,
		       struct sock_filter *out, const char **why)
{
	static const struct sock_filter untagged[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, AD(SKF_AD_VLAN_TAG_PRESENT)),
		/* A is 0 behind this, as at a program's start. */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, WEIR_SNAPLEN_MAX),
	};
	static const struct sock_filter kept[] = {
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, WEIR_SNAPLEN_MAX),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	uint32_t at = 0, i, end;

	*why = view == WEIR_VIEW_LINUX ? not_in_ring(prog, n) : NULL;
	if (!*why && view == WEIR_VIEW_LINUX && loads_by_header(prog, n))
		*why = "it loads from a header's start";
	if (!*why && n > BPF_MAXINSNS - FILTER_KERNEL_MORE)
		*why = "it is too long";
	if (*why)
		return 0;
	if (view == WEIR_VIEW_WIRE)
		for (i = 0; i < 3; i++)
			out[at++] = untagged[i];
	end = at + n;
	for (i = 0; i < n; i++, at++) {
		out[at] = prog[i];
		if (prog[i].code == (BPF_RET | BPF_A))
			out[at] = (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, end - at - 1);
		else if (prog[i].code == (BPF_RET | BPF_K) && prog[i].k)
			out[at].k = WEIR_SNAPLEN_MAX;
	}
	for (i = 0; i < 3; i++)
		out[at++] = kept[i];
	return at;
}
