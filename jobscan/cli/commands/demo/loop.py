"""The loop of the demo: first sight, then a tick of the market, a scan and the mails, once a second."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import anyio

from jobscan.cli.commands.demo.environment import market_settings, open_environment
from jobscan.cli.commands.demo.result import DemoResult
from jobscan.cli.kit.deadline import EXIT_DEADLINE_S
from jobscan.cli.kit.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobscan.cli.commands.demo.environment import DemoEnvironment
    from jobscan.cli.commands.demo.views import View

#: Seconds between two redraws.
_FRAME_S = 0.125
#: Seconds that a running scan has to finish when the demo is ended early.
_GRACE_S = 1.0
_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
#: Ticks to run however slow the machine is: what vanishes in the first one expires in the second.
_LEAST_TICKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """What a user can choose."""

    #: After the first scan.
    seconds: int
    seed: int
    boards: int


class Shutdown:
    """Ends the demo early."""

    def __init__(self) -> None:
        #: A signal requested it.
        self.is_interrupted = False
        #: Of the scans and deliveries.
        self.scope = anyio.CancelScope()
        #: Called before a second Ctrl-C kills the process.
        self.tidy_up: Callable[[], None] = lambda: None
        self._requested = anyio.Event()

    def request(self) -> None:
        """End the demo; a running scan may still finish if it does so soon."""
        self._requested.set()
        self.scope.deadline = anyio.current_time() + _GRACE_S

    async def handle_signals(self) -> None:
        """Wait for Ctrl-C, SIGTERM or a closed terminal; after that the next signal kills the process."""
        loop = asyncio.get_running_loop()
        interrupted = anyio.Event()

        # One handler throughout: between two handlers a Ctrl-C would be a KeyboardInterrupt, which ends all tasks at
        # once, in any order and with long tracebacks. A closed terminal usually sends its signal twice.
        def handle(*_args: object) -> None:
            if self.is_interrupted:
                self._kill()
            self.is_interrupted = True
            # Wake the loop, which may be waiting for a socket.
            loop.call_soon_threadsafe(interrupted.set)

        usual = {number: signal.signal(number, handle) for number in _ENDS}
        # If something hangs, there may be nobody to send a second signal.
        timer = threading.Timer(EXIT_DEADLINE_S, self._kill)
        timer.daemon = True
        try:
            await interrupted.wait()
            timer.start()
            self.request()
            await anyio.sleep_forever()
        finally:
            timer.cancel()
            for number, handler in usual.items():
                signal.signal(number, handler)

    def _kill(self, *_args: object) -> None:
        self.tidy_up()
        os._exit(ExitCode.INTERRUPTED)

    async def sleep(self, seconds: float) -> bool:
        """Wait, but not beyond a requested shutdown; return whether to go on."""
        with anyio.move_on_after(seconds):
            await self._requested.wait()
        return not self._requested.is_set()


class _Countdown:
    """How much of the demo is left."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self._began: float | None = None

    def begin(self) -> None:
        """The first scan is over."""
        self._began = time.monotonic()

    @property
    def left(self) -> float | None:
        """Return the seconds to the end; None: the first scan is not over."""
        return None if self._began is None else self._began + self.seconds - time.monotonic()

    def until(self, second: int) -> float:
        """Return how long it is until this second of the demo; 0 when it has passed."""
        return max(0.0, second - self.seconds + (self.left or 0.0))


async def run_demo(choices: DemoOptions, view: View, shutdown: Shutdown) -> DemoResult:
    """Run the demo and return how it ended; the folder with the database is always gone by then."""
    countdown = _Countdown(choices.seconds)
    with tempfile.TemporaryDirectory(prefix="jobscan-demo-") as folder, view:
        shutdown.tidy_up = partial(_tidy_up, view, folder)
        async with anyio.create_task_group() as group:
            group.start_soon(shutdown.handle_signals)
            settings = market_settings(seed=choices.seed, boards=choices.boards)
            async with open_environment(settings, Path(folder)) as demo:
                view.begin(demo)
                group.start_soon(_draw, demo, view, countdown)
                with shutdown.scope:
                    await _run_cycles(demo, view, shutdown, countdown)
                # What was found before an early end.
                _report(demo, view)
                result = await DemoResult.of(demo, seed=choices.seed, is_interrupted=shutdown.is_interrupted)
            group.cancel_scope.cancel()
    return result


def _tidy_up(view: View, folder: str) -> None:
    # The terminal may be gone.
    with suppress(OSError):
        view.__exit__()
    shutil.rmtree(folder, ignore_errors=True)


async def _draw(demo: DemoEnvironment, view: View, countdown: _Countdown) -> None:
    while True:
        if countdown.left is None:
            # The boards of the first scan, as they arrive; later events are shown together, tick by tick.
            _report(demo, view)
        view.refresh(countdown.left)
        await anyio.sleep(_FRAME_S)


async def _run_cycles(demo: DemoEnvironment, view: View, shutdown: Shutdown, countdown: _Countdown) -> None:
    if not await shutdown.sleep(0):
        return
    await _cycle(demo, view)
    countdown.begin()
    for number in range(1, countdown.seconds + 1):
        # A machine that is late does not wait, and skips the ticks that it has no time for.
        is_over = (countdown.left or 0.0) < -1.0 and number > _LEAST_TICKS
        if is_over or not await shutdown.sleep(countdown.until(number)):
            return
        demo.market.tick()
        await _cycle(demo, view)


async def _cycle(demo: DemoEnvironment, view: View) -> None:
    await demo.scan()
    await demo.deliver()
    _report(demo, view)


def _report(demo: DemoEnvironment, view: View) -> None:
    view.show(demo.tracker.take_events(), demo.take_mails())
