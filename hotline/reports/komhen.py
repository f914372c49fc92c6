# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The municipalities' own count of inquiries (KOMHEN): channel by topic by type by solved or referred.

Per week and per the citizen's authority, one row for each combination that came. The count's words differ
from ours: a wrongly addressed inquiry is a class of its own there, whatever became of it.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F
from django.db.models.functions import TruncWeek
from django.utils.translation import gettext as _

from hotline.inquiries.models import Channel, Home, Inquiry, Kind, Outcome
from hotline.knowledge.queries.topic_names import topics_named_on
from hotline.measures.periods import Period
from hotline.measures.weeks import Week
from hotline.organisations.models import Authority
from hotline.reports.choices import Reader
from hotline.reports.parts import Head, Part
from hotline.tables import table

SOLVED, REFERRED, WRONGLY_ADDRESSED = "solved", "referred", "wrongly_addressed"
ENDS = {
    Outcome.ANSWERED: SOLVED,
    Outcome.REFERRED: REFERRED,
    Outcome.TRANSFERRED: REFERRED,
    Outcome.HANDED_OVER: REFERRED,
    Outcome.CUT_OFF: REFERRED,
}
# As the count's code book names the channels.
CHANNELS = {
    Channel.TELEPHONE: "Telefon",
    Channel.CALL_BACK: "Telefon",
    Channel.WEB: "Selvbetjening",
    Channel.WALK_IN: "Personlig",
}
TYPES = {Kind.INFORMATION: "Information", Kind.TRANSACTION: "Transaktion"}
RESULTS = {SOLVED: "Løst", REFERRED: "Henvist", WRONGLY_ADDRESSED: "Fejlhenvendelse"}
COLUMNS = ("Uge", "Myndighed", "Myndighedskode", "Kanal", "KLE", "Emne", "Type", "Resultat")
"""The count is Danish, and so are its words in every language."""


@dataclass(frozen=True)
class Combination:
    """What inquiries are counted together, the channel as the count has it; `topic` 0 for those without."""

    week: Week
    authority: int | None
    home: str
    channel: str
    topic: int
    kind: Kind
    result: str


def komhen_part(reader: Reader, period: Period) -> Part:
    """Three queries, however long the period and whatever came in it."""
    return Part(
        "komhen",
        _("The municipalities' count of inquiries (KOMHEN)"),
        [*(Head(name, table.Kind.TEXT) for name in COLUMNS), Head("Antal")],
        sorted(_rows(_counts(reader, period), period), key=lambda row: [str(cell) for cell in row]),
        notes=[
            _("One row for each combination. An inquiry with several topics stands under each of them."),
            _("What was cut off counts as referred: the citizen has to turn to somebody again."),
        ],
    )


def _rows(counts: Counter[Combination], period: Period) -> list[table.Row]:
    topics = topics_named_on(period.last_on)
    authorities = Authority.objects.in_bulk([one.authority for one in counts if one.authority])
    rows: list[table.Row] = []
    for one, number in counts.items():
        place, about = authorities.get(one.authority or 0), topics.get(one.topic)
        rows.append(
            (
                f"{one.week.year}-W{one.week.number:02}",
                place.name if place else str(Home(one.home).label),
                place.code if place else one.home,
                one.channel,
                about.kle if about else "",
                str(about or ""),
                TYPES[one.kind],
                RESULTS[one.result],
                number,
            )
        )
    return rows


def _counts(reader: Reader, period: Period) -> Counter[Combination]:
    inquiries = Inquiry.objects.filter(
        line=reader.line, came_at__gte=period.from_at, came_at__lt=period.to_at
    ).order_by()
    if reader.own is not None:
        inquiries = inquiries.filter(authority__in=reader.own)
    attributes = ("authority", "home", "channel", F("topics"), "kind", "outcome", "is_wrongly_addressed")
    counts: Counter[Combination] = Counter()
    found = inquiries.values_list(TruncWeek("came_at"), *attributes).annotate(Count("pk"))
    for week, authority, home, channel, topic, kind, outcome, is_wrong, number in found:
        result = WRONGLY_ADDRESSED if is_wrong else ENDS[Outcome(outcome)]
        one = Combination(
            Week.at(week), authority, home, CHANNELS[Channel(channel)], topic or 0, Kind(kind), result
        )
        counts[one] += number
    return counts
