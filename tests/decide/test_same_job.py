"""Which postings are for the same job, and why: pairs as boards show them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.posting.normalise import normalise
from jobscan.decide.posting.same_job import cluster_keys, counts_between, reasons_for
from jobscan.domain.job import Job, JobStatus
from jobscan.domain.source import Source
from tests.decide.postings import NOW, raw_job, stored

TEXT = " ".join(
    f"In week number {week} you repair the pumps of the town and write down what you found." for week in range(5)
)
ACME = Source(type="greenhouse", identifier="acme", name="Acme")
OTHER_SITE = Source(type="workday", identifier="acme/emea", name="Acme GmbH")
AGENCY = Source(type="themuse", identifier="all", name="The Muse")
BOLT = Source(type="greenhouse", identifier="bolt", name="Bolt")


def posting(external_id: str = "1", source: Source = ACME, **fields: Any) -> Job:
    values = {"title": "Plumber", "description": TEXT, "locations": ("Berlin, Germany",)} | fields
    return normalise(source, raw_job(external_id, **values), "f")


def shared(one: Job, other: Job) -> set[str]:
    mine, its = cluster_keys(one), cluster_keys(other)
    return {key for key in set(mine.keys) & set(its.keys) if counts_between(key, mine.source, its.source)}


URL = "https://acme.com/careers/4711"
#: Name → what the two postings say; the second one has another id.
SAME: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "several places": ({}, {"locations": ("Munich, Germany",)}),
    "places in titles": (
        {"title": "Plumber - Berlin"},
        {"title": "Plumber (Munich)", "locations": ("Munich, Germany",)},
    ),
    "a sentence that names the place": (
        {"description": TEXT + " Our shop is in Berlin, Germany."},
        {"description": TEXT + " Our shop is in New York, USA.", "locations": ("New York, USA",)},
    ),
    "other marks of the editor": ({}, {"description": "• " + TEXT.replace(". ", ".\n\n").replace("pumps", "PUMPS")}),
    "other quotation marks": ({"description": TEXT + " “Über” — us…"}, {"description": TEXT + ' "über" - us'}),
    "two sites of a tenant": ({}, {"source": OTHER_SITE, "locations": ("Paris",)}),
    "a copy whose text is cut": (
        {"url": URL},
        {"source": AGENCY, "description": "Repair.", "url": URL + "/apply?utm_source=x"},
    ),
    "a copy with the employer's form": (
        {"url": "https://a.example/1", "apply_url": URL + "/apply"},
        {"source": AGENCY, "apply_url": URL, "description": ""},
    ),
}
DIFFERENT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "another level": ({}, {"title": "Senior Plumber"}),
    "one sentence more": ({}, {"description": TEXT + " You work at night."}),
    "no text on the list": ({"description": ""}, {"description": "", "locations": ("Munich",)}),
    "a short text": ({"description": "Apply now!"}, {"description": "Apply now!", "locations": ("Munich",)}),
    "another employer with the same template": ({}, {"source": BOLT}),
    "part of the time": ({"employment_type": "Full-time"}, {"employment_type": "Part-time"}),
    "C and C++": ({"title": "C Engineer"}, {"title": "C++ Engineer"}),
    "one page for the whole company": (
        {"url": "https://acme.com/careers"},
        {"source": AGENCY, "url": "https://acme.com/careers", "description": ""},
    ),
    "one page for several postings of a board": (
        {"url": URL, "description": TEXT + " In the shop."},
        {"url": URL, "description": TEXT + " In the office."},
    ),
    "the same address with another title": (
        {"url": URL},
        {"source": AGENCY, "url": URL, "title": "Cook", "description": ""},
    ),
    "a place that is a word of the text": (
        {"locations": ("Portland, OR",), "description": TEXT + " Or not."},
        {"locations": ("Gary, IN",), "description": TEXT + " In not."},
    ),
}


def test_pairs_of_postings() -> None:
    for pairs, are_same in ((SAME, True), (DIFFERENT, False)):
        for name, (one, other) in pairs.items():
            assert bool(shared(posting("1", **one), posting("2", **other))) is are_same, name


def test_the_reasons_in_words() -> None:
    old = stored(posting("1"), first_seen_at=NOW - timedelta(days=40))
    gone = replace(old, status=JobStatus.EXPIRED, expired_at=NOW - timedelta(days=4))
    elsewhere = stored(posting("2", locations=("Munich",)), first_seen_at=NOW)
    here = stored(posting("3"), first_seen_at=NOW)
    assert reasons_for(elsewhere, old, ["text:1", "town:1"]) == ("same title and text; places differ",)
    assert reasons_for(here, old, ["text:1"]) == ("same title and text",)
    assert reasons_for(here, old, ["town:1"]) == ("same title and text, except for the names of places",)
    expected = ("same title and address, on another board", f"posted again 4 days after {old.job.job_key[:8]} expired")
    assert reasons_for(here, gone, ["url:1"]) == reasons_for(gone, here, ["url:1"]) == expected
    day = replace(gone, expired_at=NOW - timedelta(days=1))
    assert reasons_for(here, day, [])[-1].startswith("posted again 1 day after")


def test_words_are_those_of_the_expression_whatever_the_signs() -> None:
    signs = "".join(map(chr, range(0x2190, 0x2300)))
    plain, odd = posting(description=TEXT), posting(description=TEXT.replace(". ", f"{signs} "))
    assert shared(plain, replace(odd, job_key="2"))


def test_many_places_and_odd_addresses() -> None:
    places = tuple(f"Town{number}" for number in range(30))
    many = posting(locations=places, description=TEXT + " We are in Town3.")
    assert [key.partition(":")[0] for key in cluster_keys(many).keys] == ["text"]
    odd = replace(posting(), url="https://[acme.com/1234", apply_url="https://acme.com/?utm_campaign=20261129")
    assert [key.partition(":")[0] for key in cluster_keys(odd).keys] == ["text"]


@given(title=st.text(max_size=80), text=st.text(max_size=600), place=st.text(max_size=80), company=st.text(max_size=40))
def test_keys_are_made_of_any_text_and_do_not_depend_on_the_id(title: str, text: str, place: str, company: str) -> None:
    fields: dict[str, Any] = {"title": title, "description": text, "locations": (place,), "company": company}
    one, other = (cluster_keys(posting(id_, url="https://acme.com/x", **fields)) for id_ in "12")
    assert one.keys == other.keys
    assert len(one.keys) == len(set(one.keys)) <= 4
