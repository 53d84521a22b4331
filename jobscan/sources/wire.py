"""What every adapter needs to read an answer: status first, then the shape, then each item on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from jobscan.exceptions import BoardError, BoardFailure
from jobscan.utils.hashing import compute_hash

if TYPE_CHECKING:
    from jobscan.domain.fetching import Page

T = TypeVar("T")

#: More than any board seen (CVS on Workday: 18,387, 2026). A board that says more is not believed as a whole.
MAX_POSTINGS = 25_000

_FAILURES = {
    401: BoardFailure.FORBIDDEN,
    403: BoardFailure.FORBIDDEN,
    404: BoardFailure.NOT_FOUND,
    410: BoardFailure.NOT_FOUND,
}


def require_ok(page: Page, what: str) -> None:
    """Raise `BoardError` unless the answer is a 200; ``what`` names the thing asked for ("board canonical")."""
    if page.status == 200:
        return
    kind = _FAILURES.get(page.status, BoardFailure.REJECTED)
    hint = {
        BoardFailure.NOT_FOUND: "there is none by that name; check the identifier, the company may have moved",
        BoardFailure.FORBIDDEN: "the server refuses to show it",
    }.get(kind, "the server rejects the request")
    raise BoardError(kind, f"{what}: HTTP {page.status}, {hint}")


def decode_json(page: Page, shape: type[T], what: str) -> T:
    """Decode the body as JSON of this shape; type the items as `msgspec.Raw` to decode each on its own.

    Raises `BoardError` (unreadable) for anything else: HTML, a missing key, a body nested past the decoder's depth.
    """
    body = page.body.removeprefix(b"\xef\xbb\xbf")
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as exc:
        start = body[:200].lstrip()
        if start.startswith(b"<"):
            reason = "the answer is an HTML page, not JSON (a login, a challenge or a moved board)"
        elif not start:
            reason = "the answer is empty"
        else:
            reason = f"the answer is not the JSON this board speaks ({_short(exc)})"
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: {reason}") from exc


def decode_items(raws: list[msgspec.Raw], shape: type[T], what: str) -> tuple[list[tuple[int, T]], dict[int, str]]:
    """Decode each item on its own: (index, item) pairs in order, and index → reason of those that cannot be read.

    Raises `BoardError` (too many) past `MAX_POSTINGS`.
    """
    if len(raws) > MAX_POSTINGS:
        raise BoardError(BoardFailure.TOO_MANY, f"{what}: {len(raws)} postings on one board; {MAX_POSTINGS} is the limit")
    decoder = msgspec.json.Decoder(shape)
    items: list[tuple[int, T]] = []
    bad: dict[int, str] = {}
    for index, raw in enumerate(raws):
        try:
            items.append((index, decoder.decode(raw)))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as exc:
            bad[index] = _short(exc)
    return items, bad


def fingerprint(*values: object) -> str:
    """Hash JSON-ready values (msgspec Structs included): equal values give equal hex, whatever their keys' order."""
    return compute_hash(msgspec.json.encode(values, order="sorted").decode("utf-8", "replace"))


def _short(exc: Exception) -> str:
    if isinstance(exc, RecursionError):
        return "nested too deeply"
    return " ".join(str(exc).split())[:160] or type(exc).__name__
