// SPDX-License-Identifier: GPL-2.0-only
/* A frame may lie in a device's memory, which the processor cannot read. */
#include <linux/skbuff.h>

bool weir_probe(const struct sk_buff *skb);

bool weir_probe(const struct sk_buff *skb)
{
	return skb_frags_readable(skb);
}
