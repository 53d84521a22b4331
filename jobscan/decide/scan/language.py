"""Whether a board answers only requests that name a language.

One Workday tenant answers 500 to requests for its list and its details that name none (five of five without, none of
five with, 2026-09). All other boards get no language: a header that changes the language of a board would make a new
version of each of its postings.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from jobscan.domain.page import Purpose, Request
    from jobscan.exceptions import FetchError

#: Always the same, so that texts do not change language between scans; any language is better than no answer.
ACCEPT_LANGUAGE = "en;q=0.9, *;q=0.5"
_HEADER = "accept-language"


def names_language(request: Request) -> bool:
    """Return whether the request already names the languages it accepts."""
    return any(name.lower() == _HEADER for name in request.headers)


def may_want_language(request: Request, error: FetchError | None, answered: Collection[Purpose]) -> bool:
    """Return whether it is worth asking again with a language.

    ``answered`` are the purposes of requests that this board answered without one in the same scan: a board that
    answers some requests of a purpose has another reason for not answering the rest.
    """
    return refuses(error) and request.purpose not in answered and not names_language(request)


def refuses(error: FetchError | None) -> bool:
    """Return whether this is how a board refuses a request that names no language."""
    return error is not None and error.status == HTTPStatus.INTERNAL_SERVER_ERROR
