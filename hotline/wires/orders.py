# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What duty leads see of the running exchange, and what they order it to do."""

from typing import TYPE_CHECKING

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hotline.duty.shown import AgentNow, LineNow
from hotline.exchange import events as e
from hotline.exchange.explain import explain
from hotline.exchange.records import Agent
from hotline.exchange.words import AgentId, CallState, LineId

if TYPE_CHECKING:
    from hotline.wires.process import Process

WITH_AGENT = (CallState.TALKING, CallState.HELD, CallState.ADRIFT)
IN_QUEUE = (CallState.WAITING, CallState.OFFERED)


class Orders:
    def __init__(self, process: "Process") -> None:
        self._process = process

    async def line(self, request: Request) -> Response:
        """How things stand on a line."""
        shown = self._shown(LineId(request.path_params["line"]))
        return Response(msgspec.json.encode(shown), media_type="application/json")

    async def sign_out(self, request: Request) -> Response:
        """End a forgotten session, if there is one and nobody is talked with."""
        process, agent = self._process, AgentId(request.path_params["agent"])
        by = str((await request.json())["by"])
        if process.states.is_signed_out(agent):
            return JSONResponse({"problem": "signed_out"}, 404)
        if process.states.talk_of(agent):
            return JSONResponse({"problem": "talking"}, 409)
        process.states.ended_by[agent] = by
        process.switchboard.happen(e.AgentSignedOut(agent))
        return JSONResponse({})

    async def set_up(self, _request: Request) -> Response:
        """Read the set-up now instead of within two seconds."""
        await self._process.read_set_up()
        return JSONResponse({})

    def _shown(self, line: LineId) -> LineNow:
        process = self._process
        state = process.switchboard.state
        calls = [call for call in state.calls.values() if call.line == line]
        agents = [agent for agent in state.agents.values() if line in agent.lines]
        queue = state.queues.get(line)
        return LineNow(
            now=process.clock(),
            problems=tuple(process.problems()),
            waiting=tuple(sorted(call.place_at for call in calls if call.state in IN_QUEUE)),
            talking=sum(call.state in WITH_AGENT for call in calls),
            present=queue.present if queue else 0,
            agents=tuple(self._agent(agent) for agent in agents),
        )

    def _agent(self, agent: Agent) -> AgentNow:
        return AgentNow(
            agent=agent.agent,
            status=agent.status,
            since=agent.status_since,
            reason=agent.reason,
            reasons=tuple(explain(self._process.switchboard.state, agent.agent)),
            has_desk=self._process.phones.is_connected(agent.agent),
        )
