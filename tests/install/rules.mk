# SPDX-License-Identifier: BSD-3-Clause
$(call test,install/roundtrip,O=$(O) tests/install/roundtrip.sh,all)
