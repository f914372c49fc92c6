# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from pathlib import Path

import pytest

from tools import check_messages
from tools.check_messages import faults_of

HEADER = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
CODE = """\
from django.utils.translation import gettext as _, ngettext
said = _("The line is open")
counted = ngettext("%(n)s call", "%(n)s calls", 2)
"""
PAGE = '{% load i18n %}{% translate "Ring us" %}'


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(check_messages, "ROOT", tmp_path)
    folder = tmp_path / "hotline" / "public"
    (folder / "templates").mkdir(parents=True)
    (folder / "views.py").write_text(CODE)
    (folder / "templates" / "front.html").write_text(PAGE)
    return folder


def faults(room: Path) -> list[str]:
    scratch = room.parents[1] / "scratch"
    scratch.mkdir()
    return list(faults_of(room, scratch))


def translate(room: Path, *entries: tuple[str, str]) -> None:
    file = room / check_messages.TRANSLATION
    file.parent.mkdir(parents=True)
    file.write_text(HEADER + "\n".join(f'\nmsgid "{english}"\n{danish}' for english, danish in entries))


CALLS = ("%(n)s call", 'msgid_plural "%(n)s calls"\nmsgstr[0] "%(n)s opkald"\nmsgstr[1] "%(n)s opkald"\n')
OPEN = ("The line is open", 'msgstr "Linjen er åben"\n')
RING = ("Ring us", 'msgstr "Ring til os"\n')


def test_a_room_without_danish_is_told_text_by_text(room: Path) -> None:
    assert faults(room) == [
        "hotline/public has no Danish for: '%(n)s call'",
        "hotline/public has no Danish for: 'Ring us'",
        "hotline/public has no Danish for: 'The line is open'",
    ]


def test_a_room_with_all_its_danish_is_in_order(room: Path) -> None:
    translate(room, CALLS, OPEN, RING)
    assert faults(room) == []


def test_an_empty_translation_is_none(room: Path) -> None:
    translate(room, CALLS, ("The line is open", 'msgstr ""\n'), RING)
    assert faults(room) == ["hotline/public has no Danish for: 'The line is open'"]


def test_a_translation_that_is_only_guessed_is_none(room: Path) -> None:
    translate(room, CALLS, OPEN)
    file = room / check_messages.TRANSLATION
    file.write_text(file.read_text() + '\n#, fuzzy\nmsgid "Ring us"\nmsgstr "Ringen"\n')
    assert faults(room) == ["hotline/public has no Danish for: 'Ring us'"]


def test_a_translation_that_loses_a_value_is_refused(room: Path) -> None:
    lost = ("%(n)s call", 'msgid_plural "%(n)s calls"\nmsgstr[0] "opkald %(m)s"\nmsgstr[1] "opkald"\n')
    translate(room, OPEN, RING)
    file = room / check_messages.TRANSLATION
    file.write_text(f'{file.read_text()}\n#, python-format\nmsgid "{lost[0]}"\n{lost[1]}')
    [fault] = faults(room)
    assert fault.startswith("hotline/public/locale/da/LC_MESSAGES/django.po: ")
    assert "format specification" in fault


def test_a_room_without_texts_needs_no_danish(tmp_path: Path) -> None:
    room = tmp_path / "hotline" / "exchange"
    room.mkdir(parents=True)
    (room / "state.py").write_text("waiting = 'not for people'\n")
    assert faults(room) == []
