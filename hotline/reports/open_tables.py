# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The kinds of open files, and how each describes itself to people and to programs."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.tables.table import Column, Kind

TOTAL, OTHER = "total", "other"
"""Codes beside those of authorities and topics."""


@dataclass(frozen=True)
class OpenColumn:
    """A column whose name is the same in every language, and what it says in the reader's."""

    name: str
    says: Promise
    kind: Kind = Kind.TEXT

    @property
    def column(self) -> Column:
        return Column(self.name, self.kind, str(self.says))


@dataclass(frozen=True)
class OpenTable:
    """One kind of file. `says` is for people; the columns describe themselves; `key` tells rows apart."""

    code: str
    says: Promise
    columns: tuple[OpenColumn, ...]
    key: tuple[str, ...]

    @property
    def has_topics(self) -> bool:
        return "topic" in self.key


ABOUT = (
    OpenColumn("line", _("The line's short name")),
    OpenColumn("period", _("2014-W19: an ISO week; 2014-05: the weeks whose Thursday lies in the month")),
    OpenColumn("from", _("First day, as 2014-05-05")),
    OpenColumn("to", _("Last day, inside")),
)
OF_TOPIC = (
    OpenColumn("topic", _('The topic\'s code, which never changes; "total": all topics')),
    OpenColumn("topic_name", _("The topic's name in that period")),
    OpenColumn("kle", _("The topic's number in KL Emnesystematik, if it has one")),
)
OF_PLACE = (
    OpenColumn(
        "authority",
        _('Code of the citizen\'s authority; "other": no member of the line; "abroad", "unknown", "total"'),
    ),
    OpenColumn("authority_name", _("The authority's name")),
)
COUNT = (
    OpenColumn("inquiries", _("How many; empty where it is hidden"), Kind.NUMBER),
    OpenColumn("hidden", _("Under five, or it would tell one that is under five"), Kind.YES_NO),
)
TABLES = {
    table.code: table
    for table in (
        OpenTable(
            "inquiries",
            _("Inquiries by the citizen's authority. Each inquiry counts once."),
            (*ABOUT, *OF_PLACE, *COUNT),
            ("line", "period", "authority"),
        ),
        OpenTable(
            "topics",
            _("Topics by the citizen's authority. An inquiry with two topics counts under both, totals too."),
            (*ABOUT, *OF_TOPIC, *OF_PLACE, *COUNT),
            ("line", "period", "topic", "authority"),
        ),
    )
}
TYPES: dict[Kind, dict[str, object]] = {
    Kind.TEXT: {"type": "string"},
    Kind.NUMBER: {"type": "integer"},
    Kind.YES_NO: {"type": "boolean", "trueValues": ["ja", "true"], "falseValues": ["nej", "false"]},
}


def table_schema(kind: OpenTable) -> dict[str, object]:
    """The file described for programs, as a Table Schema, in the language of the moment."""
    fields = [
        {"name": column.name, "description": str(column.says)} | TYPES[column.kind] for column in kind.columns
    ]
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "title": kind.code,
        "description": str(kind.says),
        "fields": fields,
        "missingValues": [""],
        "primaryKey": list(kind.key),
    }
