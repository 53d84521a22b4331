"""A query on the texts of postings in two steps: what a database can exclude, and a check of the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Hint(NamedTuple):
    """What a column can contain in a posting that passes."""

    column: str
    #: In lower case, without spaces, hyphens and slashes; "": anything, None: nothing at all.
    letters: str | None


class Sieve(NamedTuple):
    """One part of a query."""

    #: Columns of ``jobs`` whose values `holds` takes, in this order, as they are stored.
    columns: tuple[str, ...]
    #: One of these is true of every posting for which `holds` says True.
    hints: tuple[Hint, ...]
    holds: Callable[..., bool]
