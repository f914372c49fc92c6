# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Texts of articles as web pages and as plain words: paragraphs, lists, strong, emphasis and links, no more.

Two fences stand one behind the other. markdown-it makes nothing but these of what is written: HTML comes out
as the letters it consists of. nh3 then lets through only the tags and addresses named here, whatever went
wrong before. Pure.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"p", "br", "ol", "ul", "li", "strong", "em", "a"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "*": set[str]()}
SCHEMES = {"https", "mailto", "tel"}
PARTS = ("list", "emphasis", "link", "newline", "escape", "entity", "autolink")
WEB = "https"
_NOT_IN_AN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f]")
_HEADING = re.compile(r"#{1,6}(\s|$)")
_LINKS = re.compile(r"\]\(\s*<?([^)\s>]*)|<([A-Za-z][A-Za-z0-9+.-]*:[^>\s]*)>")


@dataclass(frozen=True)
class Link:
    """An address in a text, and the line it stands on, counted from 1."""

    line: int
    address: str


def to_html(text: str) -> SafeString:
    made = _parser().render(text)
    clean = nh3.clean(
        made,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        attribute_filter=_kept,
        link_rel="noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308 - what comes through the second fence is safe


def _kept(_tag: str, attribute: str, value: str) -> str | None:
    """A link that cannot be offered to a citizen loses its address; its words stay."""
    return None if attribute == "href" and is_wrong(value) else value


def to_plain(text: str) -> str:
    """For a message: no marks, list items with a dash or their number, links with their address."""
    return "".join(_plain(_parser().parse(text))).strip()


def links_in(text: str) -> list[Link]:
    """Every address a text links to or was meant to link to."""
    return [
        Link(number, found[1] or found[2] or "")
        for number, line in enumerate(text.split("\n"), start=1)
        for found in _LINKS.finditer(line)
    ]


def headings_in(text: str) -> list[int]:
    """The lines, counted from 1, that are written as headings: only an article's sections have any."""
    return [number for number, line in enumerate(text.split("\n"), start=1) if _HEADING.match(line)]


def wrong_links_in(text: str) -> list[Link]:
    return [link for link in links_in(text) if is_wrong(link.address)]


def is_wrong(address: str) -> bool:
    """Whether an address cannot be offered to a citizen: only https, e-mail and telephone can."""
    if _NOT_IN_AN_ADDRESS.search(address):
        return True
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return True
    if parts.scheme != WEB:
        return parts.scheme not in SCHEMES or not parts.path
    return "." not in host or parts.username is not None


def _parser() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False}).enable(PARTS)


def _plain(tokens: Iterable[Token]) -> Iterator[str]:
    numbers: list[int | None] = []  # one per list we are in; None in a list without numbers
    mark = ""
    for token in tokens:
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            numbers.append(int(token.attrs.get("start", 1)) if token.type[0] == "o" else None)
        elif token.type == "list_item_open":
            mark, numbers[-1] = _mark(numbers[-1])
        elif token.type == "inline":
            yield f"{'  ' * (len(numbers) - 1)}{mark}{_plain_line(token.children or [])}\n"
            mark = "  " * bool(numbers)
        elif token.type == "paragraph_close" and not token.hidden:
            yield "\n"
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            numbers.pop()
            yield "" if numbers else "\n"
        if not numbers:
            mark = ""


def _mark(number: int | None) -> tuple[str, int | None]:
    return ("- ", None) if number is None else (f"{number}. ", number + 1)


def _plain_line(tokens: Iterable[Token]) -> str:
    said, address = [], ""
    for token in tokens:
        if token.type == "link_open":
            address = str(token.attrs["href"])
        elif token.type == "link_close":
            said.append(f" ({address})")
        else:
            said.append({"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content))
    return "".join(said)
