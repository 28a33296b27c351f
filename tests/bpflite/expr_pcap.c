// SPDX-License-Identifier: BSD-3-Clause
/*
 * expr_pcap.c - libpcap's filter; alone in its file, since its BPF_* macros and the kernel's do not go
 * together
 */
#include <pcap/pcap.h>
#include <stddef.h>

unsigned int expr_pcap_filter(const void *insns, const unsigned char *data, unsigned int len);

unsigned int expr_pcap_filter(const void *insns, const unsigned char *data, unsigned int len)
{
	return bpf_filter(insns, data, len, len);
}
