# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Making, revoking and recognising tokens."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.api.models import Scope, Token
from hotline.inquiries.rules import Refused
from hotline.organisations.deeds import Deed, note
from hotline.organisations.models import Authority
from hotline.organisations.rules import administers_authority
from hotline.people.models import User

PREFIX = "hotline_"
# That a token is used is worth a write now and then, not one for each question.
USE_NOTED_EVERY = dt.timedelta(minutes=5)


@transaction.atomic
def make_token(
    authority: Authority,
    *,
    name: str,
    scopes: Collection[Scope],
    by: User,
    expires_on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> tuple[Token, str]:
    """The token's row and the token itself, which nobody can ever see again. Raises Refused."""
    _refuse_strangers(by, authority)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        authority=authority,
        name=name,
        scopes=sorted(scopes),
        fingerprint=fingerprint(secret),
        made_by=by,
        made_at=now or timezone.now(),
        expires_on=expires_on,
    )
    note(by, Deed.TOKEN_MADE, name, authority=authority)
    return token, secret


@transaction.atomic
def revoke(token: Token, *, by: User, now: dt.datetime | None = None) -> None:
    """It opens nothing any more, from this moment. Raises Refused."""
    _refuse_strangers(by, token.authority)
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now or timezone.now()):
        note(by, Deed.TOKEN_REVOKED, token.name, authority=token.authority)


def recognised(secret: str, now: dt.datetime) -> Token | None:
    """Whose token it is, if it opens anything now."""
    found = Token.objects.select_related("authority").filter(fingerprint=fingerprint(secret)).first()
    if found is None or not found.is_valid_on(timezone.localdate(now)):
        return None
    unnoted = Q(used_at=None) | Q(used_at__lt=now - USE_NOTED_EVERY)
    if found.used_at is None or found.used_at < now - USE_NOTED_EVERY:
        Token.objects.filter(unnoted, pk=found.pk).update(used_at=now)
    return found


def fingerprint(secret: str) -> str:
    """A token is long and random: one round of hashing keeps it as secret as many."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _refuse_strangers(user: User, authority: Authority) -> None:
    if not administers_authority(user, authority):
        raise Refused(_("Only the authority's own administrators give its systems access."))
