# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The import map leads every module's name to where it is served, and no module goes round it."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import RequestFactory

from hotline.site.import_map import LIBRARIES, import_map

ROOMS = Path(__file__).parents[2] / "hotline"
MODULES = sorted(path for path in ROOMS.glob("*/static/*/**/*.js") if "vendor" not in path.parts)
CONTROLLERS = [path for path in MODULES if path.stem.endswith("_controller")]
IMPORT = re.compile(r"""^\s*(?:import|export)\b(?:[^"';]*?\bfrom)?\s*["']([^"']+)["']""", re.MULTILINE)
LONGEST_CONTROLLER = 100


def name_of(path: Path) -> str:
    room = path.relative_to(ROOMS).parts[0]
    return path.relative_to(ROOMS / room / "static").as_posix().removesuffix(".js")


def rendered(nonce: str = "the-nonce") -> str:
    request = RequestFactory().get("/")
    request.csp_nonce = nonce  # type: ignore[attr-defined]
    return Template("{% load front_end %}{% import_map %}").render(Context({"request": request}))


def ids(path: Path) -> str:
    return name_of(path)


def test_every_module_is_in_the_map_under_its_room_and_file() -> None:
    assert set(import_map()["imports"]) == {name_of(path) for path in MODULES} | set(LIBRARIES)


def test_every_address_in_the_map_is_served() -> None:
    prefix = "/static/"
    for address in import_map()["imports"].values():
        assert finders.find(address.removeprefix(prefix)), f"{address} is not there; run tools/front_end.py"


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_a_module_imports_others_by_name_so_that_the_hash_is_kept(path: Path) -> None:
    imported = set(IMPORT.findall(path.read_text(encoding="utf-8")))
    assert imported <= set(import_map()["imports"])


@pytest.mark.parametrize("path", CONTROLLERS, ids=ids)
def test_a_controller_is_one_small_behaviour(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < LONGEST_CONTROLLER
    assert text.count("export default class extends Controller") == 1


@pytest.mark.parametrize("path", CONTROLLERS, ids=ids)
def test_a_controller_writes_no_markup_of_its_own(path: Path) -> None:
    assert not re.search(r"\binnerHTML\b|\binsertAdjacentHTML\b", path.read_text(encoding="utf-8"))


def test_every_controller_a_template_asks_for_is_in_the_map() -> None:
    asked = {
        name
        for template in ROOMS.glob("*/templates/**/*.html")
        for names in re.findall(r'data-controller="([^"{]*)"', template.read_text(encoding="utf-8"))
        for name in names.split()
    }
    modules = {f"{name.replace('--', '/').replace('-', '_')}_controller" for name in asked}
    assert asked
    assert modules <= set(import_map()["imports"])


def test_the_map_carries_the_nonce_that_lets_it_through() -> None:
    assert rendered().startswith('<script type="importmap" nonce="the-nonce">')


def test_the_map_is_json_a_browser_can_read() -> None:
    content = re.fullmatch(r"<script[^>]*>(.*)</script>", rendered())
    assert content
    assert json.loads(content[1]) == import_map()


def test_the_map_cannot_end_its_own_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "hotline.site.templatetags.front_end.modules", lambda: {"imports": {"</script><b>&": "x"}}
    )
    assert rendered().count("</script>") == 1
    assert "\\u003C/script\\u003E\\u003Cb\\u003E\\u0026" in rendered()


def test_a_page_made_without_a_request_still_has_a_map() -> None:
    page = Template("{% load front_end %}{% import_map %}").render(Context({"request": SimpleNamespace()}))
    assert 'nonce=""' in page
