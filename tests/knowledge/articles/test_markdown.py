# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Texts as web pages: what is meant comes through, what is hostile does nothing."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.knowledge.markdown import ATTRIBUTES, SCHEMES, TAGS, Link, is_wrong, links_in, to_html, to_plain
from hotline.knowledge.markdown import wrong_links_in as wrong_in

CONTENT = Path(__file__).parents[3] / "hotline" / "knowledge" / "content"
LINK = '<a href="https://www.borger.dk/" rel="noopener noreferrer">borger.dk</a>'


NO_LINK = '<a rel="noopener noreferrer">{}</a>'


class Tags(HTMLParser):
    """What a browser would make of it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def harm_in(html: str) -> list[object]:
    """Every tag, attribute and address that should never be there."""
    tags = Tags()
    tags.feed(html)
    harm: list[object] = []
    for tag, attributes in tags.found:
        strange = set(attributes) - ATTRIBUTES.get(tag, set()) - {"rel"}
        address = attributes.get("href")
        scheme = (address or "").partition(":")[0].lower()
        if tag not in TAGS or strange or not (address is None or scheme in SCHEMES):
            harm.append((tag, attributes))
    return harm


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Et afsnit\npå to linjer.", "<p>Et afsnit\npå to linjer.</p>"),
        ("Et.\n\nTo.", "<p>Et.</p>\n<p>To.</p>"),
        ("1. Først\n2. Så", "<ol>\n<li>Først</li>\n<li>Så</li>\n</ol>"),
        ("3. Tredje", '<ol start="3">\n<li>Tredje</li>\n</ol>'),
        ("- Et\n* To", "<ul>\n<li>Et</li>\n</ul>\n<ul>\n<li>To</li>\n</ul>"),
        ("**Stærkt** og *mildt*", "<p><strong>Stærkt</strong> og <em>mildt</em></p>"),
        ("[borger.dk](https://www.borger.dk/)", f"<p>{LINK}</p>"),
        ("En linje  \nog en ny", "<p>En linje<br>\nog en ny</p>"),
        ("§ 5 & 6", "<p>§ 5 &amp; 6</p>"),
        ("# Ingen overskrift", "<p># Ingen overskrift</p>"),
        ("[et](http://a.dk/) [to](/to)", f"<p>{NO_LINK.format('et')} {NO_LINK.format('to')}</p>"),
        ("| ingen | tabel |", "<p>| ingen | tabel |</p>"),
        ("`ingen kode`", "<p>`ingen kode`</p>"),
        ("> intet citat", "<p>&gt; intet citat</p>"),
    ],
)
def test_what_is_meant_comes_through(text: str, html: str) -> None:
    assert to_html(text).strip() == html


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='https://onde.example'></iframe>",
    "<style>body{display:none}</style>",
    "<a href='javascript:alert(1)'>klik</a>",
    "<p onclick=alert(1)>tekst</p>",
    "<!--><script>alert(1)</script>-->",
    "<base href='https://onde.example'>",
    "<meta http-equiv=refresh content='0;url=https://onde.example'>",
    "<form action='https://onde.example'><input name=cpr></form>",
    "[klik](javascript:alert(1))",
    "[klik](JaVaScRiPt:alert(1))",
    "[klik](java\nscript:alert(1))",
    "[klik](&#106;avascript:alert(1))",
    "[klik](javascript&colon;alert(1))",
    "[klik](\\javascript:alert(1))",
    "[klik](\x01javascript:alert(1))",
    "[klik](data:text/html;base64,PHNjcmlwdD4=)",
    "[klik](vbscript:msgbox)",
    "[klik](file:///etc/passwd)",
    "[klik](<javascript:alert(1)>)",
    "<javascript:alert(1)>",
    "<data:text/html,hej>",
    '[klik](https://borger.dk/ "onmouseover=alert(1)")',
    '[klik](https://borger.dk/" onmouseover="alert(1))',
    "[klik]: javascript:alert(1)\n\n[klik]",
    "![billede](https://onde.example/spor.png)",
    "**<script>**alert(1)**</script>**",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#x3C;script&#x3E;",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "`</p><script>alert(1)</script>`",
    "1. <script>alert(1)\n2. </script>",
    "\u202e[klik](https://borger.dk/)\u0000<script>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_hostile_does_nothing(text: str) -> None:
    html = to_html(text)

    assert harm_in(html) == []
    assert "<script" not in html.lower()


pieces = st.sampled_from(
    [*HOSTILE, "<", ">", '"', "'", "(", ")", "[", "]", "*", "\n", "- ", "&", "\\", "\x00"]
)


@given(st.lists(pieces | st.text(max_size=8), max_size=8).map("".join))
def test_no_text_whatever_makes_a_page_harmful(text: str) -> None:
    assert harm_in(to_html(text)) == []


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Du skal *møde op*.\n\nTag **legitimation** med.", "Du skal møde op.\n\nTag legitimation med."),
        ("To\nlinjer", "To linjer"),
        ("Se [borger.dk](https://www.borger.dk/).", "Se borger.dk (https://www.borger.dk/)."),
        ("Først:\n\n1. Et\n2. To\n\nSlut.", "Først:\n\n1. Et\n2. To\n\nSlut."),
        ("4. Fire\n5. Fem", "4. Fire\n5. Fem"),
        ("- Et\n  - Inden i\n- To", "- Et\n  - Inden i\n- To"),
        ("", ""),
        ("Brud  \nher", "Brud\nher"),
        ("A & B \\* C", "A & B * C"),
    ],
)
def test_a_text_is_sent_without_its_marks(text: str, plain: str) -> None:
    assert to_plain(text) == plain


@given(st.text(max_size=60))
def test_any_text_has_a_plain_form(text: str) -> None:
    assert to_plain(text) == to_plain(text).strip()


def test_links_are_found_with_their_lines() -> None:
    text = "Se [her](https://a.dk/)\nog <https://b.dk/>.\n\n- [der](http://c.dk) og [dem](mailto:x@d.dk)"

    assert links_in(text) == [
        Link(1, "https://a.dk/"),
        Link(2, "https://b.dk/"),
        Link(4, "http://c.dk"),
        Link(4, "mailto:x@d.dk"),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "https://www.borger.dk/",
        "https://a.dk/b?c=d#e",
        "mailto:post@a.dk",
        "tel:+4570200000",
        "https://æ.dk/",
    ],
)
def test_an_address_for_citizens_is_right(address: str) -> None:
    assert not is_wrong(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "borger.dk",
        "/borger",
        "http://borger.dk/",
        "https://",
        "https://borger",
        "https://bruger@borger.dk/",
        "https://[::1",
        "ftp://borger.dk/",
        "javascript:alert(1)",
        "https://borger.dk/ a",
        "mailto:",
        "tel:",
    ],
)
def test_an_address_that_leads_nowhere_is_wrong(address: str) -> None:
    assert is_wrong(address)


def test_wrong_links_are_named_even_when_nothing_is_made_of_them() -> None:
    text = "[a](https://a.dk/)\n[b](javascript:alert(1))\n[c](http://c.dk/)\n[d]()"

    assert wrong_in(text) == [Link(2, "javascript:alert(1"), Link(3, "http://c.dk/"), Link(4, "")]


@pytest.mark.parametrize("path", sorted(CONTENT.glob("*.md")), ids=lambda path: path.name)
def test_the_shipped_texts_have_only_good_links(path: Path) -> None:
    assert wrong_in(path.read_text(encoding="utf-8")) == []
