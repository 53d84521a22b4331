"""What can go wrong in one attempt, in this room's terms: foreign exceptions are translated only here."""

from __future__ import annotations

import re
import ssl
from enum import Enum
from typing import TYPE_CHECKING

import httpcore
import httpx

from jobscan.exceptions import FetchFailure
from jobscan.utils.time import parse_http_date

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.fetch.settings import FetchSettings

_SECONDS = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?(?:e[0-9]+)?", re.IGNORECASE | re.ASCII)
_RETRY_AFTER_MIN_S = 30.0
_RETRY_AFTER_MAX_S = 86_400.0


#: What httpx and httpcore raise during a request; the errors have no common base class.
HTTP_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    httpx.HTTPError,
    httpx.InvalidURL,
    UnicodeEncodeError,
)


class Retry(Enum):
    """Whether another attempt may help."""

    NO = "no"
    #: Random damage is gone the second time; a broken server is not worth more attempts.
    ONCE = "once"
    YES = "yes"


class Failure(Exception):  # noqa: N818 - the error that callers see is FetchError; this one never leaves the room
    """One attempt failed. ``retry_after_s`` is what the server asked for in seconds, not clamped.

    ``url`` is where it happened; it is set by the code that knows it, and redacted before it is shown.
    """

    def __init__(
        self,
        kind: FetchFailure,
        reason: str,
        *,
        retry: Retry = Retry.NO,
        status: int | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        self.kind = kind
        self.reason = reason
        self.retry = retry
        self.status = status
        self.retry_after_s = retry_after_s
        self.url = ""
        super().__init__(reason)


def broken(reason: str) -> Failure:
    """Return the failure for an answer that ended early or violates HTTP or its coding; tried once more."""
    return Failure(FetchFailure.BROKEN, reason, retry=Retry.ONCE)


class AddressRefused(httpcore.ConnectError):
    """The guard refuses the host, one of its addresses, or the port; its text is the reason."""


class NameNotResolved(httpcore.ConnectError):
    """The name has no address, or the resolver did not answer."""


class HandshakeFailed(httpcore.ConnectError):
    """TLS could not be agreed on, or the certificate is not valid for the host; its text is the reason."""


class DeadlinePassed(httpcore.ReadTimeout):
    """The attempt has run out of time."""


def explain_failure(exc: Exception, host: str, settings: FetchSettings) -> Failure:
    """Translate an error of the HTTP libraries from before the body."""
    for explained in (_explain_timeout, _explain_connection, _explain_protocol):
        failure = explained(exc, host, settings)
        if failure is not None:
            return failure
    return Failure(FetchFailure.REFUSED, f"the request cannot be sent ({_text(exc)}); check the URL and the headers")


def explain_in_body(exc: Exception, host: str, received: int, settings: FetchSettings) -> Failure:
    """Translate an error of the HTTP libraries from within the body; ``received`` counts its bytes."""
    if isinstance(exc, httpcore.TimeoutException):
        failure = _explain_timeout(exc, host, settings)
        assert failure is not None
        return Failure(failure.kind, f"{failure.reason}; {received} bytes of the body had arrived")
    return broken(f"{host} cut the answer off after {received} bytes of its body")


def _explain_timeout(exc: Exception, host: str, settings: FetchSettings) -> Failure | None:
    timeout = FetchFailure.TIMEOUT
    match exc:
        case DeadlinePassed():
            # Not tried again: the server has had a whole attempt's time and may well take it on purpose.
            return Failure(timeout, f"no complete answer from {host} within {settings.total_timeout_s:g} s")
        case httpcore.ConnectTimeout():
            # Nothing arrived: a network that swallows packets is as much down as one that refuses them.
            reason = f"cannot connect to {host} within {settings.connect_timeout_s:g} s"
            return Failure(FetchFailure.NETWORK, reason, retry=Retry.YES)
        case httpcore.PoolTimeout():
            reason = f"no free connection to {host} within {settings.connect_timeout_s:g} s"
        case httpcore.TimeoutException():
            reason = f"{host} was silent for {settings.read_timeout_s:g} s"
        case _:
            return None
    return Failure(timeout, reason, retry=Retry.YES)


def _explain_connection(exc: Exception, host: str, _settings: FetchSettings) -> Failure | None:
    match exc:
        case AddressRefused():
            return Failure(FetchFailure.REFUSED, f"refused to connect to {host}: {exc}")
        case HandshakeFailed():
            return Failure(FetchFailure.TLS, f"no trusted TLS connection to {host}: {exc}")
        case NameNotResolved():
            reason = f"cannot resolve {host}: {exc}"
        case httpcore.ConnectError():
            reason = f"cannot connect to {host}: {exc}"
        case httpcore.NetworkError():
            reason = f"{host} reset the connection"
        case httpcore.RemoteProtocolError() if _parser_error(exc) is None:
            # httpcore's own words: the connection was closed instead of answered, as stale ones are.
            reason = f"{host} closed the connection without an answer"
        case _:
            return None
    return Failure(FetchFailure.NETWORK, reason, retry=Retry.YES)


def _explain_protocol(exc: Exception, host: str, _settings: FetchSettings) -> Failure | None:
    if not isinstance(exc, httpcore.RemoteProtocolError):
        return None
    if getattr(_parser_error(exc), "error_status_hint", None) == 431:
        return Failure(FetchFailure.TOO_LARGE, f"{host} sent more than 100 KiB of headers")
    return broken(f"{host} answered with something that is not HTTP ({_text(exc)})")


def _parser_error(exc: Exception) -> Exception | None:
    """Return the error of h11 inside one of httpcore, which carries it as its argument (the pool drops the cause)."""
    inner = exc.args[0] if exc.args else None
    return inner if isinstance(inner, Exception) else None


def parse_retry_after(text: str | None, now: datetime) -> float | None:
    """Read Retry-After (RFC 9110 §10.2.3) as seconds from ``now``, 0 or more, maybe infinite; None when unreadable.

    Seen in addition to the two standard forms: fractions, exponents, negative numbers, dates in the past.
    """
    text = (text or "").strip()
    if not text or len(text) > 400:
        return None
    if _SECONDS.fullmatch(text):
        return max(0.0, float(text))
    moment = parse_http_date(text)
    return None if moment is None else max(0.0, (moment - now).total_seconds())


def clamp_retry_after(seconds: float | None) -> float | None:
    """Limit what a server asked for to 30 s to 24 h: it may slow us down but not stop us for ever."""
    return None if seconds is None else min(max(seconds, _RETRY_AFTER_MIN_S), _RETRY_AFTER_MAX_S)


def tls_reason(exc: ssl.SSLError) -> str:
    """Return in a few words why a handshake failed."""
    if isinstance(exc, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({exc.verify_message.rstrip('.')})"
    return (exc.reason or str(exc)).replace("_", " ").lower()


def _text(exc: Exception) -> str:
    return " ".join(str(exc).split())[:160] or type(exc).__name__
