# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The files a table can be taken home as."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hotline.tables.csv_file import csv_parts
from hotline.tables.json_file import json_parts
from hotline.tables.table import Table
from hotline.tables.xlsx_file import xlsx_parts


@dataclass(frozen=True)
class Format:
    """`extension` is also what it is asked for by."""

    extension: str
    content_type: str
    parts: Callable[[Table], Iterator[bytes]]


FORMATS = {
    one.extension: one
    for one in (
        Format("csv", "text/csv; charset=utf-8", csv_parts),
        Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_parts),
        Format("json", "application/json", json_parts),
    )
}
