# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is sent to a citizen: an article's title, its short answer, and where to go next."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from hotline.knowledge.queries import Guide
from hotline.knowledge.wording import Referral

LONGEST_SMS = 459  # three parts
PLACES_AT_MOST = 4


@dataclass(frozen=True)
class Message:
    subject: str
    text: str


def message_about(guide: Guide, sender: str, *, is_sms: bool = False) -> Message:
    """In the language the article is in. An SMS leaves out the last places until it is short enough."""
    with translation.override(guide.common.text.language):
        places = list(_places(guide.where_next))
        message = _put_together(guide, sender, places)
        while is_sms and places and len(message.text) > LONGEST_SMS:
            places.pop()
            message = _put_together(guide, sender, places)
    return Message(message.subject, message.text[:LONGEST_SMS]) if is_sms else message


def _put_together(guide: Guide, sender: str, places: list[str]) -> Message:
    heading = _("%(sender)s: what we talked about") % {"sender": sender}
    parts = [heading, guide.title, guide.short_answer, *places]
    return Message(f"{sender}: {guide.title}", "\n".join(part for part in parts if part))


def _places(places: tuple[Referral, ...]) -> Iterator[str]:
    reachable = [place for place in places if place.url or place.telephone]
    for place in reachable[:PLACES_AT_MOST]:
        yield f"{place.label}: {' '.join(way for way in (place.url, place.telephone) if way)}"
