# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The example's topics, synonyms and articles are the product's own; Aarhus owns the articles."""

from django.db import transaction

from hotline.knowledge.actions.asked import load_synonyms
from hotline.knowledge.command_line import CONTENT
from hotline.knowledge.files.storing import read_path, store
from hotline.knowledge.models import Article
from hotline.knowledge.registers import load_topics
from hotline.organisations.models import Authority
from hotline.organisations.registers import load_authorities
from hotline.people.example import AT


@transaction.atomic
def load() -> None:
    """Add the articles that are missing; one that is there stays as somebody has written it."""
    load_topics()
    load_synonyms()
    load_authorities()
    there = set(Article.objects.values_list("code", flat=True))
    missing = [sheet for sheet in read_path(CONTENT) if sheet.code not in there]
    store(missing, Authority.objects.get(code=AT))
