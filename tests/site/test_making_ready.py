# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.conf import LazySettings
from django.db import connection

from hotline.knowledge.models import Synonym
from hotline.organisations.models import Line
from hotline.people.models import User
from hotline.site import example, making_ready
from hotline.site.command_line import hotline


@pytest.mark.django_db
def test_an_empty_database_gets_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    making_ready.load_example_if_empty()
    assert [line.number for line in Line.objects.all()] == ["+4570200000"]
    assert User.objects.filter(username__startswith="agent").count() == 60
    assert "Midtjylland 2014 is loaded" in capsys.readouterr().out


@pytest.mark.django_db
def test_an_installation_without_the_example_has_the_synonyms_and_is_told_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    making_ready.add_shipped_words()
    count = Synonym.objects.count()
    making_ready.add_shipped_words()
    assert count > 300
    assert capsys.readouterr().out == f"Synonyms: {count} that came with the product are added …\n"


@pytest.mark.django_db
def test_a_database_with_a_line_of_its_own_is_left_alone() -> None:
    Line.objects.create(name="Ours", slug="ours", number="+4570000000")
    making_ready.load_example_if_empty()
    assert (Line.objects.count(), User.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_loading_the_example_again_changes_nothing() -> None:
    example.load()
    counted = (Line.objects.count(), User.objects.count())
    example.load()
    assert (Line.objects.count(), User.objects.count()) == counted


@pytest.mark.django_db
def test_the_example_is_not_added_to_a_living_system_unasked() -> None:
    User.objects.create_user(username="somebody", password="long enough to use")
    assert CliRunner().invoke(hotline, ["example"], input="n\n").exit_code == 1
    assert Line.objects.count() == 0
    assert CliRunner().invoke(hotline, ["example", "--yes"]).exit_code == 0
    assert Line.objects.count() == 1


def test_a_machine_without_the_media_relay_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(click.ClickException, match="apt install rtpengine-daemon"):
        making_ready.refuse_without_relay()


def test_sounds_that_cannot_be_made_stop_the_start(
    settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(click.ClickException, match="sounds could not be made"):
        making_ready.make_sounds()


def test_served_files_go_into_the_data_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    making_ready.gather_served_files()
    assert (tmp_path / "static" / "site" / "hotline.css").is_file()


@pytest.mark.django_db
def test_the_database_is_named_without_its_password(settings: LazySettings) -> None:
    said = making_ready.described_database()
    assert said.startswith({"sqlite": "SQLite, ", "postgresql": "PostgreSQL, "}[connection.vendor])
    assert str(settings.DATABASES["default"].get("PASSWORD") or "no password") not in said


def test_every_room_with_an_example_takes_part_in_it() -> None:
    rooms = {path.parent.name for path in (Path(example.__file__).parents[1]).glob("*/example.py")}
    assert rooms - {"site"} == set(example.ROOMS)
