# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The addresses of this machine, which decide whether browsers find a way for the sound."""

import re
from pathlib import Path

TABLE = Path("/proc/net/fib_trie")
LOCAL = re.compile(r"\|-- (\S+)\n\s+/32 host LOCAL")
HOME = re.compile(r"localhost|127\.|\[?::1")


def is_home(host: str) -> bool:
    """Whether this name or address never leaves the machine."""
    return bool(HOME.match(host))


def addresses_in(table: str) -> set[str]:
    """The IPv4 addresses in the kernel's own table."""
    return set(LOCAL.findall(table))


def addresses_beyond_home() -> list[str]:
    """Where others may reach this machine."""
    return sorted(address for address in addresses_in(TABLE.read_text()) if not is_home(address))
