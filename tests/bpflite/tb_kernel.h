/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * tb_kernel.h - filters that the running kernel runs on packet sockets, and frames for them
 * (kernel.sh)
 */
#ifndef TB_KERNEL_H
#define TB_KERNEL_H

#include "tests/bpflite/tb.h"

/*
 * Frames sent at `far` come in at `near`. What tells that a frame is through is a socket made here,
 * before the others: it gets each frame last.
 */
void tb_net_open(const char *near, const char *far);
/* Another packet socket at `near`. */
int tb_net_socket(void);
/* The program as that socket's filter: 0 or -errno; a socket without memory left is replaced. */
int tb_net_attach(int *fd, const struct tb_prog *p);
/*
 * Whether a kernel can say -ret of a valid program since its own form of it, eBPF, is too large: at
 * most so many instructions there, or 0.
 */
uint32_t tb_net_too_large(const struct tb_prog *p, int ret);

/* Bytes below which a kernel does not lift the tag, or does not take the frame: of f->lib.len. */
uint32_t tb_net_least(bool vlan);
/* A random frame that a kernel sees as a lane does, of a type of packet that its address tells. */
void tb_net_frame(struct tb_frame *f, struct tb_rand *r);
/* false, and why on stderr, when it did not come through. */
bool tb_net_send(const struct tb_frame *f);
/* What a socket has got of the last frame: bytes, 0 for none. */
uint32_t tb_net_got(int fd);

#endif
