# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import datetime as dt

import structlog
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.inquiries.actions import keep_sent
from hotline.knowledge.queries import Guide
from hotline.people.models import User
from hotline.sending.gateways import send
from hotline.sending.messages import message_about
from hotline.sending.models import Sent, Way
from hotline.sending.rules import Refused, has_sent_too_much, may_send

log = structlog.get_logger(__name__)


def send_guide(
    guide: Guide,
    *,
    way: Way,
    to: str,
    sender: str,
    has_said_yes: bool,
    by: User,
    call: str = "",
    now: dt.datetime | None = None,
) -> Sent:
    """Send an answer to a citizen who said yes. That it was sent is kept, with its call; to whom is not.

    Raises Refused, and gateways.NotSent when it did not go out.
    """
    at = now or timezone.now()
    if not may_send(by) or not has_said_yes:
        raise Refused(_("Nothing is sent without the citizen's yes."))
    if has_sent_too_much(by, at):
        raise Refused(_("You have sent a great deal within the last hour. Wait a little."))
    send(way, to, message_about(guide, sender, is_sms=way is Way.SMS))
    if call:
        keep_sent(by, call, guide.versions)
    log.info("sent to a citizen", way=way.value, article=guide.article.code)
    return Sent.objects.create(way=way, version=guide.versions[-1], sent_by=by, sent_at=at)
