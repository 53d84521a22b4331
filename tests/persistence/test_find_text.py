"""Texts are looked for by Unicode's rules, whatever part of the work a database takes over."""

from __future__ import annotations

import pytest

from jobscan.decide.match.listing import sieves_of
from jobscan.decide.match.terms import Heading, Term
from jobscan.domain.alert import AlertRule
from jobscan.domain.job import Workplace
from jobscan.domain.listing import JobFilter
from jobscan.persistence import Database, JobRepository
from tests.persistence.nouns import stored_job

#: Kelvin's sign, the long s, ligatures, dots that come and go, letters that fold to two; and what patterns are made of.
TITLES = [
    "OK", "O\u212a", "ok", "BASIS", "Ba\u017fi\u017f", "o\ufb03ce", "OFFICE", "\u0130stanbul", "istanbul",
    "\u0131stanbul",
    "Stra\u00dfe", "STRASSE", "e\u0301cole", "ÉCOLE", "ecole", "100%", "a_b", "[x]", "*", "?", "~ \x7f",
    "C\\D", "日本語 ok", "Zürich", "ZU\u0308RICH", "zurich", "Front-End", "front/end", "Frontend", "front_end",
    "front, end", "Baden‑Württemberg", "C++", "C#", "R&D", "ﬁnance", "Node.js",
]  # fmt: skip
NEEDLES = [
    *TITLES, "k", "s", "ss", "i", "ffi", "é", "[", "*[", "%", "_", "\\", "\u0307", "語", "日", "front end", "FRONTEND",
    "baden wurttemberg", "end", "c", "finance", "js", "/fr.nt/", "/(/",
]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "asked"),
    [("title", "titles"), ("company", "companies"), ("location", "locations"), ("department", "departments")],
)
async def test_what_is_found_is_what_python_finds(database: Database, field: str, asked: str) -> None:
    jobs = [stored_job(str(number), **{field: text}) for number, text in enumerate(TITLES)]
    async with database.write() as session:
        await JobRepository(session).bulk_upsert(jobs)

    async with database.read() as session:
        for needle in NEEDLES:
            wanted = JobFilter(rule=AlertRule(**{asked: (needle,)}))  # type: ignore[arg-type]
            found = await JobRepository(session).find(wanted, sieves_of(wanted.rule))
            texts = {getattr(stored.job, field) for stored in found}
            assert texts == {text for text in TITLES if Term.of(needle).found_in(Heading.of(text)) is not None}, needle


async def test_keys_come_as_their_jobs_do(database: Database) -> None:
    async with database.write() as session:
        await JobRepository(session).bulk_upsert([stored_job(str(number)) for number in range(20)])

    async with database.read() as session:
        for wanted in (
            JobFilter(),
            JobFilter(limit=3),
            JobFilter(rule=AlertRule(titles=("engineer",)), limit=3),
            JobFilter(rule=AlertRule(titles=("none",))),
        ):
            sieves = sieves_of(wanted.rule)
            found = await JobRepository(session).find(wanted, sieves)
            assert await JobRepository(session).find_keys(wanted, sieves) == [stored.job.job_key for stored in found]


#: Location, offices, what the board says; and which of the questions below find it.
PLACES = [
    ("Home based - EMEA", "", None, "remote emea"),
    ("San Francisco", "", Workplace.REMOTE, "remote"),
    ("San Francisco; Remote (US)", "", Workplace.HYBRID, "hybrid us"),
    ("Hybrid", "Dublin, Ireland", None, "hybrid dublin"),
    ("", "Zürich", None, "zurich"),
    ("Paris", "Dublin", None, ""),
    ("Télétravail", "", None, "remote"),
    ("Remote-Friendly, Berlin", "", None, "remote-as-written"),
    ("Not given", None, None, ""),
]
QUESTIONS = {
    "remote": JobFilter(rule=AlertRule(workplace=(Workplace.REMOTE,))),
    "hybrid": JobFilter(rule=AlertRule(workplace=(Workplace.HYBRID,))),
    "emea": JobFilter(rule=AlertRule(locations=("Remote, EMEA",))),
    "us": JobFilter(rule=AlertRule(locations=("U S", "us"))),
    "dublin": JobFilter(rule=AlertRule(locations=("dublin",))),
    "zurich": JobFilter(rule=AlertRule(locations=("zurich",))),
}


async def test_places_and_workplaces_are_found_as_they_are_meant(database: Database) -> None:
    jobs = [
        stored_job(str(number), location=location, offices=offices, workplace=workplace)
        for number, (location, offices, workplace, _) in enumerate(PLACES)
    ]
    async with database.write() as session:
        await JobRepository(session).bulk_upsert(jobs)

    async with database.read() as session:
        for name, wanted in QUESTIONS.items():
            found = await JobRepository(session).find(wanted, sieves_of(wanted.rule))
            expected = {str(number) for number, place in enumerate(PLACES) if name in place[3].split()}
            assert {stored.job.external_id for stored in found} == expected, name
        written = JobFilter(rule=AlertRule(locations=("remote",)))
        found = await JobRepository(session).find(written, sieves_of(written.rule))
        assert {stored.job.location for stored in found} == {
            place for place, _, _, names in PLACES if {"remote", "remote-as-written"} & set(names.split())
        }
