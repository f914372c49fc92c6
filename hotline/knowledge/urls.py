# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from django.urls import include, path, register_converter

from hotline.knowledge.search_urls import search_pages
from hotline.knowledge.topic_urls import topic_pages
from hotline.knowledge.views import articles, flags, guides, versions, writing
from hotline.knowledge.words import Language


class LanguageConverter:
    """A language articles are written in."""

    regex = "|".join(Language.values)

    @staticmethod
    def to_python(value: str) -> str:
        return value

    @staticmethod
    def to_url(value: str) -> str:
        return str(value)


register_converter(LanguageConverter, "article_language")
app_name = "knowledge"

of_one_article = [
    path("", articles.article, name="article"),
    path("editing/", articles.edit_article, name="edit-article"),
    path("settings/", articles.settings, name="settings"),
    path("end/", guides.end_guide, name="end-guide"),
    path("flag/", flags.raise_one, name="raise-flag"),
    path("<article_language:language>/", writing.write_text, name="write"),
    path("<article_language:language>/<slug:authority>/", writing.write_text, name="write-variant"),
]
of_one_version = [
    path("", versions.version, name="version"),
    path("review/", versions.review, name="review"),
    path("sending-back/", versions.sending_back, name="send-back"),
    path("approval/", versions.approval, name="approve"),
    path("withdrawal/", versions.withdrawal, name="withdraw"),
    path("restoration/", versions.restoration, name="restore"),
    path("check/", versions.checking, name="check"),
    path("beside/<int:other>/", versions.comparison, name="compare"),
]
urlpatterns = [
    path("articles/", articles.articles, name="articles"),
    path("articles/new/", articles.new_article, name="new-article"),
    path("articles/temporary/", guides.new_guide, name="new-guide"),
    path("articles/<slug:code>/", include(of_one_article)),
    path("versions/<int:pk>/", include(of_one_version)),
    path("flags/", flags.flags, name="flags"),
    path("flags/new/", flags.raise_one, name="new-flag"),
    path("flags/<int:pk>/", flags.answer, name="answer-flag"),
    path("flags/<int:pk>/seen/", flags.seen, name="flag-seen"),
    *search_pages,
    *topic_pages,
]
