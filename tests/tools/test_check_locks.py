# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from pathlib import Path

from tools.check_locks import ROOT, disagreements, faults, faults_of, pins

LOCK = """\
click==8.5.1 \\
    --hash=sha256:8bb5
    # via
    #   -r requirements/run.in
psycopg[binary]==3.3.1 \\
    --hash=sha256:12ab
    # via -r requirements/run.in
"""
WANTED = "# what running needs\nclick\npsycopg[binary]\n"


def test_a_lock_with_versions_and_hashes_is_in_order() -> None:
    assert list(faults_of("run.txt", LOCK, WANTED)) == []


def test_pins_are_read_whatever_the_spelling() -> None:
    assert pins("Import_Linter==2.0 \\\n    --hash=sha256:1\npsycopg[binary]==3.3.1\n") == {
        "import-linter": "2.0",
        "psycopg": "3.3.1",
    }


def test_an_address_in_a_lock_is_refused() -> None:
    assert list(faults_of("run.txt", "--index-url https://example.org/simple\n" + LOCK, WANTED)) == [
        "run.txt names an address; a lock file holds names, versions and hashes only."
    ]


def test_a_package_without_hash_is_named() -> None:
    lock = LOCK + "nh3==0.3.8\n    # via -r requirements/run.in\n"
    assert list(faults_of("run.txt", lock, WANTED)) == ["run.txt: nh3==0.3.8 has no hash."]


def test_a_package_that_was_never_locked_is_named() -> None:
    assert list(faults_of("run.txt", LOCK, WANTED + "nh3\n-r other.in\n")) == [
        "run.txt: nh3 is wanted but not locked."
    ]


def test_tests_run_with_the_versions_that_run_in_production() -> None:
    assert list(disagreements({"click": "8.5", "nh3": "1"}, {"click": "8.6", "nh3": "1"})) == [
        "click is 8.5 for running but 8.6 for testing."
    ]


def test_an_address_in_the_front_end_lock_is_refused(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    for name, text in (("run.in", WANTED), ("dev.in", WANTED), ("run.txt", LOCK), ("dev.txt", LOCK)):
        (tmp_path / "requirements" / name).write_text(text)
    (tmp_path / "package-lock.json").write_text('{"resolved": "https://example.org/a.tgz"}')
    assert list(faults(tmp_path)) == ["package-lock.json names an address; see .npmrc."]


def test_our_own_lock_files_are_in_order() -> None:
    assert list(faults(ROOT)) == []
