# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Proving who we are: digest authentication as the asking side (RFC 7616, RFC 8760).

The carrier's first challenge we can meet is met. Its nonce stays in use, the count rising, until
the carrier challenges anew.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hotline.sip.headers import quoted, unquoted
from hotline.sip.messages import Request, Response
from hotline.sip.settings import Credentials

ALGORITHMS = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}
ASKED_BY = {401: "www-authenticate", 407: "proxy-authenticate"}
ANSWERED_BY = {"www-authenticate": "authorization", "proxy-authenticate": "proxy-authorization"}

_PAIR = re.compile(r'([a-z0-9-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,"]+)', re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class Challenge:
    """What a carrier or proxy wants to see proved, and how often its nonce was used."""

    realm: str
    nonce: str
    opaque: str | None
    algorithm: str
    qop: str
    is_stale: bool
    uses: int = 0

    def proof(self, request: Request, credentials: Credentials, cnonce: str) -> str:
        """The value of the Authorization header for this request."""
        self.uses += 1
        count = f"{self.uses:08x}"
        secret = self._hash(f"{credentials.user}:{self.realm}:{credentials.password}")
        if self.algorithm.endswith("-sess"):
            secret = self._hash(f"{secret}:{self.nonce}:{cnonce}")
        asked = self._hash(f"{request.method}:{request.uri}")
        middle = f"{self.nonce}:{count}:{cnonce}:{self.qop}" if self.qop else self.nonce
        fields = [
            f"username={quoted(credentials.user)}",
            f"realm={quoted(self.realm)}",
            f"nonce={quoted(self.nonce)}",
            f"uri={quoted(request.uri)}",
            f'response="{self._hash(f"{secret}:{middle}:{asked}")}"',
            f"algorithm={self.algorithm}",
        ]
        if self.qop:
            fields += [f"qop={self.qop}", f"nc={count}"]
        if self.qop or self.algorithm.endswith("-sess"):
            fields.append(f'cnonce="{cnonce}"')
        if self.opaque is not None:
            fields.append(f"opaque={quoted(self.opaque)}")
        return "Digest " + ", ".join(fields)

    def _hash(self, text: str) -> str:
        name = ALGORITHMS[self.algorithm.removesuffix("-sess")]
        return hashlib.new(name, text.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()


def parse_challenge(value: str) -> Challenge | None:
    """A challenge we can meet, or None: other schemes, other algorithms, other kinds of protection."""
    scheme, _, rest = value.strip().partition(" ")
    if scheme.lower() != "digest":
        return None
    found = {name.lower(): unquoted(text) for name, text in _PAIR.findall(rest)}
    algorithm = _known_algorithm(found.get("algorithm", "MD5"))
    offered = {part.strip().lower() for part in found.get("qop", "").split(",")} - {""}
    if algorithm is None or not found.get("nonce") or (offered and "auth" not in offered):
        return None
    return Challenge(
        realm=found.get("realm", ""),
        nonce=found["nonce"],
        opaque=found.get("opaque"),
        algorithm=algorithm,
        qop="auth" if offered else "",
        is_stale=found.get("stale", "").lower() == "true",
    )


def _known_algorithm(name: str) -> str | None:
    plain, session = name.upper().removesuffix("-SESS"), name.lower().endswith("-sess")
    if plain not in ALGORITHMS or ALGORITHMS[plain] not in hashlib.algorithms_available:
        return None
    return plain + ("-sess" if session else "")


class Proofs:
    """The challenges one leg or registration has met so far, and what it can prove."""

    def __init__(self, credentials: Iterable[Credentials]) -> None:
        """With what may be proved."""
        self._credentials = tuple(credentials)
        self._challenges: dict[str, Challenge] = {}

    def learn(self, response: Response) -> Challenge | None:
        """Take in the first challenge of a 401 or 407 that we can meet."""
        asked = ASKED_BY[response.status]
        parsed = (parse_challenge(value) for value in response.headers.fields.get(asked, ()))
        challenge = next((c for c in parsed if c and self._credentials_for(c)), None)
        if challenge:
            self._challenges[asked] = challenge
        return challenge

    def add_to(self, request: Request, names: Callable[[], str]) -> None:
        """Put the proofs for all known challenges into a request."""
        for asked, challenge in self._challenges.items():
            if credentials := self._credentials_for(challenge):
                request.headers.put(ANSWERED_BY[asked], challenge.proof(request, credentials, names()))

    def _credentials_for(self, challenge: Challenge) -> Credentials | None:
        return next((c for c in self._credentials if c.realm in {"", challenge.realm}), None)
