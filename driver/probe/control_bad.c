// SPDX-License-Identifier: GPL-2.0-only
/* Compiles with no kernel: a function without a declaration. */
#include <linux/pci.h>

int weir_probe(struct pci_dev *pdev);

int weir_probe(struct pci_dev *pdev)
{
	return weir_no_kernel_has_this(pdev);
}
