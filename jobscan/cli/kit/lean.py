"""Imports without what libraries take along when it happens to be there."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def hidden(*packages: str) -> Iterator[None]:
    """Let what is imported inside find these packages not installed; those that are imported already are left alone.

    For libraries that try to import them and do without.
    """
    # None is Python's own mark for a module that is not to be found.
    blocked = [name for name in packages if sys.modules.setdefault(name, None) is None]  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in blocked:
            del sys.modules[name]
