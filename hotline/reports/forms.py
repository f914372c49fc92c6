# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Choosing a report: what is chosen becomes its address."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hotline.inquiries.models import Channel, Home
from hotline.knowledge.models import Topic
from hotline.measures.dimensions import Dimension
from hotline.measures.periods import Period
from hotline.organisations.models import Authority
from hotline.reports.addresses import EARLIEST, LATEST
from hotline.reports.choices import BY, NARROWED, Choice, Reader, suitable
from hotline.reports.inquiries import TITLES

EVERYTHING = ("", _("All"))
Choices = list[tuple[Any, Any]]


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ChoiceForm(forms.Form):
    """From and to and including; by what; and what the inquiries are narrowed to."""

    first = DayField(label=_("From"))
    last = DayField(label=_("To and including"))
    by = forms.ChoiceField(
        label=_("Shown"),
        choices=[("", _("As suits the period")), *((one.value, TITLES[one]) for one in BY)],
        required=False,
    )

    def __init__(self, reader: Reader, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        offered = {
            Dimension.PLACE: places(reader),
            Dimension.ANSWERED_BY: staffing(reader),
            Dimension.TOPIC: [(topic.code, str(topic)) for topic in Topic.objects.all()],
            Dimension.CHANNEL: list(Channel.choices),
        }
        for dimension, label in NARROWED.items():
            self.fields[dimension.value] = forms.ChoiceField(
                label=label, choices=[EVERYTHING, *offered[dimension]], required=False
            )

    @classmethod
    def of(cls, reader: Reader, choice: Choice) -> "ChoiceForm":
        by = "" if choice.by is suitable(choice.period) else choice.by.value
        narrowed = {dimension.value: code for dimension, code in choice.narrowed.items()}
        period = choice.period
        return cls(reader, initial={"first": period.from_on, "last": period.last_on, "by": by} | narrowed)

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        first, last = chosen.get("first"), chosen.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first day."))
        for name, day in (("first", first), ("last", last)):
            if day and not EARLIEST <= day < LATEST:
                self.add_error(name, _("Choose a day of this century."))
        return chosen

    @property
    def choice(self) -> Choice:
        """What a valid form asks for."""
        chosen = self.cleaned_data
        period = Period(chosen["first"], chosen["last"] + dt.timedelta(days=1))
        narrowed = {dimension: chosen[dimension.value] for dimension in NARROWED if chosen[dimension.value]}
        by = Dimension(chosen["by"]) if chosen["by"] else suitable(period)
        return Choice(self.reader.line, period, by, narrowed)


def places(reader: Reader) -> Choices:
    """Whose citizens' inquiries may be read alone; leaders also read those who belong to no authority."""
    members = _named(members_of(reader))
    nowhere = [(home.value, home.label) for home in (Home.ABROAD, Home.UNKNOWN)]
    return members + nowhere if reader.own is None else members


def staffing(reader: Reader) -> Choices:
    return _named(members_of(reader).filter(memberships__kind="staffs"))


def members_of(reader: Reader) -> QuerySet[Authority]:
    """The line's members, now or before, whose details may be read."""
    members = Authority.objects.filter(memberships__line=reader.line).distinct().order_by("name")
    return members if reader.own is None else members.filter(pk__in=reader.own)


def _named(authorities: QuerySet[Authority]) -> Choices:
    return [(authority.code, authority.name) for authority in authorities]
