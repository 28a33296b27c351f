# SPDX-License-Identifier: BSD-3-Clause
"""From the SystemRDL register source to RTL, a C header, docs and a test table."""
