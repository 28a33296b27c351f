# SPDX-License-Identifier: BSD-3-Clause
# tests/driver: the Linux driver as far as it shows without a kernel to load it into
$(call test,driver/build,O=$(O) tests/driver/build.sh,$(O)/deps/driver,300)
