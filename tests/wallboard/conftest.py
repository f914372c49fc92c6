# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from tests.wires.conftest import pytest_pyfunc_call

__all__ = ["pytest_pyfunc_call"]
