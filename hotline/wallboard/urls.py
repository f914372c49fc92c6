# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import path

from hotline.wallboard import screens, views

app_name = "wallboard"
urlpatterns = [
    path("wallboard/", views.start, name="start"),
    path("wallboard/<slug:slug>/", views.line_board, name="board"),
    path("wallboard/<slug:slug>/stream/", views.line_stream, name="stream"),
    path("wallboard/<slug:slug>/screens/", views.screens, name="screens"),
    path("wallboard/<slug:slug>/screens/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("screen/", screens.screen, name="screen"),
    path("screen/paired/", screens.paired, name="paired"),
    path("screen/stream/", screens.screen_stream, name="screen-stream"),
]
