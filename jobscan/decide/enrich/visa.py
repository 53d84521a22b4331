"""Finds what an employer says about visas and the right to work."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

from jobscan.decide.enrich.wording import visa_words as words
from jobscan.decide.enrich.wording.anchors import visa_anchors
from jobscan.decide.enrich.wording.passages import lower_case, sentence_at
from jobscan.domain.facts import Span, VisaPolicy, VisaReading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NOTHING = AhoCorasick(words.SAYS_NOTHING)
#: Which of several statements counts: the most restrictive that is said in plain words. What is only implied ("must be
#: authorised to work here") counts least.
_RANKS = (VisaPolicy.CITIZENS, VisaPolicy.EXPORT_CONTROL, VisaPolicy.NO, VisaPolicy.YES)


def find_visa(text: str) -> VisaReading | None:
    """Return what a posting says about the right to work, in English, German, French, Dutch or Spanish.

    Of several statements citizenship counts before rules on exports, then "no sponsorship", sponsorship, and at last
    that one must have the right to work, which reads as NO. None when nothing is said: visas as a task, a card, or in a
    list of what nobody is discriminated for, and questions of a form, say nothing.
    """
    found: dict[VisaPolicy, Span] = {}
    implied: Span | None = None
    read_until = 0
    for at in visa_anchors(text):
        if at < read_until:
            continue
        sentence = sentence_at(text, at, at + 1)
        read_until = sentence.end
        for policy, span in _read_sentence(text, sentence):
            if policy is None:
                implied = implied or span
            else:
                found.setdefault(policy, span)
    for policy in _RANKS:
        if policy in found:
            return VisaReading(policy, found[policy])
    return VisaReading(VisaPolicy.NO, implied) if implied else None


def _read_sentence(text: str, sentence: Span) -> Iterator[tuple[VisaPolicy | None, Span]]:
    """Yield what a sentence says and where; None instead of a policy: only that one needs the right to work."""
    said = lower_case(text[sentence.start : sentence.end])
    if _NOTHING.find_matches_as_indexes(said):
        return
    label = words.LABEL.search(said) if ":" in said else None
    answer = words.ANSWER.match(text, sentence.start + label.end()) if label else None
    if label and answer:
        yield from _read_label(label, answer, sentence.start + label.start())
        return
    if said.rstrip().endswith("?") and not words.PLAIN_QUESTION.search(said):
        return
    search, rules_of_cue = _cues()
    to_try = {
        rule for cue, _, _ in search.find_matches_as_indexes(said, overlapping=True) for rule in rules_of_cue[cue]
    }
    for rule in sorted(to_try):
        policy, _, find = _RULES[rule]
        span = find(said)
        if span is not None:
            yield policy, Span(sentence.start + span.start, sentence.start + span.end)
            return


@lru_cache(1)
def _cues() -> tuple[AhoCorasick, list[list[int]]]:
    """Return what finds the cues of the rules, and the rules of each cue."""
    cues = sorted({cue for _, cues, _ in _RULES for cue in cues})
    return AhoCorasick(cues), [[rule for rule, (_, of_rule, _) in enumerate(_RULES) if cue in of_rule] for cue in cues]


def _read_label(label: re.Match[str], answer: re.Match[str], start: int) -> Iterator[tuple[VisaPolicy | None, Span]]:
    """Yield what a form's line says: "Visa sponsorship: no"; the answer may be on the next line."""
    is_yes = answer["yes"] is not None
    span = Span(start, answer.end())
    if label["sponsors"]:
        yield (VisaPolicy.YES if is_yes else VisaPolicy.NO), span
    elif is_yes:
        yield (VisaPolicy.CITIZENS if label["citizens"] else None), span


def _by_pattern(pattern: re.Pattern[str], unless: re.Pattern[str] | None = None) -> Callable[[str], Span | None]:
    def find(said: str) -> Span | None:
        found = pattern.search(said)
        return Span(*found.span()) if found and not (unless and unless.search(said)) else None

    return find


def _find_refusal(said: str) -> Span | None:
    """Return where a sentence says that nothing is sponsored: the word with its "not" before or behind it."""
    if not words.ABOUT_WORK.search(said) or words.SOME_SPONSOR.search(said):
        return None
    for word in words.SPONSORED.finditer(said):
        clause = words.CLAUSE.split(said[max(0, word.start() - _CLAUSE) : word.start()])[-1]
        before = words.NOT_BEFORE_SPONSOR if word[0].startswith("sponsor") else words.NOT_BEFORE_VISA
        if found := before.search(clause):
            return Span(word.start() - len(clause) + found.start(), word.end())
        if found := words.NOT_BEHIND_SPONSOR.match(said, word.end(), word.end() + _CLAUSE):
            return Span(word.start(), found.end())
    return None


#: Characters between a "not" and what it is about.
_CLAUSE = 100
_SPONSOR_CUES = ("sponsor", "visa", "permit", "h-1b", "h1b", "immigration")
_ELSEWHERE_CUES = (
    "visum",
    "visa",
    "arbeitserlaubnis",
    "aufenthalt",
    "permis",
    "titre",
    "vergunning",
    "visado",
    "permiso",
    "patrocin",
)
#: In their order; a sentence says what the first rule that fits says. A rule is tried if one of its cues is there.
_RULES: tuple[tuple[VisaPolicy | None, tuple[str, ...], Callable[[str], Span | None]], ...] = (
    (VisaPolicy.EXPORT_CONTROL, ("itar", "export", " person"), _by_pattern(words.EXPORT_CONTROL, words.EXPORT_AS_TASK)),
    (
        VisaPolicy.CITIZENS,
        ("citizen", "national", "staats", "nacional"),
        _by_pattern(words.CITIZENS, words.NOT_ONLY_CITIZENS),
    ),
    (VisaPolicy.NO, ("sponsor", "visa", "work permit"), _find_refusal),
    (VisaPolicy.NO, _ELSEWHERE_CUES, _by_pattern(words.NO_SPONSOR_ELSEWHERE)),
    (VisaPolicy.YES, (*_SPONSOR_CUES, *_ELSEWHERE_CUES), _by_pattern(words.SPONSOR, words.NO_VISA_OFFER)),
    (
        None,
        (
            "to work",
            "work permit",
            "work author",
            "work visa",
            "work right",
            "working right",
            "working visa",
            "work legally",
            "to live",
            *_ELSEWHERE_CUES,
            "travail",
            "citizen",
        ),
        _by_pattern(words.RIGHT_TO_WORK, words.NOT_NEEDED),
    ),
)
