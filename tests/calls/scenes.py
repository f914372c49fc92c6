# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A small world for the tests of several rooms: Aarhus and Viborg staff a line, a region takes part."""

import datetime as dt

from hotline.calls.models import CallRecord, SegmentRecord
from hotline.calls.numbers import number_key
from hotline.organisations.models import Authority, Line, Membership
from hotline.people.models import Role, User

NOON = dt.datetime(2014, 5, 7, 10, 0, tzinfo=dt.UTC)
"""Wednesday 7 May 2014, 12 o'clock in Denmark."""

FIRST_CALLER = "+4500000001"


def authority(name: str = "Aarhus", code: str = "0751", kind: str = Authority.Kind.MUNICIPALITY) -> Authority:
    return Authority.objects.get_or_create(code=code, defaults={"name": name, "kind": kind})[0]


def viborg() -> Authority:
    return authority("Viborg", "0791")


def region() -> Authority:
    return authority("Region Midtjylland", "1082", Authority.Kind.REGION)


def line() -> Line:
    shared, is_new = Line.objects.get_or_create(
        slug="hotline", defaults={"name": "Den Digitale Hotline", "number": "+4570200000"}
    )
    if is_new:
        for place, kind in ((authority(), "staffs"), (viborg(), "staffs"), (region(), "takes_part")):
            Membership.objects.create(authority=place, line=shared, kind=kind, from_on="2012-12-03")
    return shared


def person(name: str, *roles: str, of: Authority | None = None) -> User:
    """A person with these roles on the line, in Aarhus unless said otherwise."""
    home = of or authority()
    user = User.objects.create_user(name.lower(), name=name, authority=home, language="en")
    for kind in roles:
        Role.objects.create(user=user, authority=home, kind=kind).lines.add(line())
    return user


def agent(name: str = "Alma", of: Authority | None = None) -> User:
    return person(name, Role.Kind.AGENT, of=of)


def call(
    call_id: str = "c1",
    number: str = FIRST_CALLER,
    at: dt.datetime = NOON,
    outcome: str = "answered",
    end: str = "answered_caller_hung_up",
    **fields: object,
) -> CallRecord:
    """A call of a minute, answered after ten seconds, unless said otherwise."""
    was_answered = outcome in {"answered", ""}
    standard: dict[str, object] = {
        "line": line(),
        "opening": "open",
        "arrived_at": at,
        "place_at": at,
        "queued_at": at,
        "answered_at": at + dt.timedelta(seconds=10) if was_answered else None,
        "ended_at": at + dt.timedelta(seconds=70) if outcome else None,
        "end": end if outcome else "",
        "outcome": outcome,
        "caller_number": number,
        "number_withheld": not number,
        "number_key": number_key(number),
    }
    return CallRecord.objects.create(id=call_id, **standard | fields)


def answered_by(who: User, call_id: str = "c1", **fields: object) -> CallRecord:
    """A call this person answered; still talking when its outcome is ""."""
    record = call(call_id, **fields)  # type: ignore[arg-type]
    assert record.answered_at
    SegmentRecord.objects.create(
        id=f"{call_id}.1",
        call=record,
        agent=who,
        began_at=record.answered_at,
        ended_at=record.ended_at,
        end="caller_hung_up" if record.ended_at else "",
    )
    return record
