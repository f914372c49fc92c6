# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from pathlib import Path

import pytest

from hotline.site import addresses
from hotline.site.addresses import addresses_beyond_home, addresses_in, is_home

LOOPBACK_ONLY = """\
Main:
  +-- 127.0.0.0/8 2 0 2
     |-- 127.0.0.0
        /8 host LOCAL
     |-- 127.0.0.1
        /32 host LOCAL
     |-- 127.255.255.255
        /32 link BROADCAST
"""
WITH_NETWORK = (
    LOOPBACK_ONLY
    + """\
  +-- 192.0.2.0/24 2 0 2
     |-- 192.0.2.0
        /24 link UNICAST
     |-- 192.0.2.7
        /32 host LOCAL
     |-- 192.0.2.255
        /32 link BROADCAST
"""
)


@pytest.mark.parametrize(
    ("host", "home"),
    [
        ("localhost", True),
        ("127.0.0.2", True),
        ("[::1]", True),
        ("::1", True),
        ("192.0.2.7", False),
        ("hotline.example.dk", False),
        ("0.0.0.0", False),
    ],
)
def test_some_names_never_leave_the_machine(host: str, *, home: bool) -> None:
    assert is_home(host) is home


def test_the_machine_s_addresses_are_read_from_the_kernel() -> None:
    assert addresses_in(WITH_NETWORK) == {"127.0.0.1", "192.0.2.7"}
    assert "127.0.0.1" in addresses_in(addresses.TABLE.read_text())


@pytest.mark.parametrize(("table", "beyond"), [(LOOPBACK_ONLY, []), (WITH_NETWORK, ["192.0.2.7"])])
def test_others_reach_the_machine_where_it_is_not_at_home(
    table: str, beyond: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "table").write_text(table)
    monkeypatch.setattr(addresses, "TABLE", tmp_path / "table")
    assert addresses_beyond_home() == beyond
