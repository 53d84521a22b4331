"""Every other service, through Apprise (PyPI: apprise 2.3.0, as installed 2026-11), which is an extra.

Apprise makes its own connections: neither our limits nor the address guard apply to them. It only says whether an
attempt worked.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field

from jobscan.domain.delivery import SENT, Outcome, Result
from jobscan.exceptions import ConfigError
from jobscan.notify.channels.channel import ChannelSettings, ChannelType
from jobscan.notify.channels.chat import Dialect, compose, headline
from jobscan.notify.channels.http import require_secret
from jobscan.notify.channels.values import Secret

if TYPE_CHECKING:
    from jobscan.domain.delivery import Message
    from jobscan.fetch import Fetcher

_LIMIT = 8_000


class AppriseSettings(ChannelSettings):
    """A service that Apprise knows; needs ``pip install jobscan[apprise]``."""

    url: Secret | None = Field(default=None, description="Apprise's URL of the service, such as gotify://host/token.")
    url_file: Path | None = Field(default=None, description="A file that holds the URL; instead of url.")


class AppriseChannel:
    """Hands messages to Apprise, in a limited number of threads of its own."""

    is_idempotent = False
    concurrency = 2

    def __init__(self, apprise: Any) -> None:
        import anyio

        self._apprise = apprise
        self._limiter = anyio.CapacityLimiter(self.concurrency)

    async def send(self, message: Message) -> Outcome:
        """Hand it over once. When the wait is cancelled, the thread ends by itself."""
        from anyio import to_thread

        title, body = headline(message), compose(message, Dialect(limit=_LIMIT), with_headline=False)

        def notify() -> bool:
            return bool(self._apprise.notify(body=body, title=title))

        try:
            is_sent = await to_thread.run_sync(notify, limiter=self._limiter, abandon_on_cancel=True)
        except Exception as exc:  # noqa: BLE001 - a plugin may raise anything, and its text may hold the URL
            return Outcome(result=Result.RETRY, reason=f"Apprise failed ({type(exc).__name__})")
        return (
            SENT if is_sent else Outcome(result=Result.RETRY, reason="Apprise could not deliver it and gives no reason")
        )


def _make(name: str, settings: AppriseSettings, _fetcher: Fetcher) -> AppriseChannel:
    url = require_secret(name, "url", settings.url)
    try:
        import apprise
    except ImportError as exc:
        raise ConfigError([f'notify.{name}: needs Apprise; install it with: pip install "jobscan[apprise]"']) from exc
    # Both write URLs, tokens included, into the log.
    for logger in ("apprise", "urllib3"):
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    service = apprise.Apprise()
    if not service.add(url):
        raise ConfigError([f"notify.{name}.url: is not the URL of a service that Apprise knows"])
    return AppriseChannel(service)


CHANNEL = ChannelType(settings=AppriseSettings, make=_make)
