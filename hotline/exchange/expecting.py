# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How long a caller may expect to wait: a span, or nothing where nothing honest can be said.

The caller at place k is answered when the agents have finished k calls between them. Agents who all work
finish together n/h calls a second, h being the mean handling time (talk, hold and wrap-up). If handling
times were exponential, the wait would be the sum of k such intervals: an Erlang distribution with the mean
k·h/n and the standard deviation √k·h/n. That is the queue-length predictor with its conditional spread:
W. Whitt, "Predicting queueing delays", Management Science 45 (1999) 870-888. The span holds the middle
eighty of a hundred such waits; its ends are the gamma quantiles as E. B. Wilson and M. M. Hilferty
approximate them, "The distribution of chi-square", PNAS 17 (1931) 684-688, within some percent for k = 1.

Real handling times vary less than exponential ones, and some of those ahead give up: both make the span
rather too wide and too late than too narrow and too early. An agent who answers several lines counts fully
on each of them, which errs the other way where lines share agents and both are busy.
"""

from hotline.exchange.records import Pace, Span

FEWEST_HANDLED = 5
"""So many calls must have been handled before anything is said."""

REMEMBERED = 20
"""The newest call weighs 1/20: the mean is, nearly, that of the last few dozen calls."""

TENTH_IN_NORMAL = 1.2815515655446004
"""So many standard deviations from the mean of a normal distribution lie its tenths."""


def learned(pace: Pace, handling_ms: int) -> Pace:
    """The pace after one more call: a plain mean of the first, an exponentially weighted one from then on."""
    handled = pace.handled + 1
    weight = min(handled, REMEMBERED)
    return Pace(handled, pace.mean_ms + round((handling_ms - pace.mean_ms) / weight))


def expected_wait(position: int, agents: int, pace: Pace) -> Span | None:
    """The wait of the caller at this place (1 is next) while so many agents serve; None when unknown."""
    if agents < 1 or pace.handled < FEWEST_HANDLED:
        return None
    interval_ms = pace.mean_ms / agents
    return Span(
        round(interval_ms * _erlang_quantile(position, -TENTH_IN_NORMAL)),
        round(interval_ms * _erlang_quantile(position, TENTH_IN_NORMAL)),
    )


def _erlang_quantile(shape: int, deviations: float) -> float:
    """Where that many normal deviations lie in the sum of `shape` exponential times of mean one."""
    root: float = 1 - 1 / (9 * shape) + deviations / (3 * shape**0.5)
    return shape * max(0.0, root) ** 3
