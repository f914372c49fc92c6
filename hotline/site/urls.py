# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every room's addresses. A room brings its own urls.py; this page only says where it hangs."""

from django.urls import URLPattern, URLResolver, include, path

from hotline.site.monitoring import metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hotline.public.urls")),
    path("", include("hotline.people.urls")),
    path("", include("hotline.organisations.urls")),
    path("", include("hotline.desk.urls")),
    path("", include("hotline.duty.urls")),
    path("", include("hotline.knowledge.urls")),
    path("", include("hotline.inquiries.urls")),
    path("", include("hotline.webhooks.urls")),
    path("", include("hotline.handovers.urls")),
    path("", include("hotline.sending.urls")),
    path("", include("hotline.measures.urls")),
    path("", include("hotline.api.urls")),
    path("", include("hotline.planning.urls")),
    path("", include("hotline.reports.urls")),
    path("", include("hotline.wallboard.urls")),
    path("metrics", metrics, name="metrics"),
]
