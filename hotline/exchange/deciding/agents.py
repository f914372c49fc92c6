# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What agents choose, and what becomes of their devices.

Choosing writes the first of the three facts and nothing else. Only two things follow at once: an offer that
rings goes on to the next agent when its agent pauses or leaves, and leaving ends a wrap-up. A talk goes on
to its end.
"""

from msgspec.structs import replace

from hotline.exchange.deciding.endings import pass_on, until
from hotline.exchange.deciding.matching import settle
from hotline.exchange.deciding.talks import book_wrap_up, drift
from hotline.exchange.deciding.turn import Turn, moved
from hotline.exchange.events import (
    AgentBecameAvailable,
    AgentPaused,
    AgentSignedIn,
    AgentSignedOut,
    DeviceLost,
    DeviceProved,
    WrapUpEnded,
    WrapUpExtended,
)
from hotline.exchange.records import Agent
from hotline.exchange.tables import AGENT, CHOSEN, Happening
from hotline.exchange.words import Activity, AgentId, Chosen


def _known(turn: Turn, agent: AgentId) -> Agent:
    return turn.state.agents.get(agent) or Agent(agent)


def agent_signed_in(turn: Turn, event: AgentSignedIn) -> None:
    """On duty, and ready to be offered calls as soon as the device is proved."""
    agent = _known(turn, event.agent)
    is_new = agent.chosen is Chosen.SIGNED_OUT
    settle(
        turn,
        replace(
            agent,
            lines=tuple(dict.fromkeys(event.lines)),
            chosen=moved(CHOSEN, agent.chosen, Happening.SIGNED_IN),
            idle_since=turn.now if is_new else agent.idle_since,
            missed=0 if is_new else agent.missed,
        ),
    )


def agent_signed_out(turn: Turn, event: AgentSignedOut) -> None:
    """Off duty; a talk goes on to its end and its wrap-up, anything less ends now."""
    agent = _known(turn, event.agent)
    agent = replace(agent, chosen=moved(CHOSEN, agent.chosen, Happening.SIGNED_OUT), reason="")
    if agent.activity in {Activity.WRAPPING_UP, Activity.RESTING}:
        _become_free(turn, agent, Happening.AGENT_LEFT)
    else:
        _choose(turn, agent)


def agent_paused(turn: Turn, event: AgentPaused) -> None:
    """Not to be offered calls for a while; a call that rings goes on to somebody else."""
    agent = _known(turn, event.agent)
    chosen = moved(CHOSEN, agent.chosen, Happening.PAUSED)
    _choose(turn, replace(agent, chosen=chosen, reason=event.reason))


def agent_became_available(turn: Turn, event: AgentBecameAvailable) -> None:
    """Back from a pause, from missed calls, or from the rest after a decline."""
    agent = _known(turn, event.agent)
    chosen = moved(CHOSEN, agent.chosen, Happening.READY)
    agent = replace(agent, chosen=chosen, reason="", missed=0)
    if agent.activity is Activity.RESTING:
        _become_free(turn, agent, Happening.READY)
    else:
        settle(turn, agent)


def _choose(turn: Turn, agent: Agent) -> None:
    if agent.activity is Activity.RINGING and agent.offer is not None:
        pass_on(turn, turn.state.offers[agent.offer], Happening.AGENT_LEFT, agent)
    else:
        settle(turn, agent)


def _become_free(turn: Turn, agent: Agent, happening: Happening) -> None:
    """The wrap-up or the rest is over; idle time begins when the work with a call has ended."""
    activity = moved(AGENT, agent.activity, happening)
    idle_since = agent.idle_since
    if agent.activity is Activity.WRAPPING_UP:
        book_wrap_up(turn, agent.agent)
        idle_since = turn.now
    settle(turn, replace(agent, activity=activity, until_at=None, idle_since=idle_since))


def wrap_up_extended(turn: Turn, event: WrapUpExtended) -> None:
    """So much longer from now on; too late, if it is over."""
    agent = _known(turn, event.agent)
    if agent.activity is Activity.WRAPPING_UP and agent.until_at is not None:
        left_ms = max(0, agent.until_at - turn.now)
        settle(turn, until(turn, agent, left_ms + turn.state.settings.extension_ms))


def wrap_up_ended(turn: Turn, event: WrapUpEnded) -> None:
    """Finished; nothing to do, if the time ran out first."""
    agent = _known(turn, event.agent)
    if agent.activity is Activity.WRAPPING_UP:
        _become_free(turn, agent, Happening.FINISHED)


def until_ran_out(turn: Turn, agent: Agent) -> None:
    """The wrap-up or the rest has lasted as long as it may."""
    _become_free(turn, agent, Happening.LEASE_RAN_OUT)


def device_proved(turn: Turn, event: DeviceProved) -> None:
    """The second fact is true. A talk that came through a restart is safe again."""
    agent = _known(turn, event.agent)
    if agent.is_proved:
        return
    call = None if agent.call is None else turn.state.calls[agent.call]
    if call is not None and agent.activity is Activity.TALKING:
        turn.state.calls[call.call] = replace(call, lease_until=None)
    settle(turn, replace(agent, is_proved=True))


def device_lost(turn: Turn, event: DeviceLost) -> None:
    """The second fact is false: what rings goes on to somebody else, who talks is waited for."""
    agent = _known(turn, event.agent)
    if agent.activity is Activity.TALKING and agent.call is not None:
        drift(turn, turn.state.calls[agent.call], agent)
    elif agent.activity is Activity.RINGING and agent.offer is not None:
        lost = replace(agent, is_proved=False)
        pass_on(turn, turn.state.offers[agent.offer], Happening.DEVICE_LOST, lost)
    elif agent.is_proved:
        settle(turn, replace(agent, is_proved=False))
