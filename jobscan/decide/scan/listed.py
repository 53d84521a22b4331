"""The ids of one list: which it has named, and which of them it gave to several postings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.scan.identity import face_of, mark_of, tell_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jobscan.domain.job import KnownJob
    from jobscan.domain.posting import Posting

#: The print of a row of the only page, whose rows are compared at once.
_NOT_KEPT = b""
#: The page number of a row of which only the print was kept.
_EARLIER = -1
#: Bytes of a fingerprint.
_PRINT_BYTES = 8


class Named(NamedTuple):
    """One of the postings that share an id."""

    mark: bytes
    #: Its rows, except one that has already been taken in.
    rows: tuple[Posting, ...]
    #: One of its rows was taken in before another row with its id came.
    is_taken_in: bool

    def kept(self, waiting: Posting | None, stored: KnownJob | None) -> Posting | None:
        """Return the row that stands for the posting: one equal to the stored one, else that with the smallest print.

        ``waiting`` is the row that was taken in, unless it was settled; then None is returned: it is as stored.
        """
        if self.is_taken_in and waiting is None:
            return None
        rows = (*self.rows, waiting) if self.is_taken_in and waiting is not None else self.rows
        as_stored = [row for row in rows if stored is not None and row.fingerprint == stored.fingerprint]
        return min(as_stored or rows, key=_kept)


class _Print(NamedTuple):
    """What is kept of a row."""

    #: Empty if the row cannot be read.
    mark: bytes
    listing: bytes


class ListedIds:
    """Takes rows in as they come. Of earlier pages it keeps a few bytes for each row, not the row itself."""

    def __init__(self) -> None:
        #: Id → print of the first row with it, as bytes: a third of the memory of two values.
        self._prints: dict[str, bytes] = {}
        #: Id → its rows, if they differ: (page, mark) → row; None for the first one, of an earlier page.
        self._rows: dict[str, dict[tuple[int, bytes], Posting | None]] = {}

    def take(self, page: int, postings: Iterable[Posting], *, is_only_page: bool) -> tuple[list[Posting], bool]:
        """Return the rows that name a posting for the first time, each id once; and whether any row shows a new one.

        Of a page's rows with one id that show the same, a readable one is kept, and of these the one with the smallest
        fingerprint: their order does not matter. Rows with one id that show different things are kept for `shared`.
        """
        fresh: dict[str, Posting] = {}
        again: dict[str, list[Posting]] = {}
        for posting in postings:
            external_id = posting.external_id
            if external_id in fresh or external_id in self._prints:
                again.setdefault(external_id, []).append(posting)
            else:
                fresh[external_id] = posting
        has_news = bool(fresh)
        for external_id, rows in again.items():
            first = fresh.get(external_id)
            if first is not None:
                self._take_together(page, external_id, [first, *rows], fresh)
            else:
                has_news |= self._take_later(page, external_id, rows)
        for external_id, posting in fresh.items():
            self._prints[external_id] = _NOT_KEPT if is_only_page else b"".join(_print(posting))
        return list(fresh.values()), has_news

    def shared(self) -> Iterator[tuple[str, list[Named]]]:
        """Yield each id whose rows differ, with the postings behind them; a single one was edited during the scan."""
        for external_id, rows in self._rows.items():
            named = []
            for marks in tell_apart([(page, mark) for page, mark in rows if mark]):
                found = [row for (_, mark), row in rows.items() if mark in marks]
                kept = tuple(row for row in found if row is not None)
                named.append(Named(marks[0], kept, is_taken_in=len(kept) < len(found)))
            yield external_id, named

    def _take_together(self, page: int, external_id: str, rows: list[Posting], fresh: dict[str, Posting]) -> None:
        """Take in several rows of the first page that has this id."""
        marks = {_print(row).mark for row in rows}
        if len(marks - {b""}) < 2:
            fresh[external_id] = min(rows, key=_kept)
            return
        self._prints[external_id] = b"".join(_print(fresh.pop(external_id)))
        self._keep(page, external_id, rows)

    def _take_later(self, page: int, external_id: str, rows: list[Posting]) -> bool:
        """Take in rows whose id an earlier page had; return whether one shows something new for that id."""
        if external_id not in self._rows:
            kept = self._prints[external_id]
            if kept == _NOT_KEPT or all(kept == b"".join(_print(row)) for row in rows):
                return False
            self._rows[external_id] = {(_EARLIER, kept[:-_PRINT_BYTES]): None}
        return self._keep(page, external_id, rows)

    def _keep(self, page: int, external_id: str, rows: list[Posting]) -> bool:
        kept = self._rows.setdefault(external_id, {})
        shown = {mark for _, mark in kept}
        for row in rows:
            mark = _print(row).mark
            if mark:
                before = kept.get((page, mark))
                kept[page, mark] = row if before is None else min(before, row, key=_kept)
        return any(mark not in shown for _, mark in kept)


def _print(posting: Posting) -> _Print:
    face = face_of(posting)
    return _Print(
        b"" if face is None else mark_of(face), posting.fingerprint.encode().ljust(_PRINT_BYTES)[:_PRINT_BYTES]
    )


def _kept(posting: Posting) -> tuple[bool, str]:
    return posting.job is None and posting.detail is None, posting.fingerprint
