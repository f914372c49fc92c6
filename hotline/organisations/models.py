# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who runs the line, which lines there are, when they are open and what they say.

Periods are half-open everywhere: `from` is the first day (or instant) inside, `to` the first one outside.
Times of day are whole minutes since local midnight, so that 24:00 is 1440 and needs no trick.
"""

import datetime as dt

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hotline.organisations.clips import notice_key

MINUTES_A_DAY = 24 * 60


def day_before(day: dt.date | None) -> dt.date | None:
    """The last day inside a half-open period, as people name it."""
    return day - dt.timedelta(days=1) if day else None


def check_number(number: str) -> None:
    """A telephone number is kept in its international form, `+4570200000`."""
    if not number.startswith("+") or not number[1:].isdigit() or not 8 <= len(number) <= 16:
        raise ValidationError(_("Write the number with country code and digits only, such as +4570200000."))


def only_danish() -> list[str]:
    return ["da"]


class Authority(models.Model):
    """A municipality, a region or a state body: who employs agents and whose citizens call."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        REGION = "region", _("Region")
        STATE = "state", _("State body")

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    region = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="municipalities", verbose_name=_("region")
    )
    # Region Hovedstaden becomes Region Østdanmark on 1 January 2027: its municipalities need no edit.
    succeeded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="preceded_by",
        verbose_name=_("succeeded by"),
    )
    cvr = models.CharField(_("CVR number"), max_length=8, blank=True)
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_to = models.DateField(_("exists until"), null=True, blank=True)
    # What citizens may be told. Blank means unknown; nothing here is ever guessed.
    website = models.URLField(_("website"), blank=True)
    phone = models.CharField(_("telephone"), max_length=16, blank=True, validators=[check_number])
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")) | Q(valid_to=None) | Q(valid_from=None),
                name="authority_period",
                violation_error_message=_("The last day lies before the first day."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_on(self) -> dt.date | None:
        return day_before(self.valid_to)

    def exists_on(self, day: dt.date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)

    def region_on(self, day: dt.date) -> "Authority | None":
        """The region that day: the one it belongs to, or the one that has followed it."""
        region = self.region
        while region and region.succeeded_by and not region.exists_on(day):
            region = region.succeeded_by
        return region


class Line(models.Model):
    """One public telephone number, answered together."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    number = models.CharField(_("telephone number"), max_length=16, unique=True, validators=[check_number])
    run_by = models.ForeignKey(
        Authority, models.PROTECT, related_name="lines_run", verbose_name=_("run by"), null=True, blank=True
    )
    authorities = models.ManyToManyField(Authority, through="Membership", related_name="lines")
    # The languages of announcements, played in this order.
    languages = models.JSONField(_("languages"), default=only_danish)
    ring_seconds = models.PositiveSmallIntegerField(
        _("rings at an agent for (seconds)"),
        default=20,
        validators=[MinValueValidator(5), MaxValueValidator(120)],
    )
    wrap_up_seconds = models.PositiveSmallIntegerField(
        _("wrap-up (seconds)"), default=30, validators=[MaxValueValidator(600)]
    )
    wrap_up_extension_seconds = models.PositiveSmallIntegerField(
        _("extension of wrap-up (seconds)"), default=60, validators=[MaxValueValidator(600)]
    )
    adrift_seconds = models.PositiveSmallIntegerField(
        _("wait for a lost agent (seconds)"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    missed_limit = models.PositiveSmallIntegerField(
        _("missed calls before an agent is away"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    position_seconds = models.PositiveSmallIntegerField(
        _("shortest time between two positions told (seconds)"),
        default=30,
        validators=[MinValueValidator(10)],
    )
    nobody_seconds = models.PositiveSmallIntegerField(
        _("callers are told that nobody is left after (seconds)"), default=60
    )
    most_waiting = models.PositiveIntegerField(
        _("most callers waiting"), default=500, validators=[MinValueValidator(1)]
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("line")
        verbose_name_plural = _("lines")

    def __str__(self) -> str:
        return self.name

    @property
    def is_bilingual(self) -> bool:
        return len(self.languages) > 1

    @property
    def shown_number(self) -> str:
        """The number as Danes write it: 70 20 00 00."""
        if self.number.startswith("+45") and len(self.number) == 11:
            return " ".join(self.number[at : at + 2] for at in range(3, 11, 2))
        shown = phonenumbers.PhoneNumberFormat.INTERNATIONAL
        return phonenumbers.format_number(phonenumbers.parse(self.number), shown)


class Membership(models.Model):
    """An authority's part in a line for a period: it staffs the line, or takes part without agents."""

    class Kind(models.TextChoices):
        STAFFS = "staffs", _("Staffs the line")
        TAKES_PART = "takes_part", _("Takes part")

    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="memberships", verbose_name=_("authority")
    )
    line = models.ForeignKey(Line, models.PROTECT, related_name="memberships", verbose_name=_("line"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["authority__name", "from_on"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gt=F("from_on")) | Q(to_on=None),
                name="membership_period",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.UniqueConstraint(
                fields=["authority", "line", "from_on"],
                name="membership_once",
                violation_error_message=_("The authority already has a membership from that day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority}: {self.get_kind_display()}"

    @property
    def last_on(self) -> dt.date | None:
        return day_before(self.to_on)


class Span(models.Model):
    """Minutes of a local day during which the line is open, `opens` inside, `closes` outside."""

    opens = models.PositiveSmallIntegerField(_("opens"))
    closes = models.PositiveSmallIntegerField(_("closes"))

    class Meta:
        abstract = True


def span_constraint(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(opens__lt=F("closes"), closes__lte=MINUTES_A_DAY),
        name=name,
        violation_error_message=_("The line must close later than it opens, and at 24:00 at the latest."),
    )


class WeeklyHours(models.Model):
    """The opening hours of an ordinary week, as one version with a period of validity."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="weekly_hours", verbose_name=_("line"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        ordering = ["line", "valid_from"]
        verbose_name = _("weekly hours")
        verbose_name_plural = _("weekly hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")) | Q(valid_to=None),
                name="weekly_hours_period",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.UniqueConstraint(
                fields=["line", "valid_from"],
                name="weekly_hours_once",
                violation_error_message=_("There are already hours from that day."),
            ),
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(valid_to=None),
                name="weekly_hours_one_without_end",
                violation_error_message=_("There are already hours without a last day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.valid_from}"

    @property
    def last_on(self) -> dt.date | None:
        return day_before(self.valid_to)


class WeeklySpan(Span):
    """One opening in an ordinary week; the weekday is ISO's, Monday 1 to Sunday 7."""

    hours = models.ForeignKey(WeeklyHours, models.CASCADE, related_name="spans")
    weekday = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            span_constraint("weekly_span_order"),
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="weekly_span_weekday"),
            models.UniqueConstraint(fields=["hours", "weekday", "opens"], name="weekly_span_once"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.opens}–{self.closes}"


class ExceptionalDay(models.Model):
    """A date that does not follow the week: a holiday, or a day the line's people decided on."""

    class Kind(models.TextChoices):
        CLOSED = "closed", _("Closed")
        SPECIAL = "special", _("Special hours")
        OPEN = "open", _("Open as usual")

    line = models.ForeignKey(Line, models.CASCADE, related_name="exceptional_days", verbose_name=_("line"))
    day_on = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    name = models.CharField(_("name"), max_length=100)
    is_holiday = models.BooleanField(_("holiday"), default=False)

    class Meta:
        ordering = ["day_on"]
        verbose_name = _("exceptional day")
        verbose_name_plural = _("exceptional days")
        constraints = [
            models.UniqueConstraint(
                fields=["line", "day_on"],
                name="exceptional_day_once",
                violation_error_message=_("That date is already on the list."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day_on} {self.name}"


class ExceptionalSpan(Span):
    """One opening on a day with special hours."""

    day = models.ForeignKey(ExceptionalDay, models.CASCADE, related_name="spans")

    class Meta:
        ordering = ["opens"]
        constraints = [
            span_constraint("exceptional_span_order"),
            models.UniqueConstraint(fields=["day", "opens"], name="exceptional_span_once"),
        ]

    def __str__(self) -> str:
        return f"{self.opens}–{self.closes}"


class LineAnnouncement(models.Model):
    """Something every caller is told during a period, such as a disturbance at Digital Post."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="line_announcements", verbose_name=_("line"))
    text = models.TextField(_("text"), max_length=600)
    text_en = models.TextField(_("text in English"), max_length=600, blank=True)
    from_at = models.DateTimeField(_("from"))
    to_at = models.DateTimeField(_("until"), null=True, blank=True)
    ends_call = models.BooleanField(_("ends the call"), default=False)

    class Meta:
        ordering = ["-from_at"]
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_at__gt=F("from_at")) | Q(to_at=None),
                name="line_announcement_period",
                violation_error_message=_("The announcement ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def clip_key(self) -> str:
        """Its own recording; as long as there is none, the general clip about a disturbance is heard."""
        return notice_key(self.pk)
