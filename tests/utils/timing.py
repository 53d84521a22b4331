"""How long something takes, whatever else runs on the machine and whether or not coverage is measured."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from tests.fixtures.pace import slowness

if TYPE_CHECKING:
    from collections.abc import Callable


def own_seconds(action: Callable[[], object], *, tries: int = 3) -> float:
    """Return the least CPU time of a few tries, in seconds as `tests.fixtures.pace` counts them.

    A tracer would multiply it and is paused meanwhile.
    """
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        return min(_once(action) / slowness() for _ in range(tries))
    finally:
        sys.settrace(tracer)


def _once(action: Callable[[], object]) -> float:
    started = time.thread_time()
    action()
    return time.thread_time() - started
