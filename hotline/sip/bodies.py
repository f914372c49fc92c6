# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What messages carry: an SDP, alone or among other parts, and keys pressed."""

import re
from dataclasses import dataclass

from hotline.sip.headers import header_parameters
from hotline.sip.messages import SDP_TYPE, Message

ACCEPTED = "application/sdp, application/dtmf-relay, application/dtmf"
LONGEST_PRESS_MS = 10_000

_KEYS = {**{key: key for key in "0123456789*#ABCD"}, "10": "*", "11": "#"}
_SIGNAL = re.compile(r"^\s*Signal\s*=\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_DURATION = re.compile(r"^\s*Duration\s*=\s*([0-9]{1,5})", re.IGNORECASE | re.MULTILINE)


class UnknownBody(Exception):
    """A body of a kind we cannot read, which the sender does not let us overlook: 415."""


@dataclass(frozen=True, slots=True)
class KeyPress:
    """One key and how long it was held down."""

    digit: str
    duration_ms: int


def content_type(message: Message) -> str:
    """Type and subtype in lower case, without parameters."""
    return message.headers.first("content-type").partition(";")[0].strip().lower()


def sdp_of(message: Message) -> str | None:
    """The SDP a message carries, or None when it carries none."""
    if not message.body.strip():
        return None
    if message.headers.tokens("content-encoding") - {"identity"}:
        raise UnknownBody
    kind = content_type(message)
    if kind == SDP_TYPE:
        return _text(message.body)
    if kind.startswith("multipart/"):
        return _sdp_among_parts(message)
    if _is_optional(message.headers.first("content-disposition")):
        return None
    raise UnknownBody


def _sdp_among_parts(message: Message) -> str | None:
    boundary = header_parameters(";" + message.headers.first("content-type").partition(";")[2]).get(
        "boundary"
    )
    if not boundary:
        raise UnknownBody
    for part in message.body.split(b"--" + boundary.encode("utf-8", "surrogateescape"))[1:]:
        head, gap, body = part.replace(b"\r\n", b"\n").partition(b"\n\n")
        if gap and re.search(rb"^content-type\s*:\s*application/sdp\b", head, re.IGNORECASE | re.MULTILINE):
            return _text(body)
    return None


def _is_optional(disposition: str) -> bool:
    return re.search(r"handling\s*=\s*optional", disposition, re.IGNORECASE) is not None


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace").replace("\0", "")


def key_pressed(message: Message) -> KeyPress | None:
    """The key an INFO tells of; None when it tells of something else."""
    text = message.body[:200].decode("ascii", "replace")
    kind = content_type(message)
    if kind == "application/dtmf":
        signal, duration = text.strip(), None
    elif kind == "application/dtmf-relay" and (found := _SIGNAL.search(text)):
        signal, duration = found[1], _DURATION.search(text)
    else:
        return None
    digit = _KEYS.get(signal.upper())
    held_ms = min(int(duration[1]), LONGEST_PRESS_MS) if duration else 0
    return KeyPress(digit, held_ms) if digit else None
