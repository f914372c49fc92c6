# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is announced, for those who plan for it."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotline.people.models import User
from hotline.people.rules import for_roles
from hotline.planning.queries import SEE_CAMPAIGNS, campaigns_for


@require_safe
@for_roles(*SEE_CAMPAIGNS)
def campaigns(request: HttpRequest, user: User) -> HttpResponseBase:
    return render(request, "planning/campaigns.html", {"campaigns": campaigns_for(user)})
