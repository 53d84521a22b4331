"""The types of values in channel settings: addresses, secret URLs, lines."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, StringConstraints

from jobscan.utils.mail_address import check_mail_address
from jobscan.utils.urls import clean_url


def check_url(text: str) -> str:
    """Return an http(s) URL in its normal form; raise ValueError, which does not repeat it, when it is invalid."""
    url = clean_url(text)
    if url is None:
        raise ValueError("must be an http:// or https:// address without a user name or spaces in it")
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
#: Anyone who knows it can post: a Slack webhook, a topic of ntfy.
SecretUrl = Annotated[SecretStr, AfterValidator(_check_secret_url)]
BaseUrl = Annotated[str, AfterValidator(_check_base_url)]
Host = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9._:-]{1,253}$")]
