/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * rx_model.h - what weir_rx must say of a frame, computed in C from docs/rtl.md
 */
#ifndef RX_MODEL_H
#define RX_MODEL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RX_TAPS 16
#define RX_ADDRS 32
#define RX_MIN 14
#define RX_MAX 9600
#define RX_BUF 9704 /* longest frame that the tests send, and a little */

enum rx_err { RX_OK = 0, RX_BAD = 1, RX_RUNT = 2, RX_LONG = 3 };

struct rx_tap {
	int run;
	uint16_t proto;
	int vlan_otherhost;
	int promisc;
	int allmulti;
	unsigned int types; /* bit n: PACKET_n */
	uint32_t backlog; /* bytes */
};

struct rx_cfg {
	int lift;
	uint8_t mac[6];
	struct rx_tap tap[RX_TAPS];
	struct {
		uint8_t mac[6];
		uint16_t taps;
	} addr[RX_ADDRS];
};

struct rx_frame {
	uint32_t len;
	int bad;
	uint8_t data[RX_BUF];
};

struct rx_verdict {
	enum rx_err err;
	uint32_t stored; /* bytes kept; they are in data */
	uint8_t data[RX_BUF];
	int vlan;
	uint16_t tci;
	uint16_t tpid;
	uint16_t proto;
	unsigned int ptype;
	uint8_t saddr[6];
	uint32_t hash;
	uint16_t taps;
};

/* Judges frame under cfg. Of a frame with an error only err is filled in. */
void rx_judge(const struct rx_cfg *cfg, const struct rx_frame *frame, struct rx_verdict *out);

/* The flow hash of a stored frame; lifted: a tag was taken out of it. */
uint32_t rx_hash(const uint8_t *data, uint32_t len, int lifted);

/* Random numbers: xorshift64*, the state must not be 0. */
uint64_t rx_rand(uint64_t *state);
/* 0 to n - 1 */
uint32_t rx_pick(uint64_t *state, uint32_t n);
/* A configuration in which frames of rx_random_frame() match some taps and not others. */
void rx_random_cfg(uint64_t *state, struct rx_cfg *cfg);
/* A frame of len bytes: tags, IPv4, IPv6, 802.3, addresses that cfg knows, or rubbish. */
void rx_random_frame(uint64_t *state, const struct rx_cfg *cfg, uint32_t len, struct rx_frame *out);

#ifdef __cplusplus
}
#endif
#endif
