"""The result of a request to a board, as a value: a page and what it says, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from jobscan.exceptions import BoardError, FetchError

if TYPE_CHECKING:
    from jobscan.domain.page import Page, Request

_T = TypeVar("_T")

#: What a board can do wrong; anything else is our fault.
BOARD_ERRORS = (FetchError, BoardError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Generic[_T]):
    """A request whose page came and was read."""

    request: Request
    #: Without its body, which is dropped once it has been read.
    page: Page
    said: _T


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A request that got no page, or one that could not be read."""

    request: Request
    error: FetchError | BoardError


Answer: TypeAlias = Answered[_T] | Failed


def fetch_failure(answer: Answer[_T]) -> FetchError | None:
    """Return why no page came; None when one did, readable or not."""
    return answer.error if isinstance(answer, Failed) and isinstance(answer.error, FetchError) else None
