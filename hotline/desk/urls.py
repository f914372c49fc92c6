# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import path

from hotline.desk import answers, views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/token/", views.token, name="desk-token"),
    path("desk/articles/", answers.open_article, name="desk-open-article"),
    path("desk/articles/<slug:code>/", answers.article, name="desk-article"),
    path("desk/articles/<slug:code>/flag/", answers.flag, name="desk-flag"),
    path("desk/articles/<slug:code>/favourite/", answers.favourite, name="desk-favourite"),
    path("desk/at-hand/", answers.at_hand, name="desk-at-hand"),
    path("desk/flags/<int:pk>/seen/", answers.seen, name="desk-flag-seen"),
    path("demo/phone/", views.demo_phone, name="demo-phone"),
]
