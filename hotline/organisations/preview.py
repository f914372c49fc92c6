# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a caller would hear at a moment: the same for the page and for `hotline hours preview`."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings

from hotline.organisations.clips import clip
from hotline.organisations.clock_times import in_denmark
from hotline.organisations.models import Line
from hotline.organisations.opening import OpeningDecision, opening_at
from hotline.organisations.queries import schedule_of
from hotline.organisations.sounds import MissingSound, compose


@dataclass(frozen=True)
class Preview:
    """A decision at a moment, with the words a caller hears in each of the line's languages."""

    at: dt.datetime
    decision: OpeningDecision
    texts: tuple[tuple[str, str], ...]  # language, words


def preview(line: Line, at: dt.datetime) -> Preview:
    """What the hours say: a demonstration's line that is forced open is shown as if it were not."""
    schedule = replace(schedule_of(line), is_forced_open=False)
    decision = opening_at(schedule, at)
    texts = tuple((language, words(decision, language)) for language in line.languages)
    return Preview(in_denmark(at), decision, texts)


def words(decision: OpeningDecision, language: str) -> str:
    """The clips as one text; a notice has words of its own, which somebody reads aloud or nobody does."""
    notices = {notice.clip: notice.text_in(language) for notice in decision.notices}
    spoken = (notices.get(key) or clip(key).text(language) for key in decision.announcements)
    return " ".join(text for text in spoken if text)


def sounds_root() -> Path:
    return Path(settings.DATA) / "sounds"


def sound_of(line: Line, keys: Sequence[str]) -> Path | None:
    """One file with all a caller hears; None as long as the sounds have not been made."""
    try:
        return compose(sounds_root(), sounds_root() / "composed", line.slug, line.languages, keys)
    except MissingSound:
        return None
