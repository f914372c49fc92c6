# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is sent to a citizen: an article's title, its short answer, where it stands, and where to go next."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from hotline.knowledge.queries import Guide
from hotline.knowledge.wording import Referral
from hotline.public.articles import address_for_citizens

LONGEST_SMS = 459  # three parts
PLACES_AT_MOST = 4
CUT = "..."  # the single character for it would double what an SMS takes


@dataclass(frozen=True)
class Message:
    subject: str
    text: str


def message_about(guide: Guide, sender: str, *, is_sms: bool = False) -> Message:
    """In the language the article is in, with the address of its page."""
    with translation.override(guide.common.text.language):
        heading = _("%(sender)s: what we talked about") % {"sender": sender}
        link = _("Read it here: %(address)s") % {"address": address_for_citizens(guide)}
        parts = [heading, guide.title, guide.short_answer, link, *_places(guide.where_next)]
    text = _short_enough(parts) if is_sms else _joined(parts)
    return Message(f"{sender}: {guide.title}", text)


def _short_enough(parts: list[str]) -> str:
    """An SMS leaves out the last places, then the end of the answer; the address stays."""
    heading, title, answer, link, *places = parts
    while places and len(_joined([heading, title, answer, link, *places])) > LONGEST_SMS:
        places.pop()
    over = len(_joined([heading, title, answer, link, *places])) - LONGEST_SMS
    if over > 0:
        answer = answer[: -over - len(CUT)] + CUT
    return _joined([heading, title, answer, link, *places])[:LONGEST_SMS]


def _joined(parts: list[str]) -> str:
    return "\n".join(part for part in parts if part)


def _places(places: tuple[Referral, ...]) -> Iterator[str]:
    reachable = [place for place in places if place.url or place.telephone]
    for place in reachable[:PLACES_AT_MOST]:
        yield f"{place.label}: {' '.join(way for way in (place.url, place.telephone) if way)}"
