# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The API answers as its own description says, whatever is asked: many questions are made up from it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from hotline.api import access
from hotline.api.document import api
from hotline.api.rates import Rates
from hotline.api.resources import lines
from hotline.exchange.words import Instant
from hotline.live.snapshot import Snapshot
from tests.api.world import token
from tests.calls import scenes
from tests.inquiries.desk import registered

pytestmark = pytest.mark.django_db

schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
schema.app = get_wsgi_application()


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Of a system of Aarhus, in a world with a little of everything; it may ask as often as it likes."""
    # As Django's own test client does: the test's connection lives through many requests.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    monkeypatch.setattr(access, "RATES", Rates(per_minute=1_000_000))
    monkeypatch.setattr(lines, "asked_of_exchange", lambda: Snapshot(Instant(0)))
    alma = scenes.agent()
    for number in range(3):
        call = scenes.answered_by(alma, f"c{number}", at=scenes.NOON + dt.timedelta(hours=number))
        registered(alma, call, scenes.viborg() if number else None)
    yield token()[1]
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: Any, secret: str) -> None:
    # A period that ends before it begins, or a made-up cursor, is right by each part and refused as a whole.
    case.call_and_validate(
        headers={"Authorization": f"Bearer {secret}"}, excluded_checks=[positive_data_acceptance]
    )
