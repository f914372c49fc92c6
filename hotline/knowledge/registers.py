# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The topics every line begins with."""

import csv
from pathlib import Path

from django.db import transaction

from hotline.knowledge.models import Topic

DATA = Path(__file__).parent / "data"


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def load_topics() -> None:
    """Add the topics that are missing, parents first as in the table; change none that is there."""
    known = {topic.code: topic for topic in Topic.objects.all()}
    for order, row in enumerate(rows_of("topics.csv")):
        if row["code"] not in known:
            known[row["code"]] = _add(row, order * 10, known.get(row["parent"]))


def _add(row: dict[str, str], order: int, parent: Topic | None) -> Topic:
    kept = ("code", "name", "name_en", "kle", "aliases", "shortcut")
    return Topic.objects.create(order=order, parent=parent, **{field: row[field] for field in kept})
