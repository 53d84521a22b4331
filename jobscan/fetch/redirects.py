"""Where a redirect may lead. Pure, so that every case is a line in a table."""

from __future__ import annotations

from urllib.parse import parse_qsl

import httpx

from jobscan.exceptions import FetchFailure
from jobscan.fetch.failures import Failure
from jobscan.utils.urls import redact_url

#: Enough for http → https → www → trailing slash; browsers stop at 20.
MAX_REDIRECTS = 5

REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})

_DEFAULT_PORTS = {"http": 80, "https": 443}


def _refused(status: int, reason: str) -> Failure:
    return Failure(FetchFailure.REDIRECT, reason, status=status)


def _port(url: httpx.URL) -> int | None:
    return url.port or _DEFAULT_PORTS.get(url.scheme)


def is_fetchable(url: httpx.URL) -> bool:
    """Return whether a URL is http(s) with a host and a valid port (httpx accepts 99999)."""
    try:
        host = url.host
    except UnicodeError:  # httpx accepts "xn--a" and decodes it only on access
        return False
    return url.scheme in _DEFAULT_PORTS and bool(host) and (url.port is None or 0 < url.port < 65_536)


def is_same_server(old: httpx.URL, new: httpx.URL) -> bool:
    """Return whether both URLs have the same host and port; http on 80 to https on 443 counts as the same."""
    if old.host.lower() != new.host.lower():
        return False
    if _port(old) == _port(new):
        return True
    return (old.scheme, _port(old), new.scheme, _port(new)) == ("http", 80, "https", 443)


def _is_same_page(old: httpx.URL, new: httpx.URL) -> bool:
    if old.path.rstrip("/").lower() != new.path.rstrip("/").lower():
        return False
    wanted = parse_qsl(old.query.decode("ascii", "replace"), keep_blank_values=True)
    given = parse_qsl(new.query.decode("ascii", "replace"), keep_blank_values=True)
    return all(pair in given for pair in wanted)


def next_url(old: httpx.URL, status: int, location: str | None, *, follow: bool) -> httpx.URL:
    """Return the URL that a redirect leads to, absolute and without a fragment.

    Without ``follow`` only another spelling of the same page is accepted: a trailing slash, letter case, http → https,
    added query parameters. Anything else means that the board has moved, and a board that has moved must not look like
    one that lost its postings. With ``follow`` other pages and hosts are accepted too. Another scheme, https → http,
    http to another host, and a URL with a user name are never accepted. Raises `Failure` (redirect) for everything that
    is refused; private addresses are refused at connect.
    """
    if not location:
        raise _refused(status, f"HTTP {status} without a Location to go to")
    try:
        new = old.join(location).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as exc:  # idna's errors are UnicodeErrors, so ValueErrors
        raise _refused(status, "redirected to something that is not a valid URL") from exc
    shown = redact_url(str(new))
    if not is_fetchable(new):
        raise _refused(status, f"redirected to {shown}, which is not an http(s) URL with a host")
    if old.scheme == "https" and new.scheme == "http":
        raise _refused(status, f"redirected from https to unprotected http ({shown})")
    if new.userinfo and new.userinfo != old.userinfo:
        raise _refused(status, f"redirected to {shown}, which carries a user name")
    same_server = is_same_server(old, new)
    if new.scheme == "http" and not same_server:
        raise _refused(status, f"redirected to another host over unprotected http ({shown})")
    if not follow and not (same_server and _is_same_page(old, new)):
        raise _refused(status, f"moved to {shown}; check the source's identifier")
    return new
