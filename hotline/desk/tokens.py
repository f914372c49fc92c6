# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The pass a page shows the exchange: who is in front of it, signed, and good for a working day.

The exchange is another process, without sessions: it reads the pass with the same secret key. Nothing is
stored.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

SALT = "hotline.desk.phone"
GOOD_FOR = timedelta(hours=12)
CITIZEN = 0  # no person has this key


class WrongToken(Exception):
    """The pass is forged, too old or not a pass; the page must fetch a new one."""


@dataclass(frozen=True)
class Token:
    user: int | None  # None: a citizen's browser telephone


def token_for(user: int) -> str:
    return signing.dumps(user, salt=SALT)


def token_for_citizen() -> str:
    return token_for(CITIZEN)


def read_token(text: str) -> Token:
    try:
        user = signing.loads(text, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature as problem:
        raise WrongToken(str(problem)) from problem
    return Token(None if user == CITIZEN else int(user))
