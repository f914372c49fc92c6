# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The steering report on paper: one A4 page, tagged for screen readers (PDF/UA), in the pages' own typeface.

The same figures give the same bytes: nothing in the file tells when or where it was made. Whoever needs this
module imports it late: laying out pages takes a large library.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from hotline.reports.parts import Part
from hotline.reports.steering import Steering

TYPEFACE = "vendor/dkfds/fonts/IBMPlexSans/complete/woff2"
FONTS = {"regular": f"{TYPEFACE}/IBMPlexSans-Regular.woff2", "bold": f"{TYPEFACE}/IBMPlexSans-SemiBold.woff2"}
SCHEME = "static:"
LONGEST_BAR = 62


class NotOurs(Exception):
    """A page to be printed asked for something that is not its typeface."""


def steering_pdf(steering: Steering, address: str) -> bytes:
    page = {
        "steering": steering,
        "address": address,
        "language": get_language(),
        "bars": list(bars_of(steering.weeks)),
        "fonts": {name: f"{SCHEME}{path}" for name, path in FONTS.items()},
    }
    html = render_to_string("reports/steering_paper.html", page)
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
    document = HTML(string=html, base_url=SCHEME, url_fetcher=StaticFiles())
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    return written


def bars_of(part: Part) -> Iterator[tuple[str, float]]:
    """Each row's short name, and its first number as a bar: the largest is LONGEST_BAR millimetres long."""
    rows = list(part.body)
    numbers = [float(row[1].number or 0) for row in rows]
    largest = max(numbers, default=0) or 1
    for row, number in zip(rows, numbers, strict=True):
        yield row[0].text.partition(",")[0], round(LONGEST_BAR * number / largest, 1)


class StaticFiles(URLFetcher):  # type: ignore[misc]
    """What the page may refer to: its typefaces and nothing else, whatever it says."""

    def __init__(self) -> None:
        super().__init__(fail_on_errors=True)

    def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
        name = url.removeprefix(SCHEME)
        if name not in FONTS.values():
            raise NotOurs(url)
        found = finders.find(name) or Path(settings.STATIC_ROOT) / name
        return URLFetcherResponse(url, Path(str(found)).read_bytes())
