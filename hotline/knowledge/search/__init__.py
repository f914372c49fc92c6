# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Finding the right article from what a citizen says and an agent types. The core knows no framework.

Words are folded and stemmed (words), every word typed is widened to the words of the articles it may stand
for (vocabulary, widening, synonyms), and tantivy in memory is asked for all of them (shelf). What a word
weighs is said with the question: first the word itself, then what a misspelling may have meant, a synonym, a
part of a compound; and in the title before the body (ranking). The index's own measure counts a little beside
it. So a score can be explained, and an article's local variants hardly make its words common.

`live` keeps one index per process as fresh as the database; it alone knows tables.
"""

from hotline.knowledge.search.index import Index
from hotline.knowledge.search.reading import Document
from hotline.knowledge.search.shelf import Hit
from hotline.knowledge.search.synonyms import Synonyms

__all__ = ["Document", "Hit", "Index", "Synonyms"]
