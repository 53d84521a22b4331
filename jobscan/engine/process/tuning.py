"""The interpreter and the C library, set up for a process that runs for months."""

from __future__ import annotations

import ctypes
import gc
import sys

#: Parameters of mallopt(3).
_MMAP_THRESHOLD = -3
_TRIM_THRESHOLD = -1


def return_freed_memory() -> None:
    """Let the C library return the memory of large bodies as soon as they are freed.

    After the first large body, glibc keeps up to twice its size for ever: after three answers of 30 MB a process held
    70 MiB more than before, with this none (measured 2026-11). The end of the heap has a bound of its own: setting the
    first one sets the other to 128 KiB, and each body of half a MiB would be paged in anew (0.2 ms of 2 for a board
    without news). Does nothing with another C library. Safe to call twice.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, 1024 * 1024)
        mallopt(_TRIM_THRESHOLD, 2 * 1024 * 1024)


def calm_collector() -> None:
    """Let the garbage collector run less often, and never on objects that already exist.

    A scan makes thousands of objects a second without reference cycles; checking them, and the rules of all alerts,
    took an eighth of a cold scan (measured 2026-11). Cycles, such as those of tracebacks, are still collected.
    """
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


def take_short_turns() -> None:
    """Let threads hand over the interpreter's lock after 1 ms instead of 5.

    While another thread parses, the event loop waits that long for the lock after each system call: with boards of
    3,000 postings it stood still for 0.16 s, with this for 0.10 s. A first scan takes as long as before (measured
    2026-11).
    """
    sys.setswitchinterval(0.001)
