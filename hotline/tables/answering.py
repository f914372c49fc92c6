# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A table as the answer to a request: the only file of this room that knows Django."""

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.text import get_valid_filename

from hotline.tables.formats import Format
from hotline.tables.table import Table


def download(request: HttpRequest, table: Table, as_a: Format) -> StreamingHttpResponse:
    """The table as a file, sent while it is made."""
    parts = as_a.parts(table)
    file = f"{get_valid_filename(table.name)}.{as_a.extension}"
    return StreamingHttpResponse(
        one_by_one(parts) if isinstance(request, ASGIRequest) else parts,
        content_type=as_a.content_type,
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


async def one_by_one(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Made in the request's own thread, where its database connection is; the server is never held up."""
    following = sync_to_async(lambda: next(parts, b""))
    while part := await following():
        yield part
