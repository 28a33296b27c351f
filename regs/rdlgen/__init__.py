# SPDX-License-Identifier: BSD-3-Clause
"""From the SystemRDL register source to RTL constants and registers, a C header, docs and a test table."""
