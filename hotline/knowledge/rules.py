# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who may write, approve and read articles. Whoever is not named here is refused.

What is published is for everybody who has a role. What is being written belongs to the authority that writes
it, until somebody has approved it; who administers a line sees and approves everything, but writes nothing.
"""

from hotline.knowledge.models import Article, Flag, Text, Version
from hotline.organisations.models import Line
from hotline.organisations.rules import RoleKind, administers_a_line, may_announce
from hotline.people.models import User


def may_read(user: User) -> bool:
    return bool(user.duties)


def authorities_edited_by(user: User) -> frozenset[int]:
    """The authorities (their keys) whose texts the person writes."""
    return frozenset(duty.authority_id for duty in user.duties if duty.kind is RoleKind.EDITOR)


def edits(user: User) -> bool:
    """Whether the person sees the editors' pages at all."""
    return bool(authorities_edited_by(user)) or administers_a_line(user)


def may_begin_article(user: User) -> bool:
    return bool(authorities_edited_by(user))


def may_change_article(user: User, article: Article) -> bool:
    """Its topics and who owns it."""
    return article.authority_id in authorities_edited_by(user) or administers_a_line(user)


def may_write(user: User, text: Text) -> bool:
    return text.keeper_authority_id in authorities_edited_by(user)


def may_see_drafts(user: User, text: Text) -> bool:
    return may_write(user, text) or administers_a_line(user)


def may_see(user: User, version: Version) -> bool:
    """What has been published is no secret; a draft is its authority's own."""
    return may_see_drafts(user, version.text) or (may_read(user) and version.approved_at is not None)


def may_approve(user: User, version: Version) -> bool:
    """Four eyes: never the writer."""
    return may_see_drafts(user, version.text) and user.pk != version.written_by_id


def may_withdraw(user: User, version: Version) -> bool:
    return may_see_drafts(user, version.text)


def may_make_guide(user: User) -> bool:
    """A temporary guide needs nobody's approval: something is down now."""
    return guide_authority_id(user) is not None


def guide_authority_id(user: User) -> int | None:
    """For which authority the person makes a temporary guide."""
    makes = (RoleKind.EDITOR, RoleKind.DUTY_LEAD)
    return min((duty.authority_id for duty in user.duties if duty.kind in makes), default=None)


def may_end_guide(user: User, article: Article) -> bool:
    if article.ends_at is None:
        return False
    leads = any(duty.kind is RoleKind.DUTY_LEAD for duty in user.duties)
    return leads or may_change_article(user, article)


def lines_announced_by(user: User) -> list[Line]:
    """The lines on which the person may tell every caller something."""
    return [line for line in Line.objects.all() if may_announce(user, line)]


def may_raise_flag(user: User) -> bool:
    return may_read(user)


def may_answer(user: User, flag: Flag) -> bool:
    """The owner, or an editor of the authority whose text it is; of what nobody has written, any editor."""
    edited = authorities_edited_by(user)
    if flag.article is None:
        return bool(edited)
    if flag.version is not None:
        return flag.version.text.keeper_id == user.pk or flag.version.text.keeper_authority_id in edited
    return flag.article.owner_id == user.pk or flag.article.authority_id in edited
