# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What Prometheus reads of the web process."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from hotline.calls.command_line import token
from hotline.calls.control import read_control_token, read_metrics_token
from hotline.site.monitoring import Receive, Send, counted


def read(with_token: str) -> tuple[int, dict[str, float]]:
    """The status, and every sample by its name and labels."""
    answer = Client().get("/metrics", headers={"authorization": f"Bearer {with_token}"})
    samples = {
        sample.name + ",".join(sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }
    return answer.status_code, samples


@pytest.mark.parametrize("wrong", ["", "wrong", "æøå"])
def test_who_has_no_token_reads_nothing(wrong: str) -> None:
    assert read(wrong) == (401, {})


def test_the_token_that_orders_is_not_the_one_that_reads() -> None:
    assert read(read_control_token())[0] == 401


def test_who_holds_the_token_reads_how_many_boards_are_open() -> None:
    status, samples = read(read_metrics_token())
    assert (status, samples["hotline_web_streams"]) == (200, 0)


def test_the_command_prints_the_token() -> None:
    assert CliRunner().invoke(token).output.strip() == read_metrics_token()


def test_every_answer_is_timed_by_the_class_of_its_status() -> None:
    async def refusing(_scope: dict[str, Any], _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 503})
        await send({"type": "http.response.body", "body": b""})

    async def receive() -> Mapping[str, Any]:
        return {"type": "http.request"}

    sent: list[str] = []

    async def send(event: Mapping[str, Any]) -> None:
        sent.append(event["type"])

    before = read(read_metrics_token())[1].get("hotline_web_response_seconds_count5xx", 0)
    asyncio.run(_served(counted(refusing)({"type": "http"}, receive, send)))
    assert read(read_metrics_token())[1]["hotline_web_response_seconds_count5xx"] == before + 1
    assert sent == ["http.response.start", "http.response.body"]


async def _served(answer: Any) -> None:
    await answer
