# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import include, path

from hotline.people import views

people = [
    path("people/", views.people, name="list"),
    path("people/new/", views.new_person, name="new"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/guard/", views.cpr_guard, name="cpr-guard"),
    path("trail/", views.trail, name="trail"),
    path("me/", views.me, name="me"),
    path("me/password/", views.password, name="password"),
]

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("start/", views.start, name="start"),
    path("", include((people, "people"))),
]
