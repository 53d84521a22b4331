"""Phrases that explanations of clauses share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.domain.alert import Unknown
from jobscan.domain.match import Clause

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.domain.alert import AlertRule

#: Words of a list that a text names; a list may have 500.
_NAMED = 10


def listed(words: Sequence[str], last: str = " and ") -> str:
    """Return some words as people list them: "a, b and c"."""
    if len(words) > _NAMED:
        return f"{', '.join(words[:_NAMED])} and {len(words) - _NAMED} more"
    return last.join(filter(None, (", ".join(words[:-1]), words[-1])))


def unknown_clause(name: str, reason: str, rule: AlertRule) -> Clause:
    """Return the clause of a posting that does not say what it asks about."""
    keep = rule.unknown is Unknown.KEEP
    verdict = "kept (unknown: keep)" if keep else "dropped (unknown: drop)"
    return Clause(name=name, holds=keep, text=f"{reason}; {verdict}", unknown=True)
