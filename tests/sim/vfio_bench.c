// SPDX-License-Identifier: BSD-3-Clause
/*
 * vfio_bench.c - a message of vfio-user made byte by byte, and what becomes of it
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "vfio_bench.h"

const struct weir_vfio_shape vfio_shape = {
	.region_size = { [0] = 262144, [2] = 4096, [WEIR_VFIO_REGION_CONFIG] = 4096 },
	.irq_count = { [WEIR_VFIO_IRQ_MSIX] = 32, [WEIR_VFIO_IRQ_ERR] = 1 },
};

uint8_t vfio_buf[WEIR_VFIO_MSG_MAX + 1];
struct weir_vfio_msg vfio_msg;
char vfio_why[200];

void vfio_put(unsigned int at, unsigned int bytes, uint64_t v)
{
	for (; bytes; bytes--, v >>= 8)
		vfio_buf[at++] = (uint8_t)v;
}

uint64_t vfio_get(const uint8_t *p, unsigned int bytes)
{
	uint64_t v = 0;

	while (bytes--)
		v = v << 8 | p[bytes];
	return v;
}

void vfio_begin(unsigned int cmd, uint32_t size, uint32_t flags)
{
	memset(vfio_buf, 0, sizeof(vfio_buf));
	vfio_put(0, 2, 0x1234);
	vfio_put(2, 2, cmd);
	vfio_put(4, 4, size);
	vfio_put(8, 4, flags);
}

/* In memory of exactly its size, so that a sanitizer sees a byte too far. */
int vfio_parse(unsigned int fds, int negotiated)
{
	uint32_t size = (uint32_t)vfio_get(vfio_buf + 4, 4);
	uint8_t *copy;
	int ret;

	if (size < WEIR_VFIO_HDR || size > WEIR_VFIO_MSG_MAX)
		size = WEIR_VFIO_HDR;
	copy = malloc(size);
	assert_non_null(copy);
	memcpy(copy, vfio_buf, size);
	vfio_why[0] = '\0';
	ret = weir_vfio_parse(&vfio_msg, &vfio_shape, copy, fds, &negotiated, vfio_why, sizeof(vfio_why));
	free(copy);
	return ret;
}

void vfio_good(unsigned int fds)
{
	assert_int_equal(vfio_parse(fds, 1), 0);
	assert_string_equal(vfio_why, "");
	assert_int_equal(vfio_msg.error, 0);
}

void vfio_wrong(unsigned int fds, const char *text)
{
	assert_int_equal(vfio_parse(fds, 1), -EPROTO);
	assert_string_equal(vfio_why, text);
}
