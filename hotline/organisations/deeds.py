# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The deeds that stand in the audit trail: a closed list, here at the bottom because every room writes them.

The trail itself lies with the people, a room above; whoever does a deed knows how to note it (rules.Person).
A deed without anybody, from the command line or the example, leaves no trace in the trail.
"""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.organisations.models import Authority, Line

if TYPE_CHECKING:
    from hotline.organisations.rules import Person


class Deed(models.TextChoices):
    LINE_MADE = "line_made", _("Made a line")
    LINE_CHANGED = "line_changed", _("Changed the settings of a line")
    HOURS_PUBLISHED = "hours_published", _("Published hours")
    HOURS_CHANGED = "hours_changed", _("Corrected hours")
    HOURS_WITHDRAWN = "hours_withdrawn", _("Withdrew hours")
    DAY_SET = "day_set", _("Set an exceptional day")
    DAY_REMOVED = "day_removed", _("Removed an exceptional day")
    HOLIDAYS_REVIEWED = "holidays_reviewed", _("Reviewed the holidays of a year")
    ANNOUNCED = "announced", _("Wrote an announcement")
    ANNOUNCEMENT_ENDED = "announcement_ended", _("Ended an announcement")
    RECORDED = "recorded", _("Put a recording in place")
    RECORDING_REMOVED = "recording_removed", _("Removed a recording")
    MEMBERSHIP_SET = "membership_set", _("Set a membership")
    AUTHORITY_SAVED = "authority_saved", _("Changed an authority")
    PERSON_SAVED = "person_saved", _("Changed a person or roles")
    TARGET_SET = "target_set", _("Set what the line promises")
    INBOX_SET = "inbox_set", _("Set up an inbox for hand-overs")
    TOPIC_MADE = "topic_made", _("Made a topic")
    TOPIC_CHANGED = "topic_changed", _("Changed a topic")
    TOPIC_RETIRED = "topic_retired", _("Retired a topic")
    TEXT_APPROVED = "text_approved", _("Approved a text")
    TEXT_WITHDRAWN = "text_withdrawn", _("Withdrew a text")
    GUIDE_MADE = "guide_made", _("Made a temporary guide")
    GUIDE_ENDED = "guide_ended", _("Ended a temporary guide")
    SESSION_ENDED = "session_ended", _("Ended an agent's session")
    DESKS_TOLD = "desks_told", _("Sent a message to all desks")
    MESSAGE_ENDED = "message_ended", _("Ended a message to all desks")
    CRISIS_BEGUN = "crisis_begun", _("Began crisis mode")
    CRISIS_ENDED = "crisis_ended", _("Ended crisis mode")
    ALARMS_SET = "alarms_set", _("Set the limits of alarms")
    ALARM_ACKNOWLEDGED = "alarm_acknowledged", _("Acknowledged an alarm")
    SCREEN_PAIRED = "screen_paired", _("Paired a screen")
    SCREEN_REVOKED = "screen_revoked", _("Took a screen out of use")
    SYSTEM_TOLD = "system_told", _("Had a system told of events")
    SYSTEM_CHANGED = "system_changed", _("Changed what a system is told")
    SYSTEM_ENDED = "system_ended", _("Had a system told no more")
    TOKEN_MADE = "token_made", _("Gave a system access")
    TOKEN_REVOKED = "token_revoked", _("Took a system's access away")


def note(
    by: "Person | None",
    deed: Deed,
    words: object,
    *,
    line: Line | None = None,
    authority: Authority | None = None,
    subject: object = "",
) -> None:
    """Leave a trace, if somebody did it. Call it inside the deed's transaction."""
    if by is not None:
        by.note(deed, str(words), line=line, authority=authority, subject=str(subject))
