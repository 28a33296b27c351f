// SPDX-License-Identifier: BSD-3-Clause
/*
 * filter_compile.c - an expression made into a classic BPF program, and that into text, by libpcap
 *
 * Alone in its file: libpcap's BPF_* macros and the kernel's do not go together.
 */
#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filter_compile.h"
#include "weir.h"

int filter_compile(const char *expr, void **insns, uint32_t *n, char *err, size_t err_len)
{
	struct bpf_program prog;
	pcap_t *p = pcap_open_dead(DLT_EN10MB, WEIR_SNAPLEN_MAX);
	int ret = 0;

	_Static_assert(sizeof(struct bpf_insn) == 8, "as struct sock_filter");
	*insns = NULL;
	if (!p) {
		snprintf(err, err_len, "no memory");
		return -ENOMEM;
	}
	if (pcap_compile(p, &prog, expr, 1, PCAP_NETMASK_UNKNOWN) < 0) {
		snprintf(err, err_len, "%s", pcap_geterr(p));
		pcap_close(p);
		return -EINVAL;
	}
	*insns = malloc(prog.bf_len * sizeof(struct bpf_insn));
	if (*insns) {
		memcpy(*insns, prog.bf_insns, prog.bf_len * sizeof(struct bpf_insn));
		*n = prog.bf_len;
	} else {
		snprintf(err, err_len, "no memory");
		ret = -ENOMEM;
	}
	pcap_freecode(&prog);
	pcap_close(p);
	return ret;
}

const char *filter_image(const void *insn, uint32_t i)
{
	return bpf_image(insn, (int)i);
}
