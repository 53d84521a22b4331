"""A range of pay in words; apart from other facts, as lists need it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.domain.facts import PayBasis

if TYPE_CHECKING:
    from jobscan.domain.facts import PayRange

_BASIS = {PayBasis.BASE: "", PayBasis.OTE: ", on target", PayBasis.TOTAL: ", in total"}


def pay_text(pay: PayRange) -> str:
    """Return a range of pay in words: "80,000 – 95,000 EUR per year"."""
    amounts = [f"{amount:,.10g}" for amount in (pay.minimum, pay.maximum) if amount is not None]
    words = [" – ".join(dict.fromkeys(amounts)), pay.currency or "(unknown currency)"]
    per = f" per {pay.interval}" if pay.interval else ""
    return f"{' '.join(words)}{per}{_BASIS[pay.basis]}"
