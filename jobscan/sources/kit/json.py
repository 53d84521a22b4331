"""What every adapter needs to read an answer: first the status, then possibly invalid JSON, then its shape."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from jobscan.exceptions import BoardError, BoardFailure

if TYPE_CHECKING:
    from jobscan.domain.page import Page

#: Bytes of JSON decoded in one go: about 3 ms, in which no other thread runs.
_AT_ONCE = 2 * 1024 * 1024

_T = TypeVar("_T")

#: JSON's separators are counted before a large body is decoded: `[{},{},…]` of 30 MB would become ten million objects.
#: Real boards have one comma in 42 to 108 bytes (recordings of six systems, 2020 to 2026).
_MANY_COMMAS = 500_000
_BYTES_PER_COMMA = 32

#: The decoder's errors for unreadable data; a number with too many digits is a ValueError of Python's own.
UNREADABLE = (msgspec.DecodeError, RecursionError, ValueError)

_FAILURES = {
    401: BoardFailure.FORBIDDEN,
    403: BoardFailure.FORBIDDEN,
    404: BoardFailure.NOT_FOUND,
    410: BoardFailure.NOT_FOUND,
}

#: Finds surrogate escapes without a partner (the group), besides escaped backslashes (``\\ud800`` is plain text) and
#: whole pairs.
_SURROGATE = re.compile(
    rb"\\(?:\\|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2}))"
)
#: A body with more backslashes is not repaired: each costs a step of the search. Real boards have one in 28 to 200
#: bytes (quotes and line ends of HTML); 15 million of them took a second.
_MAX_BACKSLASHES = 1_000_000
#: Bytes that are repaired at a time; such a step ends after any escape and not within a pair.
_STEP = 1024 * 1024
_SAFE_CUT = re.compile(
    rb"[^\\]{12}|[^\\]{5}(?=\\u(?![dD][c-fC-F]))|u[dD][c-fC-F][0-9a-fA-F]{2}(?=\\)",
)
_MALFORMED_AT = re.compile(r"\(byte (\d+)\)")
_NOT_A_NUMBER = re.compile(rb"-?(?:NaN|Infinity)")


def require_ok(page: Page, what: str, *, missing: str = "") -> None:
    """Raise `BoardError` unless the answer is a 200; ``what`` names what was requested ("board canonical").

    ``missing`` says what a user can try if it does not exist.
    """
    if page.status == 200:
        return
    kind = _FAILURES.get(page.status, BoardFailure.REJECTED)
    hint = {
        BoardFailure.NOT_FOUND: missing
        or "there is no board of that name; check the identifier, the company may have moved",
        BoardFailure.FORBIDDEN: "the server refuses to show it",
    }.get(kind, "the server rejects the request")
    raise BoardError(kind, f"{what}: HTTP {page.status}, {hint}")


def decode_json(page: Page, shape: type[_T], what: str) -> _T:
    """Decode the body as JSON of this shape; type the items as `msgspec.Raw` to decode each on its own.

    An escaped surrogate without its partner, which the decoder always refuses, becomes U+FFFD: the text of one posting
    must not make the board unreadable.

    Raises `BoardError` (unreadable) for anything else: HTML, a missing key, NaN, a body nested past the decoder's
    depth; (too many) for a body with far more values than text.
    """
    body = _body_of(page, what)
    try:
        return decode_sound(body, msgspec.json.Decoder(shape))
    except UNREADABLE as exc:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: {_why_unreadable(body, exc)}") from exc


def decode_list(page: Page, envelope: Any, shape: type[_T], what: str) -> Any:
    """Decode the body as ``envelope[shape]`` if all of it is valid, otherwise as ``envelope[msgspec.Raw]``.

    ``envelope`` is `list` or a generic Struct with a list, and `read_jobs` takes the list of either. Nearly all boards
    are valid, and decoded in one go they take two thirds of the time. Not large ones: one go stops all threads.

    Raises `BoardError` as `decode_json` does.
    """
    body = _body_of(page, what)
    if len(body) <= _AT_ONCE:
        with suppress(*UNREADABLE):
            return msgspec.json.decode(body, type=envelope[shape])
    return decode_json(page, envelope[msgspec.Raw], what)


def decode_or_none(raw: msgspec.Raw, shape: type[_T]) -> _T | None:
    """Decode a value that may have another shape, such as an employer's own field; None if it has."""
    try:
        return msgspec.json.decode(raw, type=shape)
    except UNREADABLE:
        return None


def _body_of(page: Page, what: str) -> bytes:
    """Return the JSON of an answer; raise `BoardError` (too many) for far more values than text."""
    body = page.body.removeprefix(b"\xef\xbb\xbf")
    # A smaller body cannot have too many, and counting takes a third of the time of decoding.
    commas = body.count(b",") if len(body) > _MANY_COMMAS else 0
    if commas > _MANY_COMMAS and commas * _BYTES_PER_COMMA > len(body):
        raise BoardError(
            BoardFailure.TOO_MANY, f"{what}: {commas} values in {len(body)} bytes is not a plausible list of postings"
        )
    return body


def decode_sound(data: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[_T]) -> _T:
    """Decode; if the data is not valid Unicode, repair it and decode again."""
    try:
        return decoder.decode(data)
    except msgspec.ValidationError:  # valid JSON of another shape: nothing to repair
        raise
    except (msgspec.DecodeError, UnicodeDecodeError):
        repaired = _repair(bytes(data))
        if repaired is None:
            raise
        return decoder.decode(repaired)


def _repair(data: bytes) -> bytearray | None:
    """Return the JSON with U+FFFD for bytes that are not UTF-8 and for lone surrogates.

    None when it has neither, or so many in one place that it is not text. Step by step: as a whole, 30 MB took 190.
    """
    has_surrogates = (b"\\ud" in data or b"\\uD" in data) and data.count(b"\\") <= _MAX_BACKSLASHES
    if data.isascii() and not has_surrogates:
        return None
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    repaired, start = bytearray(), 0
    while start < len(data):
        cut = _SAFE_CUT.search(data, start + _STEP)
        end = cut.end() if cut else len(data)
        part = decoder.decode(data[start:end], final=end == len(data)).encode()
        repaired += _SURROGATE.sub(lambda found: b"\\ufffd" if found[1] else found[0], part) if has_surrogates else part
        if len(repaired) > end + end // 4 + _STEP:
            return None
        start = end
    return repaired if repaired != data else None


def _why_unreadable(body: bytes, exc: Exception) -> str:
    start = body[:200].lstrip()
    if start.startswith(b"<"):
        return "the answer is an HTML page, not JSON (a login, a challenge or a moved board)"
    if not start:
        return "the answer is empty"
    place = _MALFORMED_AT.search(str(exc))
    # The decoder points at the first letter, before which there may be a minus.
    if place and _NOT_A_NUMBER.match(body, int(place[1])):
        return f"the answer holds NaN or Infinity at byte {place[1]}, which JSON does not have"
    return f"the answer is not the JSON this board speaks ({short_reason(exc)})"


def short_reason(exc: Exception) -> str:
    """Return why the decoder refuses something, in one line without quoting it."""
    if isinstance(exc, RecursionError):
        return "nested too deeply"
    return " ".join(str(exc).split())[:160] or type(exc).__name__
