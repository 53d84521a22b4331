"""``python -m jobscan``."""

from __future__ import annotations

import gc
import os
import sys

from jobscan.cli import main as run


def main() -> None:
    """Run the command line and end the process with its exit code.

    Imported modules stay until the end: checking them for garbage, repeatedly and once more at the exit, takes a
    quarter of the time in which `jobscan jobs` answers. For commands that take longer, `jobscan.cli.kit.common` turns
    the collector on for objects made after the start.

    Pydantic would read the metadata of all installed packages to look for plugins, which takes 10 ms; jobscan needs
    none (https://docs.pydantic.dev/latest/concepts/plugins/).
    """
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    code = run()
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
