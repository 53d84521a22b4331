"""Whether a board answers only to requests that name a language.

One tenant of Workday's answers 500 to its list and its details unless they do (five of five without, none of five with,
2026-09). Everybody else is asked without: a header that changes the language of a board would make a new version of
each of its postings.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from jobscan.domain.page import Purpose, Request
    from jobscan.exceptions import FetchError

#: Always the same, so that texts do not change their language between scans; anything rather than nothing.
ACCEPT_LANGUAGE = "en;q=0.9, *;q=0.5"
_HEADER = "accept-language"


def names_language(request: Request) -> bool:
    """Say whether the request says by itself what languages it accepts."""
    return any(name.lower() == _HEADER for name in request.headers)


def may_want_language(request: Request, error: FetchError | None, answered: Collection[Purpose]) -> bool:
    """Say whether it is worth asking again with a language.

    ``answered`` are the purposes of requests that this board answered without one in the same scan: a board that
    answers some of a kind has another reason not to answer the rest.
    """
    return refuses(error) and request.purpose not in answered and not names_language(request)


def refuses(error: FetchError | None) -> bool:
    """Say whether this is how a board refuses a request that names no language."""
    return error is not None and error.status == HTTPStatus.INTERNAL_SERVER_ERROR
