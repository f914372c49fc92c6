# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Where the first migration of this room looks for it."""

from hotline.webhooks.signing import new_secret

__all__ = ["new_secret"]
