"""The demo where nothing can be drawn: lines for pipes and simple terminals, JSON lines for programs."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Protocol, Self

from jobscan.cli.commands.demo.records import EventRecord, MailRecord
from jobscan.cli.commands.demo.tracker import notable_events
from jobscan.cli.commands.demo.wording import count_of, event_line, mail_line, mailed_titles
from jobscan.cli.kit.output import json_line, make_console

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.text import Text

    from jobscan.cli.commands.demo.environment import DemoEnvironment
    from jobscan.cli.commands.demo.tracker import DemoEvent
    from jobscan.cli.kit.lazy import Globals
    from jobscan.simulator.server.mailbox import Mail

#: Single postings that people can follow in a second.
MOST_POSTINGS = 3


class View(Protocol):
    """Shows how the demo goes; used in a ``with`` while it runs."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...
    def begin(self, demo: DemoEnvironment) -> None:
        """Everything is built; the boards are about to be seen for the first time."""
        ...

    def show(self, events: Sequence[DemoEvent], mails: Sequence[Mail] = ()) -> None:
        """These things happened, and these mails came of it."""
        ...

    def refresh(self, seconds_left: float | None) -> None:
        """Time has passed; None: the first scan is not over yet."""
        ...


class JsonView:
    """One JSON object a line on standard output, one for each thing that happened."""

    def __init__(self, reader_gone: Callable[[], None]) -> None:
        self._reader_gone = reader_gone

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def begin(self, demo: DemoEnvironment) -> None:
        """Say nothing."""

    def show(self, events: Sequence[DemoEvent], mails: Sequence[Mail] = ()) -> None:
        """Write all of them."""
        for event in events:
            self._write(EventRecord.of(event))
        for mail in mails:
            self._write(MailRecord.of(mail))

    def refresh(self, seconds_left: float | None) -> None:
        """Say nothing."""

    def _write(self, record: EventRecord | MailRecord) -> None:
        write_line(json_line(record).rstrip(), self._reader_gone)


class LineView:
    """One line for each thing worth telling, without any control characters but colours that were asked for."""

    def __init__(self, options: Globals, reader_gone: Callable[[], None]) -> None:
        self._console = make_console(options)
        self._reader_gone = reader_gone
        self._demo: DemoEnvironment | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        # Before what is said at the end.
        write_line("", self._reader_gone)

    def begin(self, demo: DemoEnvironment) -> None:
        """Say what is about to be seen."""
        self._demo = demo
        boards = count_of(len(demo.plan.sources), "board")
        write_line(f"A simulated market of {boards} on this machine. Each second 15 minutes pass in", self._reader_gone)
        write_line("it, and the engine scans all of it. First, what is there already:", self._reader_gone)

    def show(self, events: Sequence[DemoEvent], mails: Sequence[Mail] = ()) -> None:
        """Write what is worth telling, with the simulated time, then the mails."""
        for event in notable_events(events, MOST_POSTINGS, mailed_titles(mails)):
            self._say(event_line(event))
        for mail in mails:
            self._say(mail_line(mail))

    def refresh(self, seconds_left: float | None) -> None:
        """Say nothing."""

    def _say(self, line: Text) -> None:
        assert self._demo is not None
        clock = f"{self._demo.market.now:%H:%M} "
        line.truncate(self._console.width - len(clock), overflow="ellipsis")
        with self._console.capture() as captured:
            self._console.print(line, end="", soft_wrap=True)
        write_line(clock + captured.get(), self._reader_gone)


def write_line(line: str, reader_gone: Callable[[], None]) -> None:
    """Write a line at once; when nobody reads any more (``| head``), say so and write into nothing from then on."""
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        reader_gone()
