// SPDX-License-Identifier: GPL-2.0-only
/* Drivers switch error reporting on themselves; later kernels do it for them and have no such call. */
#include <linux/aer.h>
#include <linux/pci.h>

int weir_probe(struct pci_dev *pdev);

int weir_probe(struct pci_dev *pdev)
{
	return pci_enable_pcie_error_reporting(pdev);
}
