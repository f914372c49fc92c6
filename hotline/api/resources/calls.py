# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Calls and inquiries: an authority's own, one by one. No telephone number, no name, no note."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from hotline.api.access import Bearer, line_of, reader_of
from hotline.api.models import Scope
from hotline.api.paging import Asked, Page, page
from hotline.calls.models import CallRecord
from hotline.inquiries.models import Channel, Home, Inquiry, Kind, Outcome
from hotline.organisations.models import Authority
from hotline.webhooks.telling import inquiries_of, inquiry_data

router = Router()


class CallShown(Schema):
    """A call that one of the authority's agents answered. Instants are null for what has not been."""

    id: str
    line: str
    opening: str
    arrived_at: dt.datetime
    queued_at: dt.datetime | None
    answered_at: dt.datetime | None
    ended_at: dt.datetime | None
    outcome: str
    end: str
    answered_by: list[str]


class InquiryShown(Schema):
    """An inquiry of the authority's citizens, or answered by one of its agents, as it now stands."""

    id: str
    line: str
    call: str | None
    channel: Channel
    came_at: dt.datetime
    registered_at: dt.datetime
    answered_by: str
    home: Home
    authority: str | None
    topics: list[str]
    outcome: Outcome
    kind: Kind
    referred_to: str
    is_wrongly_addressed: bool


def calls_of(reader: Authority) -> QuerySet[CallRecord]:
    return CallRecord.objects.filter(segments__agent__authority=reader).distinct().select_related("line")


def own_inquiries(reader: Authority) -> QuerySet[Inquiry]:
    return inquiries_of(reader).prefetch_related("topics")


def call_shown(call: CallRecord, reader: Authority) -> dict[str, Any]:
    names = ("opening", "arrived_at", "queued_at", "answered_at", "ended_at", "outcome", "end")
    shown = {name: getattr(call, name) for name in names}
    return {"id": call.pk, "line": call.line.slug, "answered_by": [reader.code], **shown}


@router.get(
    "/lines/{line}/calls", response=Page[CallShown], auth=Bearer(Scope.CALLS), summary="Calls, by arrival"
)
def list_calls(request: HttpRequest, line: str, asked: Asked) -> dict[str, Any]:
    reader = reader_of(request)
    rows = calls_of(reader).filter(line=line_of(request, line))
    return page(rows, "arrived_at", asked, lambda call: call_shown(call, reader))


@router.get("/calls/{call}", response=CallShown, auth=Bearer(Scope.CALLS), summary="One call")
def one_call(request: HttpRequest, call: str) -> dict[str, Any]:
    reader = reader_of(request)
    return call_shown(get_object_or_404(calls_of(reader), pk=call.replace("\0", "")), reader)


@router.get(
    "/lines/{line}/inquiries",
    response=Page[InquiryShown],
    auth=Bearer(Scope.INQUIRIES),
    summary="Inquiries, by when the citizen came",
)
def list_inquiries(request: HttpRequest, line: str, asked: Asked) -> dict[str, Any]:
    rows = own_inquiries(reader_of(request)).filter(line=line_of(request, line))
    return page(rows, "came_at", asked, inquiry_data)
