"""Imports of libraries without their optional dependencies."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def hidden(*packages: str) -> Iterator[None]:
    """Make these packages look uninstalled for imports inside the block; packages already imported are left alone.

    For libraries that try to import them and can do without.
    """
    # None is Python's own mark for a module that cannot be found.
    blocked = [name for name in packages if sys.modules.setdefault(name, None) is None]  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in blocked:
            del sys.modules[name]
