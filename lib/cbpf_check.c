// SPDX-License-Identifier: BSD-3-Clause
/*
 * cbpf_check.c - what a classic BPF program must hold to before it is run: the translator's check, and that
 * cbpf_run() knows all that the program asks for
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "cbpf.h"
#include "fw/bpflite/bpflite.h"

_Static_assert(sizeof(struct bpfl_insn) == sizeof(struct sock_filter), "the same instruction");
_Static_assert(offsetof(struct bpfl_insn, k) == offsetof(struct sock_filter, k), "the same instruction");

static bool is_ancillary(const struct sock_filter *f)
{
	return BPF_CLASS(f->code) == BPF_LD && BPF_MODE(f->code) == BPF_ABS && f->k >= (uint32_t)SKF_AD_OFF;
}

bool cbpf_reads(const struct sock_filter *prog, uint32_t n, uint32_t datum, uint32_t *at)
{
	for (*at = 0; *at < n; ++*at)
		if (is_ancillary(&prog[*at]) && prog[*at].k - (uint32_t)SKF_AD_OFF == datum)
			return true;
	return false;
}

/* What only a kernel can answer, and why; NULL: cbpf_run() can. */
static const char *unknown_ancillary(const struct sock_filter *f)
{
	if (!is_ancillary(f))
		return NULL;
	switch (f->k - (uint32_t)SKF_AD_OFF) {
	case SKF_AD_NLATTR:
		return "NLATTR: only the kernel walks a frame as netlink attributes";
	case SKF_AD_NLATTR_NEST:
		return "NLATTR_NEST: only the kernel walks a frame as netlink attributes";
	case SKF_AD_CPU:
		return "CPU: no processor received the frame";
	case SKF_AD_PAY_OFFSET:
		return "PAY_OFFSET: only the kernel finds the payload as it does";
	}
	return NULL;
}

int cbpf_check(const struct sock_filter *prog, uint32_t n, uint32_t *path, char why[CBPF_WHY])
{
	const struct bpfl_insn *insns = (const struct bpfl_insn *)prog;
	struct bpfl_work *w = malloc(sizeof(*w));
	struct bpfl_error err;
	uint32_t i = 0;
	int ret;

	if (!w) {
		snprintf(why, CBPF_WHY, "no memory to check a filter");
		return -ENOMEM;
	}
	ret = bpfl_check(insns, n, w, &err) ? -EINVAL : 0;
	if (ret)
		snprintf(why, CBPF_WHY, "the filter program is not valid: instruction %u: %s", err.insn,
			 bpfl_reason_text(err.reason));
	while (!ret && i < n && !unknown_ancillary(&prog[i]))
		i++;
	if (!ret && i < n) {
		snprintf(why, CBPF_WHY, "instruction %u: the filter loads %s", i,
			 unknown_ancillary(&prog[i]));
		ret = -EOPNOTSUPP;
	}
	if (!ret)
		*path = bpfl_longest(insns, n, w);
	free(w);
	return ret;
}
