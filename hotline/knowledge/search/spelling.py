# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How far a misspelled word is from a word we know: by its letters, and by how it sounds in Danish."""

from functools import lru_cache

# Letters that are written for one another: silent, doubled, or the same to a Danish ear.
SOUNDS = (
    ("x", "ks"), ("z", "s"), ("c", "k"), ("q", "k"), ("w", "v"), ("ph", "f"), ("hj", "j"), ("hv", "v"),
    ("nd", "n"), ("ld", "l"), ("ds", "s"), ("gt", "kt"), ("gh", "g"), ("ae", "e"), ("aa", "o"), ("oe", "o"),
    ("ej", "aj"), ("eg", "aj"), ("ig", "i"), ("dt", "t"), ("d", "t"), ("b", "p"), ("g", "k"),
)  # fmt: skip
FAR = 9.0


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """Two spellings of the same sound give the same letters."""
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    return "".join(letter for place, letter in enumerate(word) if word[place - 1 : place] != letter)


def distance(one: str, other: str, at_most: int) -> int:
    """Letters to add, remove, change or swap with their neighbour; more than `at_most` when it is farther."""
    if abs(len(one) - len(other)) > at_most:
        return at_most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        above, before = before, row
        row = [i]
        for j, against in enumerate(other, start=1):
            cost = min(row[-1] + 1, before[j] + 1, before[j - 1] + (letter != against))
            if above and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > at_most:
            return at_most + 1
    return row[-1]


def allowed(word: str) -> int:
    """How many wrong letters a word of that length may have."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2


def cost(typed: str, known: str) -> float:
    """0 is the same; half of it letters, half of it sound. FAR: another word."""
    at_most = allowed(typed)
    letters = distance(typed, known, at_most)
    sounds = distance(sound(typed), sound(known), at_most)
    if min(letters, sounds) > at_most or letters > at_most + 1 or (letters and not at_most):
        return FAR
    other_start = 0.5 * (typed[:1] != known[:1])
    return (letters + sounds) / 2 + other_start
