from __future__ import annotations

from datetime import timedelta

import pytest

from jobscan.decide.enrich.reader import RULES
from jobscan.domain.skill import SkillEntry, SkillKind, SkillNeed
from jobscan.persistence import Database, JobRepository
from jobscan.services.facts import open_reader
from jobscan.services.skills import (
    SkillSourceNameError,
    UnknownSkillSourceError,
    import_skills,
    known_skills,
    remove_skills,
)
from tests.persistence.nouns import NOW, stored_job

BASKETS = SkillEntry("Basket work", SkillKind.TRADE, ("baskets",))


async def test_imported_skills_are_read_until_they_are_removed(database: Database) -> None:
    job = stored_job(description="You know baskets and Python.").job
    assert (await open_reader(database)).read(job).required_skills == ("Python",)

    done = await import_skills(database, "mine", [BASKETS], now=NOW)
    assert (done.words, done.common, done.sample) == (1, {}, 0)
    reader = await open_reader(database)
    assert reader.rules == RULES * 1000 + 1
    facts = reader.read(job)
    assert (facts.required_skills, facts.rules) == (("Basket work", "Python"), reader.rules)
    assert facts.evidence["required_skills"].start == job.description.index("baskets")

    fresh = SkillEntry("Python", SkillKind.DOMAIN, ("baskets",), SkillNeed.EXACT)
    await import_skills(database, "mine", [fresh], now=NOW)
    (known,) = await known_skills(database, "basket")
    assert (known.entry, known.source) == (fresh, "mine")
    assert (await open_reader(database)).read(job).required_skills == ("Python",)

    assert await remove_skills(database, "mine", now=NOW) == 1
    # No version of the rules is used twice, though the skills are those of the beginning.
    assert (await open_reader(database)).rules == RULES * 1000 + 3
    assert [(each.entry.name, each.source) for each in await known_skills(database, "k8S")] == [
        ("Kubernetes", "jobscan")
    ]
    with pytest.raises(UnknownSkillSourceError, match='no list named "mine" was imported; none was imported'):
        await remove_skills(database, "mine", now=NOW)


async def test_of_two_lists_the_first_by_name_has_a_skill(database: Database) -> None:
    for source in ("b", "a"):
        await import_skills(database, source, [SkillEntry("Basket", SkillKind.TRADE, (f"{source}-basket",))], now=NOW)
    (known,) = await known_skills(database, "basket")
    assert (known.source, known.entry.aliases) == ("a", ("a-basket",))
    assert (await open_reader(database)).read(stored_job(description="A-Basket").job).required_skills == ("Basket",)
    with pytest.raises(UnknownSkillSourceError, match="there are: a, b"):
        await remove_skills(database, "c", now=NOW)
    for name in ("jobscan", " "):
        with pytest.raises(SkillSourceNameError, match="give another name with --source"):
            await import_skills(database, name, [BASKETS], now=NOW)


async def test_words_of_many_postings_are_reported_and_keywords_need_many(database: Database) -> None:
    jobs = [
        stored_job(
            str(number),
            description=f"Work with a team. {'Baskets' * (number % 4 == 0)} word{'abc'[number % 3]}x",
            first_seen_at=NOW - timedelta(minutes=number),
        )
        for number in range(240)
    ]
    async with database.write() as session:
        await JobRepository(session).bulk_upsert(jobs)
    entries = [
        BASKETS,
        SkillEntry("team", SkillKind.METHOD),
        SkillEntry("wordax", SkillKind.METHOD, (), SkillNeed.EXACT),
    ]
    done = await import_skills(database, "mine", entries, now=NOW)
    assert done.sample == 240
    assert {name: round(share, 2) for name, share in done.common.items()} == {
        "team": 1.0,
        "wordax": 0.33,
        "Basket work": 0.25,
    }
