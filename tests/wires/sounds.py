# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A voice made of tones: every clip the line knows is a short tone, of a frequency that tells which."""

from pathlib import Path

from hotline.organisations.clips import catalogue
from hotline.organisations.sounds import shipped_path
from tests.parts.tones import write_tone

MUSIC, WELCOME, CLOSED, NOBODY, ERROR, OTHER = 1000, 1300, 1600, 1900, 2200, 2500
TONES = {"music": MUSIC, "welcome": WELCOME, "closed": CLOSED, "nobody": NOBODY, "error": ERROR}
SECONDS = {"music": 1.0, "welcome": 0.7, "closed": 0.7, "nobody": 0.7, "error": 0.7}


def make_voice(root: Path) -> Path:
    for key, known in catalogue().items():
        for language in known.languages:
            path = shipped_path(root, language, key)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_tone(path, TONES.get(key, OTHER), SECONDS.get(key, 0.1))
    return root
