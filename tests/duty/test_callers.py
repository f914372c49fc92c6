# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What callers are told from the duty page: written, listened to, put in force, ended."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from hotline.duty.models import Draft
from hotline.organisations.clips import draft_key
from hotline.organisations.models import LineAnnouncement
from hotline.organisations.preview import sound_of, sounds_root
from hotline.organisations.sounds import own_path
from hotline.people.models import TrailEntry
from tests.duty.exchange import PretendedExchange
from tests.organisations.test_pages_of_announcements import recording, ship
from tests.people.persons import World

FORM = "/duty/hotline/announcement/"
LISTENING = f"{FORM}listening/"
SOUND = f"{LISTENING}sound.wav"


@pytest.fixture(autouse=True)
def _open(settings: Settings) -> None:
    settings.FORCED_OPEN = True


def written(**changes: object) -> dict[str, object]:
    return {"text": "MitID er nede.", "text_en": "", "to_at": ""} | changes


def file_of(draft: Draft, language: str = "da") -> Path:
    return own_path(sounds_root(), "hotline", language, draft_key(draft.pk))


def test_nobody_hears_it_before_it_is_put_in_force(world: World, exchange: PretendedExchange) -> None:
    client = world.client("duty_lead")
    answer = client.post(FORM, written())
    assert (answer.status_code, answer.headers["location"]) == (302, LISTENING)
    assert not LineAnnouncement.objects.exists()
    page = client.get(LISTENING).content.decode()
    assert "Ingen hører den endnu." in page
    assert "MitID er nede." in page
    assert "Så musik, til en medarbejder svarer." in page


def test_it_is_put_in_force_by_one_press(
    world: World,
    exchange: PretendedExchange,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = world.client("duty_lead")
    client.post(FORM, written(ends_call="on", text_en="MitID is down."))
    assert "Så slutter opkaldet." in client.get(LISTENING).content.decode()
    before = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        assert "Beskeden gælder nu." in client.post(LISTENING, follow=True).content.decode()
    row = LineAnnouncement.objects.get()
    assert (row.text, row.text_en, row.to_at, row.ends_call) == (
        "MitID er nede.",
        "MitID is down.",
        None,
        True,
    )
    assert row.from_at >= before
    assert exchange.orders == ["set-up"]
    assert (Draft.objects.count(), client.get(LISTENING).status_code) == (0, 404)
    entry = TrailEntry.objects.get()
    assert (entry.by, entry.deed, entry.words) == (world.duty_lead, "announced", "MitID er nede.")


def test_its_recording_is_heard_first_by_the_duty_lead_and_then_by_callers(
    world: World, exchange: PretendedExchange
) -> None:
    ship(sounds_root(), "welcome", "disturbance")
    client = world.client("duty_lead")
    client.post(FORM, written())
    without = b"".join(client.get(SOUND))
    client.post(FORM, written(recording_da=recording()))
    with_voice = b"".join(client.get(SOUND))
    assert with_voice[:4] == without[:4] == b"RIFF"
    assert len(with_voice) > len(without) + 48_000  # more than half a second of speech
    draft = Draft.objects.get()
    assert file_of(draft).is_file()
    client.post(LISTENING)
    row = LineAnnouncement.objects.get()
    assert not file_of(draft).exists()
    assert own_path(sounds_root(), "hotline", "da", row.clip_key).is_file()
    heard = sound_of(world.line, ("welcome", row.clip_key))
    assert heard is not None
    assert heard.read_bytes() == with_voice


def test_a_recording_belongs_to_the_words_it_was_sent_with(world: World) -> None:
    client = world.client("duty_lead")
    client.post(FORM, written(recording_da=recording()))
    client.post(FORM, written(text="Noget helt andet."))
    assert not file_of(Draft.objects.get()).exists()


def test_a_recording_that_cannot_be_used_is_refused(world: World) -> None:
    wrong = SimpleUploadedFile("besked.wav", b"ikke lyd", "audio/wav")
    answer = world.client("duty_lead").post(FORM, written(recording_da=wrong))
    assert answer.status_code == 200
    assert answer.context["form"].errors["recording_da"]
    assert not Draft.objects.exists()


@pytest.mark.parametrize("wrong", [{"text": ""}, {"to_at": "2020-01-01T12:00"}, {"text": "x" * 601}])
def test_what_is_wrong_is_said(world: World, wrong: dict[str, str]) -> None:
    answer = world.client("duty_lead").post(FORM, written(**wrong))
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_each_duty_lead_has_a_draft_of_ones_own(world: World) -> None:
    world.client("duty_lead").post(FORM, written())
    assert world.client("administrator").get(LISTENING).status_code == 404
    assert world.client("administrator").get(SOUND).status_code == 404
    world.client("administrator").post(FORM, written(text="Noget andet."))
    assert {draft.by.username: draft.text for draft in Draft.objects.select_related("by")} == {
        "vera": "MitID er nede.",
        "asta": "Noget andet.",
    }


def test_without_sounds_only_the_words_are_shown(world: World) -> None:
    client = world.client("duty_lead")
    client.post(FORM, written())
    assert "Lydene er ikke lavet" in client.get(LISTENING).content.decode()
    assert client.get(SOUND).status_code == 404


def test_an_announcement_in_force_is_ended_from_the_page(world: World, exchange: PretendedExchange) -> None:
    row = LineAnnouncement.objects.create(
        line=world.line, text="Nede", from_at=timezone.now() - dt.timedelta(minutes=1)
    )
    client = world.client("duty_lead")
    address = f"/duty/hotline/announcements/{row.pk}/end/"
    assert "Beskeden er afsluttet." in client.post(address, follow=True).content.decode()
    row.refresh_from_db()
    assert row.to_at is not None
    assert "allerede slut" in client.post(address, follow=True).content.decode()
    assert [entry.deed for entry in TrailEntry.objects.all()] == ["announcement_ended"]


def test_what_would_be_over_already_is_not_put_in_force(world: World) -> None:
    client = world.client("duty_lead")
    soon = timezone.localtime() + dt.timedelta(minutes=2)
    client.post(FORM, written(to_at=f"{soon:%Y-%m-%dT%H:%M}"))
    Draft.objects.update(to_at=timezone.now() - dt.timedelta(seconds=1))  # the coffee took longer
    page = client.post(LISTENING, follow=True).content.decode()
    assert "ville allerede være slut" in page
    assert (LineAnnouncement.objects.count(), TrailEntry.objects.count(), Draft.objects.count()) == (0, 0, 1)
