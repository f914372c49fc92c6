# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Tries what is to be sent, again with growing pauses, and gives up: for every room that tells others.

Several processes may do it at once: whoever moves a message's next try ahead, by an update filtered on the
old one, sends it; the others find one row less. A process that dies while it sends leaves a try that comes
round when its lease is over, so a receiver may get a message twice, and knows it by its id.
"""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

import structlog
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from hotline.webhooks.models import Tried

log = structlog.get_logger(__name__)

LEASE = dt.timedelta(minutes=2)
# A job's own lease is ten minutes: what is left is taken the next time, a few seconds later.
MOST_AT_ONCE = 200
PAUSES = tuple(
    dt.timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)

M = TypeVar("M", bound=Tried)


class NotDelivered(Exception):
    """It did not arrive; the sentence says why. `for_good` when trying again is of no use."""

    def __init__(self, sentence: str, *, for_good: bool = False) -> None:
        super().__init__(sentence)
        self.for_good = for_good


def due(messages: QuerySet[M], at: dt.datetime) -> QuerySet[M]:
    """What waits and whose time has come, the longest due first."""
    return messages.filter(state=Tried.State.WAITING, try_at__lte=at).order_by("try_at", "id")


def try_each(
    messages: QuerySet[M],
    send: Callable[[M, dt.datetime], None],
    at: dt.datetime,
    place: Callable[[M], dict[str, object]],
) -> int:
    """Send what is due; return how much arrived. `place` says, as a filter, where a message goes."""
    arrived = 0
    for message in due(messages, at)[:MOST_AT_ONCE]:
        if not taken(message, at):
            continue
        if attempt(message, send, at):
            arrived += 1
        elif message.try_at:
            _spare(messages.filter(**place(message)), message.try_at, at)
    return arrived


def _spare(others: QuerySet[M], until: dt.datetime, at: dt.datetime) -> None:
    """A place that does not answer is not asked again before its time, whatever else waits for it: it would
    hold up all the others. What has waited there for as long as anything is tried, is given up.
    """
    waiting = others.filter(state=Tried.State.WAITING).order_by()
    waiting.filter(made_at__lt=at - sum(PAUSES, dt.timedelta()), tries=0).update(
        state=Tried.State.GIVEN_UP, try_at=None, problem=_("The system did not answer for days.")
    )
    waiting.filter(try_at__lte=at).update(try_at=until)


def taken(message: M, at: dt.datetime) -> bool:
    """Whether the message is ours to send now, and nobody else's."""
    model = type(message)._default_manager  # noqa: SLF001 - Django's name for it
    same = model.filter(pk=message.pk, state=Tried.State.WAITING, try_at=message.try_at)
    if not same.update(try_at=at + LEASE, tries=F("tries") + 1):
        return False
    message.tries += 1
    message.told_at = at
    return True


def attempt(message: M, send: Callable[[M, dt.datetime], None], at: dt.datetime) -> bool:
    """Send what is ours to send; whether it arrived."""
    try:
        send(message, at)
    except NotDelivered as problem:
        _note_failure(message, problem, at)
        return False
    message.state, message.try_at, message.problem = Tried.State.DELIVERED, None, ""
    message.save(update_fields=["state", "try_at", "told_at", "problem"])
    return True


def _note_failure(message: Tried, problem: NotDelivered, at: dt.datetime) -> None:
    is_last = problem.for_good or message.tries > len(PAUSES)
    message.state = Tried.State.GIVEN_UP if is_last else Tried.State.WAITING
    message.try_at = None if is_last else at + PAUSES[message.tries - 1]
    message.problem = str(problem)[:200]
    message.save(update_fields=["state", "try_at", "told_at", "problem"])
    log.warning(
        "a message was not delivered",
        of=message._meta.label,  # noqa: SLF001 - Django's name for it
        delivery=str(message.key),
        tries=message.tries,
        given_up=is_last,
    )


def send_again(message: Tried, now: dt.datetime) -> None:
    """Try at once, and as often as a new one."""
    model = type(message)._default_manager  # noqa: SLF001 - Django's name for it
    model.filter(pk=message.pk).update(state=Tried.State.WAITING, tries=0, try_at=now, problem="")
