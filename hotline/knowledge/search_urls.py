# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import path

from hotline.knowledge.views import asked, search

search_pages = [
    path("search/", search.search, name="search"),
    path("search.json", search.search_json, name="search-json"),
    path("synonyms/", asked.synonyms, name="synonyms"),
    path("synonyms/new/", asked.synonym, name="new-synonym"),
    path("synonyms/shipped/", asked.loading, name="load-synonyms"),
    path("synonyms/<int:pk>/", asked.synonym, name="synonym"),
    path("synonyms/<int:pk>/removal/", asked.removal, name="remove-synonym"),
    path("questions/", asked.questions, name="questions"),
    path("questions/<int:pk>/", asked.question, name="question"),
]
