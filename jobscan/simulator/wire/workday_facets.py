"""Workday's facets: how a list is divided, and divided lists."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from jobscan.simulator.market.advert import commitment_of
from jobscan.simulator.market.places import PLACES
from jobscan.simulator.wire.pieces import hash_of
from jobscan.simulator.wire.workday_words import place_name, time_type
from jobscan.simulator.words import LEXICONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.posting import SimulatedPosting

    Reader = Callable[[Company, SimulatedPosting], Sequence[str]]


def _category(company: Company, posting: SimulatedPosting) -> Sequence[str]:
    return (LEXICONS[posting.language].roles[posting.role].department,)


def _family(company: Company, posting: SimulatedPosting) -> Sequence[str]:
    return (LEXICONS[posting.language].roles[posting.role].title,)


def _time(company: Company, posting: SimulatedPosting) -> Sequence[str]:
    return (time_type(posting),)


def _kind(company: Company, posting: SimulatedPosting) -> Sequence[str]:
    return (str(commitment_of(posting)).replace("_", " ").title(),)


def _locations(company: Company, posting: SimulatedPosting) -> Sequence[str]:
    return [place_name(company, PLACES[number]) for number in posting.places]


def _countries(company: Company, posting: SimulatedPosting) -> Sequence[str]:
    return list(dict.fromkeys(PLACES[number].country.name for number in posting.places))


#: Parameter → its name for people, and its values for a posting. The first four have one value for each posting, so
#: their counts add up to the size of the list.
_FLAT: dict[str, tuple[str, Reader]] = {
    "jobFamilyGroup": ("Job Category", _category),
    "jobFamily": ("Job Family", _family),
    "timeType": ("Time Type", _time),
    "workerSubType": ("Job Type", _kind),
}
_NESTED: dict[str, tuple[str, Reader]] = {
    "locations": ("Locations", _locations),
    "locationHierarchy1": ("Location Country", _countries),
}
_ALL = _FLAT | _NESTED


def select(company: Company, postings: Iterable[SimulatedPosting], applied: object) -> list[SimulatedPosting]:
    """Return the postings that have one of the applied values of every facet; unknown facets are ignored."""
    found = list(postings)
    for parameter, wanted in applied.items() if isinstance(applied, dict) else ():
        if parameter in _ALL:
            read = _ALL[parameter][1]
            found = [
                posting
                for posting in found
                if any(_value_id(parameter, value) in wanted for value in read(company, posting))
            ]
    return found


def facets(company: Company, postings: Sequence[SimulatedPosting]) -> list[dict[str, Any]]:
    """Return the tree of facets with their counts; places are nested in a group without a name."""
    flat = [_facet(company, parameter, postings) for parameter in _FLAT]
    nested = [_facet(company, parameter, postings) for parameter in _NESTED]
    return [*flat, {"facetParameter": "locationMainGroup", "values": nested}]


def _facet(company: Company, parameter: str, postings: Iterable[SimulatedPosting]) -> dict[str, Any]:
    name, read = _ALL[parameter]
    counts = Counter(value for posting in postings for value in read(company, posting))
    values = [
        {"descriptor": value, "id": _value_id(parameter, value), "count": count}
        for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    return {"facetParameter": parameter, "descriptor": name, "values": values}


def _value_id(parameter: str, value: str) -> str:
    return hash_of("facet", parameter, value).hex()
