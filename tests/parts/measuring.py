# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Times that are promised: measured, held against their limit, and printed when the tests are over."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    what: str
    seconds: float
    limit: float

    def __str__(self) -> str:
        return f"{self.seconds:7.3f} s (limit {self.limit:g} s)  {self.what}"


MEASURED: list[Measured] = []


def busyness() -> float:
    """How many times over this computer has work for its processors; 1 when it has not."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def promise(what: str, seconds: float, limit: float) -> None:
    """A computer that others use at the same time is given as much longer as it is busy."""
    MEASURED.append(Measured(what, seconds, limit))
    assert seconds <= limit * busyness(), f"{what}: {seconds:.2f} s, promised within {limit:g} s"


@contextmanager
def promised(what: str, limit: float) -> Iterator[Callable[[], float]]:
    """What happens inside is promised to take no longer. Gives a clock to look at."""
    began = time.monotonic()
    yield lambda: time.monotonic() - began
    promise(what, time.monotonic() - began, limit)


def lines_to_print() -> list[str]:
    """What was measured, each thing once."""
    lines = [str(measured) for measured in MEASURED]
    MEASURED.clear()
    return lines
