# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Finding the right article from what a citizen says and an agent types. The core knows no framework.

Words are folded and stemmed (words), every word typed is widened to the words of the articles it may stand
for (vocabulary, widening, synonyms), and an index in memory is asked for all of them (index). What a word
weighs is decided here and not by the index: the first exact word, then what a misspelling may have meant, a
synonym, a part of a compound; and a word in the title before one in the body. So a score can be explained,
and local variants of an article do not make its words common.
"""

from hotline.knowledge.search.index import Index
from hotline.knowledge.search.reading import Document
from hotline.knowledge.search.shelf import Hit
from hotline.knowledge.search.synonyms import Synonyms

__all__ = ["Document", "Hit", "Index", "Synonyms"]
