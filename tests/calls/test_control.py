# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The tokens of the exchange's door."""

from django.test import override_settings

from hotline.calls.control import (
    control_address,
    control_headers,
    read_control_token,
    read_metrics_token,
)


def test_a_token_is_the_same_for_all_processes_of_one_installation_and_no_other() -> None:
    token = read_control_token()
    assert read_control_token() == token
    with override_settings(SECRET_KEY="another installation's"):
        assert read_control_token() != token


def test_who_watches_cannot_order() -> None:
    assert read_metrics_token() != read_control_token()


def test_the_exchange_is_asked_where_it_listens() -> None:
    with override_settings(EXCHANGE_ADDRESS="127.0.0.1", EXCHANGE_PORT=8421):
        assert control_address("queue") == "http://127.0.0.1:8421/control/queue"


def test_the_control_token_travels_in_a_header() -> None:
    assert control_headers() == {"authorization": f"Bearer {read_control_token()}"}
