# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from collections.abc import Iterator

import pytest

from hotline.knowledge.search.live import live


@pytest.fixture
def fresh_search() -> Iterator[None]:
    """This process's index knows nothing of the databases of other tests."""
    live.forget()
    yield
    live.forget()
