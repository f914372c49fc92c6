# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Set-up without a network and without root: programs that only write down what they were asked for."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tools import setup
from tools.setup import CannotSetUp, Need, digest, write_if_other


def stand_in(folder: Path, name: str, does: str = "") -> None:
    """A program that writes down how it was called."""
    program = folder / name
    program.write_text(f'#!/bin/sh\necho "{name} $*" >> {folder}/calls\n{does}\n')
    program.chmod(0o755)


def calls(folder: Path) -> list[str]:
    file = folder / "calls"
    return file.read_text().splitlines() if file.exists() else []


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder laid out as ours is, with nothing installed."""
    root = tmp_path / "house"
    for name in ("tools", "requirements", ".venv/bin", "hotline/site/static", "node_modules"):
        (root / name).mkdir(parents=True)
    (root / "requirements" / "run.txt").write_text("click==8.5.1 --hash=sha256:1\n")
    (root / "package-lock.json").write_text("{}")
    (root / "tools" / "front_end.py").write_text("")
    monkeypatch.setattr(setup, "ROOT", root)
    return root


def test_packages_are_missed_by_what_they_bring(monkeypatch: pytest.MonkeyPatch) -> None:
    needs = {
        "run": (Need("there", lambda: True), Need("gone", lambda: None)),
        "tests": (Need("gone-too", list),),
    }
    monkeypatch.setattr(setup, "NEEDS", needs)
    assert setup.missing_packages("run") == ["gone"]
    assert setup.missing_packages("tests") == ["gone", "gone-too"]


def test_a_program_is_seen_however_it_came(programs: Path) -> None:
    assert not setup.command("rtpengine-of-ours")()
    stand_in(programs, "rtpengine-of-ours")
    assert setup.command("rtpengine-of-ours")()
    assert setup.module("json")()
    assert not setup.module("no_such_module")()
    assert setup.file("etc/pass*")()
    assert not setup.file("etc/no-such-file*")()


def test_missing_packages_are_listed_before_they_are_installed(
    house: Path, programs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in(programs, "apt-get")
    stand_in(house / "tools", "install_packages")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    setup.install_system_packages(["espeak-ng", "npm"])
    assert "  espeak-ng\n  npm\n" in capsys.readouterr().out
    assert calls(house / "tools") == ["install_packages espeak-ng npm"]


def test_who_is_not_root_installs_with_sudo_that_never_waits_for_an_answer(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", str(programs))
    with pytest.raises(CannotSetUp) as refused:
        setup.as_root(["npm", "gettext"])
    assert str(refused.value) == "Ask an administrator to run: apt-get install npm gettext"
    stand_in(programs, "sudo")
    assert setup.as_root(["npm"]) == ["sudo", "-n"]


def test_where_there_is_no_apt_the_list_is_all_we_can_give(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(programs))
    with pytest.raises(CannotSetUp, match="There is no apt-get here"):
        setup.install_system_packages(["npm"])


def test_python_packages_are_installed_once_and_again_when_the_lock_changes(house: Path) -> None:
    stand_in(house / ".venv" / "bin", "python")
    lock = house / "requirements" / "run.txt"
    for _ in range(2):
        setup.install_requirements(house / ".venv", lock)
    assert len(calls(house / ".venv" / "bin")) == 1
    assert "--require-hashes" in calls(house / ".venv" / "bin")[0]
    lock.write_text("click==8.6.0 --hash=sha256:2\n")
    setup.install_requirements(house / ".venv", lock)
    assert len(calls(house / ".venv" / "bin")) == 2
    assert json.loads((house / ".venv" / "installed.json").read_text()) == {"run.txt": digest(lock)}


def test_an_installation_that_failed_is_tried_again(house: Path) -> None:
    stand_in(house / ".venv" / "bin", "python", does="exit 1")
    lock = house / "requirements" / "run.txt"
    for _ in range(2):
        with pytest.raises(subprocess.CalledProcessError):
            setup.install_requirements(house / ".venv", lock)
    assert len(calls(house / ".venv" / "bin")) == 2


def test_front_end_libraries_are_fetched_once(house: Path, programs: Path) -> None:
    stand_in(programs, "npm")
    stand_in(house / ".venv" / "bin", "python", does=f"mkdir -p {house}/hotline/site/static/vendor")
    for _ in range(2):
        setup.install_front_end(house / ".venv")
    assert [call.split()[:2] for call in calls(programs)] == [["npm", "ci"]]
    (house / "package-lock.json").write_text('{"newer": 1}')
    setup.install_front_end(house / ".venv")
    assert len(calls(programs)) == 2


def test_a_broken_virtual_environment_is_noticed(tmp_path: Path) -> None:
    assert setup.runs(tmp_path / "no-python") is False
    stand_in(tmp_path, "python", does="exit 1")
    assert setup.runs(tmp_path / "python") is False
    assert setup.runs(Path(sys.executable)) is True


def test_the_launcher_starts_hotline_from_anywhere(tmp_path: Path) -> None:
    root, venv = Path(setup.__file__).parents[1], tmp_path / "venv"
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", "--system-site-packages", venv], check=True
    )
    setup.write_launcher(venv, root)
    launcher = (venv / "bin" / "hotline").read_text()
    assert launcher.startswith(f"#!{venv / 'bin' / 'python'}\n")
    found = "import hotline; print(hotline.__file__)"
    done = subprocess.run(
        [venv / "bin" / "python", "-c", found], cwd="/", check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == str(root / "hotline" / "__init__.py")


def test_translations_are_compiled_when_they_are_newer(tmp_path: Path) -> None:
    source = tmp_path / "hotline" / "desk" / "locale" / "da" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\nmsgid "Call"\nmsgstr "Opkald"\n'
    )
    setup.compile_translations(tmp_path / "hotline")
    compiled = source.with_suffix(".mo")
    assert b"Opkald" in compiled.read_bytes()
    compiled.write_bytes(b"kept")
    setup.compile_translations(tmp_path / "hotline")
    assert compiled.read_bytes() == b"kept"


def test_a_file_that_is_right_is_not_written_again(tmp_path: Path) -> None:
    file = tmp_path / "launcher"
    write_if_other(file, "one")
    os.utime(file, (0, 0))
    write_if_other(file, "one")
    assert file.stat().st_mtime == 0
    write_if_other(file, "two")
    assert file.read_text() == "two"


def test_a_second_set_up_waits_for_the_first(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with setup.one_at_a_time(tmp_path):
            order.append("second")

    with setup.one_at_a_time(tmp_path):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.2)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_an_unknown_purpose_is_answered_with_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert setup.main(["nonsense"]) == 2
    assert "python3 -m tools.setup tests" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        (CannotSetUp("Ask somebody."), "Set-up cannot go on. Ask somebody."),
        (subprocess.CalledProcessError(3, ["npm", "ci"]), "Set-up stopped: npm ci ended with 3."),
    ],
)
def test_trouble_is_a_sentence(
    house: Path,
    trouble: Exception,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stumble(_purpose: str) -> None:
        raise trouble

    monkeypatch.setattr(setup, "set_up", stumble)
    assert setup.main([]) == 1
    assert says in capsys.readouterr().err
    assert house.is_dir()
