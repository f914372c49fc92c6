# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from collections.abc import Generator

import pytest

from tests.parts.desk import Agents
from tests.parts.fixtures import prepared, sounds
from tests.parts.measuring import lines_to_print
from tests.parts.stage import (
    agent_numbers,
    agents,
    agents_voice,
    browser,
    everyday,
    playwright,
    system,
    telephone,
    telephones,
)
from tests.parts.system import System

LOG_LINES, LOG_WIDTH = 60, 300

__all__ = [
    "agent_numbers",
    "agents",
    "agents_voice",
    "browser",
    "everyday",
    "playwright",
    "prepared",
    "sounds",
    "system",
    "telephone",
    "telephones",
]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in lines_to_print():
        terminalreporter.write_line(f"measured {line}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What the agents' pages looked like when a test failed, and what the processes said."""
    report = yield
    if report.when == "call" and report.failed:
        agents, system = item.funcargs.get("agents"), item.funcargs.get("system")
        if isinstance(agents, Agents):
            report.sections.append(("agents' pages", agents.described()))
        if isinstance(system, System):
            lines = [line[:LOG_WIDTH] for line in system.log().splitlines()[-LOG_LINES:]]
            report.sections.append(("the system's log", "\n".join(lines)))
    return report
