# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Slows down whoever guesses passwords: after ten wrong ones a name may not sign in from there for a while.

Counted by name and address together, so that nobody can lock somebody else out from elsewhere. Each web
process counts for itself, which is enough to make guessing hopeless.
"""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

MOST_FAILURES = 10
FORGOTTEN_AFTER_SECONDS = 15 * 60


def too_many(request: HttpRequest, username: str) -> bool:
    return int(cache.get(_key(request, username), 0)) >= MOST_FAILURES


def note_failure(request: HttpRequest, username: str) -> None:
    key = _key(request, username)
    cache.add(key, 0, FORGOTTEN_AFTER_SECONDS)
    try:
        cache.incr(key)
    except ValueError:
        pass  # it ran out between the two lines: then there is nothing to slow down


def forget(request: HttpRequest, username: str) -> None:
    cache.delete(_key(request, username))


def _key(request: HttpRequest, username: str) -> str:
    who = f"{request.META.get('REMOTE_ADDR', '')} {username.lower()}"
    return f"sign-in-{hashlib.sha256(who.encode()).hexdigest()}"
