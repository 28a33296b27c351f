// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_pci.c - the card as a PCI Express function: found, reset by others, put to sleep, removed
 *
 * Everything that takes the card away (suspend, a function level reset, an error on the link, shutdown) ends
 * in take_away(), everything that brings it back in bring_back(), which trusts nothing of the life before.
 */
#include <linux/dma-mapping.h>
#include <linux/module.h>

#include "weir.h"

static int map(struct weir_card *card)
{
	struct pci_dev *pdev = card->pdev;
	int ret;

	ret = pcim_enable_device(pdev);
	if (ret)
		return ret;
	if (pci_resource_len(pdev, WEIR_PCI_BAR_REGS) < WEIR_PCI_BAR_REGS_BYTES) {
		dev_err(&pdev->dev, "BAR %d is too small for the registers\n", WEIR_PCI_BAR_REGS);
		return -ENODEV;
	}
	ret = pcim_iomap_regions(pdev, BIT(WEIR_PCI_BAR_REGS), WEIR_DRIVER);
	if (ret)
		return ret;
	card->regs = pcim_iomap_table(pdev)[WEIR_PCI_BAR_REGS];
	ret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (ret)
		ret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(32));
	return ret;
}

static int probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct weir_card *card = devm_kzalloc(&pdev->dev, sizeof(*card), GFP_KERNEL);
	const struct weir_hw_params *p;
	int ret;

	if (!card)
		return -ENOMEM;
	card->pdev = pdev;
	ret = map(card);
	if (ret)
		return dev_err_probe(&pdev->dev, ret, "its registers or DMA cannot be used\n");
	ret = weir_card_init(card);
	if (ret)
		return ret;
	pci_set_drvdata(pdev, card);
	weir_aer_on(pdev);
	/* What slot_reset() puts back: not bus master. */
	pci_clear_master(pdev);
	pci_save_state(pdev);
	ret = weir_card_start(card);
	if (ret)
		goto no_card;
	ret = weir_irq_init(card);
	if (ret)
		goto stop;
	weir_irq_card_on(card);
	ret = weir_ptp_init(card);
	if (ret)
		goto stop;
	ret = weir_netdev_add(card);
	if (ret)
		goto no_clock;
	p = &card->hw.p;
	dev_info(&pdev->dev, "card %u.%u.%u, register ABI %u.%u, %u taps, %d vectors\n",
		 WEIR_HW_GET(WEIR_ID_VERSION_MAJOR, p->version),
		 WEIR_HW_GET(WEIR_ID_VERSION_MINOR, p->version),
		 WEIR_HW_GET(WEIR_ID_VERSION_PATCH, p->version), p->abi_major, p->abi_minor, p->taps,
		 card->vectors);
	return 0;

no_clock:
	weir_ptp_exit(card);
stop:
	weir_card_stop(card);
	weir_irq_exit(card);
no_card:
	cancel_work_sync(&card->gone);
	weir_aer_off(pdev);
	return ret;
}

static void take_away(struct weir_card *card)
{
	weir_netdev_detach(card);
	weir_card_stop(card);
}

static int bring_back(struct weir_card *card)
{
	int ret = weir_card_start(card);

	if (ret) {
		dev_err(&card->pdev->dev, "the card does not come back (%d): stopped\n", ret);
		return ret;
	}
	weir_irq_card_on(card);
	weir_netdev_attach(card);
	return 0;
}

static void remove(struct pci_dev *pdev)
{
	struct weir_card *card = pci_get_drvdata(pdev);

	weir_netdev_del(card);
	weir_ptp_exit(card);
	weir_card_stop(card);
	weir_irq_exit(card);
	cancel_work_sync(&card->gone);
	weir_aer_off(pdev);
}

/* The next kernel, started by kexec, must not find its memory written to. */
static void shutdown(struct pci_dev *pdev)
{
	take_away(pci_get_drvdata(pdev));
	dev_dbg(&pdev->dev, "stopped, and off the bus\n");
}

static int suspend(struct device *dev)
{
	take_away(dev_get_drvdata(dev));
	return 0;
}

static int resume(struct device *dev)
{
	return bring_back(dev_get_drvdata(dev));
}

static pci_ers_result_t error_detected(struct pci_dev *pdev, pci_channel_state_t state)
{
	struct weir_card *card = pci_get_drvdata(pdev);

	atomic_inc(&card->events.link_errors);
	/* With the link frozen the registers read all ones: every wait ends at once. */
	take_away(card);
	return state == pci_channel_io_perm_failure ? PCI_ERS_RESULT_DISCONNECT : PCI_ERS_RESULT_NEED_RESET;
}

static pci_ers_result_t slot_reset(struct pci_dev *pdev)
{
	pci_restore_state(pdev);
	/* Whoever saved it when: a card that may still run what it ran before is not bus master. */
	pci_clear_master(pdev);
	pci_save_state(pdev);
	return PCI_ERS_RESULT_RECOVERED;
}

static void error_resume(struct pci_dev *pdev)
{
	bring_back(pci_get_drvdata(pdev));
}

/* The core saves the configuration space after the first and restores it before the second. */
static void reset_prepare(struct pci_dev *pdev)
{
	take_away(pci_get_drvdata(pdev));
}

static void reset_done(struct pci_dev *pdev)
{
	bring_back(pci_get_drvdata(pdev));
}

static const struct pci_error_handlers errors = {
	.error_detected = error_detected,
	.slot_reset = slot_reset,
	.resume = error_resume,
	.reset_prepare = reset_prepare,
	.reset_done = reset_done,
};

static DEFINE_SIMPLE_DEV_PM_OPS(pm, suspend, resume);

static const struct pci_device_id ids[] = {
	{ PCI_DEVICE(WEIR_PCI_VENDOR, WEIR_PCI_DEVICE) },
	{ }
};
MODULE_DEVICE_TABLE(pci, ids);

static struct pci_driver weir_driver = {
	.name = WEIR_DRIVER,
	.id_table = ids,
	.probe = probe,
	.remove = remove,
	.shutdown = shutdown,
	.err_handler = &errors,
	.driver.pm = pm_sleep_ptr(&pm),
};

int weir_pci_init(void)
{
	return pci_register_driver(&weir_driver);
}

void weir_pci_exit(void)
{
	pci_unregister_driver(&weir_driver);
}
