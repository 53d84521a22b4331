"""The hostile server over TLS, under names that only its own resolver knows."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.fetch.certificates import make_certificate, make_key
from tests.fixtures.evil import Evil, serve_evil

HOSTS = ["board.test", "other.test"]
NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def lookup(_host: str) -> list[str]:
    return ["127.0.0.1"]


def make_identity(folder: Path, not_after: datetime = NOW + DAY) -> tuple[ssl.SSLContext, Path]:
    """Make the certificate of board.test and other.test; return the server's context and the file to trust."""
    key = make_key()
    chain, trusted = folder / "server.pem", folder / "authority.pem"
    certificate = make_certificate(key, HOSTS, NOW - 10 * DAY, not_after)
    chain.write_text(key.pem() + certificate)
    trusted.write_text(certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return context, trusted


@asynccontextmanager
async def serve_tls(
    folder: Path, not_after: datetime = NOW + DAY, address: str = "127.0.0.1"
) -> AsyncIterator[tuple[Evil, Path]]:
    """Run the hostile server over TLS as board.test and other.test; gives the file to trust, too."""
    context, trusted = make_identity(folder, not_after)
    async with serve_evil(context, address) as evil:
        yield evil, trusted
