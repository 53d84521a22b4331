"""What reading the facts of a posting costs, next to cleaning its text, and how often the rules are right.

The texts are those of the recordings in the tree, whose sentences are replaced, with sentences of the tests' samples in
between: as many postings state pay, years or a visa as recorded ones do. The labels are those of the tests.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from html import unescape
from typing import NamedTuple

from benchmarks.harness import Options, Report, Sample, Table, in_turns, ratio, spread, timed
from jobscan.decide.enrich.language import find_language
from jobscan.decide.enrich.level import read_level
from jobscan.decide.enrich.pay import find_pay
from jobscan.decide.enrich.places.localities import read_localities
from jobscan.decide.enrich.reader import FactReader
from jobscan.decide.enrich.terms.keywords import DocumentFrequencies
from jobscan.decide.enrich.visa import find_visa
from jobscan.decide.enrich.years import find_years
from jobscan.decide.posting.normalise import DESCRIPTION_LIMIT, normalise
from jobscan.domain.job import Job, Markup, RawJob
from jobscan.domain.source import Source
from jobscan.utils.text import html_to_text
from tests.decide.enrich.pay_samples import SAMPLES, SILENT
from tests.decide.enrich.test_language import TEXTS, UNCERTAIN
from tests.decide.enrich.test_level import TITLES
from tests.decide.enrich.test_localities import read_samples
from tests.decide.enrich.test_pay import shown
from tests.decide.enrich.test_visa import SAID
from tests.decide.enrich.test_years import ASKED
from tests.decide.enrich.test_years import SILENT as NO_YEARS
from tests.fixtures.corpus import SCRUBBED

_BOARD = "greenhouse/canonical.2023-07-09.content.json"
_SOURCE = Source(type="greenhouse", identifier="canonical", name="Canonical")
#: Of a hundred recorded postings, so many state pay, years of experience and something about visas.
_STATE = {"pay": 44, "years": 50, "visa": 18}
_PLACES = ("Berlin, Germany", "Home based - EMEA", "Remote - US", "New York, NY; London, UK", "Graz")


class Texts(NamedTuple):
    """The postings of a round: their HTML, and as jobs."""

    html: list[str]
    jobs: list[Job]


class Score(NamedTuple):
    """How often a rule is right: of what it says, and of what is there to be said."""

    name: str
    said: int
    right: int
    there: int


def measure(options: Options) -> Report:
    """Read the same postings in turns: their HTML into text, their facts for the first time, and once more."""
    variants = {name: partial(_run, name) for name in ("html_to_text", "cold", "with keywords", "warm")}
    samples = in_turns(variants, options.rounds)
    count = len(_texts(0).jobs)
    rows = tuple((name, spread([each.cpu_s / count * 1e6 for each in samples[name]])) for name in variants)
    figures = {
        f"{name.replace(' ', '_')}_to_html": ratio(
            [each.cpu_s for each in samples[name]], [each.cpu_s for each in samples["html_to_text"]]
        )
        for name in ("cold", "with keywords", "warm")
    }
    scores = [_pay(), _countries(), _years(), _visa(), _language(), _level()]
    for score in scores:
        figures[f"{score.name}_precision"] = score.right / score.said
        figures[f"{score.name}_recall"] = score.right / score.there
    labelled = tuple(
        (each.name, f"{each.there:,}", f"{each.right / each.said:.1%}", f"{each.right / each.there:.1%}")
        for each in scores
    )
    return Report(
        tables=(
            Table(title=f"Reading the facts of {count} postings", columns=("step", "CPU µs a posting"), rows=rows),
            Table(
                title="The labelled samples of the tests",
                columns=("rule", "labelled", "precision", "recall"),
                rows=labelled,
            ),
        ),
        figures=figures,
        notes=(
            "Keywords need the corpus: they are counted for stored postings only, never on the way of a scan.",
            "The samples were written or labelled by those who wrote the rules: read them as upper bounds.",
        ),
    )


def _run(name: str, round_: int) -> Sample:
    texts = _texts(round_)
    if name == "html_to_text":
        return timed(lambda: [html_to_text(html, DESCRIPTION_LIMIT) for html in texts.html])[1]
    reader = FactReader(frequencies=_frequencies(texts.jobs) if name == "with keywords" else None)
    if name == "warm":
        _read(reader, texts.jobs)
        # Other postings with the same texts.
        return timed(partial(_read, reader, [replace(job, job_key=f"other {job.job_key}") for job in texts.jobs]))[1]
    reader.read(texts.jobs[0])
    return timed(partial(_read, reader, texts.jobs))[1]


def _frequencies(jobs: list[Job]) -> DocumentFrequencies:
    """Return in how many of the postings each term is, as the enricher counts them when it begins."""
    found = DocumentFrequencies()
    for job in (*jobs, *jobs):
        found.add(job.description)
    return found.without_rare()


def _read(reader: FactReader, jobs: Iterable[Job]) -> None:
    for job in jobs:
        reader.read(job)


def _texts(round_: int) -> Texts:
    """Return the postings of a round; those of another one differ in their sentences."""
    draw = random.Random(round_)
    html = [_with_statements(unescape(row["content"]), draw) for row in json.loads(SCRUBBED.read(_BOARD))["jobs"]]
    jobs = [
        normalise(
            _SOURCE,
            RawJob(
                external_id=str(number),
                title=draw.choice(["Senior Engineer", "Product Manager", "Nurse (m/w/d)", "Werkstudent IT"]),
                locations=(draw.choice(_PLACES),),
                url="https://example.org",
                description=text,
                markup=Markup.HTML,
            ),
            "",
        )
        for number, text in enumerate(html)
    ]
    return Texts(html, jobs)


def _with_statements(html: str, draw: random.Random) -> str:
    """Return a description with sentences that state facts, as often as recorded ones do."""
    statements = {
        "pay": [sample.text for sample in (*SAMPLES, *SILENT)],
        "years": [row[0] for row in ASKED],
        "visa": list(_visa_texts()),
    }
    said = [draw.choice(statements[fact]) for fact, share in _STATE.items() if draw.randrange(100) < share]
    paragraphs = html.split("</p>")
    for text in said:
        paragraphs.insert(draw.randrange(len(paragraphs)), "".join(f"<p>{line}</p>" for line in text.split("\n")))
    return "</p>".join(paragraphs)


def _visa_texts() -> Iterator[str]:
    for texts in SAID.values():
        yield from texts


def _pay() -> Score:
    said = right = there = 0
    for sample in SAMPLES:
        got = Counter(map(shown, find_pay(sample.text, sample.country)))
        wanted = Counter(filter(None, sample.answer.split("; ")))
        said, right, there = said + got.total(), right + (got & wanted).total(), there + wanted.total()
    return Score("pay", said, right, there)


def _countries() -> Score:
    return _score(
        "country",
        (
            (each.country, None if wanted == "-" else wanted)
            for written, countries in read_samples()
            for each, wanted in zip(read_localities(written, None), countries, strict=True)
        ),
    )


def _years() -> Score:
    asked = ((find_years(row[0]), row[1]) for row in ASKED if "/" not in row[0] and row[3] is not None)
    silent = ((find_years(row), None) for row in NO_YEARS if "/" not in row)
    return _score("years", ((found and found.minimum, wanted) for found, wanted in (*asked, *silent)))


def _visa() -> Score:
    read = ((find_visa(text), policy) for policy, texts in SAID.items() for text in texts)
    return _score("visa", ((found and found.policy, policy) for found, policy in read))


def _language() -> Score:
    texts = [*TEXTS.items(), *((None, text) for text in UNCERTAIN)]
    return _score("language", ((find_language(text), name) for name, text in texts))


def _level() -> Score:
    titles = [(" ".join(title.split()), level) for level, titles in TITLES.items() for title in titles.split("|")]
    read = ((read_level(title), level) for title, level in titles)
    return _score("level", ((found and found.level, level) for found, level in read))


def _score(name: str, pairs: Iterable[tuple[object, object]]) -> Score:
    """Return the score of what was read and what is right; None: nothing is said."""
    said = right = there = 0
    for found, wanted in pairs:
        said += found is not None
        right += found is not None and found == wanted
        there += wanted is not None
    return Score(name, said, right, there)
