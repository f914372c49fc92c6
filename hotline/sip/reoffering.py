# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Our requests in a leg that is up: new offers of media, and keeping the session alive.

One offer at a time: ours waits while one of theirs is under way, and after a collision (491) both
sides wait a different while (RFC 3261 section 14.1). A refresh is a re-INVITE with the very same
SDP, or an UPDATE without any when the other side takes it.
"""

from functools import partial

from hotline.sip.asking import Errand, retry_after_ms, status_of
from hotline.sip.bodies import UnknownBody, sdp_of
from hotline.sip.confirming import acknowledge
from hotline.sip.dialogs import Dialog, contact_of
from hotline.sip.ending import end, lost
from hotline.sip.messages import Response
from hotline.sip.outputs import EndReason, Instant, MediaAnswered, Refreshed, ReofferRefused
from hotline.sip.sdp import following, is_same
from hotline.sip.session_timer import agree, asking_headers, learn_methods, raise_least
from hotline.sip.tables import Happening, State
from hotline.sip.traffic import ALLOWED, Traffic
from hotline.sip.transactions import Transaction

MOST_COLLISIONS = 10
LONGEST_WAIT_MS = 10_000
SHORTEST_REFRESH_MS = 5_000
NO_SUCH_METHOD = frozenset({405, 420, 501})
GONE = frozenset({408, 481})


def reoffer(traffic: Traffic, dialog: Dialog, sdp: str) -> None:
    """Offer other media, at once or as soon as nothing is in the way. A newer wish replaces a waiting one."""
    if dialog.state in {State.ACCEPTED, State.CONFIRMED}:
        dialog.reoffer = sdp
        traffic.changed(dialog)
        go_on(traffic, dialog)


def go_on(traffic: Traffic, dialog: Dialog) -> None:
    """Something is out of the way: offer what waits."""
    if dialog.reoffer is None or dialog.state is not State.CONFIRMED or dialog.is_busy or dialog.retry:
        return
    dialog.offering, dialog.reoffer = following(dialog.our_sdp, dialog.reoffer), None
    _ask_invite(traffic, dialog, dialog.offering, is_refresh=False)


def _ask_invite(traffic: Traffic, dialog: Dialog, sdp: str, *, is_refresh: bool) -> None:
    request, destination = traffic.request(dialog, "INVITE")
    request.headers.put("allow", ALLOWED)
    for name, value in asking_headers(traffic.settings, dialog.session):
        request.headers.put(name, value)
    request.carry(sdp)
    heard = partial(_invite_heard, traffic, dialog, sdp, is_refresh=is_refresh)
    started = partial(_started, dialog)
    Errand(traffic, dialog, request, destination, heard=heard, started=started).start()


def _started(dialog: Dialog, transaction: Transaction) -> None:
    dialog.asking = transaction


def _invite_heard(
    traffic: Traffic, dialog: Dialog, sdp: str, response: Response | None, *, is_refresh: bool
) -> None:
    invite = dialog.asking
    if response and response.status < 300:
        learn_target(dialog, response)
        if acknowledge(traffic, dialog, response, invite.request if invite else None):
            _close(traffic, dialog)
            _accepted(traffic, dialog, sdp, response, is_refresh=is_refresh)
    else:
        _close(traffic, dialog)
        _refused(traffic, dialog, sdp, response, is_refresh=is_refresh)
    go_on(traffic, dialog)


def _close(traffic: Traffic, dialog: Dialog) -> None:
    dialog.asking = dialog.offering = None
    traffic.changed(dialog)


def learn_target(dialog: Dialog, response: Response) -> None:
    """Where to send what follows."""
    dialog.peer.target = contact_of(response) or dialog.peer.target


def _accepted(traffic: Traffic, dialog: Dialog, sdp: str, response: Response, *, is_refresh: bool) -> None:
    if dialog.state is not State.CONFIRMED:
        return
    dialog.collisions = 0
    _renewed(traffic, dialog, response)
    if is_refresh:
        traffic.tell(Refreshed(dialog.id))
    dialog.our_sdp = sdp
    try:
        theirs = sdp_of(response)
    except UnknownBody:
        theirs = None
    if theirs and not (is_refresh and is_same(theirs, dialog.their_sdp)):
        dialog.their_sdp = theirs
        traffic.tell(MediaAnswered(dialog.id, theirs))
    elif not theirs and not is_refresh:
        traffic.tell(ReofferRefused(dialog.id, 488))


def _refused(
    traffic: Traffic, dialog: Dialog, sdp: str, response: Response | None, *, is_refresh: bool
) -> None:
    status = status_of(response)
    if dialog.state is not State.CONFIRMED:
        return
    if status in GONE:
        lost(traffic, dialog, status)
    elif response and status == 422 and raise_least(dialog, response):
        _ask_invite(traffic, dialog, sdp, is_refresh=is_refresh)
    elif is_refresh:
        _refresh_failed(traffic, dialog)
    elif response and _is_collision(response) and dialog.collisions < MOST_COLLISIONS:
        _wait_and_retry(traffic, dialog, sdp, response)
    else:
        traffic.tell(ReofferRefused(dialog.id, status))


def _is_collision(response: Response) -> bool:
    """491; or 500 with Retry-After, when theirs was under way and they had not sent its final answer."""
    return response.status == 491 or (response.status == 500 and retry_after_ms(response) is not None)


def _wait_and_retry(traffic: Traffic, dialog: Dialog, sdp: str, response: Response) -> None:
    dialog.collisions += 1
    if dialog.reoffer is None:
        dialog.reoffer = sdp
    told_ms = retry_after_ms(response)
    span_ms = collision_wait_ms(traffic, dialog) if told_ms is None else min(told_ms, LONGEST_WAIT_MS)
    dialog.retry = traffic.after(span_ms, partial(_retry, traffic, dialog))


def collision_wait_ms(traffic: Traffic, dialog: Dialog) -> int:
    """2.1 to 4 seconds for the owner of the Call-ID, up to 2 seconds for the other, in steps of 10 ms."""
    low, high = (210, 400) if dialog.is_ours else (0, 200)
    return 10 * traffic.anywhere_between(low, high)


def _retry(traffic: Traffic, dialog: Dialog) -> None:
    dialog.retry = None
    go_on(traffic, dialog)


# keeping the session alive


def wind(traffic: Traffic, dialog: Dialog) -> None:
    """The session timer starts anew."""
    timer = dialog.session
    timer.until_at = traffic.now + 1000 * timer.interval_s
    traffic.changed(dialog)
    set_session_alarm(traffic, dialog)


def set_session_alarm(traffic: Traffic, dialog: Dialog) -> None:
    """The refresher acts at half time; the other gives up shortly before the end (section 10)."""
    timer = dialog.session
    traffic.deadlines.cancel(timer.alarm)
    timer.alarm = None
    if not timer.interval_s:
        return
    if timer.we_refresh:
        at = timer.until_at - 500 * timer.interval_s
        timer.alarm = traffic.deadlines.set(max(at, traffic.now), partial(_refresh, traffic, dialog))
    else:
        _set_expiry(traffic, dialog)


def _set_expiry(traffic: Traffic, dialog: Dialog) -> None:
    at = max(_give_up_at(dialog), traffic.now)
    dialog.session.alarm = traffic.deadlines.set(at, partial(_expired, traffic, dialog))


def _give_up_at(dialog: Dialog) -> Instant:
    return dialog.session.until_at - min(32_000, 1000 * dialog.session.interval_s // 3)


def _expired(traffic: Traffic, dialog: Dialog) -> None:
    dialog.session.alarm = None
    if dialog.state is State.CONFIRMED:
        end(traffic, dialog, Happening.WE_HANG_UP, EndReason.SESSION_EXPIRED)


def _refresh(traffic: Traffic, dialog: Dialog) -> None:
    """An offer under way, of whichever side, is a refresh itself; else ours goes out now."""
    if dialog.state is State.CONFIRMED and dialog.takes_updates:
        _ask_update(traffic, dialog)
    elif dialog.state is State.CONFIRMED and not dialog.is_busy:
        _ask_invite(traffic, dialog, dialog.our_sdp, is_refresh=True)
    elif dialog.state is not State.ENDED:
        _refresh_failed(traffic, dialog)
        return
    _set_expiry(traffic, dialog)


def _ask_update(traffic: Traffic, dialog: Dialog) -> None:
    request, destination = traffic.request(dialog, "UPDATE")
    for name, value in asking_headers(traffic.settings, dialog.session):
        request.headers.put(name, value)
    Errand(traffic, dialog, request, destination, heard=partial(_update_heard, traffic, dialog)).start()


def _update_heard(traffic: Traffic, dialog: Dialog, response: Response | None) -> None:
    status = status_of(response)
    if dialog.state is not State.CONFIRMED:
        return
    if response and status < 300:
        learn_target(dialog, response)
        _renewed(traffic, dialog, response)
        traffic.tell(Refreshed(dialog.id))
    elif status in GONE:
        lost(traffic, dialog, status)
    elif status in NO_SUCH_METHOD:
        dialog.takes_updates = False
        _refresh(traffic, dialog)
    elif response and status == 422 and raise_least(dialog, response):
        _ask_update(traffic, dialog)
    else:
        _refresh_failed(traffic, dialog)


def _renewed(traffic: Traffic, dialog: Dialog, response: Response) -> None:
    learn_methods(dialog, response)
    agree(traffic.settings, dialog.session, response)
    wind(traffic, dialog)


def _refresh_failed(traffic: Traffic, dialog: Dialog) -> None:
    """Try once more in half of the time that is left, and give up when that gets short."""
    traffic.deadlines.cancel(dialog.session.alarm)
    span_ms = (_give_up_at(dialog) - traffic.now) // 2
    if span_ms < SHORTEST_REFRESH_MS:
        _set_expiry(traffic, dialog)
    else:
        dialog.session.alarm = traffic.after(span_ms, partial(_refresh, traffic, dialog))
