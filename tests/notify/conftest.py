"""What every test of this room stands on."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from jobscan.fetch import Fetcher
from tests.fetch.helpers import make_fetcher
from tests.fixtures.receiver import Receiver, serve_receiver
from tests.fixtures.smtp import SmtpServer, serve_smtp


@pytest.fixture
async def smtp() -> AsyncIterator[SmtpServer]:
    """A mail server without TLS and login."""
    async with serve_smtp() as server:
        yield server


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A receiver of HTTP messages."""
    async with serve_receiver() as server:
        yield server


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """A fetcher that may reach loopback."""
    async with make_fetcher() as made:
        yield made
