/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * vfio_pci.h - the configuration space of the card's PCI Express function
 *
 * Capabilities: power management (D0, D3hot), PCI Express endpoint with function level reset, MSI-X;
 * extended: advanced error reporting. What a write does beyond the bits that it leaves is told to the
 * caller, who has the card.
 */
#ifndef WEIR_VFIO_PCI_H
#define WEIR_VFIO_PCI_H

#include <stdint.h>

#define WEIR_PCI_CONFIG_BYTES 4096U

struct weir_vfio_pci {
	uint8_t reg[WEIR_PCI_CONFIG_BYTES];
	uint8_t rw[WEIR_PCI_CONFIG_BYTES];	/* bits that a write sets */
	uint8_t w1c[WEIR_PCI_CONFIG_BYTES];	/* bits that a 1 clears */
};

/* As after power-on. */
void weir_vfio_pci_init(struct weir_vfio_pci *pci);
/* As after a function level reset or one of the whole device; what PCI Express 5.0, 6.6.2, lets survive
 * does. */
void weir_vfio_pci_reset(struct weir_vfio_pci *pci);

/* offset + len is at most WEIR_PCI_CONFIG_BYTES. */
void weir_vfio_pci_read(const struct weir_vfio_pci *pci, uint32_t offset, void *data, uint32_t len);
/* 1 when it started a function level reset: the caller resets the card, then calls weir_vfio_pci_reset(). */
int weir_vfio_pci_write(struct weir_vfio_pci *pci, uint32_t offset, const void *data, uint32_t len);

/* Is the function in D0; may it be bus master; is MSI-X on and not masked as a whole? */
int weir_vfio_pci_awake(const struct weir_vfio_pci *pci);
int weir_vfio_pci_master(const struct weir_vfio_pci *pci);
int weir_vfio_pci_msix(const struct weir_vfio_pci *pci);
/* Transactions of the card are under way: DevSta. */
void weir_vfio_pci_pending(struct weir_vfio_pci *pci, int pending);

#endif
