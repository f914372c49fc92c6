# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the phone says in each state. The scripts hold no words: they pick from these, sent with the page."""

import json

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hotline.duty.words import PAUSES

# The state of the phone: this tab's own first, then the exchange's `AgentStatus`.
STATES: dict[str, Promise] = {
    "off": _("The phone is off"),
    "elsewhere": _("The phone is in another tab"),
    "connecting": _("Connecting…"),
    "signed_out": _("Signed off: you get no calls"),
    "available": _("Available"),
    "ringing": _("The phone rings"),
    "answering": _("Connecting the call…"),
    "talking": _("Talking"),
    "muted": _("Talking, your microphone is off"),
    "holding": _("The caller is on hold"),
    "adrift": _("Getting your call back…"),
    "wrapping_up": _("Wrap-up"),
    "resting": _("A short rest before the next call"),
    "paused": pgettext_lazy("phone", "Pause"),
    "away_missed": _("Away: you missed a call"),
    "unreachable": _("Your phone cannot ring just now"),
}

# Why the phone cannot ring or be heard; shown in red until it is over.
PROBLEMS: dict[str, Promise] = {
    "lost": _("No connection to the exchange. It is tried again by itself; a call that is up goes on."),
    "microphone": _("The microphone is gone or no longer allowed. You get no calls until it is back."),
    "silenced": _("The computer has turned the microphone off. The caller cannot hear you."),
    "sound": _("The browser holds the sound back. Press any key or click on the page."),
    "database": _("The database is away. Calls go on; nothing can be registered until it is back."),
    "media": _("The line's sound is down. No calls get through until it is back."),
    "carrier": _("The line has lost its telephone company. Nobody can ring in until it is back."),
    "page": _("The page could not be fetched. The phone stays on; try again in a moment."),
    "frame": _("A part of the page could not be fetched. You may have been signed out; the phone stays on."),
    "refused": _("The exchange does not know you any more. Sign in again."),
}

# Why ringing stopped, or the call ended; the exchange's `OfferEnd` and `CallEnd`.
ENDS: dict[str, Promise] = {
    "declined": _("Declined. The caller was sent on."),
    "rang_out": _("You did not answer in time. The caller was sent on."),
    "caller_gone": _("The caller hung up before you answered."),
    "device_lost": _("Your phone could not be reached. The caller was sent on."),
    "agent_left": _("The call was sent on."),
    "media_failed": _("The sound could not be set up. The caller was sent on."),
    "exchange_restarted": _("The exchange was restarted. The call is offered again."),
    "answered_caller_hung_up": _("The caller hung up."),
    "answered_agent_hung_up": _("You hung up."),
    "media_lost": _("The line's media broke down and the call was lost."),
    "failed": _("The connection broke down."),
}

QUALITIES: dict[str, Promise] = {
    "good": _("Good line"),
    "fair": _("Uneven line"),
    "poor": _("Poor line"),
}

OTHERS: dict[str, Promise] = {
    "withheld": _("Number withheld"),
    "ringing": _("Incoming call"),
}


# The citizen's browser telephone, with why its call ended.
CITIZEN: dict[str, Promise] = {
    "idle": _("Ready to call"),
    "ringing": _("Ringing…"),
    "connected": _("Connected"),
    "ended": _("The call is over"),
    "refused": _("The line could not take the call"),
    "overload": _("The line is busy: too many callers wait"),
    "media_down": _("The line is out of order"),
    "failed": _("The connection broke down"),
    "lost": _("No connection to the exchange"),
    "microphone": _("The browser gives no microphone"),
}


def words_of_phone() -> str:
    groups = {"states": STATES, "problems": PROBLEMS, "ends": ENDS, "pauses": PAUSES, "others": OTHERS}
    return json.dumps({name: in_words(group) for name, group in groups.items()})


def words_of_quality() -> str:
    return json.dumps(in_words(QUALITIES))


def words_of_citizen() -> str:
    return json.dumps(in_words(CITIZEN))


def in_words(group: dict[str, Promise]) -> dict[str, str]:
    """The group in the reader's language."""
    return {key: str(word) for key, word in group.items()}
