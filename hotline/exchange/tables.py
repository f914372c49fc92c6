# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The transition tables. They are the program: no record changes its state but by looking here.

Theory of operation
-------------------

The exchange is asked one question over and over: given what I know, and given that *this* happened *now*,
what do I know afterwards, and what is to be done? `decide(state, event, now)` answers it, and
`next_deadline(state)` says when to ask again if nothing else happens. It reads no clock and touches no
socket, so the same events always give the same answers: after a restart from the journal, in a test, in a
simulated day.

Three kinds of thing have states: a call, an offer of a call to one agent, and what an agent is taken up
with. They are moved by *happenings*. An event from outside is one happening or none; a lease that runs out
is one, too. One happening moves everything it concerns: when a device dies while it rings, DEVICE_LOST
sends the call back to WAITING, passes the offer on, and frees the agent: three lookups, one in each table.
What a table does not hold cannot happen: the event is `Impossible`, which is found out before anything has
been changed.

Beside what an agent is taken up with stand two more facts: the state the agent *chose* (the fourth table)
and whether the device has *proved* within the last second that it can ring. An agent is offered calls if
and only if AVAILABLE was chosen, the device is proved, and the agent is FREE. Nothing ever writes
"available": it is computed. So a pause asked for in mid-call needs no memory of its own. It is the chosen
state at once, the call goes on, and when the wrap-up ends the three facts say "paused".

Rules the tables keep:

* An offer begins RINGING and ends once. The first happening to reach it decides; later ones find it gone.
* Only RANG_OUT is a miss. A decline is a normal act, a dead device a technical loss.
* A call that loses its offer goes back to WAITING at the place it had. A call whose agent was lost in the
  middle goes ADRIFT, with music, for as long as the lease lasts, then back to WAITING before everybody
  else.
* A state nobody could stay in for ever has a deadline: ARRIVING, ANNOUNCED and ADRIFT the call's own lease,
  OFFERED and RINGING the offer's, WRAPPING_UP and RESTING the agent's. WAITING ends at the latest when
  nobody has been there to answer for a while (NOBODY_LEFT).
* An agent rests for a moment after a decline or a failed set-up, or an agent alone would be rung in a
  circle.

Why each call ended follows from the state it was in and the happening that ended it (CALL_ENDS), so a call
counts as one thing only. A call that is to be told "closed" is diverted whether or not it hears the whole
sentence.

The pictures in docs/states.md are drawn from these tables.
"""

from enum import StrEnum

from hotline.exchange.words import Activity, CallEnd, CallState, Chosen, OfferEnd, OfferState, SegmentEnd


class Happening(StrEnum):
    """Whatever moves a call, an offer or an agent from one state to another."""

    CONNECTED = "connected"
    TURNED_AWAY = "turned away"
    REFUSED = "refused"
    OFFERED = "offered"
    ANSWERED = "answered"
    DECLINED = "declined"
    RANG_OUT = "rang out"
    DEVICE_LOST = "device lost"
    MEDIA_FAILED = "sound failed"
    AGENT_LEFT = "agent left"
    RESTARTED = "exchange restarted"
    PUT_ON_HOLD = "put on hold"
    RESUMED = "resumed"
    RECONNECTED = "reconnected"
    LEASE_RAN_OUT = "lease ran out"
    NOBODY_LEFT = "nobody left"
    TOLD = "heard it all"
    CALLER_LEFT = "caller left"
    AGENT_HUNG_UP = "agent hung up"
    FAILED = "failed"
    MEDIA_LOST = "relay died"
    EXTENDED = "extended"
    FINISHED = "finished"
    SIGNED_IN = "signed in"
    SIGNED_OUT = "signed out"
    READY = "ready"
    PAUSED = "paused"
    MISSED_TOO_MANY = "missed too many"


H = Happening

CALL: dict[CallState, dict[Happening, CallState]] = {
    CallState.ARRIVING: {
        H.CONNECTED: CallState.WAITING,
        H.TURNED_AWAY: CallState.ANNOUNCED,
        H.REFUSED: CallState.ENDED,
        H.LEASE_RAN_OUT: CallState.ENDED,
        H.CALLER_LEFT: CallState.ENDED,
        H.FAILED: CallState.ENDED,
        H.MEDIA_LOST: CallState.ENDED,
    },
    CallState.WAITING: {
        H.OFFERED: CallState.OFFERED,
        H.NOBODY_LEFT: CallState.ANNOUNCED,
        H.CALLER_LEFT: CallState.ENDED,
        H.FAILED: CallState.ENDED,
        H.MEDIA_LOST: CallState.ENDED,
    },
    CallState.OFFERED: {
        H.ANSWERED: CallState.TALKING,
        H.DECLINED: CallState.WAITING,
        H.RANG_OUT: CallState.WAITING,
        H.DEVICE_LOST: CallState.WAITING,
        H.MEDIA_FAILED: CallState.WAITING,
        H.AGENT_LEFT: CallState.WAITING,
        H.RESTARTED: CallState.WAITING,
        H.CALLER_LEFT: CallState.ENDED,
        H.FAILED: CallState.ENDED,
        H.MEDIA_LOST: CallState.ENDED,
    },
    CallState.TALKING: {
        H.PUT_ON_HOLD: CallState.HELD,
        H.RECONNECTED: CallState.TALKING,
        H.DEVICE_LOST: CallState.ADRIFT,
        H.MEDIA_FAILED: CallState.WAITING,
        H.CALLER_LEFT: CallState.ENDED,
        H.AGENT_HUNG_UP: CallState.ENDED,
        H.FAILED: CallState.ENDED,
        H.MEDIA_LOST: CallState.ENDED,
    },
    CallState.HELD: {
        H.RESUMED: CallState.TALKING,
        H.RECONNECTED: CallState.HELD,
        H.DEVICE_LOST: CallState.ADRIFT,
        H.MEDIA_FAILED: CallState.WAITING,
        H.CALLER_LEFT: CallState.ENDED,
        H.AGENT_HUNG_UP: CallState.ENDED,
        H.FAILED: CallState.ENDED,
        H.MEDIA_LOST: CallState.ENDED,
    },
    CallState.ADRIFT: {
        H.RECONNECTED: CallState.TALKING,
        H.LEASE_RAN_OUT: CallState.WAITING,
        H.MEDIA_FAILED: CallState.WAITING,
        H.CALLER_LEFT: CallState.ENDED,
        H.AGENT_HUNG_UP: CallState.ENDED,
        H.FAILED: CallState.ENDED,
        H.MEDIA_LOST: CallState.ENDED,
    },
    CallState.ANNOUNCED: {
        H.TOLD: CallState.ENDED,
        H.LEASE_RAN_OUT: CallState.ENDED,
        H.CALLER_LEFT: CallState.ENDED,
        H.FAILED: CallState.ENDED,
        H.MEDIA_LOST: CallState.ENDED,
    },
    CallState.ENDED: {},
}

OFFER: dict[OfferState, dict[Happening, OfferState]] = {
    OfferState.RINGING: {
        H.ANSWERED: OfferState.ANSWERED,
        H.DECLINED: OfferState.PASSED_ON,
        H.RANG_OUT: OfferState.PASSED_ON,
        H.DEVICE_LOST: OfferState.PASSED_ON,
        H.MEDIA_FAILED: OfferState.PASSED_ON,
        H.AGENT_LEFT: OfferState.PASSED_ON,
        H.RESTARTED: OfferState.PASSED_ON,
        H.CALLER_LEFT: OfferState.DROPPED,
        H.FAILED: OfferState.DROPPED,
        H.MEDIA_LOST: OfferState.DROPPED,
    },
    OfferState.ANSWERED: {},
    OfferState.PASSED_ON: {},
    OfferState.DROPPED: {},
}

AGENT: dict[Activity, dict[Happening, Activity]] = {
    Activity.FREE: {
        H.OFFERED: Activity.RINGING,
    },
    Activity.RINGING: {
        H.ANSWERED: Activity.TALKING,
        H.DECLINED: Activity.RESTING,
        H.MEDIA_FAILED: Activity.RESTING,
        H.RANG_OUT: Activity.FREE,
        H.DEVICE_LOST: Activity.FREE,
        H.AGENT_LEFT: Activity.FREE,
        H.RESTARTED: Activity.FREE,
        H.CALLER_LEFT: Activity.FREE,
        H.FAILED: Activity.FREE,
        H.MEDIA_LOST: Activity.FREE,
    },
    Activity.TALKING: {
        H.RECONNECTED: Activity.TALKING,
        H.DEVICE_LOST: Activity.ADRIFT,
        H.MEDIA_FAILED: Activity.RESTING,
        H.CALLER_LEFT: Activity.WRAPPING_UP,
        H.AGENT_HUNG_UP: Activity.WRAPPING_UP,
        H.FAILED: Activity.WRAPPING_UP,
        H.MEDIA_LOST: Activity.WRAPPING_UP,
    },
    Activity.ADRIFT: {
        H.RECONNECTED: Activity.TALKING,
        H.LEASE_RAN_OUT: Activity.WRAPPING_UP,
        H.MEDIA_FAILED: Activity.RESTING,
        H.CALLER_LEFT: Activity.WRAPPING_UP,
        H.AGENT_HUNG_UP: Activity.WRAPPING_UP,
        H.FAILED: Activity.WRAPPING_UP,
        H.MEDIA_LOST: Activity.WRAPPING_UP,
    },
    Activity.WRAPPING_UP: {
        H.EXTENDED: Activity.WRAPPING_UP,
        H.FINISHED: Activity.FREE,
        H.LEASE_RAN_OUT: Activity.FREE,
        H.AGENT_LEFT: Activity.FREE,
    },
    Activity.RESTING: {
        H.READY: Activity.FREE,
        H.LEASE_RAN_OUT: Activity.FREE,
        H.AGENT_LEFT: Activity.FREE,
    },
}

CHOSEN: dict[Chosen, dict[Happening, Chosen]] = {
    Chosen.SIGNED_OUT: {
        H.SIGNED_IN: Chosen.AVAILABLE,
        H.SIGNED_OUT: Chosen.SIGNED_OUT,
    },
    Chosen.AVAILABLE: {
        H.SIGNED_IN: Chosen.AVAILABLE,
        H.READY: Chosen.AVAILABLE,
        H.PAUSED: Chosen.PAUSED,
        H.MISSED_TOO_MANY: Chosen.AWAY_MISSED,
        H.SIGNED_OUT: Chosen.SIGNED_OUT,
    },
    Chosen.PAUSED: {
        H.SIGNED_IN: Chosen.PAUSED,
        H.READY: Chosen.AVAILABLE,
        H.PAUSED: Chosen.PAUSED,
        H.SIGNED_OUT: Chosen.SIGNED_OUT,
    },
    Chosen.AWAY_MISSED: {
        H.SIGNED_IN: Chosen.AWAY_MISSED,
        H.READY: Chosen.AVAILABLE,
        H.PAUSED: Chosen.PAUSED,
        H.SIGNED_OUT: Chosen.SIGNED_OUT,
    },
}

_BEFORE_AN_ANSWER: dict[Happening, CallEnd] = {
    H.CALLER_LEFT: CallEnd.ABANDONED,
    H.FAILED: CallEnd.FAILED,
    H.MEDIA_LOST: CallEnd.MEDIA_LOST,
}

_AFTER_AN_ANSWER: dict[Happening, CallEnd] = {
    H.CALLER_LEFT: CallEnd.ANSWERED_CALLER_HUNG_UP,
    H.AGENT_HUNG_UP: CallEnd.ANSWERED_AGENT_HUNG_UP,
    H.FAILED: CallEnd.FAILED,
    H.MEDIA_LOST: CallEnd.MEDIA_LOST,
}

CALL_ENDS: dict[CallState, dict[Happening, CallEnd]] = {
    CallState.ARRIVING: {
        H.REFUSED: CallEnd.REFUSED,
        H.LEASE_RAN_OUT: CallEnd.FAILED,
        **_BEFORE_AN_ANSWER,
    },
    CallState.WAITING: _BEFORE_AN_ANSWER,
    CallState.OFFERED: _BEFORE_AN_ANSWER,
    CallState.TALKING: _AFTER_AN_ANSWER,
    CallState.HELD: _AFTER_AN_ANSWER,
    CallState.ADRIFT: _AFTER_AN_ANSWER,
    CallState.ANNOUNCED: {H.MEDIA_LOST: CallEnd.MEDIA_LOST},
}

OFFER_ENDS: dict[Happening, OfferEnd] = {
    H.ANSWERED: OfferEnd.ANSWERED,
    H.DECLINED: OfferEnd.DECLINED,
    H.RANG_OUT: OfferEnd.RANG_OUT,
    H.DEVICE_LOST: OfferEnd.DEVICE_LOST,
    H.MEDIA_FAILED: OfferEnd.MEDIA_FAILED,
    H.AGENT_LEFT: OfferEnd.AGENT_LEFT,
    H.RESTARTED: OfferEnd.EXCHANGE_RESTARTED,
    H.CALLER_LEFT: OfferEnd.CALLER_GONE,
    H.FAILED: OfferEnd.CALLER_GONE,
    H.MEDIA_LOST: OfferEnd.MEDIA_FAILED,
}

SEGMENT_ENDS: dict[Happening, SegmentEnd] = {
    H.CALLER_LEFT: SegmentEnd.CALLER_HUNG_UP,
    H.AGENT_HUNG_UP: SegmentEnd.AGENT_HUNG_UP,
    H.LEASE_RAN_OUT: SegmentEnd.DEVICE_LOST,
    H.MEDIA_LOST: SegmentEnd.MEDIA_LOST,
    H.MEDIA_FAILED: SegmentEnd.FAILED,
    H.FAILED: SegmentEnd.FAILED,
}
