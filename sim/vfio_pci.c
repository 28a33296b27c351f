// SPDX-License-Identifier: BSD-3-Clause
/*
 * vfio_pci.c - the configuration space of the card's PCI Express function
 *
 * A table of registers with their reset values and masks; offsets and bits from the PCI Express Base
 * Specification 5.0, 7.5 to 7.8.
 */
#include "vfio_pci.h"

#include <stddef.h>
#include <string.h>

#include "weir_pci.h"

#define COMMAND		0x04
#define PM		0x40
#define EXPRESS		0x50
#define MSIX		0x90
#define AER		0x100

#define COMMAND_MASTER	0x0004U
#define PMCSR		(PM + 4)
#define DEVCTL		(EXPRESS + 8)
#define DEVCTL_FLR	0x80U		/* in its second byte */
#define DEVCTL_MPS	0xe0U		/* in its first */
#define DEVSTA		(EXPRESS + 10)
#define DEVSTA_PENDING	0x20U
#define MSIX_CTRL	(MSIX + 2)
#define MSIX_MASK_ALL	0x40U		/* in its second byte */
#define MSIX_ENABLE	0x80U

struct reg {
	uint16_t at;
	uint8_t bytes;
	uint32_t value, rw, w1c;
};

static const struct reg regs[] = {
	{ 0x00, 2, WEIR_PCI_VENDOR, 0, 0 },
	{ 0x02, 2, WEIR_PCI_DEVICE, 0, 0 },
	{ COMMAND, 2, 0, 0x0546, 0 },		/* memory, master, parity, SERR, no INTx */
	{ 0x06, 2, 0x0010, 0, 0xf900 },		/* has capabilities */
	{ 0x08, 4, WEIR_PCI_CLASS << 8 | WEIR_PCI_REVISION, 0, 0 },
	{ 0x0c, 1, 0, 0xff, 0 },		/* cache line */
	{ 0x10, 4, 0x4, ~(WEIR_PCI_BAR_REGS_BYTES - 1U), 0 },	/* memory, 64 bits */
	{ 0x14, 4, 0, 0xffffffff, 0 },
	{ 0x18, 4, 0x4, ~(WEIR_PCI_BAR_MSIX_BYTES - 1U), 0 },
	{ 0x1c, 4, 0, 0xffffffff, 0 },
	{ 0x2c, 2, WEIR_PCI_VENDOR, 0, 0 },
	{ 0x2e, 2, WEIR_PCI_DEVICE, 0, 0 },
	{ 0x34, 1, PM, 0, 0 },
	{ 0x3c, 1, 0, 0xff, 0 },		/* interrupt line; there is no pin */

	{ PM, 4, 0x0003U << 16 | EXPRESS << 8 | 0x01, 0, 0 },	/* version 3, no D1, D2, PME */
	{ PMCSR, 2, 0x0008, 0x0003, 0 },	/* D0; D3hot keeps the registers */

	{ EXPRESS, 4, 0x0002U << 16 | MSIX << 8 | 0x10, 0, 0 },	/* version 2, endpoint */
	/* Payloads up to 512 bytes, role-based errors, function level reset. */
	{ EXPRESS + 4, 4, 0x10008002, 0, 0 },
	{ DEVCTL, 2, 0x2810, 0x7fff, 0 },
	{ DEVSTA, 2, 0, 0, 0x000f },
	{ EXPRESS + 12, 4, 0x00000083, 0, 0 },	/* 8 lanes of 8 GT/s */
	{ EXPRESS + 16, 2, 0, 0x0fcb, 0 },
	{ EXPRESS + 18, 2, 0x0083, 0, 0xc000 },
	{ EXPRESS + 36, 4, 0x0000001f, 0, 0 },	/* completion time-outs of all ranges, and none */
	{ EXPRESS + 40, 2, 0, 0x001f, 0 },
	{ EXPRESS + 44, 4, 0x0000000e, 0, 0 },	/* 2.5, 5 and 8 GT/s */
	{ EXPRESS + 48, 2, 0x0003, 0x000f, 0 },

	{ MSIX, 2, 0x0011, 0, 0 },		/* the last one */
	{ MSIX_CTRL, 2, WEIR_PCI_VECTORS - 1, 0xc000, 0 },
	{ MSIX + 4, 4, WEIR_PCI_BAR_MSIX, 0, 0 },
	{ MSIX + 8, 4, WEIR_PCI_MSIX_PBA | WEIR_PCI_BAR_MSIX, 0, 0 },

	{ AER, 4, 0x00020001, 0, 0 },		/* version 2, the last one */
	{ AER + 4, 4, 0, 0, 0x01fff030 },	/* uncorrectable: status, mask, severity */
	{ AER + 8, 4, 0x00400000, 0x01fff030, 0 },
	{ AER + 12, 4, 0x00462030, 0x01fff030, 0 },
	{ AER + 16, 4, 0, 0, 0x0000f1c1 },	/* correctable: status, mask */
	{ AER + 20, 4, 0x0000e000, 0x0000f1c1, 0 },
	{ AER + 24, 4, 0, 0, 0 },
};

static void put(uint8_t *p, uint32_t v, unsigned int bytes)
{
	for (; bytes; bytes--, v >>= 8)
		*p++ = (uint8_t)v;
}

void weir_vfio_pci_init(struct weir_vfio_pci *pci)
{
	size_t i;

	memset(pci, 0, sizeof(*pci));
	for (i = 0; i < sizeof(regs) / sizeof(regs[0]); i++) {
		put(pci->reg + regs[i].at, regs[i].value, regs[i].bytes);
		put(pci->rw + regs[i].at, regs[i].rw, regs[i].bytes);
		put(pci->w1c + regs[i].at, regs[i].w1c, regs[i].bytes);
	}
}

void weir_vfio_pci_reset(struct weir_vfio_pci *pci)
{
	uint8_t link[2], payload = pci->reg[DEVCTL] & DEVCTL_MPS, aer[28];

	memcpy(link, pci->reg + EXPRESS + 16, sizeof(link));
	memcpy(aer, pci->reg + AER, sizeof(aer));	/* sticky bits, all of it */
	weir_vfio_pci_init(pci);
	memcpy(pci->reg + EXPRESS + 16, link, sizeof(link));
	memcpy(pci->reg + AER, aer, sizeof(aer));
	pci->reg[DEVCTL] = (uint8_t)((pci->reg[DEVCTL] & ~DEVCTL_MPS) | payload);
}

void weir_vfio_pci_read(const struct weir_vfio_pci *pci, uint32_t offset, void *data, uint32_t len)
{
	memcpy(data, pci->reg + offset, len);
}

int weir_vfio_pci_write(struct weir_vfio_pci *pci, uint32_t offset, const void *data, uint32_t len)
{
	const uint8_t *from = data;
	int flr = 0;
	uint32_t i;

	for (i = 0; i < len; i++) {
		uint32_t at = offset + i;

		pci->reg[at] = (uint8_t)((pci->reg[at] & ~pci->rw[at]) | (from[i] & pci->rw[at]));
		pci->reg[at] = (uint8_t)(pci->reg[at] & ~(from[i] & pci->w1c[at]));
		/* Starts with its own bit, which always reads 0. */
		flr |= at == DEVCTL + 1 && from[i] & DEVCTL_FLR;
	}
	return flr;
}

int weir_vfio_pci_awake(const struct weir_vfio_pci *pci)
{
	return !(pci->reg[PMCSR] & 3);
}

int weir_vfio_pci_master(const struct weir_vfio_pci *pci)
{
	return weir_vfio_pci_awake(pci) && pci->reg[COMMAND] & COMMAND_MASTER;
}

int weir_vfio_pci_msix(const struct weir_vfio_pci *pci)
{
	return (pci->reg[MSIX_CTRL + 1] & (MSIX_ENABLE | MSIX_MASK_ALL)) == MSIX_ENABLE;
}

void weir_vfio_pci_pending(struct weir_vfio_pci *pci, int pending)
{
	pci->reg[DEVSTA] = (uint8_t)((pci->reg[DEVSTA] & ~DEVSTA_PENDING) |
				     (pending && weir_vfio_pci_master(pci) ? DEVSTA_PENDING : 0));
}
