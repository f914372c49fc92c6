# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What an agent's page shows, read from the exchange's state at the moment it is asked for."""

from collections.abc import Callable

from hotline.exchange.records import Agent
from hotline.exchange.state import State, is_present
from hotline.exchange.words import Activity, AgentId, AgentStatus, CallId, CallState, Chosen, Instant, LineId
from hotline.wires import phone_messages as page
from hotline.wires.clock import Clock
from hotline.wires.connections import Connections

QueueShown = tuple[tuple[LineId, int, Instant | None, int], ...]


class PhoneStates:
    def __init__(
        self,
        *,
        state: Callable[[], State],
        connections: Connections,
        clock: Clock,
        line_name: Callable[[LineId], str],
    ) -> None:
        self._state = state
        self._connections = connections
        self._clock = clock
        self._line_name = line_name
        self.trouble = ""
        self.ended_by: dict[AgentId, str] = {}

    def is_signed_out(self, agent: AgentId) -> bool:
        known = self._state().agents.get(agent)
        return known is None or known.chosen is Chosen.SIGNED_OUT

    def unreachable_for(self, duration_ms: int) -> list[AgentId]:
        """Those on duty whose device has proved nothing for so long."""
        since = self._clock() - duration_ms
        return [
            agent.agent
            for agent in self._state().agents.values()
            if agent.status is AgentStatus.UNREACHABLE and agent.status_since < since
        ]

    def talk_of(self, agent: AgentId) -> CallId | None:
        """The call this agent talks in, or is waited for in."""
        known = self._state().agents.get(agent)
        is_talking = known is not None and known.activity in {Activity.TALKING, Activity.ADRIFT}
        return known.call if known and is_talking else None

    def queue(self) -> QueueShown:
        """Per line: how many wait, since when the first, how many agents are there."""
        return tuple(
            (line, len(queue.waiting), self._first_arrival(line), queue.present)
            for line, queue in sorted(self._state().queues.items())
        )

    def _first_arrival(self, line: LineId) -> Instant | None:
        waiting = self._state().queues[line].waiting
        return waiting[0][1] if waiting else None

    def of(self, agent: AgentId) -> page.State:
        known = self._state().agents.get(agent) or Agent(agent)
        mine = [row for row in self.queue() if row[0] in known.lines]
        arrivals = [arrived for _, _, arrived, _ in mine if arrived is not None]
        return page.State(
            now=self._clock(),
            status=known.status,
            chosen=known.chosen,
            reason=known.reason,
            since=known.status_since,
            until=known.until_at,
            missed=known.missed,
            waiting=sum(waiting for _, waiting, _, _ in mine),
            longest=min(arrivals, default=None),
            agents=self._present(known.lines),
            call=self._call(known),
            trouble=self.trouble,
            ended_by=self.ended_by.get(agent, ""),
        )

    def _present(self, lines: tuple[LineId, ...]) -> int:
        """How many are there to answer any of these lines, each counted once."""
        if len(lines) == 1:
            return sum(present for line, _, _, present in self.queue() if line in lines)
        agents = self._state().agents.values()
        return sum(is_present(agent) and not set(lines).isdisjoint(agent.lines) for agent in agents)

    def _call(self, agent: Agent) -> page.CallShown | None:
        call = self._state().calls.get(agent.call) if agent.call else None
        connection = self._connections.get(agent.call) if agent.call else None
        segment = self._state().segments.get(agent.agent)
        if not (call and connection and segment and self.talk_of(agent.agent)):
            return None
        leg = connection.record.agent_leg
        return page.CallShown(
            call=call.call,
            leg=leg.tag if leg else "",
            line=self._line_name(call.line),
            since=segment.began_at,
            held=call.state is CallState.HELD,
            number=connection.record.number,
            withheld=connection.record.withheld,
        )
