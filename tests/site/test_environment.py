# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import multiprocessing
import stat
from pathlib import Path

import pytest

from hotline.site import environment
from hotline.site.environment import WrongEnvironment


def test_an_empty_environment_gives_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOTLINE_X", raising=False)
    assert environment.text("HOTLINE_X", "as it comes") == "as it comes"
    assert environment.number("HOTLINE_X", 8000) == 8000
    assert environment.yes("HOTLINE_X", default=True) is True
    assert environment.words("HOTLINE_X", "a, b") == ["a", "b"]
    assert environment.one_of("HOTLINE_X", "INFO", ("INFO", "ERROR")) == "INFO"


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("kept apart\n")
    monkeypatch.setenv("HOTLINE_X", "in the open")
    monkeypatch.setenv("HOTLINE_X_FILE", str(tmp_path / "key"))
    assert environment.text("HOTLINE_X", "") == "kept apart"


@pytest.mark.parametrize("given", ["x", "-1", "", "65536", "80.5"])
def test_a_port_that_is_none_is_refused_by_name(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_WEB_PORT", given)
    with pytest.raises(WrongEnvironment) as refused:
        environment.number("HOTLINE_WEB_PORT", 8000)
    assert str(refused.value) == f"HOTLINE_WEB_PORT is {given!r}; it must be a whole number from 0 to 65535."


@pytest.mark.parametrize(("given", "meant"), [("yes", True), ("no", False), ("YES", True), ("No", False)])
def test_yes_and_no_are_understood(given: str, *, meant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_DEMO", given)
    assert environment.yes("HOTLINE_DEMO", default=not meant) is meant


def test_perhaps_is_neither_yes_nor_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_DEMO", "perhaps")
    with pytest.raises(WrongEnvironment, match="HOTLINE_DEMO is 'perhaps'; it must be yes or no"):
        environment.yes("HOTLINE_DEMO", default=False)


@pytest.mark.parametrize("given", ["0.0.0.0", "::", "::1", "hotline.example", ""])
def test_an_address_nobody_can_answer_to_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_SIP_ADDRESS", given)
    with pytest.raises(WrongEnvironment, match=r"HOTLINE_SIP_ADDRESS is .*; the other side is told"):
        environment.own_address("HOTLINE_SIP_ADDRESS", "127.0.0.1")


def test_a_softphone_on_this_machine_may_ring_in_from_whichever_address_it_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("HOTLINE_SIP_TRUSTED", raising=False)
    assert "any" in environment.who_may_ring_in("HOTLINE_SIP_TRUSTED", "127.0.0.1")


def test_a_line_that_others_reach_is_open_to_those_who_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOTLINE_SIP_TRUSTED", raising=False)
    assert environment.who_may_ring_in("HOTLINE_SIP_TRUSTED", "192.0.2.10") == ["127.0.0.1"]
    monkeypatch.setenv("HOTLINE_SIP_TRUSTED", "198.51.100.7")
    for listening_at in ("127.0.0.1", "192.0.2.10"):
        assert environment.who_may_ring_in("HOTLINE_SIP_TRUSTED", listening_at) == ["198.51.100.7"]


def test_an_address_of_this_machine_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_SIP_ADDRESS", "192.0.2.10")
    assert environment.own_address("HOTLINE_SIP_ADDRESS", "127.0.0.1") == "192.0.2.10"


def test_a_level_of_logging_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_LOG_LEVEL", "LOUD")
    with pytest.raises(WrongEnvironment, match="'LOUD'; it must be one of INFO, ERROR"):
        environment.one_of("HOTLINE_LOG_LEVEL", "INFO", ("INFO", "ERROR"))


def test_the_data_folder_is_made_when_it_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOTLINE_DATA", str(tmp_path / "deep" / "data"))
    assert environment.data_folder() == tmp_path / "deep" / "data"
    assert (tmp_path / "deep" / "data").is_dir()


def test_the_secret_key_is_made_once_and_kept_from_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("HOTLINE_SECRET_KEY")
    key = environment.secret_key(tmp_path)
    assert len(key) > 50
    assert environment.secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_processes_that_start_together_agree_on_the_secret_key(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("HOTLINE_SECRET_KEY")
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert len(set(pool.map(environment.secret_key, [tmp_path] * 8))) == 1


def test_a_secret_key_that_is_given_is_not_stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOTLINE_SECRET_KEY", "given")
    assert environment.secret_key(tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_without_an_address_the_database_is_a_file_in_the_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    found = environment.database(tmp_path)
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", str(tmp_path / "db.sqlite3"))


def test_a_postgresql_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://line:p%40ss@db.example:5433/hot%20line")
    found = environment.database(tmp_path)
    assert {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "hot line",
        "USER": "line",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": 5433,
    }


def test_an_unknown_kind_of_database_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://here/x")
    with pytest.raises(WrongEnvironment, match="DATABASE_URL must begin with"):
        environment.database(tmp_path)


def test_a_page_may_open_the_exchange_on_each_of_our_hosts() -> None:
    assert environment.socket_sources(["hotline.dk", ".midt.dk", "[::1]"], 8100) == [
        "ws://hotline.dk:8100",
        "wss://hotline.dk:8100",
        "ws://*.midt.dk:8100",
        "wss://*.midt.dk:8100",
    ]


def test_a_body_that_is_not_json_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOTLINE_X", raising=False)
    assert environment.json_text("HOTLINE_X", '{"to": "{to}"}') == '{"to": "{to}"}'
    monkeypatch.setenv("HOTLINE_X", '{"to": ')
    with pytest.raises(WrongEnvironment, match="HOTLINE_X is not JSON"):
        environment.json_text("HOTLINE_X", "{}")
