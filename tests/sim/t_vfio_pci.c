// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_vfio_pci.c - the configuration space is one that an operating system finds its way in
 *
 * Guards against a list of capabilities with a loop or a gap, BARs whose size is misread, bits that a
 * driver can set and must not, a reset that is forgotten or seen twice, and power states that do nothing.
 * Offsets here are those of linux/pci_regs.h, which the server's own table does not use.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <linux/pci_regs.h>

#include "vfio_pci.h"
#include "weir_pci.h"

static struct weir_vfio_pci pci;

static uint32_t rd(uint32_t at, uint32_t bytes)
{
	uint8_t b[4] = { 0 };

	weir_vfio_pci_read(&pci, at, b, bytes);
	return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static int wr(uint32_t at, uint32_t v, uint32_t bytes)
{
	uint8_t b[4] = { (uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16), (uint8_t)(v >> 24) };

	return weir_vfio_pci_write(&pci, at, b, bytes);
}

static uint32_t cap(uint32_t id)
{
	uint32_t at = rd(PCI_CAPABILITY_LIST, 1), seen = 0;

	for (; at; at = rd(at + 1, 1)) {
		assert_true(at >= 0x40 && at % 4 == 0 && seen++ < 48);
		if (rd(at, 1) == id)
			return at;
	}
	return 0;
}

static int setup(void **state)
{
	(void)state;
	weir_vfio_pci_init(&pci);
	return 0;
}

static void test_identity(void **state)
{
	(void)state;
	assert_int_equal(rd(PCI_VENDOR_ID, 2), WEIR_PCI_VENDOR);
	assert_int_equal(rd(PCI_DEVICE_ID, 2), WEIR_PCI_DEVICE);
	assert_int_equal(rd(PCI_CLASS_REVISION, 4), WEIR_PCI_CLASS << 8 | WEIR_PCI_REVISION);
	assert_int_equal(rd(PCI_HEADER_TYPE, 1), PCI_HEADER_TYPE_NORMAL);
	assert_int_equal(rd(PCI_STATUS, 2), PCI_STATUS_CAP_LIST);
	assert_int_equal(rd(PCI_INTERRUPT_PIN, 1), 0);
	wr(PCI_VENDOR_ID, 0, 4);
	wr(PCI_CLASS_REVISION, 0, 4);
	assert_int_equal(rd(PCI_VENDOR_ID, 2), WEIR_PCI_VENDOR);
	assert_int_equal(rd(PCI_CLASS_REVISION, 4), WEIR_PCI_CLASS << 8 | WEIR_PCI_REVISION);
	assert_int_equal(cap(0xff), 0);
}

static void bar(uint32_t at, uint64_t size)
{
	uint64_t mask;

	assert_int_equal(rd(at, 4) & 0xf, PCI_BASE_ADDRESS_MEM_TYPE_64);
	wr(at, 0xffffffff, 4);
	wr(at + 4, 0xffffffff, 4);
	mask = (uint64_t)rd(at + 4, 4) << 32 | (rd(at, 4) & ~0xfU);
	assert_int_equal(~mask + 1, size);
	wr(at, 0xfe000004, 4);
	wr(at + 4, 0x80, 4);
	assert_int_equal(rd(at, 4), 0xfe000004);
	assert_int_equal(rd(at + 4, 4), 0x80);
}

static void test_bars(void **state)
{
	(void)state;
	bar(PCI_BASE_ADDRESS_0, WEIR_PCI_BAR_REGS_BYTES);
	bar(PCI_BASE_ADDRESS_2, WEIR_PCI_BAR_MSIX_BYTES);
	wr(PCI_BASE_ADDRESS_4, 0xffffffff, 4);
	wr(PCI_ROM_ADDRESS, 0xffffffff, 4);
	assert_int_equal(rd(PCI_BASE_ADDRESS_4, 4), 0);
	assert_int_equal(rd(PCI_ROM_ADDRESS, 4), 0);
}

static void test_msix(void **state)
{
	uint32_t at = cap(PCI_CAP_ID_MSIX), table, pba;

	(void)state;
	assert_true(at);
	assert_int_equal((rd(at + PCI_MSIX_FLAGS, 2) & PCI_MSIX_FLAGS_QSIZE) + 1, WEIR_PCI_VECTORS);
	table = rd(at + PCI_MSIX_TABLE, 4);
	pba = rd(at + PCI_MSIX_PBA, 4);
	assert_int_equal(table & PCI_MSIX_TABLE_BIR, WEIR_PCI_BAR_MSIX);
	assert_int_equal(pba & PCI_MSIX_PBA_BIR, WEIR_PCI_BAR_MSIX);
	assert_true((pba & ~7U) >= (table & ~7U) + 16 * WEIR_PCI_VECTORS);
	assert_true((pba & ~7U) + 8 <= WEIR_PCI_BAR_MSIX_BYTES);
	assert_false(weir_vfio_pci_msix(&pci));
	wr(at + PCI_MSIX_FLAGS, 0xffff, 2);
	assert_int_equal(rd(at + PCI_MSIX_FLAGS, 2),
			 PCI_MSIX_FLAGS_ENABLE | PCI_MSIX_FLAGS_MASKALL | (WEIR_PCI_VECTORS - 1));
	assert_false(weir_vfio_pci_msix(&pci));
	wr(at + PCI_MSIX_FLAGS, PCI_MSIX_FLAGS_ENABLE, 2);
	assert_true(weir_vfio_pci_msix(&pci));
}

static void test_power(void **state)
{
	uint32_t at = cap(PCI_CAP_ID_PM);

	(void)state;
	assert_true(at);
	assert_int_equal(rd(at + PCI_PM_PMC, 2) & PCI_PM_CAP_VER_MASK, 3);
	assert_int_equal(rd(at + PCI_PM_PMC, 2) & (PCI_PM_CAP_D1 | PCI_PM_CAP_D2 | PCI_PM_CAP_PME_MASK), 0);
	assert_true(rd(at + PCI_PM_CTRL, 2) & PCI_PM_CTRL_NO_SOFT_RESET);
	wr(PCI_COMMAND, PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER, 2);
	assert_true(weir_vfio_pci_awake(&pci) && weir_vfio_pci_master(&pci));
	wr(at + PCI_PM_CTRL, 3, 2);
	assert_int_equal(rd(at + PCI_PM_CTRL, 2) & PCI_PM_CTRL_STATE_MASK, 3);
	assert_true(!weir_vfio_pci_awake(&pci) && !weir_vfio_pci_master(&pci));
	wr(at + PCI_PM_CTRL, 0, 2);
	assert_true(weir_vfio_pci_awake(&pci) && weir_vfio_pci_master(&pci));
	wr(PCI_COMMAND, PCI_COMMAND_MEMORY, 2);
	assert_false(weir_vfio_pci_master(&pci));
}

static void test_reset(void **state)
{
	uint32_t at = cap(PCI_CAP_ID_EXP), aer = 0x100;

	(void)state;
	assert_true(at);
	assert_int_equal(rd(at + PCI_EXP_FLAGS, 2), 2);
	assert_true(rd(at + PCI_EXP_DEVCAP, 4) & PCI_EXP_DEVCAP_FLR);
	assert_int_equal(rd(aer, 2), PCI_EXT_CAP_ID_ERR);
	wr(PCI_COMMAND, PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER, 2);
	wr(aer + PCI_ERR_UNCOR_MASK, 0x30, 4);
	assert_int_equal(wr(at + PCI_EXP_DEVCTL, PCI_EXP_DEVCTL_PAYLOAD_256B | 0x10, 2), 0);
	assert_int_equal(wr(at + PCI_EXP_DEVCTL, PCI_EXP_DEVCTL_BCR_FLR | PCI_EXP_DEVCTL_PAYLOAD_256B, 2), 1);
	assert_int_equal(rd(at + PCI_EXP_DEVCTL, 2) & PCI_EXP_DEVCTL_BCR_FLR, 0);
	weir_vfio_pci_reset(&pci);
	assert_int_equal(rd(PCI_COMMAND, 2), 0);
	assert_int_equal(rd(at + PCI_EXP_DEVCTL, 2) & PCI_EXP_DEVCTL_PAYLOAD, PCI_EXP_DEVCTL_PAYLOAD_256B);
	assert_int_equal(rd(at + PCI_EXP_DEVCTL, 2) & PCI_EXP_DEVCTL_READRQ, PCI_EXP_DEVCTL_READRQ_512B);
	assert_int_equal(rd(aer + PCI_ERR_UNCOR_MASK, 4), 0x30);
	/* The bit in a byte, in a word of four, and bit 15 of what is beside it. */
	assert_int_equal(wr(at + PCI_EXP_DEVCTL + 1, 0x80, 1), 1);
	assert_int_equal(wr(at + PCI_EXP_DEVCTL, 0x8000, 4), 1);
	assert_int_equal(wr(at + PCI_EXP_DEVCTL, 0x80007fff, 4), 0);
	/* What may not ask waits for no answer, however busy it is. */
	weir_vfio_pci_pending(&pci, 1);
	assert_false(rd(at + PCI_EXP_DEVSTA, 2) & PCI_EXP_DEVSTA_TRPND);
	wr(PCI_COMMAND, PCI_COMMAND_MASTER, 2);
	weir_vfio_pci_pending(&pci, 1);
	assert_true(rd(at + PCI_EXP_DEVSTA, 2) & PCI_EXP_DEVSTA_TRPND);
	weir_vfio_pci_pending(&pci, 0);
	assert_false(rd(at + PCI_EXP_DEVSTA, 2) & PCI_EXP_DEVSTA_TRPND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_identity, setup), cmocka_unit_test_setup(test_bars, setup),
		cmocka_unit_test_setup(test_msix, setup),     cmocka_unit_test_setup(test_power, setup),
		cmocka_unit_test_setup(test_reset, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
