"""Boards that live on their employers' own hosts: the host, and at times a path, is the identifier."""

from __future__ import annotations

import re

#: A name with at least one dot, in lower case, as DNS has it; no port, no address of numbers.
_HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII)
#: What comes before a company's name in the hosts of careers sites, and two-part endings behind it.
_PREFIXES = frozenset(
    "www careers career jobs job apply talent explore join work workwithus search emplois karriere".split()
)
_SECOND_LEVEL = frozenset("ac co com edu gov net org".split())
_TAG = re.compile(r"<(?:link|meta)\b([^>]{0,2000})", re.IGNORECASE)
_OWN = re.compile(r"\brel=[\"']?canonical\b|\bproperty=[\"']?og:url\b", re.IGNORECASE)
_VALUE = re.compile(r"\b(?:href|content)=[\"']?([^\"'\s>]{1,2048})", re.IGNORECASE)


def is_host(text: str) -> bool:
    """Say whether a text is the name of a host in lower case, such as "jobs.example.com"."""
    return _HOST.fullmatch(text) is not None


def guess_owner(host: str) -> str:
    """Guess a company's name from the host of its careers site: "careers.acme.co.uk" → "Acme".

    An address of numbers stays as it is.
    """
    if host.rpartition(".")[2].isdecimal():
        return host
    labels = host.split(".")[:-1]
    if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels = labels[:-1]
    names = [label for label in labels if label not in _PREFIXES] or labels or [host]
    return " ".join(word[:1].upper() + word[1:] for word in re.split(r"[-_]+", names[-1]) if word)


def check_board_host(host: str, example: str) -> str | None:
    """Say what is wrong with the host of a board, with ``example`` as a right one in quotes; None when nothing is."""
    if is_host(host):
        return None
    if "://" in host:
        return f'"{host[:80]}" is a URL; write its host alone, such as {example}'
    return f'"{host[:80]!a}" is not the name of a host; write it in lower case, such as {example}'


def own_addresses(html: str) -> tuple[str, ...]:
    """Return the addresses that a page says are its own: its canonical link, and what it gives to be shared."""
    tags = (found[1] for found in _TAG.finditer(html))
    named = (_VALUE.search(tag) for tag in tags if _OWN.search(tag))
    return tuple(dict.fromkeys(found[1] for found in named if found))
