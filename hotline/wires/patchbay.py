# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Where the exchange's commands become sound, SIP and messages to browsers.

Each command has one method. What needs the relay is queued on the call's connection, so that the orders of
one
call are carried out in the order they were given, and a slow one delays no other call.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
import structlog

from hotline.exchange import commands as c
from hotline.exchange import events as e
from hotline.exchange.records import Call
from hotline.exchange.words import (
    AgentId,
    Announcement,
    CallId,
    CallState,
    FailureCause,
    OfferEnd,
    OfferId,
)
from hotline.organisations.sounds import MissingSound
from hotline.organisations.speaking import speak_position
from hotline.sip import sdp as session
from hotline.wires import phone_messages as page
from hotline.wires.connections import CALLER, Connection, ConnectionRecord, Connections, new_tag
from hotline.wires.ends import AgentsEnd, CallersEnd
from hotline.wires.media import Leg, LegKind, Media
from hotline.wires.recordings import MUSIC, Recordings
from hotline.wires.relay import RelayRefusedError, RelaySilentError

log = structlog.get_logger()


class Patchbay:
    def __init__(
        self,
        *,
        media: Media,
        recordings: Recordings,
        connections: Connections,
        happen: Callable[[e.Event], None],
    ) -> None:
        self.media = media
        self.recordings = recordings
        self.connections = connections
        self.happen = happen
        self.agents: AgentsEnd
        self.trunk: CallersEnd
        self.citizens: CallersEnd
        self.keep: Callable[[ConnectionRecord], None]
        self.forget: Callable[[CallId], None]
        self._deeds: dict[type, Callable[[Any], None]] = {
            c.AnswerCall: self._answer_call,
            c.RefuseCall: self._refuse_call,
            c.PlayMusic: self._play_music,
            c.PlayAnnouncement: self._play_announcement,
            c.SayPosition: self._say_position,
            c.RingAgent: self._ring_agent,
            c.StopRinging: self._stop_ringing,
            c.JoinCall: self._join_call,
            c.HoldCall: self._hold_call,
            c.ResumeCall: self._resume_call,
            c.ParkCaller: self._park_caller,
            c.ReconnectAgent: self._reconnect_agent,
            c.ReleaseAgent: self._release_agent,
            c.EndCall: self._end_call,
            c.ShowAgent: self._show_agent,
        }

    def carry_out(self, command: c.Command) -> None:
        deed = self._deeds.get(type(command))
        if deed:  # the books are not our business
            deed(command)

    def _order(self, call: CallId, deed: Callable[[Connection], Any]) -> None:
        connection = self.connections.get(call)
        if connection:
            connection.order(partial(self._attempt, deed, connection))

    async def _attempt(self, deed: Callable[[Connection], Any], connection: Connection) -> None:
        """One order. A relay that refuses or is silent fails the call, which is told to the exchange."""
        try:
            await deed(connection)
        except (RelayRefusedError, RelaySilentError) as error:
            log.warning("relay", call=connection.call, problem=str(error))
            self.happen(e.CallFailed(connection.call, FailureCause.MEDIA))

    def change(self, connection: Connection, **changes: Any) -> None:
        connection.record = msgspec.structs.replace(connection.record, **changes)
        if self._is_open(connection):
            self.keep(connection.record)

    def _is_open(self, connection: Connection) -> bool:
        """An order can take so long that its call is over when it is done."""
        return self.connections.get(connection.call) is connection

    def _tell(self, connection: Connection, agent: AgentId, message: page.ToPage) -> None:
        if self._is_open(connection):
            self.agents.send(agent, message)

    def _callers_end(self, connection: Connection) -> CallersEnd:
        return self.trunk if connection.record.dialog else self.citizens

    # ---------------------------------------------------------------- the caller

    def _answer_call(self, command: c.AnswerCall) -> None:
        async def answer(connection: Connection) -> None:
            if connection.record.caller is None:
                sdp = await self.media.invite(connection.call, CALLER)
                connection.greeting = command  # until the caller has told where to send it
                self._callers_end(connection).answer(connection, sdp)
            else:
                sdp = await self.media.park(connection.call, connection.caller)
                self._callers_end(connection).answer(connection, sdp)
                await self._greet(connection, command)

        self._order(command.call, answer)

    async def _greet(self, connection: Connection, command: c.AnswerCall) -> None:
        connection.is_up = True
        self.happen(e.CallerConnected(connection.call))
        await self._play(connection, command.announcements, then_music=command.then_music)

    def begin_anew(self, call: Call) -> None:
        """What an exchange that died was about to answer or to play from the start."""
        then_music = call.diverted is None
        if call.state is CallState.ARRIVING:
            self._answer_call(c.AnswerCall(call.call, call.announcements, then_music))
        else:
            deed = partial(self._play, announcements=call.announcements, then_music=then_music)
            self._order(call.call, deed)

    def described(self, connection: Connection, caller: Leg) -> None:
        """A caller who sent no SDP accepted ours: only now can anything be played."""

        async def describe(connection: Connection) -> None:
            self.change(connection, caller=caller)
            await self.media.invited(connection.call, caller)
            if connection.greeting:
                await self._greet(connection, connection.greeting)

        self._order(connection.call, describe)

    def redescribed(self, connection: Connection, caller: Leg, answer: Callable[[str], None]) -> None:
        """The caller's side wants other media, such as a hold: connect anew with what it said."""

        async def describe(connection: Connection) -> None:
            self.change(connection, caller=caller)
            other = connection.record.agent_leg
            if other:
                sdp = await self.media.relink(connection.call, caller, other)
            else:
                sdp = await self.media.park(connection.call, caller)
            answer(session.answering_direction(caller.sdp, sdp))

        self._order(connection.call, describe)

    def _refuse_call(self, command: c.RefuseCall) -> None:
        connection = self.connections.get(command.call)
        if connection:
            self._callers_end(connection).refuse(connection, command.reason)
            self._let_go(command.call)

    def _play_music(self, command: c.PlayMusic) -> None:
        self._order(command.call, self._music)

    def _play_announcement(self, command: c.PlayAnnouncement) -> None:
        deed = partial(self._play, announcements=(command.announcement,), then_music=command.then_music)
        self._order(command.call, deed)

    def _say_position(self, command: c.SayPosition) -> None:
        spoken = tuple(Announcement(key) for key in speak_position(command.position))
        self._order(command.call, partial(self._play, announcements=spoken, then_music=True))

    async def _music(self, connection: Connection) -> None:
        connection.stop_timer()
        music = await self.recordings.find(connection.record.line, (MUSIC,))
        await self.media.play(connection.call, CALLER, music.path, forever=True)

    async def _play(
        self, connection: Connection, announcements: tuple[Announcement, ...], *, then_music: bool
    ) -> None:
        """Play, and when the recording has come to its end tell the exchange and go over to music."""
        if not announcements:
            return await self._music(connection)
        connection.stop_timer()
        ended = partial(self._played, connection, announcements[-1], then_music)
        try:
            recording = await self.recordings.find(connection.record.line, announcements)
        except MissingSound as missing:
            log.warning("nothing to play", call=connection.call, problem=str(missing))
            return ended()
        await self.media.play(connection.call, CALLER, recording.path)
        connection.playing = asyncio.get_running_loop().call_later(recording.seconds, ended)
        return None

    def _played(self, connection: Connection, announcement: Announcement, then_music: bool) -> None:
        connection.playing = None
        if then_music:
            self._order(connection.call, self._go_over_to_music)
        self.happen(e.AnnouncementEnded(connection.call, announcement))

    async def _go_over_to_music(self, connection: Connection) -> None:
        """Not if an agent has taken the call just now."""
        if connection.record.agent_leg is None:
            await self._music(connection)

    # ---------------------------------------------------------------- ringing

    def _ring_agent(self, command: c.RingAgent) -> None:
        async def ring(connection: Connection) -> None:
            leg = Leg(new_tag(), LegKind.BROWSER, "")
            sdp = await self.media.ring(connection.call, connection.caller, leg.tag, leg.kind)
            connection.rung[command.offer] = leg
            message = page.Ring(
                offer=command.offer,
                call=command.call,
                leg=leg.tag,
                sdp=sdp,
                until=command.until_at,
                line=self.recordings.line_name(connection.record.line),
                number=connection.record.number,
                withheld=connection.record.withheld,
            )
            self._tell(connection, command.agent, message)

        self._order(command.call, ring)

    def _stop_ringing(self, command: c.StopRinging) -> None:
        async def stop(connection: Connection) -> None:
            connection.rung.pop(command.offer, None)
            self.agents.send(command.agent, page.Stop(command.offer, command.reason))

        call = CallId(command.offer.rpartition(".")[0])
        if self.connections.get(call):
            self._order(call, stop)
        else:
            self.agents.send(command.agent, page.Stop(command.offer, command.reason))

    def answered(self, agent: AgentId, offer: OfferId, sdp: str) -> None:
        """The agent's browser took the offer, with its SDP: kept together with the event that says so."""
        connection = self.connections.get(CallId(offer.rpartition(".")[0]))
        leg = connection.rung.get(offer) if connection else None
        if connection and leg:
            connection.rung[offer] = msgspec.structs.replace(leg, sdp=sdp)
        self.happen(e.OfferAnswered(agent, offer))

    def _join_call(self, command: c.JoinCall) -> None:
        async def join(connection: Connection) -> None:
            leg = connection.rung.pop(command.offer, None)
            if leg is None or not leg.sdp:
                return self.happen(e.OfferFailed(command.agent, command.offer))
            was_parted = connection.record.parted
            self.change(connection, agent=command.agent, agent_leg=leg, parted=False)
            connection.stop_timer()
            if was_parted:  # from an agent who was lost
                await self.media.unsilence(connection.call, CALLER)
            await self.media.join(connection.call, connection.caller, leg)
            self._joined(connection, command.agent, leg)
            return None

        self._order(command.call, join)

    # ---------------------------------------------------------------- talking

    def _hold_call(self, command: c.HoldCall) -> None:
        async def hold(connection: Connection) -> None:
            await self._part(connection)
            self._tell(connection, command.agent, page.Held(command.call))

        self._order(command.call, hold)

    def _resume_call(self, command: c.ResumeCall) -> None:
        async def resume(connection: Connection) -> None:
            await self._rejoin(connection)
            self._tell(connection, command.agent, page.Resumed(command.call))

        self._order(command.call, resume)

    def _park_caller(self, command: c.ParkCaller) -> None:
        self._order(command.call, self._part)

    async def _part(self, connection: Connection) -> None:
        """Music for the caller, silence for the agent."""
        self.change(connection, parted=True)
        for tag in self._tags(connection):
            await self.media.silence(connection.call, tag)
        await self._music(connection)

    async def _rejoin(self, connection: Connection) -> None:
        connection.stop_timer()
        self.change(connection, parted=False)
        for tag in self._tags(connection):
            await self.media.unsilence(connection.call, tag)
        await self.media.stop(connection.call, CALLER)

    def _tags(self, connection: Connection) -> list[str]:
        leg = connection.record.agent_leg
        return [CALLER, leg.tag] if leg else [CALLER]

    def _reconnect_agent(self, command: c.ReconnectAgent) -> None:
        async def reconnect(connection: Connection) -> None:
            leg = connection.record.agent_leg
            if leg and leg.tag in self.agents.living_legs(command.agent):
                await self._rejoin(connection)  # only the socket was cut: the sound never stopped
                self._tell(connection, command.agent, page.Joined(command.call, leg.tag))
            else:
                await self._offer_new_leg(connection, command.agent)

        self._order(command.call, reconnect)

    async def _offer_new_leg(self, connection: Connection, agent: AgentId) -> None:
        """For a page that came back without its sound. A tab it took over from is heard no more."""
        if connection.record.agent_leg:
            await self.media.silence(connection.call, connection.record.agent_leg.tag)
        await self.media.unsilence(connection.call, CALLER)
        self.change(connection, agent=agent, parted=False)
        tag = new_tag()
        sdp = await self.media.ring(connection.call, connection.caller, tag, LegKind.BROWSER)
        self._tell(connection, agent, page.MediaOffer(connection.call, tag, sdp))

    def new_leg_answered(self, agent: AgentId, tag: str, sdp: str) -> None:
        """The page answered `MediaOffer`: connect it, whatever leg it had before."""
        for connection in self.connections.all():
            if connection.record.agent == agent:
                leg = Leg(tag, LegKind.BROWSER, sdp)
                connection.order(partial(self._attempt, partial(self._connect_new_leg, leg=leg), connection))

    async def _connect_new_leg(self, connection: Connection, leg: Leg) -> None:
        agent = connection.record.agent
        self.change(connection, agent_leg=leg)
        if connection.record.parted:  # a hold goes on
            await self.media.silence(connection.call, leg.tag)
            await self.media.join(connection.call, connection.caller, leg)
            await self._music(connection)
        else:
            await self.media.join(connection.call, connection.caller, leg)
        if agent is not None:
            self._joined(connection, agent, leg)

    def _joined(self, connection: Connection, agent: AgentId, leg: Leg) -> None:
        self._tell(connection, agent, page.Joined(connection.call, leg.tag))
        self.agents.show(agent)  # with the leg

    def leg_lost(self, agent: AgentId, tag: str) -> None:
        """The sound of this leg broke down in the browser: offer it another. A hold goes on."""

        async def renew(connection: Connection) -> None:
            was_parted = connection.record.parted
            await self._offer_new_leg(connection, agent)
            if was_parted:
                await self._part(connection)

        for connection in self.connections.all():
            leg = connection.record.agent_leg
            if connection.record.agent == agent and leg and leg.tag == tag:
                connection.order(partial(self._attempt, renew, connection))

    # ---------------------------------------------------------------- the end

    def _release_agent(self, command: c.ReleaseAgent) -> None:
        async def release(connection: Connection) -> None:
            if connection.record.agent == command.agent:
                self.change(connection, agent=None, agent_leg=None)
            self.agents.send(command.agent, page.HungUp(command.call, OfferEnd.DEVICE_LOST))

        if self.connections.get(command.call):  # it goes on, with somebody else
            self._order(command.call, release)
        else:
            self.agents.send(command.agent, page.HungUp(command.call, ""))

    def _end_call(self, command: c.EndCall) -> None:
        async def end(connection: Connection) -> None:
            await self.media.delete(connection.call)

        connection = self.connections.get(command.call)
        if connection:
            self._callers_end(connection).hang_up(connection)
            if connection.record.agent is not None:
                self.agents.send(connection.record.agent, page.HungUp(command.call, command.reason))
            self._order(command.call, end)
            self._let_go(command.call)

    def _let_go(self, call: CallId) -> None:
        self.connections.remove(call)
        self.forget(call)

    def _show_agent(self, command: c.ShowAgent) -> None:
        self.agents.show(command.agent)
