"""E-mail addresses: what counts as one, and its form on the wire."""

from __future__ import annotations

import re

#: A dot-atom (RFC 5322 §3.2.3): no quotes, no comments, no blanks.
_LOCAL_PART = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII | re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII | re.IGNORECASE)


def check_mail_address(text: str) -> str:
    """Return an e-mail address as it travels: ``name@domain``, the domain in ASCII (IDNA).

    Raises ValueError for anything else, also for a name that is not ASCII: few servers take those. A domain of one
    label (``localhost``) is accepted, an address literal (``[127.0.0.1]``) is not.
    """
    local, at, domain = text.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError:
        domain = ""
    is_right = (
        at
        and len(local) <= 64
        and _LOCAL_PART.fullmatch(local)
        and len(domain) <= 253
        and all(_LABEL.fullmatch(label) for label in domain.split("."))
    )
    if not is_right:
        raise ValueError("must be one e-mail address, such as me@example.org, with nothing around it")
    return f"{local}@{domain.lower()}"
