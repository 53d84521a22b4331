"""``python -m jobscan``."""

from __future__ import annotations

import gc
import sys

from jobscan.cli import main as run


def main() -> None:
    """Run the command line and end the process with its exit code.

    What is imported stays to the end: to look through it for garbage, again and again and once more at the exit, takes
    a quarter of the time in which `jobscan jobs` answers. For commands that take longer, `jobscan.cli.kit.common` lets
    the collector work on what comes after the start.
    """
    gc.disable()
    code = run()
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
