// SPDX-License-Identifier: BSD-3-Clause
/*
 * device.cpp - the Verilated card behind device.h
 *
 * A cycle: the host's ends of the buses drive, the card settles with the clock low, what the edge
 * will transfer is sampled, the clock rises. So no signal needs to be registered for this to hold.
 * The card's clock and microsecond counter are moved from outside (sim/public.vlt) where time is
 * jumped; they are found by their names, wherever in the design they are.
 */
#include "Vweir_card.h"
#include "axi.h"
#include "card_time.h"
#include "device.h"
#include "port.h"
#include "trace.h"
#include "verilated.h"
#include "verilated_syms.h"
#include "weir_regs.h"

#include <algorithm>
#include <cinttypes>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

namespace {

constexpr unsigned int reset_cycles = 16;
constexpr unsigned int link_cycles = 8;
constexpr unsigned int axil_cycles_max = 10000;

} // namespace

struct weir_dev {
	weir_dev_host host;
	weir_dev_opts opts;
	struct weir_dev_stats stats;
	uint64_t cycle;
	bool irq;
	struct {
		bool aw, w, ar;				// offered, not yet taken
		bool done;
		uint32_t rdata;
		uint8_t resp;
	} lite;
	weir_port port;
	uint64_t stamp_at;				// cycle in which the clock is set for a frame
	weir_axi axi;
	weir_card_time time;
	const CData *receives;				// CONTROL.RX_ENABLE as weir_rx has it
	bool passing;					// the frame under way began without it
	const SData *stuck;				// taps that poll the status of a block
	uint64_t poll_cycles;				// within which they have done so
	char fault[384];
	std::unique_ptr<VerilatedContext> context;
	std::unique_ptr<Vweir_card> top;
	weir_trace trace;
};

namespace {

// A signal of `size` bytes that sim/public.vlt names, in an instance whose name ends so; or NULL.
void *find(void *ctx, const char *name, size_t size, const char *instance)
{
	const size_t n = strlen(instance);

	for (const auto &scope : *static_cast<weir_dev *>(ctx)->context->scopeNameMap()) {
		const std::string path = scope.first;
		const VerilatedVar *var = scope.second->varFind(name);

		if (var && var->entSize() == size && path.size() >= n &&
		    !path.compare(path.size() - n, n, instance))
			return var->datap();
	}
	return nullptr;
}

bool find_all(weir_dev *dev)
{
	dev->time.clk_hz = WEIR_DEV_CLK_HZ;
	dev->stuck = static_cast<const SData *>(find(dev, "stuck_q", sizeof(SData), ""));
	dev->receives = static_cast<const CData *>(find(dev, "ctl_rx_enable", sizeof(CData), ".u_rx"));
	return !weir_card_time_find(&dev->time, find, dev) && dev->stuck && dev->receives;
}

[[gnu::format(printf, 2, 3)]] void stop(weir_dev *dev, const char *fmt, ...)
{
	va_list ap;

	if (dev->fault[0])
		return;
	int n = snprintf(dev->fault, sizeof(dev->fault), "cycle %" PRIu64 ": ", dev->cycle);
	va_start(ap, fmt);
	vsnprintf(dev->fault + n, sizeof(dev->fault) - static_cast<size_t>(n), fmt, ap);
	va_end(ap);
}

void drive_port(weir_dev *dev)
{
	Vweir_card *top = dev->top.get();
	weir_port_beat beat;

	top->s_axis_tvalid = static_cast<CData>(weir_port_drive(&dev->port, dev->cycle, &beat));
	if (top->s_axis_tvalid) {
		top->s_axis_tdata = beat.data;
		top->s_axis_tkeep = beat.keep;
		top->s_axis_tlast = beat.last;
		top->s_axis_tuser = beat.bad;
		dev->stats.frames += beat.first;
		dev->passing = beat.first ? !*dev->receives : dev->passing;
		dev->stats.passed += beat.first && dev->passing;
		if (beat.first && weir_port_frame(&dev->port)->stamp)
			dev->stamp_at = dev->cycle;	// in which the card reads its clock for it
	}
	const weir_dev_frame *f = weir_port_frame(&dev->port);
	if (dev->stamp_at == dev->cycle)
		weir_card_time_set(&dev->time, f->sec, f->ns);
}

void drive_buses(weir_dev *dev)
{
	Vweir_card *top = dev->top.get();
	const weir_axi_out *out = weir_axi_drive(&dev->axi, dev->cycle);

	top->m_axi_awready = out->awready;
	top->m_axi_wready = out->wready;
	top->m_axi_arready = out->arready;
	top->m_axi_bvalid = out->bvalid;
	top->m_axi_bresp = out->bresp;
	top->m_axi_rvalid = out->rvalid;
	if (out->rvalid) {
		top->m_axi_rresp = out->rresp;
		top->m_axi_rlast = out->rlast;
		memcpy(&top->m_axi_rdata, out->rdata, sizeof(top->m_axi_rdata));
	}
	top->s_axil_awvalid = dev->lite.aw;
	top->s_axil_wvalid = dev->lite.w;
	top->s_axil_arvalid = dev->lite.ar;
}

void sample_axi(weir_dev *dev)
{
	const Vweir_card *top = dev->top.get();
	const weir_axi_in in = {
		top->m_axi_awaddr, top->m_axi_araddr, &top->m_axi_wdata, top->m_axi_wstrb,
		top->m_axi_awlen, top->m_axi_awsize, top->m_axi_awburst, top->m_axi_awvalid,
		top->m_axi_arlen, top->m_axi_arsize, top->m_axi_arburst, top->m_axi_arvalid,
		top->m_axi_wlast, top->m_axi_wvalid, top->m_axi_bready, top->m_axi_rready,
	};

	if (weir_axi_sample(&dev->axi, &in, dev->cycle))
		stop(dev, "%s", dev->axi.fault);
}

void sample_lite(weir_dev *dev)
{
	const Vweir_card *top = dev->top.get();
	auto *lite = &dev->lite;

	lite->aw = lite->aw && !top->s_axil_awready;
	lite->w = lite->w && !top->s_axil_wready;
	lite->ar = lite->ar && !top->s_axil_arready;
	if (!top->s_axil_bvalid && !top->s_axil_rvalid)
		return;
	lite->resp = top->s_axil_rvalid ? top->s_axil_rresp : top->s_axil_bresp;
	lite->rdata = top->s_axil_rdata;
	lite->done = true;
}

void cycle(weir_dev *dev)
{
	Vweir_card *top = dev->top.get();

	drive_port(dev);
	drive_buses(dev);
	top->clk = 0;
	top->eval();
	dev->trace.dump(2 * (dev->cycle + reset_cycles));
	if (!top->rst) {
		sample_axi(dev);
		sample_lite(dev);
		dev->irq = top->irq_valid;
		dev->stats.irqs += dev->irq;
		if (dev->irq && dev->host.irq)
			dev->host.irq(dev->host.ctx, top->irq_vector);
	}
	top->clk = 1;
	top->eval();
	dev->trace.dump(2 * (dev->cycle + reset_cycles) + 1);
	dev->cycle++;
}

// Clocks until the register access is answered.
bool wait_lite(weir_dev *dev, const char *what, uint32_t addr)
{
	dev->lite.done = false;
	for (unsigned int n = 0; n < axil_cycles_max && !dev->fault[0]; n++) {
		cycle(dev);
		if (!dev->lite.done)
			continue;
		if (dev->lite.resp)
			stop(dev, "%s of register 0x%05x: response 0 expected, actual %u", what, addr,
			     dev->lite.resp);
		return !dev->fault[0];
	}
	stop(dev, "%s of register 0x%05x: answer expected within %u cycles, actual none", what, addr,
	     axil_cycles_max);
	return false;
}

// The card decides whether it takes what was written to CTRL.DMA.
void follow_dma_setup(weir_dev *dev)
{
	uint32_t v = weir_dev_read32(dev, WEIR_CTRL_DMA);
	uint32_t us = (v & WEIR_CTRL_DMA_POLL_US_MASK) >> WEIR_CTRL_DMA_POLL_US_SHIFT;

	dev->axi.max_payload = 128U << (v & WEIR_CTRL_DMA_MAX_PAYLOAD_MASK);
	dev->poll_cycles = (us + 2) * (WEIR_DEV_CLK_HZ / 1000000 + 1) + dev->axi.read_latency;
}

} // namespace

weir_dev *weir_dev_create(const weir_dev_host *host, const weir_dev_opts *opts, char *err, size_t err_len)
{
	if (opts && opts->size != sizeof(*opts)) {
		snprintf(err, err_len, "options of %zu bytes expected, actual %zu", sizeof(*opts),
			 opts->size);
		return nullptr;
	}
	std::unique_ptr<weir_dev> dev(new weir_dev());
	dev->host = *host;
	dev->cycle = -static_cast<uint64_t>(reset_cycles);
	dev->opts = opts ? *opts : weir_dev_opts{};
	dev->context = std::make_unique<VerilatedContext>();
	dev->top = std::make_unique<Vweir_card>(dev->context.get());
	const uint64_t from = dev->opts.trace_from;
	if (!dev->trace.open(dev->context.get(), dev->top.get(), dev->opts.trace,
			     from ? 2 * (from + reset_cycles) : 0, err, err_len))
		return nullptr;
	if (!find_all(dev.get())) {
		snprintf(err, err_len, "sim/public.vlt: a register that it names is not there");
		return nullptr;
	}
	dev->top->s_axil_bready = dev->top->s_axil_rready = 1;
	dev->top->s_axil_wstrb = 0xf;
	dev->top->mac_link = 1;
	dev->top->mac_mbps = 10000;
	weir_axi_init(&dev->axi, &dev->host, &dev->opts, sizeof(dev->top->m_axi_wdata), &dev->stats);
	weir_dev_reset(dev.get());
	if (!dev->fault[0])
		return dev.release();
	snprintf(err, err_len, "%s", dev->fault);
	return nullptr;
}

void weir_dev_destroy(weir_dev *dev)
{
	if (!dev)
		return;
	dev->top->final();
	delete dev;			// closes the trace
}

void weir_dev_reset(weir_dev *dev)
{
	weir_axi_reset(&dev->axi);
	dev->port.waiting = dev->port.running = 0;
	dev->passing = false;
	dev->lite = {};
	dev->stamp_at = UINT64_MAX;
	dev->fault[0] = '\0';
	dev->top->rst = 1;
	for (unsigned int n = 0; n < reset_cycles; n++)
		cycle(dev);
	dev->top->rst = 0;
	dev->stats = {};
	dev->stats.jumped = dev->cycle;
	weir_card_time_forward(&dev->time, dev->cycle);
	follow_dma_setup(dev);
}

uint32_t weir_dev_read32(weir_dev *dev, uint32_t addr)
{
	dev->top->s_axil_araddr = addr;
	dev->lite.ar = true;
	return wait_lite(dev, "read", addr) ? dev->lite.rdata : UINT32_MAX;
}

void weir_dev_write32(weir_dev *dev, uint32_t addr, uint32_t value)
{
	dev->top->s_axil_awaddr = addr;
	dev->top->s_axil_wdata = value;
	dev->lite.aw = dev->lite.w = true;
	if (wait_lite(dev, "write", addr) && addr == WEIR_CTRL_DMA)
		follow_dma_setup(dev);
}

uint64_t weir_dev_step(weir_dev *dev, uint64_t cycles)
{
	const uint64_t began = dev->cycle;

	for (dev->irq = false; dev->cycle - began < cycles && !dev->fault[0] && !dev->irq;)
		cycle(dev);
	return dev->cycle - began;
}

uint64_t weir_dev_jump(weir_dev *dev, uint64_t cycles)
{
	if (dev->fault[0] || !weir_dev_idle(dev))
		return 0;
	cycles = std::min({ cycles, weir_dev_timer(dev), weir_port_wait(&dev->port, dev->cycle) });
	// A block given back meanwhile is noticed before what comes next.
	if (*dev->stuck)
		cycles -= std::min(cycles, dev->poll_cycles);
	weir_card_time_forward(&dev->time, cycles);
	dev->cycle += cycles;
	dev->stats.jumped += cycles;
	return cycles;
}

uint64_t weir_dev_timer(const weir_dev *dev)
{
	return weir_card_time_limit(&dev->time);
}

uint64_t weir_dev_cycle(const weir_dev *dev)
{
	return dev->cycle;
}

int weir_dev_port_in(weir_dev *dev, const weir_dev_frame *frame)
{
	return weir_port_in(&dev->port, frame);
}

int weir_dev_port_idle(const weir_dev *dev)
{
	return !dev->port.waiting && !dev->port.running;
}

void weir_dev_link(weir_dev *dev, int up, int fault, uint32_t mbps)
{
	dev->top->mac_link = up != 0;
	dev->top->mac_fault = fault != 0;
	dev->top->mac_mbps = mbps & 0xffffff;
	for (unsigned int n = 0; n < link_cycles && !dev->fault[0]; n++)
		cycle(dev);
}

int weir_dev_idle(const weir_dev *dev)
{
	// An interrupt that the card has decided on shows in the next cycle.
	return dev->top->idle && !dev->top->irq_valid && !weir_card_time_irq_due(&dev->time) &&
	       !dev->port.running && !weir_axi_open(&dev->axi);
}

const char *weir_dev_fault(const weir_dev *dev)
{
	return dev->fault[0] ? dev->fault : nullptr;
}

void weir_dev_stop(weir_dev *dev, const char *reason)
{
	stop(dev, "%s", reason);
}

void weir_dev_stats(const weir_dev *dev, struct weir_dev_stats *out)
{
	*out = dev->stats;
	out->cycles = dev->cycle - dev->stats.jumped;
	out->held = (dev->port.waiting != 0) + (dev->port.running && !dev->passing);
}
