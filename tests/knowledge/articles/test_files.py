# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Files of articles, read and written: the same bytes both ways, and every error where it stands."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.knowledge.files.csv_table import COLUMNS, read_table, write_table
from hotline.knowledge.files.markdown_file import file_name, named_by, read_file, write_file
from hotline.knowledge.files.sheets import Named, Problem, Sheet
from hotline.knowledge.wording import Referral, Wording
from hotline.knowledge.words import Destination

CONTENT = Path(__file__).parents[3] / "hotline" / "knowledge" / "content"
FILES = sorted(CONTENT.glob("*.md"))
GOOD = """+++
title = "Hvordan?"
short_answer = "Sådan."
topics = ["fritagelse"]
sources = ["vejle.dk"]
checked_on = 2026-11-22
review_on = 2027-05-22
state = "published"
to_check = ""

[[where_next]]
kind = "municipality"
label = "Borgerservice"
url = ""
telephone = ""
+++

## Læs op

Mød op.

## Trin

1. Gå derhen.
"""


def read(text: str = GOOD, name: str = "saadan.da.md") -> tuple[Sheet | None, list[tuple[int, str, str]]]:
    sheet, problems = read_file(name, text)
    return sheet, [(problem.line, problem.field, problem.message) for problem in problems]


def wrong(old: str, new: str, text: str = GOOD) -> list[tuple[int, str, str]]:
    """What is said of the good file with one thing changed."""
    assert old in text
    sheet, problems = read(text.replace(old, new, 1))
    assert sheet is None
    return problems


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_shipped_file_is_right_and_written_again_byte_for_byte(path: Path) -> None:
    sheet, problems = read_file(path.name, path.read_text(encoding="utf-8"))

    assert problems == []
    assert sheet is not None
    assert (file_name(sheet), write_file(sheet).encode()) == (path.name, path.read_bytes())


def test_the_shipped_files_are_a_danish_and_an_english_text_of_every_article() -> None:
    named = [named_by(path.name) for path in FILES]
    common = [(name.code, name.language) for name in named if name and not name.authority]
    codes = {code for code, _ in common}

    assert sorted(common) == sorted((code, language) for code in codes for language in ("da", "en"))
    assert len(codes) == 55


def test_what_stands_in_a_file_is_what_is_read() -> None:
    sheet, problems = read()

    assert problems == []
    assert sheet == Sheet(
        "saadan",
        "da",
        "",
        ("fritagelse",),
        "published",
        Wording(
            title="Hvordan?",
            short_answer="Sådan.",
            script="Mød op.",
            steps="1. Gå derhen.",
            where_next=(Referral("municipality", "Borgerservice"),),
            sources=("vejle.dk",),
            checked_on=dt.date(2026, 11, 22),
            review_on=dt.date(2027, 5, 22),
        ),
    )
    assert write_file(sheet) == GOOD


def test_line_ends_of_another_system_do_no_harm() -> None:
    assert read(GOOD.replace("\n", "\r\n"))[0] == read()[0]


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("a-b.da.md", Named("a-b", "da")),
        ("a.0779.en.md", Named("a", "en", "0779")),
        ("a.oestdanmark.da.md", Named("a", "da", "oestdanmark")),
        ("a.md", None),
        ("a.b.c.da.md", None),
        ("a.da.txt", None),
    ],
)
def test_a_file_is_named_after_its_text(name: str, named: Named | None) -> None:
    assert named_by(name) == named


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("README.md", (1, "file", "is not named <code>.<language>.md or <code>.<authority>.<language>.md")),
        ("Ål.da.md", (1, "code", "'Ål' is not a code: small letters, digits and hyphens only")),
        ("a.se.md", (1, "language", "'se' is none of da, en")),
    ],
)
def test_a_wrong_name_is_told(name: str, problem: tuple[int, str, str]) -> None:
    assert problem in read(name=name)[1]


DATE = "is not a date such as 2027-05-22"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('title = "Hvordan?"\n', "", (1, "title", "is missing")),
        ('state = "published"\n', "", (1, "state", "is missing")),
        ("review_on = 2027-05-22\n", "", (1, "review_on", "is missing")),
        ('title = "Hvordan?"', "title = 17", (2, "title", "is not text in quotes")),
        ('"Hvordan?"', f'"{"å" * 151}"', (2, "title", "has 151 characters; there is room for 150")),
        ('["fritagelse"]', '"fritagelse"', (4, "topics", "is not a list of texts in quotes")),
        ('["fritagelse"]', "[]", (4, "topics", "names no topic")),
        ('["fritagelse"]', '["pas", "pas"]', (4, "topics", "names something twice")),
        ('["vejle.dk"]', "[7]", (5, "sources", "is not a list of texts in quotes")),
        ("2026-11-22", '"i går"', (6, "checked_on", DATE)),
        ("2026-11-22", "2026-11-22T10:00:00", (6, "checked_on", DATE)),
        ('"published"', '"secret"', (8, "state", "is 'secret', which is none of draft, published")),
        ('to_check = ""', 'to_ckeck = ""', (9, "to_ckeck", "is not a field of an article")),
        ('to_check = ""', 'to_check = "070761-4285"', (9, "to_check", "holds what may be a CPR number")),
        (
            'to_check = ""',
            'to_check = ""\nvalid_from = 2027-01-02\nvalid_to = 2027-01-02',
            (11, "valid_to", "does not lie after valid_from"),
        ),
        (
            'to_check = ""',
            'to_check = ""\nscript = "x"',
            (10, "script", "stands among the fields, not below them"),
        ),
        (
            'kind = "municipality"',
            'kind = "kommune"',
            (12, "where_next[0].kind", f"is 'kommune', which is none of {', '.join(Destination.values)}"),
        ),
        ('label = "Borgerservice"', 'label = ""', (13, "where_next[0].label", "is missing")),
        ('url = ""', 'url = "borger.dk"', (14, "where_next[0].url", "'borger.dk' is not an https address")),
        ('url = ""', "url = 3", (14, "where_next[0].url", "is not text in quotes")),
        (
            'telephone = ""',
            'telephone = "ring"',
            (15, "where_next[0].telephone", "'ring' is not a telephone number"),
        ),
        ('telephone = ""', 'mobile = ""', (15, "where_next[0].mobile", "is not a field of a place")),
        ("## Læs op", "# Læs op", (18, "text", "stands before the first section")),
        ("## Trin", "## Skridt", (22, "script", "holds a heading that is not one of an article's")),
        ("\n## Læs op\n", "\nHej.\n\n## Læs op\n", (18, "text", "stands before the first section")),
        (
            "1. Gå derhen.",
            "1. Gå\n2. [her](http://a.dk/)",
            (25, "steps", "links to 'http://a.dk/', which is not an https address"),
        ),
        ("Mød op.", "070761-4285", (20, "script", "holds what may be a CPR number")),
    ],
)
def test_what_is_wrong_is_told_by_line_and_field(old: str, new: str, problem: tuple[int, str, str]) -> None:
    assert problem in wrong(old, new)


def test_a_section_that_is_missing_is_told() -> None:
    problems = wrong("\n## Trin\n\n1. Gå derhen.\n", "")

    assert [(field, message) for _, field, message in problems] == [
        ("steps", "the section “## Trin” is missing")
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "does not begin with fields between two lines +++"),
        ("+++\ntitle = 1\n", 1, "does not begin with fields between two lines +++"),
        ('+++\ntitle = "a"\nja nej\n+++\n', 3, "Expected '=' after a key in a key/value pair"),
        ('+++\ntitle = "a"\ntitle = "b"\n+++\n', 3, "Cannot overwrite a value"),
        ('+++\ntitle = "a\n+++\n', 2, "Unterminated string"),
        ("+++\ntitle =\n+++\n", 2, "Invalid value"),
    ],
)
def test_fields_that_cannot_be_read_are_told_by_line(text: str, line: int, message: str) -> None:
    sheet, problems = read(text)

    assert (sheet, len(problems)) == (None, 1)
    assert (problems[0][0], problems[0][2]) == (line, message)


def test_everything_wrong_is_told_at_once() -> None:
    text = GOOD.replace('"published"', '"secret"').replace('url = ""', 'url = "x"').replace("## Trin", "")

    assert [field for _, field, _ in read(text)[1]] == ["steps", "state", "where_next[0].url"]


def test_a_problem_reads_like_a_compilers() -> None:
    assert str(Problem("a.da.md", 8, "state", "is missing")) == "a.da.md:8: state: is missing"


def test_a_translation_needs_only_its_words() -> None:
    text = '+++\ntitle = "How?"\nshort_answer = "So."\n+++\n\n## Read aloud\n\nGo.\n\n## Steps\n\n1. Go.\n'
    sheet, problems = read(text, "saadan.en.md")

    assert (problems, sheet and sheet.state, sheet and sheet.wording.script) == ([], "", "Go.")
    assert sheet is not None
    assert write_file(sheet) == text
    assert read(text.replace('title = "How?"\n', ""), "saadan.en.md")[1] == [(1, "title", "is missing")]
    assert [field for _, field, _ in read(GOOD, "saadan.en.md")[1]] == ["text", "script", "steps", "topics"]


def test_a_variant_has_a_body_without_headings() -> None:
    text = '+++\nsources = []\nstate = "draft"\nto_check = "Ring."\n+++\n\nI Skive er det *anderledes*.\n'
    sheet, problems = read(text, "saadan.0779.da.md")

    assert (problems, sheet and sheet.wording.script) == ([], "I Skive er det *anderledes*.")
    assert sheet is not None
    assert (sheet.authority, write_file(sheet)) == ("0779", text)
    linked = text.replace("*anderledes*", "[her](http://a.dk/)")
    assert [(line, field) for line, field, _ in read(linked, "saadan.0779.da.md")[1]] == [(7, "script")]


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
line = st.text(
    st.characters(codec="utf-8", exclude_characters="\n\r#+0123456789[]<", exclude_categories=["Cs"]),
    max_size=12,
)
body = st.lists(line, max_size=4).map(lambda lines: "\n".join(lines).strip())
day = st.none() | st.dates()
places = st.builds(
    Referral,
    st.sampled_from(Destination.values),
    words.filter(bool).filter(lambda s: not any(c.isdigit() for c in s)),
)
named_words = words.filter(lambda text: not any(letter.isdigit() for letter in text))
wordings = st.builds(
    Wording,
    title=named_words,
    short_answer=named_words,
    script=body,
    steps=body,
    good_to_know=body,
    keywords=named_words,
    where_next=st.lists(places, max_size=2).map(tuple),
    legal_source=named_words,
    sources=st.lists(named_words.filter(bool), max_size=2, unique=True).map(tuple),
    to_check=named_words,
    checked_on=st.dates(),
    review_on=st.dates(),
)


@given(wordings, st.sampled_from(["draft", "published"]))
def test_any_wording_comes_back_from_its_file(wording: Wording, state: str) -> None:
    wording = replace(wording, title=wording.title or "t", short_answer=wording.short_answer or "s")
    sheet = Sheet("a", "da", "", ("fritagelse",), state, wording)

    found, problems = read_file(file_name(sheet), write_file(sheet))

    assert (problems, found) == ([], sheet)


def table(
    *rows: str, header: str = "code,language,authority,state,title,short_answer,topics,checked_on,review_on"
) -> str:
    return "\r\n".join([header, *rows, ""])


ROW = "saadan,da,,published,Hvordan?,Sådan.,fritagelse,2026-11-22,2027-05-22"


def problems_of(text: str) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.field, problem.message) for problem in read_table("a.csv", text)[1]]


def test_the_shipped_articles_come_back_from_a_table() -> None:
    sheets = [sheet for path in FILES if (sheet := read_file(path.name, path.read_text(encoding="utf-8"))[0])]

    found, problems = read_table("a.csv", write_table(sheets))

    assert (problems, found) == ([], sheets)
    assert [write_file(sheet) for sheet in found] == [path.read_text(encoding="utf-8") for path in FILES]


def test_a_row_is_a_text() -> None:
    (sheet,), problems = read_table("a.csv", table(ROW))

    assert (problems, sheet.code, sheet.state, sheet.topics) == ([], "saadan", "published", ("fritagelse",))
    assert sheet.wording.title == "Hvordan?"


def test_a_danish_spreadsheet_writes_semicolons() -> None:
    assert read_table("a.csv", table(ROW).replace(",", ";")) == read_table("a.csv", table(ROW))


def test_empty_rows_and_columns_that_are_not_there_do_no_harm() -> None:
    sheets, problems = read_table("a.csv", table(",,,,,,,,", ROW, ""))

    assert (problems, [sheet.origin.line for sheet in sheets]) == ([], [3])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", (1, "code", "the table has no such column")),
        (table(header="code,titel"), (1, "titel", "is not a field of an article")),
        (table(header="code,language,title,title"), (1, "title", "the table has that column twice")),
        (table(ROW + ",for meget"), (2, "row", "has 1 more cells than there are columns")),
        (table(ROW.replace("2027-05-22", "22/5")), (2, "review_on", DATE)),
        (table(ROW.replace("Hvordan?", "")), (2, "title", "is missing")),
        (table(ROW.replace("published", "ud")), (2, "state", "is 'ud', which is none of draft, published")),
        (table(ROW, ROW), (3, "code", "is the same text as in line 2")),
        (
            table(ROW.replace("saadan", "Så dan")),
            (2, "code", "'Så dan' is not a code: small letters, digits and hyphens only"),
        ),
        (
            table("saadan,da,[]x", header="code,language,where_next"),
            (2, "where_next", "is not a list of places in JSON"),
        ),
    ],
)
def test_what_is_wrong_in_a_table_is_told_by_line_and_column(
    text: str, problem: tuple[int, str, str]
) -> None:
    assert problem in problems_of(text)


def test_lines_are_counted_as_a_person_sees_them() -> None:
    long = ROW.replace("Sådan.", '"Sådan.\n\nOg sådan."')

    assert problems_of(table(long, ROW.replace("Hvordan?", ""))) == [
        (5, "title", "is missing"),
    ]


def test_everything_wrong_in_a_table_is_told_at_once() -> None:
    bad = ROW.replace("2027-05-22", "snart").replace("published", "ud")

    assert [(line, field) for line, field, _ in problems_of(table(bad, bad))] == [
        (2, "review_on"),
        (2, "state"),
        (3, "review_on"),
        (3, "state"),
    ]


def test_a_table_holds_every_field() -> None:
    assert set(COLUMNS) - {"code", "authority", "language", "topics", "state"} == set(Wording().columns())
