# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import path

from hotline.sending import views

app_name = "sending"
urlpatterns = [
    path("sending/<slug:code>/", views.sending, name="sending"),
    path("sending/<slug:code>/sent/", views.sent, name="sent"),
]
