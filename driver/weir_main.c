// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_main.c - the module as a whole: the socket family, then the cards
 */
#include <linux/module.h>

#include "weir.h"
#include "weir_sock.h"

static int __init weir_init(void)
{
	int ret = weir_socket_init();

	if (ret)
		return ret;
	ret = weir_pci_init();
	if (ret)
		weir_socket_exit();
	return ret;
}

static void __exit weir_exit(void)
{
	weir_pci_exit();
	weir_socket_exit();
}

module_init(weir_init);
module_exit(weir_exit);

MODULE_DESCRIPTION("WEIR packet capture card");
MODULE_LICENSE("GPL");
