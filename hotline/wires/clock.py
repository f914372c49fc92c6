# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The one clock of the exchange process: milliseconds since 1970, never going backwards."""

import time
from collections.abc import Callable

from hotline.exchange.words import Instant

Clock = Callable[[], Instant]
EPOCH = Instant(0)


def steady_clock(earliest: Instant = EPOCH) -> Clock:
    """Set by the wall once, driven by the monotonic clock: a corrected wall clock moves no deadline.

    It begins no earlier than `earliest`, what a process before this one has seen.
    """
    offset = max(time.time_ns(), earliest * 1_000_000) - time.monotonic_ns()
    return lambda: Instant((time.monotonic_ns() + offset) // 1_000_000)
