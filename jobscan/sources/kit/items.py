"""The rows of a list, each read on its own, so that an unreadable one affects no other; ids and fingerprints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.posting import ParsedPage, Posting
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.json import UNREADABLE, decode_sound, short_reason
from jobscan.utils.hashing import compute_hash

if TYPE_CHECKING:
    from collections.abc import Sequence, Sized

_T = TypeVar("_T")

#: More than any board seen (CVS on Workday: 18,387, 2026). A board that claims more is refused as a whole.
MAX_POSTINGS = 25_000

#: Longer than any id seen (UUIDs, 36); an id goes into indexes and log lines.
_MAX_ID_LENGTH = 200

#: All of a posting except its id and timestamps; boards move the latter without a change (see `Posting`). Offices
#: are added if there are any, so other boards' stored fingerprints stay what they were before offices were read.
_NOT_FINGERPRINTED = ("external_id", "offices", "posted_at", "updated_at")
_fingerprinted = attrgetter(*(field.name for field in fields(RawJob) if field.name not in _NOT_FINGERPRINTED))


def decode_items(raws: list[msgspec.Raw], shape: type[_T], what: str) -> tuple[list[tuple[int, _T]], dict[int, str]]:
    """Decode each item on its own: (index, item) pairs in order, and index → reason of those that cannot be read.

    Bytes that are not UTF-8 become U+FFFD. Raises `BoardError` (too many) past `MAX_POSTINGS`.
    """
    _check_count(raws, what)
    decoder = msgspec.json.Decoder(shape)
    items: list[tuple[int, _T]] = []
    bad: dict[int, str] = {}
    for index, raw in enumerate(raws):
        try:
            items.append((index, decode_sound(raw, decoder)))
        except UNREADABLE as exc:
            bad[index] = short_reason(exc)
    return items, bad


def decode_rows(
    rows: Sequence[_T | msgspec.Raw], shape: type[_T], what: str
) -> tuple[list[tuple[int, _T]], dict[int, str], list[msgspec.Raw]]:
    """Decode the result of `decode_list` like `decode_items`; the last value holds the items that were not decoded."""
    raws = [row for row in rows if isinstance(row, msgspec.Raw)]
    if raws:
        return *decode_items(raws, shape, what), raws
    _check_count(rows, what)
    return [(index, row) for index, row in enumerate(rows) if not isinstance(row, msgspec.Raw)], {}, []


class HasId(Protocol):
    """An item of a list: a Struct with the posting's id, of any type, as ``id``."""

    @property
    def id(self) -> object:
        """Return the id as it was sent."""
        ...


class _Identified(msgspec.Struct):
    """The minimum to read from an item whose shape is not the documented one."""

    id: Any = None


class ReadRow(NamedTuple):
    """The result of reading a row."""

    #: The posting; None: it must not be listed.
    posting: Posting | None
    #: What is wrong with it, as the end of a sentence; None: nothing.
    problem: str | None = None


Row = TypeVar("Row")
Least = TypeVar("Least")
Identity = TypeVar("Identity")
WithId = TypeVar("WithId", bound=HasId)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow(Generic[Row]):
    """What the list said of a posting whose details are asked for: the context of that request."""

    external_id: str
    fingerprint: str
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReader(Generic[Row, Least, Identity]):
    """How to read the rows of one kind of list: with whole postings, or with postings that also need details."""

    #: The documented shape.
    shape: type[Row]
    #: Tried when a row has another shape: enough to name its posting.
    least: type[Least]
    #: Returns the id of the posting of a row of either shape; None: it has none, and the row is lost.
    id_of: Callable[[Row | Least], Identity | None]
    #: Returns the posting of a row: with its job, with the request for its details, or with neither if unreadable.
    posting_of: Callable[[Row, Identity], ReadRow]
    #: Returns the posting of a row that cannot be read, with this fingerprint.
    seen_of: Callable[[Least, Identity, str], Posting]
    #: Returns whether a row is for the public.
    is_listed: Callable[[Row], bool] = lambda _row: True
    #: What messages call a row.
    noun: str = "item"

    def read(self, rows: Sequence[Row | msgspec.Raw], what: str) -> ParsedPage:
        """Read rows, which may be decoded already, see `decode_list`; ``what`` names the list in messages.

        A row that cannot be read counts as seen when its id can be, else as lost; both are named in ``problems``,
        without their text. Raises `BoardError` (too many) past `MAX_POSTINGS`.
        """
        items, bad, raws = decode_rows(rows, self.shape, what)
        found: dict[int, Posting] = {}
        problems: dict[int, str] = {}
        lost = 0
        for index, row in items:
            if not self.is_listed(row):
                continue
            identity = self.id_of(row)
            if identity is None:
                lost += 1
                problems[index] = f"{what}: {self.noun} {index} has no usable id"
                continue
            posting, problem = self.posting_of(row, identity)
            if posting is not None:
                found[index] = posting
            if problem is not None:
                problems[index] = f"{what}: {self.noun} {index} {problem}"
        for index, reason in bad.items():
            seen = self._seen(raws[index], what)
            if seen is None:
                lost += 1
                problems[index] = f"{what}: {self.noun} {index} has no usable id: {reason}"
            else:
                found[index] = seen
                problems[index] = f"{what}: posting {seen.external_id[:40]} cannot be read: {reason}"
        return ParsedPage(
            postings=tuple(found[index] for index in sorted(found)),
            problems=tuple(problems[index] for index in sorted(problems)),
            lost=lost,
        )

    def _seen(self, raw: msgspec.Raw, what: str) -> Posting | None:
        """Return the posting of a row that cannot be read; None when it has no id."""
        loose, _ = decode_items([raw], self.least, what)
        if not loose:
            return None
        identity = self.id_of(loose[0][1])
        print_ = compute_hash("unreadable", bytes(raw).decode("latin-1"))
        return None if identity is None else self.seen_of(loose[0][1], identity, print_)


def seen_only(_row: object, external_id: str, print_: str) -> Posting:
    """Return a posting that only counts as seen."""
    return Posting(external_id=external_id, fingerprint=print_)


def read_jobs(
    rows: Sequence[WithId | msgspec.Raw],
    shape: type[WithId],
    to_job: Callable[[WithId, str], RawJob | None],
    what: str,
) -> ParsedPage:
    """Read a list whose items are whole postings with their ``id``, as `RowReader.read` does.

    ``to_job`` gets the item and its canonical id and returns None for a posting that must not be listed.
    """

    def posting_of(item: WithId, external_id: str) -> ReadRow:
        job = to_job(item, external_id)
        if job is None:
            return ReadRow(None)
        return ReadRow(Posting(external_id=external_id, fingerprint=job_fingerprint(job), job=job))

    reader = RowReader(
        shape=shape, least=_Identified, id_of=lambda row: canonical_id(row.id), posting_of=posting_of, seen_of=seen_only
    )
    return reader.read(rows, what)


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
        # More digits than any id; also below Python's limit on digits, beyond which it raises ValueError.
        return str(value) if value.bit_length() <= 256 else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    usable = 0 < len(text) <= _MAX_ID_LENGTH and text.isprintable() and "\ufffd" not in text
    return text if usable else None


def job_fingerprint(job: RawJob) -> str:
    """Hash everything in a posting except its id and timestamps.

    Taken from what was read, not from the bytes: unused fields (trackers, compliance texts) cannot matter, and when an
    adapter learns to read one more, its postings are processed again.
    """
    return fingerprint(*_fingerprinted(job), *job.offices)


def fingerprint(*values: object) -> str:
    """Hash JSON-ready values, including msgspec Structs: equal values give equal hex, in any order of keys."""
    return compute_hash(msgspec.json.encode(values, order="sorted"))


def _check_count(rows: Sized, what: str) -> None:
    if len(rows) > MAX_POSTINGS:
        reason = f"{what}: {len(rows)} postings on one board; {MAX_POSTINGS} is the limit"
        raise BoardError(BoardFailure.TOO_MANY, reason)
