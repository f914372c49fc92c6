# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A figure beside the one before it: the difference, the factor and the change in percent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.utils.formats import number_format

NOT_KNOWN = "–"
Key = TypeVar("Key")


@dataclass(frozen=True)
class Change:
    """From `before` to `now`. Nothing is known of the factor from nothing to something."""

    now: int
    before: int

    @property
    def difference(self) -> int:
        return self.now - self.before

    @property
    def factor(self) -> float | None:
        return self.now / self.before if self.before else None

    @property
    def percent(self) -> float | None:
        return (self.factor - 1) * 100 if self.factor is not None else None

    @property
    def shown_difference(self) -> str:
        return _signed(self.difference)

    @property
    def shown_factor(self) -> str:
        """Such as ×4,14. Django cuts off decimals where it should round."""
        return NOT_KNOWN if self.factor is None else f"×{number_format(round(self.factor, 2), 2)}"

    @property
    def shown_percent(self) -> str:
        """Such as +314 %."""
        return NOT_KNOWN if self.percent is None else f"{_signed(round(self.percent))} %"


def changes_of(now: Mapping[Key, int], before: Mapping[Key, int]) -> dict[Key, Change]:
    """The change of everything that was counted in either."""
    return {key: Change(now.get(key, 0), before.get(key, 0)) for key in {**now, **before}}


def _signed(number: int) -> str:
    sign = "+" if number > 0 else "−" if number < 0 else "±"
    return f"{sign}{number_format(abs(number), 0)}"
