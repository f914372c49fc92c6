# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import path

from hotline.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("webhooks/", views.subscriptions, name="list"),
    path("webhooks/authority/<str:code>/new/", views.new_of_authority, name="new-of-authority"),
    path("webhooks/line/<slug:slug>/new/", views.new_of_line, name="new-of-line"),
    path("webhooks/<int:pk>/", views.subscription, name="subscription"),
    path("webhooks/<int:pk>/secret/", views.new_secret, name="new-secret"),
    path("webhooks/<int:pk>/end/", views.end_subscription, name="end"),
    path("webhooks/<int:pk>/deliveries/<uuid:key>/", views.replay, name="replay"),
]
