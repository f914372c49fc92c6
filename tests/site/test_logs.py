# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a process writes, seen from outside: a process of its own, as logging is set up once in a process."""

import os
import subprocess
import sys
from pathlib import Path


def written_by(code: str, data: Path, **settings: str) -> list[str]:
    start = "import django; django.setup(); import logging, structlog; log = structlog.get_logger('calls')\n"
    environment = {"DJANGO_SETTINGS_MODULE": "hotline.site.settings", "HOTLINE_DATA": str(data), **settings}
    done = subprocess.run(
        [sys.executable, "-c", start + code],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
    return done.stderr.splitlines()


def without_time(line: str) -> str:
    return line.partition(" ")[2]


def test_an_event_is_one_line_of_names_and_values(tmp_path: Path) -> None:
    [line] = written_by("log.info('call ended', call='abc', waited_ms=1200, agents=[1, 2])", tmp_path)
    assert line.startswith("timestamp=20")
    assert without_time(line) == (
        'level=info event="call ended" logger=calls call=abc waited_ms=1200 agents="[1, 2]"'
    )


def test_what_libraries_say_has_the_same_shape(tmp_path: Path) -> None:
    [line] = written_by("logging.getLogger('uvicorn.error').warning('%s pages', 3)", tmp_path)
    assert without_time(line) == 'level=warning event="3 pages" logger=uvicorn.error'


def test_a_traceback_stays_on_its_line(tmp_path: Path) -> None:
    code = "try:\n    1 / 0\nexcept ZeroDivisionError:\n    log.exception('order failed', call='abc')"
    [line] = written_by(code, tmp_path)
    assert "ZeroDivisionError: division by zero" in line
    assert r"\n" in line


def test_everyday_chatter_of_libraries_is_not_written(tmp_path: Path) -> None:
    code = "for name in ('uvicorn.error', 'django.request', 'asyncio'): logging.getLogger(name).info('hello')"
    assert written_by(code, tmp_path) == []


def test_the_level_is_taken_from_the_environment(tmp_path: Path) -> None:
    code = "log.info('small'); log.error('large')"
    [line] = written_by(code, tmp_path, HOTLINE_LOG_LEVEL="ERROR")
    assert without_time(line) == "level=error event=large logger=calls"


REQUEST = """
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.utils.log import log_response
from django.http import HttpResponse
try:
    raise PermissionDenied
except PermissionDenied as refusal:
    request = RequestFactory().get("/people/")
    answer = HttpResponse(status={status})
    log_response("%s", "answered", response=answer, request=request, exception=refusal)
"""


def test_a_refused_page_is_told_without_a_traceback(tmp_path: Path) -> None:
    [line] = written_by(REQUEST.format(status=403), tmp_path)
    assert "level=warning event=answered logger=django.request" in line
    assert "Traceback" not in line


def test_a_page_that_broke_is_told_with_one(tmp_path: Path) -> None:
    [line] = written_by(REQUEST.format(status=500), tmp_path)
    assert "Traceback" in line
