# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The agents' browsers: one WebSocket each, the proof that it can ring, and what its page is told.

Every socket is asked several times a second whether it can ring. An answer proves it for one second; when
none
comes the exchange hears `DeviceLost` and offers that agent nothing. The heartbeat of a browser's own
WebSocket
would prove less: it is answered by a tab that is frozen.

One tab is an agent's phone. Another tab is told so, and may take the phone over.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from hotline.desk.tokens import WrongToken, read_token
from hotline.exchange import events as e
from hotline.exchange.words import AgentId, CallId, DeviceCause, LineId, OfferId
from hotline.wires import phone_messages as page
from hotline.wires.citizens import Citizens
from hotline.wires.patchbay import Patchbay
from hotline.wires.phone_state import PhoneStates, QueueShown
from hotline.wires.sockets import heard

log = structlog.get_logger()

ASKED_EVERY = 0.4
PROVED_FOR = 1.0
# In the middle of a call a short silence of the page is not worth interrupting it with music.
MISSED_FOR = 3.0
FORGOTTEN_AFTER_MS = 15 * 60 * 1000
HELLO_WITHIN = 5.0
LONGEST_OUTBOX = 200
SHOWN_EVERY = 0.5


@dataclass(eq=False)
class Phone:
    """One tab that is an agent's phone."""

    agent: AgentId
    tab: str
    socket: WebSocket
    legs: list[str]
    outbox: asyncio.Queue[page.ToPage] = field(default_factory=lambda: asyncio.Queue(LONGEST_OUTBOX))
    proved_at: float = 0.0
    is_proved: bool = False
    shown: QueueShown = ()  # with the state last said
    messages: tuple[page.DeskMessage, ...] = ()  # as last said


class Phones:
    def __init__(
        self,
        *,
        patchbay: Patchbay,
        citizens: Citizens,
        states: PhoneStates,
        lines_of: Callable[[AgentId], tuple[LineId, ...]],
        messages_of: Callable[[AgentId], tuple[page.DeskMessage, ...]],
    ) -> None:
        self._patchbay = patchbay
        self._citizens = citizens
        self._states = states
        self._lines_of = lines_of
        self._messages_of = messages_of
        self._phones: dict[AgentId, Phone] = {}
        self._to_show: set[AgentId] = set()

    # ---------------------------------------------------------------- a socket's life

    async def serve(self, socket: WebSocket) -> None:
        """A browser has connected. Returns when it is gone."""
        await socket.accept()
        try:
            hello = page.read(await asyncio.wait_for(heard(socket), HELLO_WITHIN))
            if not isinstance(hello, page.Hello):
                raise WrongToken("hello comes first")
            token = read_token(hello.token)
        except (TimeoutError, msgspec.ValidationError, msgspec.DecodeError, WrongToken):
            await socket.close(4401)
        except WebSocketDisconnect:
            return
        else:
            if token.user is None:
                await self._citizens.serve(socket)
            else:
                await self._serve_agent(socket, hello, AgentId(token.user))

    async def _serve_agent(self, socket: WebSocket, hello: page.Hello, agent: AgentId) -> None:
        other = self._phones.get(agent)
        if other and other.tab != hello.tab and not hello.claim:
            await socket.send_text(page.write(page.Superseded()).decode())
            await socket.close(4409)
            return
        phone = Phone(agent, hello.tab, socket, hello.legs)
        self._phones[agent] = phone
        if other:
            self._lose(other, DeviceCause.SUPERSEDED)
            self._say(other, page.Superseded())
        self._say(phone, page.Welcome(agent))
        self.show(agent)
        writer = asyncio.create_task(self._write(phone))
        try:
            await self._read(phone)
        except WebSocketDisconnect:
            pass
        finally:
            writer.cancel()
            self._gone(phone)

    def _gone(self, phone: Phone) -> None:
        # A reloaded page's new socket may come before the old one's end is noticed.
        if self._phones.get(phone.agent) is phone:
            del self._phones[phone.agent]
            self._lose(phone, DeviceCause.CLOSED)

    async def _write(self, phone: Phone) -> None:
        try:
            while True:
                message = await phone.outbox.get()
                await phone.socket.send_text(page.write(message).decode())
                if isinstance(message, page.Superseded):
                    await phone.socket.close(4409)
        except (WebSocketDisconnect, RuntimeError):
            return  # the reader notices the end too, and tells

    def _say(self, phone: Phone, message: page.ToPage) -> None:
        try:
            phone.outbox.put_nowait(message)
        except asyncio.QueueFull:
            log.warning("a phone takes nothing in", agent=phone.agent)

    async def _read(self, phone: Phone) -> None:
        while True:
            text = await heard(phone.socket)
            if self._phones.get(phone.agent) is not phone:
                continue  # another tab has taken over: this one is about to be closed
            try:
                self._said(phone, page.read(text))
            except (msgspec.ValidationError, msgspec.DecodeError) as problem:
                log.warning("a page said nonsense", agent=phone.agent, problem=str(problem))

    # ---------------------------------------------------------------- what the page says

    def _said(self, phone: Phone, message: page.FromPage) -> None:
        agent, happen = phone.agent, self._patchbay.happen
        match message:
            case page.Pong():
                self._proved(phone, message)
            case page.Choose():
                self._chosen(agent, message)
            case page.Answer(offer, sdp):
                self._patchbay.answered(agent, OfferId(offer), sdp)
            case page.Decline(offer):
                happen(e.OfferDeclined(agent, OfferId(offer)))
            case page.Unable(offer):
                happen(e.OfferFailed(agent, OfferId(offer)))
            case page.HangUp(call):
                happen(e.AgentHungUp(agent, CallId(call)))
            case page.Hold(call):
                happen(e.AgentHeldCall(agent, CallId(call)))
            case page.Resume(call):
                happen(e.AgentResumedCall(agent, CallId(call)))
            case page.MediaAnswer(leg, sdp):
                self._patchbay.new_leg_answered(agent, leg, sdp)
            case page.Lost(leg):
                self._patchbay.leg_lost(agent, leg)
            case page.WrapUp(do):
                happen(e.WrapUpExtended(agent) if do == "extend" else e.WrapUpEnded(agent))

    def _chosen(self, agent: AgentId, choice: page.Choose) -> None:
        happen = self._patchbay.happen
        self._states.ended_by.pop(agent, None)
        if choice.chosen == "signed_out":
            happen(e.AgentSignedOut(agent))
            return
        if self._states.is_signed_out(agent):
            happen(e.AgentSignedIn(agent, self._lines_of(agent)))
        if choice.chosen == "paused":
            happen(e.AgentPaused(agent, choice.reason[:200]))
        else:
            happen(e.AgentBecameAvailable(agent))

    # ---------------------------------------------------------------- proof that it rings

    async def keep_asking(self) -> None:
        """Ask every phone, forever, whether it can ring; tell of those that could and no longer can."""
        loop, n = asyncio.get_running_loop(), 0
        while True:
            n += 1
            for phone in list(self._phones.values()):
                self._say(phone, page.Ping(n))
                patience = MISSED_FOR if self._states.talk_of(phone.agent) else PROVED_FOR
                if loop.time() - phone.proved_at > patience:
                    self._lose(phone, DeviceCause.SILENT)
            self._sign_out_forgotten()
            await asyncio.sleep(ASKED_EVERY)

    def _sign_out_forgotten(self) -> None:
        """Whoever went home without signing off is not on duty any more."""
        for agent in self._states.unreachable_for(FORGOTTEN_AFTER_MS):
            log.info("signed out an agent whose page has long been gone", agent=agent)
            self._patchbay.happen(e.AgentSignedOut(agent))

    def _proved(self, phone: Phone, pong: page.Pong) -> None:
        if not pong.ready:
            self._lose(phone, DeviceCause.MICROPHONE)
            return
        phone.proved_at = asyncio.get_running_loop().time()
        if not phone.is_proved:
            phone.is_proved = True
            call = self._states.talk_of(phone.agent)
            happened = e.AgentReconnected(phone.agent, call) if call else e.DeviceProved(phone.agent)
            self._patchbay.happen(happened)

    def _lose(self, phone: Phone, cause: DeviceCause) -> None:
        if phone.is_proved:
            phone.is_proved = False
            self._patchbay.happen(e.DeviceLost(phone.agent, cause))

    # ---------------------------------------------------------------- what the page is told

    def send(self, agent: AgentId, message: page.ToPage) -> None:
        phone = self._phones.get(agent)
        if phone:
            if isinstance(message, page.Joined) and message.leg not in phone.legs:
                phone.legs.append(message.leg)
            self._say(phone, message)

    def show(self, agent: AgentId) -> None:
        """Tell the agent's page how things stand, once for all that happens at one moment."""
        if not self._to_show:
            asyncio.get_running_loop().call_soon(self._show_now)
        self._to_show.add(agent)

    def _show_now(self) -> None:
        agents, self._to_show = self._to_show, set()
        queue = self._states.queue()
        for agent in agents:
            phone = self._phones.get(agent)
            if phone:
                phone.shown = queue
                self._say(phone, self._states.of(agent))

    def living_legs(self, agent: AgentId) -> list[str]:
        phone = self._phones.get(agent)
        return phone.legs if phone else []

    async def keep_showing(self) -> None:
        """When the queue or a message has changed, tell every phone: twice a second at most."""
        while True:
            await asyncio.sleep(SHOWN_EVERY)
            queue = self._states.queue()
            for agent, phone in self._phones.items():
                if phone.shown != queue:
                    self.show(agent)
                self._tell_messages(phone)

    def _tell_messages(self, phone: Phone) -> None:
        messages = self._messages_of(phone.agent)
        if phone.messages != messages:
            phone.messages = messages
            self._say(phone, page.DeskMessages(messages))

    @property
    def count(self) -> int:
        return len(self._phones)

    def is_connected(self, agent: AgentId) -> bool:
        return agent in self._phones
