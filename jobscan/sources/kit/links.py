"""Addresses of pages: without what only follows people around, and whether two are of one site."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

#: Parameters that tell where a visitor came from or who they are, and name no page.
_TRACKING = re.compile(
    r"(?:utm_\w*|gclid|fbclid|msclkid|mc_[ce]id|_hs\w+|source|src|ref|referrer|visitor|session|sid|jsessionid|feedid|gh_src"
    r"|lever-source|trid|rx_\w+|_ga|_gl|in_iframe|mobile|width|height|hub)",
    re.IGNORECASE,
)
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)


def without_tracking(url: str) -> str:
    """Return an address without parameters that name no page, without fragment and without a session in its path."""
    parts = urlsplit(url)
    kept = [pair for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(pair.partition("=")[0])]
    return urlunsplit((parts.scheme, parts.netloc, _SESSION_IN_PATH.sub("", parts.path), "&".join(kept), ""))


def is_same_site(url: str, other: str) -> bool:
    """Say whether two addresses are of one host, or one's host is a subdomain of the other's; "www." does not count."""
    hosts = sorted(((urlsplit(one).hostname or "").removeprefix("www.") for one in (url, other)), key=len)
    return bool(hosts[0]) and f".{hosts[1]}".endswith(f".{hosts[0]}")
