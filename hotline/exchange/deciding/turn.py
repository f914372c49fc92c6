# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What every decision needs at hand, and the one way to look into the tables."""

from collections.abc import Mapping
from typing import TypeVar

from hotline.exchange.commands import Command
from hotline.exchange.state import State
from hotline.exchange.tables import Happening
from hotline.exchange.words import Instant

Stage = TypeVar("Stage")


class Impossible(Exception):
    """The event cannot have happened in this state. Nothing has been changed."""


class Turn:
    """One event's turn at the exchange: the state, the instant, and the orders given so far."""

    __slots__ = ("now", "order", "orders", "state")

    def __init__(self, state: State, now: Instant) -> None:
        self.state = state
        self.now = now
        self.orders: list[Command] = []
        self.order = self.orders.append

    def after(self, duration_ms: int) -> Instant:
        """The instant that lies so far ahead."""
        return Instant(self.now + duration_ms)


def moved(table: Mapping[Stage, Mapping[Happening, Stage]], stage: Stage, happening: Happening) -> Stage:
    """The stage that follows, or `Impossible`."""
    try:
        return table[stage][happening]
    except KeyError:
        raise Impossible(f"“{happening}” cannot happen to what is {stage}") from None
