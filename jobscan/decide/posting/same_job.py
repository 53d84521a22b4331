"""Which postings are for the same job: what they must have in common, and the reason in words.

Postings are the same when they share a key. There is no measure of likeness: one changed sentence makes another job,
because a job that is not told is worse than one that is told twice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from jobscan.decide.match.words import fold, signs_of
from jobscan.decide.posting.places import places_text
from jobscan.domain.cluster import ClusterKeys
from jobscan.domain.source import SourceKey
from jobscan.utils.hashing import compute_hash

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from jobscan.domain.job import Job, StoredJob

#: Characters of a description, without blanks and signs. Shorter ones say too little: boards whose lists have no texts
#: would make one job of all postings with a title.
MIN_TEXT = 250
#: Names of places that are looked for in a text; a posting with more of them names none of them.
_MOST_PLACES = 20
#: Shorter names are words of the text: "IN" and "OR" are Indiana and Oregon.
_SHORTEST_PLACE = 3

_WORD = re.compile(r"[\w#+]+")
#: ASCII signs that are in no word become blanks.
_BETWEEN_WORDS = bytes(at if at >= 0x80 or _WORD.fullmatch(chr(at)) else 0x20 for at in range(256))
#: Distinct other signs that are replaced one by one.
_MOST_SIGNS = 200
_PLACE_PART = re.compile(r"[,;|/()\[\]•\n]| - ")
#: Stands for a place in a text. `_WORD` matches no such word.
_PLACE = "@"
_LEGAL_FORMS = frozenset(
    "ag bv co corp corporation gmbh inc incorporated kg limited llc llp ltd nv oy plc pty sa sarl se spa srl".split()
)
#: An address with a number or id stands for one posting; others are pages of a whole company.
_NAMES_ONE = re.compile(r"\d{4}|[0-9a-f]{8}-[0-9a-f]{4}-")
_TO_THE_FORM = re.compile(r"/(?:apply|application)/?\Z")
_TRACKING = re.compile(r"utm_.*|gh_src|src|source|ref|referrer|lever-(?:source|origin).*|jobboard.*", re.IGNORECASE)


def cluster_keys(job: Job) -> ClusterKeys:
    """Return the keys of a posting; postings of different jobs share none of them.

    - text: employer, title without its places, kind of employment and the words of the description.
    - town: the same with a sign for each place of the posting in its description: "our store in @".
    - url: the title and the address of the posting or of its form, between two boards.
    """
    places = _place_names(job)
    title = _without(_words(job.title), places) or _words(job.title)
    keys: list[str] = []
    text = _words(job.description)
    if len(text) - text.count(" ") >= MIN_TEXT:
        common = (_employer(job.company), title, job.employment_type or "")
        keys.append("text:" + compute_hash(*common, text)[:40])
        if (anywhere := _replaced(text, places)) != text:
            keys.append("town:" + compute_hash(*common, anywhere)[:40])
    addresses = filter(None, dict.fromkeys(map(_address, (job.url, job.apply_url))))
    keys += ("url:" + compute_hash(title, address)[:40] for address in addresses)
    return ClusterKeys(job.job_key, tuple(keys), SourceKey(job.source_type, job.source_identifier))


def counts_between(key: str, one: SourceKey, other: SourceKey) -> bool:
    """Return whether a shared key makes postings of these boards the same job.

    On one board several postings of a title may lead to one page, although their texts differ.
    """
    return not key.startswith("url:") or one != other


def reasons_for(stored: StoredJob, other: StoredJob, shared: Collection[str]) -> tuple[str, ...]:
    """Return in words why another posting is for the same job; ``shared`` are the keys that both have."""
    found: list[str] = []
    same_place = stored.job.location == other.job.location
    if any(key.startswith("text:") for key in shared):
        found.append("same title and text" if same_place else "same title and text; places differ")
    elif any(key.startswith("town:") for key in shared):
        found.append("same title and text, except for the names of places")
    if any(key.startswith("url:") for key in shared):
        found.append("same title and address, on another board")
    first, later = sorted((stored, other), key=lambda each: each.first_seen_at)
    if first.expired_at is not None and first.expired_at <= later.first_seen_at:
        days = (later.first_seen_at - first.expired_at).days
        found.append(f"posted again {days} day{'' if days == 1 else 's'} after {first.job.job_key[:8]} expired")
    return tuple(found)


def _words(text: str) -> str:
    """Return the folded words of a text, one blank between them: signs and line breaks make no other job."""
    folded = fold(text)
    if not folded.isascii():
        signs = [sign for sign in signs_of(folded) if not _WORD.fullmatch(sign)]
        if len(signs) > _MOST_SIGNS:
            return " ".join(_WORD.findall(folded))
        for sign in signs:
            folded = folded.replace(sign, " ")
    # A quarter of the time of a regular expression.
    return b" ".join(folded.encode("utf-8", "surrogatepass").translate(_BETWEEN_WORDS).split()).decode(
        "utf-8", "surrogatepass"
    )


def _employer(company: str) -> str:
    words = _words(company).split()
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def _place_names(job: Job) -> list[str]:
    """Return the names in a posting's places, the longest first: "New York" goes before "York"."""
    parts = map(_words, _PLACE_PART.split(places_text(job.location, job.offices)))
    names = {name for name in parts if len(name) >= _SHORTEST_PLACE}
    return sorted(names, key=lambda name: (-len(name), name)) if len(names) <= _MOST_PLACES else []


def _replaced(words: str, places: Iterable[str]) -> str:
    found = f" {words} "
    for place in places:
        if f" {place} " in found:
            found = found.replace(f" {place} ", f" {_PLACE} ")
    return found.strip()


def _without(words: str, places: Iterable[str]) -> str:
    return " ".join(word for word in _replaced(words, places).split() if word != _PLACE)


def _address(url: str | None) -> str:
    """Return an address as far as it names one posting; "" when it does not."""
    if not url or not _NAMES_ONE.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0])))
    path = _TO_THE_FORM.sub("", parts.path).rstrip("/")
    address = f"{parts.netloc.removeprefix('www.')}{path}?{query}"
    return address if _NAMES_ONE.search(address) else ""
