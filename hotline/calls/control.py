# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How the other processes reach the exchange: its address, and the tokens that open its door.

A token follows from the secret key: known to whoever can read the data folder, and stored nowhere. The one
for monitoring opens nothing but `/metrics`, so that it may be given to whoever watches.
"""

from django.conf import settings
from django.utils.crypto import salted_hmac


def read_control_token() -> str:
    """Opens everything the exchange is asked and ordered to do."""
    return _token("hotline.wires.control")


def read_metrics_token() -> str:
    """Opens the figures for monitoring, of the exchange and of the pages."""
    return _token("hotline.metrics")


def control_address(path: str) -> str:
    """Where the exchange is asked, such as `queue`."""
    return f"http://{settings.EXCHANGE_ADDRESS}:{settings.EXCHANGE_PORT}/control/{path}"


def control_headers() -> dict[str, str]:
    return {"authorization": f"Bearer {read_control_token()}"}


def _token(purpose: str) -> str:
    return salted_hmac(purpose, "token", algorithm="sha256").hexdigest()
