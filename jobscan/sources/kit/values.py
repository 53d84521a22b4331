"""Values whose type vendors do not keep: what is no text counts as none, and costs no posting."""

from __future__ import annotations

from datetime import datetime

from jobscan.sources.kit.pay import amount
from jobscan.utils.time import parse_epoch_ms


def text_of(value: object) -> str | None:
    """Return a text without blanks around it; None for an empty one and for anything else."""
    return value.strip() or None if isinstance(value, str) else None


def texts_of(value: object) -> tuple[str, ...]:
    """Return the texts of a list, or the one that stands for a list of one; empty for anything else."""
    values = value if isinstance(value, list) else [value]
    return tuple(text for each in values if (text := text_of(each)))


def join_place(*parts: object) -> str:
    """Return the parts of an address as one text, each once: "Berlin, Germany"; "" when there are none."""
    return ", ".join(dict.fromkeys(text for part in parts if (text := text_of(part))))


def parse_epoch_s(value: object) -> datetime | None:
    """Read seconds since 1970 in UTC. None when it is no whole number, or outside 1970–9998."""
    return parse_epoch_ms(value * 1000) if isinstance(value, int) and not isinstance(value, bool) else None


def amount_of(value: object) -> float | None:
    """Return a sum of money, given as a number or a text; None when there is none (`amount`), or for anything else."""
    return amount(value) if isinstance(value, int | float | str) else None
