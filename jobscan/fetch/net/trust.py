"""Which certificate authorities we trust."""

from __future__ import annotations

import ssl
from functools import cache
from typing import TYPE_CHECKING

import httpx

from jobscan.exceptions import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


@cache
def public_authorities() -> ssl.SSLContext:
    """Return the context of all fetchers that trust public authorities only: reading them takes 25 ms."""
    return make_ssl_context()


def make_ssl_context(ca_file: Path | None = None, key: str = "ca_file") -> ssl.SSLContext:
    """Return a context that trusts public authorities and those of ``ca_file``, not those of $SSL_CERT_FILE.

    Raises `ConfigError`, which names the setting ``key``, when the file cannot be used.
    """
    context = httpx.create_ssl_context(verify=True, trust_env=False)
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as exc:
            raise ConfigError([f"{key}: cannot use {ca_file} as a PEM file of certificates ({exc})"]) from exc
    return context
