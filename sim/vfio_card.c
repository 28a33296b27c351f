// SPDX-License-Identifier: BSD-3-Clause
/*
 * vfio_card.c - the simulated card behind its PCI Express function, and when its time passes
 *
 * A reset is the card's own, as a slot gives it: what survives that here would survive it in hardware. Time
 * goes on: what plays a savefile counts in it.
 */
#include "vfio_card.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Steps within which DMA must have ended: the slowest read takes some 200 cycles. */
#define QUIESCE_STEPS	160
#define LOG_REFUSED	10U
#define MBPS		10000U

const struct weir_vfio_shape weir_vfio_card_shape = {
	.region_size = {
		[WEIR_PCI_BAR_REGS] = WEIR_PCI_BAR_REGS_BYTES,
		[WEIR_PCI_BAR_MSIX] = WEIR_PCI_BAR_MSIX_BYTES,
		[WEIR_VFIO_REGION_CONFIG] = WEIR_PCI_CONFIG_BYTES,
	},
	/* The error's eventfd stops the virtual machine: for a fault of the simulation. */
	.irq_count = { [WEIR_VFIO_IRQ_MSIX] = WEIR_PCI_VECTORS, [WEIR_VFIO_IRQ_ERR] = 1 },
};

void weir_vfio_log(const char *fmt, ...)
{
	va_list ap;

	fputs("weir-sim: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

/* Whether an eventfd blocks is up to the client, which shares its flags: so it is asked first. */
static void signal_fd(int fd)
{
	const uint64_t one = 1;
	struct pollfd p = { fd, POLLOUT, 0 };
	ssize_t n;

	/* Full means that the last one was not seen yet, and is then seen as one. */
	if (poll(&p, 1, 0) != 1 || !(p.revents & POLLOUT))
		return;
	n = write(fd, &one, sizeof(one));
	(void)n;
}

/* An eventfd is no file, pipe, socket or device: its mode has no type. Others have none either, but of those
 * none lets a writer wait. */
static int is_eventfd(int fd)
{
	struct stat st;

	return !fstat(fd, &st) && !(st.st_mode & S_IFMT);
}

static int on_dma(struct weir_vfio_card *card, int ret)
{
	uint64_t n;

	if (!ret)
		return 0;
	n = ++card->stats.refused_dma;
	/* A driver gone wrong can make thousands a second. */
	if (n <= LOG_REFUSED || !(n & (n - 1)))
		weir_vfio_log("cycle %" PRIu64 ": %s (refused so far: %" PRIu64 ")",
			      weir_dev_cycle(card->dev), weir_vfio_mem_error(card->mem), n);
	return ret;
}

static int dma_read(void *ctx, uint64_t addr, void *data, size_t len)
{
	struct weir_vfio_card *card = ctx;

	return on_dma(card, weir_vfio_mem_dma_read(card->mem, addr, data, len));
}

static int dma_write(void *ctx, uint64_t addr, const void *data, const uint8_t *strb, size_t len)
{
	struct weir_vfio_card *card = ctx;

	data = weir_vfio_garbage_write(&card->garbage, card->mem, addr, data, strb, len);
	return on_dma(card, weir_vfio_mem_dma_write(card->mem, addr, data, strb, len));
}

/* A message like any other write of the function: only as bus master. */
static void on_irq(void *ctx, unsigned int vector)
{
	struct weir_vfio_card *card = ctx;

	if (vector >= WEIR_PCI_VECTORS || card->irq_fd[vector] < 0 || !weir_vfio_pci_master(&card->pci)) {
		card->stats.irqs_lost++;
		return;
	}
	signal_fd(card->irq_fd[vector]);
	card->stats.irqs_sent++;
}

/* A card as after a reset: it sets itself up. */
static void begin(struct weir_vfio_card *card)
{
	weir_vfio_card_quiesce(card);
	card->rx_enabled = 0;
	card->owed = 0;
	card->fault_told = 0;
}

int weir_vfio_card_open(struct weir_vfio_card *card, const struct weir_dev_opts *opts, char *err,
			size_t err_len)
{
	const struct weir_dev_host host = { card, dma_read, dma_write, on_irq, NULL };

	memset(card, 0, sizeof(*card));
	memset(card->irq_fd, 0xff, sizeof(card->irq_fd));
	card->err_fd = -1;
	card->opts = opts ? *opts : (struct weir_dev_opts){ .size = sizeof(*opts) };
	weir_vfio_pci_init(&card->pci);
	card->mem = weir_vfio_mem_create();
	if (!card->mem) {
		snprintf(err, err_len, "%s", strerror(ENOMEM));
		return -EIO;
	}
	weir_vfio_mem_master(card->mem, 0);
	card->dev = weir_dev_create(&host, &card->opts, err, err_len);
	if (!card->dev) {
		weir_vfio_card_close(card);
		return -EIO;
	}
	begin(card);
	return 0;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void close_all(int *fd, uint32_t count)
{
	while (count--)
		close_fd(fd++);
}

void weir_vfio_card_close(struct weir_vfio_card *card)
{
	close_all(card->irq_fd, WEIR_PCI_VECTORS);
	close_fd(&card->err_fd);
	weir_dev_destroy(card->dev);
	weir_vfio_mem_destroy(card->mem);
	card->dev = NULL;
	card->mem = NULL;
}

void weir_vfio_card_reset(struct weir_vfio_card *card)
{
	card->stats.resets++;
	weir_vfio_card_count(card);
	weir_vfio_pci_reset(&card->pci);
	weir_vfio_mem_master(card->mem, 0);
	weir_dev_reset(card->dev);
	begin(card);
}

void weir_vfio_card_release(struct weir_vfio_card *card)
{
	weir_vfio_card_reset(card);
	weir_vfio_pci_init(&card->pci);
	weir_vfio_mem_unmap_all(card->mem);
	close_all(card->irq_fd, WEIR_PCI_VECTORS);
	close_fd(&card->err_fd);
	memset(card->table, 0, sizeof(card->table));
}

void weir_vfio_card_quiesce(struct weir_vfio_card *card)
{
	int i;

	for (i = 0; i < QUIESCE_STEPS && !weir_dev_idle(card->dev); i++)
		weir_dev_step(card->dev, WEIR_VFIO_STEP);
}

/* A run that a broken rule ended: told once, to the client too, whose machine then stops. */
static void look_for_fault(struct weir_vfio_card *card)
{
	const char *fault = weir_dev_fault(card->dev);

	if (!fault || card->fault_told)
		return;
	card->fault_told = 1;
	weir_vfio_log("simulation stopped: %s; reads give all ones until a reset", fault);
	if (card->err_fd >= 0)
		signal_fd(card->err_fd);
}

static int reg_lost(struct weir_vfio_card *card)
{
	return card->dead || !weir_vfio_pci_awake(&card->pci);
}

static void refuse_access(struct weir_vfio_card *card, const char *what, uint64_t offset)
{
	if (++card->stats.refused_access <= LOG_REFUSED)
		weir_vfio_log("%s at 0x%05" PRIx64 " of the registers: whole words of 4 bytes expected",
			      what, offset);
}

static void regs_read(struct weir_vfio_card *card, uint64_t offset, uint8_t *data, uint32_t count)
{
	uint32_t i, v;

	memset(data, 0xff, count);
	if (reg_lost(card))
		return;
	if (offset % 4 || count % 4) {
		refuse_access(card, "read", offset);
		return;
	}
	for (i = 0; i < count; i += 4) {
		v = weir_dev_read32(card->dev, (uint32_t)offset + i);
		memcpy(data + i, &v, 4);
	}
	look_for_fault(card);
}

static void regs_write(struct weir_vfio_card *card, uint64_t offset, const uint8_t *data, uint32_t count)
{
	uint32_t i, v;

	if (reg_lost(card))
		return;
	if (offset % 4 || count % 4) {
		refuse_access(card, "write", offset);
		return;
	}
	for (i = 0; i < count; i += 4) {
		memcpy(&v, data + i, 4);
		weir_dev_write32(card->dev, (uint32_t)offset + i, v);
		if (offset + i == WEIR_CTRL_CONTROL)
			card->rx_enabled = !!(v & WEIR_CTRL_CONTROL_RX_ENABLE_MASK);
	}
	look_for_fault(card);
}

static void table_access(struct weir_vfio_card *card, uint64_t offset, uint8_t *in, const uint8_t *out,
			 uint32_t count)
{
	uint32_t i;

	/* Behind the table nothing is ever pending: a pulse is an event, and the client holds it. */
	for (i = 0; i < count; i++, offset++) {
		if (in)
			in[i] = offset < sizeof(card->table) ? card->table[offset] : 0;
		else if (offset < sizeof(card->table))
			card->table[offset] = out[i];
	}
}

void weir_vfio_card_read(struct weir_vfio_card *card, uint32_t region, uint64_t offset, uint8_t *data,
			 uint32_t count)
{
	if (region == WEIR_PCI_BAR_REGS) {
		regs_read(card, offset, data, count);
	} else if (region == WEIR_PCI_BAR_MSIX) {
		table_access(card, offset, data, NULL, count);
	} else {
		weir_vfio_pci_pending(&card->pci, !weir_dev_idle(card->dev));
		weir_vfio_pci_read(&card->pci, (uint32_t)offset, data, count);
	}
}

void weir_vfio_card_write(struct weir_vfio_card *card, uint32_t region, uint64_t offset,
			  const uint8_t *data, uint32_t count)
{
	if (region == WEIR_PCI_BAR_REGS) {
		regs_write(card, offset, data, count);
	} else if (region == WEIR_PCI_BAR_MSIX) {
		table_access(card, offset, NULL, data, count);
	} else {
		if (weir_vfio_pci_write(&card->pci, (uint32_t)offset, data, count)) {
			card->stats.flr++;
			weir_vfio_card_reset(card);
		}
		weir_vfio_mem_master(card->mem, weir_vfio_pci_master(&card->pci));
	}
}

int weir_vfio_card_irqs(struct weir_vfio_card *card, const struct weir_vfio_msg *msg, int *fd,
			unsigned int fds)
{
	int *to = msg->u.irqs.index == WEIR_VFIO_IRQ_ERR ? &card->err_fd : card->irq_fd;
	uint32_t start = msg->u.irqs.start, count = msg->u.irqs.count, i;

	if (!weir_vfio_card_shape.irq_count[msg->u.irqs.index])
		return 0;
	/* A full pipe would stop this thread, and with it all that the client waits for. */
	for (i = 0; i < fds; i++) {
		if (is_eventfd(fd[i]))
			continue;
		weir_vfio_log("SET_IRQS: eventfds expected, actual another descriptor");
		return EINVAL;
	}
	/* None at all switches the interrupt off. */
	if (!count) {
		close_all(to, weir_vfio_card_shape.irq_count[msg->u.irqs.index]);
		return 0;
	}
	for (i = 0; i < count; i++) {
		int *at = &to[start + i];

		if (msg->u.irqs.flags & WEIR_VFIO_SET_EVENTFD) {
			close_fd(at);
			if (!fds)
				continue;
			*at = fd[i];
			fd[i] = -1;
		} else if (*at >= 0 && (msg->u.irqs.flags & WEIR_VFIO_SET_NONE || msg->u.irqs.bools[i])) {
			signal_fd(*at);
		}
	}
	return 0;
}

static uint64_t us_cycles(uint64_t us)
{
	return us * (WEIR_DEV_CLK_HZ / 1000000) + us * (WEIR_DEV_CLK_HZ % 1000000) / 1000000;
}

int weir_vfio_card_run(struct weir_vfio_card *card, struct weir_vfio_port *port)
{
	uint64_t n, timer;

	look_for_fault(card);
	if (weir_dev_fault(card->dev))
		return 0;
	if (card->rx_enabled && !card->cut && weir_vfio_port_run(port, card->dev, WEIR_VFIO_STEP))
		return 1;
	if (!weir_dev_idle(card->dev))
		return weir_dev_step(card->dev, WEIR_VFIO_STEP) != 0;
	/* A frame that was given and begins later comes, whether it is received or not. */
	if (!weir_dev_port_idle(card->dev))
		return weir_dev_jump(card->dev, WEIR_DEV_CLK_HZ) ||
		       weir_dev_step(card->dev, WEIR_VFIO_STEP);
	/* Nobody waits for a timer in vain, and none goes on by itself: the card comes to rest. */
	timer = weir_dev_timer(card->dev);
	if ((timer == UINT64_MAX || card->world) && !card->owed)
		return 0;
	if (timer == UINT64_MAX || (card->world && card->owed < timer))
		timer = card->owed;
	n = weir_dev_jump(card->dev, timer);
	if (!n)
		n = weir_dev_step(card->dev, WEIR_VFIO_STEP);
	card->owed -= n < card->owed ? n : card->owed;
	return 1;
}

/* What was handed over already is on the wire. */
void weir_vfio_card_link(struct weir_vfio_card *card, int up)
{
	card->cut = !up;
	while (card->cut && !weir_dev_port_idle(card->dev) && !weir_dev_fault(card->dev))
		if (!weir_dev_jump(card->dev, WEIR_DEV_CLK_HZ))
			weir_dev_step(card->dev, WEIR_VFIO_STEP);
	weir_dev_link(card->dev, up, 0, up ? MBPS : 0);
}

void weir_vfio_card_slept(struct weir_vfio_card *card, uint64_t ns)
{
	uint64_t cycles = us_cycles(ns / 1000);

	/* Less than all where something falls due: that comes first. */
	card->owed = cycles - weir_dev_jump(card->dev, cycles);
}

void weir_vfio_card_now(struct weir_vfio_card *card, uint64_t ns)
{
	uint64_t lived = weir_dev_cycle(card->dev) - card->world_cycle, due;

	if (!card->world_ns) {
		card->world_ns = ns;
		card->world_cycle += lived;
		return;
	}
	due = us_cycles((ns - card->world_ns) / 1000);
	card->owed = due > lived ? due - lived : 0;
}
