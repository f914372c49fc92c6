# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import path

from hotline.desk import answers, views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/token/", views.token, name="desk-token"),
    path("desk/articles/", answers.open_article, name="desk-open-article"),
    path("desk/articles/<slug:code>/", answers.article, name="desk-article"),
    path("demo/phone/", views.demo_phone, name="demo-phone"),
]
