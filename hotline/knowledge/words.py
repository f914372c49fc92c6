# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The closed lists of this room: the states of a version, where a citizen may be sent, what a flag says."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    DANISH = "da", _("Danish")
    ENGLISH = "en", _("English")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Destination(models.TextChoices):
    """Who can help on, or where the citizen does it alone."""

    SELF_SERVICE = "self_service", _("Self-service")
    MUNICIPALITY = "municipality", _("The citizen's municipality")
    REGION = "region", _("The region")
    HOSPITAL = "hospital", _("The hospital")
    MITID_SUPPORT = "mitid_support", _("MitID support")
    UDBETALING_DANMARK = "udbetaling_danmark", _("Udbetaling Danmark")
    BORGER_DK = "borger_dk", _("borger.dk")
    DIGITAL_POST_SUPPORT = "digital_post_support", _("Digital Post support")
    POLICE = "police", _("The police")
    BANK = "bank", _("The bank")
    SENDER = "sender", _("The sender of the letter")
    OTHER = "other", _("Somebody else")


class FlagKind(models.TextChoices):
    WRONG = "wrong", _("This is wrong")
    MISSING = "missing", _("Something is missing")
    UNCLEAR = "unclear", _("This is unclear")
