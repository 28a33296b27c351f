// SPDX-License-Identifier: BSD-3-Clause
/*
 * list.c - the devices that could be opened here
 */
#include <net/if.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "family.h"
#include "weir_int.h"

static struct weir_device *add(struct weir_device ***end, const char *name, const char *text,
			       int usable)
{
	struct weir_device *d = calloc(1, sizeof(*d));

	if (!d)
		return NULL;
	snprintf(d->name, sizeof(d->name), "%s", name);
	snprintf(d->text, sizeof(d->text), "%s", text);
	d->usable = usable;
	**end = d;
	*end = &d->next;
	return d;
}

/* What would become of a packet socket: 0 or -errno. */
static int may_capture(void)
{
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0), ret = fd < 0 ? -errno : 0;

	if (fd >= 0)
		close(fd);
	return ret;
}

/* 1: Ethernet, *up says whether it is up; 0: another kind. */
static int look_at(int fd, const char *name, bool *up)
{
	struct ifreq ifr = { 0 };

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%.*s", IFNAMSIZ - 1, name);
	*up = !ioctl(fd, SIOCGIFFLAGS, &ifr) && ifr.ifr_flags & IFF_UP;
	if (ioctl(fd, SIOCGIFHWADDR, &ifr))
		return 0;
	return ifr.ifr_hwaddr.sa_family == ARPHRD_ETHER ||
	       ifr.ifr_hwaddr.sa_family == ARPHRD_LOOPBACK;
}

/* What would become of a socket of PF_WEIR: 0 or -errno. */
static int may_card(void)
{
	char why[FAMILY_WHY];
	int fd = family_socket(why);

	if (fd >= 0)
		close(fd);
	return fd < 0 ? fd : 0;
}

struct found {
	struct weir_device ***end;
	int n;
	int packet, card;	/* what would become of a socket */
};

static bool add_interface(struct found *f, const char *interface, bool up)
{
	char name[IFNAMSIZ + 16], driver[FAMILY_DRIVER];
	int down = up ? 0 : -ENETDOWN;

	if (family_link(interface, driver) == FAMILY_CARD_LINK) {
		if (f->card > 0)
			f->card = may_card();
		if (!add(f->end, interface, up ? "WEIR card, socket of PF_WEIR" : "WEIR card, down",
			 f->card ? f->card : down))
			return false;
		f->n++;
	}
	snprintf(name, sizeof(name), "afpacket:%s", interface);
	if (!add(f->end, name, up ? "network interface, the kernel's ring" : "network interface, down",
		 f->packet ? f->packet : down))
		return false;
	f->n++;
	return true;
}

static int add_interfaces(struct weir_device ***end)
{
	struct if_nameindex *all = if_nameindex(), *i;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct found f = { .end = end, .packet = may_capture(), .card = 1 };
	bool up, ok = true;

	for (i = all; ok && fd >= 0 && i && i->if_index; i++)
		if (look_at(fd, i->if_name, &up))
			ok = add_interface(&f, i->if_name, up);
	if (all)
		if_freenameindex(all);
	if (fd >= 0)
		close(fd);
	return ok ? f.n : -ENOMEM;
}

int weir_list(struct weir_device **out)
{
	struct weir_device **end = out;
	int n;

	*out = NULL;
	if (!add(&end, "sim:FILE", "the simulated card plays a savefile", weir_sim_probe()))
		return -ENOMEM;
	n = add_interfaces(&end);
	if (n < 0) {
		weir_list_free(*out);
		*out = NULL;
		return n;
	}
	return n + 1;
}

void weir_list_free(struct weir_device *list)
{
	while (list) {
		struct weir_device *next = list->next;

		free(list);
		list = next;
	}
}
