# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The report as people use it: what is chosen, what is compared, what is downloaded."""
