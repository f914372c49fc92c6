# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A request of ours until it has its answer, challenges on the way met."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hotline.sip.digest import ASKED_BY
from hotline.sip.headers import leading_number
from hotline.sip.messages import Request, Response
from hotline.sip.outputs import Address
from hotline.sip.traffic import Account, Traffic
from hotline.sip.transactions import Transaction

MOST_STALE = 3


def _always() -> bool:
    return True


@dataclass(slots=True, eq=False)
class Errand:
    """One request and what is done with its answers.

    `heard` gets every final answer but the challenges that can be met; None means that none came.
    `progressed` gets the provisional ones. `started` is told the transaction, and told anew when
    the request is asked again.
    """

    traffic: Traffic
    account: Account
    request: Request
    destination: Address
    heard: Callable[[Response | None], None]
    progressed: Callable[[Response], None] | None = None
    started: Callable[[Transaction], None] | None = None
    is_wanted: Callable[[], bool] = _always
    met: list[str] = field(default_factory=list)

    def start(self) -> Transaction:
        """Send it."""
        self.account.proofs.add_to(self.request, self.traffic.names)
        transaction = self.traffic.transactions.ask(self.request, self.destination, self.hear)
        if self.started:
            self.started(transaction)
        return transaction

    def hear(self, response: Response | None) -> None:
        """An answer, or the end of waiting for one."""
        if response and response.status < 200:
            if self.progressed:
                self.progressed(response)
        elif response and response.status in ASKED_BY and self.is_wanted() and self._is_met(response):
            self.again()
        else:
            self.heard(response)

    def again(self) -> None:
        """The same request as a new one: next CSeq, new branch."""
        old, headers = self.request, self.request.headers.copy()
        cseq, via = self.traffic.next_cseq(self.account), self.traffic.new_via()
        headers.put("via", str(via))
        headers.put("cseq", f"{cseq} {old.method}")
        self.request = Request(headers, old.body, cseq, old.method, via, old.uri)
        self.start()

    def _is_met(self, response: Response) -> bool:
        """Being challenged twice for one request means a wrong password, unless the nonce grew old."""
        challenge, asked = self.account.proofs.learn(response), ASKED_BY[response.status]
        if challenge is None or (asked in self.met and not challenge.is_stale) or len(self.met) > MOST_STALE:
            return False
        self.met.append(asked)
        return True


def retry_after_ms(response: Response | None) -> int | None:
    """What Retry-After asks for."""
    seconds = leading_number(response.headers.first("retry-after")) if response else None
    return None if seconds is None else 1000 * seconds


def status_of(response: Response | None) -> int:
    """The status, where silence counts as 408."""
    return response.status if response else 408
