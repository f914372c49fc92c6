# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The steering report on paper: one A4 page, tagged for screen readers (PDF/UA), in the pages' own typeface.

The same figures give the same bytes: nothing in the file tells when or where it was made. Whoever needs this
module imports it late: laying out pages takes a large library.
"""

import hashlib
from dataclasses import dataclass
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
LABEL_WIDTH, LONGEST_BAR, NUMBER_WIDTH, BAR_STEP = 40, 190, 30, 12


class NotOurs(Exception):
    """A page to be printed asked for something that is not a static file of ours."""


@dataclass(frozen=True)
class Bar:
    """A bar that lies, as long as its number, with its words beside it."""

    label: str
    shown: str
    y: float
    length: float

    @property
    def text_y(self) -> float:
        return self.y + BAR_STEP / 2 + 1

    @property
    def end(self) -> float:
        return LABEL_WIDTH + self.length + 3


@dataclass(frozen=True)
class Drawing:
    """Bars below one another. In units of the drawing, which is scaled to the column."""

    bars: tuple[Bar, ...]
    width: int
    left: int

    @property
    def height(self) -> int:
        return len(self.bars) * BAR_STEP


def steering_pdf(steering: Steering, address: str) -> bytes:
    page = {
        "steering": steering,
        "address": address,
        "language": get_language(),
        "drawing": drawing_of(steering.weeks),
        "fonts": {name: f"{SCHEME}{path}" for name, path in FONTS.items()},
    }
    html = render_to_string("reports/steering_paper.html", page)
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
    document = HTML(string=html, base_url=SCHEME, url_fetcher=StaticFiles())
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    return written


def drawing_of(part: Part) -> Drawing:
    """The part's first numbers as bars, the total left out."""
    rows = list(part.body)
    numbers = [float(row[1].number or 0) for row in rows]
    longest = max(numbers, default=0) or 1
    lengths = (round(LONGEST_BAR * number / longest, 1) for number in numbers)
    bars = (
        Bar(row[0].text.partition(",")[0], row[1].text, place * BAR_STEP, length)
        for place, (row, length) in enumerate(zip(rows, lengths, strict=True))
    )
    return Drawing(tuple(bars), LABEL_WIDTH + LONGEST_BAR + NUMBER_WIDTH, LABEL_WIDTH)


class StaticFiles(URLFetcher):  # type: ignore[misc]
    """What the page may refer to: our own static files and nothing else, whatever it says."""

    def __init__(self) -> None:
        super().__init__(fail_on_errors=True)

    def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
        name = url.removeprefix(SCHEME)
        if name == url:
            raise NotOurs(url)
        found = finders.find(name) or Path(settings.STATIC_ROOT) / name
        return URLFetcherResponse(url, Path(str(found)).read_bytes())
