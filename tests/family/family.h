/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * family.h - what the cases of the table test share, see family.c
 *
 * A case asks sockets of the family under test (sock()) and states each answer under a name. An
 * answer with an expectation fails the case when it differs; all are printed, so that two runs
 * can be compared. "Harness" are sockets of AF_PACKET that send the frames and tell that they
 * have arrived.
 */
#ifndef FAMILY_H
#define FAMILY_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <linux/if_packet.h>

#define MAC_LEN 6
#define LINK_LEN 14
#define FRAME_MAX 2048
/* Ethertypes for local experiments: of the test's frames, and of those that only the harness looks for. */
#define PROTO 0x88b5
#define PROTO_MARK 0x88b6
#define PROTO_ALL 0x0003
#define PROTO_VLAN 0x8100
/* No expectation: the value is only printed. */
#define ANY INT64_MIN
#define ANY_ERR (-1)

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct fam {
	int family;
	const char *dev, *peer; /* frames that the harness sends out of peer arrive at dev */
	int index, peer_index;
	uint8_t mac[MAC_LEN], peer_mac[MAC_LEN];
	bool pair; /* dev and peer are a veth pair of the test's own */
	unsigned int settle_ms; /* from the arrival of a frame at the harness to that at any socket */
	int sender, witness;
	uint32_t seq;
};
extern struct fam fam;

struct fam_case {
	const char *number, *name; /* of the statement in docs/compat.md; the case's own */
	void (*run)(void);
};

/* One array a file of cases; an entry without a number ends it. */
extern const struct fam_case cases_create[], cases_bind[], cases_event[], cases_receive[],
	cases_message[], cases_member[], cases_set[], cases_get[], cases_ring[], cases_map[],
	cases_v2[], cases_v3[], cases_block[], cases_poll[], cases_stamp[], cases_core[],
	cases_filter[], cases_out[];

/* answer.c: what was answered. NAME has no space. */
long call(const char *name, long ret, int want); /* 0 or the errno of a call that returned ret */
void num(const char *name, int64_t value, int64_t want);
void hex(const char *name, uint64_t value, int64_t want);
void yes(const char *name, bool is);
void word(const char *name, const char *value, const char *want); /* want may be NULL */
void where(const char *name, int index,
	   int want); /* an interface, printed by its part in the test */
void station(const char *name, const uint8_t *mac, const uint8_t *want);
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));
void stop(const char *what) __attribute__((noreturn)); /* the case cannot go on; errno tells why */
void skip(const char *why); /* what cannot be had here; the same in both runs or a difference */
bool answer_print(const struct fam_case *c); /* true: as expected */

/* socket.c: sockets of the family under test; those that return no error stop the case on one. */
int sock(int type, int protocol);
int bound(int type, int protocol); /* to dev */
int bind_to(int fd, int index, int protocol);
int set(int fd, int option, const void *value, socklen_t len); /* SOL_PACKET */
int set_int(int fd, int option, int value);
int64_t get_int(int fd, int option); /* negative: -errno */
int must_set(int fd, int option, int value);
int sock_error(int fd);
struct sockaddr_ll name_of(int fd, socklen_t *len);
bool stats(int fd, unsigned int *packets, unsigned int *drops); /* reads and so clears */

struct got {
	ssize_t len;
	int flags, error;
	socklen_t name_len;
	struct sockaddr_ll from;
	uint8_t data[FRAME_MAX];
	union {
		uint8_t bytes[512];
		size_t align;
	} control;
	size_t control_len;
};
bool take_flags(int fd, struct got *g, size_t room, int flags); /* waits some seconds */
bool take(int fd, struct got *g);
bool none(int fd); /* after everything has settled there is nothing to take */
const void *control(const struct got *g, int level, int type,
		    size_t size); /* NULL: there is no such message */
int poll_now(int fd, int events);
int poll_until(int fd, int events, int ms);
/* run_child: fn's return value, an errno, from a process of its own, which may give up rights. */
int run_child(int (*fn)(void));
void drop_caps(void);

/* frame.c: frames; the last eight bytes of each are the harness's. */
enum to { TO_DEV, TO_ALL, TO_GROUP, TO_OTHER };
size_t build(uint8_t *frame, enum to to, int protocol, size_t len);
void give(enum to to, int protocol, size_t len); /* from peer to dev, and waits for it */
void give_tagged(int tci, int inner, int protocol, size_t len); /* inner: -1, or the tag within */
void give_raw(uint8_t *frame, size_t len);
void give_many(unsigned int n, size_t len);
/* give_partial: the sender leaves the checksum to its device; a veth pair hands that on, a wire not. */
void give_partial(unsigned int start, unsigned int offset, size_t len);
void emit(size_t len); /* out of dev */
void emit_tagged(int tci, int inner, size_t len); /* with the tag in the frame */
void settle(void);
void harness_open(void);

/* link.c: the interfaces. */
void link_up(const char *name, bool up);
void link_restore(void); /* dev is up and frames pass again */
unsigned int
link_flags(const char *name); /* as the kernel has them, IFF_PROMISC of counted users included */
unsigned int link_groups(const char *name, const uint8_t *mac); /* users of a group's address */
bool make_links(const char *dev, const char *peer);
bool own_netns(void);
int shell(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
