# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""From bytes to messages.

Generous where telephones in the field are careless and the meaning is plain (folded lines, compact
names, bare line feeds, blanks before a colon, names in Latin-1), strict where guessing could hurt:
a request that cannot be read is refused with 400 if it says enough to be answered at all.
"""

import re
from functools import lru_cache

from hotline.sip.errors import Unusable
from hotline.sip.headers import Via, parse_via, small_number, split_list, tag_of
from hotline.sip.messages import Headers, Request, Response

LONG_NAMES = {
    "a": "accept-contact",
    "b": "referred-by",
    "c": "content-type",
    "d": "request-disposition",
    "e": "content-encoding",
    "f": "from",
    "i": "call-id",
    "j": "reject-contact",
    "k": "supported",
    "l": "content-length",
    "m": "contact",
    "o": "event",
    "r": "refer-to",
    "s": "subject",
    "t": "to",
    "u": "allow-events",
    "v": "via",
    "x": "session-expires",
}
ONLY_ONE = ("from", "to", "call-id", "cseq", "max-forwards")
ANSWERABLE = ("via", "from", "to", "call-id", "cseq")

_REQUEST_LINE = re.compile(r"([!%'*+.0-9A-Z_`a-z~-]+) (\S+) SIP/([0-9]+\.[0-9]+)", re.IGNORECASE | re.ASCII)
_STATUS_LINE = re.compile(r"SIP/2\.0 ([1-6][0-9]{2})(?: (.*))?", re.IGNORECASE | re.ASCII)
_FOLD = re.compile(r"\r?\n[ \t]+")
_TOKEN = re.compile(r"[!%'*+.0-9A-Z_`a-z~-]+", re.ASCII)


class Malformed(Unusable):
    """A message that cannot be read. `headers` are given when a request says enough to be answered."""

    def __init__(self, sentence: str, status: int = 400, headers: Headers | None = None) -> None:
        """`status` is what a request is answered with."""
        super().__init__(sentence)
        self.status = status
        self.headers = headers


def parse(data: bytes, largest: int = 65_535) -> Request | Response:
    """The message in a datagram."""
    data = data.lstrip(b"\r\n")
    head, body = _split(data)
    first, *lines = _lines(head)
    headers = _headers(lines)
    if first[:4].upper() == "SIP/":
        return _response(first, headers, body)
    try:
        if len(data) > largest:
            raise Malformed(f"The message is longer than {largest} bytes.", 513)
        return _request(first, headers, body)
    except Malformed as error:
        raise Malformed(str(error), error.status, _answerable(first, headers)) from None


def _split(data: bytes) -> tuple[bytes, bytes]:
    for gap in (b"\r\n\r\n", b"\n\n", b"\n\r\n"):
        head, found, body = data.partition(gap)
        if found:
            return head, body
    if data.endswith(b"\n"):
        return data.rstrip(b"\r\n"), b""
    raise Malformed("The header has no end.")


def _lines(head: bytes) -> list[str]:
    text = head.decode("utf-8", "surrogateescape")
    if "\0" in text:
        raise Malformed("A zero byte in the header.")
    if "\n " in text or "\n\t" in text:
        text = _FOLD.sub(" ", text)
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        raise Malformed("A carriage return alone in the header.")
    return text.split("\n")


def _headers(lines: list[str]) -> Headers:
    """Lines without a colon are left out here and found out by what is missing then."""
    fields: dict[str, list[str]] = {}
    for line in lines:
        written, colon, value = line.partition(":")
        name = _long_name(written)
        if not (colon and name):
            continue
        if name in fields:
            fields[name].append(value.strip())
        else:
            fields[name] = [value.strip()]
    return Headers(fields)


@lru_cache(maxsize=1024)
def _long_name(written: str) -> str:
    """The name in lower case and long form, empty when it is none."""
    name = written.rstrip().lower()
    return LONG_NAMES.get(name, name) if _TOKEN.fullmatch(name) else ""


def _response(first: str, headers: Headers, body: bytes) -> Response:
    line = _STATUS_LINE.fullmatch(first)
    if line is None:
        raise Malformed("The status line cannot be read.")
    cseq, method, via = _facts(headers)
    body = _cut(headers, body)
    return Response(headers, body, cseq, method, via, int(line[1]), line[2] or "")


def _request(first: str, headers: Headers, body: bytes) -> Request:
    line = _REQUEST_LINE.fullmatch(first)
    if line is None:
        raise Malformed("The request line cannot be read.")
    method, uri, version = line.groups()
    if version != "2.0":
        raise Malformed("Only version 2.0 of SIP is spoken here.", 505)
    cseq, named, via = _facts(headers)
    if named != method:
        raise Malformed("CSeq names another method than the request line.")
    if not tag_of(headers.first("from")) and method not in {"OPTIONS", "INVITE", "CANCEL", "ACK"}:
        raise Malformed("The From has no tag.")
    if small_number(headers.first("max-forwards") or "70", 255) is None:
        raise Malformed("Max-Forwards is no number from 0 to 255.")
    return Request(headers, _cut(headers, body), cseq, method, via, uri)


def _facts(headers: Headers) -> tuple[int, str, Via]:
    """CSeq number, its method, and the topmost Via; what every message must have."""
    for name in ANSWERABLE:
        if not headers.first(name):
            raise Malformed(f"The header {name} is missing.")
    for name in ONLY_ONE:
        if len(headers.fields.get(name, ())) > 1:
            raise Malformed(f"The header {name} is there twice.")
    number, _, method = headers.first("cseq").replace("\t", " ").partition(" ")
    cseq, method = small_number(number), method.strip()
    if cseq is None or not _TOKEN.fullmatch(method):
        raise Malformed("CSeq is not a number and a method.")
    return cseq, method, _top_via(headers)


def _top_via(headers: Headers) -> Via:
    try:
        return parse_via(split_list(headers.first("via"))[0])
    except (Unusable, IndexError):
        raise Malformed("The topmost Via cannot be read.") from None


def _cut(headers: Headers, body: bytes) -> bytes:
    """The body as long as Content-Length says; a datagram may hold more, never less."""
    lengths = set(headers.fields.pop("content-length", ()))
    if not lengths:
        return body
    length = small_number(lengths.pop())
    if length is None or lengths:
        raise Malformed("Content-Length is not one number.")
    if length > len(body):
        raise Malformed("The body is shorter than Content-Length says.")
    return body[:length]


def _answerable(first: str, headers: Headers) -> Headers | None:
    """The headers of a bad request, if a reply could find its way and be known for one there."""
    method = first.partition(" ")[0]
    if method.upper() == "ACK" or "SIP/" not in first.upper():
        return None
    try:
        _facts(headers)
    except Malformed:
        return None
    return headers
