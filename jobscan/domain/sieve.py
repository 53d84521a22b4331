"""A question to the texts of postings in two parts: what a database can leave out, and what decides about the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Hint(NamedTuple):
    """What a column may have in a posting that passes."""

    column: str
    #: Small letters, in a text without its blanks, hyphens and slashes; "": anything, None: nothing at all.
    letters: str | None


class Sieve(NamedTuple):
    """One part of a question."""

    #: Columns of ``jobs`` whose values `holds` takes, in this order, as they are stored.
    columns: tuple[str, ...]
    #: One of these is true of every posting for which `holds` says True.
    hints: tuple[Hint, ...]
    holds: Callable[..., bool]
