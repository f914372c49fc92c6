# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Copy what browsers need of the front-end libraries into the ignored folder `hotline/site/static/vendor/`.

Run it after `npm ci`. It takes the few files that are served out of some thousand that are installed, leaves
out what old browsers wanted, and cuts the notes to source maps, which are not served. Running it again
changes nothing.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "hotline" / "site" / "static" / "vendor"

SCRIPTS = {
    "turbo.js": "@hotwired/turbo/dist/turbo.es2017-esm.js",
    "stimulus.js": "@hotwired/stimulus/dist/stimulus.js",
    "chart.js": "chart.js/dist/chart.umd.js",
}
# Turbo's stands at the top of its script.
LICENCES = {"stimulus": "@hotwired/stimulus", "chart": "chart.js", "dkfds": "dkfds"}
DKFDS = PACKAGES / "dkfds" / "dist"
STYLE_SHEET = "css/dkfds.min.css"
ICONS = "img/all-svg-icons.svg"

SOURCE_MAP = re.compile(r"/[/*][#@] ?sourceMappingURL=\S+")
REFERENCE = re.compile(r"url\(([^)]+)\)")
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
FONT_SOURCE = re.compile(r"src:[^}]*")


class NotInstalled(Exception):
    """The libraries are not there; the sentence says how to get them."""


def without_source_map(text: str) -> str:
    return SOURCE_MAP.sub("", text)


def only_woff2(style_sheet: str) -> str:
    """Keep one source of each font: every browser that runs WebRTC reads woff2."""
    return FONT_FACE.sub(lambda face: _one_source(face[0]), style_sheet)


def _one_source(face: str) -> str:
    woff2 = [reference for reference in REFERENCE.findall(face) if reference.endswith(".woff2")]
    return FONT_SOURCE.sub(f'src:url({woff2[0]}) format("woff2")', face) if woff2 else face


def references(style_sheet: str) -> list[str]:
    """The files a style sheet asks for, as paths from the folder above its own."""
    return sorted(
        {name.strip("\"'").removeprefix("../") for name in REFERENCE.findall(style_sheet) if ".." in name}
    )


def write(path: Path, text: str) -> None:
    """Write only what differs, so that nothing that watches the folder wakes for nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.stat().st_size != source.stat().st_size:
        shutil.copyfile(source, target)


def copy_libraries() -> None:
    for name, source in SCRIPTS.items():
        write(VENDOR / name, without_source_map((PACKAGES / source).read_text(encoding="utf-8")))
    for name, package in LICENCES.items():
        copy(PACKAGES / package / "LICENSE.md", VENDOR / f"LICENSE-{name}.md")


def copy_design_system() -> None:
    style_sheet = only_woff2(without_source_map((DKFDS / STYLE_SHEET).read_text(encoding="utf-8")))
    write(VENDOR / "dkfds" / STYLE_SHEET, style_sheet)
    for name in [*references(style_sheet), ICONS]:
        copy(DKFDS / name, VENDOR / "dkfds" / name)


def main() -> None:
    if not DKFDS.is_dir():
        raise NotInstalled(
            "The front-end libraries are not installed. Run: npm ci --omit=dev --ignore-scripts"
        )
    copy_libraries()
    copy_design_system()


if __name__ == "__main__":
    try:
        main()
    except NotInstalled as missing:
        sys.exit(str(missing))
