# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whatever happens in whatever order: the promises of the exchange, tried on made-up mornings.

HOTLINE_EXAMPLES=20000 tries more of them, and other searches each time.
"""

import os
from random import Random

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from hotline.exchange.words import (
    AgentStatus,
    CallEnd,
    OfferEnd,
    SegmentEnd,
)
from tests.exchange.mornings import DEEDS, Morning
from tests.exchange.order_books import MET
from tests.exchange.stories import START

EXAMPLES = int(os.environ.get("HOTLINE_EXAMPLES", "250"))

SETTLED = settings(
    max_examples=max(40, EXAMPLES // 10),
    stateful_step_count=40,
    deadline=None,
    derandomize="HOTLINE_EXAMPLES" not in os.environ,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


def test_the_promises_hold_whatever_happens() -> None:
    """A short search that ends with the smallest story it can find, if it finds one."""
    run_state_machine_as_test(Morning, settings=SETTLED)


def test_the_promises_hold_on_mornings_of_every_kind() -> None:
    """Many more and longer ones, each given by its number, which between them meet everything there is."""
    MET.clear()
    for number in range(EXAMPLES):
        live_through(number)
    every = {(kind, end.value) for kind in (CallEnd, OfferEnd, SegmentEnd, AgentStatus) for end in kind}
    assert every - set(MET) == {(AgentStatus, "signed_out")}


def live_through(number: int) -> None:
    """One morning, with the whole story told if it goes wrong."""
    morning, chance = Morning(), Random(number)
    try:
        morning.the_morning_begins(number)
        for _ in range(80):
            getattr(morning, chance.choice(DEEDS))(chance)
            morning.the_promises_hold()
        morning.teardown()
    except AssertionError as error:
        error.add_note(f"on morning {number}:")
        for kind, fields, at in morning.journal:
            error.add_note(f"{at - START:>8} {kind} {fields.decode()}")
        raise
