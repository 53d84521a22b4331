"""The interpreter and the C library, set up for a process that runs for months."""

from __future__ import annotations

import ctypes
import gc
import sys

#: Parameters of mallopt(3).
_MMAP_THRESHOLD = -3
_TRIM_THRESHOLD = -1


def return_freed_memory() -> None:
    """Let the C library give the memory of large bodies back as soon as they are freed.

    glibc learns from the first large body to keep up to twice its size for ever: after three answers of 30 MB a process
    held 70 MiB more than before, with this none (measured 2026-11). The end of the heap is kept up to a bound of its
    own: naming the first one sets the other to 128 KiB, and each body of half a MiB would be paged in anew (0.2 ms of
    2 for a board without news). Does nothing where the library is another one. Safe to call twice.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, 1024 * 1024)
        mallopt(_TRIM_THRESHOLD, 2 * 1024 * 1024)


def calm_collector() -> None:
    """Let the garbage collector run less often, and never on what already exists.

    A scan makes thousands of objects a second without reference cycles; checking them, and the rules of all alerts,
    took an eighth of a cold scan (measured 2026-11). Cycles, such as those of tracebacks, are still collected.
    """
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


def take_short_turns() -> None:
    """Let threads hand over the interpreter's lock after 1 ms instead of 5.

    While another thread parses, the event loop waits so long for the lock after each system call that it makes: of
    boards with 3,000 postings it stood still for 0.16 s, and for 0.10 s with this. A first scan takes as long as before
    (measured 2026-11).
    """
    sys.setswitchinterval(0.001)
