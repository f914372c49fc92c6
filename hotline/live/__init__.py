# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Tells browsers what goes on, as it happens.

The exchange sends each web process whole small snapshots (`snapshot`), over one connection (`following`).
What people look at is rendered here once for all who look at the same thing (`boards`), and sent to each of
them as server-sent events (`streaming`).
"""
