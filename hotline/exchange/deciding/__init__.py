# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How each event is decided: one function per event, and the few moves they share."""
