# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A few weeks of a small line: enough to compare, to cut and to hide."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.test import Client
from django.utils import timezone

from hotline.inquiries.models import Channel, Home, Inquiry, Outcome
from hotline.organisations.models import Authority
from hotline.people.models import User
from hotline.planning.models import Campaign, Stage
from tests.calls import scenes
from tests.inquiries.desk import signed_in, topic

WEEK_19 = "/reports/hotline/2014-W19/"
MAY = "/reports/hotline/steering/2014-05/"
WEDNESDAY = scenes.NOON
A_WEEK = dt.timedelta(days=7)


def inquiries(
    number: int,
    at: dt.datetime = WEDNESDAY,
    place: Authority | Home | None = None,
    about: Sequence[str] = ("fritagelse",),
    agent: User | None = None,
    **fields: object,
) -> list[Inquiry]:
    """So many, a minute apart, from Aarhus unless said otherwise."""
    who = agent or the_agent()
    where = place or scenes.authority()
    made = []
    for minute in range(number):
        standard: dict[str, object] = {
            "key": uuid.uuid4(),
            "line": scenes.line(),
            "agent": who,
            "answered_by": who.authority,
            "home": where if isinstance(where, Home) else Home.AUTHORITY,
            "authority": None if isinstance(where, Home) else where,
            "outcome": Outcome.ANSWERED,
            "channel": Channel.TELEPHONE,
            "came_at": at + dt.timedelta(minutes=minute),
            "registered_at": at + dt.timedelta(minutes=minute + 5),
        }
        inquiry = Inquiry.objects.create(**standard | fields)
        inquiry.topics.set([topic(code, code.title()) for code in about])
        made.append(inquiry)
    return made


def the_agent() -> User:
    return User.objects.filter(username="alma").first() or scenes.agent()


def two_weeks() -> None:
    """Week 19 with 12 inquiries, week 18 with 4, and 3 in the same week of 2013."""
    inquiries(7)
    inquiries(4, place=scenes.viborg(), about=("mitid",), agent=agent_of(scenes.viborg()))
    inquiries(1, place=Home.ABROAD, about=("fritagelse", "mitid"))
    inquiries(4, at=WEDNESDAY - A_WEEK)
    inquiries(3, at=WEDNESDAY - 52 * A_WEEK, place=scenes.viborg())


def agent_of(authority: Authority) -> User:
    name = f"Vibe{authority.code}"
    return User.objects.filter(username=name.lower()).first() or scenes.agent(name, of=authority)


def the_letter(stages: Sequence[tuple[str, str | None]] = (("2014-05-06", "2014-05-08"),)) -> Campaign:
    campaign = Campaign.objects.create(
        line=scenes.line(), sender=scenes.region(), name="Brevet", kind="household_letter", audience="Alle"
    )
    for from_on, to_on in stages:
        Stage.objects.create(campaign=campaign, name="Omdeling", from_on=from_on, to_on=to_on)
    return campaign


def reader(role: str = "duty_lead", of: Authority | None = None) -> Client:
    """Somebody with a role on the line, who reads English."""
    return signed_in(scenes.person(f"Reader{User.objects.count()}", role, of=of))


def local(text: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.fromisoformat(text))
