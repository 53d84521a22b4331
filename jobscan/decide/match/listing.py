"""The conditions of `jobscan jobs` as queries on stored postings: words mean the same as in an alert."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.match import values as readings
from jobscan.decide.match.spelling import SEAMS
from jobscan.decide.match.terms import Heading, Term, Text
from jobscan.decide.match.wanted_place import WantedPlace
from jobscan.decide.match.words import fold
from jobscan.decide.posting.places import places_text, read_workplace
from jobscan.domain.alert import Unknown
from jobscan.domain.job import Workplace
from jobscan.domain.sieve import Hint, Sieve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jobscan.domain.alert import AlertRule

_PLACE = ("workplace", "location", "offices")
#: Next to these, or at an end, words of letters and digits are whole: see `spelling` and `words`.
_AROUND = frozenset(" ,;:()|")


def sieves_of(rule: AlertRule) -> list[Sieve]:
    """Return a rule's conditions on texts, places and workplaces; a posting must pass all of them.

    Empty or blank entries restrict nothing. For conditions on facts see `said`.
    """
    fields = tuple(dict.fromkeys(map(str, rule.search)))
    names = (
        _name("company", rule.companies),
        _name("title", rule.titles),
        _keywords(fields, rule.keywords),
        *(_keywords(fields, (word,)) for word in rule.all_keywords),
        _without(fields, rule.excluded_keywords),
        _name("department", rule.departments),
        _places(rule.locations),
        _employment(rule.employment_types),
        *(_workplace(wanted) for wanted in [frozenset(rule.workplace)] if wanted),
        _is_remote(rule.is_remote),
        _languages(rule),
    )
    return [sieve for sieve in names if sieve is not None]


class _Name:
    """A term to search for in names; if it stands as written between blanks, the text need not be prepared."""

    __slots__ = ("plain", "term")

    def __init__(self, term: Term) -> None:
        self.term = term
        folded = fold(term.written)
        is_plain = term.pattern is None and all(len(word) > 1 and word.isalnum() for word in folded.split(" "))
        self.plain = folded if is_plain and folded.isascii() else ""

    def is_in(self, written: str, folded: str) -> bool:
        plain = self.plain
        at = folded.find(plain) if plain else -1
        if at >= 0:
            end = at + len(plain)
            if (at == 0 or folded[at - 1] in _AROUND) and (end == len(folded) or folded[end] in _AROUND):
                return True
        letters = self.term.spelling.letters
        if letters and letters not in folded.translate(SEAMS):
            return False
        return self.term.found_in(Heading.of(written)) is not None


def _terms(entries: Iterable[str]) -> list[Term]:
    return [Term.of(entry) for entry in entries if entry.strip()]


def _name(column: str, entries: Iterable[str]) -> Sieve | None:
    names = [_Name(term) for term in _terms(entries)]

    def holds(written: str | None) -> bool:
        if not written:
            return False
        folded = fold(written)
        return any(name.is_in(written, folded) for name in names)

    hints = tuple(hint for name in names for hint in _hints(name.term, column))
    return Sieve((column,), hints, holds) if names else None


#: How a field is searched.
_READ: dict[str, Callable[[str | None], Text | Heading]] = {"title": Heading.of, "description": Text.of}


def _keywords(fields: tuple[str, ...], entries: Iterable[str]) -> Sieve | None:
    """Return that any of the entries is in any of the fields."""
    if fields == ("title",):
        return _name("title", entries)
    terms = _terms(entries)
    hints = tuple(hint for term in terms for hint in _hints(term, *fields))
    return Sieve(fields, hints, _finder(fields, terms)) if terms else None


def _without(fields: tuple[str, ...], entries: Iterable[str]) -> Sieve | None:
    """Return that none of the entries is in the fields."""
    terms = _terms(entries)
    find = _finder(fields, terms)
    # Anything may lack a word.
    return Sieve(fields, (Hint("title", ""),), lambda *texts: not find(*texts)) if terms and fields else None


def _finder(fields: tuple[str, ...], terms: list[Term]) -> Callable[..., bool]:
    def found(*texts: str) -> bool:
        read = [_READ[field](text) for field, text in zip(fields, texts, strict=True)]
        return any(term.found_in(text) is not None for term in terms for text in read)

    return found


def _places(entries: Iterable[str]) -> Sieve | None:
    wanted = [WantedPlace.of(term) for term in _terms(entries)]
    names = [_Name(place.term) for place in wanted if place.workplace is None]
    models = [place for place in wanted if place.workplace is not None]

    def holds(workplace: str | None, location: str, offices: str | None) -> bool:
        text = places_text(location, offices) if offices else location
        folded = fold(text)
        if any(name.is_in(text, folded) for name in names):
            return True
        meant = _meant(workplace, location, offices) if models else None
        by_places = []
        for model in models:
            is_fulfilled = model.is_fulfilled_by(meant)
            if is_fulfilled:
                return True
            if is_fulfilled is None:
                by_places.append(model)
        places = Heading.of(text) if by_places else None
        return places is not None and any(model.found_in(places, meant) is not None for model in by_places)

    return Sieve(_PLACE, tuple(hint for place in wanted for hint in _place_hints(place)), holds) if wanted else None


def _place_hints(wanted: WantedPlace) -> Iterator[Hint]:
    yield from _hints(wanted.term, "location", "offices")
    if wanted.place is not None:
        yield from _hints(wanted.place, "location", "offices")
    elif wanted.workplace is not None:
        yield from _workplace_hints(wanted.workplace)


def _employment(entries: Iterable[str]) -> Sieve | None:
    words = {word for entry in entries if (word := readings.employment_word(entry))}

    def holds(written: str | None) -> bool:
        return readings.employment_word(written) in words

    hints = tuple(hint for word in sorted(words) for hint in _hints(Term.of(word), "employment_type"))
    return Sieve(("employment_type",), hints, holds) if words else None


def _workplace(wanted: frozenset[Workplace]) -> Sieve:
    def holds(workplace: str | None, location: str, offices: str | None) -> bool:
        return _meant(workplace, location, offices) in wanted

    return Sieve(_PLACE, tuple(hint for each in sorted(wanted) for hint in _workplace_hints(each)), holds)


def _is_remote(wanted: bool | None) -> Sieve | None:
    if wanted is None:
        return None
    if wanted:
        return _workplace(frozenset({Workplace.REMOTE}))

    def holds(workplace: str | None, location: str, offices: str | None) -> bool:
        return _meant(workplace, location, offices) is not Workplace.REMOTE

    return Sieve(_PLACE, (Hint("title", ""),), holds)


def _languages(rule: AlertRule) -> Sieve | None:
    asked = set(filter(None, map(readings.language_tag, rule.languages)))

    def holds(written: str | None) -> bool:
        beginnings = readings.language_beginnings(readings.language_tag(written))
        return not asked.isdisjoint(beginnings) if beginnings else rule.unknown is Unknown.KEEP

    hints = (Hint("language", ""), Hint("language", None))
    return Sieve(("language",), hints, holds) if rule.languages else None


def _workplace_hints(workplace: Workplace) -> Iterator[Hint]:
    yield Hint("workplace", workplace.value)
    # If the board does not say it, the names of places may. Python reads each of these once.
    yield Hint("workplace", None)


def _meant(workplace: str | None, location: str, offices: str | None) -> Workplace | None:
    # What the board says holds, regardless of anything else.
    return Workplace(workplace) if workplace else read_workplace(None, location, offices).workplace


def _hints(term: Term, *columns: str) -> Iterator[Hint]:
    letters = term.spelling.letters
    if letters or term.pattern is not None:
        yield from (Hint(column, letters) for column in columns)
