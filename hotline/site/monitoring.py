# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The web process's figures for monitoring: how fast it answers, and how many boards hang on it."""

import secrets
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    GC_COLLECTOR,
    PLATFORM_COLLECTOR,
    PROCESS_COLLECTOR,
    CollectorRegistry,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from hotline.calls.control import read_metrics_token
from hotline.live.boards import live_if_any

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]


class _Boards(Collector):
    """What the web process has open at the moment it is asked."""

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterator[Metric]:
        live = live_if_any()
        yield GaugeMetricFamily(
            "hotline_web_streams", "Boards that are open", value=live.followers if live else 0
        )
        if live:
            yield GaugeMetricFamily(
                "hotline_web_feed_connected",
                "1 while the exchange is heard; absent until a board was opened",
                value=live.following.heard.is_connected,
            )


REGISTRY = CollectorRegistry()
for collector in (PROCESS_COLLECTOR, PLATFORM_COLLECTOR, GC_COLLECTOR, _Boards()):
    REGISTRY.register(collector)
RESPONSES = Histogram(
    "hotline_web_response_seconds",
    "From a request to the first byte of its answer, by the class of its status",
    ["status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)


def counted(application: Application) -> Application:
    """The application, with the time of every answer taken. No address is kept: some hold keys."""

    async def serve(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        began = time.perf_counter()

        async def pass_on(event: Message) -> None:
            if event["type"] == "http.response.start":
                RESPONSES.labels(f"{event['status'] // 100}xx").observe(time.perf_counter() - began)
            await send(event)

        await application(scope, receive, pass_on)

    return serve


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever holds the token that `hotline metrics token` prints."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not secrets.compare_digest(given.encode(), read_metrics_token().encode()):
        return HttpResponse(status=401)
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)
