# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a document points to is there, and what it tells to do can be done."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from hotline.site.command_line import PLACES
from hotline.site.version import VERSION

ROOT = Path(__file__).parents[2]
NOT_OURS = {".venv", "node_modules", "build", "data", "LICENSES"}
DOCUMENTS = sorted(
    path.relative_to(ROOT)
    for path in ROOT.rglob("*.md")
    if not NOT_OURS & set(path.relative_to(ROOT).parts) and "vendor" not in path.parts
)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"hotline ([a-z]+)")
VARIABLE = re.compile(r"\b(?:HOTLINE_[A-Z_]+|DATABASE_URL)\b")


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_link_leads_somewhere(document: Path) -> None:
    links = LINK.findall((ROOT / document).read_text())
    local = [link for link in links if not link.startswith(("http:", "https:", "mailto:"))]
    assert [link for link in local if not ((ROOT / document).parent / link).exists()] == []


def test_every_command_the_readme_names_exists() -> None:
    named = {
        word
        for quoted in re.findall(r"`([^`\n]*)`", (ROOT / "README.md").read_text())
        for word in COMMAND.findall(quoted)
    }
    assert named - set(PLACES) == set()
    assert {"run", "doctor", "simulate"} <= named


def test_every_variable_is_in_the_readme_and_every_one_there_is_read() -> None:
    read = {
        name
        for file in ("environment.py", "settings.py")
        for name in VARIABLE.findall((ROOT / "hotline" / "site" / file).read_text())
    }
    told = set(VARIABLE.findall((ROOT / "README.md").read_text()))
    registrar = {"HOTLINE_SIP_REGISTERED_AS", "HOTLINE_SIP_USER", "HOTLINE_SIP_PASSWORD"}  # one row for four
    assert read - told == registrar
    assert told - read == set()


def test_every_target_of_make_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = set(next(line for line in makefile.splitlines() if line.startswith(".PHONY:")).split()[1:])
    order = ["make", "--no-print-directory", "help"]  # these tests may themselves be run by make
    listed = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[0] for line in listed.splitlines()} == phony


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "decisions" / "0011-dependencies.md").read_text().lower()
    wanted = {
        name.lower()
        for file in ("run.in", "dev.in")
        for line in (ROOT / "requirements" / file).read_text().splitlines()
        if (name := re.split(r"[\[<>=]", line)[0].strip()) and not line.startswith(("#", "-r"))
    }
    named = set(re.findall(r"[@\w./-]+", "\n".join(re.findall(r"^\| ([^|]+) \|", reasons, re.MULTILINE))))
    assert wanted - named == set()


def test_every_decision_is_on_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text()))
    assert listed == {path.name for path in folder.glob("0*.md")}


def test_the_project_says_its_licence_and_version_alike_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["license"] == "MPL-2.0"
    public = (ROOT / "publiccode.yml").read_text().splitlines()
    assert {"  license: MPL-2.0", f"softwareVersion: {VERSION}"} <= set(public)
    assert (ROOT / "LICENSE").read_text() == (ROOT / "LICENSES" / "MPL-2.0.txt").read_text()
