# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A table as an answer: in pieces, under the server and in a plain test alike."""

import asyncio
import io
from collections.abc import AsyncIterator
from typing import cast

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest
from openpyxl import load_workbook

from hotline.tables.answering import download
from hotline.tables.csv_file import csv_parts
from hotline.tables.formats import FORMATS
from hotline.tables.table import Column, Table
from tests.tables.made import long_table


@pytest.mark.parametrize(
    ("extension", "kind"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_download_has_a_name_and_a_type(extension: str, kind: str) -> None:
    answer = download(HttpRequest(), long_table(3), FORMATS[extension])

    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"] == f'attachment; filename="long.{extension}"'
    assert answer.getvalue()


def test_a_name_cannot_break_out_of_its_header() -> None:
    nasty = Table('a"; filename="b\r\nX: y', [Column("text")], [])

    assert download(HttpRequest(), nasty, FORMATS["csv"]).headers["Content-Disposition"] == (
        'attachment; filename="a_filenamebX_y.csv"'
    )


def under_the_server() -> ASGIRequest:
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
    return ASGIRequest(scope, io.BytesIO())


def test_the_server_is_given_the_pieces_one_by_one() -> None:
    answer = download(under_the_server(), long_table(5_000), FORMATS["csv"])

    async def collected() -> list[bytes]:
        return [part async for part in cast("AsyncIterator[bytes]", answer.streaming_content)]

    pieces = asyncio.run(collected())
    assert len(pieces) > 1
    assert b"".join(pieces) == b"".join(csv_parts(long_table(5_000)))


def test_a_workbook_is_whole_under_the_server_too() -> None:
    answer = download(under_the_server(), long_table(20), FORMATS["xlsx"])

    async def collected() -> bytes:
        return b"".join([part async for part in cast("AsyncIterator[bytes]", answer.streaming_content)])

    assert load_workbook(io.BytesIO(asyncio.run(collected()))).active.max_row == 21
