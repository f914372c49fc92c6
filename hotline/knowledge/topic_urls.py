# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import path

from hotline.knowledge.views import topics

topic_pages = [
    path("topics/", topics.topics, name="topics"),
    path("topics/new/", topics.new_topic, name="new-topic"),
    path("topics/<slug:code>/", topics.topic, name="topic"),
    path("topics/<slug:code>/name/", topics.rename, name="rename-topic"),
    path("topics/<slug:code>/end/", topics.retire, name="retire-topic"),
]
