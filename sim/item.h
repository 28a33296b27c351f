/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * item.h - the items of a list with commas: what follows "sim:" of the library and "--port" of weir-sim
 */
#ifndef WEIR_ITEM_H
#define WEIR_ITEM_H

#include <stddef.h>

/*
 * Copies up to the next comma to `out`, which has room for all of text; a backslash makes what follows it
 * plain. The rest begins behind that comma; NULL: it was the last one.
 */
static inline const char *weir_item(const char *text, char *out)
{
	while (*text && *text != ',') {
		if (*text == '\\' && text[1])
			text++;
		*out++ = *text++;
	}
	*out = '\0';
	return *text ? text + 1 : NULL;
}

#endif
