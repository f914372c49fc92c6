# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The kinds of open files, and how each describes itself to people and to programs."""

from dataclasses import dataclass

from hotline.tables.table import Column, Kind

TOTAL, OTHER = "total", "other"
"""Codes beside those of authorities and topics."""


@dataclass(frozen=True)
class OpenTable:
    """One kind of file. `says` is for people; the columns describe themselves; `key` tells rows apart."""

    code: str
    says: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def has_topics(self) -> bool:
        return "topic" in self.key


ABOUT = (
    Column("line", says="The line's short name"),
    Column("period", says="2014-W19: an ISO week; 2014-05: the weeks whose Thursday lies in the month"),
    Column("from", says="First day, as 2014-05-05"),
    Column("to", says="Last day, inside"),
)
OF_TOPIC = (
    Column("topic", says='The topic\'s code, which never changes; "total": all topics'),
    Column("topic_name", says="Its name in that period"),
    Column("kle", says="Its number in KL Emnesystematik, if it has one"),
)
OF_PLACE = (
    Column(
        "authority",
        says='Code of the citizen\'s authority; "other": no member of the line; "abroad", "unknown", "total"',
    ),
    Column("authority_name", says="Its name"),
)
COUNT = (
    Column("inquiries", Kind.NUMBER, "How many; empty where it is hidden"),
    Column("hidden", Kind.YES_NO, "Under five, or it would tell one that is under five"),
)
TABLES = {
    table.code: table
    for table in (
        OpenTable(
            "inquiries",
            "Inquiries by the citizen's authority. Each inquiry counts once.",
            (*ABOUT, *OF_PLACE, *COUNT),
            ("line", "period", "authority"),
        ),
        OpenTable(
            "topics",
            "Topics by the citizen's authority. An inquiry with two topics counts under both, totals too.",
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
    """The file described for programs, as a Table Schema."""
    fields = [
        {"name": column.name, "description": column.says} | TYPES[column.kind] for column in kind.columns
    ]
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "title": kind.code,
        "description": kind.says,
        "fields": fields,
        "missingValues": [""],
        "primaryKey": list(kind.key),
    }
