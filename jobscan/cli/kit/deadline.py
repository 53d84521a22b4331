"""The end of the process, even if something hangs."""

from __future__ import annotations

import os
import signal
import threading

#: Seconds from the signal to the end of the process, whatever hangs: a disk that does not answer must not make systemd
#: wait. A transaction that is cut off is rolled back, and its board scanned again.
EXIT_DEADLINE_S = 9.0


def limit_exit(code: int = 128 + signal.SIGTERM) -> None:
    """Give the process `EXIT_DEADLINE_S` to end by itself; after that it ends with ``code``, at once."""
    timer = threading.Timer(EXIT_DEADLINE_S, os._exit, args=(code,))
    timer.daemon = True
    timer.start()
