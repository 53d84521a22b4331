"""Faults in what a board says (B11 to B20, C1 to C21): an honest answer is changed, or another one given."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from jobscan.simulator.faults.catalogue import Fault
from jobscan.simulator.market.listing import JsonPosting, Listing, id_key, title_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobscan.simulator.faults.context import Alteration, FaultContext
    from jobscan.simulator.server.exchange import SimulatedAnswer, SimulatedRequest

#: Answers that `STALE` keeps of one board.
_MAX_MEMORY = 64
#: Where a page begins: in Workday's body, and in the queries of Lever and SmartRecruiters.
_BODY_OFFSET = re.compile(rb'("offset"\s*:\s*)(\d+)')
_QUERY_OFFSET = re.compile(r"(\b(?:offset|skip)=)(\d+)")
#: Which page it is, in the queries of Jibe and Teamtailor.
_QUERY_PAGE = re.compile(r"(\bpage=)(\d+)")


def _listing(change: Callable[[Listing, FaultContext], Listing]) -> Alteration:
    """Make a fault that changes lists of postings, and leaves all other answers and empty lists as they are."""

    def alter(context: FaultContext) -> SimulatedAnswer:
        answer = context.answer()
        listing = Listing.read(answer)
        return answer if listing is None or not listing.postings else change(listing, context).write()

    return alter


def _each(change: Callable[[JsonPosting], Any]) -> Alteration:
    """Make a fault that changes each posting."""
    return _listing(lambda listing, _: listing.with_postings([change(posting) for posting in listing.postings]))


def _first(change: Callable[[JsonPosting], Any]) -> Alteration:
    """Make a fault that changes the first posting."""
    return _listing(lambda listing, _: listing.with_postings([change(listing.postings[0]), *listing.postings[1:]]))


def _keeping(choose: Callable[[list[JsonPosting]], list[JsonPosting]]) -> Alteration:
    """Make a fault that leaves postings out, and counts as if they were not there."""

    def change(listing: Listing, _context: FaultContext) -> Listing:
        kept = choose(listing.postings)
        return listing.with_postings(kept).with_more(len(kept) - len(listing.postings))

    return _listing(change)


def _with_id(make: Callable[[Any], Any]) -> Callable[[JsonPosting], JsonPosting]:
    def change(posting: JsonPosting) -> JsonPosting:
        key = id_key(posting)
        return posting if key is None else {**posting, key: make(posting[key])}

    return change


def _with_title(make: Callable[[str], Any]) -> Callable[[JsonPosting], JsonPosting]:
    def change(posting: JsonPosting) -> JsonPosting:
        key = title_key(posting)
        return posting if key is None else {**posting, key: make(posting[key])}

    return change


def _raw(text: bytes) -> Callable[[Any], msgspec.Raw]:
    return lambda _: msgspec.Raw(text)


def _not_utf8(title: str) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(title)[:-1] + b'\xff\xfe"')


def _twice(posting: JsonPosting) -> msgspec.Raw:
    first = _with_title(lambda title: f"{title} (first)")(posting)
    return msgspec.Raw(msgspec.json.encode(first)[:-1] + b"," + msgspec.json.encode(posting)[1:])


def _missing_list(context: FaultContext) -> SimulatedAnswer:
    answer = context.answer()
    listing = Listing.read(answer)
    if listing is None:
        return answer
    if listing.key is None:
        return replace(answer, body=b"{}")
    rest = {key: value for key, value in listing.document.items() if key != listing.key}
    return replace(answer, body=msgspec.json.encode(rest))


def _too_many(listing: Listing, _context: FaultContext) -> Listing:
    short = {
        key: "" if isinstance(value, str) and len(value) > 200 else value for key, value in listing.postings[0].items()
    }
    key = id_key(short) or "externalPath"
    start = short.get(key)
    many = [
        {**short, key: start + number if isinstance(start, int) else f"{start}-{number}"} for number in range(25_000)
    ]
    return listing.with_postings(many).with_more(len(many) - len(listing.postings))


def _again(change: Callable[[JsonPosting], JsonPosting]) -> Alteration:
    def alter(listing: Listing, _context: FaultContext) -> Listing:
        return listing.with_postings([*listing.postings, change(listing.postings[0])]).with_more(1)

    return _listing(alter)


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) else value


def _as_float(value: Any) -> Any:
    return msgspec.Raw(b"%d.0" % value) if isinstance(value, int) else value


def _another(value: Any) -> Any:
    if isinstance(value, int):
        return value + 5_000_000_000
    digest = hashlib.sha256(str(value).encode()).digest()
    return str(UUID(bytes=digest[:16])) if len(str(value)) == 36 else digest[:6].hex()


def _churn(context: FaultContext) -> SimulatedAnswer:
    answer = context.answer()
    listing = Listing.read(answer)
    if listing is None:
        return answer

    def change(value: Any) -> Any:
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            return f"{value}{'&' if '?' in value else '?'}utm_source=feed-{context.number}"
        return value

    postings = [
        {key: change(posting[key]) for key in sorted(posting, reverse=bool(context.number % 2))}
        for posting in listing.postings
    ]
    changed = listing.with_postings(postings).write()
    return replace(changed, body=msgspec.json.format(changed.body, indent=context.number % 4))


def _stale(context: FaultContext) -> SimulatedAnswer:
    answer = context.answer()
    if context.ask not in context.memory and len(context.memory) < _MAX_MEMORY:
        context.memory[context.ask] = answer
    return context.memory.get(context.ask, answer) if context.number % 2 else answer


def _at_offset(move: Callable[[int], int], page: Callable[[int], int] = lambda number: number) -> Alteration:
    """Make a fault that answers for another offset or page than was asked for; boards in one piece stay as they are."""

    def moved(ask: SimulatedRequest) -> SimulatedRequest:
        body = _BODY_OFFSET.sub(lambda found: found[1] + b"%d" % move(int(found[2])), ask.body)
        query = _QUERY_OFFSET.sub(lambda found: f"{found[1]}{move(int(found[2]))}", ask.query)
        query = _QUERY_PAGE.sub(lambda found: f"{found[1]}{page(int(found[2]))}", query)
        return replace(ask, query=query, body=body)

    return lambda context: context.honest(context.prefix, moved(context.ask))


def _wrong_board(context: FaultContext) -> SimulatedAnswer:
    other = context.neighbour()
    return context.answer() if other is None else context.honest(other.prefix, other.ask)


#: `Fault` describes what each does.
LIST_ALTERATIONS: dict[Fault, Alteration] = {
    Fault.HUGE_INTEGER: _first(_with_id(_raw(b"9" * 5000))),
    Fault.NOT_A_NUMBER: _first(_with_id(_raw(b"NaN"))),
    Fault.INVALID_UTF8: _first(_with_title(_not_utf8)),
    Fault.NUL: _each(_with_title(lambda title: f"{title}\0")),
    Fault.DUPLICATE_KEYS: _each(_twice),
    Fault.MISSING_LIST: _missing_list,
    Fault.TOO_MANY: _listing(_too_many),
    Fault.EMPTY_LIST: _keeping(lambda postings: []),
    Fault.HALF_LIST: _keeping(lambda postings: postings[::2]),
    Fault.ONE_MISSING: _keeping(lambda postings: postings[1:]),
    Fault.REPEATED_PAGE: _at_offset(lambda _: 0, lambda _: 1),
    Fault.LYING_TOTAL: _listing(lambda listing, _: listing.with_more(20)),
    Fault.SHIFTED_PAGES: _at_offset(lambda offset: offset + 1 if offset else 0),
    Fault.DUPLICATE_IDS: _again(lambda posting: posting),
    Fault.CONFLICTING_IDS: _again(_with_title(lambda title: f"{title} (copy)")),
    Fault.IDS_AS_TEXT: _each(_with_id(_as_text)),
    Fault.IDS_AS_FLOATS: _each(_with_id(_as_float)),
    Fault.NEW_IDS: _each(_with_id(_another)),
    Fault.CHURN: _churn,
    Fault.STALE: _stale,
    Fault.WRONG_BOARD: _wrong_board,
}
