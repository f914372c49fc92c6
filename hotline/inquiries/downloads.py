# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The list of inquiries as a table to take home, row by row however long it is.

Without notes: a file outlives what the line has promised to forget. And without who answered: a person is
found on the page, by those who may.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.inquiries.models import Channel, Home, Inquiry, Kind, Outcome
from hotline.knowledge.models import Topic
from hotline.knowledge.words import Destination
from hotline.tables.table import Column, Row, Table
from hotline.tables.table import Kind as ColumnKind

AT_ONCE = 500
FIELDS = (
    "pk", "key", "line__slug", "came_at", "registered_at", "channel", "home", "authority__code",
    "authority__name", "outcome", "referred_to", "referred_authority__name", "answered_by__name", "kind",
    "is_wrongly_addressed",
)  # fmt: skip


def inquiries_table(inquiries: QuerySet[Inquiry]) -> Table:
    """Words in the reader's language, beside the codes that stay the same."""
    columns = (
        Column("id", says="the inquiry's key, as in the API"),
        Column("line"),
        Column("came_at", ColumnKind.MOMENT),
        Column("registered_at", ColumnKind.MOMENT),
        Column("channel"),
        Column("topics", says="as they were called that day"),
        Column("topic_codes"),
        Column("citizens_authority", says="or abroad, or unknown"),
        Column("citizens_authority_code"),
        Column("outcome"),
        Column("told_to_turn_to"),
        Column("answered_by", says="the agent's authority"),
        Column("kind"),
        Column("meant_for_somebody_else", ColumnKind.YES_NO),
    )
    return Table(_("inquiries"), columns, _rows(inquiries))


def _rows(inquiries: QuerySet[Inquiry]) -> Iterator[Row]:
    topics = {topic.pk: topic for topic in Topic.objects.prefetch_related("former")}
    found = inquiries.select_related(None).prefetch_related(None).values_list(*FIELDS).iterator(AT_ONCE)
    while group := list(islice(found, AT_ONCE)):
        filed = _filed([values[0] for values in group])
        for values in group:
            yield _row(values, [topics[key] for key in filed[values[0]]])


def _filed(keys: Sequence[int]) -> dict[int, list[int]]:
    """The topics of each; one query."""
    filed: dict[int, list[int]] = defaultdict(list)
    links = Inquiry.topics.through.objects.filter(inquiry__in=keys).order_by("topic__order", "topic__name")
    for inquiry, topic in links.values_list("inquiry", "topic"):
        filed[inquiry].append(topic)
    return filed


def _row(values: tuple[Any, ...], topics: Sequence[Topic]) -> Row:
    told: dict[str, Any] = dict(zip(FIELDS, values, strict=True))
    day = timezone.localdate(told["came_at"])
    target = told["referred_to"]
    return (
        str(told["key"]),
        told["line__slug"],
        told["came_at"],
        told["registered_at"],
        str(Channel(told["channel"]).label),
        ", ".join(topic.name_on(day) for topic in topics),
        " ".join(topic.code for topic in topics),
        told["authority__name"] or str(Home(told["home"]).label),
        told["authority__code"],
        str(Outcome(told["outcome"]).label),
        told["referred_authority__name"] or (str(Destination(target).label) if target else None),
        told["answered_by__name"],
        str(Kind(told["kind"]).label),
        told["is_wrongly_addressed"],
    )
