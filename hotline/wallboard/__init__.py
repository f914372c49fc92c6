# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Figures on the wall: of the whole pool and of each authority, for who signed in and for paired screens."""
