// SPDX-License-Identifier: GPL-2.0-only
/* Addresses come to bind() as a type of their own, since they may be longer than a sockaddr. */
#include <linux/net.h>
#include <linux/socket.h>

int weir_probe(const struct proto_ops *ops, struct socket *sock, struct sockaddr_unsized *addr);

int weir_probe(const struct proto_ops *ops, struct socket *sock, struct sockaddr_unsized *addr)
{
	return ops->bind(sock, addr, sizeof(struct sockaddr_storage));
}
