# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who works here, for which authority, and in which roles."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotline.organisations.deeds import Deed
from hotline.organisations.models import Authority, Line
from hotline.organisations.rules import Duty, RoleKind

WORDS_LENGTH = 200


class Users(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. Citizens never do."""

    class Language(models.TextChoices):
        DANISH = "da", "Dansk"
        ENGLISH = "en", "English"

    username = models.CharField(
        _("user name"),
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("That user name is taken.")},
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True)
    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="people", verbose_name=_("authority"), null=True, blank=True
    )
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.DANISH)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)

    objects = Users()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    @cached_property
    def duties(self) -> frozenset[Duty]:
        """The person's roles as rules judge them: two queries, once per request; none when fetched ahead."""
        models.prefetch_related_objects([self], "roles__lines")
        return frozenset(role.duty for role in self.roles.all())

    def forget_duties(self) -> None:
        """The roles have changed; read them anew."""
        vars(self).pop("duties", None)
        vars(self).pop("_prefetched_objects_cache", None)

    def begin_to_administer(self, line: Line) -> None:
        """Whoever makes a line administers it."""
        role, _new = Role.objects.get_or_create(
            user=self, authority=self.authority, kind=RoleKind.ADMINISTRATOR
        )
        role.lines.add(line)
        self.forget_duties()

    def note(
        self, deed: Deed, words: str, *, line: Line | None, authority: Authority | None, subject: str
    ) -> None:
        """Leave a trace of a deed in the audit trail."""
        words = words if len(words) <= WORDS_LENGTH else f"{words[: WORDS_LENGTH - 1]}…"
        TrailEntry.objects.create(
            at=timezone.now(),
            by=self,
            deed=deed,
            words=words,
            line=line,
            authority=authority,
            subject=subject,
        )


class Role(models.Model):
    """What a person does for an authority; an agent's role says for which lines."""

    Kind = RoleKind

    user = models.ForeignKey(User, models.CASCADE, related_name="roles", verbose_name=_("person"))
    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="roles", verbose_name=_("authority")
    )
    kind = models.CharField(_("role"), max_length=16, choices=Kind)
    lines = models.ManyToManyField(Line, related_name="roles", blank=True, verbose_name=_("lines"))

    class Meta:
        ordering = ["user", "kind"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "authority", "kind"],
                name="role_once",
                violation_error_message=_("The person already has that role."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}, {self.authority}"

    @property
    def duty(self) -> Duty:
        return Duty(RoleKind(self.kind), self.authority_id, frozenset(line.pk for line in self.lines.all()))


class CprCatch(models.Model):
    """How often the guard found what looks like a CPR number in a field on a day. Never the text."""

    class Place(models.TextChoices):
        NOTE = "note", _("Note on an inquiry")
        HAND_OVER = "hand_over", _("Hand-over to an authority")
        ANSWER = "answer", _("Answer to a hand-over")
        FLAG = "flag", _("Flag on an article")
        SEARCH = "search", _("Search without a hit")
        MESSAGE = "message", _("Message to all desks")

    on = models.DateField(_("day"))
    place = models.CharField(_("field"), max_length=12, choices=Place)
    times = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        ordering = ["-on", "place"]
        verbose_name = _("catch of the guard")
        verbose_name_plural = _("catches of the guard")
        constraints = [models.UniqueConstraint(fields=["on", "place"], name="cpr_catch_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.place}: {self.times}"


class Kept(Exception):
    """What stands in the audit trail is neither changed nor deleted."""


class Trail(models.QuerySet["TrailEntry"]):
    """Grows and nothing else."""

    def update(self, **_fields: Any) -> int:
        raise Kept

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Kept


class TrailEntry(models.Model):
    """Who did which deed, when, and about what. Never a citizen's name, number or words."""

    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(User, models.PROTECT, related_name="trail", verbose_name=_("who"))
    deed = models.CharField(_("deed"), max_length=24)  # one of Deed, which grows with the rooms
    words = models.CharField(_("about"), max_length=WORDS_LENGTH, blank=True)
    line = models.ForeignKey(Line, models.PROTECT, null=True, related_name="trail", verbose_name=_("line"))
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, related_name="trail", verbose_name=_("authority")
    )
    # The key of what it is about in the address of its page: a topic's code, a person's number.
    subject = models.CharField(max_length=80, blank=True)

    objects = Trail.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("entry in the audit trail")
        verbose_name_plural = _("audit trail")
        indexes = [
            models.Index(fields=["line", "-at"], name="trail_of_line"),
            models.Index(fields=["by", "-at"], name="trail_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_id} {self.deed}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Kept
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Kept

    @property
    def deed_in_words(self) -> str:
        return str(Deed(self.deed).label)
