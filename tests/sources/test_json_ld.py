"""JobPostings of schema.org in all their shapes, and what is broken about them."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

import pytest

from jobscan.domain.job import Markup, PayInterval, Salary
from jobscan.sources.kit.html import parse_html
from jobscan.sources.kit.job_posting import JobPosting, read_posting
from jobscan.sources.kit.json_ld import FoundPostings, find_postings
from tests.sources.pages import answer

URL = "https://acme.com/jobs/1"
NODE: dict[str, Any] = {"@context": "https://schema.org", "@type": "JobPosting", "title": "Engineer"}


def found(html: str) -> FoundPostings:
    return find_postings(parse_html(replace(answer(html.encode(), content_type="text/html"), url=URL), "page"), "page")


def script(text: str) -> str:
    return f'<html><script type="application/ld+json">{text}</script><p>x</p></html>'


def posting(**changes: Any) -> JobPosting:
    (node,) = found(script(json.dumps({**NODE, **changes}))).nodes
    return read_posting(node, URL)


@pytest.mark.parametrize(
    "value",
    [
        NODE,
        [NODE],
        {"@graph": [{"@type": "WebPage"}, NODE]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": NODE}]},
        {"@type": "WebPage", "mainEntity": {"@type": "ItemList", "itemListElement": [NODE]}},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": NODE}]},
        {**NODE, "@type": ["Thing", "JobPosting"]},
        {**NODE, "@type": "http://schema.org/JobPosting"},
        {**NODE, "@type": "schema:JobPosting"},
        {"@type": "JobPosting", "Title": "Engineer"},
        {"@type": "JobPosting", "schema:title": "Engineer"},
        {"@type": "JobPosting", "http://schema.org/title": [{"@value": "Engineer"}]},
    ],
)
def test_a_posting_is_found_wherever_it_stands(value: Any) -> None:
    got = found(script(json.dumps(value)))
    assert [read_posting(node, URL).title for node in got.nodes] == ["Engineer"]
    assert got.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        '<!-- {"@type":"JobPosting","title":"Engineer"} -->',
        '//<![CDATA[\n{"@type":"JobPosting","title":"Engineer"}\n//]]>',
        '/*<![CDATA[*/ {"@type":"JobPosting","title":"Engineer"} /*]]>*/',
        '{"@type":"JobPosting","title":"Engineer",}',
        '{"@type":"JobPosting" "title":"Engineer"}',
        '{"@type":"JobPosting",\n"baseSalary":{"value":1}\n"title":"Engineer"}',
        '{"@type":"JobPosting","numbers":[1,2,],"title":"Engineer"};',
        '{"@type":"JobPosting",,"title":"Engineer"}',
        '{"@type":"JobPosting","description":"a\nb\tc","title":"Engineer"}',
        '{"@type":"JobPosting","description":"pays \\$5","title":"Engineer"}',
        '{"@type":"JobPosting","description":"a, ] \\" b",/* x */"title":"Engineer",}',
        "{&quot;@type&quot;:&quot;JobPosting&quot;,&quot;title&quot;:&quot;Engineer&quot;}",
    ],
)
def test_what_is_broken_is_repaired(text: str) -> None:
    got = found(script(text))
    assert [read_posting(node, URL).title for node in got.nodes] == ["Engineer"]


def test_repairing_leaves_texts_alone() -> None:
    (node,) = found(script('{"@type":"JobPosting","description":"a, ] , , \\"b\\" \\\\ /* c */","title":"x",}')).nodes
    assert node["description"] == 'a, ] , , "b" \\ /* c */'


@pytest.mark.parametrize(
    "text", ["{", "{'@type':'JobPosting'}", "[" * 100_000, '{"a":' * 100_000, "9" * 10_000, "NaN,"]
)
def test_what_cannot_be_repaired_is_named_and_costs_no_other(text: str) -> None:
    got = found(script(text) + script(json.dumps(NODE)))
    assert len(got.nodes) == 1
    assert len(got.problems) == 1
    assert got.problems[0].startswith("page: JSON-LD script 0 cannot be read")


@pytest.mark.parametrize(
    "text",
    [
        '{"@type":"JobPosting","a":' + "[" * 400 + "]" * 400 + "}",
        '{"@type":"JobPosting","description":"' + "\\" * 900_001 + '"}',
        '{"@type":"JobPosting","x":"' + 'a" "b":' * 100_000 + "}",
        "[" + '{"@type":"JobPosting"},' * 150_000 + "{}]",
        '{"@type":"JobPosting","@id":"a","hiringOrganization":{"@id":"a"}}',
        "<!--" * 200_000,
        "," * 900_000,
    ],
    ids=["deep", "escapes", "commas", "many", "circle", "comments", "doubles"],
)
def test_hostile_scripts_cost_no_more_than_long_ones(text: str) -> None:
    start = time.process_time()
    for node in found(script(text)).nodes[:100]:
        read_posting(node, URL)
    assert time.process_time() - start < 15


def test_references_are_followed_once() -> None:
    graph = [
        {"@type": "Organization", "@id": "#org", "name": "Acme", "parent": {"@id": "#org"}},
        {**NODE, "hiringOrganization": {"@id": "#org"}},
    ]
    (node,) = found(script(json.dumps({"@graph": graph}))).nodes
    assert read_posting(node, URL).company == "Acme"


@pytest.mark.parametrize(
    ("value", "identifier"),
    [
        ("a1", "a1"),
        (7, "7"),
        ({"@type": "PropertyValue", "name": "Acme", "value": 32701543}, "32701543"),
        ({"@type": "PropertyValue", "name": "Acme", "sameAs": "https://acme.com/1"}, "https://acme.com/1"),
        ({"@type": "PropertyValue", "name": "Acme"}, None),
        ([{"value": ""}, {"value": "b"}], "b"),
        ("", None),
        (None, None),
    ],
)
def test_identifiers_in_each_shape(value: Any, identifier: str | None) -> None:
    assert posting(identifier=value).identifier == identifier


def address(**parts: Any) -> dict[str, Any]:
    return {"@type": "Place", "address": {"@type": "PostalAddress", **parts}}


@pytest.mark.parametrize(
    ("value", "places"),
    [
        (address(addressLocality="Berlin", addressRegion="Berlin", addressCountry="DE"), ("Berlin, DE",)),
        (address(addressLocality="Hong Kong", addressRegion="UNAVAILABLE", addressCountry="HK"), ("Hong Kong, HK",)),
        (address(addressLocality="Turku", addressCountry={"@type": "Country", "name": "FI"}), ("Turku, FI",)),
        (address(postalCode="-", streetAddress="-", addressCountry="Deutschland"), ("Deutschland",)),
        ([address(addressLocality="A"), address(addressLocality="B"), address(addressLocality="A")], ("A", "B")),
        ({"@type": "Place", "address": "Berlin, Germany"}, ("Berlin, Germany",)),
        ({"@type": "Place", "name": "Headquarters"}, ("Headquarters",)),
        ("Berlin", ("Berlin",)),
        ({"@type": "PostalAddress", "addressLocality": "Bonn"}, ("Bonn",)),
        (address(postalCode=53111), ("53111",)),
        (address(), ()),
        ([None, 1.5, []], ("1.5",)),
    ],
)
def test_places_are_as_written(value: Any, places: tuple[str, ...]) -> None:
    assert posting(jobLocation=value).places == places


def money(**value: Any) -> dict[str, Any]:
    return {"@type": "MonetaryAmount", "currency": "USD", "value": {"@type": "QuantitativeValue", **value}}


@pytest.mark.parametrize(
    ("value", "salary"),
    [
        (money(minValue=140000, maxValue=200000, unitText="YEAR"), Salary(140000, 200000, "USD", PayInterval.YEAR)),
        (money(value="37.33", unitText="HOUR"), Salary(37.33, 37.33, "USD", PayInterval.HOUR)),
        (money(minValue="100,000.50", maxValue="x"), Salary(100000.5, None, "USD", None)),
        (money(minValue="", maxValue="", unitText=""), None),
        (money(minValue=0, maxValue=0), None),
        (
            {"currency": "EUR", "minValue": 1, "maxValue": 2, "unitText": "MONTH"},
            Salary(1, 2, "EUR", PayInterval.MONTH),
        ),
        ({"currency": "EUR", "value": 5}, Salary(5, 5, "EUR", None)),
        (60000, Salary(60000, 60000, None, None)),
        ([money(minValue=1), money(maxValue=3)], Salary(1, 3, "USD", None)),
        ("competitive", None),
        (None, None),
    ],
)
def test_salaries_in_each_shape(value: Any, salary: Salary | None) -> None:
    assert posting(baseSalary=value).salary == salary


def test_a_salary_takes_the_currency_beside_it() -> None:
    assert posting(baseSalary=7, salaryCurrency="GBP").salary == Salary(7, 7, "GBP", None)


@pytest.mark.parametrize(
    ("value", "written"),
    [("FULL_TIME", "FULL_TIME"), (["FULL_TIME", "PART_TIME"], "FULL_TIME, PART_TIME"), ("OTHER", None), ([], None)],
)
def test_employment_types_are_the_boards_words(value: Any, written: str | None) -> None:
    assert posting(employmentType=value).employment_type == written


def test_remote_work_is_where_applicants_must_be() -> None:
    read = posting(
        jobLocationType="TELECOMMUTE",
        jobLocation=address(addressLocality="Bonn"),
        applicantLocationRequirements=[{"@type": "Country", "name": "Germany"}, {"@type": "Country", "name": "France"}],
    )
    job = read.to_job("1", URL)
    assert (job.workplace, job.locations) == ("TELECOMMUTE", ("Bonn", "Germany", "France"))


def test_dates_in_each_shape() -> None:
    read = posting(datePosted="2026-5-13", validThrough="2031-09-09 00:00:00T23:59", dateModified="2026-07-14 00:00:00")
    assert [str(moment)[:10] for moment in (read.posted_at, read.valid_through, read.updated_at)] == [
        "2026-05-13",
        "2031-09-09",
        "2026-07-14",
    ]
    assert posting(datePosted="10/5/2026").posted_at is None


def test_other_fields() -> None:
    read = posting(url="/jobs/2", directApply="False", inLanguage="de_CH", hiringOrganization="Acme")
    assert (read.url, read.direct_apply, read.language, read.company) == (
        "https://acme.com/jobs/2",
        False,
        "de-CH",
        "Acme",
    )
    assert (posting(directApply=True).direct_apply, posting().direct_apply) == (True, None)
    assert posting(inLanguage={"@type": "Language", "name": "German", "alternateName": "de"}).language == "de"
    assert posting(inLanguage="Deutsch (Schweiz)").language is None
    assert posting(url="javascript:alert(1)").url is None


@pytest.mark.parametrize(
    ("changes", "description", "markup"),
    [
        ({"description": "<p>a</p>"}, "<p>a</p>", Markup.HTML),
        ({"description": "&lt;p&gt;a&lt;/p&gt;"}, "&lt;p&gt;a&lt;/p&gt;", Markup.ESCAPED_HTML),
        ({"description": "a\nb"}, "a\nb", Markup.HTML),
        ({"description": "<p>a</p>", "qualifications": "b\nc"}, "<div><p>a</p></div><div>b<br>c</div>", Markup.HTML),
        ({"description": "<p>abc</p>", "responsibilities": "b"}, "<p>abc</p>", Markup.HTML),
        ({}, "", Markup.HTML),
    ],
)
def test_the_text_is_whole(changes: dict[str, Any], description: str, markup: Markup) -> None:
    read = posting(**changes)
    assert (read.description, read.markup) == (description, markup)


@pytest.mark.parametrize(
    "value", [None, 1, "x", [], {}, [[]], [{}], {"value": {"value": {"value": {}}}}, True, 1e400, 10**400]
)
def test_no_value_anywhere_makes_it_fail(value: Any) -> None:
    names = (
        "title description datePosted dateModified validThrough employmentType jobLocation jobLocationType url"
        " identifier applicantLocationRequirements baseSalary salaryCurrency"
        " hiringOrganization inLanguage directApply qualifications"
    )
    read_posting({"@type": "JobPosting", **{name.lower(): value for name in names.split()}}, URL).to_job("1", URL)


MICRODATA = """<div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">Engineer</h1>
<meta itemprop="datePosted" content="2026-05-01"><time itemprop="validThrough" datetime="2026-06-01">June</time>
<a itemprop="url" href="/jobs/9">x</a><div itemprop="description"><p>Build &amp; ship</p></div>
<span itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization">
<b itemprop="name">Acme</b></span>
<div itemprop="jobLocation" itemscope itemtype="https://schema.org/Place"><span itemprop="address" itemscope>
<i itemprop="addressLocality">Bonn</i>, <i itemprop="addressCountry">DE</i></span></div>
<i itemprop="employmentType">FULL_TIME</i><i itemprop="employmentType">PART_TIME</i></div>"""


def test_microdata_says_the_same() -> None:
    (node,) = found(MICRODATA).nodes
    read = read_posting(node, URL)
    assert (read.title, read.company, read.places, read.url) == (
        "Engineer",
        "Acme",
        ("Bonn, DE",),
        "https://acme.com/jobs/9",
    )
    assert (read.employment_type, read.description) == ("FULL_TIME, PART_TIME", "<p>Build &amp; ship</p>")
    assert (str(read.posted_at)[:10], str(read.valid_through)[:10]) == ("2026-05-01", "2026-06-01")


def test_a_page_without_postings_says_whether_it_has_data_at_all() -> None:
    assert found(script('{"@type":"WebPage"}')) == FoundPostings((), (), True)
    assert found("<p>x</p>") == FoundPostings((), (), False)
