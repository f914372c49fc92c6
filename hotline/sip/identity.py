# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who rings, as far as we may know it (RFC 3323, 3325): a withheld number stays withheld.

An anonymous From counts as withheld even when the carrier tells the number: it does so for the
police and the bill, not for us. What a stranger asserts about himself is not believed.
"""

import re
from dataclasses import dataclass

from hotline.sip.errors import Unusable
from hotline.sip.headers import Party, parse_party, readable
from hotline.sip.messages import Headers, Request
from hotline.sip.outputs import Cause
from hotline.sip.uris import parse_uri, try_number

HIDING = frozenset({"id", "user", "header", "full"})
_ANONYMOUS = re.compile(r"anonymous|unavailable|restricted|withheld|unknown", re.IGNORECASE)
_CAUSE = re.compile(r"([A-Za-z0-9._-]+)\s*;(.*)", re.DOTALL)
_CODE = re.compile(r"(?:^|;)\s*cause\s*=\s*([0-9]{1,4})", re.IGNORECASE)
_TEXT = re.compile(r'(?:^|;)\s*text\s*=\s*"((?:[^"\\]|\\.)*)"', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Caller:
    """The number and name to show, both empty when withheld."""

    number: str
    display: str
    withheld: bool


WITHHELD = Caller("", "", withheld=True)


def caller_of(request: Request, *, is_trusted: bool) -> Caller:
    """Who rings. The From must have been found readable."""
    sender = parse_party(request.headers.first("from"))
    if _asks_for_privacy(request.headers) or _is_anonymous(sender):
        return WITHHELD
    asserted = _first_party(request.headers, "p-asserted-identity") if is_trusted else None
    if asserted and (number := try_number(asserted.uri)):
        return Caller(readable(number), readable(asserted.display or sender.display), withheld=False)
    return Caller(readable(try_number(sender.uri)), readable(sender.display), withheld=False)


def _asks_for_privacy(headers: Headers) -> bool:
    asked = {
        part.strip().lower()
        for value in headers.fields.get("privacy", ())
        for part in re.split("[;,]", value)
    }
    remote = _first_party(headers, "remote-party-id")
    asked.add(remote.parameters.get("privacy", "").lower() if remote else "")
    return bool(asked & HIDING)


def _is_anonymous(sender: Party) -> bool:
    """Without a user in it, an address names a machine, not a caller: nothing was withheld."""
    try:
        uri = parse_uri(sender.uri)
    except Unusable:
        return False
    return bool(_ANONYMOUS.fullmatch(uri.user)) or uri.host.endswith("anonymous.invalid")


def _first_party(headers: Headers, name: str) -> Party | None:
    for value in headers.listed(name):
        try:
            return parse_party(value)
        except Unusable:
            continue
    return None


def diverted_from(request: Request) -> str:
    """The number that was dialled first, when the call was diverted to us (RFC 5806, RFC 7044)."""
    diversions = request.headers.listed("diversion")
    history = request.headers.listed("history-info")
    entry = diversions[-1] if diversions else history[0] if len(history) > 1 else ""
    try:
        party = parse_party(entry)
    except Unusable:
        return ""
    hidden = party.parameters.get("privacy", "off").lower() != "off" or "privacy=" in party.uri.lower()
    return "" if hidden else readable(try_number(party.uri.partition("?")[0]))


def cause_of(headers: Headers) -> Cause | None:
    """The Reason header, the telephone network's own before a SIP one (RFC 3326)."""
    causes = [cause for value in headers.listed("reason") if (cause := _cause(value))]
    return next((cause for cause in causes if cause.protocol == "Q.850"), causes[0] if causes else None)


def _cause(value: str) -> Cause | None:
    parts = _CAUSE.fullmatch(value)
    code = _CODE.search(parts[2]) if parts else None
    if parts is None or code is None:
        return None
    text = _TEXT.search(parts[2])
    protocol = "Q.850" if parts[1].upper() == "Q.850" else parts[1]
    return Cause(readable(protocol), int(code[1]), readable(text[1]) if text else "")


def reason_header(cause: int) -> str:
    """A Q.850 cause as we tell it."""
    return f"Q.850;cause={cause}"
