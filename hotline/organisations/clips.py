# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the line can say: every clip with the words to be read aloud, in Danish and English.

An announcement is a sequence of clip keys, the same in every language. Whole sentences are one clip; what
varies (a place in the queue, the next opening) is put together from parts, so that an hour with a microphone
gives a line a human voice. The first letter and last sign of a text carry meaning: a capital begins a new
sentence, a full stop lets the voice fall. An empty text says that the language needs no word there.

An announcement that somebody records for the day has a key of its own, `notice-7`, and no shipped file: until
there is a recording, the general clip is heard in its place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from num2words import num2words

LANGUAGES = ("da", "en")
WORDLESS = "any"  # the language of music and signals
NOTICE = re.compile(r"(?:notice|draft)-[0-9]+")
HIGHEST_NUMBER = 100  # the last place in the queue that has a clip of its own

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


class UnknownClip(LookupError):
    """The line knows no such clip, or not in that language."""


class ClipKind(Enum):
    SENTENCE = "sentence"
    PART = "part"
    MUSIC = "music"
    SIGNAL = "signal"


@dataclass(frozen=True)
class Clip:
    key: str
    kind: ClipKind
    danish: str  # what is read aloud; of music and signals, what they are
    english: str
    stands_in: str = ""  # the clip heard as long as this one has no file

    @property
    def is_wordless(self) -> bool:
        return self.kind in {ClipKind.MUSIC, ClipKind.SIGNAL}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which there is something to hear, hence a file."""
        return (WORDLESS,) if self.is_wordless else tuple(spoken for spoken in LANGUAGES if self.text(spoken))

    def text(self, language: str) -> str:
        if language not in LANGUAGES:
            raise UnknownClip(f"The line does not speak {language!r}, only {' and '.join(LANGUAGES)}.")
        return self.danish if language == "da" else self.english


SENTENCES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "welcome": (
        (
            "Velkommen til Den Digitale Hotline.",
            "Du bliver stillet igennem til en medarbejder.",
            "Vi optager ikke samtalen.",
            "Oplys ikke dit CPR-nummer.",
        ),
        (
            "Welcome to The Digital Hotline.",
            "You will be put through to a member of staff.",
            "We do not record the call.",
            "Please do not tell us your CPR number.",
        ),
    ),
    "please-wait": (
        (
            "Alle medarbejdere taler med andre lige nu.",
            "Bliv i røret.",
            "Vi tager opkaldene i den rækkefølge, de kommer.",
        ),
        (
            "Everyone is helping other callers just now.",
            "Please hold.",
            "We take the calls in the order they come.",
        ),
    ),
    "closed": (
        ("Du har ringet uden for åbningstiden.", "Linjen er lukket nu."),
        ("You have called outside our opening hours.", "The line is closed now."),
    ),
    "holiday": (
        ("Vi holder lukket i dag på grund af helligdag.",),
        ("We are closed today because of a public holiday.",),
    ),
    "disturbance": (
        (
            "Lige nu er der problemer med nogle af de digitale løsninger.",
            "Vi kender til problemet, og der bliver arbejdet på at løse det.",
        ),
        (
            "Some of the digital services have problems just now.",
            "We know about it, and it is being worked on.",
        ),
    ),
    "nobody": (
        (
            "Der er desværre ingen, der kan besvare dit opkald nu.",
            "Ring igen senere, eller find hjælp på borger.dk.",
        ),
        (
            "We are sorry.",
            "Nobody can answer your call now.",
            "Please call again later, or find help at borger.dk.",
        ),
    ),
    "busy": (
        (
            "Der er desværre så mange, der ringer lige nu, at vi ikke kan tage imod dit opkald.",
            "Ring igen senere.",
        ),
        (
            "We are sorry.",
            "So many people are calling just now that we cannot take your call.",
            "Please call again later.",
        ),
    ),
    "moment": (
        (
            "Et øjeblik.",
            "Forbindelsen til medarbejderen blev afbrudt.",
            "Bliv i røret, så stiller vi dig igennem igen så hurtigt som muligt.",
        ),
        (
            "One moment, please.",
            "The connection to the member of staff was lost.",
            "Please hold, and we will put you through again as soon as possible.",
        ),
    ),
    "error": (
        ("Der er desværre opstået en teknisk fejl.", "Ring igen om lidt."),
        ("We are sorry.", "There is a technical fault.", "Please call again in a little while."),
    ),
    "goodbye": (("Tak, fordi du ringede.", "Farvel."), ("Thank you for calling.", "Goodbye.")),
    "position-first": (("Du er den næste i køen.",), ("You are next in the queue.",)),
    "position-many": (
        ("Der er hundrede eller flere før dig i køen.",),
        ("There are one hundred or more callers before you in the queue.",),
    ),
}

PARTS = {
    "opens-again": ("Vi åbner igen", "We open again"),
    "today": ("i dag", "today"),
    "tomorrow": ("i morgen", "tomorrow"),
    "midnight": ("", "midnight."),
    "am": ("", "a.m."),
    "noon": ("", "noon."),
    "pm": ("", "p.m."),
    "position": ("Du er nummer", "You are number"),
    "in-queue": ("i køen.", "in the queue."),
}

SOUNDS = {
    "music": (ClipKind.MUSIC, "Ventemusik", "Hold music"),
    "ring": (ClipKind.SIGNAL, "Ringetone i medarbejderens browser", "The ring tone in the agent's browser"),
}

DANISH_WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
DANISH_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
DANISH_ORDINALS = (
    "første", "anden", "tredje", "fjerde", "femte", "sjette", "syvende", "ottende", "niende", "tiende",
    "ellevte", "tolvte", "trettende", "fjortende", "femtende", "sekstende", "syttende", "attende", "nittende",
    "tyvende", "enogtyvende", "toogtyvende", "treogtyvende", "fireogtyvende", "femogtyvende", "seksogtyvende",
    "syvogtyvende", "otteogtyvende", "niogtyvende", "tredivte", "enogtredivte",
)  # fmt: skip  # written out: num2words has "tridivete"


@cache
def catalogue() -> dict[str, Clip]:
    """Every clip by its key, sentences first: the order in which a page lists them."""
    return {clip.key: clip for clip in _clips()}


def clip(key: str) -> Clip:
    if NOTICE.fullmatch(key):
        return replace(catalogue()["disturbance"], key=key, stands_in="disturbance")
    try:
        return catalogue()[key]
    except KeyError:
        raise UnknownClip(f"The line has no clip called {key!r}.") from None


def notice_key(number: int) -> str:
    """The key of the recording that belongs to one announcement in force for a period."""
    return f"notice-{number}"


def draft_key(number: int) -> str:
    """The key of a recording that is listened to before its announcement is in force."""
    return f"draft-{number}"


def number_in_words(number: int, language: str) -> str:
    """A whole number as it is read aloud on its own ("nummer et", "one hundred")."""
    if (number, language) == (100, "da"):
        return "hundrede"
    return str(num2words(number, lang=language))


def _clips() -> Iterator[Clip]:
    for key, texts in SENTENCES.items():
        yield Clip(key, ClipKind.SENTENCE, *(" ".join(sentences) for sentences in texts))
    yield from (Clip(key, *sound) for key, sound in SOUNDS.items())
    yield from (Clip(key, ClipKind.PART, *texts) for key, texts in PARTS.items())
    yield from _clips_of_days()
    yield from _clips_of_times()
    for number in range(1, HIGHEST_NUMBER + 1):
        words = (number_in_words(number, language) for language in LANGUAGES)
        yield Clip(f"number-{number}", ClipKind.PART, *words)


def _clips_of_days() -> Iterator[Clip]:
    for key, danish in zip(WEEKDAYS, DANISH_WEEKDAYS, strict=True):
        yield Clip(key, ClipKind.PART, danish, f"on {key.capitalize()}")
    for day, danish in enumerate(DANISH_ORDINALS, start=1):
        yield Clip(
            f"day-{day}", ClipKind.PART, f"den {danish}", f"the {num2words(day, to='ordinal', lang='en')}"
        )
    for key, danish in zip(MONTHS, DANISH_MONTHS, strict=True):
        yield Clip(key, ClipKind.PART, danish, f"of {key.capitalize()}")


def _clips_of_times() -> Iterator[Clip]:
    """Danish tells the time by 24 hours, English by twelve: its half of the day is a part of its own."""
    for hour in range(24):
        danish, english = number_in_words(hour, "da"), number_in_words(hour % 12 or 12, "en")
        yield Clip(f"hour-{hour}", ClipKind.PART, f"klokken {danish}.", f"at {english}")
    for minute in range(1, 60):
        danish, english = number_in_words(minute, "da"), number_in_words(minute, "en")
        if minute < 10:
            danish, english = f"nul {danish}", f"oh {english}"
        yield Clip(f"minute-{minute}", ClipKind.PART, f"{danish}.", english)
