# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Which browser modules there are and where they are served.

A module in `hotline/<room>/static/<room>/` is called by "<room>/<its path without .js>", in the pages and by
other modules, and never by a relative path: the import map leads the name to the hashed address.
"""

from functools import lru_cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.templatetags.static import static

LIBRARIES = {
    "@hotwired/turbo": "vendor/turbo.js",
    "@hotwired/stimulus": "vendor/stimulus.js",
    "chart.js": "vendor/chart.js",  # not a module: it leaves `Chart` in globalThis
}


def import_map() -> dict[str, dict[str, str]]:
    return {"imports": {name: static(path) for name, path in _modules().items()}}


def _modules() -> dict[str, str]:
    return _found_modules() if settings.DEBUG else _known_modules()


@lru_cache(maxsize=1)
def _known_modules() -> dict[str, str]:
    return _found_modules()


def _found_modules() -> dict[str, str]:
    """Every module's name and its path below the static address."""
    found = dict(LIBRARIES)
    for app in apps.get_app_configs():
        if app.name.startswith("hotline."):
            found |= _modules_of(Path(app.path) / "static", app.label)
    return found


def _modules_of(folder: Path, room: str) -> dict[str, str]:
    files = sorted((folder / room).rglob("*.js"))
    paths = [file.relative_to(folder).as_posix() for file in files]
    return {path.removesuffix(".js"): path for path in paths}
