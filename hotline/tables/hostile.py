# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Text that a spreadsheet would take for a formula, and run."""

# As OWASP lists them, with the wide forms that some spreadsheets take for the narrow ones.
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# XML 1.0 has no way to write these.
UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])


def is_hostile(text: str) -> bool:
    """Whether a spreadsheet might run it; blanks before a formula do not keep it from that."""
    return text.startswith(BEGINNINGS) or text.lstrip().startswith(BEGINNINGS)


def neutralised(text: str) -> str:
    """The same text with an apostrophe before it when it could be run: it is then shown as text."""
    return f"'{text}" if is_hostile(text) else text


def writable(text: str) -> str:
    """The text without characters that no workbook can hold."""
    return text.translate(UNWRITABLE)
