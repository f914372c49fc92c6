# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import path

from hotline.desk import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/token/", views.token, name="desk-token"),
    path("demo/phone/", views.demo_phone, name="demo-phone"),
]
