"""What ``jobscan demo`` does: runs the demo."""

from __future__ import annotations

import io
import logging
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from jobscan.cli.commands.demo.loop import DemoOptions, Shutdown, run_demo
from jobscan.cli.commands.demo.records import DemoResultRecord
from jobscan.cli.commands.demo.result import show_result
from jobscan.cli.commands.demo.screen import Terminal
from jobscan.cli.commands.demo.views import JsonView, LineView
from jobscan.cli.kit.common import run_async
from jobscan.cli.kit.errors import ExitCode, fail
from jobscan.cli.kit.lazy import Globals, get_globals
from jobscan.cli.kit.logs import set_up_logging
from jobscan.cli.kit.output import json_line, make_console
from jobscan.config import LogConfig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobscan.cli.commands.demo.result import DemoResult
    from jobscan.cli.commands.demo.views import View

#: In a smaller window there is no room for a screen: lines are written.
_LEAST_COLUMNS, _LEAST_LINES = 40, 14


def command(context: click.Context, seconds: int, seed: int, boards: int, as_json: bool) -> int:
    """Show jobscan at work on a simulated job market."""
    options = get_globals(context)
    choices = DemoOptions(seconds=seconds, seed=seed, boards=boards)
    with _separate_logging(options, hold=_can_draw(options, as_json=as_json)):
        result = run_async(_run(choices, options, as_json=as_json))
    if as_json:
        click.echo(json_line(DemoResultRecord.of(result)), nl=False)
    else:
        show_result(make_console(options), result)
    if result.is_interrupted:
        return fail("interrupted; nothing was saved", ExitCode.INTERRUPTED, as_json=as_json)
    return ExitCode.OK if result.is_right else ExitCode.FAILURE


async def _run(choices: DemoOptions, options: Globals, *, as_json: bool) -> DemoResult:
    shutdown = Shutdown()
    view: View
    if as_json:
        view = JsonView(shutdown.request)
    elif _can_draw(options, as_json=as_json):
        view = Terminal(options, choices.seconds)
    else:
        view = LineView(options, shutdown.request)
    return await run_demo(choices, view, shutdown)


def _can_draw(options: Globals, *, as_json: bool) -> bool:
    """Say whether standard output is a terminal that can be drawn on and is large enough for it."""
    if as_json or not sys.stdout.isatty():
        return False
    console = make_console(options)
    return not console.is_dumb_terminal and console.width >= _LEAST_COLUMNS and console.height >= _LEAST_LINES


@contextmanager
def _separate_logging(options: Globals, *, hold: bool) -> Iterator[None]:
    """Write log lines to standard error; ``hold``: only at the end, because they would spoil the screen."""
    # What happens to boards and mails is shown by the demo itself.
    set_up_logging(LogConfig(level="error"), options.verbosity)
    if not hold:
        yield
        return
    held = io.StringIO()
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(held)
    try:
        yield
    finally:
        sys.stderr.write(held.getvalue())
