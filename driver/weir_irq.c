// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_irq.c - MSI-X vectors: 0 for the card's own events, the rest for taps, shared when there are few
 */
#include "weir.h"

/* Registers are read in a thread: it may wait for card->lock. */
static irqreturn_t card_irq(int irq, void *arg)
{
	struct weir_card *card = arg;

	atomic_inc(&card->events.card_irqs);
	return IRQ_WAKE_THREAD;
}

static irqreturn_t card_events(int irq, void *arg)
{
	struct weir_card *card = arg;
	struct device *dev = &card->pdev->dev;
	struct weir_hw_cause cause;
	int ret;

	mutex_lock(&card->lock);
	ret = card->started ? weir_hw_irq_cause(&card->hw, &cause) : -EAGAIN;
	if (!ret && cause.port)
		ret = weir_link_changed(card);
	mutex_unlock(&card->lock);
	if (ret) {
		weir_card_ret(card, ret);
		atomic_inc(&card->events.idle_irqs);
		return IRQ_HANDLED;
	}
	if (cause.gate) {
		atomic_inc(&card->events.gate_faults);
		dev_err_ratelimited(dev, "the card's DMA gate refused an access: a fault inside the card\n");
	}
	if (cause.error) {
		atomic_inc(&card->events.tap_faults);
		dev_err_ratelimited(dev, "taps faulted: %#x\n", cause.error);
	}
	/* With its vector shared, a tap's block is what it came for. */
	if (!cause.gate && !cause.error && !cause.reset_done && !cause.port && !cause.block)
		atomic_inc(&card->events.idle_irqs);
	return IRQ_HANDLED;
}

int weir_irq_init(struct weir_card *card)
{
	struct pci_dev *pdev = card->pdev;
	int ret, want = min_t(int, 1 + card->hw.p.taps, WEIR_PCI_VECTORS);

	static_assert(WEIR_PCI_VECTORS == WEIR_HW_VECTORS);
	ret = pci_alloc_irq_vectors(pdev, 1, want, PCI_IRQ_MSIX);
	if (ret < 0) {
		dev_err(&pdev->dev, "no MSI-X vector (%d)\n", ret);
		return ret;
	}
	card->vectors = ret;
	if (ret < want)
		dev_info(&pdev->dev, "%d of %d interrupt vectors: taps share them\n", ret, want);
	ret = request_threaded_irq(pci_irq_vector(pdev, 0), card_irq, card_events, IRQF_SHARED,
				   pci_name(pdev), card);
	if (ret) {
		dev_err(&pdev->dev, "vector 0 cannot be had (%d)\n", ret);
		pci_free_irq_vectors(pdev);
		card->vectors = 0;
	}
	return ret;
}

void weir_irq_exit(struct weir_card *card)
{
	if (!card->vectors)
		return;
	free_irq(pci_irq_vector(card->pdev, 0), card);
	pci_free_irq_vectors(card->pdev);
	card->vectors = 0;
}

void weir_irq_card_on(struct weir_card *card)
{
	mutex_lock(&card->lock);
	weir_hw_irq_unmask(&card->hw, WEIR_HW_IRQ_CARD);
	mutex_unlock(&card->lock);
}

u32 weir_irq_tap_vector(const struct weir_card *card, u32 tap)
{
	return card->vectors > 1 ? 1 + tap % (card->vectors - 1) : 0;
}

int weir_irq_tap_request(struct weir_card *card, u32 tap, irq_handler_t handler, const char *name, void *arg)
{
	u32 vector = weir_irq_tap_vector(card, tap);
	int ret = request_irq(pci_irq_vector(card->pdev, vector), handler, IRQF_SHARED, name, arg);

	if (ret)
		dev_err(&card->pdev->dev, "vector %u for tap %u cannot be had (%d)\n", vector, tap, ret);
	return ret;
}

void weir_irq_tap_free(struct weir_card *card, u32 tap, void *arg)
{
	free_irq(pci_irq_vector(card->pdev, weir_irq_tap_vector(card, tap)), arg);
}
