# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Session timers (RFC 4028): what both sides say about them. When they run is reoffering.py's.

A timer is agreed whenever the other side knows the extension, so that no call outlives a far end
that has died. Whoever asks may be the refresher; we leave it to them when they do not say.
"""

from collections.abc import Iterable
from datetime import timedelta

from hotline.sip.dialogs import Dialog, SessionTimer
from hotline.sip.headers import header_parameters, leading_number
from hotline.sip.messages import Headers, Message, Request, Response
from hotline.sip.settings import Settings

Pairs = Iterable[tuple[str, str]]


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())


def least(settings: Settings, timer: SessionTimer) -> int:
    """The shortest interval that is acceptable to us and to whom we have heard of."""
    return max(_seconds(settings.min_se), timer.least_s)


def is_too_short(settings: Settings, request: Request) -> bool:
    """Whether to refuse with 422: only somebody who knows the extension can do something about it."""
    asked = leading_number(request.headers.first("session-expires"))
    return asked is not None and asked < _seconds(settings.min_se) and knows_timers(request)


def knows_timers(message: Message) -> bool:
    """Whether the sender knows the extension."""
    return "timer" in message.headers.tokens("supported") | message.headers.tokens("require")


def asking_headers(settings: Settings, timer: SessionTimer) -> Pairs:
    """What a request of ours says: the agreed timer, or what we would like."""
    shortest = least(settings, timer)
    interval = max(timer.interval_s or _seconds(settings.session_expires), shortest)
    refresher = ""
    if timer.interval_s:
        refresher = ";refresher=uac" if timer.we_refresh else ";refresher=uas"
    yield "supported", "timer"
    yield "session-expires", f"{interval}{refresher}"
    yield "min-se", str(shortest)


def grant(settings: Settings, timer: SessionTimer, request: Request) -> Pairs:
    """Decide on a request of theirs; what the 2xx says."""
    timer.least_s = max(timer.least_s, leading_number(request.headers.first("min-se")) or 0)
    asked = leading_number(request.headers.first("session-expires"))
    if asked is None and not knows_timers(request):
        timer.interval_s = 0
        return
    timer.interval_s = _granted(settings, timer, asked)
    timer.we_refresh = not knows_timers(request) or _refresher(request.headers) == "uas"
    yield "session-expires", f"{timer.interval_s};refresher={'uas' if timer.we_refresh else 'uac'}"
    if not timer.we_refresh:
        yield "require", "timer"


def _granted(settings: Settings, timer: SessionTimer, asked: int | None) -> int:
    """Ours when they have no wish; else theirs, shortened as far as Min-SE lets us."""
    wished = max(_seconds(settings.session_expires), least(settings, timer))
    return wished if asked is None else max(min(asked, wished), 1)


def agree(settings: Settings, timer: SessionTimer, response: Response) -> None:
    """Take in what the 2xx to a request of ours says."""
    granted = leading_number(response.headers.first("session-expires"))
    timer.interval_s = max(granted, _seconds(settings.min_se)) if granted else 0
    timer.we_refresh = _refresher(response.headers) != "uas"


def raise_least(dialog: Dialog, response: Response) -> bool:
    """Take in a 422; false when it gives no reason to ask again."""
    wanted = leading_number(response.headers.first("min-se")) or 0
    if wanted <= dialog.session.least_s:
        return False
    dialog.session.least_s = wanted
    dialog.session.interval_s = max(dialog.session.interval_s, wanted) if dialog.session.interval_s else 0
    return True


def _refresher(headers: Headers) -> str:
    return header_parameters(headers.first("session-expires")).get("refresher", "").lower()


def learn_methods(dialog: Dialog, message: Message) -> None:
    """Whether the other side takes UPDATE, when it says what it takes."""
    if "allow" in message.headers.fields:
        dialog.takes_updates = "update" in message.headers.tokens("allow")
