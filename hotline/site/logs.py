# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How every process tells what happens: one line per event, `key=value`, on standard error.

Our own events come through structlog, those of Django and the web server through the standard library; both
leave in the same shape. A traceback stays on its line, so that a line is an event wherever it is read. No
telephone number is ever bound to a line.
"""

import structlog
from structlog.typing import EventDict, Processor

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
FIRST = ("timestamp", "level", "event", "logger")
BUG = 500  # the answers from here on


def whole_value(_logger: object, _method: str, event: EventDict) -> EventDict:
    """A list or an object becomes text, as the line's form knows only words and numbers."""
    return {
        key: value if isinstance(value, str | int | float | None) else str(value)
        for key, value in event.items()
    }


def refused_without_traceback(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Whoever asks for a page that is not theirs is refused: an event, and no bug to be traced."""
    if event.get("status_code", BUG) < BUG:
        event.pop("exc_info", None)
    return event


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    refused_without_traceback,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
LINE: list[Processor] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    whole_value,
    structlog.processors.LogfmtRenderer(key_order=FIRST, drop_missing=True, bool_as_flag=False),
]


def configuration(level: str) -> dict[str, object]:
    """For Django's LOGGING."""
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": LINE,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Each request is not an event worth a line, and what libraries note for their makers neither.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "uvicorn": {"handlers": [], "level": "WARNING", "propagate": True},
            "asyncio": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},
            "weasyprint": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
        },
    }


def configure() -> None:
    """Send what structlog gets the same way as everything else."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
