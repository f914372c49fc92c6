# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Announcements in force for a period, recordings, and what a caller would hear, in pages."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from hotline.organisations.models import LineAnnouncement
from hotline.organisations.opening import opening_at
from hotline.organisations.preview import preview, sound_of, sounds_root
from hotline.organisations.queries import schedule_of
from hotline.organisations.sounds import own_path, shipped_path, wave_bytes, write_atomically
from tests.organisations.schedules import local
from tests.organisations.test_recordings import voice, wav
from tests.people.persons import World

MONDAY = "2030-06-03T12:00"


@pytest.fixture(autouse=True)
def sounds(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path / "sounds"


def address(world: World, name: str, *args: object) -> str:
    return reverse(f"organisations:{name}", args=[world.line.slug, *args])


def content(**changes: str) -> dict[str, object]:
    return {
        "text": "Digital Post er nede.",
        "from_at": "2030-06-03T10:00",
        "to_at": "2030-06-03T14:00",
        **changes,
    }


def recording() -> SimpleUploadedFile:
    return SimpleUploadedFile("besked.wav", wav(voice()).read(), "audio/wav")


def ship(root: Path, *keys: str, language: str = "da") -> None:
    """Put something to hear where the shipped clips are."""
    for key in keys:
        write_atomically(shipped_path(root, language, key), wave_bytes(bytes(9600)))


def test_a_duty_lead_tells_callers_that_something_is_down(world: World) -> None:
    answer = world.client("duty_lead").post(address(world, "new-announcement"), content())
    assert answer.status_code == 302
    row = LineAnnouncement.objects.get()
    decision = opening_at(schedule_of(world.line), local(MONDAY))
    assert decision.announcements == ("welcome", f"notice-{row.pk}")
    assert (decision.is_open, decision.notices[0].text) == (True, "Digital Post er nede.")


def test_an_announcement_may_end_the_call(world: World) -> None:
    world.client("duty_lead").post(address(world, "new-announcement"), content(ends_call="on"))
    decision = opening_at(schedule_of(world.line), local(MONDAY))
    assert (decision.is_open, decision.next_opening_at) == (False, local("2030-06-03T14:00"))


def test_a_recording_of_the_announcement_is_stored_under_its_own_key(world: World, sounds: Path) -> None:
    sent = {**content(), "recording_da": recording()}
    assert world.client("duty_lead").post(address(world, "new-announcement"), sent).status_code == 302
    row = LineAnnouncement.objects.get()
    assert own_path(sounds, "hotline", "da", row.clip_key).is_file()


def test_a_recording_that_cannot_be_used_is_refused_and_nothing_is_announced(world: World) -> None:
    sent = {**content(), "recording_da": SimpleUploadedFile("besked.mp3", b"ID3 er ikke wav")}
    shown = world.client("duty_lead").post(address(world, "new-announcement"), sent).content.decode()
    assert "Det er ikke en WAV-fil. Gem optagelsen som WAV, og prøv igen." in shown
    assert not LineAnnouncement.objects.exists()


def test_there_is_a_field_for_each_language_the_line_speaks(world: World) -> None:
    world.line.languages = ["da", "en"]
    world.line.save()
    shown = world.client("duty_lead").get(address(world, "new-announcement")).content.decode()
    assert "Optagelse på dansk" in shown
    assert "Optagelse på engelsk" in shown


def test_an_announcement_that_ends_before_it_begins_is_refused(world: World) -> None:
    sent = content(to_at="2030-06-03T09:00")
    shown = world.client("duty_lead").post(address(world, "new-announcement"), sent).content.decode()
    assert "Beskeden slutter, før den begynder." in shown


def test_an_announcement_is_changed_and_ended(world: World) -> None:
    row = LineAnnouncement.objects.create(line=world.line, text="Nede.", from_at=timezone.now())
    client = world.client("duty_lead")
    client.post(
        address(world, "announcement", row.pk), content(text="Stadig nede.", from_at="2020-01-01T10:00")
    )
    row.refresh_from_db()
    assert row.text == "Stadig nede."
    row.to_at = None
    row.save()
    shown = client.post(address(world, "end-announcement", row.pk), follow=True).content.decode()
    assert "Beskeden er afsluttet." in shown
    assert schedule_of(world.line).notices_at(timezone.now()) == ()


def test_everybody_with_a_role_sees_what_is_announced_and_only_some_may_end_it(world: World) -> None:
    LineAnnouncement.objects.create(line=world.line, text="Digital Post er nede.", from_at=timezone.now())
    shown = {who: world.client(who).get(address(world, "announcements")) for who in ("agent", "duty_lead")}
    texts = {who: answer.content.decode() for who, answer in shown.items()}
    assert all("Digital Post er nede." in text for text in texts.values())
    assert ("Afslut nu" in texts["agent"], "Afslut nu" in texts["duty_lead"]) == (False, True)


def test_a_recording_of_ones_own_is_uploaded_heard_and_removed(world: World, sounds: Path) -> None:
    client = world.client("administrator")
    ship(sounds, "welcome")
    shipped = b"".join(client.get(address(world, "listen", "da", "welcome")).streaming_content)  # type: ignore[attr-defined]
    client.post(address(world, "record", "da", "welcome"), {"file": recording()})
    assert "jeres egen" in client.get(address(world, "recordings")).content.decode()
    own = client.get(address(world, "listen", "da", "welcome"))
    assert b"".join(own.streaming_content) == own_path(sounds, "hotline", "da", "welcome").read_bytes()  # type: ignore[attr-defined]
    client.post(address(world, "remove-recording", "da", "welcome"))
    again = client.get(address(world, "listen", "da", "welcome"))
    assert b"".join(again.streaming_content) == shipped  # type: ignore[attr-defined]


def test_a_recording_that_is_too_long_is_refused_with_a_sentence(world: World) -> None:
    long = SimpleUploadedFile("lang.wav", wav(voice(95, rate=8000), rate=8000).read())
    shown = world.client("administrator").post(address(world, "record", "da", "welcome"), {"file": long})
    assert "Her må den højst vare 90 sekunder." in shown.content.decode()


@pytest.mark.parametrize("path", ["da/unknown", "sv/welcome", "any/welcome", "da/music", "da/notice-1"])
def test_a_clip_that_is_not_there_is_not_found(world: World, path: str) -> None:
    client = world.client("administrator")
    assert client.get(f"/lines/hotline/recordings/{path}/").status_code == 404
    assert client.get(f"/lines/hotline/recordings/{path}/sound.wav").status_code == 404


def test_a_sound_that_has_not_been_made_is_not_found(world: World) -> None:
    client = world.client("agent")
    assert client.get(address(world, "listen", "da", "welcome")).status_code == 404
    assert client.get(address(world, "preview-sound") + f"?at={MONDAY}").status_code == 404


def test_the_parts_of_numbers_and_dates_are_listed_on_request(world: World) -> None:
    client = world.client("agent")
    shown = client.get(address(world, "recordings")).content.decode()
    parts = client.get(address(world, "recordings") + "?parts").content.decode()
    assert ("Velkommen til" in shown, "halvtreds" in shown) == (True, False)
    assert ("Velkommen til" in parts, "halvtreds" in parts) == (False, True)


def test_the_preview_tells_what_a_caller_hears(world: World) -> None:
    client = world.client("agent")
    closed = client.get(address(world, "preview") + "?at=2030-06-08T12:00").content.decode()
    assert (
        "Du har ringet uden for åbningstiden. Linjen er lukket nu. Vi åbner igen i morgen klokken sytten."
        in closed
    )
    assert "Så slutter opkaldet." in closed
    opened = client.get(address(world, "preview") + f"?at={MONDAY}").content.decode()
    assert "Velkommen til Den Digitale Hotline." in opened
    assert "Så musik, til en medarbejder svarer." in opened


def test_without_a_moment_the_preview_is_of_now(world: World) -> None:
    shown = world.client("agent").get(address(world, "preview")).content.decode()
    assert f'value="{timezone.localtime():%Y-%m-%dT%H:}' in shown


def test_the_preview_of_the_hour_that_comes_twice_shows_the_way_to_the_second(world: World) -> None:
    client = world.client("agent")
    first = client.get(address(world, "preview") + "?at=2026-10-25T02:30").content.decode()
    assert "?at=2026-10-25T02%3A30%3A00%2B01%3A00" in first
    second = client.get(address(world, "preview") + "?at=2026-10-25T02%3A30%3A00%2B01%3A00").content.decode()
    assert "Det her er den anden." in second


def test_what_is_no_moment_is_refused_with_a_sentence(world: World) -> None:
    answer = world.client("agent").get(address(world, "preview") + "?at=jul")
    assert answer.status_code == 422
    assert "er ikke et tidspunkt." in answer.content.decode()
    assert world.client("agent").get(address(world, "preview-sound") + "?at=jul").status_code == 404


def test_the_preview_can_be_listened_to_when_the_sounds_are_made(world: World, sounds: Path) -> None:
    ship(sounds, "welcome")
    client = world.client("agent")
    assert "<audio" in client.get(address(world, "preview") + f"?at={MONDAY}").content.decode()
    answer = client.get(address(world, "preview-sound") + f"?at={MONDAY}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "audio/wav")
    assert b"".join(answer.streaming_content)[:4] == b"RIFF"  # type: ignore[attr-defined]


def test_a_notice_without_a_recording_is_previewed_in_its_own_words(world: World) -> None:
    LineAnnouncement.objects.create(
        line=world.line, text="Vi flytter.", text_en="We move.", from_at=local("2030-06-01T00:00")
    )
    world.line.languages = ["da", "en"]
    texts = dict(preview(world.line, local(MONDAY)).texts)
    assert texts["da"].endswith("Vi flytter.")
    assert texts["en"].endswith("We move.")


def test_the_preview_of_a_line_forced_open_is_of_its_hours(world: World, settings: Settings) -> None:
    settings.FORCED_OPEN = True
    shown = world.client("agent").get(address(world, "preview") + "?at=2030-06-08T12:00").content.decode()
    assert "Linjen er tvunget åben til en demonstration." in shown
    assert "Du har ringet uden for åbningstiden." in shown
    overview = world.client("agent").get(address(world, "line")).content.decode()
    assert "Linjen er åben." in overview


def test_nothing_is_composed_without_sounds(world: World) -> None:
    assert sound_of(world.line, ("welcome",)) is None
    assert not sounds_root().exists()


def test_a_sentence_in_the_past_or_future_is_told_in_days(world: World) -> None:
    from_at = timezone.now() - dt.timedelta(days=1)
    LineAnnouncement.objects.create(line=world.line, text="Nede.", from_at=from_at)
    shown = world.client("agent").get(address(world, "announcements")).content.decode()
    assert "indtil videre" in shown
