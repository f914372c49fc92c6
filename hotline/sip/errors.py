# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What this room refuses."""


class Unusable(Exception):
    """What was given cannot be used; the sentence says why, for people."""


class Impossible(Exception):
    """The tables have no move for what happened: a bug of ours, nothing was changed."""
