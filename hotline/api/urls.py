# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import include, path

from hotline.api import views
from hotline.api.document import addresses

app_name = "api"
urlpatterns = [
    path("api/", views.guide, name="guide"),
    path("api/tokens/", views.tokens, name="tokens"),
    path("api/tokens/<str:code>/new/", views.new_token, name="new-token"),
    path("api/tokens/<int:pk>/revoked/", views.revoke_token, name="revoke-token"),
    path("api/v1/", include((addresses(), "v1"))),
]
