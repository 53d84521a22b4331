"""All rules of many people against new postings: the matcher, and a plain loop over the rules."""

from __future__ import annotations

import gc
import statistics
import time
import tracemalloc
from collections.abc import Sequence

from benchmarks.alerts import postings, rules
from jobscan.decide.matching import Matcher
from jobscan.decide.readings import workplace_of
from jobscan.decide.words import fold, marked
from jobscan.domain.alert import AlertRule, SearchField
from jobscan.domain.job import Job, Workplace

ROUNDS = 3
JOBS = 5_000


class _Plain:
    """A rule for the loop: all of its words made ready beforehand."""

    __slots__ = ("companies", "departments", "everywhere", "excluded", "is_remote", "keywords", "locations")

    def __init__(self, rule: AlertRule) -> None:
        self.keywords = [marked(fold(word)) for word in rule.keywords]
        self.excluded = [marked(fold(word)) for word in rule.excluded_keywords]
        self.locations = [marked(fold(word)) for word in rule.locations]
        self.departments = [marked(fold(word)) for word in rule.departments]
        self.companies = [marked(fold(word)) for word in rule.companies]
        self.is_remote = rule.is_remote
        self.everywhere = SearchField.DESCRIPTION in rule.search


def _loop(rules: Sequence[_Plain], job: Job) -> list[int]:
    """Return what `Matcher.match` does, rule by rule: each text is made ready once, clauses in the order of fields."""
    title, company = marked(fold(job.title)), marked(fold(job.company))
    location, department = marked(fold(job.location)), marked(fold(job.department or ""))
    description = marked(fold(job.description)) if any(rule.everywhere for rule in rules) else ""
    is_remote = workplace_of(job.workplace, job.location) is Workplace.REMOTE
    return [
        number
        for number, rule in enumerate(rules)
        if (not rule.companies or any(word in company for word in rule.companies))
        and any(word in title or (rule.everywhere and word in description) for word in rule.keywords)
        and not any(word in title or (rule.everywhere and word in description) for word in rule.excluded)
        and (not rule.locations or any(word in location for word in rule.locations))
        and (not rule.departments or any(word in department for word in rule.departments))
        and (rule.is_remote is None or rule.is_remote is is_remote)
    ]


def _line(count: int, sample: int, everywhere: float = 0.0) -> str:
    wanted, jobs = rules(count, everywhere=everywhere), postings(JOBS)
    building, matching, looping = [], [], []
    plain = [_Plain(rule) for rule in wanted]
    some = jobs[:: JOBS // sample]
    for _ in range(ROUNDS):
        gc.collect()
        started = time.process_time()
        matcher = Matcher(wanted)
        building.append(time.process_time() - started)
        started = time.process_time()
        matches = sum(len(matcher.match(job)) for job in jobs)
        matching.append(time.process_time() - started)
        started = time.process_time()
        by_hand = [_loop(plain, job) for job in some]
        looping.append((time.process_time() - started) * JOBS / len(some))
        assert by_hand == [matcher.match(job) for job in some]
    spent, looped = statistics.median(matching), statistics.median(looping)
    where = f", {everywhere:.0%} in descriptions" if everywhere else ""
    return (
        f"{count:>7,} rules{where:<20} {spent * 1e3:7.0f} ms CPU, {statistics.median(building) * 1e3:6.0f} ms to build,"
        f" {_memory(wanted, jobs):4.0f} MiB; a loop over the rules {looped:6.1f} s: {looped / spent:6.0f} x"
        f"  ({matches / count / JOBS:.2%} of pairs match)"
    )


def _memory(wanted: list[AlertRule], jobs: list[Job]) -> float:
    """Return the MiB that a matcher holds after a round, what the automata hold in Rust left out."""
    tracemalloc.start()
    matcher = Matcher(wanted)
    for job in jobs[::5]:
        matcher.match(job)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / 2**20


def measure() -> list[str]:
    """Return lines with the median CPU of the rounds and the ratio to the loop, which runs on a sample of postings."""
    return [_line(10_000, 100), _line(10_000, 25, everywhere=0.3), _line(100_000, 10)]
