"""The clauses of rules on one of a few values of a posting: its company, place, language, pay …"""

from __future__ import annotations

from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from jobscan.decide.match import values as readings
from jobscan.decide.match.bitsets import TermIndex
from jobscan.decide.match.lexicon import HeadingLexicon
from jobscan.decide.match.wanted_place import WantedPlace
from jobscan.decide.posting.places import places_text, read_workplace
from jobscan.domain.alert import Unknown
from jobscan.domain.job import Workplace

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from jobscan.decide.match.lexicon import Terms
    from jobscan.domain.alert import AlertRule
    from jobscan.domain.job import Job

#: Rules with their numbers in the block.
Numbered: TypeAlias = "Sequence[tuple[int, AlertRule]]"

#: Bitsets kept for a dimension, one per value and block: at most 9 MB. The postings of a board come together and have
#: few companies, departments and places.
_KEPT = 4096


#: What says where the work is done: the workplace, the location, the offices.
Where: TypeAlias = "tuple[Workplace | None, str, str | None]"
_WHERE = attrgetter("workplace", "location", "offices")


class Dimension(Protocol):
    """One clause of all rules."""

    def add_block(self, rules: Numbered, everyone: int) -> bool:
        """Take the next block of rules, ``everyone`` as bits; return whether any of them has the clause."""
        ...

    def holding(self, job: Job) -> Sequence[int]:
        """Return, for each block, the rules whose clause holds for a posting, including those without the clause."""
        ...


class Values:
    """A clause that any of its keys fulfils."""

    def __init__(
        self,
        value: Callable[[Job], Any],
        keys: Callable[[Any], Iterable[Hashable]],
        asked: Callable[[AlertRule], Iterable[Hashable] | None],
    ) -> None:
        """Take how to read a posting's value, which keys it has, and which ones a rule needs; None: no clause."""
        self._value = value
        self._keys = keys
        self._asked = asked
        self._blocks: list[TermIndex] = []
        self._kept: dict[Any, list[int]] = {}

    def add_block(self, rules: Numbered, everyone: int) -> bool:
        """See `Dimension`."""
        postings = TermIndex()
        for number, rule in rules:
            asked = self._asked(rule)
            if asked is not None:
                postings.add(number, asked)
        self._blocks.append(postings)
        return postings.freeze(everyone)

    def holding(self, job: Job) -> Sequence[int]:
        """See `Dimension`."""
        value = self._value(job)
        holding = self._kept.get(value)
        if holding is None:
            keys = list(self._keys(value))
            holding = [postings.any_of(keys, postings.free) for postings in self._blocks]
            while len(self._kept) >= max(1, _KEPT // len(self._blocks)):
                # The oldest: its board has been scanned.
                del self._kept[next(iter(self._kept))]
            self._kept[value] = holding
        return holding


def all_dimensions(terms: Terms) -> list[Dimension]:
    """Return the clauses of rules, except those on keywords and facts; their words go into lexicons of ``terms``."""
    return [
        _words("company", lambda rule: rule.companies, terms),
        _words("title", lambda rule: rule.titles, terms),
        _places(terms),
        _words("department", lambda rule: rule.departments, terms),
        Values(attrgetter("employment_type"), lambda word: (readings.employment_word(word),), _employment_types),
        Values(_WHERE, _is_remote, lambda rule: _given(rule.is_remote)),
        Values(_WHERE, lambda value: (read_workplace(*value).workplace,), lambda rule: rule.workplace or None),
        Values(attrgetter("language"), _languages_of, _languages),
        Values(
            attrgetter("source_type", "source_identifier"),
            lambda value: readings.source_names(*value),
            lambda rule: map(readings.source_name, rule.sources) if rule.sources else None,
        ),
    ]


def _words(field: str, entries: Callable[[AlertRule], tuple[str, ...]], terms: Terms) -> Values:
    lexicon = terms.lexicon(HeadingLexicon)
    return Values(
        attrgetter(field),
        lexicon.find,
        lambda rule: terms.numbers(entries(rule), lexicon) if entries(rule) else None,
    )


def _given(value: bool | None) -> tuple[bool] | None:
    return None if value is None else (value,)


def _is_remote(value: Where) -> tuple[bool]:
    return (read_workplace(*value).workplace is Workplace.REMOTE,)


def _places(terms: Terms) -> Values:
    """Return the clause of places, which says what `WantedPlace.found_in` does.

    The keys of a posting: each term in its places, also with its workplace (None: unknown), and the workplace itself.
    """
    lexicon = terms.lexicon(HeadingLexicon)

    def keys(value: Where) -> Iterator[Hashable]:
        workplace = read_workplace(*value).workplace
        numbers = lexicon.find(places_text(*value[1:]))
        yield from numbers
        yield from ((workplace, number) for number in numbers)
        if workplace is not None:
            yield workplace

    def asked(rule: AlertRule) -> Iterator[Hashable]:
        for entry in rule.locations:
            wanted = WantedPlace.of(terms.read(entry))
            number = lexicon.add(wanted.term)
            if wanted.workplace is None:
                yield number
            else:
                yield (None, number)
                yield wanted.workplace if wanted.place is None else (wanted.workplace, lexicon.add(wanted.place))

    return Values(_WHERE, keys, lambda rule: asked(rule) if rule.locations else None)


def _employment_types(rule: AlertRule) -> Iterable[str] | None:
    # A posting without a type has the word "", which no rule has.
    return filter(None, map(readings.employment_word, rule.employment_types)) if rule.employment_types else None


#: The key of postings without a language.
_NO_LANGUAGE = ""


def _languages_of(written: str | None) -> tuple[str, ...]:
    return readings.language_beginnings(readings.language_tag(written)) or (_NO_LANGUAGE,)


def _languages(rule: AlertRule) -> Iterable[str] | None:
    if not rule.languages:
        return None
    asked = filter(None, map(readings.language_tag, rule.languages))
    return chain(asked, (_NO_LANGUAGE,)) if rule.unknown is Unknown.KEEP else asked
