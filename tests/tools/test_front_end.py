# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is taken of the front-end libraries, and what is left out."""

import re
from pathlib import Path

import pytest

from tools import front_end

FACE = (
    '@font-face{font-family:Plex;src:url(../fonts/Plex.eot),url(../fonts/Plex.woff) format("woff"),'
    'url(../fonts/Plex.woff2) format("woff2")}'
)
SHEET = FACE + '.a{background:url(../img/a.svg)}.b{background:url("../img/b.svg")}.c{background:url(data:x)}'


def installed(folder: Path) -> None:
    """Libraries as a package manager leaves them."""
    for name in front_end.SCRIPTS.values():
        write(folder / name, "export {}\n//# sourceMappingURL=it.js.map")
    for package in front_end.LICENCES.values():
        write(folder / package / "LICENSE.md", "licence")
    dist = folder / "dkfds" / "dist"
    write(dist / front_end.STYLE_SHEET, SHEET + "\n/*# sourceMappingURL=dkfds.min.css.map*/")
    for name in (
        front_end.ICONS,
        "img/a.svg",
        "img/b.svg",
        "img/unused.svg",
        "fonts/Plex.woff2",
        "fonts/Plex.eot",
    ):
        write(dist / name, "<svg/>")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    packages = tmp_path / "node_modules"
    installed(packages)
    monkeypatch.setattr(front_end, "PACKAGES", packages)
    monkeypatch.setattr(front_end, "DKFDS", packages / "dkfds" / "dist")
    monkeypatch.setattr(front_end, "VENDOR", tmp_path / "vendor")
    return tmp_path / "vendor"


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_only_what_is_served_is_taken(vendor: Path) -> None:
    front_end.main()
    assert files(vendor) == {
        "turbo.js",
        "stimulus.js",
        "chart.js",
        "LICENSE-stimulus.md",
        "LICENSE-chart.md",
        "LICENSE-dkfds.md",
        "dkfds/css/dkfds.min.css",
        "dkfds/img/all-svg-icons.svg",
        "dkfds/img/a.svg",
        "dkfds/img/b.svg",
        "dkfds/fonts/Plex.woff2",
    }


def test_everything_the_style_sheet_asks_for_is_there(vendor: Path) -> None:
    front_end.main()
    sheet = (vendor / "dkfds" / front_end.STYLE_SHEET).read_text()
    assert front_end.references(sheet) == ["fonts/Plex.woff2", "img/a.svg", "img/b.svg"]


def test_no_note_to_a_source_map_is_left_that_would_be_asked_for_in_vain(vendor: Path) -> None:
    front_end.main()
    texts = [(vendor / name).read_text() for name in files(vendor)]
    assert not [text for text in texts if "sourceMappingURL" in text]


def test_running_it_again_changes_nothing(vendor: Path) -> None:
    front_end.main()
    before = {name: (vendor / name).stat().st_mtime_ns for name in files(vendor)}
    front_end.main()
    assert {name: (vendor / name).stat().st_mtime_ns for name in files(vendor)} == before


def test_a_new_version_of_a_library_is_taken(vendor: Path) -> None:
    front_end.main()
    (front_end.PACKAGES / front_end.SCRIPTS["turbo.js"]).write_text("export const version = 2\n")
    front_end.main()
    assert (vendor / "turbo.js").read_text() == "export const version = 2\n"


def test_one_source_of_each_font_is_kept() -> None:
    assert front_end.only_woff2(FACE) == (
        '@font-face{font-family:Plex;src:url(../fonts/Plex.woff2) format("woff2")}'
    )


def test_a_font_of_the_machines_own_is_left_alone() -> None:
    local = '@font-face{font-family:system;src:local("Ubuntu")}'
    assert front_end.only_woff2(local) == local


def test_what_is_missing_is_said_with_what_to_do(
    vendor: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front_end, "DKFDS", tmp_path / "nowhere")
    with pytest.raises(front_end.NotInstalled, match="npm ci"):
        front_end.main()


def test_the_real_libraries_bring_all_their_style_sheet_asks_for() -> None:
    folder = front_end.VENDOR / "dkfds"
    sheet = (folder / front_end.STYLE_SHEET).read_text(encoding="utf-8")
    missing = [name for name in front_end.references(sheet) if not (folder / name).is_file()]
    assert missing == []
    assert len(re.findall("@font-face", sheet)) > 4
