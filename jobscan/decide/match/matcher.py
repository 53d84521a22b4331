"""All rules against one posting at once: `Matcher`. See `explain` for what a single rule says about a posting.

Each distinct term is found once, by an automaton, and stands for the set of rules that contain it, the bits of an
integer; a clause is an OR of such sets, a rule the AND of its clauses. `explain.holds` gives the same answer rule by
rule.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from jobscan.decide.match.bitsets import TermIndex, bits_of, numbers_of
from jobscan.decide.match.dimensions import all_dimensions
from jobscan.decide.match.fact_dimensions import fact_dimensions
from jobscan.decide.match.lexicon import HeadingLexicon, Terms, TextLexicon
from jobscan.decide.match.rule_check import check_rule
from jobscan.domain.alert import SearchField
from jobscan.domain.facts import no_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from jobscan.decide.match.dimensions import Dimension
    from jobscan.decide.match.lexicon import Lexicon
    from jobscan.domain.alert import AlertRule
    from jobscan.domain.facts import JobFacts
    from jobscan.domain.job import Job

__all__ = ["BLOCK_SIZE", "Matcher", "check_rule"]

#: Rules evaluated by one integer: 2 KB at most.
BLOCK_SIZE = 16_384

#: Words of `all_keywords` that are checked by bits, the longest ones, which tend to be the rarest; further words are
#: checked rule by rule if everything else holds.
_ALL_BY_BITS = 3


class Matcher:
    """Many rules, compiled once, to find those that hold for a posting.

    A rule with a regular expression that RE2 refuses holds for nothing; `check_rule` reports such mistakes. The answers
    are the same for any ``block_size`` (rules, 1 or more).
    """

    def __init__(self, rules: Sequence[AlertRule], *, block_size: int = BLOCK_SIZE) -> None:
        terms = Terms()
        self._title, self._description = terms.lexicon(HeadingLexicon), terms.lexicon(TextLexicon)
        fields: dict[SearchField, Lexicon] = {
            SearchField.TITLE: self._title,
            SearchField.DESCRIPTION: self._description,
        }
        self._blocks: list[_Block] = []
        #: Those that any rule has.
        self._dimensions: list[Dimension] = []
        dimensions, on_facts = all_dimensions(terms), fact_dimensions()
        asked, asked_facts = set(), set()
        for first in range(0, len(rules), block_size):
            numbered = enumerate(rules[first : first + block_size])
            sound = [(number, rule) for number, rule in numbered if terms.are_sound(_word_lists(rule))]
            block = _Block(first, bits_of([number for number, _ in sound]))
            for number, rule in sound:
                block.add(number, rule, terms, [fields[field] for field in dict.fromkeys(rule.search)])
            block.freeze()
            self._blocks.append(block)
            asked |= {at for at, dimension in enumerate(dimensions) if dimension.add_block(sound, block.everyone)}
            asked_facts |= {at for at, dimension in enumerate(on_facts) if dimension.add_block(sound, block.everyone)}
        self._dimensions = [dimensions[at] for at in sorted(asked)]
        self._on_facts = [on_facts[at] for at in sorted(asked_facts)]
        terms.freeze()

    @property
    def wants_facts(self) -> bool:
        """Return whether any rule asks for facts."""
        return bool(self._on_facts)

    def match(self, job: Job, facts: JobFacts | None = None) -> list[int]:
        """Return the numbers of the rules that hold for a posting, ascending; the caller checks ``on``.

        ``facts``: what the posting says, where `wants_facts`; None: nothing is known of it.
        """
        found = self._title.find(job.title) | self._description.find(job.description)
        answers = [dimension.holding(job) for dimension in self._dimensions]
        if self._on_facts:
            facts = facts or no_facts(job)
            answers += [dimension.holding(job, facts) for dimension in self._on_facts]
        numbers: list[int] = []
        for at, block in enumerate(self._blocks):
            bits = block.everyone
            for answer in answers:
                bits &= answer[at]
            if bits:
                numbers += block.holding(bits, found)
        return numbers


class _Block:
    """Some of the rules and their keywords."""

    __slots__ = ("_all", "_any", "_first", "_more", "_none", "everyone")

    def __init__(self, first: int, everyone: int) -> None:
        self._first = first
        #: The rules that hold for a posting unless a clause does not.
        self.everyone = everyone
        self._any = TermIndex()
        self._none = TermIndex()
        #: The first, second … of the words that a rule needs all of.
        self._all = [TermIndex() for _ in range(_ALL_BY_BITS)]
        #: Rule → the further words, each as its numbers in the rule's fields.
        self._more: dict[int, list[list[int]]] = {}

    def add(self, number: int, rule: AlertRule, terms: Terms, fields: Sequence[Lexicon]) -> None:
        """Take the keywords of a rule, which are searched for in ``fields``."""
        if rule.keywords:
            self._any.add(number, terms.numbers(rule.keywords, *fields))
        if rule.excluded_keywords:
            self._none.add(number, terms.numbers(rule.excluded_keywords, *fields))
        wanted = [terms.numbers((word,), *fields) for word in sorted(rule.all_keywords, key=len, reverse=True)]
        for postings, numbers in zip(self._all, wanted, strict=False):
            postings.add(number, numbers)
        if wanted[_ALL_BY_BITS:]:
            self._more[number] = wanted[_ALL_BY_BITS:]

    def freeze(self) -> None:
        """Make the bitsets; nothing is added after this."""
        self._any.freeze(self.everyone)
        self._none.freeze(0)
        self._all = [postings for postings in self._all if postings.freeze(self.everyone)]

    def holding(self, bits: int, found: AbstractSet[int]) -> list[int]:
        """Return the overall numbers of the rules in ``bits`` whose keywords hold when ``found`` was found."""
        bits &= self._any.any_of(found, self._any.free)
        for postings in self._all:
            bits &= postings.any_of(found, postings.free)
        bits ^= bits & self._none.any_of(found)
        numbers = numbers_of(bits, self._first)
        if not self._more:
            return numbers
        more, first = self._more, self._first
        return [
            number for number in numbers if all(not found.isdisjoint(wanted) for wanted in more.get(number - first, ()))
        ]


def _word_lists(rule: AlertRule) -> Iterable[str]:
    return chain(
        rule.companies,
        rule.titles,
        rule.keywords,
        rule.all_keywords,
        rule.excluded_keywords,
        rule.locations,
        rule.departments,
    )
