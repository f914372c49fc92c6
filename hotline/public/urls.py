# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import path

from hotline.public import views

DANISH, ENGLISH = {"language": "da"}, {"language": "en"}

urlpatterns = [
    path("", views.front, DANISH, name="front"),
    path("en/", views.front, ENGLISH, name="front-en"),
    path("vejledning/<slug:code>/", views.article, DANISH, name="public-article"),
    path("vejledning/<slug:code>/<slug:authority>/", views.article, DANISH, name="public-article"),
    path("en/answers/<slug:code>/", views.article, ENGLISH, name="public-article-en"),
    path("en/answers/<slug:code>/<slug:authority>/", views.article, ENGLISH, name="public-article-en"),
    path("privatliv/", views.privacy, DANISH, name="privacy"),
    path("en/privacy/", views.privacy, ENGLISH, name="privacy-en"),
    path("tilgaengelighed/", views.accessibility, DANISH, name="accessibility"),
    path("en/accessibility/", views.accessibility, ENGLISH, name="accessibility-en"),
]
