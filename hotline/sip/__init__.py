# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""SIP as a pure function of bytes and time; see agent.py for what a wire calls."""
