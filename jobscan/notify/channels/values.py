"""The kinds of values that settings of channels are made of: addresses, URLs that are secrets, lines."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, StringConstraints

from jobscan.utils.urls import clean_url

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


def check_url(text: str) -> str:
    """Return an http(s) URL as it is asked for; raise ValueError, which does not repeat it, when it is none."""
    url = clean_url(text)
    if url is None:
        raise ValueError("must be an http:// or https:// address without a user name and blanks in it")
    return url.partition("#")[0]


def _check_secret_url(secret: SecretStr) -> SecretStr:
    return SecretStr(check_url(secret.get_secret_value()))


def _check_base_url(text: str) -> str:
    url = check_url(text)
    if "?" in url:
        raise ValueError("must not have a ?query: paths are appended to it")
    return url.rstrip("/")


LineText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00-\x1f]+$"),
]
Secret = Annotated[SecretStr, Field(min_length=1, max_length=10_000)]
MailAddress = Annotated[str, AfterValidator(check_mail_address)]
#: Who knows it can post: a Slack webhook, a topic of ntfy.
SecretUrl = Annotated[SecretStr, AfterValidator(_check_secret_url)]
BaseUrl = Annotated[str, AfterValidator(_check_base_url)]
Host = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9._:-]{1,253}$")]
