# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Real parts for tests: a whole Hotline as processes, a SIP telephone, a browser, and an ear for tones."""
