# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What every Danish line needs and nobody should have to type: the authorities, and the year's holidays."""

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import holidays
from django.db import transaction

from hotline.organisations.models import Authority

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Holiday:
    """A day many stay at home; public by law, or only by custom and agreement (1 May, 24 December)."""

    day_on: dt.date
    name: str
    is_public: bool


def holidays_of(year: int) -> list[Holiday]:
    """The year's holidays in order, with Danish names. Store bededag is there until 2023."""
    found = []
    for category, is_public in (("public", True), ("optional", False)):
        days = holidays.country_holidays("DK", years=year, language="da", categories=(category,))
        found += [Holiday(day, name, is_public) for day, name in days.items()]
    return sorted(found, key=lambda holiday: holiday.day_on)


def rows_of(file: str) -> Iterator[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@transaction.atomic
def load_authorities() -> None:
    """Add the regions and municipalities that are missing; what somebody has edited stays as it is."""
    known = {authority.code: authority for authority in Authority.objects.all()}
    for row in rows_of("regions.csv"):  # a region stands after the one that follows it
        if row["code"] not in known:
            known[row["code"]] = Authority.objects.create(
                code=row["code"],
                name=row["name"],
                kind=Authority.Kind.REGION,
                valid_from=row["valid_from"] or None,
                valid_to=row["valid_to"] or None,
                succeeded_by=known.get(row["succeeded_by"]),
            )
    Authority.objects.bulk_create(
        Authority(
            code=row["code"],
            name=row["name"],
            kind=Authority.Kind.MUNICIPALITY,
            region=known[row["region_code"]],
        )
        for row in rows_of("municipalities.csv")
        if row["code"] not in known
    )
