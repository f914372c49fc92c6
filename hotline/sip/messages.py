# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Requests and responses as we hold them, and their bytes.

Bytes that are not UTF-8 live as surrogates in header texts, so whatever we repeat to the other
side (its own From, its Via) is repeated byte by byte.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from hotline.sip.headers import Via, split_list, tag_of
from hotline.sip.outputs import Address

SHOWN = {
    "call-id": "Call-ID",
    "cseq": "CSeq",
    "www-authenticate": "WWW-Authenticate",
    "min-se": "Min-SE",
    "p-asserted-identity": "P-Asserted-Identity",
}
SDP_TYPE = "application/sdp"


@lru_cache(maxsize=256)
def shown_name(name: str) -> str:
    """A header's name as it is usually written."""
    return SHOWN.get(name) or name.title()


@dataclass(slots=True)
class Headers:
    """The header of a message: names in lower case and long form, each with its values in order."""

    fields: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "Headers":
        """From pairs of lower-case name and value."""
        headers = cls()
        for name, value in pairs:
            headers.add(name, value)
        return headers

    def first(self, name: str) -> str:
        """The first value, empty when there is none."""
        values = self.fields.get(name)
        return values[0] if values else ""

    def listed(self, name: str) -> list[str]:
        """Every member of a header that is a list, over all its lines."""
        values = self.fields.get(name)
        return [part for value in values for part in split_list(value)] if values else []

    def tokens(self, name: str) -> set[str]:
        """The members in lower case: option tags, methods."""
        return {part.lower() for part in self.listed(name)}

    def add(self, name: str, value: str) -> None:
        """One more line."""
        self.fields.setdefault(name, []).append(value)

    def put(self, name: str, *values: str) -> None:
        """These lines in place of whatever was there; none removes the header."""
        if values:
            self.fields[name] = list(values)
        else:
            self.fields.pop(name, None)

    def copy(self) -> "Headers":
        """A copy that can be changed alone."""
        return Headers({name: list(values) for name, values in self.fields.items()})


@dataclass(slots=True, eq=False)
class Message:
    """What requests and responses have in common."""

    headers: Headers
    body: bytes
    cseq: int
    method: str
    via: Via
    """The topmost station."""

    @property
    def branch(self) -> str:
        """The transaction's name at the topmost station."""
        return self.via.branch

    @property
    def call_id(self) -> str:
        """The Call-ID."""
        return self.headers.first("call-id")

    @property
    def from_tag(self) -> str:
        """The tag of the asking side."""
        return tag_of(self.headers.first("from"))

    @property
    def to_tag(self) -> str:
        """The tag of the asked side, empty before it has answered."""
        return tag_of(self.headers.first("to"))

    @property
    def start_line(self) -> str:
        """The first line."""
        raise NotImplementedError

    def encode(self) -> bytes:
        """The bytes for the wire."""
        lines = [self.start_line]
        for name, values in self.headers.fields.items():
            shown = shown_name(name)
            lines += [f"{shown}: {value}" for value in values]
        lines.append(f"Content-Length: {len(self.body)}\r\n\r\n")
        return "\r\n".join(lines).encode("utf-8", "surrogateescape") + self.body

    def carry(self, sdp: str) -> None:
        """Put an SDP into the body."""
        if sdp:
            self.body = sdp.encode()
            self.headers.put("content-type", SDP_TYPE)


@dataclass(slots=True, eq=False)
class Request(Message):
    """A request. `source` and `reply_to` are set when it came from the wire."""

    uri: str
    source: Address = ("", 0)
    reply_to: Address = ("", 0)

    @property
    def start_line(self) -> str:
        """Method, address, version."""
        return f"{self.method} {self.uri} SIP/2.0"


@dataclass(slots=True, eq=False)
class Response(Message):
    """A response."""

    status: int
    phrase: str

    @property
    def start_line(self) -> str:
        """Version, status, phrase."""
        return f"SIP/2.0 {self.status} {self.phrase}"
