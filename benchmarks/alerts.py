"""Rules and postings as people and boards write them; the same ones at each call."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product
from typing import Any

from jobscan.domain.alert import AlertRule, SearchField, Unknown
from jobscan.domain.facts import JobFacts, Level, Locality, VisaPolicy, no_facts
from jobscan.domain.job import Job, Workplace

_SEED = 7
_LEVELS = ("", "Junior ", "Senior ", "Senior ", "Staff ", "Principal ", "Lead ", "Associate ", "Head of ", "Intern, ")
_FIELDS = (
    "Software Backend Frontend Platform Data Security Cloud Mobile Machine-Learning DevOps Network Hardware Product"
    " Marketing Sales Finance Legal People Operations Support Solutions Payments Growth Compliance Analytics Research"
    " Embedded Firmware Graphics Robotics Quality Infrastructure Site-Reliability Database Storage Identity Billing"
).split()
_ROLES = (
    "Engineer Developer Manager Analyst Architect Scientist Designer Consultant Specialist Director Coordinator"
    " Administrator Recruiter Writer Accountant Counsel Strategist Technician Advocate Programmer"
).split()
_SKILLS = (
    "Python Go Rust Java Kotlin Scala C++ C# .NET Node.js React Vue Angular TypeScript Ruby PHP Swift R SQL Spark Kafka"
    " Kubernetes Terraform AWS Azure GCP Linux Android iOS Salesforce SAP Snowflake Elixir Erlang Haskell F# C"
).split()
_CITIES = (
    "Berlin München Zürich Wien Paris Lyon London Dublin Madrid Barcelona Lisboa Milano Roma Warszawa Kraków Łódź Praha"
    " Budapest Stockholm Oslo København Helsinki Amsterdam Utrecht Brussel Toronto Vancouver Montréal Boston Austin"
    " Seattle Chicago Denver Atlanta Bengaluru Pune Singapore Tokyo Sydney Melbourne"
).split()
_COUNTRIES = "Germany Switzerland France Ireland Spain Portugal Italy Poland Sweden Norway Canada India Japan".split()
_CODES = "DE CH FR IE ES PT IT PL SE NO CA IN JP".split()
_DEPARTMENTS = (
    "Engineering Product Design Marketing Sales Finance Legal People Operations Support Research Security Data IT"
).split()


_SENTENCES = """
You’ll work with people in product, design and operations – and with customers, who tell us what to build next.
We care about craft, kindness and candour, in that order when they conflict, which is rarely.
Your team owns its services from the first sketch to the pager: on call one week in eight, paid, and quiet.
We ship every day, we measure what we ship, and we delete what nobody uses.
You have several years of experience in a similar role, ideally in a growing company (50 to 500 people).
You can explain a hard decision in plain words, in writing as well as across a table.
Nice to have: a degree in a related field, or the equivalent in practice; we don’t count certificates.
We offer 30 days of leave, a budget for learning, a pension that deserves the name and hardware of your choice.
Our offices are open to everyone, and nobody has to come; most of us are there two days a week.
The process: a call of 30 minutes, a conversation with the team, a paid day of work, an answer within a week.
We’re an equal-opportunity employer; tell us what you need, and we’ll make it work.
""".strip().splitlines()
_HEADINGS = ("About us", "The role", "What you’ll do", "What you bring", "What we offer", "How to apply")


def postings(count: int) -> list[Job]:
    """Return postings, board by board, of 20 each; their descriptions have 4,500 characters on average."""
    draw = random.Random(_SEED)
    found = []
    for number in range(count):
        board = number // 20
        place = f"{draw.choice(_CITIES)}, {_COUNTRIES[board % len(_COUNTRIES)]}"
        place = draw.choice((place, place, f"Remote - {place}", f"{place}; {draw.choice(_CITIES)}", "Remote"))
        skill = draw.choice(("", "", f" ({draw.choice(_SKILLS)})", f", {draw.choice(_SKILLS)}/{draw.choice(_SKILLS)}"))
        title = f"{draw.choice(_LEVELS)}{draw.choice(_FIELDS)} {draw.choice(_ROLES)}{skill}"
        found.append(
            Job(
                job_key=str(number),
                source_type="greenhouse",
                source_identifier=f"board{board}",
                external_id=str(number),
                title=title,
                company=_company(board),
                location=place,
                url=f"https://boards.greenhouse.io/board{board}/jobs/{number}",
                department=draw.choice((None, draw.choice(_DEPARTMENTS), f"{draw.choice(_DEPARTMENTS)} - Core")),
                workplace=draw.choice((None, None, *Workplace)),
                fingerprint="",
                content_hash="",
                description=_description(draw, title),
            )
        )
    return found


def _description(draw: random.Random, title: str) -> str:
    """Return a text as it is stored: paragraphs, then items with skills in some of them."""
    parts = []
    for heading in _HEADINGS:
        parts += [f"{heading}\n", " ".join(draw.choices(_SENTENCES, k=3)) + "\n"]
        parts += [f"- {sentence}" for sentence in draw.choices(_SENTENCES, k=3)]
        parts.append(
            f"- As {title} you know {draw.choice(_SKILLS)}, {draw.choice(_SKILLS)} or {draw.choice(_SKILLS)}.\n"
        )
    return "\n".join(parts)


def rules(count: int, *, everywhere: float = 0.0) -> list[AlertRule]:
    """Return rules; the share ``everywhere`` of them looks for keywords in descriptions, too."""
    draw = random.Random(_SEED + 1)
    phrases = [f"{field} {role}" for field, role in product(_FIELDS, _ROLES)]
    # Most words that people look for are on few boards or on none.
    odd = [
        f"{skill}{draw.choice(('OS', ' Cloud', 'DB', ' Core', 'Lab'))}{number}"
        for number in range(150)
        for skill in _SKILLS
    ]
    found = []
    for _ in range(count):
        words = draw.choices((_SKILLS, _ROLES, _FIELDS, phrases, odd), (4, 1, 1, 5, 5), k=draw.randint(1, 5))
        found.append(
            AlertRule(
                keywords=tuple(draw.choice(kind) for kind in words),
                excluded_keywords=_some(draw, 0.4, ("intern", "junior", "head of", "sales", "manager", *_ROLES), 3),
                locations=_some(draw, 0.7, (*_CITIES, *_COUNTRIES, "remote"), 3),
                departments=_some(draw, 0.3, _DEPARTMENTS, 2),
                companies=_some(draw, 0.1, tuple(map(_company, range(250))), 20),
                is_remote=draw.choices((None, True, False), (70, 25, 5))[0],
                search=tuple(SearchField) if draw.random() < everywhere else (SearchField.TITLE,),
            )
        )
    return found


def with_facts(found: list[AlertRule], share: float) -> list[AlertRule]:
    """Return rules of which a share asks for facts, too."""
    draw = random.Random(_SEED + 2)
    return [replace(rule, **_asked(draw)) if draw.random() < share else rule for rule in found]


def _asked(draw: random.Random) -> dict[str, Any]:
    """Return one to three clauses on facts."""
    clauses: dict[str, Any] = {
        "countries": tuple(draw.sample(_CODES, draw.randint(1, 3))),
        "remote_from": (draw.choice(_CODES),),
        "levels": tuple(draw.sample(list(Level), 2)),
        "max_years": draw.randint(1, 8),
        "visa": True,
        "skills": tuple(draw.sample(_SKILLS, draw.randint(1, 3))),
        "all_skills": tuple(draw.sample(_SKILLS, 2)),
        "excluded_skills": (draw.choice(_SKILLS),),
        "text_languages": ("en",),
    }
    names = draw.sample(sorted(clauses), draw.randint(1, 3))
    return {name: clauses[name] for name in names} | {"unknown": draw.choice(list(Unknown))}


def facts_of(jobs: list[Job]) -> list[JobFacts]:
    """Return what the postings say; half of each fact is not said."""
    draw = random.Random(_SEED + 3)

    def maybe(value: Any) -> Any:
        return value if draw.random() < 0.5 else None

    return [
        replace(
            no_facts(job),
            language=maybe("en"),
            level=maybe(draw.choice(list(Level))),
            years_min=maybe(draw.randint(0, 10)),
            visa=maybe(draw.choice(list(VisaPolicy))),
            remote_scope=maybe((draw.choice(_CODES),)),
            localities=(Locality(None, None, maybe(draw.choice(_CODES)), None),),
            required_skills=tuple(draw.sample(_SKILLS, draw.randint(0, 6))),
        )
        for job in jobs
    ]


def _some(draw: random.Random, share: float, words: tuple[str, ...] | list[str], most: int) -> tuple[str, ...]:
    return tuple(draw.sample(words, draw.randint(1, most))) if draw.random() < share else ()


def _company(board: int) -> str:
    first, second = divmod(board, 16)
    name = ("Acme", "Nova", "Blue", "Iron", "Lumen", "Quark", "Terra", "Vela")[first % 8]
    return f"{name} {second} {'Systems' if board % 2 else 'Labs'}"
