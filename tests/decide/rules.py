"""Rules and postings out of a small vocabulary in which everything collides with something else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from jobscan.domain.alert import AlertRule, SearchField, Unknown
from jobscan.domain.facts import JobFacts, Level, Locality, PayRange, VisaPolicy, no_facts
from jobscan.domain.job import Job, PayInterval, Workplace
from tests.decide.postings import job

#: Beginnings of each other, overlapping phrases, symbols, accents, scripts without blanks.
WORDS = (
    *("go", "good", "Django", "c", "C++", "C#", "c++17", "R", "R&D", "d", ".NET", "net", "ASP.NET", "js", "Node.js"),
    *("data", "data engineer", "engineer", "Engineer data", "a a", "a", "a a a", "D.C.", "Zürich", "zurich", "Straße"),
    *(
        "strasse",
        "Berlin",
        "remote",
        "Remote - Berlin",
        "工程师",
        "软件工程师",
        "java",
        "Java8",
        "バス",
        "ハス",
        "हि",
        "हिन्दी",
    ),
    *("dataengineer", "front end", "Front-End", "frontend", "end", "Baden-Württemberg", "baden wurttemberg"),
)
#: Places with and without what they say of the work.
PLACES = (
    *("Remote", "Hybrid", "On-site", "In-Office", "Office", "Home based - EMEA", "Remote, EMEA", "EMEA", "Anywhere"),
    *(
        "Remote-Friendly",
        "Remote Eligible",
        "Berlin (Hybrid)",
        "Berlin",
        "remote berlin",
        "not remote",
        "Remote; Paris",
    ),
)
NOTHING = ("", " ", "++", "-", "\u0301")
EXPRESSIONS = ("/eng/", "/^data/", "/go+d?/", "/ü/", "/./", r"/\bc\b/", "/師|师/", "/(/", "//")
SEAMS = (" ", "\n\n", ", ", "/", "-", "", " (", "&", ".", "'", "  ", "; ", "™ ")

_entries = st.sampled_from(WORDS + WORDS + NOTHING + EXPRESSIONS)


def _lists(entries: st.SearchStrategy[Any], most: int = 4) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(entries, min_size=1, max_size=most).map(tuple)


@st.composite
def texts(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.tuples(st.sampled_from((*WORDS, "x", "8")), st.sampled_from(SEAMS)), max_size=6))
    return "".join(word + seam for word, seam in parts)


def places() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(PLACES), max_size=3).map("; ".join)


_amounts = st.sampled_from((10.0, 20.5, 1_000.0, 2_000.0, 12_000.0, 24_000.0, 41_600.0, 60_000.0))
_currencies = st.sampled_from(("EUR", "USD", None))
_languages = ("en", "en-GB", "EN_us", "de", "d", "")

_SKILLS = ("Python", "python", "Go", "C++", "Rust", "")

#: Field → what it may be; a rule has some of these.
_PARTS: dict[str, st.SearchStrategy[Any]] = {
    "companies": _lists(_entries),
    "keywords": _lists(_entries),
    "all_keywords": _lists(_entries, 5),
    "excluded_keywords": _lists(_entries, 2),
    "locations": _lists(st.one_of(_entries, st.sampled_from(PLACES))),
    "departments": _lists(_entries),
    "employment_types": _lists(st.sampled_from(("full_time", "Full-time", "contract", "B2B", "Bénévole", ""))),
    "is_remote": st.booleans(),
    "workplace": _lists(st.sampled_from(Workplace), 2),
    "min_salary": st.one_of(_amounts, _amounts, st.just(float("nan"))),
    "languages": _lists(st.sampled_from(_languages), 2),
    "countries": _lists(st.sampled_from(("DE", "de", "AT", "US", "nowhere")), 3),
    "cities": _lists(st.sampled_from(("Berlin", "berlin", "Graz", "")), 2),
    "remote_from": _lists(st.sampled_from(("DE", "AT", "us")), 2),
    "levels": _lists(st.sampled_from(Level), 3),
    "max_years": st.sampled_from((0, 2, 5, 80)),
    "visa": st.booleans(),
    "skills": _lists(st.sampled_from(_SKILLS), 3),
    "all_skills": _lists(st.sampled_from(_SKILLS), 3),
    "excluded_skills": _lists(st.sampled_from(_SKILLS), 2),
    "text_languages": _lists(st.sampled_from(("en", "DE", " fr")), 2),
    "sources": _lists(st.sampled_from(("greenhouse", "Greenhouse/Acme", "greenhouse/b", "lever", " ")), 2),
}


@st.composite
def alert_rules(draw: st.DrawFn) -> AlertRule:
    """Draw a rule of at most four clauses: of more, hardly any would hold."""
    names = draw(st.lists(st.sampled_from(sorted(_PARTS)), max_size=4, unique=True))
    return AlertRule(
        search=draw(st.lists(st.sampled_from(SearchField), max_size=3).map(tuple)),
        currency=draw(st.one_of(_currencies, st.just(" eur"))),
        interval=draw(st.sampled_from(PayInterval)),
        unknown=draw(st.sampled_from(Unknown)),
        **{name: draw(_PARTS[name]) for name in names},
    )


@st.composite
def postings(draw: st.DrawFn) -> Job:
    """Draw a posting with any text in any field: more than `normalise` lets through."""
    return replace(
        job(),
        title=draw(texts()),
        company=draw(texts()),
        location=draw(st.one_of(texts(), places(), st.just(" "))),
        offices=draw(st.one_of(st.none(), places())),
        department=draw(st.one_of(st.none(), texts())),
        employment_type=draw(st.sampled_from((None, "", "full_time", "B2B", "benevole", "Contractor"))),
        workplace=draw(st.one_of(st.none(), st.sampled_from(Workplace))),
        salary_min=draw(st.one_of(st.none(), _amounts)),
        salary_max=draw(st.one_of(st.none(), _amounts, st.just(float("inf")))),
        salary_currency=draw(_currencies),
        salary_interval=draw(st.one_of(st.none(), st.sampled_from(PayInterval))),
        language=draw(st.one_of(st.none(), st.sampled_from(_languages))),
        description=draw(texts()),
    )


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), values)


@st.composite
def facts_about(draw: st.DrawFn, of: Job) -> JobFacts:
    """Draw what a posting may say, whatever its text."""
    countries = st.sampled_from(("DE", "AT", "US"))
    pay = st.builds(
        PayRange,
        minimum=_maybe(_amounts),
        maximum=_maybe(_amounts),
        currency=_currencies,
        interval=_maybe(st.sampled_from(PayInterval)),
    )
    localities = st.builds(
        Locality, _maybe(st.sampled_from(("Berlin", "Graz"))), st.none(), _maybe(countries), st.none()
    )
    return replace(
        no_facts(of),
        language=draw(st.sampled_from((None, "en", "de"))),
        level=draw(_maybe(st.sampled_from(Level))),
        level_implied=draw(st.booleans()),
        years_min=draw(st.sampled_from((None, 0, 2, 5, 99))),
        years_max=draw(st.sampled_from((None, 7))),
        workplace=draw(_maybe(st.sampled_from(Workplace))),
        remote_scope=draw(_maybe(st.lists(countries, min_size=1, max_size=2).map(tuple))),
        worldwide=draw(st.booleans()),
        visa=draw(_maybe(st.sampled_from(VisaPolicy))),
        localities=draw(st.lists(localities, max_size=3).map(tuple)),
        pay_range=draw(_maybe(pay)),
        required_skills=draw(st.lists(st.sampled_from(("Python", "Go", "C++")), max_size=2).map(tuple)),
        preferred_skills=draw(st.lists(st.sampled_from(("Rust", "Go")), max_size=2).map(tuple)),
    )
