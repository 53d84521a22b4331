"""What a search finds is what an alert with the same rule matches, on both databases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from jobscan.decide.match.explain import holds
from jobscan.domain.alert import AlertRule, SearchField, Unknown
from jobscan.domain.facts import JobFacts, Level, Locality, PayRange, VisaPolicy, no_facts
from jobscan.domain.job import Job, PayInterval, Workplace
from jobscan.domain.listing import JobFilter
from jobscan.persistence import Database, FactsRepository, JobRepository
from jobscan.services.facts import open_reader
from jobscan.services.jobs import find_jobs, find_page
from tests.persistence.nouns import stored_job

EUR_90K = PayRange(minimum=70_000, maximum=90_000, currency="EUR", interval=PayInterval.YEAR)
BERLIN, GRAZ = Locality("Berlin", "Berlin", "DE", None), Locality("Graz", None, "AT", None)
#: Title → what its board and its text say.
POSTINGS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "Go Engineer": (
        {"workplace": Workplace.REMOTE, "description": "We build\n\nsignalling for trains."},
        {"localities": (BERLIN,), "remote_scope": ("DE", "FR"), "level": Level.SENIOR, "years_min": 5},
    ),
    "Rust Engineer": (
        {"workplace": Workplace.ONSITE, "salary_max": 50_000.0, "salary_currency": "EUR"},
        {"localities": (GRAZ,), "pay_range": EUR_90K, "visa": VisaPolicy.YES, "language": "en"},
    ),
    "Nurse": ({"location": "Remote"}, {"worldwide": True, "visa": VisaPolicy.CITIZENS, "years_min": 2}),
    "Cook": ({"description": "Trains of thought and signalling."}, {"required_skills": ("Python", "Go")}),
    "Clerk": ({}, {"preferred_skills": ("Go",), "level": Level.JUNIOR, "level_implied": True}),
    # Nothing has been read of it yet; what is in its row would not be true any more.
    "Smith": ({}, {}),
}
RULES: tuple[dict[str, Any], ...] = (
    {"countries": ("de",)},
    {"countries": ("AT", "FR")},
    {"cities": ("graz",)},
    {"remote_from": ("FR",)},
    {"remote_from": ("AT",)},
    {"levels": (Level.SENIOR, Level.JUNIOR)},
    {"max_years": 4},
    {"visa": True},
    {"visa": False},
    {"skills": ("go",)},
    {"all_skills": ("go", "Python")},
    {"excluded_skills": ("python",)},
    {"text_languages": ("EN",)},
    {"min_salary": 80_000, "currency": "EUR"},
    {"countries": ("DE",), "levels": (Level.SENIOR,), "titles": ("engineer",)},
    {"all_keywords": ("signalling", "trains"), "search": (SearchField.TITLE, SearchField.DESCRIPTION)},
    {"excluded_keywords": ("engineer",), "companies": ("canonical",)},
    {"keywords": ("engineer", "thought"), "search": (SearchField.TITLE, SearchField.DESCRIPTION)},
    {"is_remote": False},
    {"workplace": (Workplace.REMOTE, Workplace.ONSITE)},
    {"languages": ("en",)},
)


async def put(database: Database) -> list[tuple[Job, JobFacts]]:
    """Store the postings and their facts; return what should be known of each."""
    rules, found = (await open_reader(database)).rules, []
    async with database.write() as session:
        for number, (title, (fields, said)) in enumerate(POSTINGS.items()):
            stored = stored_job(str(number), **({"title": title, "location": "Berlin"} | fields))
            await JobRepository(session).bulk_upsert([stored])
            facts = replace(no_facts(stored.job), rules=rules, **said)
            if said:
                await FactsRepository(session).store([facts])
            else:
                facts = (await open_reader(database)).read(stored.job)
                await FactsRepository(session).store([replace(facts, rules=rules - 1, level=Level.SENIOR)])
            found.append((stored.job, facts))
    return found


async def test_a_search_finds_what_an_alert_matches(database: Database) -> None:
    known = await put(database)
    for parts in RULES:
        for unknown in Unknown:
            rule = AlertRule(unknown=unknown, **parts)
            expected = {job.title for job, facts in known if holds(rule, job, facts)}
            found = [stored.job.title for stored in await find_jobs(database, JobFilter(rule=rule))]
            assert (sorted(found), rule) == (sorted(expected), rule)


async def test_a_page_of_a_search_on_facts_knows_how_many_there_are(database: Database) -> None:
    await put(database)
    rule = AlertRule(countries=("DE", "AT"), unknown=Unknown.DROP)
    everything = await find_jobs(database, JobFilter(rule=rule))
    page = await find_page(database, JobFilter(rule=rule, limit=1))
    assert (page.jobs, page.total, page.is_counted_short) == (everything[:1], len(everything), False)
    assert len(everything) > 1
