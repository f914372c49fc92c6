# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import pytest

from tests.people.persons import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()
