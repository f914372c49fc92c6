# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who works here, for which authority, and in which roles."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.organisations.models import Authority, Line
from hotline.organisations.rules import Duty, RoleKind


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
