# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _language_of_the_installation() -> Iterator[None]:
    """A page asked for in English leaves its thread speaking English; the next test begins in Danish."""
    translation.deactivate()
    yield
    translation.deactivate()
