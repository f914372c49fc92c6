# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The example's campaigns: the region's letter of May 2014, and the hospitals' stages after it.

That the letter came on 6 and 7 May and that the hospitals began in stages on 15 May is known. How many
letters there were is not, nor when the later stages were: their dates are invented.
"""

import datetime as dt

from django.db import transaction

from hotline.knowledge.example import load as load_topics
from hotline.knowledge.models import Topic
from hotline.organisations.example import REGION
from hotline.organisations.example import load as load_line
from hotline.organisations.models import Authority, Line
from hotline.planning.models import Campaign, Stage

LETTER = "Regionens brev om Digital Post"
HOSPITALS = "Hospitalerne sender indkaldelser digitalt"
LETTER_TOPICS = ("regionens-brev", "tilslutning", "fritagelse")
HOSPITAL_TOPICS = ("hospitalsbrev", "laes-post", "advisering")
LETTER_STAGES = (("Omdeling", dt.date(2014, 5, 6), dt.date(2014, 5, 8)),)
HOSPITAL_STAGES = (
    ("De første hospitaler", dt.date(2014, 5, 15), dt.date(2014, 6, 2)),
    ("Flere hospitaler (opdigtet dato)", dt.date(2014, 6, 2), dt.date(2014, 6, 16)),
    ("Alle hospitaler (opdigtet dato)", dt.date(2014, 6, 16), None),
)


@transaction.atomic
def load(line: Line | None = None) -> None:
    """Make the campaigns that are missing."""
    line = line or load_line()
    load_topics()
    _announce(
        line,
        LETTER,
        Campaign.Kind.HOUSEHOLD_LETTER,
        "Alle husstande i regionen",
        LETTER_TOPICS,
        LETTER_STAGES,
    )
    _announce(line, HOSPITALS, Campaign.Kind.DIGITAL_LETTERS, "Patienter", HOSPITAL_TOPICS, HOSPITAL_STAGES)


def _announce(
    line: Line,
    name: str,
    kind: Campaign.Kind,
    audience: str,
    topics: tuple[str, ...],
    stages: tuple[tuple[str, dt.date, dt.date | None], ...],
) -> None:
    sender = Authority.objects.get(code=REGION)
    campaign, is_new = Campaign.objects.get_or_create(
        line=line, name=name, defaults={"kind": kind, "audience": audience, "sender": sender}
    )
    if is_new:
        campaign.topics.set(Topic.objects.filter(code__in=topics))
        Stage.objects.bulk_create(
            Stage(campaign=campaign, name=stage, from_on=from_on, to_on=to_on)
            for stage, from_on, to_on in stages
        )
