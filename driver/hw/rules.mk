# SPDX-License-Identifier: BSD-3-Clause
# driver/hw: the hardware layer as it runs in user space. HW_OBJS is linked into libweir and tests.
HW_SRCS := $(wildcard driver/hw/*.c)
HW_OBJS := $(HW_SRCS:%.c=$(O)/%.o)
# No libc: what compiles freestanding here compiles in the kernel.
$(HW_OBJS): XFLAGS := -ffreestanding -fvisibility=hidden
