# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The exchange process: everything put together, taken up where the last process stopped, and run."""

import asyncio
import contextlib
import secrets
import socket
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec
import structlog
import uvicorn
import uvloop
from django.conf import settings
from django.db import DatabaseError, InterfaceError

from hotline.calls.actions import save_checkpoint
from hotline.calls.books import Caller
from hotline.exchange import commands as c
from hotline.exchange import events as e
from hotline.exchange.audit import faults
from hotline.exchange.codec import encode_state
from hotline.exchange.words import CallEnd, CallId, CallState, Chosen, FailureCause, LineId
from hotline.live.snapshot import Snapshot
from hotline.sip.agent import UserAgent
from hotline.wires.beside import beside
from hotline.wires.carrier import registration, sip_settings
from hotline.wires.citizens import Citizens
from hotline.wires.clock import Clock, steady_clock
from hotline.wires.connections import CALLER, ConnectionRecord, Connections, encode_record
from hotline.wires.directory import NOTHING_WORKS, Directory
from hotline.wires.door import door
from hotline.wires.dropped import Dropped
from hotline.wires.feed import Feed, snapshot_of
from hotline.wires.journal import Journal
from hotline.wires.keys import Keys
from hotline.wires.media import Media
from hotline.wires.meters import Meters
from hotline.wires.patchbay import Patchbay
from hotline.wires.phone_state import PhoneStates
from hotline.wires.phones import Phones
from hotline.wires.recordings import Recordings
from hotline.wires.recovery import Recovered, recover
from hotline.wires.relay import Relay, RelayRefusedError, RelaySilentError
from hotline.wires.switchboard import Switchboard
from hotline.wires.tasks import in_background, kept_up
from hotline.wires.trunk import Trunk
from hotline.wires.watchdog import RECONCILED_EVERY, RelayWatch, delete_orphans, end_soundless

log = structlog.get_logger()

CHECKPOINT_EVERY = 30.0
LONGEST_MESSAGE = 64 * 1024  # bytes; a session description has some thousand
# The interpreter hands the loop back to the journal's thread, and back again, this often.
SWITCH_INTERVAL = 0.0005


@dataclass(frozen=True)
class Addresses:
    """Where the process listens and whom it talks to."""

    sip: tuple[str, int]
    http: tuple[str, int]
    relay: tuple[str, int]
    keys: tuple[str, int]


class Process:
    """One running exchange. `start` takes up what is open; `stop` leaves it for the next process."""

    def __init__(self, recovered: Recovered, relay: Relay, addresses: Addresses) -> None:
        self.addresses = addresses
        self.clock: Clock = steady_clock(recovered.state.at)
        self.connections = Connections()
        self.dropped = Dropped()
        self.relay = relay
        self.directory = Directory(lambda changed: self._happen(e.SettingsChanged(changed)))
        self.recordings = Recordings(
            Path(settings.DATA) / "sounds", lambda line: self.directory.content.lines[line]
        )
        self.patchbay = Patchbay(
            media=Media(relay), recordings=self.recordings, connections=self.connections, happen=self._happen
        )
        self.journal = Journal(recovered.position, on_change=self._database_changed)
        self.switchboard = Switchboard(recovered.state, self.journal, self.clock, self._carry_out)
        self.states = PhoneStates(
            state=lambda: self.switchboard.state,
            connections=self.connections,
            clock=self.clock,
            line_name=self.recordings.line_name,
        )
        self.citizens = Citizens(
            directory=self.directory, connections=self.connections, happen=self._happen, arrive=self._arrive
        )
        self.phones = Phones(
            patchbay=self.patchbay,
            citizens=self.citizens,
            states=self.states,
            lines_of=self.directory.lines_of,
            messages_of=self.directory.messages_of,
        )
        self.user_agent = UserAgent(sip_settings(addresses.sip), names=lambda: secrets.token_hex(8))
        self.trunk = Trunk(
            agent=self.user_agent,
            clock=self.clock,
            journal=self.journal,
            directory=self.directory,
            connections=self.connections,
            patchbay=self.patchbay,
            arrive=self._arrive,
        )
        self.relay_watch = RelayWatch(relay, self._happen, lambda _is_up: self._show_trouble())
        self.feed = Feed(self.snapshot)
        self.meters = Meters(self.snapshot, self.directory.slug_of, recovered.targets)
        self.switchboard.observers += [lambda _commands, _now: self.feed.change(), self.meters.observe]
        self.switchboard.lag_observers.append(self.meters.store)
        self.patchbay.agents, self.patchbay.trunk = self.phones, self.trunk
        self.patchbay.citizens = self.citizens
        self.patchbay.keep, self.patchbay.forget = self._keep, self._forget
        self._checkpoint_at = recovered.position
        self._suspects: set[str] = set()
        self._keys: asyncio.BaseTransport | None = None
        self._tasks: list[asyncio.Task[None]] = []

    # ---------------------------------------------------------------- what the parts share

    def _happen(self, event: e.Event) -> None:
        self.switchboard.happen(event)

    def _arrive(self, record: ConnectionRecord, line: LineId, caller: Caller) -> None:
        """A caller rings. While nothing can be booked, the caller is told that nothing works."""
        now = self.clock()
        earlier = self.dropped.take(line, caller.number, now)
        record = msgspec.structs.replace(record, place_at=now if earlier is None else earlier)
        self.connections.add(record)
        self._keep(record)
        opening = self.directory.opening(self.directory.content.lines[line], now)
        if self.journal.is_down:
            opening = NOTHING_WORKS
        arrived = e.CallerArrived(record.call, line, opening, place_at=earlier)
        self.switchboard.happen(arrived, {record.call: caller})

    def _carry_out(self, order: c.Command) -> None:
        connection = self.connections.get(order.call) if isinstance(order, c.EndCall) else None
        if connection and isinstance(order, c.EndCall):
            self.dropped.note(connection.record, order.reason, self.clock())
        self.patchbay.carry_out(order)

    def _key_pressed(self, call: str, tag: str, digit: str) -> None:
        if tag == CALLER:
            self._happen(e.CallerPressed(CallId(call), digit))

    def _match_lines(self) -> None:
        """Whoever is on duty answers the lines of the set-up, which may have changed."""
        for agent in list(self.switchboard.state.agents.values()):
            lines = self.directory.lines_of(agent.agent)
            if agent.chosen is not Chosen.SIGNED_OUT and set(lines) != set(agent.lines):
                self._happen(e.AgentSignedIn(agent.agent, lines))

    def _keep(self, record: ConnectionRecord) -> None:
        self.journal.keep_media(record.call, encode_record(record).decode())

    def _forget(self, call: CallId) -> None:
        self.journal.keep_media(call, None)

    def _database_changed(self, _is_down: bool) -> None:
        self._show_trouble()

    def _show_trouble(self) -> None:
        self.feed.change()
        self.states.trouble = next(iter(self.problems()), "")
        for agent in self.switchboard.state.agents:
            self.phones.show(agent)

    def problems(self) -> list[str]:
        """What is wrong now, as keys: `database`, `media`, `carrier`."""
        found = {
            "database": self.journal.is_down,
            "media": not self.relay_watch.is_up,
            "carrier": self.trunk.is_unregistered,
        }
        return [problem for problem, is_wrong in found.items() if is_wrong]

    async def read_set_up(self) -> None:
        """Somebody has changed something that is to count at once."""
        if await self.directory.refresh():
            self._match_lines()

    def snapshot(self) -> Snapshot:
        """Everything as it is at this instant."""
        return snapshot_of(self.switchboard.state, self.clock(), self.problems())

    def queue_shown(self) -> dict[str, object]:
        """Lines and agents as `hotline queue` prints them."""
        lines = [
            {
                "name": self.recordings.line_name(line),
                "waiting": waiting,
                "longest": longest,
                "agents": agents,
            }
            for line, waiting, longest, agents in self.states.queue()
        ]
        agents = [
            {"name": self.directory.name_of(agent), "status": known.status, "since": known.status_since}
            for agent, known in sorted(self.switchboard.state.agents.items())
        ]
        return {"now": self.clock(), "lines": lines, "agents": agents}

    # ---------------------------------------------------------------- its life

    async def start(self, recovered: Recovered) -> None:
        is_read = await self.directory.refresh()
        for line in self.directory.content.lines:
            await self.recordings.make_ready(line)
        for record in recovered.connections:
            self.connections.add(record).is_up = True
        restored = self.user_agent.restore(recovered.dialogs, self.clock())
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: self.trunk, local_addr=self.addresses.sip)
        self._keys, _ = await loop.create_datagram_endpoint(
            lambda: Keys(self._key_pressed), local_addr=self.addresses.keys
        )
        self.trunk.act(restored)
        if binding := registration():
            self.trunk.act(self.user_agent.register(binding, self.clock()))
        await self.relay_watch.look()
        self._happen(e.SettingsChanged(self.directory.content.settings))
        self._happen(e.ExchangeStarted())
        if is_read:
            self._match_lines()
        self._end_what_is_half_known()
        if self.relay_watch.is_up:
            self._suspects = await self.relay.calls()
            await self._reconcile()
            self._go_on()
        for work in (
            partial(self.directory.keep_fresh, self._match_lines),
            self.phones.keep_asking,
            self.phones.keep_showing,
            self.relay_watch.keep_looking,
            self.feed.keep_telling,
            self._keep_reconciling,
            self._keep_checkpoints,
        ):
            self._tasks.append(in_background(kept_up(work)))

    def _go_on(self) -> None:
        """Let every caller hear again what the process that died had begun to play."""
        if not self.switchboard.state.media_is_up:
            self._happen(e.MediaBack())
        for connection in self.connections.all():
            if connection.record.citizen:  # a page hangs up when it loses us
                self._happen(e.CallerHungUp(connection.call))
        for call in list(self.switchboard.state.calls.values()):
            if call.state in {CallState.ARRIVING, CallState.ANNOUNCED}:
                self.patchbay.begin_anew(call)
            elif call.state is CallState.WAITING:
                self.patchbay.carry_out(c.PlayMusic(call.call))

    def _end_what_is_half_known(self) -> None:
        """A process can die between two stores: then a call may lack its connection, or the reverse."""
        calls = set(self.switchboard.state.calls)
        for call in calls - self.connections.calls():
            self._happen(e.CallFailed(call, FailureCause.RECONCILED))
        for call in self.connections.calls() - calls:
            self.patchbay.carry_out(c.EndCall(call, CallEnd.FAILED))
        for dialog in self.user_agent.legs:
            if self.connections.of_dialog(dialog) is None:
                self.trunk.act(self.user_agent.hang_up(dialog, self.clock()))

    async def _reconcile(self) -> None:
        await end_soundless(self.relay, self.connections, self._happen)
        self._suspects = await delete_orphans(self.relay, self.connections.calls, self._suspects)

    async def _keep_reconciling(self) -> None:
        while True:
            await asyncio.sleep(RECONCILED_EVERY)
            if self.relay_watch.is_up:
                with contextlib.suppress(RelaySilentError, RelayRefusedError):  # the watch will notice
                    await self._reconcile()
            for fault in faults(self.switchboard.state):
                log.error("the exchange contradicts itself", fault=fault)

    async def _keep_checkpoints(self) -> None:
        while True:
            await asyncio.sleep(CHECKPOINT_EVERY)
            try:
                await self.save_checkpoint()
            except (DatabaseError, InterfaceError) as error:
                log.warning("could not keep the state", problem=type(error).__name__)

    async def save_checkpoint(self) -> None:
        """Keep the whole state, so that a restart has little to replay. Taken between two events."""
        position = self.journal.position
        if position == self._checkpoint_at or not self.journal.is_idle:
            return
        state, at = encode_state(self.switchboard.state).decode(), self.clock()
        await beside(partial(save_checkpoint, position=position, at=at, state=state))
        self._checkpoint_at = position

    async def stop(self) -> None:
        """Leave everything as it is for the next process: calls stay up."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.feed.close()
        self.switchboard.close()
        self.trunk.close()
        if self._keys:
            self._keys.close()
        await self.journal.close()
        self.directory.close()
        self.relay.close()


class Server(uvicorn.Server):
    """Lets go of the calls before it closes the phones' sockets: then no agent counts as lost."""

    def __init__(self, process: Process) -> None:
        host, port = process.addresses.http
        config = uvicorn.Config(
            door(process),
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            ws="websockets-sansio",
            ws_per_message_deflate=False,  # messages are short, and a ring must not wait for a compressor
            ws_max_size=LONGEST_MESSAGE,
            lifespan="off",
            timeout_graceful_shutdown=1,  # a tab that is frozen never says goodbye
        )
        super().__init__(config)
        self._process = process

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._process.stop()
        await super().shutdown(sockets)


async def serve() -> None:
    """Run the exchange until it is told to stop."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    addresses = Addresses(
        sip=(settings.SIP_ADDRESS, settings.SIP_PORT),
        http=(settings.EXCHANGE_ADDRESS, settings.EXCHANGE_PORT),
        relay=("127.0.0.1", settings.NG_PORT),
        keys=("127.0.0.1", settings.KEYS_PORT),
    )
    recovered = await beside(recover)
    process = Process(recovered, await Relay.connect(*addresses.relay), addresses)
    await process.start(recovered)
    await Server(process).serve()


def run() -> None:
    """Blocks until a signal stops it."""
    uvloop.run(serve())
