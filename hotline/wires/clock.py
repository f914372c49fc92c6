# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The one clock of the exchange process: milliseconds since 1970, never going backwards."""

import time
from collections.abc import Callable

from hotline.exchange.words import Instant

Clock = Callable[[], Instant]


def steady_clock() -> Clock:
    """Set by the wall once, driven by the monotonic clock: a corrected wall clock moves no deadline."""
    offset = time.time_ns() - time.monotonic_ns()
    return lambda: Instant((time.monotonic_ns() + offset) // 1_000_000)
