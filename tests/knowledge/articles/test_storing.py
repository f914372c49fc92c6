# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Files into articles and back: everything or nothing, again and again, and never over somebody's draft."""

import shutil
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from django.utils import timezone

from hotline.knowledge import links
from hotline.knowledge.actions import approve, confirm_checked, restore, send_to_review, withdraw
from hotline.knowledge.command_line import CONTENT, knowledge
from hotline.knowledge.example import load
from hotline.knowledge.files.exporting import sheets, write_path
from hotline.knowledge.files.storing import Faulty, Stored, read_path, store
from hotline.knowledge.models import Article, Text, Version
from hotline.knowledge.queries import guide, outdated
from hotline.knowledge.registers import load_topics
from hotline.organisations.models import Authority
from hotline.organisations.registers import load_authorities
from tests.knowledge.articles.library import A_DAY, EXEMPTION, NOON, Library, saying, write_draft
from tests.knowledge.articles.test_files import GOOD

ENGLISH = '+++\ntitle = "How?"\nshort_answer = "So."\n+++\n\n## Read aloud\n\nGo.\n\n## Steps\n\n1. Go.\n'
DATES = "checked_on = 2026-11-22\nreview_on = 2027-05-22"
VARIANT = f'+++\nsources = []\nstate = "published"\n{DATES}\n+++\n\nHos os.\n'


def folder(at: Path, **files: str) -> Path:
    """A folder with these files; a name is written with underscores for dots."""
    at.mkdir(exist_ok=True)
    for name, text in files.items():
        (at / f"{name.replace('_', '.')}.md").write_text(text, encoding="utf-8")
    return at


def bring(at: Path, owner: Authority | None = None, **files: str) -> Stored:
    return store(read_path(folder(at, **files)), owner)


def problems_of(at: Path, owner: Authority | None = None, **files: str) -> list[str]:
    before = Version.objects.count(), Article.objects.count()
    with pytest.raises(Faulty) as faulty:
        bring(at, owner, **files)
    assert (Version.objects.count(), Article.objects.count()) == before
    return [str(problem) for problem in faulty.value.problems]


def test_files_become_articles(library: Library, tmp_path: Path) -> None:
    stored = bring(tmp_path, library.aarhus, a_da=GOOD, a_en=ENGLISH, a_0779_da=VARIANT)

    assert stored == Stored(new=3)
    article = Article.objects.get()
    assert (article.code, article.authority, article.owner) == ("a", library.aarhus, None)
    assert [filing.topic for filing in article.filings.all()] == [library.topic]
    danish, english = (
        Version.objects.get(text__language=language, text__authority=None) for language in ("da", "en")
    )
    assert (english.original, english.state, danish.state) == (danish, "published", "published")
    found = guide("a", "da", library.skive.pk, NOON + 90000 * A_DAY)
    assert found is not None
    assert found.variant is not None
    assert found.variant.script == "Hos os."


def test_the_same_files_again_change_nothing(library: Library, tmp_path: Path) -> None:
    bring(tmp_path, library.aarhus, a_da=GOOD, a_en=ENGLISH)

    assert bring(tmp_path) == Stored(same=2)
    assert Version.objects.count() == 2


def test_a_changed_file_becomes_a_new_version_and_ages_its_translation(
    library: Library, tmp_path: Path
) -> None:
    bring(tmp_path, library.aarhus, a_da=GOOD, a_en=ENGLISH)

    assert bring(tmp_path, a_da=GOOD.replace("Mød op.", "Bestil tid.")) == Stored(changed=1, same=1)

    danish = Version.objects.filter(text__language="da").order_by("number")
    assert [(version.state, version.script) for version in danish] == [
        ("published", "Mød op."),
        ("published", "Bestil tid."),
    ]
    assert [version.text.language for version in outdated(timezone.now())] == ["en"]


def test_a_changed_draft_goes_on_as_the_same_draft_and_is_published_when_the_file_says_so(
    library: Library, tmp_path: Path
) -> None:
    draft = GOOD.replace('"published"', '"draft"')
    bring(tmp_path, library.aarhus, a_da=draft, a_en=ENGLISH)
    assert set(Version.objects.values_list("state", flat=True)) == {"draft"}
    bring(tmp_path, a_da=draft.replace("Mød op.", "Bestil tid."))
    assert Version.objects.count() == 2

    assert bring(tmp_path, a_da=GOOD.replace("Mød op.", "Bestil tid.")) == Stored(changed=2)

    assert list(Version.objects.values_list("number", "state")) == [(1, "published"), (1, "published")]


def test_topics_follow_the_file_and_the_owner_stays(library: Library, tmp_path: Path) -> None:
    bring(tmp_path, library.aarhus, a_da=GOOD)
    Article.objects.update(owner=library.writer)

    bring(tmp_path, library.skive, a_da=GOOD.replace('["fritagelse"]', '["mitid", "fritagelse"]'))

    article = Article.objects.get()
    assert [filing.topic.code for filing in article.filings.all()] == ["mitid", "fritagelse"]
    assert (article.authority, article.owner) == (library.aarhus, library.writer)


def test_everything_wrong_is_told_at_once_and_nothing_is_stored(library: Library, tmp_path: Path) -> None:
    problems = problems_of(
        tmp_path,
        library.aarhus,
        a_da=GOOD.replace('"published"', '"secret"'),
        b_da=GOOD.replace("2027-05-22", '"snart"'),
        c_da=GOOD,
    )

    assert problems == [
        "a.da.md:8: state: is 'secret', which is none of draft, published",
        "b.da.md:7: review_on: is not a date such as 2027-05-22",
    ]


def test_what_the_files_name_must_be_there(library: Library, tmp_path: Path) -> None:
    assert problems_of(
        tmp_path,
        library.aarhus,
        a_da=GOOD.replace('["fritagelse"]', '["fritagelse", "ukendt"]'),
        a_9999_da=VARIANT,
        b_en=ENGLISH,
        c_0779_da=VARIANT,
        a_0779_en="+++\n+++\n\nHere.\n",
    ) == [
        "a.0779.en.md:1: state: is missing, and there is no Danish text to take it from",
        "a.9999.da.md:1: authority: there is no authority with the code '9999'",
        "a.da.md:4: topics: there is no topic 'ukendt'",
        "b.en.md:1: code: has no common Danish text, neither in the files nor here",
        "c.0779.da.md:1: code: has no common Danish text, neither in the files nor here",
    ]


def test_a_new_article_needs_an_owner(library: Library, tmp_path: Path) -> None:
    assert problems_of(tmp_path, None, a_da=GOOD) == [
        "a.da.md:1: code: is a new article, and nobody was named to own it"
    ]


def test_a_translation_may_come_later(library: Library, tmp_path: Path) -> None:
    bring(tmp_path, library.aarhus, a_da=GOOD)

    assert bring(tmp_path / "later", a_en=ENGLISH) == Stored(new=1)

    english = Version.objects.get(text__language="en")
    assert (english.state, english.original and english.original.text.language) == ("published", "da")


def test_what_somebody_is_writing_here_is_never_written_over(library: Library, tmp_path: Path) -> None:
    bring(tmp_path, library.aarhus, a_da=GOOD)
    text = Text.objects.get()
    draft = write_draft(text, saying("Ruths ord."), library.writer)
    changed = GOOD.replace("Mød op.", "Bestil tid.")

    told = ["a.da.md:1: file: Ruth is working on this text; publish or drop that first"]
    assert problems_of(tmp_path, None, a_da=changed) == told
    send_to_review(draft)
    assert problems_of(tmp_path, None, a_da=changed) == told
    approve(draft, by=library.colleague)

    assert bring(tmp_path, a_da=changed) == Stored(changed=1)
    assert list(Version.objects.order_by("number").values_list("short_answer", flat=True)) == [
        "Sådan.",
        "Ruths ord.",
        "Sådan.",
    ]


def test_what_was_withdrawn_here_comes_back_with_the_files(library: Library, tmp_path: Path) -> None:
    bring(tmp_path, library.aarhus, a_da=GOOD)
    withdraw(Version.objects.get(), by=library.writer)

    assert bring(tmp_path) == Stored(new=1)
    assert list(Version.objects.order_by("number").values_list("state", flat=True)) == [
        "withdrawn",
        "published",
    ]


def test_a_file_that_is_no_text_is_told(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.da.md").write_bytes("Læs".encode("latin-1"))
    (tmp_path / "t.csv").write_bytes("Læs".encode("latin-1"))

    for path, name in ((tmp_path, "a.da.md"), (tmp_path / "t.csv", "t.csv")):
        with pytest.raises(Faulty, match=f"{name}:1: file: is not text in UTF-8"):
            read_path(path)


@pytest.fixture
def shipped(db: None) -> Article:
    """The example's articles."""
    load_authorities()
    load()
    return Article.objects.get(code="fritagelse-hvordan")


def same_files(made: Path) -> None:
    names = sorted(path.name for path in CONTENT.glob("*.md"))
    assert sorted(path.name for path in made.iterdir()) == names
    assert [name for name in names if (made / name).read_bytes() != (CONTENT / name).read_bytes()] == []


def test_the_shipped_articles_come_out_byte_for_byte_as_they_went_in(
    shipped: Article, tmp_path: Path
) -> None:
    assert write_path(tmp_path / "ud", sheets()) == 114

    same_files(tmp_path / "ud")


def test_the_shipped_articles_survive_a_table(shipped: Article, tmp_path: Path) -> None:
    write_path(tmp_path / "ud.csv", sheets())
    assert store(read_path(tmp_path / "ud.csv"), None) == Stored(same=114)
    Article.objects.all().delete()

    store(read_path(tmp_path / "ud.csv"), Authority.objects.get(code="0751"))
    write_path(tmp_path / "ud", sheets())

    same_files(tmp_path / "ud")


def test_what_is_certain_is_published_and_the_rest_must_be_checked(shipped: Article) -> None:
    danish = Version.objects.filter(text__language="da")
    published, drafts = danish.filter(state="published"), danish.filter(state="draft")

    assert (published.count() + drafts.count(), published.exclude(to_check="").exists()) == (57, False)
    assert [version for version in drafts if "kontrolleres" not in version.to_check] == []
    assert guide("fritagelse-hvordan", "en", None, NOON + 90000 * A_DAY) is not None
    assert guide("altid", "da", None, NOON + 90000 * A_DAY) is None
    assert not Version.objects.filter(text__language="en", original=None).exists()


def test_loading_the_example_again_keeps_what_somebody_has_written(shipped: Article) -> None:
    text = Text.objects.get(article=shipped, language="da", authority=None)
    version = Version.objects.get(text=text)
    withdraw(version, by=None)

    load()

    assert list(text.versions.values_list("number", "state")) == [(1, "withdrawn")]


def test_what_an_editor_published_is_what_is_exported(library: Library, tmp_path: Path) -> None:
    bring(tmp_path / "ind", library.aarhus, a_da=GOOD)
    first = Version.objects.get()
    confirm_checked(first, by=library.writer, review_on=NOON.date() + 400 * A_DAY)
    restore(first, by=library.writer, revision=Text.objects.get().revision)
    library.draft(library.article("kun-kladde"), EXEMPTION)

    write_path(tmp_path / "ud", sheets())

    exported = (tmp_path / "ud" / "a.da.md").read_text(encoding="utf-8")
    assert f"review_on = {NOON.date() + 400 * A_DAY}" in exported
    assert 'state = "draft"' in (tmp_path / "ud" / "kun-kladde.da.md").read_text(encoding="utf-8")


def test_temporary_guides_stay_where_they_are(library: Library) -> None:
    library.published(library.article())
    Article.objects.update(ends_at=NOON)

    assert sheets() == []


def run(*words: object) -> tuple[int, str]:
    answer = CliRunner().invoke(knowledge, [str(word) for word in words])
    return answer.exit_code, answer.output


def test_the_commands_import_and_export(library: Library, tmp_path: Path) -> None:
    source = folder(tmp_path / "ind", a_da=GOOD)

    assert run("import", source, "--owner", "0751") == (0, "1 new, 0 changed, 0 as they were.\n")
    assert run("import", source) == (0, "0 new, 0 changed, 1 as they were.\n")
    assert run("export", tmp_path / "ud") == (0, "1 texts were written.\n")
    assert (tmp_path / "ud" / "a.da.md").read_text(encoding="utf-8") == GOOD
    assert run("export", tmp_path / "ud.csv")[0] == 0
    assert run("import", tmp_path / "ud.csv") == (0, "0 new, 0 changed, 1 as they were.\n")


def test_the_command_tells_every_problem(library: Library, tmp_path: Path) -> None:
    source = folder(tmp_path / "ind", a_da=GOOD.replace('"published"', '"x"'), b_da="")

    code, output = run("import", source, "--owner", "0751")

    assert (code, output.splitlines()) == (
        1,
        [
            "a.da.md:8: state: is 'x', which is none of draft, published",
            "b.da.md:1: file: does not begin with fields between two lines +++",
            "Error: Nothing was stored. Wrong: 2.",
        ],
    )
    assert run("import", source, "--owner", "9999")[1] == "Error: There is no authority with the code 9999.\n"


def test_the_command_imports_the_shipped_articles(db: None, tmp_path: Path) -> None:
    load_authorities()
    load_topics()

    assert run("import", "--owner", "0751") == (0, "114 new, 0 changed, 0 as they were.\n")
    copy = shutil.copytree(CONTENT, tmp_path / "kopi")
    assert run("import", copy) == (0, "0 new, 0 changed, 114 as they were.\n")


def answering(request: httpx.Request) -> httpx.Response:
    if request.url.host == "nede.dk":
        raise httpx.ConnectError("Nobody is there")
    if request.url.path == "/kun-get":
        return httpx.Response(200 if request.method == "GET" else 405)
    return httpx.Response({"/vaek": 404, "/fejl": 500}.get(request.url.path, 200))


@pytest.mark.parametrize(
    ("address", "trouble"),
    [
        ("https://a.dk/", ""),
        ("https://a.dk/kun-get", ""),
        ("https://a.dk/vaek", "404 Not Found"),
        ("https://a.dk/fejl", "500 Internal Server Error"),
        ("https://nede.dk/", "Nobody is there"),
    ],
)
def test_a_link_is_visited(address: str, trouble: str) -> None:
    with links.visitor(httpx.MockTransport(answering)) as client:
        assert links.trouble_with(address, client) == trouble


def test_the_addresses_of_the_newest_versions_are_visited(library: Library, tmp_path: Path) -> None:
    old = GOOD.replace("Mød op.", "[her](https://gammel.dk/)")
    new = GOOD.replace("Mød op.", "[her](https://ny.dk/) [post](mailto:a@b.dk)").replace(
        'url = ""', 'url = "https://sted.dk/"'
    )
    for text in (old, new):
        bring(tmp_path, library.aarhus, a_da=text, b_da=new)

    assert links.addresses() == {"https://ny.dk/": ["a", "b"], "https://sted.dk/": ["a", "b"]}


def test_the_command_tells_which_links_lead_nowhere(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = links.visitor
    monkeypatch.setattr(links, "visitor", lambda: client(httpx.MockTransport(answering)))
    bring(tmp_path, library.aarhus, a_da=GOOD.replace('url = ""', 'url = "https://a.dk/"'))
    assert run("check-links")[1].splitlines()[-1] == "All 1 addresses lead somewhere."

    bring(tmp_path, library.aarhus, b_da=GOOD.replace('url = ""', 'url = "https://a.dk/vaek"'))

    code, output = run("check-links")
    assert (code, output.splitlines()[-2:]) == (
        1,
        ["https://a.dk/vaek: 404 Not Found (b)", "Error: 1 of 2 addresses lead nowhere."],
    )
