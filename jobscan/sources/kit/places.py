"""Addresses that boards give in parts."""

from __future__ import annotations


def address_line(*parts: str | None) -> str:
    """Return the parts of an address as one place, each once: "Berlin, Germany"; "" when there is none."""
    return ", ".join(dict.fromkeys(text for part in parts if part and (text := part.strip())))
