/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * vfio_user.h - the vfio-user server: a socket, one client at a time, and the card behind it
 *
 * One thread that owns the model. It steps the card, looks at the socket, answers all that is there, and
 * sleeps when neither has anything to do.
 */
#ifndef WEIR_VFIO_USER_H
#define WEIR_VFIO_USER_H

#include "vfio_card.h"

struct weir_vfio_user {
	struct weir_vfio_card *card;
	struct weir_vfio_port *port;
	int once;			/* end with the first client */
	int listen, conn, sig;
	int negotiated;
	uint8_t in[WEIR_VFIO_MSG_MAX];
	uint32_t have, need;
	int fd[WEIR_VFIO_FDS_MAX];
	unsigned int fds;
	uint8_t out[WEIR_VFIO_REPLY_MAX];
	struct {
		uint64_t clients, messages, malformed, errors;
	} stats;
};

/* SIGINT and SIGTERM end weir_vfio_user_run(), SIGUSR1 is weir_vfio_port_go(), SIGUSR2 makes the card
 * answer all ones, or again as it should, SIGRTMIN cuts the link of its port, or joins it. Before the card is
 * made: the model has a thread, which would get what is not blocked there. 0 or -errno. */
int weir_vfio_user_signals(struct weir_vfio_user *user);
/* card, port and once are the caller's to set. Listens at path, where nobody else may listen. 0, or -errno
 * with a line in err. */
int weir_vfio_user_open(struct weir_vfio_user *user, const char *path, char *err, size_t err_len);
/* Until a signal ends it, or its only client: 0, or -errno. */
int weir_vfio_user_run(struct weir_vfio_user *user);
void weir_vfio_user_close(struct weir_vfio_user *user, const char *path);

/* vfio_serve.c: one whole message in user->in: 0, or -EPROTO when the connection cannot go on. */
int weir_vfio_user_serve(struct weir_vfio_user *user);

#endif
