"""Which stored postings fulfil the conditions of a listing."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from jobscan.decide.match.listing import sieves_of
from jobscan.decide.match.matcher import Matcher
from jobscan.decide.match.said import asks_for_facts, narrowing
from jobscan.domain.alert import AlertRule
from jobscan.persistence import JobRepository
from jobscan.services.facts import facts_of, open_reader

if TYPE_CHECKING:
    from jobscan.domain.listing import JobFilter
    from jobscan.persistence import Database

#: Postings whose facts are read from the database at once.
_PART = 500


async def select_keys(database: Database, wanted: JobFilter) -> list[str]:
    """Return the keys of the postings that fit, the newest first.

    Words and places are judged while the rows come; conditions on facts afterwards, on what is left: stored facts, or
    facts read now where these are missing or outdated.
    """
    rule = wanted.rule
    sieves = sieves_of(rule)
    if not asks_for_facts(rule):
        async with database.read() as session:
            return await JobRepository(session).find_keys(wanted, sieves)
    reader = await open_reader(database)
    async with database.read() as session:
        keys = await JobRepository(session).find_keys(
            replace(wanted, limit=None), sieves, narrowing(rule, reader.rules)
        )
    matcher = Matcher([_on_facts(rule)])
    found: list[str] = []
    for start in range(0, len(keys), _PART):
        part = keys[start : start + _PART]
        async with database.read() as session:
            stored = await JobRepository(session).load_stored(part)
        facts = await facts_of(database, [each.job for each in stored.values()], reader)
        found += [key for key in part if key in stored and matcher.match(stored[key].job, facts[key])]
        if wanted.limit is not None and len(found) >= wanted.limit:
            return list(islice(found, wanted.limit))
    return found


def _on_facts(rule: AlertRule) -> AlertRule:
    """Return what is left to judge: the sieves have judged the rest."""
    nothing = AlertRule()
    return replace(
        rule,
        **{
            name: getattr(nothing, name)
            for name in (
                "companies titles keywords all_keywords excluded_keywords locations departments employment_types"
                " is_remote workplace languages sources"
            ).split()
        },
    )
