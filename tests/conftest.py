# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the computer is, not whether the example holds.
settings.register_profile("hotline", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hotline")


@pytest.fixture(autouse=True)
def _language_of_the_installation() -> Iterator[None]:
    """A page asked for in English leaves its thread speaking English; the next test begins in Danish."""
    translation.deactivate()
    yield
    translation.deactivate()
