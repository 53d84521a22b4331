"""All rules of many people against new postings: the matcher, and a plain loop over the rules."""

from __future__ import annotations

import gc
import os
import statistics
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.alerts import facts_of, postings, rules, with_facts
from benchmarks.harness import MIB, Options, Report, Table, in_child, in_turns, ratio, spread, timed
from jobscan.decide.match.matcher import Matcher
from jobscan.decide.match.said import FACT_CLAUSES, fulfils
from jobscan.decide.match.spelling import Name, Spelling
from jobscan.decide.match.words import fold, marked
from jobscan.decide.posting.places import workplace_of
from jobscan.domain.alert import AlertRule, SearchField, Unknown
from jobscan.domain.facts import JobFacts
from jobscan.domain.job import Job, Workplace

JOBS = 5_000


class _Case(NamedTuple):
    name: str
    rules: int
    #: Of the rules, those that look for keywords in descriptions, too.
    everywhere: float
    #: Postings that the loop takes a look at; it is known how many times longer it would take for all.
    sample: int
    #: Of the rules, those that ask for facts.
    on_facts: float = 0.0

    @property
    def title(self) -> str:
        """Say what it is."""
        return f"{self.rules:,}" + (", descriptions" if self.everywhere else "") + (", facts" if self.on_facts else "")


CASES = (
    _Case("10k", 10_000, 0.0, 50),
    _Case("10k_descriptions", 10_000, 0.3, 25),
    _Case("10k_facts", 10_000, 0.0, 50, 0.3),
    _Case("100k", 100_000, 0.0, 10),
    _Case("100k_descriptions", 100_000, 0.3, 5),
)


class _Plain:
    """A rule for the loop: all of its words made ready beforehand."""

    __slots__ = (
        *("companies", "departments", "everywhere", "excluded", "is_remote", "keywords", "locations", "remote"),
        *("words", "asked", "keep"),
    )

    def __init__(self, rule: AlertRule) -> None:
        #: Clauses on facts, with what is asked for.
        self.asked = [(clause, asked) for clause in FACT_CLAUSES if (asked := clause.asked(rule)) is not None]
        self.keep = rule.unknown is Unknown.KEEP
        self.keywords = _spellings(rule.keywords)
        self.excluded = _spellings(rule.excluded_keywords)
        #: "remote" is the only work model among them.
        self.remote = "remote" in rule.locations
        self.locations = _spellings([place for place in rule.locations if place != "remote"])
        self.departments = _spellings(rule.departments)
        self.companies = _spellings(rule.companies)
        self.is_remote = rule.is_remote
        self.everywhere = SearchField.DESCRIPTION in rule.search
        #: For descriptions: keywords and excluded ones.
        self.words = [
            [marked(fold(word)) for word in words] if self.everywhere else []
            for words in (rule.keywords, rule.excluded_keywords)
        ]


def _spellings(words: Sequence[str]) -> list[Spelling]:
    return [Spelling.of(marked(fold(word))) for word in words]


def _name(text: str) -> Name:
    return Name.of(marked(fold(text)))


def _any_in(words: list[Spelling], name: Name) -> bool:
    letters = name.letters
    return any(word.letters in letters and word.is_in(name) for word in words)


def _holds(rule: _Plain, said: dict[str, frozenset[Hashable]]) -> bool:
    """Return whether the clauses of a rule on facts hold."""
    for clause, asked in rule.asked:
        answer = fulfils(clause.need, asked, said[clause.name])
        if answer is False or (answer is None and not rule.keep):
            return False
    return True


def _loop(rules: Sequence[_Plain], job: Job, facts: JobFacts) -> list[int]:
    """Return what `Matcher.match` does, rule by rule: each text is made ready once, clauses in the order of fields."""
    title, company = _name(job.title), _name(job.company)
    location, department = _name(job.location), _name(job.department or "")
    description = marked(fold(job.description)) if any(rule.everywhere for rule in rules) else ""
    is_remote = workplace_of(job).workplace is Workplace.REMOTE
    asks = any(rule.asked for rule in rules)
    said = {clause.name: clause.said(job, facts) for clause in FACT_CLAUSES} if asks else {}
    return [
        number
        for number, rule in enumerate(rules)
        if (not rule.companies or _any_in(rule.companies, company))
        and (_any_in(rule.keywords, title) or any(word in description for word in rule.words[0]))
        and not (_any_in(rule.excluded, title) or any(word in description for word in rule.words[1]))
        and (not (rule.locations or rule.remote) or (rule.remote and is_remote) or _any_in(rule.locations, location))
        and (not rule.departments or _any_in(rule.departments, department))
        and (rule.is_remote is None or rule.is_remote is is_remote)
        and (not rule.asked or _holds(rule, said))
    ]


def measure(options: Options) -> Report:
    """Measure some numbers of rules against the same postings; the loop runs on a sample of these."""
    jobs = postings(JOBS)
    rows, figures = [], {}
    for case in CASES:
        row, found = _measure(case, jobs, options.rounds)
        rows.append(row)
        figures.update(found)
    columns = ("rules", "match, ms", "µs a posting", "build, ms", "loop, s", "loop / match", "MiB", "pairs that match")
    length = statistics.mean(len(job.description) for job in jobs)
    notes = (
        f"CPU, {JOBS:,} postings of {length:,.0f} characters; 'descriptions': 30 % of the rules read them, too;"
        " 'facts': 30 % ask for facts",
        "the loop takes each clause of each rule in turn, with all words and texts made ready; it finds the same",
        "MiB are what the process grows by in building the matcher and asking it about all postings",
    )
    title = f"Which rules hold for new postings, median (and least–most) of {options.rounds} rounds"
    return Report(tables=(Table(title=title, columns=columns, rows=tuple(rows)),), figures=figures, notes=notes)


def _measure(case: _Case, jobs: list[Job], rounds: int) -> tuple[tuple[str, ...], dict[str, float]]:
    wanted = with_facts(rules(case.rules, everywhere=case.everywhere), case.on_facts)
    facts = {job.job_key: known for job, known in zip(jobs, facts_of(jobs), strict=True)}
    plain = [_Plain(rule) for rule in wanted]
    sample = jobs[:: JOBS // case.sample]
    matcher = Matcher(wanted)
    by_hand = [_loop(plain, job, facts[job.job_key]) for job in sample]
    assert by_hand == [matcher.match(job, facts[job.job_key]) for job in sample]
    matches = sum(len(matcher.match(job, facts[job.job_key])) for job in jobs)
    spent = in_turns(
        {
            "build": _cpu_of(lambda: Matcher(wanted)),
            "match": _cpu_of(lambda: [matcher.match(job, facts[job.job_key]) for job in jobs]),
            "loop": _cpu_of(lambda: [_loop(plain, job, facts[job.job_key]) for job in sample]),
        },
        rounds,
    )
    loop = [seconds * JOBS / len(sample) for seconds in spent["loop"]]
    mib, _ = in_child(_growth, case)
    row = (
        case.title,
        spread([seconds * 1e3 for seconds in spent["match"]], "{:.0f}"),
        f"{statistics.median(spent['match']) * 1e6 / JOBS:.0f}",
        spread([seconds * 1e3 for seconds in spent["build"]], "{:.0f}"),
        spread(loop, "{:.1f}"),
        f"{1 / ratio(spent['match'], loop):.0f}",
        f"{mib:.0f}",
        f"{matches / case.rules / JOBS:.2%}",
    )
    figures = {
        f"{case.name}_match_to_loop": ratio(spent["match"], loop),
        f"{case.name}_build_to_match": ratio(spent["build"], spent["match"]),
        f"{case.name}_mib": mib,
    }
    return row, figures


def _cpu_of(work: Callable[[], object]) -> Callable[[int], float]:
    def run(_: int) -> float:
        gc.collect()
        return timed(work)[1].cpu_s

    return run


def _growth(case: _Case) -> float:
    """Return the MiB that a matcher takes in its process, the automata in Rust included."""
    wanted, jobs = with_facts(rules(case.rules, everywhere=case.everywhere), case.on_facts), postings(JOBS)
    gc.collect()
    before = _resident()
    matcher = Matcher(wanted)
    for job in jobs:
        matcher.match(job)
    gc.collect()
    return (_resident() - before) / MIB


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
