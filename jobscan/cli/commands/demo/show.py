"""How the show goes: first sight, then a tick of the market, a scan and the mails, once a second."""

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

from jobscan.cli.commands.demo.ending import Ending
from jobscan.cli.commands.demo.stage import market_settings, open_stage
from jobscan.cli.commands.run import EXIT_DEADLINE_S
from jobscan.cli.kit.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobscan.cli.commands.demo.stage import Stage
    from jobscan.cli.commands.demo.views import View

#: Seconds between two drawings.
_FRAME_S = 0.125
#: Seconds that a scan under way has to come to its end when the show is ended early.
_GRACE_S = 1.0
_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
#: Ticks that there are however slow the machine is: what vanishes in the first one expires in the second.
_LEAST_TICKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What kind of show somebody wants."""

    #: After the first scan.
    seconds: int
    seed: int
    boards: int


class Curtain:
    """Ends the show before its time."""

    def __init__(self) -> None:
        #: A signal did it.
        self.is_interrupted = False
        #: Of what is played.
        self.scope = anyio.CancelScope()
        #: Is called before a second Ctrl-C kills the process.
        self.tidy_up: Callable[[], None] = lambda: None
        self._fallen = anyio.Event()

    def fall(self) -> None:
        """End the show; a scan under way may come to its end if that is near."""
        self._fallen.set()
        self.scope.deadline = anyio.current_time() + _GRACE_S

    async def fall_on_signal(self) -> None:
        """Wait for Ctrl-C, SIGTERM or the end of the terminal; after that the next one kills the process."""
        loop = asyncio.get_running_loop()
        interrupted = anyio.Event()

        # One handler for all that come: between two of them a Ctrl-C would be a KeyboardInterrupt, which ends all
        # tasks at once, in any order and with much to say. A terminal that is closed sends its signal twice as a rule.
        def handle(*_args: object) -> None:
            if self.is_interrupted:
                self._kill()
            self.is_interrupted = True
            # Wakes the loop, which may be waiting for a socket.
            loop.call_soon_threadsafe(interrupted.set)

        usual = {number: signal.signal(number, handle) for number in _ENDS}
        # Nobody may be there for a second signal, whatever hangs.
        timer = threading.Timer(EXIT_DEADLINE_S, self._kill)
        timer.daemon = True
        try:
            await interrupted.wait()
            timer.start()
            self.fall()
            await anyio.sleep_forever()
        finally:
            timer.cancel()
            for number, handler in usual.items():
                signal.signal(number, handler)

    def _kill(self, *_args: object) -> None:
        self.tidy_up()
        os._exit(ExitCode.INTERRUPTED)

    async def is_open_for(self, seconds: float) -> bool:
        """Wait, no longer than until the curtain falls; return whether it has not."""
        with anyio.move_on_after(seconds):
            await self._fallen.wait()
        return not self._fallen.is_set()


class _Clock:
    """How much of the show is left."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self._began: float | None = None

    def begin(self) -> None:
        """The first scan is over."""
        self._began = time.monotonic()

    @property
    def left(self) -> float | None:
        """Return the seconds to the end; None: it has not begun."""
        return None if self._began is None else self._began + self.seconds - time.monotonic()

    def until(self, second: int) -> float:
        """Return how long it is until this second of the show; 0 when it is over."""
        return max(0.0, second - self.seconds + (self.left or 0.0))


async def play(wishes: Wishes, view: View, curtain: Curtain) -> Ending:
    """Play it and return how it ended; the folder with the database is gone by then, whatever happened."""
    clock = _Clock(wishes.seconds)
    with tempfile.TemporaryDirectory(prefix="jobscan-demo-") as folder, view:
        curtain.tidy_up = partial(_tidy_up, view, folder)
        async with anyio.create_task_group() as group:
            group.start_soon(curtain.fall_on_signal)
            settings = market_settings(seed=wishes.seed, boards=wishes.boards)
            async with open_stage(settings, Path(folder)) as stage:
                view.begin(stage)
                group.start_soon(_draw, stage, view, clock)
                with curtain.scope:
                    await _perform(stage, view, curtain, clock)
                # What was found before the end came early.
                _tell(stage, view)
                ending = await Ending.of(stage, seed=wishes.seed, is_interrupted=curtain.is_interrupted)
            group.cancel_scope.cancel()
    return ending


def _tidy_up(view: View, folder: str) -> None:
    # The terminal may be gone.
    with suppress(OSError):
        view.__exit__()
    shutil.rmtree(folder, ignore_errors=True)


async def _draw(stage: Stage, view: View, clock: _Clock) -> None:
    while True:
        if clock.left is None:
            # The boards of the first scan, as they come; later ones are told together, tick by tick.
            _tell(stage, view)
        view.refresh(clock.left)
        await anyio.sleep(_FRAME_S)


async def _perform(stage: Stage, view: View, curtain: Curtain, clock: _Clock) -> None:
    if not await curtain.is_open_for(0):
        return
    await _cycle(stage, view)
    clock.begin()
    for number in range(1, clock.seconds + 1):
        # A machine that is late goes on at once, and leaves out what it has no time for.
        is_over = (clock.left or 0.0) < -1.0 and number > _LEAST_TICKS
        if is_over or not await curtain.is_open_for(clock.until(number)):
            return
        stage.market.tick()
        await _cycle(stage, view)


async def _cycle(stage: Stage, view: View) -> None:
    await stage.scan()
    await stage.deliver()
    _tell(stage, view)


def _tell(stage: Stage, view: View) -> None:
    view.tell(stage.story.take_events(), stage.take_mails())
