# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How often one may ask: a bucket for each token, that is filled evenly and holds a minute's worth.

Each process keeps its own. What is limited is the load of one process, not a contract.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

A_MINUTE = 120
MOST_KEPT = 10_000


@dataclass
class Rates:
    """`per_minute` questions for each key; a key that has not asked for a minute is as good as new."""

    per_minute: int = A_MINUTE
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[Hashable, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, key: Hashable) -> int:
        """Take one from the key's bucket and return 0; or leave it, and return the seconds to wait."""
        with self._lock:
            now, each = self.clock(), 60 / self.per_minute
            left, at = self._left.pop(key, (float(self.per_minute), now))
            left = min(float(self.per_minute), left + (now - at) / each)
            is_full = left >= 1
            self._left[key] = (left - 1 if is_full else left, now)
            if len(self._left) > MOST_KEPT:
                self._left.popitem(last=False)
            return 0 if is_full else math.ceil((1 - left) * each)
