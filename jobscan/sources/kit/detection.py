"""What every adapter's detection needs: parsing URLs, checking identifiers, and guessing a first name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.hosts import guess_owner, is_host

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jobscan.domain.source import Source

_MAX_URL = 2_048
#: An address of IPv4, with or without a port.
_NUMBERS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?", re.ASCII)
#: How often a name may be encoded: copies of copies; more is not an accident.
_MAX_ENCODINGS = 3


class WebAddress(NamedTuple):
    """A URL, parsed for comparison."""

    #: Lower case, without a trailing dot.
    host: str
    #: The path's parts, percent-decoded, without empty ones.
    segments: tuple[str, ...]
    #: The first value of each parameter.
    query: Mapping[str, str]


#: Every adapter is asked about every address of a page.
@lru_cache(maxsize=4096)
def read_address(url: str) -> WebAddress | None:
    """Parse a URL as people paste it: the scheme may be missing. None when it is not a web address."""
    text = url.strip()
    if not text or len(text) > _MAX_URL:
        return None
    if text.startswith("//"):
        text = "https:" + text
    elif "://" not in text:
        text = "https://" + text
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").rstrip(".")
        query: dict[str, str] = {}
        for name, value in parse_qsl(parts.query, max_num_fields=100):
            query.setdefault(name, value)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    segments = tuple(decode_name(segment).strip() for segment in parts.path.split("/"))
    return WebAddress(host, tuple(segment for segment in segments if segment), query)


def decode_name(text: str) -> str:
    """Return a name as its owner writes it: "Acme%20AI" → "Acme AI", also when a copy was encoded once more."""
    for _ in range(_MAX_ENCODINGS):
        decoded = unquote(text)
        if decoded == text:
            break
        text = decoded
    return text


def guess_name(identifier: str) -> str:
    """Guess a company's name: "wealth-com" → "Wealth Com". Capital letters stay."""
    words = re.sub(r"[-_.\s]+", " ", identifier).split()
    return " ".join(word[:1].upper() + word[1:] for word in words) or identifier


def guess_company(identifier: str) -> str:
    """Guess a company's name from a board's identifier: "gdit/wd5/Careers" → "Gdit".

    "eu/" in front says which of Lever's two installations a board is on. Of a host the company's part is taken:
    "careers.acme.com/us/en" → "Acme".
    """
    first = identifier.removeprefix("eu/").partition("/")[0]
    is_own_host = first.count(".") > 1 and is_host(first)
    return guess_owner(first) if is_own_host or _NUMBERS.fullmatch(first) else guess_name(first)


def check_name(identifier: str, what: str, example: str) -> str | None:
    """Return what is wrong with a name that becomes one segment of a URL; None when nothing is.

    ``what`` is the vendor's word for it ("board name"), ``example`` a correct one in quotes.
    """
    hint = f"write the {what} alone, such as {example}"
    if not identifier.strip():
        return f"the {what} is empty; {hint}"
    if "://" in identifier or "/" in identifier or "?" in identifier or "#" in identifier:
        return f'"{identifier[:80]}" looks like a URL or a path; {hint}'
    if identifier != identifier.strip() or not identifier.isprintable() or identifier in (".", ".."):
        return (
            f'"{identifier[:80]!a}" is not a {what}: it begins or ends with spaces,'
            f" or has unprintable characters; {hint}"
        )
    if len(identifier) > 100:
        return f"a {what} of {len(identifier)} characters is longer than any; {hint}"
    return None


def match_identifier(source: Source, pattern: re.Pattern[str], check: Callable[[str], str | None]) -> re.Match[str]:
    """Return the parts of a source's identifier; ``check`` says what is wrong with one that does not match.

    Raises `BoardError` (not found) with that.
    """
    found = pattern.fullmatch(source.identifier)
    if found is None:
        raise BoardError(BoardFailure.NOT_FOUND, check(source.identifier) or "")
    return found


def require_identifier(source: Source, check: Callable[[str], str | None]) -> None:
    """Raise `BoardError` (not found) when ``check`` finds something wrong with a source's identifier."""
    problem = check(source.identifier)
    if problem is not None:
        raise BoardError(BoardFailure.NOT_FOUND, problem)
