"""What every adapter needs to read an answer: status first, then the shape, then each item on its own."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.posting import ParsedPage, Posting
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.utils.hashing import compute_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence, Sized

    from jobscan.domain.page import Page

#: Bytes of JSON decoded in one go: about 3 ms, in which no other thread runs.
_AT_ONCE = 2 * 1024 * 1024

_T = TypeVar("_T")

#: More than any board seen (CVS on Workday: 18,387, 2026). A board that says more is not believed as a whole.
MAX_POSTINGS = 25_000

#: Longer than any id seen (UUIDs, 36); an id goes into indexes and log lines.
_MAX_ID_LENGTH = 200

#: JSON's separators are counted before a large body is decoded: `[{},{},…]` of 30 MB would become ten million objects.
#: Real boards have one comma in 42 to 108 bytes (recordings of six systems, 2020 to 2026).
_MANY_COMMAS = 500_000
_BYTES_PER_COMMA = 32

#: What the decoder raises for what it cannot read; a number of too many digits is a ValueError of Python's own.
_UNREADABLE = (msgspec.DecodeError, RecursionError, ValueError)

_FAILURES = {
    401: BoardFailure.FORBIDDEN,
    403: BoardFailure.FORBIDDEN,
    404: BoardFailure.NOT_FOUND,
    410: BoardFailure.NOT_FOUND,
}

#: What must be told apart to find a surrogate escape without its partner, which is the group: escaped backslashes
#: (``\\ud800`` is plain text) and whole pairs.
_SURROGATE = re.compile(
    rb"\\(?:\\|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2}))"
)
#: A body with more backslashes is not mended: each costs a step of the search. Real boards have one in 28 to 200 bytes
#: (quotes and line ends of HTML); 15 million of them took a second.
_MAX_BACKSLASHES = 1_000_000
#: Bytes that are mended at a time; such a step ends past any escape and not between the two of a pair.
_STEP = 1024 * 1024
_SAFE_CUT = re.compile(
    rb"[^\\]{12}|[^\\]{5}(?=\\u(?![dD][c-fC-F]))|u[dD][c-fC-F][0-9a-fA-F]{2}(?=\\)",
)
_MALFORMED_AT = re.compile(r"\(byte (\d+)\)")
_NOT_A_NUMBER = re.compile(rb"-?(?:NaN|Infinity)")

#: Everything of a posting but its identity and its stamps: boards move those without a change (see `Posting`). Offices
#: are added where there are any: other boards' stored fingerprints stay what they were before offices were read.
_NOT_FINGERPRINTED = ("external_id", "offices", "posted_at", "updated_at")
_fingerprinted = attrgetter(*(field.name for field in fields(RawJob) if field.name not in _NOT_FINGERPRINTED))


class HasId(Protocol):
    """An item of a list: a Struct with the posting's id, of whatever type, as ``id``."""

    @property
    def id(self) -> object:
        """Return the id as it was sent."""
        ...


P = TypeVar("P", bound=HasId)


class _Identified(msgspec.Struct):
    """The least that can be read of an item whose shape is not the documented one."""

    id: Any = None


_IDENTIFIED = msgspec.json.Decoder(_Identified)


def require_ok(page: Page, what: str, *, missing: str = "") -> None:
    """Raise `BoardError` unless the answer is a 200; ``what`` names the thing asked for ("board canonical").

    ``missing`` says what else a user can try when there is no such thing.
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

    An escaped surrogate without its partner, which the decoder refuses wherever it stands, becomes U+FFFD: one
    posting's text must not cost the board.

    Raises `BoardError` (unreadable) for anything else: HTML, a missing key, NaN, a body nested past the decoder's
    depth; (too many) for a body of far more values than text.
    """
    body = _body_of(page, what)
    try:
        return _decode(body, msgspec.json.Decoder(shape))
    except _UNREADABLE as exc:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: {_why_unreadable(body, exc)}") from exc


def decode_list(page: Page, envelope: Any, shape: type[_T], what: str) -> Any:
    """Decode the body as ``envelope[shape]`` when all of it is sound, else as ``envelope[msgspec.Raw]``.

    ``envelope`` is `list` or a generic Struct with a list, and `read_jobs` takes the list of either. Nearly all boards
    are sound, and decoded in one go they take two thirds of the time. Not the large ones: one go stops all threads.

    Raises `BoardError` as `decode_json` does.
    """
    body = _body_of(page, what)
    if len(body) <= _AT_ONCE:
        with suppress(*_UNREADABLE):
            return msgspec.json.decode(body, type=envelope[shape])
    return decode_json(page, envelope[msgspec.Raw], what)


def decode_items(raws: list[msgspec.Raw], shape: type[_T], what: str) -> tuple[list[tuple[int, _T]], dict[int, str]]:
    """Decode each item on its own: (index, item) pairs in order, and index → reason of those that cannot be read.

    Bytes that are no UTF-8 become U+FFFD. Raises `BoardError` (too many) past `MAX_POSTINGS`.
    """
    _check_count(raws, what)
    decoder = msgspec.json.Decoder(shape)
    items: list[tuple[int, _T]] = []
    bad: dict[int, str] = {}
    for index, raw in enumerate(raws):
        try:
            items.append((index, _decode(raw, decoder)))
        except _UNREADABLE as exc:
            bad[index] = _short(exc)
    return items, bad


def decode_rows(
    rows: Sequence[_T | msgspec.Raw], shape: type[_T], what: str
) -> tuple[list[tuple[int, _T]], dict[int, str], list[msgspec.Raw]]:
    """Do what `decode_items` does to what `decode_list` gave; the last value holds the items that were not decoded."""
    raws = [row for row in rows if isinstance(row, msgspec.Raw)]
    if raws:
        return *decode_items(raws, shape, what), raws
    _check_count(rows, what)
    return [(index, row) for index, row in enumerate(rows) if not isinstance(row, msgspec.Raw)], {}, []


def read_jobs(
    rows: Sequence[P | msgspec.Raw], shape: type[P], to_job: Callable[[P, str], RawJob | None], what: str
) -> ParsedPage:
    """Read a list whose items hold whole postings; they may be decoded already, see `decode_list`.

    ``to_job`` gets the item and its canonical id and answers None for a posting that is not to be listed. An item that
    cannot be read counts as seen when its id can be, else as lost; both are named in ``problems``, without their text.

    Raises `BoardError` (too many) past `MAX_POSTINGS`.
    """
    items, bad, raws = decode_rows(rows, shape, what)
    found: dict[int, Posting] = {}
    problems: dict[int, str] = {}
    for index, item in items:
        external_id = canonical_id(item.id)
        if external_id is None:
            problems[index] = f"{what}: item {index} has no usable id"
        elif (job := to_job(item, external_id)) is not None:
            found[index] = Posting(external_id=external_id, fingerprint=job_fingerprint(job), job=job)
    lost = len(problems)
    for index, reason in bad.items():
        external_id = readable_id(raws[index])
        if external_id is None:
            lost += 1
            problems[index] = f"{what}: item {index} has no usable id: {reason}"
        else:
            found[index] = unreadable_posting(external_id, raws[index])
            problems[index] = f"{what}: posting {external_id[:40]} cannot be read: {reason}"
    return ParsedPage(
        postings=tuple(found[index] for index in sorted(found)),
        problems=tuple(problems[index] for index in sorted(problems)),
        lost=lost,
    )


def canonical_id(value: object) -> str | None:
    """Return an id as text, the same for 12, "12" and 12.0; None when the value cannot name a posting.

    Refused: None, booleans, fractions, floats past 2**53 (they name several integers), empty and overlong text, and
    text with control characters or U+FFFD (its original bytes are gone).
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        if not value.is_integer() or abs(value) > 2**53:
            return None
        value = int(value)
    if isinstance(value, int):
        # More digits than any id; also keeps clear of Python's limit on digits, whose breach is a ValueError.
        return str(value) if value.bit_length() <= 256 else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    usable = 0 < len(text) <= _MAX_ID_LENGTH and text.isprintable() and "\ufffd" not in text
    return text if usable else None


def readable_id(raw: msgspec.Raw) -> str | None:
    """Return the canonical ``id`` of an item of any shape; None when it has none."""
    try:
        return canonical_id(_decode(raw, _IDENTIFIED).id)
    except _UNREADABLE:
        return None


def unreadable_posting(external_id: str, raw: msgspec.Raw) -> Posting:
    """Return a posting that counts as seen and nothing more; its fingerprint is that of its bytes."""
    return Posting(external_id=external_id, fingerprint=compute_hash("unreadable", bytes(raw).decode("latin-1")))


def job_fingerprint(job: RawJob) -> str:
    """Hash everything that a posting carries but its id and its stamps.

    Taken from what was read, not from the bytes: fields that nobody reads (trackers, compliance texts) cannot matter,
    and when an adapter learns to read one more, its postings are looked at again.
    """
    return fingerprint(*_fingerprinted(job), *job.offices)


def fingerprint(*values: object) -> str:
    """Hash JSON-ready values (msgspec Structs included): equal values give equal hex, whatever their keys' order."""
    return compute_hash(msgspec.json.encode(values, order="sorted"))


def decode_or_none(raw: msgspec.Raw, shape: type[_T]) -> _T | None:
    """Decode a value that may rightly be of another shape, such as an employer's own field; None when it is."""
    try:
        return msgspec.json.decode(raw, type=shape)
    except _UNREADABLE:
        return None


def _body_of(page: Page, what: str) -> bytes:
    """Return the JSON of an answer; raise `BoardError` (too many) for far more values than text."""
    body = page.body.removeprefix(b"\xef\xbb\xbf")
    # A smaller one cannot have so many, and counting takes a third of the time of decoding.
    commas = body.count(b",") if len(body) > _MANY_COMMAS else 0
    if commas > _MANY_COMMAS and commas * _BYTES_PER_COMMA > len(body):
        raise BoardError(
            BoardFailure.TOO_MANY, f"{what}: {commas} values in {len(body)} bytes is not a plausible list of postings"
        )
    return body


def _check_count(rows: Sized, what: str) -> None:
    if len(rows) > MAX_POSTINGS:
        reason = f"{what}: {len(rows)} postings on one board; {MAX_POSTINGS} is the limit"
        raise BoardError(BoardFailure.TOO_MANY, reason)


def _decode(data: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[_T]) -> _T:
    """Decode; when the data is not sound Unicode, mend that and decode once more."""
    try:
        return decoder.decode(data)
    except msgspec.ValidationError:  # sound JSON of another shape: nothing to mend
        raise
    except (msgspec.DecodeError, UnicodeDecodeError):
        mended = _mend(bytes(data))
        if mended is None:
            raise
        return decoder.decode(mended)


def _mend(data: bytes) -> bytearray | None:
    """Return the JSON with U+FFFD for bytes that are no UTF-8 and for lone surrogates.

    None when it has neither, or so much of it anywhere that it is no text. Step by step: as a whole 30 MB took 190.
    """
    has_surrogates = (b"\\ud" in data or b"\\uD" in data) and data.count(b"\\") <= _MAX_BACKSLASHES
    if data.isascii() and not has_surrogates:
        return None
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    mended, start = bytearray(), 0
    while start < len(data):
        cut = _SAFE_CUT.search(data, start + _STEP)
        end = cut.end() if cut else len(data)
        sound = decoder.decode(data[start:end], final=end == len(data)).encode()
        mended += _SURROGATE.sub(lambda found: b"\\ufffd" if found[1] else found[0], sound) if has_surrogates else sound
        if len(mended) > end + end // 4 + _STEP:
            return None
        start = end
    return mended if mended != data else None


def _why_unreadable(body: bytes, exc: Exception) -> str:
    start = body[:200].lstrip()
    if start.startswith(b"<"):
        return "the answer is an HTML page, not JSON (a login, a challenge or a moved board)"
    if not start:
        return "the answer is empty"
    place = _MALFORMED_AT.search(str(exc))
    # The decoder points at the first letter, which a minus may precede.
    if place and _NOT_A_NUMBER.match(body, int(place[1])):
        return f"the answer holds NaN or Infinity at byte {place[1]}, which JSON does not have"
    return f"the answer is not the JSON this board speaks ({_short(exc)})"


def _short(exc: Exception) -> str:
    if isinstance(exc, RecursionError):
        return "nested too deeply"
    return " ".join(str(exc).split())[:160] or type(exc).__name__
