# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the search is measured with: our own articles, questions about them, and articles nobody asks for."""

import csv
import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from hotline.knowledge.search import Document

KNOWLEDGE = Path(__file__).parents[1] / "hotline" / "knowledge"
QUERIES = Path(__file__).parent / "data" / "search_queries.csv"

Names = dict[str, int]


@dataclass(frozen=True)
class Question:
    """What somebody typed, and the articles any of which is right."""

    half: str
    language: str
    typed: str
    articles: frozenset[str]
    kind: str


def questions(half: str) -> list[Question]:
    """Those of one half: "tune" may be looked at, "report" only measured."""
    with QUERIES.open(encoding="utf-8", newline="") as file:
        return [
            Question(half, row["language"], row["query"], frozenset(row["articles"].split(";")), row["kind"])
            for row in csv.DictReader(file)
            if row["half"] == half
        ]


def own_articles() -> tuple[list[Document], Names]:
    """Every article the product ships, drafts too, and its number by its code."""
    heads = dict(_heads())
    numbers = count(1)
    names: Names = {}
    documents = []
    for (code, language, authority), (head, body) in heads.items():
        common = heads[code, language, None]
        names.setdefault(code, 0)
        names[code] = names[code] or next(numbers)
        topics = heads[code, "da", None][0]["topics"]
        shown = {**common[0], **{key: value for key, value in head.items() if value}}
        documents.append(
            Document(
                names[code],
                code,
                language,
                authority,
                shown["title"],
                shown["short_answer"],
                shown.get("keywords", ""),
                tuple(_topic_words(topics, language)),
                body if authority is None else f"{body}\n{common[1]}",
            )
        )
    return documents, names


def _heads() -> Iterator[tuple[tuple[str, str, int | None], tuple[dict[str, str], str]]]:
    for path in sorted((KNOWLEDGE / "content").glob("*.md")):
        _, head, body = path.read_text(encoding="utf-8").split("+++", 2)
        code, *authority, language = path.stem.split(".")
        sections = re.sub(r"^## .*$", "", body, flags=re.MULTILINE)
        yield (code, language, int(authority[0]) if authority else None), (tomllib.loads(head), sections)


def _topic_words(codes: str, language: str) -> Iterator[str]:
    with (KNOWLEDGE / "data" / "topics.csv").open(encoding="utf-8", newline="") as file:
        topics = {row["code"]: row for row in csv.DictReader(file)}
    for code in codes:
        if language == "da":
            yield topics[code]["name"]
            yield from filter(None, (alias.strip() for alias in topics[code]["aliases"].split(";")))
        else:
            yield topics[code]["name_en"]


def listed(words: str) -> list[str]:
    return words.split()


# Other subjects of a municipality: such articles are like ours and never the answer to our questions.
SUBJECTS = listed(
    "affald renovation genbrug haveaffald storskrald kloak spildevand regnvand drikkevand vej fortov "
    "cykelsti parkering belysning snerydning træ hegn bygge tilbygning carport nedrivning varme "
    "fjernvarme solcelle jord støj rotte bibliotek idræt svømmehal musik teater museum lokale torv marked "
    "gadehandel servering alkohol hjemmepleje rengøring mad træning hjælpemiddel kørsel ældre handicap "
    "støtte misbrug værested job ledighed sygemelding fleks revalidering praktik uddannelse integration "
    "danskkursus virksomhed byfornyelse lokalplan kort ejendom skat vielse navn begravelse hund hest "
    "landbrug skov strand havn færge bus taxa beboer husleje nævn "
)
HEADS = listed(
    "tilladelse ordning afgift plan kontrol tilsyn regel gebyr anmeldelse klage aftale tilskud bevilling "
    "afgørelse besøg udvalg kontor vagt service plads puljen register rapport måling høring frist "
    "vejledning vurdering eftersyn rabat kort pakke område projekt gruppe center hold tavle kampagne "
    "dispensation "
)
DOINGS = listed(
    "anmelder ændrer afbestiller forlænger klager over søger om betaler indberetter reserverer "
    "kontrollerer udskifter godkender undersøger opgør opkræver vurderer registrerer planlægger fordeler "
    "afhenter tømmer renser maler reparerer "
)
QUALITIES = listed(
    "ny årlig kommunal lokal fælles midlertidig teknisk grøn gratis særlig privat lille stor fast løbende "
    "ekstra samlet almindelig obligatorisk forventet "
)
SENTENCES = (
    "Kommunen {doing} {one} én gang om året, og {other} følger med.",
    "Du skal bruge {one}, før du {doing} {other}.",
    "Når {one} er {quality}, kan du få {other} hos teknisk forvaltning.",
    "Spørg {head}skontoret, hvis {one} mangler {other}.",
    "Fristen for {one} står i den {quality}e {other}.",
    "{one} koster det samme som {other} i hele kommunen.",
    "Bor du i {place}, er det {other}, der {doing} {one}.",
)
PLACES = [
    f"{first}{last}"
    for first in ("Nør", "Øster", "Vester", "Lille", "Store", "Ny", "Gammel", "Over", "Neder")
    for last in ("bjerg", "lund", "by", "holm", "rup", "sted", "dal", "borg", "skov", "strup")
]


def other_articles(number: int, first: int = 1_000_000) -> list[Document]:
    """So many articles about other things, always the same ones."""
    chance = random.Random(20260)
    return [_made_up(place, chance) for place in range(first, first + number)]


def _made_up(number: int, chance: random.Random) -> Document:
    about, beside = _word(chance), _word(chance)
    title = f"Hvordan {chance.choice(DOINGS)} jeg {about} i {chance.choice(PLACES)}?"
    body = " ".join(_sentence(chance, chance.choice((about, beside, _word(chance)))) for _ in range(12))
    keywords = "; ".join(_word(chance) for _ in range(8))
    return Document(
        number, f"andet-{number}", "da", None, title, _sentence(chance, about), keywords, (beside,), body
    )


def _word(chance: random.Random) -> str:
    """A compound as a municipality makes them."""
    first, second = chance.choice(SUBJECTS), chance.choice(HEADS)
    return first + chance.choice(("", "s", "e")) + second + chance.choice(("", "en", "er", "erne"))


def _sentence(chance: random.Random, about: str) -> str:
    return chance.choice(SENTENCES).format(
        one=about,
        other=_word(chance),
        doing=chance.choice(DOINGS),
        quality=chance.choice(QUALITIES),
        head=chance.choice(SUBJECTS),
        place=chance.choice(PLACES),
    )
