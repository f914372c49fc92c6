# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A file of an earlier system into the books: first all of it is looked at, then it is stored."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from hotline.history.mapping import Meaning, WrongMapping
from hotline.history.past import Told
from hotline.history.queue_log import read_queue_log
from hotline.history.sheets import read_sheet
from hotline.history.storing import Progress, Storing, Tale
from hotline.organisations.models import Line


def silent(_tale: Tale) -> None:
    """Nobody is told how far it has come."""


def import_file(
    path: Path,
    meaning: Meaning,
    line: Line,
    *,
    now: dt.datetime,
    is_dry: bool = False,
    skips_wrong: bool = False,
    progress: Progress = silent,
) -> Tale:
    """Nothing is stored when a line is wrong, unless wrong lines are to be skipped. Raises WrongMapping."""
    looked = _through(path, meaning, line, now, is_dry=True, progress=progress)
    if is_dry or (looked.wrong_lines and not skips_wrong):
        return looked
    return _through(path, meaning, line, now, is_dry=False, progress=progress)


def _through(
    path: Path, meaning: Meaning, line: Line, now: dt.datetime, *, is_dry: bool, progress: Progress
) -> Tale:
    storing = Storing(line, meaning, is_dry=is_dry)
    try:
        with path.open(encoding=meaning.encoding, newline="") as lines:
            return storing.store(read(lines, meaning, now), progress)
    except UnicodeDecodeError as wrong:
        raise WrongMapping(f"{path.name} is not written in {meaning.encoding}: {wrong.reason}.") from wrong


def read(lines: Iterable[str], meaning: Meaning, now: dt.datetime) -> Told:
    if meaning.format == "queue_log":
        return read_queue_log(lines, meaning, now)
    return read_sheet(lines, meaning, now)
