"""Where the work is done, as a description says it of the job itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.enrich.passages import lower_case
from jobscan.domain.facts import Span
from jobscan.domain.job import Workplace

if TYPE_CHECKING:
    from collections.abc import Iterator


class WorkplaceWords(NamedTuple):
    """Where a text says that the work is done, and its words."""

    workplace: Workplace
    span: Span


_JOB = r"(?:position|role|job|opportunity|opening|vacancy|contract|stelle|tätigkeit|poste|puesto|functie)"
#: Words that say it of the job; what a company is ("remote-first") or may allow ("remote possible") is no such word.
_SAYS = {
    Workplace.REMOTE: re.compile(
        rf"\b(?:fully[- ]remote|100\s?% remote|remote {_JOB}|(?:work|working) (?:100\s?% |fully )?remotely from"
        rf"|{_JOB} (?:is|will be) (?:100\s?% |fully |completely )?remote\b|vollständig remote|komplett remote"
        r"|100\s?% (?:en )?télétravail|100\s?% remoto|totalmente remoto)",
        re.IGNORECASE,
    ),
    Workplace.HYBRID: re.compile(
        rf"\b(?:hybrid {_JOB}|hybrid (?:work(?:ing|place)?|office) (?:model|schedule|arrangement|environment)"
        rf"|{_JOB} (?:is|will be) (?:a )?hybrid\b|hybrides arbeiten|(?:modelo|formato) híbrido"
        r"|(?:[1-4]|one|two|three|four) days? (?:a|per|each) week (?:in|at|from) (?:the|our)"
        r"(?: [\w-]{1,20}){0,2} office"
        r"|(?:[1-4]|one|two|three|four) days? in (?:the|our)(?: [\w-]{1,20}){0,2} office (?:a|per|each) week)",
        re.IGNORECASE,
    ),
    Workplace.ONSITE: re.compile(
        rf"\b(?:on-?site {_JOB}|in-office {_JOB}|in-person {_JOB}|100\s?% on-?site|fully on-?site"
        rf"|{_JOB} (?:is|will be) (?:100\s?% |fully |completely )?(?:on-?site|in-office|in-person)\b"
        r"|5 days (?:a|per) week in (?:the|our) office|vor ort in unserem)",
        re.IGNORECASE,
    ),
}
#: One of these is in everything that says it. A search for the patterns in the whole text would take ten times as long as
#: all other rules (measured 2026-11); only the words around these are searched.
_CUES = (
    *("remote", "remoto", "télétravail", "hybrid", "híbrid", "on-site", "on site", "onsite", "in-office", "in-person"),
    *("days a", "days per", "days in", "days each", "vor ort"),
)
#: So far around a cue the words reach, and so many cues of a kind are looked at.
_REACH, _MOST = 60, 12
#: Just before the words, these take them back: "this is not a remote position".
_DENIED = re.compile(
    r"\b(?:not?|never|non|isn['’]t|kein|keine|nicht|pas|sin)(?:\s+(?:a|an|be|fully|eligible for)){0,2}\s+$", re.I
)
_BEFORE = 24


def find_workplace(text: str) -> WorkplaceWords | None:
    """Return where the work is done; None when nothing says it of the job, or several things are said."""
    found: dict[Workplace, WorkplaceWords] = {}
    for start, end in _around_cues(lower_case(text), len(text)):
        for words in _read(text, start, end):
            first = found.setdefault(words.workplace, words)
            if words.span < first.span:
                found[words.workplace] = words
    # Remote on some days is hybrid, and some days in the office are.
    if Workplace.HYBRID in found and Workplace.ONSITE not in found:
        return found[Workplace.HYBRID]
    return next(iter(found.values())) if len(found) == 1 else None


def _around_cues(lowered: str, length: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a text in which it may be said."""
    # Small letters of a few languages are longer: the places of cues would not be those of the text.
    if len(lowered) != length:
        return
    for cue in _CUES:
        at = lowered.find(cue)
        for _ in range(_MOST):
            if at < 0:
                break
            yield max(0, at - _REACH), min(length, at + len(cue) + _REACH)
            at = lowered.find(cue, at + len(cue))


def _read(text: str, start: int, end: int) -> Iterator[WorkplaceWords]:
    for workplace, pattern in _SAYS.items():
        found = pattern.search(text, start, end)
        if found is not None and not _DENIED.search(text, max(0, found.start() - _BEFORE), found.start()):
            yield WorkplaceWords(workplace, Span(found.start(), found.end()))
