# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a browser phone and the exchange say to each other: JSON objects told apart by their `type`.

The page says hello first. Everything it says afterwards is an act of the person in front of it, or the proof
that it can ring. The same socket serves an agent's desk and a citizen's browser used as a telephone.
"""

from typing import Literal

from msgspec import Struct, json


class Hello(Struct, tag="hello", frozen=True):
    """`tab` survives a reload of its tab; `legs` are those whose sound still lives (none after a reload).

    A tab with `claim` takes the phone over from another tab; without, it waits for its turn.
    """

    token: str
    tab: str
    legs: list[str] = []
    claim: bool = False


class Pong(Struct, tag="pong", frozen=True):
    """`ready`: microphone allowed, sound may be played, phone switched on. `problem`: why not, one word."""

    n: int
    ready: bool
    problem: str = ""


class Choose(Struct, tag="choose", frozen=True):
    chosen: Literal["available", "paused", "signed_out"]
    reason: str = ""


class Answer(Struct, tag="answer", frozen=True):
    offer: str
    sdp: str


class Decline(Struct, tag="decline", frozen=True):
    offer: str


class Unable(Struct, tag="unable", frozen=True):
    """The offer's sound could not be set up in the browser."""

    offer: str


class HangUp(Struct, tag="hangup", frozen=True):
    call: str = ""


class Hold(Struct, tag="hold", frozen=True):
    call: str


class Resume(Struct, tag="resume", frozen=True):
    call: str


class MediaAnswer(Struct, tag="media", frozen=True):
    leg: str
    sdp: str


class Lost(Struct, tag="lost", frozen=True):
    """The leg's sound broke down (ICE failed): a new leg is wanted."""

    leg: str


class WrapUp(Struct, tag="wrapup", frozen=True):
    do: Literal["extend", "end"]


class CitizenCall(Struct, tag="call", frozen=True):
    sdp: str
    called: str = ""


class Digit(Struct, tag="digit", frozen=True):
    digit: str


FromPage = (
    Hello
    | Pong
    | Choose
    | Answer
    | Decline
    | Unable
    | HangUp
    | Hold
    | Resume
    | MediaAnswer
    | Lost
    | WrapUp
    | CitizenCall
    | Digit
)
read = json.Decoder(FromPage).decode


class Welcome(Struct, tag="welcome", frozen=True):
    agent: int


class Ping(Struct, tag="ping", frozen=True):
    n: int


class CallShown(Struct, frozen=True):
    """The call an agent is in, as the page shows it. Instants are milliseconds since 1970."""

    call: str
    leg: str
    line: str
    since: int
    held: bool
    number: str
    withheld: bool


class State(Struct, tag="state", frozen=True):
    """The agent as the exchange sees it, and the queue of the agent's lines.

    `until` ends wrap-up or rest. `longest` is the instant the longest-waiting caller arrived. `now` is the
    exchange's clock: a page counts from the difference to its own.
    """

    now: int
    status: str
    chosen: str
    reason: str
    since: int
    until: int | None
    missed: int
    waiting: int
    longest: int | None
    agents: int
    call: CallShown | None
    trouble: str
    ended_by: str = ""  # who ended a session that was forgotten; until the agent chooses again


class Ring(Struct, tag="ring", frozen=True):
    offer: str
    call: str
    leg: str
    sdp: str
    until: int
    line: str
    number: str
    withheld: bool


class Stop(Struct, tag="stop", frozen=True):
    offer: str
    reason: str


class Joined(Struct, tag="joined", frozen=True):
    call: str
    leg: str


class Held(Struct, tag="held", frozen=True):
    call: str


class Resumed(Struct, tag="resumed", frozen=True):
    call: str


class MediaOffer(Struct, tag="media", frozen=True):
    call: str
    leg: str
    sdp: str


class HungUp(Struct, tag="hangup", frozen=True):
    call: str
    reason: str


class DeskMessage(Struct, frozen=True):
    key: int
    text: str
    by: str


class DeskMessages(Struct, tag="messages", frozen=True):
    """Everything the duty leads want on the page now; what is left out is over."""

    messages: tuple[DeskMessage, ...]


class Superseded(Struct, tag="superseded", frozen=True):
    """Another tab is the phone."""


class CitizenAnswer(Struct, tag="answer", frozen=True):
    sdp: str


ToPage = (
    Welcome
    | Ping
    | State
    | Ring
    | Stop
    | Joined
    | Held
    | Resumed
    | MediaOffer
    | HungUp
    | DeskMessages
    | Superseded
    | CitizenAnswer
)
write = json.Encoder().encode
