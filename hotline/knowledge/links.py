# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whether the addresses in articles still lead somewhere."""

from collections.abc import Iterator

import httpx
from django.db.models import QuerySet

from hotline.knowledge.markdown import WEB, links_in
from hotline.knowledge.models import Version
from hotline.knowledge.words import VersionState

PATIENCE = 10  # seconds


def addresses() -> dict[str, list[str]]:
    """Every web address that is shown or being written, with the codes of the articles it stands in."""
    found: dict[str, set[str]] = {}
    for version in _versions():
        for address in _addresses_in(version):
            found.setdefault(address, set()).add(version.text.article.code)
    return {address: sorted(codes) for address, codes in sorted(found.items())}


def trouble_with(address: str, client: httpx.Client) -> str:
    """Why a citizen would not get there; empty when all is well."""
    try:
        answer = client.head(address)
        if answer.status_code in {403, 404, 405, 501}:  # some only answer who asks for the page itself
            answer = client.get(address)
    except (httpx.HTTPError, httpx.InvalidURL) as wrong:
        return str(wrong) or type(wrong).__name__
    return f"{answer.status_code} {answer.reason_phrase}" if answer.is_error else ""


def visitor(transport: httpx.BaseTransport | None = None) -> httpx.Client:
    return httpx.Client(
        transport=transport, timeout=PATIENCE, follow_redirects=True, headers={"User-Agent": "Hotline"}
    )


def _versions() -> QuerySet[Version]:
    """The newest of each text is the last one; older ones repeat its links or have been replaced."""
    kept = Version.objects.exclude(state=VersionState.WITHDRAWN).select_related("text__article")
    newest = dict(kept.order_by("number").values_list("text_id", "pk"))
    return kept.filter(pk__in=newest.values())


def _addresses_in(version: Version) -> Iterator[str]:
    for text in (version.script, version.steps, version.good_to_know):
        yield from (link.address for link in links_in(text) if link.address.startswith(f"{WEB}:"))
    yield from (place["url"] for place in version.where_next if place["url"])
