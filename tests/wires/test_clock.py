# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import itertools
import time

import time_machine

from hotline.exchange.words import Instant
from hotline.wires.clock import steady_clock


def test_the_clock_tells_milliseconds_since_1970() -> None:
    assert abs(steady_clock()() - time.time() * 1000) < 1000


def test_the_clock_never_goes_back() -> None:
    clock = steady_clock()
    told = [clock() for _ in range(10_000)]
    assert all(a <= b for a, b in itertools.pairwise(told))


def test_a_corrected_wall_clock_moves_no_deadline() -> None:
    clock = steady_clock()
    before = clock()
    with time_machine.travel(time.time() - 3600):
        assert 0 <= clock() - before < 1000


def test_two_clocks_of_one_machine_agree() -> None:
    assert abs(steady_clock()() - steady_clock()()) < 1000


def test_the_clock_begins_no_earlier_than_what_has_been_seen() -> None:
    tomorrow = Instant(int(time.time() * 1000) + 86_400_000)
    assert tomorrow <= steady_clock(tomorrow)() < tomorrow + 1000


def test_a_wall_clock_set_back_does_not_take_the_next_process_into_the_past() -> None:
    earliest = Instant(steady_clock()() + 3_600_000)
    clock = steady_clock(earliest)
    assert 0 <= clock() - earliest < 1000
    assert 0 <= steady_clock(Instant(1))() - steady_clock()() + 1000 < 2000
