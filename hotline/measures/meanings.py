# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The figures' meanings, grouped for people to read."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.measures.definitions import FIGURES, About, Figure, Unit

GROUPS: tuple[tuple[Promise, About, frozenset[Unit]], ...] = (
    (_("Calls"), About.CALLS, frozenset({Unit.NUMBER})),
    (_("Shares of the calls"), About.CALLS, frozenset({Unit.SHARE})),
    (_("Waits"), About.CALLS, frozenset({Unit.DURATION})),
    (_("Rings"), About.OFFERS, frozenset(Unit)),
    (_("Calls again"), About.REPEATS, frozenset(Unit)),
    (_("Handling"), About.HANDLING, frozenset(Unit)),
    (_("Agents' time"), About.STATES, frozenset(Unit)),
    (_("Inquiries"), About.INQUIRIES, frozenset(Unit)),
)


def grouped() -> list[tuple[Promise, list[Figure]]]:
    """Every figure under one heading, in the order it is defined in."""
    return [
        (heading, [each for each in FIGURES.values() if each.about is about and each.unit in units])
        for heading, about, units in GROUPS
    ]
