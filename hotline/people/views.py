# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Sign-in, one's own page, and the people of an authority.

Signing in by single sign-on, when it comes, is another form on the same page that ends in the same `login`.
"""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from hotline.organisations.rules import RoleKind, refuse_unless
from hotline.people.actions import Refused, choose_language
from hotline.people.forms import LanguageForm, PersonForm, SignInForm, TrailForm
from hotline.people.guarding import by_month
from hotline.people.models import CprCatch, User
from hotline.people.queries import people_shown_to
from hotline.people.rules import for_roles, may_administer, may_administer_people, takes_calls
from hotline.people.trail import address_of, trail_shown_to

sign_in = LoginView.as_view(
    template_name="people/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True
)
sign_out = LogoutView.as_view()

TRAIL_AT_ONCE = 100
FORM_PAGE = "organisations/form_page.html"


@for_roles()
def start(_request: HttpRequest, user: User) -> HttpResponse:
    """Send somebody who has signed in to where the work is."""
    if takes_calls(user):
        return redirect(_first_there("desk", "people:me"))
    if may_administer_people(user):
        return redirect("organisations:lines")
    works_on_a_line = any(duty.line_ids for duty in user.duties)
    return redirect(_first_there("measures:figures", "people:me") if works_on_a_line else "people:me")


def _first_there(*names: str) -> str:
    """The first page that is installed."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return reverse("front")


@for_roles()
def me(request: HttpRequest, user: User) -> HttpResponse:
    form = LanguageForm(request.POST or None, instance=user)
    if form.is_valid():
        choose_language(user, form.cleaned_data["language"])
        messages.success(request, _("Your language is saved."))
        return redirect("people:me")
    roles = user.roles.select_related("authority").prefetch_related("lines")
    return render(request, "people/me.html", {"form": form, "roles": roles})


@for_roles()
def password(request: HttpRequest, user: User) -> HttpResponse:
    form = PasswordChangeForm(user, request.POST or None)
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, _("Your password is changed."))
        return redirect("people:me")
    page = {"form": form, "heading": _("Change your password"), "back": reverse("people:me")}
    return render(request, FORM_PAGE, page)


@for_roles(RoleKind.DUTY_LEAD, RoleKind.ADMINISTRATOR)
def people(request: HttpRequest, user: User) -> HttpResponse:
    search = request.GET.get("search", "").strip()
    shown = people_shown_to(user).prefetch_related("roles__lines")
    if search:
        in_name = Q(name__icontains=search) | Q(username__icontains=search)
        shown = shown.filter(in_name | Q(authority__name__icontains=search))
    rows = [(person, may_administer(user, person)) for person in shown]
    can_add = may_administer_people(user)
    return render(request, "people/people.html", {"rows": rows, "search": search, "can_add": can_add})


@for_roles(RoleKind.ADMINISTRATOR)
def new_person(request: HttpRequest, user: User) -> HttpResponse:
    return _person_page(request, user, User())


@for_roles(RoleKind.ADMINISTRATOR)
def person(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    somebody = get_object_or_404(User.objects.select_related("authority"), pk=pk)
    refuse_unless(allowed=may_administer(user, somebody))
    return _person_page(request, user, somebody)


def _person_page(request: HttpRequest, user: User, somebody: User) -> HttpResponse:
    form = PersonForm(request.POST or None, instance=somebody, by=user)
    if form.is_valid() and _is_saved(form):
        messages.success(request, _("%(name)s is saved.") % {"name": form.instance.name})
        return redirect("people:list")
    heading = _("New person") if form.is_new else str(somebody)
    page = {"form": form, "heading": heading, "back": reverse("people:list")}
    return render(request, FORM_PAGE, page)


@for_roles(RoleKind.DUTY_LEAD, RoleKind.ADMINISTRATOR)
def cpr_guard(request: HttpRequest, _user: User) -> HttpResponse:
    """How often something was caught; the same two queries however long it has been running."""
    return render(request, "people/guard.html", {"catches": by_month(CprCatch.objects.all())})


@for_roles(RoleKind.DUTY_LEAD, RoleKind.ADMINISTRATOR)
def trail(request: HttpRequest, user: User) -> HttpResponse:
    """Who did what on the reader's lines, a hundred at a time, the latest first."""
    shown = trail_shown_to(user)
    form = TrailForm(shown, request.GET or None)
    page = Paginator(form.chosen(), TRAIL_AT_ONCE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    rows = [(entry, address_of(entry)) for entry in page.object_list]
    content = {"form": form, "rows": rows, "page": page, "asked": asked.urlencode()}
    return render(request, "people/trail.html", content)


def _is_saved(form: PersonForm) -> bool:
    try:
        form.carry_out()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
