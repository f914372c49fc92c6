# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The dashboard, the alert rules and the page about them speak of metrics that exist."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from hotline.exchange.records import Span
from hotline.exchange.words import AgentStatus, Instant, LineId, OfferEnd, Outcome
from hotline.live.snapshot import LineNow, Snapshot
from hotline.site.monitoring import REGISTRY
from hotline.wires.meters import PROBLEMS, Meters

FOLDER = Path(__file__).parents[2] / "docs" / "monitoring"
NAME = re.compile(r"\b((?:hotline|process|python)_[a-z_]+)\b")
LABEL = re.compile(r"(\w+)=~?\"([^\"]*)\"")
# Only while somebody has opened a board; only once something was answered.
NOT_ALWAYS = {"hotline_web_feed_connected"}
OF_PROMETHEUS = {"job", "instance"}


def told() -> dict[str, set[str]]:
    """Every sample's name with its labels' names, of exchange and web process."""
    line = LineNow(LineId(1), 1, Instant(1), 1, 1, Span(1, 2))
    exchange = Meters(lambda: Snapshot(Instant(2), (line,)), lambda _line: "hotline").written().decode()
    found: dict[str, set[str]] = {name: set() for name in NOT_ALWAYS}
    for text in (exchange, generate_latest(REGISTRY).decode()):
        for family in text_string_to_metric_families(text):
            endings = ("_bucket", "_count", "_sum") if family.type == "histogram" else ()
            for name in [family.name + ending for ending in endings]:
                found.setdefault(name, {"le", "status"})
            for sample in family.samples:
                found.setdefault(sample.name, set()).update(sample.labels)
    return found


def expressions() -> list[str]:
    board: dict[str, Any] = json.loads((FOLDER / "dashboard.json").read_text())
    rules: dict[str, Any] = yaml.safe_load((FOLDER / "alerts.yml").read_text())
    of_board = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    return of_board + [rule["expr"] for group in rules["groups"] for rule in group["rules"]]


@pytest.mark.parametrize("expression", expressions())
def test_every_metric_that_is_asked_for_exists(expression: str) -> None:
    asked = set(NAME.findall(expression))
    assert asked or expression.startswith("up{")
    assert asked - set(told()) == set()


@pytest.mark.parametrize("expression", expressions())
def test_every_label_that_is_asked_for_exists_with_its_value(expression: str) -> None:
    words: dict[str, set[Any]] = {
        "engine": set(PROBLEMS),
        "outcome": set(Outcome),
        "result": set(OfferEnd),
        "state": set(AgentStatus),
        "status": {"2xx", "3xx", "4xx", "5xx"},
    }
    for label, value in LABEL.findall(expression):
        assert label in {*words, *OF_PROMETHEUS, "le"}
        assert label not in words or value in words[label]


def test_every_bucket_that_is_asked_for_exists() -> None:
    line = Meters(lambda: Snapshot(Instant(1)), lambda _line: "hotline").written().decode()
    for expression in expressions():
        for name, end in re.findall(r"(hotline_\w+_bucket)\{le=\"([\d.]+)\"\}", expression):
            assert f'{name}{{le="{end}"}}' in line


def test_the_page_names_every_metric_of_ours_and_no_other() -> None:
    page = set(re.findall(r"`(hotline_[a-z_]+)", (FOLDER / "README.md").read_text()))
    endings = ("_bucket", "_count", "_sum")
    ours = {
        name.removesuffix(next((end for end in endings if name.endswith(end)), ""))
        for name in told()
        if name.startswith("hotline_") and not name.endswith("_created")
    }
    assert page == ours


def test_every_alert_says_what_is_wrong_and_how_urgent_it_is() -> None:
    rules = yaml.safe_load((FOLDER / "alerts.yml").read_text())
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    assert len({rule["alert"] for rule in alerts}) == len(alerts)
    for rule in alerts:
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"].endswith(".")


def test_no_panel_lies_on_another() -> None:
    panels = json.loads((FOLDER / "dashboard.json").read_text())["panels"]
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _y in cells) < 24
    assert len({panel["id"] for panel in panels}) == len(panels)
