# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Asks and orders the running exchange over its control address."""

import contextlib
from functools import cache

import httpx
import msgspec

from hotline.calls.control import control_address, control_headers
from hotline.duty.shown import LineNow
from hotline.organisations.models import Line

PATIENCE = 2.0


class ExchangeSilent(Exception):
    """It does not answer, or not as it should."""


class StillTalking(Exception):
    """The agent has a citizen on the line."""


class NotSignedIn(Exception):
    """There is no session to end."""


def line_now(line: Line) -> LineNow:
    """How things stand on a line. Raises ExchangeSilent."""
    try:
        answer = _ask("GET", f"lines/{line.pk}")
        return msgspec.json.decode(answer.raise_for_status().content, type=LineNow)
    except (httpx.HTTPError, msgspec.MsgspecError) as problem:
        raise ExchangeSilent from problem


def sign_out(agent: int, by: str) -> None:
    """End an agent's session. Raises StillTalking, NotSignedIn or ExchangeSilent; then nothing is done."""
    try:
        answer = _ask("POST", f"agents/{agent}/sign-out", {"by": by})
    except httpx.HTTPError as problem:
        raise ExchangeSilent from problem
    refusals = {409: StillTalking, 404: NotSignedIn}
    if not answer.is_success:
        raise refusals.get(answer.status_code, ExchangeSilent)


def read_anew() -> None:
    """Let what was just changed count at once. An exchange that is away reads everything when it is back."""
    with contextlib.suppress(httpx.HTTPError):
        _ask("POST", "set-up")


def _ask(method: str, path: str, said: object = None) -> httpx.Response:
    return _client().request(
        method, control_address(path), headers=control_headers(), json=said, timeout=PATIENCE
    )


@cache
def _client() -> httpx.Client:
    """One for all: making one takes ten times as long as asking. No connection outlives its question."""
    return httpx.Client(trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))
