// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_card.c - the card as a whole: who it is, its reset, what becomes of it when it is gone
 */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/vmalloc.h>

#include "weir.h"

/* A wait ends after 4,000 times 50 to 100 us, so below half a second and what the reads take. The longest
 * that the card does is to let issued DMA finish. */
#define WAIT_MAX	4000
#define WAIT_MIN_US	50
#define WAIT_MAX_US	100
#define POLL_US		2

static u32 rd32(void *ctx, u32 off)
{
	struct weir_card *card = ctx;

	return readl(card->regs + off);
}

static void wr32(void *ctx, u32 off, u32 val)
{
	struct weir_card *card = ctx;

	writel(val, card->regs + off);
}

static int relax(void *ctx)
{
	usleep_range(WAIT_MIN_US, WAIT_MAX_US);
	return 0;
}

static const struct weir_hw_ops ops = {
	.rd32 = rd32,
	.wr32 = wr32,
	.relax = relax,
};

/* Whoever finds that nothing answers may hold any lock, or none to sleep with. */
static void gone(struct work_struct *work)
{
	struct weir_card *card = container_of(work, struct weir_card, gone);

	weir_netdev_lost(card);
	mutex_lock(&card->lock);
	/* It may have come back meanwhile. */
	if (atomic_read(&card->lost))
		weir_card_cut(card);
	mutex_unlock(&card->lock);
}

static void free_progs(void *progs)
{
	vfree(progs);
}

int weir_card_init(struct weir_card *card)
{
	struct device *dev = &card->pdev->dev;
	int ret;

	mutex_init(&card->lock);
	INIT_WORK(&card->gone, gone);
	weir_stats_init(card);
	card->hw.ops = &ops;
	card->hw.ctx = card;
	card->hw.wait_max = WAIT_MAX;
	card->progs = vzalloc(sizeof(*card->progs));
	ret = card->progs ? devm_add_action_or_reset(dev, free_progs, card->progs) : -ENOMEM;
	if (ret)
		return ret;
	/* The card reads and writes single records in it: coherent, whatever the platform. */
	card->completions = dmam_alloc_coherent(dev, WEIR_HW_PAGE, &card->completions_dma, GFP_KERNEL);
	return card->completions ? 0 : -ENOMEM;
}

int weir_card_ret(struct weir_card *card, int ret)
{
	if (ret == -ENODEV && card->hw.gone && !atomic_xchg(&card->lost, 1)) {
		atomic_inc(&card->events.all_ones);
		dev_err(&card->pdev->dev, "the card does not answer: every register reads all ones\n");
		schedule_work(&card->gone);
	}
	return ret;
}

static int identify(struct weir_card *card)
{
	struct device *dev = &card->pdev->dev;
	const struct weir_hw_params *p = &card->hw.p;
	enum weir_hw_unknown why;
	int ret = weir_hw_identify(&card->hw, &why);

	if (ret == -EPROTO)
		dev_err(dev, "%s (register ABI: card %u.%u, driver %u.%u)\n", weir_hw_advice(why),
			p->abi_major, p->abi_minor, WEIR_HW_ABI_MAJOR, WEIR_HW_ABI_MINOR);
	return ret;
}

/* The largest burst that every bridge on the way takes. */
static u32 max_payload(struct pci_dev *pdev)
{
	int mps = pcie_get_mps(pdev);

	if (mps >= 512)
		return WEIR_MAX_PAYLOAD_B512;
	return mps >= 256 ? WEIR_MAX_PAYLOAD_B256 : WEIR_MAX_PAYLOAD_B128;
}

static int start(struct weir_card *card)
{
	int ret = identify(card);

	if (ret)
		return ret;
	ret = weir_hw_irq_mask(&card->hw, ~0u);
	if (ret)
		return ret;
	/*
	 * Whoever had the card before may have left taps running, with blocks that are others' memory by
	 * now. So it is not bus master yet: what it has in flight, or begins, is answered with an error
	 * by its bridge, as everything is that may not go out, and the reset comes to its end by those
	 * answers. Should a bridge give none, then this ends by the bound of all waits, and the card
	 * stays off the bus.
	 */
	ret = weir_hw_soft_reset(&card->hw);
	if (ret) {
		dev_err(&card->pdev->dev, "the card's reset does not end (%d)\n", ret);
		return ret;
	}
	weir_progs_init(card->progs, &card->hw);
	pci_set_master(card->pdev);
	memset(card->completions, 0, WEIR_HW_PAGE);
	ret = weir_hw_dma_setup(&card->hw, card->completions_dma, max_payload(card->pdev), POLL_US);
	if (ret)
		return ret;
	ret = weir_hw_irq_forget(&card->hw);
	if (!ret)
		ret = weir_ptp_begin(card);
	return ret ? ret : weir_stats_begin(card);
}

int weir_card_start(struct weir_card *card)
{
	int ret;

	mutex_lock(&card->lock);
	atomic_set(&card->lost, 0);
	/* Whatever it was left with, by this driver or by others. */
	pci_clear_master(card->pdev);
	ret = start(card);
	card->started = !ret;
	if (ret)
		pci_clear_master(card->pdev);
	mutex_unlock(&card->lock);
	atomic_inc(&card->events.resets);
	return weir_card_ret(card, ret);
}

/* A completion for the write to the configuration space comes behind all writes of the card before it. */
void weir_card_cut(struct weir_card *card)
{
	card->started = false;
	pci_clear_master(card->pdev);
}

void weir_card_stop(struct weir_card *card)
{
	int ret = 0;

	mutex_lock(&card->lock);
	if (card->started) {
		ret = weir_hw_control(&card->hw, false, true);
		if (!ret)
			ret = weir_hw_irq_mask(&card->hw, ~0u);
		if (!ret)
			ret = weir_hw_soft_reset(&card->hw);
	}
	/* Also when it is at rest: the PCI core may save this, and restore it when the card is another. */
	weir_card_cut(card);
	mutex_unlock(&card->lock);
	if (weir_card_ret(card, ret) == -ETIMEDOUT)
		dev_err(&card->pdev->dev, "the card does not come to rest: taken off the bus\n");
}
