"""The list of postings inside a board's JSON, whichever vendor's: found, changed and written again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import msgspec

if TYPE_CHECKING:
    from jobscan.simulator.server.exchange import SimulatedAnswer

#: Keys of lists of postings: Greenhouse, Ashby, Jibe; Workday; SmartRecruiters; Teamtailor. Lever's and Comeet's lists
#: have no key.
_LIST_KEYS = ("jobs", "jobPostings", "content", "items")
_TOTAL_KEYS = ("total", "totalFound", "totalCount")
_ID_KEYS = ("id", "uid", "slug")
#: Jibe's postings are in objects with nothing else.
_WRAPPING = "data"
_TITLE_KEYS = ("title", "text", "name")

JsonPosting = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listing:
    """An answer that holds postings."""

    answer: SimulatedAnswer
    #: All of it, decoded.
    document: Any
    postings: list[JsonPosting]
    #: The path of the list in the document; None: it is the document.
    key: str | None
    #: Each posting is in an object of its own.
    is_wrapped: bool = False

    @classmethod
    def read(cls, answer: SimulatedAnswer) -> Self | None:
        """Find the postings of an answer; None when it has no list (a posting's details, an HTML page)."""
        if answer.status != 200:
            return None
        try:
            document = msgspec.json.decode(answer.body)
        except msgspec.DecodeError:
            return None
        key, found = None, document
        if isinstance(document, dict):
            key = next((key for key in _LIST_KEYS if isinstance(document.get(key), list)), None)
            found = document.get(key) if key else None
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            return None
        is_wrapped = bool(found) and all(isinstance(each.get(_WRAPPING), dict) for each in found)
        postings = [each[_WRAPPING] for each in found] if is_wrapped else found
        return cls(answer, document, postings, key, is_wrapped)

    def with_postings(self, postings: list[Any]) -> Listing:
        """Return an answer that lists other postings; its total stays the same."""
        rows = [{_WRAPPING: each} for each in postings] if self.is_wrapped else postings
        document = rows if self.key is None else {**self.document, self.key: rows}
        return replace(self, document=document, postings=postings)

    def with_more(self, number: int) -> Listing:
        """Return an answer whose total, if it has one, is this much higher, but at least 0."""

        def count(holder: Any) -> Any:
            if not isinstance(holder, dict):
                return holder
            key = next((key for key in _TOTAL_KEYS if isinstance(holder.get(key), int)), None)
            return holder if key is None else {**holder, key: max(0, holder[key] + number)}

        document = count(self.document)
        if isinstance(document, dict) and "meta" in document:
            document = {**document, "meta": count(document["meta"])}
        return replace(self, document=document)

    def write(self) -> SimulatedAnswer:
        """Return the encoded answer."""
        return replace(self.answer, body=msgspec.json.encode(self.document))


def id_key(posting: JsonPosting) -> str | None:
    """Return the key of a posting's id; None when it has none of its own (Workday's rows)."""
    return next((key for key in _ID_KEYS if key in posting), None)


def title_key(posting: JsonPosting) -> str | None:
    """Return the key of a posting's title; None when it has none."""
    return next((key for key in _TITLE_KEYS if isinstance(posting.get(key), str)), None)
