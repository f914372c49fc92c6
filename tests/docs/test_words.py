# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The list of words is what the pages say: one Danish word for each English one."""

import gettext
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| [^|]+ \|$", re.MULTILINE)


def words() -> dict[str, str]:
    """English to Danish; a row may hold several pairs, in order."""
    rows = [row for row in ROW.findall((ROOT / "docs" / "words.md").read_text()) if row[0] != "English"]
    return {
        english: danish
        for left, right in rows
        for english, danish in zip(left.split(", "), right.split(", "), strict=True)
    }


@pytest.fixture
def said(tmp_path: Path) -> list[gettext.GNUTranslations]:
    """Every room's Danish, as its pages have it."""
    return list(compiled(tmp_path))


def compiled(folder: Path) -> Iterator[gettext.GNUTranslations]:
    for source in sorted((ROOT / "hotline").glob("*/locale/da/LC_MESSAGES/django.po")):
        target = folder / f"{source.parents[3].name}.mo"
        subprocess.run(["msgfmt", "-o", target, source], check=True)
        with target.open("rb") as file:
            yield gettext.GNUTranslations(file)


def test_no_word_has_two_meanings() -> None:
    rows = ROW.findall((ROOT / "docs" / "words.md").read_text())
    english = [word for left, _ in rows if left != "English" for word in left.split(", ")]
    assert sorted(set(english)) == sorted(english)


def test_the_pages_use_the_danish_word_of_the_list(said: list[gettext.GNUTranslations]) -> None:
    other = {
        (english, found)
        for english, danish in words().items()
        for form in (english, english.capitalize())
        for translation in said
        if (found := translation.gettext(form)) != form and found.lower() != danish.lower()
    }
    assert other == set()
