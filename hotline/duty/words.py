# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the duty lead's page calls the exchange's words: states, why somebody gets no calls, what is down."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hotline.exchange.explain import Reason
from hotline.exchange.words import AgentStatus

STATES: dict[AgentStatus, Promise] = {
    AgentStatus.SIGNED_OUT: _("Signed off"),
    AgentStatus.AVAILABLE: pgettext_lazy("agent", "Available"),
    AgentStatus.RINGING: _("Is being rung"),
    AgentStatus.TALKING: pgettext_lazy("agent", "Talking"),
    AgentStatus.HOLDING: _("Has a caller on hold"),
    AgentStatus.ADRIFT: _("Lost in mid-call"),
    AgentStatus.WRAPPING_UP: pgettext_lazy("agent", "Wrap-up"),
    AgentStatus.RESTING: pgettext_lazy("agent", "A short rest"),
    AgentStatus.PAUSED: pgettext_lazy("agent", "On a pause"),
    AgentStatus.AWAY_MISSED: _("Away after missed calls"),
    AgentStatus.UNREACHABLE: _("Cannot be reached"),
}

# Why no call comes: a sentence each, with what can be done about it where something can.
REASONS: dict[Reason, Promise] = {
    Reason.UNKNOWN_HERE: _("Has not been on the phone yet."),
    Reason.SIGNED_OUT: _("Has signed off. “Take calls” on the desk brings calls again."),
    Reason.PAUSED: _("Has chosen a pause."),
    Reason.AWAY_AFTER_MISSED_OFFERS: _(
        "Let calls ring out, and was put away. “I'm back” on the desk ends it."
    ),
    Reason.DEVICE_NOT_PROVED: _(
        "No page that can ring: the browser is closed or asleep, or the microphone is not allowed."
    ),
    Reason.NO_LINES: _("Answers no line: an administrator must give the agent's role its lines."),
    Reason.MEDIA_DOWN: _("The line's sound is down, so nobody can be connected."),
    Reason.BEING_OFFERED: _("Is being rung right now."),
    Reason.TALKING: _("Talks with a citizen."),
    Reason.CALL_ADRIFT: _("Lost the page in the middle of a call, which waits for it."),
    Reason.WRAPPING_UP: _("Finishes the last call."),
    Reason.RESTING: _("Declined a call or lost its sound, and is spared for a few seconds."),
    Reason.NOBODY_WAITS: _("Gets the next call. Nobody waits."),
}

# What somebody should do something about.
IN_TROUBLE = frozenset({AgentStatus.AWAY_MISSED, AgentStatus.UNREACHABLE, AgentStatus.ADRIFT})
WITH_CITIZEN = frozenset({AgentStatus.TALKING, AgentStatus.HOLDING, AgentStatus.ADRIFT})

PARTS: dict[str, Promise] = {
    "database": _("The database is away: calls go on, nothing can be registered."),
    "media": _("The line's sound is down: no calls get through."),
    "carrier": _("The line has lost its telephone company: nobody can ring in."),
}

PAUSES: dict[str, Promise] = {
    "break": pgettext_lazy("reason of a pause", "Lunch or coffee"),
    "meeting": pgettext_lazy("reason of a pause", "Meeting"),
    "task": pgettext_lazy("reason of a pause", "Other task"),
    "training": pgettext_lazy("reason of a pause", "Training"),
    "trouble": pgettext_lazy("reason of a pause", "Technical trouble"),
}
