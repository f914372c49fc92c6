# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Transactions: every request is served once and every answer is heard once, however often the
network repeats or loses them. The states and timers are in tables.py; this file only turns them.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from hotline.sip.deadlines import Alarm, Deadlines
from hotline.sip.errors import Impossible
from hotline.sip.messages import Headers, Request, Response
from hotline.sip.outputs import Address, Instant
from hotline.sip.settings import Settings
from hotline.sip.tables import CLIENT, INVITE_CLIENT, INVITE_SERVER, SERVER, Plan, Span, Stage, Step

MAGIC = "z9hG4bK"
"""A branch that begins so is unique by itself (RFC 3261); older ones are not."""

OF_THE_INVITE: tuple[str, ...] = ("via", "max-forwards", "from", "call-id", "route")
"""What its ACK and its CANCEL repeat."""


@dataclass(slots=True, eq=False)
class Transaction:
    """One request and its answers. `data` is what a repetition sends."""

    key: Hashable
    plan: Plan
    stage: Stage
    request: Request
    destination: Address
    data: bytes = b""
    interval_ms: int = 0
    repeating: Alarm | None = None
    ending: Alarm | None = None
    letter: str = ""
    leg: str = ""
    """Serving side: whose INVITE it is."""
    heard: Callable[[Response | None], None] | None = None
    """Client side: told of each answer that is not a mere repetition; None: there was none."""

    @property
    def is_over(self) -> bool:
        """A final answer has been given or come, or none will."""
        return self.stage not in {Stage.CALLING, Stage.TRYING, Stage.PROCEEDING}

    def can(self, step: Step) -> bool:
        """Whether the table has a move."""
        return (self.stage, step) in self.plan.moves


def step_of(status: int) -> Step:
    """What a status means to a transaction."""
    if status < 200:
        return Step.PROVISIONAL
    return Step.SUCCESS if status < 300 else Step.FAILURE


def server_key(request: Request) -> Hashable:
    """What repetitions of a request have in common; ACK and CANCEL find their INVITE by it."""
    if request.branch.startswith(MAGIC):
        return request.branch, request.via.sent_by
    return request.call_id, request.from_tag, request.cseq, request.via.sent_by, request.uri


def _milliseconds(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)


class Transactions:
    """Those under way, on both sides."""

    def __init__(
        self, settings: Settings, deadlines: Deadlines, send: Callable[[bytes, Address], None]
    ) -> None:
        """`send` puts bytes on the wire."""
        t1 = _milliseconds(settings.t1)
        self.spans_ms = {
            Span.T1: t1,
            Span.T2: _milliseconds(settings.t2),
            Span.T4: _milliseconds(settings.t4),
            Span.LIFE: 64 * t1,
        }
        self.now: Instant = 0
        self._deadlines = deadlines
        self._send = send
        self._served: dict[Hashable, Transaction] = {}
        self._asked: dict[Hashable, Transaction] = {}

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._served) + len(self._asked)

    # serving

    def find_served(self, request: Request) -> Transaction | None:
        """The transaction a request repeats, acknowledges or cancels."""
        key = server_key(request)
        if request.method in {"ACK", "CANCEL"}:
            return self._served.get((key, "INVITE"))
        return self._served.get((key, request.method))

    def serve(self, request: Request) -> Transaction:
        """A new request came."""
        plan = INVITE_SERVER if request.method == "INVITE" else SERVER
        key = server_key(request), request.method
        transaction = Transaction(key, plan, plan.first, request, request.reply_to)
        self._served[key] = transaction
        return transaction

    def respond(self, transaction: Transaction, response: Response) -> bytes:
        """Send an answer and remember it for repetitions; the bytes are returned."""
        data = response.encode()
        step = step_of(response.status)
        transaction.data = data
        self._move(transaction, step)
        self._send(data, transaction.destination)
        return data

    def repeat(self, transaction: Transaction) -> None:
        """The request came again: so does the last answer, but a 2xx to INVITE is the leg's to repeat."""
        self._move(transaction, Step.REQUEST)
        if transaction.data and transaction.stage is not Stage.ACCEPTED:
            self._send(transaction.data, transaction.destination)

    def acknowledge(self, transaction: Transaction) -> bool:
        """An ACK came for a refusal of ours; false when it is for a 2xx, which is the dialog's."""
        if not transaction.can(Step.ACK):
            return False
        self._move(transaction, Step.ACK)
        return True

    # asking

    def ask(
        self, request: Request, destination: Address, heard: Callable[[Response | None], None]
    ) -> Transaction:
        """Send a request of ours."""
        plan = INVITE_CLIENT if request.method == "INVITE" else CLIENT
        transaction = self._asking(plan, request, destination, heard)
        self._send(transaction.data, destination)
        self._start(transaction)
        return transaction

    def take_up(
        self, request: Request, destination: Address, heard: Callable[[Response | None], None]
    ) -> Transaction:
        """Go on with an INVITE of a process that died, after a provisional answer: send nothing."""
        transaction = self._asking(INVITE_CLIENT, request, destination, heard)
        self._move(transaction, Step.PROVISIONAL)
        return transaction

    def _asking(
        self, plan: Plan, request: Request, destination: Address, heard: Callable[[Response | None], None]
    ) -> Transaction:
        key = request.branch, request.method
        transaction = Transaction(key, plan, plan.first, request, destination, request.encode(), heard=heard)
        self._asked[key] = transaction
        return transaction

    def hear(self, response: Response) -> bool:
        """An answer came; false when nobody waits for it."""
        transaction = self._asked.get((response.branch, response.method))
        if transaction is None:
            return False
        step = step_of(response.status)
        if not transaction.can(step):
            return True  # late or repeated: a provisional after the end, a second final answer
        was_over = transaction.is_over
        self._move(transaction, step)
        if step is Step.FAILURE and transaction.plan is INVITE_CLIENT:
            if not was_over:
                transaction.data = failure_ack(transaction.request, response).encode()
            self._send(transaction.data, transaction.destination)
        if transaction.heard and (not was_over or step is Step.SUCCESS):
            transaction.heard(response)
        return True

    def give_up(self, transaction: Transaction) -> None:
        """Wait no longer for an answer to our INVITE."""
        if transaction.can(Step.GIVEN_UP):
            self._move(transaction, Step.GIVEN_UP)

    # the tables at work

    def _move(self, transaction: Transaction, step: Step) -> None:
        after = transaction.plan.moves.get((transaction.stage, step))
        if after is None:
            raise Impossible(f"{transaction.plan.name} transaction: {step} while {transaction.stage}")
        if after is not transaction.stage:
            transaction.stage = after
            self._start(transaction)

    def _start(self, transaction: Transaction) -> None:
        """Set the timers of the state just entered."""
        self._deadlines.cancel(transaction.repeating)
        if repeating := transaction.plan.repeats.get(transaction.stage):
            transaction.interval_ms = self.spans_ms[repeating.first]
            self._set_repeat(transaction)
        ending = transaction.plan.ends.get(transaction.stage)
        if ending and ending.letter == transaction.letter:
            return
        self._deadlines.cancel(transaction.ending)
        transaction.letter = ending.letter if ending else ""
        if ending:
            at = self.now + self.spans_ms[ending.after]
            transaction.ending = self._deadlines.set(at, partial(self._expire, transaction))
        if transaction.stage is Stage.TERMINATED:
            self._forget(transaction)

    def _set_repeat(self, transaction: Transaction) -> None:
        at = self.now + transaction.interval_ms
        transaction.repeating = self._deadlines.set(at, partial(self._send_again, transaction))

    def _send_again(self, transaction: Transaction) -> None:
        self._send(transaction.data, transaction.destination)
        most = transaction.plan.repeats[transaction.stage].most
        transaction.interval_ms = min(2 * transaction.interval_ms, self.spans_ms[most])
        self._set_repeat(transaction)

    def _expire(self, transaction: Transaction) -> None:
        was_over = transaction.is_over
        self._move(transaction, Step.EXPIRED)
        if transaction.heard and not was_over:
            transaction.heard(None)

    def _forget(self, transaction: Transaction) -> None:
        book = self._asked if transaction.heard else self._served
        book.pop(transaction.key, None)


def failure_ack(request: Request, response: Response) -> Request:
    """The ACK for a refusal: part of the INVITE's own transaction (RFC 3261 section 17.1.1.3)."""
    old = request.headers.fields
    fields = {name: old[name] for name in OF_THE_INVITE if name in old}
    fields["to"] = response.headers.fields["to"]
    fields["cseq"] = [f"{request.cseq} ACK"]
    return Request(Headers(fields), b"", request.cseq, "ACK", request.via, request.uri)
