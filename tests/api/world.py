# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Aarhus and Viborg each have a system with a token; Alma in Aarhus answers, and so does Vibe in Viborg."""

from collections.abc import Collection
from typing import Any

from django.test import Client

from hotline.api.models import Scope, Token
from hotline.api.tokens import make_token
from hotline.organisations.models import Authority
from hotline.people.models import User
from tests.calls import scenes

NOON = scenes.NOON
OF_LINE = "/api/v1/lines/hotline"


def administrator(of: Authority | None = None) -> User:
    place = of or scenes.authority()
    known = User.objects.filter(username=f"asta{place.code}").first()
    return known or scenes.person(f"Asta{place.code}", "administrator", of=place)


def token(of: Authority | None = None, scopes: Collection[Scope] = tuple(Scope)) -> tuple[Token, str]:
    """Aarhus' token, that opens everything, unless said otherwise."""
    place = of or scenes.authority()
    scenes.line()
    return make_token(place, name="Vagtplan", scopes=scopes, by=administrator(place))


class System:
    """An authority's system, that asks with its token."""

    def __init__(self, of: Authority | None = None, *scopes: Scope, secret: str | None = None) -> None:
        self.secret = token(of, scopes or tuple(Scope))[1] if secret is None else secret
        self.client = Client(headers={"authorization": f"Bearer {self.secret}"} if self.secret else None)

    def ask(self, address: str, status: int = 200, **asked: Any) -> Any:
        """The answer's JSON, when it has the status expected."""
        answer = self.client.get(address, asked)
        assert answer.status_code == status, answer.content
        kind = "application/json" if status < 400 else "application/problem+json"
        assert answer.headers["Content-Type"].split(";")[0] == kind
        return answer.json()

    def all(self, address: str, **asked: Any) -> list[Any]:
        """Every item of every page."""
        items: list[Any] = []
        cursor: str | None = ""
        while cursor is not None:
            page = self.ask(address, **asked, cursor=cursor)
            items += page["items"]
            cursor = page["next"]
        return items
