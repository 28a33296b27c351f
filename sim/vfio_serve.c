// SPDX-License-Identifier: BSD-3-Clause
/*
 * vfio_serve.c - what each message asks of the card, and the answer
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

#include "vfio_user.h"

static int map(struct weir_vfio_user *u, const struct weir_vfio_msg *m)
{
	int ret = weir_vfio_mem_map(u->card->mem, m->u.map.addr, m->u.map.size, m->u.map.flags,
				    u->fds ? u->fd[0] : -1, m->u.map.offset);

	if (ret)
		weir_vfio_log("DMA_MAP of 0x%" PRIx64 " bytes at 0x%" PRIx64 ": %s", m->u.map.size,
			      m->u.map.addr, strerror(-ret));
	return -ret;
}

static int unmap(struct weir_vfio_user *u, const struct weir_vfio_msg *m)
{
	weir_vfio_card_quiesce(u->card);
	if (!(m->u.unmap.flags & WEIR_VFIO_UNMAP_ALL))
		return -weir_vfio_mem_unmap(u->card->mem, m->u.unmap.addr, m->u.unmap.size);
	weir_vfio_mem_unmap_all(u->card->mem);
	return 0;
}

static void write_multi(struct weir_vfio_user *u, const struct weir_vfio_msg *m)
{
	struct weir_vfio_write w;
	uint32_t i;

	for (i = 0; i < m->u.multi.nr; i++) {
		weir_vfio_multi(m, i, &w);
		weir_vfio_card_write(u->card, w.region, w.offset, w.data, w.count);
	}
}

/* 0 or an errno for the answer; its length in *len. */
static int act(struct weir_vfio_user *u, const struct weir_vfio_msg *m, size_t *len)
{
	uint8_t data[WEIR_VFIO_XFER_MAX];
	int error = 0;

	*len = 0;
	switch (m->hdr.cmd) {
	case WEIR_VFIO_VERSION:
		*len = weir_vfio_reply_version(u->out, m);
		break;
	case WEIR_VFIO_DMA_MAP:
		error = map(u, m);
		break;
	case WEIR_VFIO_DMA_UNMAP:
		error = unmap(u, m);
		*len = weir_vfio_reply_unmap(u->out, m);
		break;
	case WEIR_VFIO_GET_INFO:
	case WEIR_VFIO_GET_REGION_INFO:
	case WEIR_VFIO_GET_IRQ_INFO:
		*len = weir_vfio_reply_info(u->out, m, &weir_vfio_card_shape);
		break;
	case WEIR_VFIO_SET_IRQS:
		error = weir_vfio_card_irqs(u->card, m, u->fd, u->fds);
		break;
	case WEIR_VFIO_REGION_READ:
		weir_vfio_card_read(u->card, m->u.rw.region, m->u.rw.offset, data, m->u.rw.count);
		*len = weir_vfio_reply_rw(u->out, m, data);
		break;
	case WEIR_VFIO_REGION_WRITE:
		weir_vfio_card_write(u->card, m->u.rw.region, m->u.rw.offset, m->u.rw.data,
				     m->u.rw.count);
		*len = weir_vfio_reply_rw(u->out, m, NULL);
		break;
	case WEIR_VFIO_WRITE_MULTI:
		write_multi(u, m);
		break;
	case WEIR_VFIO_RESET:
		weir_vfio_card_reset(u->card);
		break;
	default:
		error = ENOTSUP;
	}
	return error;
}

/* The client must read: an answer is small, and one that it does not take in time is its last. */
static int send_all(int fd, const uint8_t *p, size_t len)
{
	while (len) {
		ssize_t n = send(fd, p, len, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			weir_vfio_log("an answer cannot be sent: %s", strerror(errno));
			return -EPROTO;
		}
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

int weir_vfio_user_serve(struct weir_vfio_user *u)
{
	struct weir_vfio_msg m;
	size_t len = 0;
	char why[200];
	int error;

	u->stats.messages++;
	if (weir_vfio_parse(&m, &weir_vfio_card_shape, u->in, u->fds, &u->negotiated, why, sizeof(why))) {
		weir_vfio_log("malformed message: %s", why);
		u->stats.malformed++;
		return -EPROTO;
	}
	error = m.error ? m.error : act(u, &m, &len);
	u->stats.errors += error != 0;
	if (m.no_reply)
		return 0;
	if (error)
		len = weir_vfio_reply_error(u->out, &m, error);
	else if (!len)
		len = weir_vfio_reply_done(u->out, &m);
	return send_all(u->conn, u->out, len);
}
