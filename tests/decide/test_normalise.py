from __future__ import annotations

import csv
import html
import io
import json
import unicodedata
from dataclasses import asdict, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobscan.decide.posting.normalise import (
    DESCRIPTION_LIMIT,
    EXTERNAL_ID_LIMIT,
    LINE_LIMIT,
    LOCATION_LIMIT,
    TITLE_LIMIT,
    UNTITLED,
    normalise,
)
from jobscan.domain.job import Job, Markup, PayInterval, RawJob, Salary, Workplace
from jobscan.utils import compute_content_hash, compute_job_key
from tests.decide.postings import SOURCE, job, raw_job

POSTED = datetime(2026, 1, 2, tzinfo=UTC)


def test_every_field_of_a_posting_arrives() -> None:
    raw = RawJob(
        external_id="4754075",
        title=" Security  Engineer ",
        company="Acme Labs",
        locations=("Berlin", "Remote - EMEA"),
        url="https://acme.com/jobs/4754075",
        apply_url="https://acme.com/apply/4754075",
        department="Infrastructure ",
        employment_type="FullTime",
        workplace="OnSite",
        salary=Salary(50_000, 70_000, "eur", PayInterval.YEAR),
        language="en",
        posted_at=POSTED,
        updated_at=POSTED,
        description="&lt;p&gt;R&amp;amp;D&lt;/p&gt;",
        markup=Markup.ESCAPED_HTML,
    )
    assert normalise(SOURCE, raw, "fp") == Job(
        job_key=compute_job_key("greenhouse", "acme", "4754075"),
        source_type="greenhouse",
        source_identifier="acme",
        external_id="4754075",
        title="Security Engineer",
        company="Acme Labs",
        location="Berlin; Remote - EMEA",
        offices="",
        url="https://acme.com/jobs/4754075",
        apply_url="https://acme.com/apply/4754075",
        department="Infrastructure",
        employment_type="full_time",
        workplace=Workplace.ONSITE,
        workplace_word="OnSite",
        salary_min=50_000.0,
        salary_max=70_000.0,
        salary_currency="EUR",
        salary_interval=PayInterval.YEAR,
        language="en",
        posted_at=POSTED,
        updated_at=POSTED,
        fingerprint="fp",
        content_hash=compute_content_hash("Security Engineer", "R&D", "Berlin; Remote - EMEA"),
        description="R&D",
    )


def test_what_a_board_leaves_out_is_none_or_a_plain_default() -> None:
    bare = normalise(SOURCE, RawJob(external_id="1", title="", url=""), "fp")
    assert (bare.title, bare.company, bare.location, bare.url, bare.description) == (UNTITLED, "Acme", "", "", "")
    assert (bare.apply_url, bare.department, bare.employment_type, bare.workplace, bare.language) == (None,) * 5
    assert (bare.salary_min, bare.salary_max, bare.salary_currency, bare.salary_interval) == (None,) * 4


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"department": " "}, {"department": None}),
        ({"language": ""}, {"language": None}),
        ({"company": "\u200b"}, {"company": "Acme"}),
        ({"employment_type": " "}, {"employment_type": None}),
        ({"url": "javascript:alert(1)"}, {"url": ""}),
        ({"apply_url": "javascript:alert(1)"}, {"apply_url": None}),
        ({"external_id": "a\0\ud800b"}, {"external_id": "a\ufffdb"}),
        ({"external_id": "x" * 10_000}, {"external_id": "x" * EXTERNAL_ID_LIMIT}),
        ({"title": "x" * 10_000}, {"title": "x" * TITLE_LIMIT}),
        ({"department": "x" * 10_000}, {"department": "x" * LINE_LIMIT}),
        ({"salary": Salary(0, 0, "USD", None)}, {"salary_min": None, "salary_currency": None}),
    ],
)
def test_each_field_is_made_fit(fields: dict[str, Any], expected: dict[str, Any]) -> None:
    cleaned = normalise(SOURCE, replace(raw_job(), **fields), "fp")
    assert {name: getattr(cleaned, name) for name in expected} == expected


def test_the_identity_is_that_of_the_id_as_it_came() -> None:
    """Two ids that look alike once cleaned are still two postings."""
    one, other = job("a\u200b"), job("a")
    assert one.external_id == other.external_id == "a"
    assert one.job_key == compute_job_key("greenhouse", "acme", "a\u200b") != other.job_key


def test_a_company_name_from_the_configuration_is_cleaned_too() -> None:
    assert normalise(replace(SOURCE, name=" Acme\n\ud800 "), raw_job(), "fp").company == "Acme \ufffd"


@pytest.mark.parametrize(
    ("places", "location"),
    [
        ((), ""),
        (("Berlin",), "Berlin"),
        (("Berlin", "Paris"), "Berlin; Paris"),
        (("Paris", "Berlin"), "Paris; Berlin"),
        (("Berlin", " BERLIN ", "Straße", "STRASSE"), "Berlin; Straße"),
        (("", " ", "Berlin", "\u200b"), "Berlin"),
        (("x" * 2_000,), "x" * LOCATION_LIMIT),
        (("x" * 996, "y", "z"), "x" * 996),
        (("x" * 995, "y", "z"), "x" * 995 + "; y"),
    ],
)
def test_places_are_joined_whole_each_once(places: tuple[str, ...], location: str) -> None:
    assert job(locations=places).location == location


@given(st.lists(st.text(max_size=400), max_size=12))
def test_the_location_keeps_within_its_cap(places: list[str]) -> None:
    assert len(job(locations=tuple(places)).location) <= LOCATION_LIMIT


def test_five_megabytes_of_places_are_cut() -> None:
    assert len(job(locations=tuple(f"Place {number}" for number in range(400_000))).location) <= LOCATION_LIMIT


@pytest.mark.parametrize(
    ("text", "markup", "description"),
    [
        ("a\nb", Markup.TEXT, "a\nb"),
        ("<p>a</p> &amp; b", Markup.TEXT, "<p>a</p> &amp; b"),
        ("<p>a\nb</p>&lt;", Markup.HTML, "a b\n\n<"),
        ("&lt;p&gt;a&lt;/p&gt;", Markup.HTML, "<p>a</p>"),
        ("&lt;p&gt;a&amp;nbsp;b &amp;amp;lt;&lt;/p&gt;", Markup.ESCAPED_HTML, "a b &lt;"),
        ("&#" + "9" * 5_000 + ";a", Markup.ESCAPED_HTML, "\ufffda"),
        ("&lt;script&gt;x&lt;/script&gt;a", Markup.ESCAPED_HTML, "a"),
    ],
)
def test_a_description_is_read_by_its_markup(text: str, markup: Markup, description: str) -> None:
    assert job(description=text, markup=markup).description == description


@pytest.mark.parametrize("markup", list(Markup))
def test_a_description_keeps_within_its_cap(markup: Markup) -> None:
    assert len(job(description="x" * 3 * DESCRIPTION_LIMIT, markup=markup).description) == DESCRIPTION_LIMIT


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Build things.</p><p>Well.</p>",
        "<div>Build things.</div>\n\n<div>Well.</div>",
        "<p class='x' style=y>Build&nbsp;things.</p>  <p><span>Well</span>.</p>",
        "<p><b>Build</b> things.<br><br>Well.",
        "Build\u200b things.\r\n\r\nWell.",
        "<!-- v2 --><section><p>Build things.</p><p>Well.</p></section>",
    ],
)
def test_markup_and_blanks_are_no_change_of_content(markup: str) -> None:
    reference = job(description="Build things.\n\nWell.")
    assert job(description=markup, markup=Markup.HTML).content_hash == reference.content_hash


@pytest.mark.parametrize(
    "fields", [{"title": "Engineer II"}, {"locations": ("Berlin", "Paris")}, {"description": "Build thinks."}]
)
def test_title_location_and_text_make_the_content(fields: dict[str, Any]) -> None:
    assert job(**fields).content_hash != job().content_hash


@pytest.mark.parametrize(
    "fields", [{"department": "X"}, {"url": "https://b.com"}, {"updated_at": POSTED}, {"company": "X"}]
)
def test_nothing_else_makes_the_content(fields: dict[str, Any]) -> None:
    assert job(**fields).content_hash == job().content_hash


anything = st.text(st.characters(exclude_categories=()), max_size=60)


@settings(max_examples=200)
@given(
    st.builds(
        RawJob,
        external_id=anything,
        title=anything,
        company=st.none() | anything,
        locations=st.lists(anything, max_size=3).map(tuple),
        url=anything,
        apply_url=st.none() | anything,
        department=st.none() | anything,
        employment_type=st.none() | anything,
        workplace=st.none() | anything,
        salary=st.none() | st.builds(Salary, st.floats(), st.none() | st.floats(), anything, st.none()),
        language=st.none() | anything,
        description=anything,
        markup=st.sampled_from(Markup),
    )
)
def test_after_cleaning_rendering_cannot_fail(raw: RawJob) -> None:
    fields = asdict(normalise(SOURCE, raw, "fp"))
    texts = {name: value for name, value in fields.items() if isinstance(value, str)}
    for text in texts.values():
        assert unicodedata.normalize("NFC", text) == text
        assert "\0" not in text
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = f"{texts['title']} at {texts['company']}, {texts['location']}"
    mail.set_content(texts["description"])
    head, _, _ = mail.as_bytes().partition(b"\r\n\r\n")
    assert [line for line in head.split(b"\r\n") if line.lower().startswith((b"bcc", b"to:"))] == []
    csv.writer(io.StringIO()).writerow(fields.values())
    json.dumps(fields, allow_nan=False, ensure_ascii=False).encode("utf-8")
    html.escape(" ".join(texts.values())).encode("utf-8")
