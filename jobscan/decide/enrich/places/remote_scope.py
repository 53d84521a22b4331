"""In which countries a remote job can be done: what the names of its places say, and what its text says.

Silence is never "worldwide": where neither says anything, the answer is None.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from jobscan.decide.enrich.places.countries import country_named, region_named, states_named
from jobscan.decide.enrich.places.localities import locate_place
from jobscan.decide.enrich.places.place_key import place_key
from jobscan.decide.enrich.wording.anchors import scope_anchors
from jobscan.decide.posting.places import read_places
from jobscan.domain.facts import ScopeReading, Span
from jobscan.domain.job import Workplace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobscan.decide.enrich.places.located import Located
    from jobscan.domain.place import Place

_EVERYWHERE = frozenset(
    (
        *("anywhere", "worldwide", "world wide", "world", "the world", "work from anywhere", "working from anywhere"),
        *("anywhere in the world", "anywhere on earth", "anywhere worldwide", "global", "globally", "earth"),
        *("weltweit", "monde entier", "international", "no location restrictions", "all countries", "any country"),
    )
)


@lru_cache(maxsize=4096)
def remote_scope(location: str, offices: str | None, workplace: Workplace | None = None) -> tuple[str, ...] | None:
    """Return the countries that the names of places open a remote job to, in their order; None: they do not say.

    "Remote, US" and "Remote - EMEA" say it; "Remote" alone does not, nor does a city next to it of which neither
    state nor country is named: "San Francisco or Remote". One remote place that does not say leaves all open.

    Args:
        location: as for `read_localities`.
        offices: as there.
        workplace: the board's field; if it is remote, a place without a city counts ("Germany") that says nothing else.
    """
    countries: list[str] = []
    for place in _remote_places(location, offices, workplace):
        found = [code for located in locate_place(place.name) for code in _countries_of(located, place)]
        if not found or _is_everywhere(place.name):
            return None
        countries += found
    return tuple(dict.fromkeys(countries)) or None


@lru_cache(maxsize=4096)
def is_worldwide(location: str, offices: str | None, workplace: Workplace | None = None) -> bool:
    """Return whether the names of places say that the job is open to people anywhere: "Anywhere", "Remote - Global".

    Args:
        location: as for `remote_scope`.
        offices: as there.
        workplace: as there.
    """
    return any(_is_everywhere(place.name) for place in _remote_places(location, offices, workplace))


def _remote_places(location: str, offices: str | None, workplace: Workplace | None) -> Iterator[Place]:
    for place in read_places(location, offices):
        if place.workplace is Workplace.REMOTE or (workplace is Workplace.REMOTE and place.workplace is None):
            yield place


def _is_everywhere(name: str) -> bool:
    return any(place_key(part) in _EVERYWHERE for part in re.split(r"[,()]|\s-\s", name[:300]))


def _countries_of(located: Located, place: Place) -> tuple[str, ...]:
    """Return the countries that one place opens the job to; () when it does not say."""
    if not located.is_said or (located.city is not None and place.workplace is not Workplace.REMOTE):
        return ()
    return (located.country,) if located.country is not None else located.region


#: What begins a statement about who may work where: who must be somewhere, to whom the job is open, where people are
#: hired, where remote work may be done. "For candidates based in Germany" is none: pay and privacy are told like that.
_WHO = (
    r"(?:candidates|applicants|people|persons|residents|individuals|those|anyone|professionals|employees|contractors|"
    r"talents?|engineers|developers|team[ ]members|freelancers|workers|citizens)"
)
_STAND = r"(?:home[- ]based|based|located|living|residing|resident|reside|live|situated|domiciled|working|work|be)"
_HOW = r"(?:currently|permanently|physically|legally|already|remotely|only|also|either|fully)"
_IN = r"(?:(?:from[ ])?anywhere[ ])?(?:in|within|from|out[ ]of|inside|across|throughout)"
_AMONG = (
    r"(?:[ ](?:one|any)[ ]of)?(?:[ ](?:the[ ]following|these)(?:[ ](?:countries|locations|regions|states))?:?)?"
    r"(?:[ ]the)?(?:[ ](?:either|mainland|continental|contiguous|greater))?"
)
_CUE = re.compile(
    rf"""\b(?:
    (?:must|needs?[ ]to|required[ ]to|should|ha(?:s|ve)[ ]to)[ ](?:(?:be|{_HOW})[ ]){{0,3}}{_STAND}
        (?:[ ](?:{_HOW}|and[ ]work)){{0,2}}[ ]{_IN}
    |(?:open|available|restricted|limited)[ ](?:only[ ])?to[ ](?:all[ ]|remote[ ]|qualified[ ])?{_WHO}
        (?:[ ](?:who|that)[ ](?:are|live|reside))?(?:[ ](?:{_HOW}|{_STAND})){{0,3}}[ ]{_IN}
    |(?:accept|consider|hire|recruit|employ|seek)(?:ing)?[ ](?:only[ ])?(?:remote[ ]|remotely[ ]|qualified[ ])?{_WHO}[ ]
        (?:(?:who[ ]are|{_HOW}|{_STAND})[ ]){{0,3}}{_IN}
    |(?:(?<=can[ ])|(?<=only[ ])|(?<=rently[ ])|(?<=to[ ])|(?<=we[ ])|(?<=are[ ]))
        (?:hire|hiring|recruit|recruiting|employ)[ ](?:only[ ]|remotely[ ])?{_IN}
    |remote(?:ly)?[,:]?[ ](?:positions?[ ]|roles?[ ]|jobs?[ ]|work[ ])?(?:based[ ]|available[ ])?{_IN}
    |work[ ]from[ ](?:home[ ]{_IN}|anywhere[ ](?:in|within)|within)
    |(?:wohnsitz|wohnhaft|remote)[ ](?:in|innerhalb|aus)
    ){_AMONG}[ ]""",
    re.IGNORECASE | re.VERBOSE,
)
_ALL_OVER = r"(?:worldwide|(?:from[ ])?(?:all[ ]over|around)[ ]the[ ]world)"
_WORLD = re.compile(
    rf"""\b(?:(?:any|every)where[ ]
        (?:in[ ]the[ ]world|on[ ](?:the[ ])?(?:earth|planet|globe)|around[ ]the[ ]world|worldwide)
    |(?:open[ ]to|candidates|applicants|hire|hiring|remote(?:ly)?)[ ]
        (?:(?:people|candidates|applicants|talent)[ ])?{_ALL_OVER}
    )(?![^.\n]{{0,30}}\b(?:days|weeks|months|year))""",
    re.IGNORECASE | re.VERBOSE,
)
#: Before a statement: it says what is not asked for, or of whom else.
_NOT = re.compile(
    r"(?:\bnot?|n['’]t|\b(?:never|without|neither|unless|if|also|clients?|customers?))[ ](?:\w+[ ]){0,3}\Z"
)
#: After a list: it is not where people are.
_NO_PLACE_AFTER = re.compile(
    r"[ ]?(?:-|\b)(?:may[ ]|time|hours|business|market|office|customer|client|based|team|compan|GAAP)"
)

#: "U.S." is one word.
_WORD = re.compile(r"(?:[A-Za-z]\.){2,4}|[^\s,;:()/.!?]{1,40}")
_LINK = re.compile(
    r"(?:[ ]\([^()\n]{1,60}\))?[ ]?(?:,[ ]?(?:(?:and|or|und|oder)\b|&)?|/|\b(?:and/or|and|or|und|oder)\b|&)[ ]?"
    r"(?:(?:in|from|within|the)[ ]){0,2}"
)
#: Countries in a list, and words in a country's name.
_MOST_LISTED, _MOST_WORDS = 40, 5


def find_remote_scope(text: str) -> ScopeReading | None:
    """Return whom a description opens remote work to, the first statement of it; None: it does not say.

    Read are statements about those who apply or do the job: "must be located in the US", "open to candidates based in
    Germany, Austria or Switzerland", "work from anywhere in the world". States count as their country. A list with a
    name that is neither country nor region nor state says nothing certain. It does not say that the job is remote.
    """
    readings = [reading for reading in (_first_countries(text), _first_worldwide(text)) if reading is not None]
    return min(readings, key=lambda reading: reading.span.start, default=None)


def _first_worldwide(text: str) -> ScopeReading | None:
    for found in _WORLD.finditer(text) if "world" in text or "arth" in text else ():
        if not _is_denied(text, found.start()):
            return ScopeReading((), True, Span(found.start(), found.end()))
    return None


def _first_countries(text: str) -> ScopeReading | None:
    for start in scope_anchors(text):
        found = _CUE.match(text, start)
        listed = _read_list(text, found.end()) if found is not None and not _is_denied(text, start) else None
        if found is not None and listed is not None and _NO_PLACE_AFTER.match(text, listed[1]) is None:
            return ScopeReading(tuple(sorted(listed[0])), False, Span(start, listed[1]))
    return None


def _is_denied(text: str, start: int) -> bool:
    return _NOT.search(text[max(0, start - 40) : start].lower()) is not None


def _read_list(text: str, start: int) -> tuple[set[str], int] | None:
    """Return the countries of a list that begins here, and its end; None when it is none, or not known whole."""
    countries: set[str] = set()
    at = end = start
    for _ in range(_MOST_LISTED):
        named = _name_at(text, at)
        if named is None:
            # "in Germany, and you speak it": the list ended before; "in Germany or Elbonia": it did not.
            return None if not countries or text[at : at + 1].isupper() else (countries, end)
        countries |= named[0]
        end = named[1]
        link = _LINK.match(text, end)
        if link is None:
            break
        at = link.end()
    return countries, end


def _name_at(text: str, at: int) -> tuple[set[str], int] | None:
    """Return the countries of the longest name that begins here, and its end; None when none does."""
    if text[at : at + 4].lower() == "the ":
        at += 4
    words: list[re.Match[str]] = []
    for found in _WORD.finditer(text, at, at + 120):
        if words and text[words[-1].end() : found.start()] != " ":
            break
        words.append(found)
        if len(words) == _MOST_WORDS:
            break
    for count in range(len(words), 0, -1):
        end = words[count - 1].end()
        countries = _countries_named(text[at:end])
        if countries:
            return countries, end
    return None


def _countries_named(name: str) -> set[str]:
    if not name[:1].isupper():
        return set()
    key = place_key(name)
    states = {state.country for state in states_named(key)}
    country = country_named(key)
    if country is not None:
        # Georgia.
        return {country} if states <= {country} else set()
    if len(states) == 1:
        return states
    return set(region_named(key)) if len(key) > 2 or key == "eu" else set()
