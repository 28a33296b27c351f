// SPDX-License-Identifier: BSD-3-Clause
/*
 * af_link.c - the counters of a network interface, by rtnetlink: sysfs may show another namespace's
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "af_link.h"

static int find_stats(const struct nlmsghdr *nh, struct rtnl_link_stats64 *out)
{
	const struct ifinfomsg *ifi = NLMSG_DATA(nh);
	int len = (int)(nh->nlmsg_len - NLMSG_LENGTH(sizeof(*ifi)));
	const struct rtattr *a = IFLA_RTA(ifi);

	for (; RTA_OK(a, len); a = RTA_NEXT(a, len)) {
		size_t n = RTA_PAYLOAD(a);

		if (a->rta_type != IFLA_STATS64)
			continue;
		memset(out, 0, sizeof(*out));
		memcpy(out, RTA_DATA(a), n < sizeof(*out) ? n : sizeof(*out));
		return 0;
	}
	return -ENODATA;
}

static int ask(int fd, unsigned int ifindex, struct rtnl_link_stats64 *out)
{
	struct {
		struct nlmsghdr nh;
		struct ifinfomsg ifi;
	} req = {
		.nh = { .nlmsg_len = sizeof(req), .nlmsg_type = RTM_GETLINK,
			.nlmsg_flags = NLM_F_REQUEST },
		.ifi = { .ifi_family = AF_UNSPEC, .ifi_index = (int)ifindex },
	};
	union {
		struct nlmsghdr nh;
		char bytes[32768];
	} ans;
	ssize_t n;

	if (send(fd, &req, sizeof(req), 0) < 0)
		return -errno;
	n = recv(fd, &ans, sizeof(ans), 0);
	if (n < 0)
		return -errno;
	if (!NLMSG_OK(&ans.nh, (size_t)n))
		return -EPROTO;
	if (ans.nh.nlmsg_type == NLMSG_ERROR)
		return ((const struct nlmsgerr *)NLMSG_DATA(&ans.nh))->error;
	if (ans.nh.nlmsg_type != RTM_NEWLINK ||
	    ans.nh.nlmsg_len < NLMSG_LENGTH(sizeof(struct ifinfomsg)))
		return -EPROTO;
	return find_stats(&ans.nh, out);
}

int af_link_stats(unsigned int ifindex, struct rtnl_link_stats64 *out)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), ret;

	if (fd < 0)
		return -errno;
	ret = ask(fd, ifindex, out);
	close(fd);
	return ret;
}
