"""Finds out during a scan whether its board needs a language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import anyio

from jobscan.decide.scan.language import ACCEPT_LANGUAGE, may_want_language, names_language, refuses
from jobscan.engine.scan.answer import fetch_failure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from jobscan.domain.page import Purpose, Request
    from jobscan.engine.scan.answer import Answer

_T = TypeVar("_T")


class LanguageSearch:
    """What is known of the language that a board needs. A language is tried at most once in a scan."""

    def __init__(self, accepted: str | None) -> None:
        #: The Accept-Language that the board is known to need; None: none.
        self.accepted = accepted
        self._answered: set[Purpose] = set()
        self._tried = False
        self._lock = anyio.Lock()

    def addressed(self, request: Request) -> Request:
        """Return the request with the language that the board needs; unchanged when it needs none or has one."""
        return _speak(request, self.accepted) if self.accepted else request

    async def judge(
        self, request: Request, answer: Answer[_T], send: Callable[[Request], Awaitable[Answer[_T]]]
    ) -> Answer[_T]:
        """Return the answer to a request, or a better one to the same request with a language.

        ``request`` is as the adapter made it, ``answer.request`` as it was sent. A language counts as needed when the
        board answers with it and still refuses without: one answer alone may just mean that a failure is over.
        """
        if names_language(answer.request):
            return answer
        if fetch_failure(answer) is None:
            self._answered.add(request.purpose)
        if not may_want_language(request, fetch_failure(answer), self._answered):
            return answer
        async with self._lock:
            if self.accepted is not None:  # found by another request in the meantime
                return await send(self.addressed(request))
            if self._tried:
                return answer
            self._tried = True
            return await self._try(request, answer, send)

    async def _try(
        self, request: Request, refused: Answer[_T], send: Callable[[Request], Awaitable[Answer[_T]]]
    ) -> Answer[_T]:
        # Each only once: the fetcher has already tried the same request several times.
        once = replace(request, may_retry=False)
        spoken = await send(_speak(once, ACCEPT_LANGUAGE))
        if fetch_failure(spoken) is not None:
            return refused
        plain = await send(once)
        if refuses(fetch_failure(plain)):
            self.accepted = ACCEPT_LANGUAGE
            return spoken
        return plain if fetch_failure(plain) is None else refused


def _speak(request: Request, language: str) -> Request:
    if names_language(request):
        return request
    return replace(request, headers={**request.headers, "Accept-Language": language})
