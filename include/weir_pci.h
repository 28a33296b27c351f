/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * weir_pci.h - the card as a PCI Express function: what its driver and its simulation agree on
 *
 * The numbers of vendor and device are made up ("WE", "IR") and not registered with the PCI-SIG: they serve
 * simulated cards only. A card in a slot needs numbers of its owner's.
 */
#ifndef WEIR_PCI_H
#define WEIR_PCI_H

#define WEIR_PCI_VENDOR		0x5745
#define WEIR_PCI_DEVICE		0x4952
#define WEIR_PCI_CLASS		0x020000	/* network controller, Ethernet */
#define WEIR_PCI_REVISION	0x01

#define WEIR_PCI_BAR_REGS	0		/* with BAR 1, 64 bits */
#define WEIR_PCI_BAR_REGS_BYTES	0x40000
#define WEIR_PCI_BAR_MSIX	2		/* with BAR 3, 64 bits */
#define WEIR_PCI_BAR_MSIX_BYTES	0x1000
#define WEIR_PCI_MSIX_PBA	0x800		/* the table is at 0 */
#define WEIR_PCI_VECTORS	32		/* 0 is the card's own, the rest are chosen by TAP.IRQ */

#endif
