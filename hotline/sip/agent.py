# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The user agent: everything a wire calls. Signatures first, the inside follows."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from .outputs import Address, DialogId, Instant, Output, Record
from .settings import Registration, Settings


class UserAgent:
    """One SIP user agent. Orders about a leg that has ended meanwhile do nothing: a natural race."""

    def __init__(self, settings: Settings, names: Callable[[], str]) -> None:
        """`names` gives a fresh unguessable token (letters and digits) each time."""
        raise NotImplementedError

    def receive(self, data: bytes, source: Address, now: Instant) -> list[Output]:
        """A datagram came. Never raises, whatever it holds."""
        raise NotImplementedError

    def next_deadline(self) -> Instant | None:
        """When `handle_deadline` must be called, if nothing happens before."""
        raise NotImplementedError

    def handle_deadline(self, now: Instant) -> list[Output]:
        """Do all that is due. Early or needless calls do no harm."""
        raise NotImplementedError

    def restore(self, records: Iterable[Record], now: Instant) -> list[Output]:
        """Go on with the dialogs of a process that died."""
        raise NotImplementedError

    def ring(self, dialog: DialogId, now: Instant, *, sdp: str = "") -> list[Output]:
        """180 Ringing, or 183 with early media."""
        raise NotImplementedError

    def accept(self, dialog: DialogId, sdp: str, now: Instant) -> list[Output]:
        """200 with our SDP (the answer, or the offer when the caller sent none). `CallConfirmed` follows."""
        raise NotImplementedError

    def refuse(
        self, dialog: DialogId, status: int, now: Instant, *, cause: int | None = None, retry_after: timedelta | None = None
    ) -> list[Output]:
        """A final 4xx-6xx to a call that has not been accepted. `cause` is a Q.850 cause."""
        raise NotImplementedError

    def hang_up(self, dialog: DialogId, now: Instant, *, cause: int | None = 16) -> list[Output]:
        """End the leg in whatever state it is: BYE, CANCEL or a refusal."""
        raise NotImplementedError

    def invite(
        self,
        to: str,
        caller: str,
        sdp: str,
        now: Instant,
        *,
        display: str = "",
        asserted: str = "",
        withheld: bool = False,
        routes: tuple[str, ...] = (),
        destination: Address | None = None,
    ) -> tuple[DialogId, list[Output]]:
        """Ring the address `to` (a URI) in the name of `caller` (a URI). `asserted` is put into
        P-Asserted-Identity; with `withheld` the From is anonymous and Privacy asks to keep it so."""
        raise NotImplementedError

    def cancel(self, dialog: DialogId, now: Instant, *, cause: int | None = None) -> list[Output]:
        """Stop ringing. If the answer crosses it, the leg is acknowledged and hung up; nothing more is told."""
        raise NotImplementedError

    def reoffer(self, dialog: DialogId, sdp: str, now: Instant) -> list[Output]:
        """re-INVITE: `MediaAnswered` or `ReofferRefused` follows. Glare is waited out and tried again."""
        raise NotImplementedError

    def answer_offer(self, dialog: DialogId, sdp: str, now: Instant) -> list[Output]:
        """The answer to `MediaOffered`."""
        raise NotImplementedError

    def refuse_offer(self, dialog: DialogId, status: int, now: Instant) -> list[Output]:
        """No to `MediaOffered` (488): the old media goes on."""
        raise NotImplementedError

    def register(self, registration: Registration, now: Instant) -> list[Output]:
        """Make ourselves known at a carrier and keep it so."""
        raise NotImplementedError

    def unregister(self, name: str, now: Instant) -> list[Output]:
        """Take the binding away."""
        raise NotImplementedError

    def refuse_calls(self, retry_after: timedelta) -> None:
        """Overload: new calls get 503 with Retry-After until `take_calls`; calls that are up go on."""
        raise NotImplementedError

    def take_calls(self) -> None:
        """Overload is over."""
        raise NotImplementedError
