// SPDX-License-Identifier: BSD-3-Clause
/*
 * sim_open.c - sets a capture on the simulated card up: memory, card, savefile, tap
 *
 * This is the driver's part, played in the application's process: memory for blocks, descriptors and
 * completions is handed to the card under addresses of our own, the tap is set up by driver/hw.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sim_transport.h"

/* How often a wait for the card lets some cycles pass before it is given up: 2,560,000 in all. */
#define WAIT_MAX 40000u
/* The clock is set that long before the first frame. */
#define CLOCK_LEAD_NS 1000000ull

/* Where the card finds what: its addresses are ours to choose. Gaps show an overrun. */
#define ADDR_COMPL 0x100000000ull
#define ADDR_DESC 0x110000000ull
#define ADDR_BLOCKS 0x200000000ull

#define ETH_HLEN 14u
#define ARPHRD_ETHER_ 1u

static uint64_t block_addr(const struct weir *w, uint32_t i)
{
	return ADDR_BLOCKS + (uint64_t)i * (w->ring.block_size + WEIR_PAGE);
}

static u32 hook_rd32(void *ctx, u32 off)
{
	struct sim *s = ctx;

	return s->api.weir_dev_read32(s->dev, off);
}

static void hook_wr32(void *ctx, u32 off, u32 val)
{
	struct sim *s = ctx;

	s->api.weir_dev_write32(s->dev, off, val);
}

static int hook_relax(void *ctx)
{
	struct sim *s = ctx;

	return s->api.weir_dev_step(s->dev, SIM_RELAX_CYCLES) ? 0 : -EIO;
}

static const struct weir_hw_ops hooks = {
	.rd32 = hook_rd32,
	.wr32 = hook_wr32,
	.relax = hook_relax,
};

static void on_irq(void *ctx, unsigned int vector)
{
	struct sim *s = ctx;

	(void)vector;
	s->irq = true;
}

static int on_dma_read(void *ctx, uint64_t addr, void *data, size_t len)
{
	struct sim *s = ctx;

	return s->api.weir_hostmem_dma_read(s->mem, addr, data, len);
}

static int on_dma_write(void *ctx, uint64_t addr, const void *data, const uint8_t *strb, size_t len)
{
	struct sim *s = ctx;

	return s->api.weir_hostmem_dma_write(s->mem, addr, data, strb, len);
}

static int on_block(void *ctx, uint64_t addr, uint64_t *first, uint64_t *last)
{
	struct sim *s = ctx;

	return s->api.weir_hostmem_block(s->mem, addr, first, last);
}

/* A failure that the device explains better than the error number. */
int sim_card_fail(struct weir *w, int ret, const char *what)
{
	struct sim *s = w->tp;
	const char *fault = s->api.weir_dev_fault(s->dev);

	if (fault)
		return weir_fail(w, -EIO, "simulation stopped: %s", fault);
	if (ret == -ETIMEDOUT)
		return weir_fail(w, ret, "%s: cycle %llu: expected within %u cycles, actual not yet",
				 what, (unsigned long long)s->api.weir_dev_cycle(s->dev),
				 WAIT_MAX * SIM_RELAX_CYCLES);
	return weir_fail(w, ret, "%s: %s", what, strerror(-ret));
}

static void *pages(size_t len)
{
	void *p = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

static int make_memory(struct weir *w)
{
	struct sim *s = w->tp;
	uint32_t i;
	int ret;

	s->map_len = (size_t)w->ring.block_size * w->ring.block_nr;
	s->desc_len = ALIGN_UP(weir_hw_desc_bytes(w->ring.block_nr), WEIR_PAGE);
	w->ring.base = pages(s->map_len);
	s->desc = pages(s->desc_len);
	s->compl = pages(WEIR_PAGE);
	s->mem = s->api.weir_hostmem_create(0);
	if (!w->ring.base || !s->desc || !s->compl || !s->mem)
		return weir_fail(w, -ENOMEM, "no memory for %u blocks of %u bytes",
				 w->ring.block_nr, w->ring.block_size);
	ret = s->api.weir_hostmem_add(s->mem, ADDR_DESC, s->desc, s->desc_len, WEIR_HOSTMEM_READ,
				      "tap 0 descriptors");
	if (!ret)
		ret = s->api.weir_hostmem_add(s->mem, ADDR_COMPL, s->compl, WEIR_PAGE,
					      WEIR_HOSTMEM_WRITE, "completions");
	for (i = 0; !ret && i < w->ring.block_nr; i++) {
		char label[32];

		snprintf(label, sizeof(label), "tap %u block %u", SIM_TAP, i);
		weir_hw_desc_write(s->desc, i, block_addr(w, i), w->ring.block_size / WEIR_PAGE);
		ret = s->api.weir_hostmem_add(s->mem, block_addr(w, i),
					      w->ring.base + (size_t)i * w->ring.block_size,
					      w->ring.block_size, WEIR_HOSTMEM_BLOCK, label);
	}
	return ret ? weir_fail(w, ret, "memory for the card: %s", strerror(-ret)) : 0;
}

static int make_card(struct weir *w)
{
	struct sim *s = w->tp;
	struct weir_dev_host host = {
		.ctx = s, .dma_read = on_dma_read, .dma_write = on_dma_write, .irq = on_irq,
		.block = on_block,
	};
	struct weir_dev_opts o = {
		.size = sizeof(o), .trace = s->args.trace, .seed = s->args.seed,
		.stall_permille = s->args.stall, .error_ppm = s->args.error,
	};
	enum weir_hw_unknown why;
	char err[200] = "";
	int ret;

	s->dev = s->api.weir_dev_create(&host, &o, err, sizeof(err));
	if (!s->dev)
		return weir_fail(w, -EIO, "the simulated card: %s", err);
	s->api.weir_hostmem_attach(s->mem, s->dev);
	s->hw.ops = &hooks;
	s->hw.ctx = s;
	s->hw.wait_max = WAIT_MAX;
	ret = weir_hw_identify(&s->hw, &why);
	if (ret == -EPROTO)
		return weir_fail(w, ret, "%s (card %u.%u, software %u.%u)", weir_hw_advice(why),
				 s->hw.p.abi_major, s->hw.p.abi_minor, WEIR_HW_ABI_MAJOR,
				 WEIR_HW_ABI_MINOR);
	return ret ? sim_card_fail(w, ret, "the simulated card") : 0;
}

static int make_port(struct weir *w)
{
	struct sim *s = w->tp;
	struct weir_pcap_port_opts o = {
		.size = sizeof(o), .pace = s->args.line ? WEIR_PCAP_LINE : WEIR_PCAP_RECORDED,
		.loop = s->args.loop, .strict = s->args.strict,
	};
	char err[sizeof(w->err)];
	int ret;

	if (!*s->args.file && w->opts.flags & WEIR_LOOK)
		return 0;
	if (!*s->args.file)
		return weir_fail(w, -EINVAL, "no savefile named: it is sim:FILE[,key=value...]");
	ret = s->api.weir_pcap_port_open(&s->port, s->args.file, &o, err, sizeof(err));
	return ret ? weir_fail(w, ret, "%s", err) : 0;
}

static void tap_cfg(struct weir *w)
{
	struct sim *s = w->tp;
	const struct weir_opts *o = &w->opts;
	bool all = o->protocol == WEIR_HW_ETH_P_ALL;

	s->cfg = (struct weir_hw_tap_cfg){
		.ring = ADDR_DESC,
		.block_nr = w->ring.block_nr,
		.block_pages = w->ring.block_size / WEIR_PAGE,
		.priv_bytes = w->ring.priv_size,
		.mac_offset = w->mac_offset,
		.net_offset = w->mac_offset + ETH_HLEN,
		.snaplen = o->snaplen < SIM_SNAPLEN_MAX ? o->snaplen : SIM_SNAPLEN_MAX,
		.retire_us = o->retire_us == WEIR_RETIRE_NEVER ? 0 : o->retire_us,
		.first_seq = 1,
		.status_bits = (u32)TP_STATUS_TS_RAW_HARDWARE,
		.ifindex = SIM_IFINDEX,
		.hatype = ARPHRD_ETHER_,
		.protocol = o->protocol,
		.types = 0x1f,
		/* A protocol hook of Linux sees a frame of a VLAN that nobody has as somebody else's. */
		.vlan_otherhost = !all,
		.vlan_hide = o->flags & WEIR_HIDE_TAG,
		.rxhash = o->flags & WEIR_HASH,
		.promisc = o->flags & WEIR_PROMISC,
		/* A quarter stays free for what is behind the frame that is shed. */
		.backlog = s->hw.p.buffer_bytes - s->hw.p.buffer_bytes / 4,
	};
}

/* The first block is opened before the first frame comes: its time shall be a little before it. */
static int set_clock(struct sim *s)
{
	struct weir_pcap_port_summary sum;

	if (!s->port)
		return 0;
	s->api.weir_pcap_port_summary(s->port, &sum);
	if (sum.begin_ns < CLOCK_LEAD_NS)
		return 0;
	sum.begin_ns -= CLOCK_LEAD_NS;
	return weir_hw_clock_set(&s->hw, (u32)(sum.begin_ns / 1000000000),
				 (u32)(sum.begin_ns % 1000000000));
}

static int make_tap(struct weir *w)
{
	struct sim *s = w->tp;
	enum weir_hw_reason reason = WEIR_HW_FINE;
	int ret;

	tap_cfg(w);
	ret = weir_hw_station(&s->hw, s->args.mac);
	if (!ret)
		ret = set_clock(s);
	if (!ret)
		ret = weir_hw_dma_setup(&s->hw, ADDR_COMPL, WEIR_MAX_PAYLOAD_B256, 2);
	if (!ret)
		ret = weir_hw_tap_setup(&s->hw, SIM_TAP, &s->cfg, &reason);
	if (reason)
		return weir_fail(w, ret, "%s", weir_hw_reason_text(reason));
	return ret ? sim_card_fail(w, ret, "the tap cannot be set up") : 0;
}

int sim_open(struct weir *w, const char *arg)
{
	struct sim *s = calloc(1, sizeof(*s));
	char err[sizeof(w->err)] = "no memory";
	int ret;

	if (!s)
		return weir_fail(w, -ENOMEM, "no memory");
	w->tp = s;
	s->fd = -1;
	pthread_mutex_init(&s->lock, NULL);
	ret = sim_args_parse(&s->args, arg, err, sizeof(err));
	if (!ret)
		ret = sim_api_load(&s->api, s->args.trace != NULL, err, sizeof(err));
	if (ret)
		return weir_fail(w, ret, "%s", err);
	/* Readable from the start: there is always something to simulate. */
	s->fd = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
	if (s->fd < 0)
		return weir_fail(w, -errno, "no descriptor: %s", strerror(errno));
	ret = make_port(w);
	if (!ret)
		ret = make_memory(w);
	if (!ret)
		ret = make_card(w);
	if (!ret && sim_filter_open(s))
		ret = weir_fail(w, -ENOMEM, "no memory for filters");
	return ret ? ret : make_tap(w);
}

void sim_close(struct weir *w)
{
	struct sim *s = w->tp;

	if (s->port)
		s->api.weir_pcap_port_close(s->port);
	if (s->mem)
		s->api.weir_hostmem_attach(s->mem, NULL);
	if (s->dev)
		s->api.weir_dev_destroy(s->dev);
	if (s->mem)
		s->api.weir_hostmem_destroy(s->mem);
	sim_api_unload(&s->api);
	if (w->ring.base)
		munmap(w->ring.base, s->map_len);
	if (s->desc)
		munmap(s->desc, s->desc_len);
	if (s->compl)
		munmap(s->compl, WEIR_PAGE);
	if (s->fd >= 0)
		close(s->fd);
	sim_filter_close(s);
	pthread_mutex_destroy(&s->lock);
	sim_args_free(&s->args);
	free(s);
	w->tp = NULL;
}
