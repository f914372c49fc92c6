# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The exchange's own HTTP: the phones' socket, whether it is well, and answers for the command line.

What is not for everybody asks for the control token, which only those who can read the data folder know.
"""

import secrets
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import msgspec
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from hotline.calls.control import read_control_token, read_metrics_token
from hotline.exchange.explain import explain
from hotline.exchange.words import AgentId
from hotline.wires.orders import Orders

if TYPE_CHECKING:
    from hotline.wires.process import Process


Answerer = Callable[[Request], Awaitable[Response]]


def door(process: "Process") -> Starlette:
    """The application uvicorn serves."""
    control_token, metrics_token = read_control_token(), read_metrics_token()
    orders = Orders(process)

    def guarded(answer: Answerer, token: str = control_token) -> Answerer:
        async def check(request: Request) -> Response:
            given = request.headers.get("authorization", "").removeprefix("Bearer ")
            if not secrets.compare_digest(given.encode(), token.encode()):
                return JSONResponse({"problem": "The token is missing or wrong."}, 401)
            return await answer(request)

        return check

    async def phone(socket: WebSocket) -> None:
        await process.phones.serve(socket)

    async def health(_request: Request) -> Response:
        problems = process.problems()
        shown = {"problems": problems, "calls": len(process.switchboard.state.calls)}
        return JSONResponse(shown, 503 if problems else 200)

    async def queue(_request: Request) -> Response:
        return _json(process.queue_shown())

    async def live(_request: Request) -> Response:
        return StreamingResponse(process.feed.follow(), media_type="application/x-ndjson")

    async def metrics(_request: Request) -> Response:
        return Response(process.meters.written(), media_type=CONTENT_TYPE_LATEST)

    async def agent(request: Request) -> Response:
        found = explain(process.switchboard.state, AgentId(request.path_params["agent"]))
        return _json(
            {
                "reasons": found,
                "phone_is_connected": process.phones.is_connected(request.path_params["agent"]),
            }
        )

    return Starlette(
        routes=[
            WebSocketRoute("/phone", phone),
            Route("/health", health),
            Route("/metrics", guarded(metrics, metrics_token)),
            Route("/control/queue", guarded(queue)),
            Route("/control/live", guarded(live)),
            Route("/control/agents/{agent:int}", guarded(agent)),
            Route("/control/agents/{agent:int}/sign-out", guarded(orders.sign_out), methods=["POST"]),
            Route("/control/lines/{line:int}", guarded(orders.line)),
            Route("/control/set-up", guarded(orders.set_up), methods=["POST"]),
        ]
    )


def _json(content: object) -> Response:
    return Response(msgspec.json.encode(content), media_type="application/json")
