# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The people and articles these tests are about."""

import datetime as dt
from dataclasses import dataclass, replace

from django.test import Client

from hotline.knowledge.actions import approve, begin_article, begin_text, send_to_review, write
from hotline.knowledge.models import Article, Text, Topic, Version
from hotline.knowledge.wording import Referral, Wording
from hotline.organisations.models import Authority, Line
from hotline.organisations.rules import RoleKind
from hotline.people.models import User
from tests.people.persons import make_authority, make_line, make_person, signed_in

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
A_DAY = dt.timedelta(days=1)
BORGERSERVICE = Referral("municipality", "Borgerservice i borgerens kommune")
EXEMPTION = Wording(
    title="Hvordan bliver jeg fritaget for Digital Post?",
    short_answer="Mød op i Borgerservice i din kommune.",
    script="Du skal møde op i Borgerservice.\n\nTag legitimation med.",
    steps="1. Find Borgerservice.\n2. Mød op.",
    good_to_know="- Spørg aldrig om grunden.",
    keywords="slippe; papirpost",
    where_next=(BORGERSERVICE,),
    legal_source="Lov om Digital Post § 5",
    sources=("vejle.dk",),
    checked_on=dt.date(2026, 11, 22),
    review_on=dt.date(2027, 5, 22),
)
IN_ENGLISH = Wording(title="How do I get exempted?", short_answer="Go to Borgerservice.", script="Go there.")
IN_SKIVE = Wording(
    short_answer="Mød op på rådhuset i Skive.",
    script="Borgerservice har åbent 10–15.",
    where_next=(Referral("municipality", "Borgerservice i Skive"),),
)


@dataclass(frozen=True)
class Library:
    """Aarhus owns the common articles, Skive has its own variants."""

    line: Line
    aarhus: Authority
    skive: Authority
    topic: Topic
    other_topic: Topic
    writer: User  # editor in Aarhus
    colleague: User  # editor in Aarhus
    elsewhere: User  # editor in Skive
    agent: User  # in Skive
    duty_lead: User  # in Aarhus
    administrator: User  # of the line, in Aarhus
    roleless: User

    def client(self, who: str) -> Client:
        """The client of one of them; "stranger" has not signed in."""
        return Client() if who == "stranger" else signed_in(getattr(self, who))

    def article(self, code: str = "fritagelse") -> Article:
        return begin_article(code, [self.topic], self.aarhus, owner=self.writer)

    def draft(self, article: Article, wording: Wording = EXEMPTION, language: str = "da") -> Version:
        return write_draft(begin_text(article, language), wording, by=self.writer)

    def published(
        self,
        article: Article,
        wording: Wording = EXEMPTION,
        language: str = "da",
        original: Version | None = None,
    ) -> Version:
        text = begin_text(article, language)
        return publish(text, wording, self.writer, self.colleague, original=original)

    def variant(self, article: Article, wording: Wording = IN_SKIVE, language: str = "da") -> Version:
        text = begin_text(article, language, self.skive)
        return publish(text, wording, self.elsewhere, self.administrator)


def make_library() -> Library:
    line = make_line()
    aarhus, skive = make_authority(), make_authority("0779", "Skive")
    root = Topic.objects.create(code="digital-post", name="Digital Post", name_en="Digital Post", order=10)
    return Library(
        line,
        aarhus,
        skive,
        Topic.objects.create(
            code="fritagelse", name="Fritagelse", name_en="Exemption", parent=root, order=20
        ),
        Topic.objects.create(code="mitid", name="MitID", name_en="MitID", order=30),
        make_person("ruth", aarhus, RoleKind.EDITOR, line=line),
        make_person("karl", aarhus, RoleKind.EDITOR, line=line),
        make_person("sofie", skive, RoleKind.EDITOR, line=line),
        make_person("anna", skive, RoleKind.AGENT, line=line),
        make_person("vera", aarhus, RoleKind.DUTY_LEAD, line=line),
        make_person("asta", aarhus, RoleKind.ADMINISTRATOR, line=line),
        make_person("rolf", aarhus),
    )


def write_draft(text: Text, wording: Wording, by: User, original: Version | None = None) -> Version:
    """As somebody who has just opened the text does."""
    text.refresh_from_db()
    return write(text, wording, by=by, revision=text.revision, original=original)


def publish(
    text: Text,
    wording: Wording,
    writer: User,
    approver: User,
    *,
    at: dt.datetime | None = None,
    original: Version | None = None,
) -> Version:
    version = write_draft(text, wording, writer, original)
    send_to_review(version)
    approve(version, by=approver, publish_at=at)
    return version


def saying(words: str, wording: Wording = EXEMPTION) -> Wording:
    return replace(wording, short_answer=words)
