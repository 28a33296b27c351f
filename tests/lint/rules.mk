# SPDX-License-Identifier: BSD-3-Clause
lint: test-lint
$(call test,lint/tree,tests/lint/tree.sh)
$(call test,lint/docs,tests/lint/docs.sh)
$(call test,lint/rtl,tests/lint/rtl.sh)
$(call test,lint/cppcheck,tests/lint/c.sh cppcheck)
$(call test,lint/tidy,tests/lint/c.sh tidy,,600)
$(call test,lint/shell,tests/lint/shell.sh)
