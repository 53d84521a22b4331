"""Log lines, those of libraries included: on standard error, as JSON for journals or as text for people."""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING, Any

import stamina.instrumentation
import structlog

if TYPE_CHECKING:
    from jobscan.config import LogConfig

_LEVELS = ("debug", "info", "warning", "error")
#: These repeat what our own lines say, for each request.
_NOISY = ("httpx", "httpcore", "aiosqlite", "asyncio", "alembic", "stamina")


def _console_renderer() -> Any:
    return structlog.dev.ConsoleRenderer(
        pad_event_to=24,
        colors=sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
        # The pretty tracebacks show local variables, and so secrets.
        exception_formatter=structlog.dev.plain_traceback,
    )


def set_up_logging(config: LogConfig, verbosity: int) -> None:
    """Send every log line to standard error in one form.

    ``verbosity`` moves the configured level: each -v one step towards debug, each -q one step away.
    """
    index = min(max(_LEVELS.index(config.level) - verbosity, 0), len(_LEVELS) - 1)
    level = getattr(logging, _LEVELS[index].upper())
    as_json = config.format == "json" or (config.format == "auto" and not sys.stderr.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: Any = structlog.processors.JSONRenderer() if as_json else _console_renderer()
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        # A reload may choose another form, which cached loggers would not use.
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    _send_everything_to(handler, level)


def _send_everything_to(handler: logging.Handler, level: int) -> None:
    # A retry is not news: the scan's line says how it ended.
    stamina.instrumentation.set_on_retry_hooks([])
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
