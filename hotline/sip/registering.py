# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Keeping ourselves known at a carrier (RFC 3261 section 10).

A binding is renewed when nine tenths of its time are over, but at least half a minute and at most
five minutes before the end. A refusal or silence is followed by growing pauses, the first of
which are cut by chance so that many lines do not come back to a carrier in step (RFC 5626 4.5).
"""

from dataclasses import dataclass, field
from functools import partial

from hotline.sip.asking import Errand, retry_after_ms, status_of
from hotline.sip.deadlines import Alarm
from hotline.sip.digest import Proofs
from hotline.sip.errors import Unusable
from hotline.sip.headers import leading_number, parse_party, small_number
from hotline.sip.messages import Response
from hotline.sip.outputs import Address, Registered, RegistrationRefused
from hotline.sip.settings import Registration
from hotline.sip.traffic import Traffic
from hotline.sip.uris import next_hop, parse_uri

EARLIEST_MS = 300_000
LATEST_MS = 30_000
MOST_RAISES = 3


@dataclass(slots=True, eq=False)
class Binding:
    """One registration being kept up."""

    registration: Registration
    call_id: str
    tag: str
    destination: Address
    proofs: Proofs
    expires_s: int
    cseq: int = 0
    failures: int = 0
    raises: int = 0
    until_at: int = 0
    is_over: bool = False
    alarm: Alarm | None = field(default=None)


def open_binding(traffic: Traffic, registration: Registration) -> Binding:
    """A binding to be kept up from now on."""
    parse_uri(registration.address)
    hop = registration.destination or traffic.settings.edge or next_hop(parse_uri(registration.registrar))
    return Binding(
        registration,
        call_id=traffic.names(),
        tag=traffic.names(),
        destination=hop,
        proofs=Proofs([registration.credentials]),
        expires_s=int(registration.expires.total_seconds()),
    )


def ask(traffic: Traffic, binding: Binding) -> None:
    """Send a REGISTER; with no time left to bind it takes the binding away."""
    address = binding.registration.address
    request = traffic.outgoing(
        "REGISTER",
        binding.registration.registrar,
        cseq=traffic.next_cseq(binding),
        parties=(f"<{address}>;tag={binding.tag}", f"<{address}>", binding.call_id),
    )
    expires_s = 0 if binding.is_over else binding.expires_s
    request.headers.put("contact", f"{traffic.contact};expires={expires_s}")
    request.headers.put("expires", str(expires_s))
    heard = partial(_heard, traffic, binding)
    Errand(traffic, binding, request, binding.destination, heard=heard).start()


def close_binding(traffic: Traffic, binding: Binding) -> None:
    """Take it away at the carrier, and think no more of it."""
    traffic.deadlines.cancel(binding.alarm)
    binding.is_over = True
    ask(traffic, binding)


def _heard(traffic: Traffic, binding: Binding, response: Response | None) -> None:
    status = status_of(response)
    if binding.is_over:
        return
    if response and status < 300:
        _bound(traffic, binding, response)
    elif response and status == 423 and _raise_expires(binding, response):
        ask(traffic, binding)
    else:
        _refused(traffic, binding, response)


def _bound(traffic: Traffic, binding: Binding, response: Response) -> None:
    binding.failures = binding.raises = 0
    span_ms = 1000 * granted_s(traffic.contact, response, binding.expires_s)
    binding.until_at = traffic.now + span_ms
    early_ms = min(max(span_ms // 10, LATEST_MS), EARLIEST_MS, span_ms // 2)
    _again_in(traffic, binding, span_ms - early_ms)
    traffic.tell(Registered(binding.registration.name, binding.until_at))


def granted_s(contact: str, response: Response, asked_s: int) -> int:
    """How long the carrier keeps the binding: it lists every one it has, ours among them."""
    ours = parse_party(contact).uri
    told = leading_number(response.headers.first("expires"))
    for value in response.headers.listed("contact"):
        try:
            party = parse_party(value)
        except Unusable:
            continue
        if party.uri == ours and "expires" in party.parameters:
            told = small_number(party.parameters["expires"])
    return max(told if told is not None else asked_s, 1)


def _raise_expires(binding: Binding, response: Response) -> bool:
    """423: the carrier wants longer ones."""
    wanted = leading_number(response.headers.first("min-expires")) or 0
    binding.raises += 1
    if wanted <= binding.expires_s or binding.raises > MOST_RAISES:
        return False
    binding.expires_s = wanted
    return True


def _refused(traffic: Traffic, binding: Binding, response: Response | None) -> None:
    binding.failures += 1
    span_ms = max(_pause_ms(traffic, binding), retry_after_ms(response) or 0)
    _again_in(traffic, binding, span_ms)
    again_at = traffic.now + span_ms
    traffic.tell(RegistrationRefused(binding.registration.name, status_of(response), again_at))


def _pause_ms(traffic: Traffic, binding: Binding) -> int:
    """Doubled with each failure up to the longest, and half to all of that by chance."""
    first_ms, longest_ms = (
        int(span.total_seconds() * 1000)
        for span in (binding.registration.first_pause, binding.registration.longest_pause)
    )
    most_ms = min(first_ms * 2 ** min(binding.failures - 1, 16), longest_ms)
    return traffic.anywhere_between(most_ms // 2, most_ms)


def _again_in(traffic: Traffic, binding: Binding, span_ms: int) -> None:
    traffic.deadlines.cancel(binding.alarm)
    binding.alarm = traffic.after(span_ms, partial(ask, traffic, binding))
