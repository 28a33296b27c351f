// SPDX-License-Identifier: BSD-3-Clause
/*
 * socket.c - the transport weir0: a socket of PF_WEIR on the net device of a WEIR card
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "family.h"
#include "filter_kernel.h"
#include "packet.h"
#include "weir_socket.h"

/* weir0, weir1, ...: what the driver names them, until somebody gives them another name. */
static bool is_default_name(const char *name)
{
	size_t digits;

	if (strncmp(name, "weir", 4))
		return false;
	digits = strspn(name + 4, "0123456789");
	return digits && digits < 6 && !name[4 + digits];
}

bool weir_socket_takes(const char *device)
{
	char driver[FAMILY_DRIVER];

	return is_default_name(device) || family_link(device, driver) != FAMILY_NO_LINK;
}

/* The interface comes last: without a driver there is none, and that is what should be told. */
static int open_socket(struct weir *w, const char *name)
{
	char why[FAMILY_WHY], driver[FAMILY_DRIVER];
	enum family_link link = family_link(name, driver);
	int fd;

	if (link == FAMILY_OTHER_LINK)
		return weir_fail(w, -EPROTONOSUPPORT,
				 "%s is not a WEIR card's interface%s%s: afpacket:%s captures from it", name,
				 *driver ? ", its driver is " : "", driver, name);
	fd = family_socket(why);
	if (fd < 0)
		return weir_fail(w, fd, "%s: %s", name, why);
	/* The driver may have come by an alias since. */
	if (link == FAMILY_CARD_LINK || family_link(name, driver) == FAMILY_CARD_LINK)
		return fd;
	close(fd);
	return weir_fail(w, -ENODEV, "there is no interface %s; \"weir list\" names those of cards, "
			 "\"lspci -d 5745:4952\" the cards", name);
}

/* Rings count as locked memory; the kernel says no more than that there is none. */
static int explain_memory(struct weir *w)
{
	uint64_t need = (uint64_t)w->opts.block_size * w->opts.block_nr;
	struct rlimit l;

	if (getrlimit(RLIMIT_MEMLOCK, &l) || l.rlim_cur == RLIM_INFINITY)
		return -ENOMEM;
	return weir_fail(w, -ENOMEM, "no memory for a ring of %llu KiB; it counts as locked, and without "
			 "CAP_IPC_LOCK a user may lock %llu KiB (RLIMIT_MEMLOCK, ulimit -l): raise that, or "
			 "take fewer or smaller blocks",
			 (unsigned long long)need / 1024, (unsigned long long)l.rlim_cur / 1024);
}

static int socket_open(struct weir *w, const char *name)
{
	int fd, ret;

	if (w->opts.flags & WEIR_HIDE_TAG)
		return weir_fail(w, -EINVAL, "WEIR_HIDE_TAG is not for %s", name);
	fd = open_socket(w, name);
	if (fd < 0)
		return fd;
	ret = packet_new(w, fd);
	if (!ret)
		ret = packet_set_up(w, name);
	return ret == -ENOMEM && w->tp ? explain_memory(w) : ret;
}

/* What the library's filter has yet to see comes whole, whether the kernel has a filter or none. */
static int socket_snaplen(struct weir *w, uint32_t bytes)
{
	return ((struct packet *)w->tp)->in_kernel ? 0 : packet_snaplen(w, bytes);
}

static int attach(struct weir *w, const struct sock_filter *prog, uint32_t n)
{
	struct packet *p = w->tp;
	struct sock_fprog fp = { (unsigned short)n, (struct sock_filter *)prog };

	if (setsockopt(p->fd, SOL_SOCKET, SO_ATTACH_FILTER, &fp, sizeof(fp)))
		return -errno;
	p->in_kernel = true;
	return 0;
}

/* The library alone filters, or nobody. */
static int detach(struct weir *w)
{
	struct packet *p = w->tp;
	bool was = p->in_kernel;
	int ret;

	if (!was)
		return 0;
	p->in_kernel = false;
	ret = packet_snaplen(w, WEIR_SNAPLEN_MAX);
	p->in_kernel = ret && was;
	return ret;
}

/*
 * What the card makes of the program. In the wire view that keeps what had a tag, so one that the card runs
 * exactly is a prefilter of what was asked for.
 */
static void on_card(struct weir_filter_info *info, const struct weir_sock_info *i)
{
	bool exact = i->filter == WEIR_SOCK_FILTER_EXACT, wire = info->view == WEIR_VIEW_WIRE;

	info->mode = exact && !wire ? WEIR_FILTER_EXACT : WEIR_FILTER_PREFILTER;
	info->uops = i->uops;
	info->uop_path = i->path;
	info->reach = i->reach;
	snprintf(info->reason, sizeof(info->reason), "%s", !exact ? i->reason : wire ?
		 "the library decides of frames that had a tag" : "");
}

/* Where the driver put the filter: in the card only for a ring that the card fills. */
static void socket_told(const struct weir *w, struct weir_filter_info *info)
{
	const struct packet *p = w->tp;
	struct weir_sock_info i = { 0 };
	socklen_t len = sizeof(i);

	if (!p->in_kernel)
		return;
	if (!getsockopt(p->fd, SOL_WEIR, WEIR_INFO, &i, &len)) {
		info->budget = i.budget;
		if (i.mode == WEIR_SOCK_FED && (i.filter == WEIR_SOCK_FILTER_EXACT ||
						i.filter == WEIR_SOCK_FILTER_PREFILTER)) {
			on_card(info, &i);
			return;
		}
	}
	snprintf(info->reason, sizeof(info->reason), "the kernel runs the filter, not the card%s",
		 info->view == WEIR_VIEW_WIRE ? "; the library does so for frames that had a tag" : "");
}

static int socket_filter(struct weir *w, const struct sock_filter *prog, uint32_t n, enum weir_view view,
			 struct weir_filter_info *info)
{
	struct sock_filter *own;
	const char *why;
	uint32_t len;
	int ret;

	if (!prog)
		return detach(w);
	own = malloc((n + FILTER_KERNEL_MORE) * sizeof(*own));
	if (!own)
		return weir_fail(w, -ENOMEM, "no memory for a filter");
	len = filter_kernel(prog, n, view, own, &why);
	ret = len ? attach(w, own, len) : 0;
	free(own);
	if (len && !ret)
		return 0;
	/* A kernel that refuses it has still the one before. */
	snprintf(info->reason, sizeof(info->reason), "the library runs the filter, not the kernel: %s",
		 len ? strerror(-ret) : why);
	return detach(w);
}

/* How frames come, once they do. */
static int socket_remark(struct weir *w, size_t i, char *buf, size_t size)
{
	struct packet *p = w->tp;
	struct weir_sock_info info = { 0 };
	socklen_t len = sizeof(info);

	/* An older driver does not tell. */
	if (i || getsockopt(p->fd, SOL_WEIR, WEIR_INFO, &info, &len) || len < sizeof(info) || !w->started)
		return 0;
	if (info.mode == WEIR_SOCK_FED)
		snprintf(buf, size, "the card fills the ring itself, by tap %u", info.tap);
	else
		snprintf(buf, size, "the kernel copies frames into the ring: %.*s%s%.*s",
			 (int)sizeof(info.why_text), info.why_text, *info.reason ? ": " : "",
			 (int)sizeof(info.reason), info.reason);
	return 1;
}

const struct transport weir_socket = {
	.name = "socket",
	.open = socket_open,
	.close = packet_close,
	.start = packet_start,
	.wait = packet_wait,
	.snaplen = socket_snaplen,
	.fd = packet_fd,
	.timeout = -1,
	.stats = packet_stats,
	.stat_desc = packet_stat_desc,
	.stat_n = PACKET_STATS,
	.info = packet_info,
	.remark = socket_remark,
	.filter = socket_filter,
	.told = socket_told,
	.filter_reason = "the library runs the filter",
};
