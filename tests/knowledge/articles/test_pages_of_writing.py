# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Writing on the pages: drafts, previews, two at once, review and approval, side by side, flags."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hotline.knowledge.actions import answer_flag, approve, begin_text, raise_flag, send_to_review, withdraw
from hotline.knowledge.models import Flag, Text, Version
from hotline.knowledge.wording import Referral, Wording
from tests.knowledge.articles.library import (
    A_DAY,
    BORGERSERVICE,
    EXEMPTION,
    IN_ENGLISH,
    Library,
    publish,
    saying,
    write_draft,
)

DANISH = "/articles/fritagelse/da/"
ENGLISH = "/articles/fritagelse/en/"
SKIVES = "/articles/fritagelse/da/0779/"


def form(
    do: str = "save", revision: int = 0, places: tuple[Referral, ...] = (), **fields: Any
) -> dict[str, Any]:
    """What the writing form sends."""
    sent = {"do": do, "revision": revision, "title": "Titel", "short_answer": "Svar.", **fields}
    sent |= {"places-TOTAL_FORMS": len(places), "places-INITIAL_FORMS": 0}
    for number, place in enumerate(places):
        sent |= {f"places-{number}-{name}": value for name, value in vars(place).items()}
    return sent


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def newest() -> Version:
    return Version.objects.order_by("-pk")[0]


def test_a_new_text_begins_with_today_and_a_review_half_a_year_ahead(library: Library) -> None:
    library.article()

    html = text_of(library.client("writer").get(DANISH))

    today = timezone.localdate()
    assert f'value="{today.isoformat()}"' in html
    assert f'value="{(today + dt.timedelta(days=182)).isoformat()}"' in html
    assert not Text.objects.exists()


def test_what_is_typed_is_saved_as_a_draft(library: Library) -> None:
    library.article()
    sent = form(
        places=(BORGERSERVICE, Referral("", "")),
        script="Et.\r\n\r\nTo. ",
        steps="1. Gå",
        sources="vejle.dk\r\n\r\nskive.dk\r\nvejle.dk",
        keywords="a;\r\n b",
        review_on="2027-05-22",
        valid_to="2027-12-31",
        comment="Ny lov",
    )

    answer = library.client("writer").post(DANISH, sent)

    version = newest()
    assert answer["Location"] == f"/versions/{version.pk}/"
    assert Wording.of(version.written()) == Wording(
        title="Titel",
        short_answer="Svar.",
        script="Et.\n\nTo.",
        steps="1. Gå",
        sources=("vejle.dk", "skive.dk"),
        keywords="a; b",
        where_next=(BORGERSERVICE,),
        review_on=dt.date(2027, 5, 22),
        valid_to=dt.date(2028, 1, 1),
    )
    assert (version.state, version.written_by, version.comment) == ("draft", library.writer, "Ny lov")


def test_writing_goes_on_from_what_there_is(library: Library) -> None:
    library.draft(library.article())

    html = text_of(library.client("colleague").get(DANISH))

    assert "Tag legitimation med." in html
    assert 'value="Borgerservice i borgerens kommune"' in html
    assert 'name="revision" value="1"' in html


def test_a_preview_saves_nothing_and_is_harmless(library: Library) -> None:
    library.article()
    sent = form("preview", script="Tag **alt** med. <script>alert(1)</script>")

    html = text_of(library.client("writer").post(DANISH, sent))

    assert "Forhåndsvisning" in html
    assert "<strong>alt</strong>" in html
    assert "<script>alert" not in html
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": ""}, "form-error"),
        ({"short_answer": "x" * 301}, "form-error"),
        (
            {"script": "Se [her](http://a.dk/)"},
            "Linje 1: Linket til »http://a.dk/« skal begynde med https://.",
        ),
        ({"script": "Se\n\n[her](javascript:x)"}, "Linje 3: Linket til »javascript:x«"),
        ({"steps": "# Trin"}, "Linje 1: Overskrifter kan ikke bruges."),
        ({"good_to_know": "070761-4285"}, "Det ligner et CPR-nummer."),
        ({"valid_from": "2027-01-02", "valid_to": "2027-01-01"}, "Den sidste dag ligger før den første."),
        ({"places": (Referral("bank", "", "https://a.dk"),)}, "Skriv, hvad det hedder."),
        ({"places": (Referral("", "Banken"),)}, "Vælg, hvem det er."),
        ({"places": (Referral("bank", "Banken", "a.dk"),)}, "Adressen skal begynde med https://."),
        ({"places": (Referral("bank", "Banken", "", "ring"),)}, "Det er ikke et telefonnummer."),
    ],
)
def test_what_is_wrong_is_told_where_it_was_typed(
    library: Library, fields: dict[str, Any], words: str
) -> None:
    library.article()
    sent = form(**({"script": "Det jeg skrev."} | fields))

    html = text_of(library.client("writer").post(DANISH, sent))

    assert words in html
    assert fields.get("script", "Det jeg skrev.") in html.replace("&quot;", '"')
    assert not Version.objects.exists()


def test_the_second_of_two_sees_both_texts_and_loses_nothing(library: Library) -> None:
    library.draft(library.article())
    first, second = library.client("writer"), library.client("colleague")
    first.post(DANISH, form(revision=1, short_answer="Ruths svar.", script="Ruths ord."))

    answer = second.post(DANISH, form(revision=1, short_answer="Karls svar.", script="Karls ord."))

    html = text_of(answer)
    assert answer.status_code == 409
    assert "En anden har ændret teksten, mens du skrev." in html
    assert "<del>Ruths</del>" in html
    assert "<ins>Karls</ins>" in html
    assert ">\nKarls ord.</textarea>" in html
    assert 'name="revision" value="2"' in html
    assert newest().short_answer == "Ruths svar."

    second.post(DANISH, form(revision=2, short_answer="Begges svar."))

    assert (newest().short_answer, newest().written_by) == ("Begges svar.", library.colleague)
    assert Version.objects.count() == 1


def test_two_who_begin_the_same_text_at_once_are_told_too(library: Library) -> None:
    library.article()
    library.client("writer").post(DANISH, form(short_answer="Ruths."))

    assert library.client("colleague").post(DANISH, form(short_answer="Karls.")).status_code == 409
    assert newest().short_answer == "Ruths."


def test_a_text_sent_to_review_meanwhile_is_not_written_over_either(library: Library) -> None:
    draft = library.draft(library.article())
    send_to_review(draft)

    html = text_of(library.client("colleague").post(DANISH, form(revision=2, short_answer="Sent.")))

    assert "Teksten er ved at blive læst igennem" in html
    assert "Sent." in html
    assert newest().short_answer == EXEMPTION.short_answer


def test_a_draft_is_sent_to_review_with_the_same_press(library: Library) -> None:
    library.article()

    library.client("writer").post(DANISH, form("review"))

    assert newest().state == "in_review"


def test_an_authority_writes_the_steps_of_its_own_and_readers_have_them_before_the_common_ones(
    library: Library,
) -> None:
    library.published(library.article())
    assert "Det vises offentligt." in text_of(library.client("elsewhere").get(SKIVES))
    own = form("review", title="", short_answer="", script="", steps="1. Gå ind ad døren mod torvet.")

    library.client("elsewhere").post(SKIVES, own)
    approve(newest(), by=library.administrator)

    for address, frame in (("/articles/fritagelse/", ""), ("/desk/articles/fritagelse/", "article")):
        headers = {"Turbo-Frame": frame} if frame else {}
        page = text_of(library.client("agent").get(address, {"authority": "0779"}, headers=headers))
        assert page.index("Gå ind ad døren mod torvet.") < page.index("Find Borgerservice.")


def test_an_unfinished_draft_is_saved_but_not_sent(library: Library) -> None:
    article = library.article()
    library.published(article)

    html = text_of(library.client("elsewhere").post(SKIVES, form("review", title="", short_answer="")))

    assert "Skriv først, hvad der er anderledes her." in html
    assert (newest().state, newest().text.authority) == ("draft", library.skive)
    again = library.client("elsewhere").post(
        SKIVES, form("review", revision=1, title="", short_answer="Kom.")
    )
    assert (again.status_code, newest().state) == (302, "in_review")


def test_a_variant_is_begun_by_whoever_looks_after_it(library: Library) -> None:
    library.published(library.article())

    html = text_of(library.client("elsewhere").get(SKIVES))
    library.client("elsewhere").post(SKIVES, form(script="Anderledes."))

    fields = [name for name in ("title", "script", "steps", "good_to_know") if f'name="{name}"' in html]
    assert fields == ["script", "steps"]
    text = Text.objects.get(authority=library.skive)
    assert (text.owner, newest().script, newest().title) == (library.elsewhere, "Anderledes.", "")


def test_a_translation_is_written_beside_its_original(library: Library) -> None:
    article = library.article()
    danish = library.published(article)
    client = library.client("writer")

    html = text_of(client.get(ENGLISH))
    assert "Den danske original" in html
    assert EXEMPTION.title in html
    assert f'name="original" value="{danish.pk}"' in html
    library.published(article, saying("Ændret imens."))
    client.post(ENGLISH, form(title="How?", short_answer="So.", original=danish.pk))

    assert (newest().original, newest().title) == (danish, "How?")


def test_a_translation_of_something_else_is_not_believed(library: Library) -> None:
    article = library.article()
    danish = library.published(article)
    other = library.published(library.article("andet"))

    library.client("writer").post(ENGLISH, form(original=other.pk))

    assert newest().original == danish


def act(client: Client, version: Version, deed: str, **sent: Any) -> str:
    answer = client.post(f"/versions/{version.pk}/{deed}/", sent, follow=True)
    assert answer.status_code == 200
    return text_of(answer)


def test_a_text_is_reviewed_sent_back_and_approved(library: Library) -> None:
    draft = library.draft(library.article())
    writer, colleague = library.client("writer"), library.client("colleague")

    html = act(writer, draft, "review")
    assert "Teksten er sendt til gennemlæsning." in html
    assert "En anden skal godkende den." in html
    assert "Godkend og udgiv" not in html
    html = act(colleague, draft, "sending-back", note="Trin 2 mangler.")
    assert "Teksten er sendt tilbage." in html
    assert "Sendt tilbage: Trin 2 mangler." in html
    assert "Trin 2 mangler." in text_of(writer.get(DANISH))
    act(writer, draft, "review")
    assert "Godkend og udgiv" in text_of(colleague.get(f"/versions/{draft.pk}/"))
    html = act(colleague, draft, "approval", publish_at="")

    assert "Teksten er udgivet." in html
    assert "vises nu" in html
    assert Version.objects.get().approved_by == library.colleague


def test_a_text_is_sent_back_with_a_reason(library: Library) -> None:
    draft = library.draft(library.article())
    send_to_review(draft)

    html = text_of(library.client("colleague").post(f"/versions/{draft.pk}/sending-back/", {"note": ""}))

    assert "form-error" in html
    assert Version.objects.get().state == "in_review"


def test_a_text_is_published_ahead(library: Library) -> None:
    draft = library.draft(library.article())
    send_to_review(draft)
    at = timezone.localtime(timezone.now() + A_DAY).replace(second=0, microsecond=0)

    html = act(library.client("colleague"), draft, "approval", publish_at=f"{at:%Y-%m-%dT%H:%M}")

    assert "udgives på det tidspunkt" in html
    assert "Vises fra" in html
    assert Version.objects.get().publish_at == at
    assert library.client("agent").get("/articles/fritagelse/").status_code == 404


def test_a_moment_that_is_none_is_refused(library: Library) -> None:
    draft = library.draft(library.article())
    send_to_review(draft)

    html = text_of(
        library.client("colleague").post(f"/versions/{draft.pk}/approval/", {"publish_at": "snart"})
    )

    assert "form-error" in html
    assert Version.objects.get().state == "in_review"


def test_the_later_of_two_decisions_is_told_that_it_came_late(library: Library) -> None:
    draft = library.draft(library.article())
    send_to_review(draft)
    act(library.client("colleague"), draft, "sending-back", note="Nej.")

    assert "Det kan ikke gøres" in act(library.client("administrator"), draft, "approval")
    assert Version.objects.get().state == "draft"


def test_what_is_withdrawn_is_restored_as_a_new_draft(library: Library) -> None:
    version = library.published(library.article())
    client = library.client("writer")

    assert "Versionen er trukket tilbage." in act(client, version, "withdrawal")
    assert library.client("agent").get("/articles/fritagelse/").status_code == 404
    html = act(client, version, "restoration")

    assert "En ny kladde siger det samme" in html
    assert "Som version 1" in html
    assert (newest().number, newest().state) == (2, "draft")
    assert "Der skrives allerede på en ny version" in act(client, version, "restoration")


def test_what_still_holds_is_confirmed(library: Library) -> None:
    version = library.published(library.article())
    client = library.client("colleague")
    assert "Gælder det stadig?" in text_of(client.get(f"/versions/{version.pk}/"))

    html = act(client, version, "check", review_on="2099-01-01")

    assert "Bekræftet som kontrolleret i dag." in html
    assert Version.objects.get().review_on == dt.date(2099, 1, 1)
    assert "form-error" in text_of(client.post(f"/versions/{version.pk}/check/", {"review_on": "aldrig"}))


def test_two_versions_stand_side_by_side(library: Library) -> None:
    article = library.article()
    old = library.published(article)
    new = library.draft(article, saying("Mød op på rådhuset i din kommune."))
    client = library.client("colleague")

    for address in (f"/versions/{new.pk}/beside/{old.pk}/", f"/versions/{old.pk}/beside/{new.pk}/"):
        html = text_of(client.get(address))
        assert "Version 1 (Udgivet)" in html
        assert "Version 2 (Kladde)" in html
        assert "Borgerservice</del>" in html
        assert "rådhuset</ins>" in html
        assert "Kort svar" in html
        assert "Trin" not in html
    assert "Find Borgerservice." in text_of(client.get(f"/versions/{new.pk}/beside/{old.pk}/?all"))


def test_versions_of_different_texts_are_not_compared(library: Library) -> None:
    article = library.article()
    danish = library.published(article)
    english = library.published(article, IN_ENGLISH, "en", original=danish)

    assert library.client("writer").get(f"/versions/{danish.pk}/beside/{english.pk}/").status_code == 404


def test_a_published_version_is_no_secret_but_the_draft_beside_it_is(library: Library) -> None:
    article = library.article()
    old = publish(begin_text(article, "da"), EXEMPTION, library.writer, library.colleague)
    draft = library.draft(article, saying("Nyt."))
    client = library.client("elsewhere")

    assert client.get(f"/versions/{old.pk}/").status_code == 200
    assert client.get(f"/versions/{old.pk}/beside/{draft.pk}/").status_code == 403
    withdraw(draft, by=library.writer)
    assert client.get(f"/versions/{draft.pk}/").status_code == 403


def test_anybody_flags_an_article_and_sees_the_answer(library: Library) -> None:
    article = library.article()
    library.published(article)
    variant = library.variant(article)
    agent, owner = library.client("agent"), library.client("elsewhere")
    address = "/articles/fritagelse/flag/"
    assert "Hvad er der i vejen med vejledningen?" in text_of(agent.get(address))

    sent = {"kind": "wrong", "words": "Der er lukket om fredagen."}
    answer = agent.post(f"{address}?authority=0779", sent, follow=True)

    assert "Tak. Den ansvarlige svarer" in text_of(answer)
    flag = Flag.objects.get()
    assert (flag.version, flag.raised_by) == (variant, library.agent)
    assert "Der er lukket om fredagen." in text_of(owner.get("/flags/"))
    assert "Der er lukket om fredagen." not in text_of(library.client("writer").get("/flags/"))
    owner.post(f"/flags/{flag.pk}/", {"answer": "Rettet, tak."})
    html = text_of(agent.get("/flags/"))
    assert "Sofie" in html
    assert "Rettet, tak." in html
    agent.post(f"/flags/{flag.pk}/seen/")
    assert "Rettet, tak." not in text_of(agent.get("/flags/"))


def test_what_nobody_has_written_about_is_told_in_words(library: Library) -> None:
    agent = library.client("agent")

    assert "Skriv, hvad der mangler." in text_of(agent.post("/flags/new/", {"kind": "missing", "words": " "}))
    answer = agent.post("/flags/new/", {"kind": "missing", "words": "Noget om 070761-4285"})

    assert answer["Location"] == "/flags/"
    assert Flag.objects.get().words == "Noget om xxxxxx-xxxx"


def test_a_flag_on_a_withdrawn_article_is_about_the_article(library: Library) -> None:
    article = library.article()
    withdraw(library.published(article), by=library.writer)

    library.client("agent").post("/articles/fritagelse/flag/", {"kind": "missing", "words": ""})

    assert (Flag.objects.get().article, Flag.objects.get().version) == (article, None)


def test_an_answered_flag_is_shown_with_its_answer(library: Library) -> None:
    flag = raise_flag(library.agent, "missing", "Pas")
    answer_flag(flag, by=library.writer, answer="Det kommer.")

    html = text_of(library.client("colleague").get(f"/flags/{flag.pk}/"))

    assert "Det kommer." in html
    assert "<textarea" not in html


def test_a_flag_is_answered_in_words_and_once(library: Library) -> None:
    flag = raise_flag(library.agent, "missing", "Pas")
    client = library.client("writer")
    assert "form-error" in text_of(client.post(f"/flags/{flag.pk}/", {"answer": ""}))
    client.post(f"/flags/{flag.pk}/", {"answer": "Første."})

    assert client.post(f"/flags/{flag.pk}/", {"answer": "Anden."}).status_code == 200
    assert Flag.objects.get().answer == "Første."


def test_no_page_holds_a_script_or_a_style_of_its_own(library: Library) -> None:
    article = library.article()
    version = library.published(article)
    write_draft(begin_text(article, "en"), IN_ENGLISH, library.writer)
    client = library.client("writer")
    addresses = (
        DANISH,
        ENGLISH,
        "/articles/",
        "/articles/fritagelse/editing/",
        f"/versions/{version.pk}/",
        "/flags/",
    )

    for address in addresses:
        html = text_of(client.get(address))
        assert " style=" not in html
        assert "onclick" not in html
        assert html.count("<script") == html.count('<script type="importmap"') + html.count(
            '<script type="module"'
        )
