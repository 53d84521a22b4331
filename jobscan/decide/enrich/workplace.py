"""Where the work is done, as a description says it of the job itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.enrich.wording.anchors import workplace_anchors
from jobscan.decide.enrich.wording.passages import lower_case
from jobscan.domain.facts import Span
from jobscan.domain.job import Workplace

if TYPE_CHECKING:
    from collections.abc import Iterator


class WorkplaceWords(NamedTuple):
    """Where a text says that the work is done, and its words."""

    workplace: Workplace
    span: Span


_JOB = r"(?:position|role|job|opportunity|opening|vacancy|contract|stelle|tätigkeit|poste|puesto|functie)"
#: In lower case: words that say it of the job. What a company is ("remote-first") or may allow ("remote possible") is
#: not said of it.
_SAYS = {
    Workplace.REMOTE: re.compile(
        rf"\b(?:fully[- ]remote|100\s?% remote|remote {_JOB}|(?:work|working) (?:100\s?% |fully )?remotely from"
        rf"|{_JOB} (?:is|will be) (?:100\s?% |fully |completely )?remote\b|vollständig remote|komplett remote"
        r"|100\s?% (?:en )?télétravail|100\s?% remoto|totalmente remoto)",
    ),
    Workplace.HYBRID: re.compile(
        rf"\b(?:hybrid {_JOB}|hybrid (?:work(?:ing|place)?|office) (?:model|schedule|arrangement|environment)"
        rf"|{_JOB} (?:is|will be) (?:a )?hybrid\b|hybrides arbeiten|(?:modelo|formato) híbrido"
        r"|(?:[1-4]|one|two|three|four) days? (?:a|per|each) week (?:in|at|from) (?:the|our)"
        r"(?: [\w-]{1,20}){0,2} office"
        r"|(?:[1-4]|one|two|three|four) days? in (?:the|our)(?: [\w-]{1,20}){0,2} office (?:a|per|each) week)",
    ),
    Workplace.ONSITE: re.compile(
        rf"\b(?:on-?site {_JOB}|in-office {_JOB}|in-person {_JOB}|100\s?% on-?site|fully on-?site"
        rf"|{_JOB} (?:is|will be) (?:100\s?% |fully |completely )?(?:on-?site|in-office|in-person)\b"
        r"|5 days (?:a|per) week in (?:the|our) office|vor ort in unserem)",
    ),
}
#: First letter of a word around which it is said → what it may say.
_KINDS = {
    "r": (Workplace.REMOTE,),
    "t": (Workplace.REMOTE,),
    "h": (Workplace.HYBRID,),
    "d": (Workplace.HYBRID, Workplace.ONSITE),
}
_OTHERS = (Workplace.ONSITE,)
#: So far around such a word it is said, and so many of these are looked at.
_REACH, _MOST = 70, 30
#: Just before the words, these take them back: "this is not a remote position".
_DENIED = re.compile(
    r"\b(?:not?|never|non|isn['’]t|kein|keine|nicht|pas|sin)(?:\s+(?:a|an|be|fully|eligible for)){0,2}\s+$"
)
_BEFORE = 24


def find_workplace(text: str) -> WorkplaceWords | None:
    """Return where the work is done; None when nothing says it of the job, or several things are said."""
    found: dict[Workplace, WorkplaceWords] = {}
    for at in workplace_anchors(text)[:_MOST]:
        for words in _read_around(text, at):
            found.setdefault(words.workplace, words)
    # Remote on some days is hybrid, and some days in the office are.
    if Workplace.HYBRID in found and Workplace.ONSITE not in found:
        return found[Workplace.HYBRID]
    return next(iter(found.values())) if len(found) == 1 else None


def _read_around(text: str, at: int) -> Iterator[WorkplaceWords]:
    """Yield what is said around a word."""
    start = max(0, at - _REACH)
    around = lower_case(text[start : at + _REACH])
    for workplace in _KINDS.get(around[at - start], _OTHERS):
        said = _SAYS[workplace].search(around)
        if said is not None and not _DENIED.search(around, max(0, said.start() - _BEFORE), said.start()):
            yield WorkplaceWords(workplace, Span(start + said.start(), start + said.end()))
