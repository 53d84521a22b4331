"""URLs: makes them safe to store and to show, and points them at another host."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

_SECRET_NAME = re.compile(
    r"token|secret|password|passwd|api[-_]?key|access[-_]?key|signature|credential|auth|session|^(?:key|sig|pwd)$",
    re.IGNORECASE,
)
#: What may stand for a host after IDNA: names and addresses, no percent-encoding, no zone of an address.
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|[0-9a-f:.]*:[0-9a-f:.]*", re.ASCII)
_UNSAFE = re.compile('[\u0000-\u0020\u007f-\u009f\u2028\u2029\\\\<>"`{}|^\ud800-\udfff]')
_URL_LIMIT = 2_048
#: What nearly all URLs are: taking them apart and quoting what is not safe would give the same. A fifth of the time.
_SETTLED = re.compile(
    r"https?://[a-z0-9_-]++(?:\.[a-z0-9_-]++)*+\.?(?:/[A-Za-z0-9/%:@!$&'()*+,;=~._-]*+)?+"
    r"(?:\?[A-Za-z0-9/?%:@!$&'()*+,;=~._-]++)?+"
)


def clean_url(text: object) -> str | None:
    """Return an http(s) URL that is safe to store, mail and put into a page; None when it is not one.

    Refused: other schemes (``javascript:``), user names, control characters and blanks inside, more than 2,048
    characters.
    """
    if not isinstance(text, str) or len(text) > _URL_LIMIT * 2:
        return None
    if len(text) <= _URL_LIMIT and _SETTLED.fullmatch(text):
        return text
    return _rebuilt(text.strip())


def _rebuilt(text: str) -> str | None:
    if text.startswith("//"):
        text = "https:" + text
    if _UNSAFE.search(text):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
        host = parts.hostname or ""
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    if parts.scheme.lower() not in ("http", "https") or not _HOST.fullmatch(host) or parts.username is not None:
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None:
        netloc += f":{port}"
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._")
    fragment = quote(parts.fragment, safe="/?%:@!$&'()*+,;=~-._")
    url = urlunsplit((parts.scheme.lower(), netloc, path, query, fragment))
    return url if len(url) <= _URL_LIMIT else None


def redact_url(url: str) -> str:
    """Return the URL, safe for logs and errors: no user, no password, no value of a parameter that names a secret.

    Also for database DSNs. What cannot be parsed with certainty is not shown at all.
    """
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "(unreadable URL)"
    if parts.scheme not in ("http", "https") and "@" in parts.path + parts.query + parts.fragment:
        # A password with an unescaped "/", "?" or "#" in it: its end would be shown.
        return "(unreadable URL)"
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    netloc = ("***@" if parts.username is not None else "") + host + port
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True)
    # A value that mentions a secret may hold one: "a=1;token=x" is one pair, and a link may be a value.
    if any(_SECRET_NAME.search(part) for pair in pairs for part in pair):
        query = urlencode(
            [
                (name, "***" if _SECRET_NAME.search(name) or _SECRET_NAME.search(value) else value)
                for name, value in pairs
            ],
            safe="*",
        )
    if not netloc and "://" in url:
        # urlunsplit would write sqlite:///x as sqlite:/x.
        return f"{parts.scheme}://{parts.path}" + (f"?{query}" if query else "")
    return urlunsplit((parts.scheme, netloc, parts.path, query, ""))


def rebase_url(url: str, base_url: str | None) -> str:
    """Return the URL with scheme and host replaced by ``base_url``, whose path becomes a prefix.

    ``https://boards-api.greenhouse.io/v1/x`` on ``http://127.0.0.1:8765/gh`` is ``http://127.0.0.1:8765/gh/v1/x``.
    None leaves the URL unchanged.
    """
    if base_url is None:
        return url
    parts, base = urlsplit(url), urlsplit(base_url)
    return urlunsplit((base.scheme, base.netloc, base.path.rstrip("/") + parts.path, parts.query, parts.fragment))
