# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Free text on its way into the database: without CPR numbers, and how often there was one is counted.

The browser masks while somebody types; what arrives then holds the mask. So the masks in the guarded text
are counted, whoever put them there. Of what was written nothing is kept.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotline.people.cpr_guard import MASK, find, mask
from hotline.people.models import CprCatch

Place = CprCatch.Place


def guard(text: str, place: Place, *, before: str = "") -> str:
    """The text without CPR numbers; how many there were is counted. `before` is what stood there already."""
    guarded = mask(text)
    count_masks(guarded, place, before=before)
    return guarded


def count_masks(guarded: str, place: Place, *, before: str = "") -> None:
    caught = guarded.count(MASK) - before.count(MASK)
    if caught > 0:
        count_caught(place, caught)


@transaction.atomic
def count_caught(place: Place, times: int) -> None:
    """Add to the day's count of a place."""
    day, _new = CprCatch.objects.get_or_create(on=timezone.localdate(), place=place)
    CprCatch.objects.filter(pk=day.pk).update(times=F("times") + times)


@dataclass(frozen=True)
class Catches:
    """How often the guard caught something in a field in a month."""

    month: dt.date  # its first day
    place: Place
    times: int


def by_month(days: Iterable[CprCatch]) -> list[Catches]:
    """The latest month first, places by name."""
    counted: Counter[tuple[dt.date, str]] = Counter()
    for day in days:
        counted[day.on.replace(day=1), day.place] += day.times
    catches = [Catches(month, Place(place), times) for (month, place), times in counted.items()]
    return sorted(catches, key=lambda caught: (-caught.month.toordinal(), caught.place))


class GuardedText(forms.CharField):
    """A field for free text, of at most so many characters; a line break counts as one.

    Show it with `people/guarded_text.html`, which guards while one types. The deed that stores it guards.
    """

    def __init__(self, *, most: int, **kwargs: object) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3, "maxlength": most}), **kwargs)  # type: ignore[arg-type]
        self.most = most

    def clean(self, value: object) -> str:
        text = str(super().clean(value)).replace("\r\n", "\n")
        if len(text) > self.most:
            too_long = _("The text has %(has)d characters, and can hold %(most)d.")
            raise forms.ValidationError(too_long, params={"has": len(text), "most": self.most})
        return text


def holds_cpr(text: str) -> bool:
    """Whether the browser's guard, if there was one, has let something through."""
    return bool(find(text))
