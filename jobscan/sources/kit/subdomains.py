"""Boards that are subdomains of their vendor's host: "acme" is acme.breezy.hr."""

from __future__ import annotations

import re

_LABEL = re.compile(r"[a-z0-9_-]{1,63}", re.ASCII)
#: Subdomains that vendors keep for themselves.
_VENDORS_OWN = frozenset(
    "www api app apps assets assets-cdn auth blog cdn developer developers docs email get go help id info login mail"
    " marketing static status support".split()
)


def subdomain_of(host: str, domain: str, others: frozenset[str] = frozenset()) -> str | None:
    """Return "acme" for acme.breezy.hr; None for another domain, the domain itself, and what is no company's.

    ``others`` are further subdomains that the vendor keeps for itself.
    """
    label = host.removesuffix(f".{domain}")
    if label == host or label in _VENDORS_OWN or label in others:
        return None
    return label if _LABEL.fullmatch(label) else None


def check_subdomain(identifier: str, domain: str, example: str) -> str | None:
    """Say what is wrong with the name of a company's subdomain, with a right one; None when nothing is."""
    if _LABEL.fullmatch(identifier):
        return None
    if _LABEL.fullmatch(identifier.lower()):
        return f'write the name in lower case: "{identifier.lower()}"'
    hint = f'write what stands before .{domain} in the address of the board, such as "{example}"'
    if not identifier.strip():
        return f"the name is empty; {hint}"
    return f'"{identifier[:80]!a}" is not the name of a subdomain; {hint}'
