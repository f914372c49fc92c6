# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The secret a screen keeps, and the code it shows.

The code follows from the secret and the installation's key, so that showing codes stores nothing, however
many ask. It has no letters that look like figures, and its last sign checks the others: who misreads one is
told at once.
"""

import hashlib
import secrets

from django.utils.crypto import salted_hmac

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # 31, a prime: every single wrong sign and every swap is found
LENGTH = 8


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def code_of(secret: str) -> str:
    """Seven signs and one that checks them."""
    number = int.from_bytes(salted_hmac("hotline.wallboard.code", secret, algorithm="sha256").digest())
    signs = ""
    for _place in range(LENGTH - 1):
        number, sign = divmod(number, len(SIGNS))
        signs += SIGNS[sign]
    return signs + _check(signs)


def shown(code: str) -> str:
    """In two groups, as one reads it aloud."""
    return f"{code[:4]} {code[4:]}"


def normalised(typed: str) -> str:
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def is_possible(code: str) -> bool:
    """Whether some screen could show it."""
    known = len(code) == LENGTH and all(sign in SIGNS for sign in code)
    return known and _check(code[:-1]) == code[-1]


def _check(signs: str) -> str:
    weighed = sum(weight * SIGNS.index(sign) for weight, sign in enumerate(signs, 2))
    return SIGNS[weighed % len(SIGNS)]
