from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from jobscan.exceptions import FetchError

if TYPE_CHECKING:
    from jobscan.domain.page import Page, Request

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardAnswer(Generic[_T]):
    """One request and what came of it: a page and what it says, or the reason why there is none."""

    request: Request
    #: Without its body, which is not kept once it has been read; None: none came, or it could not be read.
    page: Page | None = None
    said: _T | None = None
    error: Exception | None = None

    @property
    def failure(self) -> FetchError | None:
        """Return why no page came; None when one did, readable or not."""
        return self.error if isinstance(self.error, FetchError) else None

    def get(self) -> _T:
        """Return what the answer says; raise what came instead: a `FetchError`, a `BoardError`, a fault of ours."""
        if self.error is not None:
            raise self.error
        assert self.said is not None
        return self.said
