# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import path

from hotline.public import views

DANISH, ENGLISH = {"language": "da"}, {"language": "en"}

urlpatterns = [
    path("", views.front, DANISH, name="front"),
    path("en/", views.front, ENGLISH, name="front-en"),
    path("privatliv/", views.privacy, DANISH, name="privacy"),
    path("en/privacy/", views.privacy, ENGLISH, name="privacy-en"),
    path("tilgaengelighed/", views.accessibility, DANISH, name="accessibility"),
    path("en/accessibility/", views.accessibility, ENGLISH, name="accessibility-en"),
]
