# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import pytest

from tests.knowledge.articles.library import Library, make_library


@pytest.fixture
def library(db: None) -> Library:
    return make_library()
