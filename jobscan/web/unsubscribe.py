"""Answers the link in mails: GET asks, because mail scanners follow links; POST stops the alert (RFC 8058)."""

from __future__ import annotations

import shlex
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from jobscan.exceptions import JobscanError
from jobscan.services.alerts import load_alert, unsubscribe
from jobscan.services.unsubscribe import UnsubscribeLinks
from jobscan.services.users import find_user
from jobscan.web.page import PageView, answer
from jobscan.web.server import serve_app

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from jobscan.bootstrap.reading import Database
    from jobscan.config import UnsubscribeConfig
    from jobscan.domain.alert import StoredAlert

#: Bytes of a request's body; the one of RFC 8058 has 26, or some 200 as multipart/form-data.
MAX_BODY = 1024
#: Bytes of one that is too large which are thrown away: who is cut off while sending may not see the answer.
_MAX_DISCARDED = 64 * 1024

_GOES_ON = "Your other alerts continue."
_FOREIGN = PageView(title="This link does not work", text="Part of it may be missing: open it from the mail again.")
_TROUBLE = PageView(title="Not now", text="Nothing was changed. Please try again in a few minutes.")
_ELSE = PageView(title="Nothing here", text="This server only answers the links in mails from jobscan.")
_REFUSED = PageView(title="Not a valid request", text="No link in a mail from jobscan asks for this.")

_log = structlog.get_logger("jobscan.web")


@asynccontextmanager
async def serve_unsubscribe(
    config: UnsubscribeConfig, database: Database, clock: Callable[[], datetime]
) -> AsyncIterator[None]:
    """Answer the links in mails as long as the context is open. Both parts of ``config`` must be given.

    Raises `ListenError` when it cannot listen on the address, `PersistenceError`.
    """
    assert config.listen is not None
    assert config.address is not None
    assert config.url is not None
    links = await UnsubscribeLinks.load(database, config.url)
    path = unquote(urlsplit(config.url).path) or "/"
    async with serve_app(make_app(links, database, path, clock), *config.address):
        _log.info("unsubscribe_page", listen=config.listen)
        yield


def make_app(links: UnsubscribeLinks, database: Database, path: str, clock: Callable[[], datetime]) -> Starlette:
    """Return the application that answers the links at ``path``, a decoded one, and nothing else."""
    page = _UnsubscribePage(links, database, clock)
    app = Starlette(
        routes=[Route(path, page.answer, methods=["GET", "POST"])],
        exception_handlers={HTTPException: _refuse, JobscanError: _fail, ClientDisconnect: _give_up},
    )
    app.router.redirect_slashes = False
    return app


class _UnsubscribePage:
    """Shows what a link does, and does it."""

    def __init__(self, links: UnsubscribeLinks, database: Database, clock: Callable[[], datetime]) -> None:
        self._links = links
        self._database = database
        self._clock = clock

    async def answer(self, request: Request) -> Response:
        """Answer a link; HEAD is GET without a body.

        Any body is taken for consent: what must not be forged is the token, and providers differ in what they send.
        """
        if request.method == "POST":
            await _read_body(request)
        alert_id = self._links.read(request.query_params.get("token", ""))
        if alert_id is None:
            return answer(_FOREIGN, HTTPStatus.NOT_FOUND)
        return answer(await (self._stop(alert_id) if request.method == "POST" else self._ask(alert_id)))

    async def _ask(self, alert_id: int) -> PageView:
        """Return the page with the button, or what was done already. Nothing is changed."""
        stored = await load_alert(self._database, alert_id)
        if stored is None or stored.removed_at is not None or stored.unsubscribed_at is not None:
            return await self._done(stored)
        return PageView(
            title="Stop this alert?",
            alert=stored.alert.name,
            text=f"Nothing more will be sent for it. {_GOES_ON}",
            button="Stop the alert",
        )

    async def _stop(self, alert_id: int) -> PageView:
        stored = await unsubscribe(self._database, alert_id, now=self._clock())
        # As before: mail providers ask twice, which is not news.
        if stored is not None and stored.unsubscribed_at is None:
            _log.info("unsubscribed", alert=stored.alert.name, alert_id=alert_id)
        return await self._done(stored)

    async def _done(self, stored: StoredAlert | None) -> PageView:
        """Return the page that says that an alert is stopped, whether it exists or not."""
        view = {"title": "The alert is stopped", "text": f"Nothing more is sent for it. {_GOES_ON}"}
        if stored is None or stored.removed_at is not None:
            return PageView(**view)
        user = await find_user(self._database, stored.user_id)
        whose = ["--user", user.user.email] if user is not None and not user.is_owner and user.user.email else []
        name = stored.alert.name
        return PageView(**view, alert=name, command=shlex.join(["jobscan", "alerts", "enable", name, *whose]))


async def _read_body(request: Request) -> None:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > _MAX_DISCARDED:
            break
    if size > MAX_BODY:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


async def _refuse(_: Request, error: Exception) -> Response:
    """Answer what is not for us: another path, another method, too large a body."""
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return answer(_REFUSED, error.status_code, {"Allow": "GET, HEAD, POST"})
    return answer(_ELSE if error.status_code == HTTPStatus.NOT_FOUND else _REFUSED, error.status_code)


async def _fail(_: Request, error: Exception) -> Response:
    """Answer when the database is not available."""
    _log.error("unsubscribe_failed", error=str(error), hint="the reader was asked to try again")
    return answer(_TROUBLE, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "120"})


async def _give_up(_: Request, __: Exception) -> Response:
    """Return an empty answer: the client has closed the connection."""
    return Response(status_code=HTTPStatus.BAD_REQUEST)
