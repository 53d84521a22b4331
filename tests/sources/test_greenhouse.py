"""Greenhouse's quirks, each by name; the facts are from recordings and the documentation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import Markup, PayInterval, RawJob, Salary
from jobscan.domain.page import Purpose
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import greenhouse
from tests.fixtures.corpus import SCRUBBED, Corpus
from tests.sources.pages import as_json, jobs, read, source, without

ITEM: dict[str, Any] = {
    "id": 4754075,
    "internal_job_id": 2690000,
    "title": "Web Developer",
    "absolute_url": "https://boards.greenhouse.io/acme/jobs/4754075",
    "location": {"name": "Home based - EMEA"},
    "updated_at": "2026-06-10T08:51:02-04:00",
    "first_published": "2026-05-01T09:00:00-04:00",
    "requisition_id": "50",
    "company_name": "Acme",
    "language": "en",
    "metadata": None,
    "data_compliance": [{"type": "gdpr", "retention_period": None}],
    "content": "&lt;p&gt;Build&amp;nbsp;things&lt;/p&gt;",
    "departments": [{"id": 7, "name": "Engineering", "child_ids": [], "parent_id": None}],
    "offices": [{"id": 1, "name": "Remote", "location": None}],
}


def board(*items: object, **envelope: object) -> ParsedPage:
    return read("greenhouse", as_json({"jobs": list(items), **envelope}))


def job_with(**changes: object) -> RawJob:
    return jobs(board({**ITEM, **changes}))[0]


def field(name: str, value: object, value_type: str = "single_select") -> dict[str, object]:
    return {"id": 1, "name": name, "value": value, "value_type": value_type}


# The request.


def test_the_whole_board_is_one_request_with_descriptions() -> None:
    request = greenhouse.first_request(source("greenhouse", "canonical"))
    assert (request.method, request.url, request.purpose) == (
        "GET",
        "https://boards-api.greenhouse.io/v1/boards/canonical/jobs?content=true",
        Purpose.LIST,
    )
    assert request.headers == {"Accept": "application/json"}
    assert (request.limit.name, request.limit.concurrency) == ("greenhouse", 8)


@pytest.mark.parametrize("token", ["canonical", "Canonical", "10xgenomics", "edged_infrastructure", "a-b.c"])
def test_a_board_token_is_accepted(token: str) -> None:
    assert greenhouse.check_identifier(token) is None


@pytest.mark.parametrize(
    "token",
    ["", "  ", "embed", "a b", "a/b", "https://boards.greenhouse.io/acme", "é", "a" * 101, "acme\n", "..", "a?b"],
)
def test_what_is_no_board_token_is_refused_with_an_example(token: str) -> None:
    problem = greenhouse.check_identifier(token)
    assert problem is not None
    assert '"canonical"' in problem or "longer" in problem


# Recorded boards.


def test_a_recorded_board_is_read_whole(corpus: Corpus) -> None:
    parsed = read("greenhouse", corpus.read("greenhouse/canonical.2023-07-09.content.json"), identifier="canonical")
    raw = corpus.json("greenhouse/canonical.2023-07-09.content.json")["jobs"]
    found = jobs(parsed)
    assert (len(found), parsed.total, parsed.lost, parsed.next) == (175, 175, 0, ())
    assert [job.external_id for job in found] == [str(item["id"]) for item in raw]
    assert [job.description for job in found] == [item["content"] for item in raw]
    assert [job.locations for job in found] == [(item["location"]["name"],) for item in raw]
    assert {job.employment_type for job in found} == {"Full-time", None}


def test_a_month_of_moved_stamps_changes_no_fingerprint(corpus: Corpus) -> None:
    before, after = (
        {
            posting.external_id: posting.fingerprint
            for posting in read("greenhouse", corpus.read(f"greenhouse/canonical.{day}.content.json")).postings
        }
        for day in ("2023-07-09", "2023-08-08")
    )
    both = before.keys() & after.keys()
    assert (len(both), len(after.keys() - before.keys()), len(before.keys() - after.keys())) == (159, 32, 16)
    # Every one of the 159 got a new updated_at; an independent comparison of all other fields finds 106 untouched.
    assert sum(before[key] == after[key] for key in both) >= 106


def test_a_cut_recording_keeps_the_total_the_board_stated(corpus: Corpus) -> None:
    parsed = read("greenhouse", corpus.read("greenhouse/gitlab.first2.content.json"))
    assert (len(parsed.postings), parsed.total) == (2, 167)


@pytest.mark.parametrize(
    "name", ["gitlab.first3.content", "gongio.first3.list", "mikmak.2025-12-02.list", "duolingo.2026-08-20.list"]
)
def test_a_board_without_meta_states_no_total(corpus: Corpus, name: str) -> None:
    parsed = read("greenhouse", corpus.read(f"greenhouse/{name}.json"))
    assert jobs(parsed)
    assert parsed.total is None


def test_an_empty_board_is_a_board(corpus: Corpus) -> None:
    assert read("greenhouse", corpus.read("greenhouse/errors/200-empty-board.json")) == ParsedPage(total=0)


# Ids.


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (4754075, "4754075"),
        (5101378008, "5101378008"),
        ("4754075", "4754075"),
        (" 4754075 ", "4754075"),
        (12.0, "12"),
        (2**63, "9223372036854775808"),
    ],
)
def test_an_id_is_the_same_text_however_it_is_sent(sent: object, kept: str) -> None:
    assert job_with(id=sent).external_id == kept


@pytest.mark.parametrize(
    "sent", [12.5, True, "", "  ", None, [1], {"a": 1}, "a\nb", "x" * 201, 10**300, "\ud800", 1e300]
)
def test_a_posting_without_a_usable_id_is_lost(sent: object) -> None:
    parsed = board({**ITEM, "id": sent}, ITEM)
    assert ([posting.external_id for posting in parsed.postings], parsed.lost, len(parsed.problems)) == (
        ["4754075"],
        1,
        1,
    )
    assert "item 0 has no usable id" in parsed.problems[0]


def test_a_posting_with_its_id_missing_is_lost() -> None:
    assert board(without(ITEM, "id")).lost == 1


def test_posts_of_one_job_stay_postings_of_their_own() -> None:
    parsed = board({**ITEM, "id": 1}, {**ITEM, "id": 2})
    assert [job.external_id for job in jobs(parsed)] == ["1", "2"]


def test_a_prospect_post_is_a_posting() -> None:
    assert job_with(internal_job_id=None).title == "Web Developer"


# Fields.


def test_all_fields_of_a_full_posting() -> None:
    assert job_with() == RawJob(
        external_id="4754075",
        title="Web Developer",
        company="Acme",
        locations=("Home based - EMEA",),
        offices=("Remote",),
        url="https://boards.greenhouse.io/acme/jobs/4754075",
        department="Engineering",
        language="en",
        posted_at=datetime(2026, 5, 1, 13, tzinfo=UTC),
        updated_at=datetime(2026, 6, 10, 12, 51, 2, tzinfo=UTC),
        description="&lt;p&gt;Build&amp;nbsp;things&lt;/p&gt;",
        markup=Markup.ESCAPED_HTML,
    )


def test_a_posting_of_2020_lacks_the_newer_fields() -> None:
    old = jobs(board({"id": 1, "title": "T"}))[0]
    assert old == RawJob(
        external_id="1", title="T", url="https://boards.greenhouse.io/acme/jobs/1", markup=Markup.ESCAPED_HTML
    )


@pytest.mark.parametrize("location", [None, {}, {"name": None}, {"name": ""}])
def test_a_location_without_a_name_is_no_place(location: object) -> None:
    assert job_with(location=location).locations == ()


def test_a_location_of_many_places_stays_as_written() -> None:
    name = "San Francisco, CA | New York City, NY; Remote-Friendly, United States "
    assert job_with(location={"name": name}).locations == (name,)


def test_offices_are_no_places_of_work() -> None:
    job = job_with(offices=[{"id": 2, "name": "London", "location": "London, UK"}])
    assert job.locations == ("Home based - EMEA",)


@pytest.mark.parametrize("stamp", [None, "", "soon", "0000-00-00T00:00:00Z"])
def test_first_published_that_is_no_date_gives_no_posted_at(stamp: object) -> None:
    assert job_with(first_published=stamp).posted_at is None


def test_updated_at_never_stands_in_for_posted_at() -> None:
    job = jobs(board(without(ITEM, "first_published")))[0]
    assert job.posted_at is None
    assert job.updated_at is not None


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("https://careers.acme.com/job?gh_jid=4754075", "https://careers.acme.com/job?gh_jid=4754075"),
        ("javascript:alert(1)", "https://boards.greenhouse.io/acme/jobs/4754075"),
        (None, "https://boards.greenhouse.io/acme/jobs/4754075"),
        ("", "https://boards.greenhouse.io/acme/jobs/4754075"),
    ],
)
def test_an_unusable_url_becomes_the_hosted_page(sent: object, kept: str) -> None:
    assert job_with(absolute_url=sent).url == kept


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("en", "en"),
        ("zhHant", "zh-Hant"),
        ("zh_Hant", "zh-Hant"),
        ("pt-BR", "pt-BR"),
        ("fil", "fil"),
        ("", None),
        (None, None),
        ("e", None),
        ("ü", None),
        ("en; drop", None),
    ],
)
def test_a_language_is_written_as_bcp_47(sent: object, kept: str | None) -> None:
    assert job_with(language=sent).language == kept


@pytest.mark.parametrize(
    ("departments", "kept"),
    [
        (None, None),
        ([], None),
        ([{"id": 0, "name": "No Department"}], None),
        ([{"id": 9, "name": "No Department"}], None),
        ([{"id": 7, "name": None}], None),
        ([{"id": 7, "name": "Sales"}, {"id": 3, "name": "Design"}], "Design, Sales"),
        ([{"id": 3, "name": "Design"}, {"id": 7, "name": "Sales"}], "Design, Sales"),
    ],
)
def test_departments_are_named_whatever_their_order(departments: object, kept: str | None) -> None:
    assert job_with(departments=departments).department == kept


# Custom fields.


@pytest.mark.parametrize(
    ("metadata", "kept"),
    [
        (None, None),
        ([], None),
        ([field("Location Type", "On-Site")], "On-Site"),
        ([field("Workplace Type", "Hybrid")], "Hybrid"),
        ([field("Remote Type", "Fully Remote")], "Fully Remote"),
        ([field("LOCATION TYPE: ", "Remote")], "Remote"),
        ([field("Location Type", None)], None),
        ([field("Location Type", "")], None),
        ([field("Location Type", "Remote"), field("Workplace Type", "Hybrid")], "Hybrid"),
        ([field("Workplace Type", "Hybrid"), field("Location Type", "Remote")], "Hybrid"),
        ([field("Workplace Type", None), field("Location Type", "Remote")], "Remote"),
        ([field("Notes", "Remote")], None),
        ([field("Location Type", "Remote", "short_text")], None),
        ([field("Location Type", ["Remote"])], None),
        ([{}], None),
    ],
)
def test_the_workplace_comes_from_a_choice_named_so(metadata: object, kept: str | None) -> None:
    assert job_with(metadata=metadata).workplace == kept


def test_the_workplace_is_never_guessed_from_free_text() -> None:
    assert job_with(title="Engineer (Remote)", location={"name": "Remote"}).workplace is None


@pytest.mark.parametrize("name", ["Employment Type", "Employment Length", "Employment status", "Time Type"])
def test_the_employment_type_comes_from_a_choice_named_so(name: str) -> None:
    assert job_with(metadata=[field(name, "Full-time")]).employment_type == "Full-time"


def test_the_field_named_employment_is_no_employment_type() -> None:
    assert job_with(employment="employment_required", education="education_optional").employment_type is None


def test_people_in_custom_fields_are_neither_kept_nor_compared() -> None:
    def with_user(value: object) -> ParsedPage:
        return board({**ITEM, "metadata": [field("Location Type", value, "user")]})

    ada = with_user({"name": "Ada", "email": "ada@example.com"})
    bob = with_user({"name": "Bob", "email": "bob@example.com"})
    assert ada == bob
    assert "ada@example.com" not in repr(ada)


# Pay.


def pay(low: object, high: object, currency: object = "EUR", title: object = "Annual pay") -> dict[str, object]:
    return {"min_cents": low, "max_cents": high, "currency_type": currency, "title": title, "blurb": "<p>x</p>"}


@pytest.mark.parametrize(
    ("ranges", "kept"),
    [
        (None, None),
        ([], None),
        ([pay(6100000, 7200000, title="France Annual Pay Range")], Salary(61000, 72000, "EUR", PayInterval.YEAR)),
        ([pay(2550, 3000, "usd", "Hourly rate")], Salary(25.5, 30, "USD", PayInterval.HOUR)),
        ([pay("6100000", None)], Salary(61000, None, "EUR", PayInterval.YEAR)),
        ([pay(6100000, 7200000, title=None)], Salary(61000, 72000, "EUR", None)),
        ([pay(0, 0)], None),
        ([pay(None, None)], None),
        ([pay(600, 900), pay(500, 800)], Salary(5, 9, "EUR", PayInterval.YEAR)),
        ([pay(600, 900, "USD"), pay(100, 9900, "EUR")], Salary(6, 9, "USD", PayInterval.YEAR)),
        ([pay(600, 900), pay(100, 200, title="Hourly")], Salary(6, 9, "EUR", PayInterval.YEAR)),
        ([pay(600, 900, "EURO")], Salary(6, 9, None, PayInterval.YEAR)),
    ],
)
def test_pay_ranges_are_in_cents_and_span_one_currency(ranges: object, kept: Salary | None) -> None:
    assert job_with(pay_input_ranges=ranges).salary == kept


RANGE = {"unit": "GBP", "min_value": "28000.0", "max_value": "30000.0"}
AMOUNT = {"unit": "GBP", "amount": "55000.0"}


@pytest.mark.parametrize(
    ("metadata", "kept"),
    [
        ([field("Salary", RANGE, "currency_range")], Salary(28000, 30000, "GBP", None)),
        ([field("Annual salary", RANGE, "currency_range")], Salary(28000, 30000, "GBP", PayInterval.YEAR)),
        ([field("Salary", AMOUNT, "currency")], Salary(55000, 55000, "GBP", None)),
        (
            [field("Salary", AMOUNT, "currency"), field("Pay", RANGE, "currency_range")],
            Salary(28000, 30000, "GBP", None),
        ),
        ([field("Referral bonus", AMOUNT, "currency")], None),
        ([field("Options", {"min_value": "0.0", "max_value": "0.0"}, "number_range")], None),
        ([field("Salary", None, "currency_range")], None),
        ([field("Salary", "28000", "currency_range")], None),
        ([field("Salary", {"unit": "GBP", "min_value": "lots", "max_value": None}, "currency_range")], None),
    ],
)
def test_custom_fields_of_money_are_decimal_strings(metadata: object, kept: Salary | None) -> None:
    assert job_with(metadata=metadata).salary == kept


def test_pay_ranges_win_over_custom_fields() -> None:
    job = job_with(pay_input_ranges=[pay(600, 900)], metadata=[field("Salary", RANGE, "currency_range")])
    assert job.salary == Salary(6, 9, "EUR", PayInterval.YEAR)


@pytest.mark.parametrize(
    ("offices", "places"),
    [
        ([{"name": "Dublin", "location": "Dublin, Ireland"}], ("Dublin, Ireland",)),
        ([{"name": "HQ", "location": "Cork, Ireland"}], ("Cork, Ireland", "HQ")),
        ([{"name": "London, UK", "location": "London, England"}], ("London, England", "London, UK")),
        ([{"name": "Italy", "location": None}, {"name": "France"}], ("France", "Italy")),
        ([{"name": " ", "location": ""}, {"name": None}], ()),
        ([], ()),
        (None, ()),
    ],
)
def test_offices_are_told_by_their_address_and_name(offices: object, places: tuple[str, ...]) -> None:
    assert job_with(offices=offices).offices == places


# What is compared.


@pytest.mark.parametrize(
    "change",
    [
        {"updated_at": "2027-01-01T00:00:00-05:00"},
        {"first_published": None},
        {"data_compliance": []},
        {"internal_job_id": None},
        {"requisition_id": None},
        {"offices": [{"id": 2, "name": "Remote", "location": ""}]},
        {"ai_disclaimer": "new in 2026"},
        {"metadata": [field("Featured job", True, "yes_no")]},
        {"departments": [{"id": 7, "name": "Engineering", "child_ids": [8], "parent_id": 1}]},
    ],
)
def test_stamps_and_what_nobody_reads_change_no_fingerprint(change: dict[str, object]) -> None:
    assert board({**ITEM, **change}).postings[0].fingerprint == board(ITEM).postings[0].fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Web developer"},
        {"company_name": "Other"},
        {"location": {"name": "Berlin"}},
        {"absolute_url": "https://acme.com/4754075"},
        {"language": "de"},
        {"content": "&lt;p&gt;Other&lt;/p&gt;"},
        {"departments": []},
        {"pay_input_ranges": [pay(1, 2)]},
        {"metadata": [field("Time Type", "Part time")]},
        {"metadata": [field("Location Type", "Remote")]},
        {"metadata": [field("Salary", RANGE, "currency_range")]},
    ],
)
def test_everything_that_is_read_changes_the_fingerprint(change: dict[str, object]) -> None:
    assert board({**ITEM, **change}).postings[0].fingerprint != board(ITEM).postings[0].fingerprint


# Answers that are no board.


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, SCRUBBED.read("greenhouse/errors/404-unknown-board.json"), BoardFailure.NOT_FOUND),
        # The API of 2013 answered so.
        (400, b'{"error":"Could not find a job board with token \'x\'"}', BoardFailure.REJECTED),
        (403, b"<html>", BoardFailure.FORBIDDEN),
        (200, SCRUBBED.read("greenhouse/errors/404-unknown-board.json"), BoardFailure.UNREADABLE),
        (200, b"<!doctype html><p>Down for maintenance", BoardFailure.UNREADABLE),
        (200, b"", BoardFailure.UNREADABLE),
        (200, b"[]", BoardFailure.UNREADABLE),
        (200, b'{"jobs":null,"meta":{"total":0}}', BoardFailure.UNREADABLE),
        (200, b'{"jobs":[],"meta":{"total":"many"}}', BoardFailure.UNREADABLE),
        (200, b'{"jobs":[{"id":1,"title":"cut', BoardFailure.UNREADABLE),
    ],
)
def test_an_answer_that_is_no_board_says_why(status: int, body: bytes, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match="Greenhouse board acme: ") as caught:
        read("greenhouse", body, status=status)
    assert caught.value.kind is kind


def test_one_unreadable_posting_is_seen_and_costs_no_other() -> None:
    parsed = board({**ITEM, "id": 1}, {**ITEM, "id": 2, "title": None}, {**ITEM, "id": 3})
    assert [posting.external_id for posting in parsed.postings] == ["1", "2", "3"]
    assert [posting.job is None for posting in parsed.postings] == [False, True, False]
    assert parsed.lost == 0
    assert parsed.problems == (
        "Greenhouse board acme: posting 2 cannot be read: Expected `str`, got `null` - at `$.title`",
    )


# Detection.


@pytest.mark.parametrize(
    ("url", "token"),
    [
        ("https://boards.greenhouse.io/acme", "acme"),
        ("https://boards.greenhouse.io/acme/jobs/4754075", "acme"),
        ("https://job-boards.greenhouse.io/acme/", "acme"),
        ("https://job-boards.greenhouse.io/acme/jobs/4754075?gh_src=x", "acme"),
        ("https://boards.eu.greenhouse.io/acme", "acme"),
        ("https://job-boards.eu.greenhouse.io/acme/jobs/1", "acme"),
        ("https://boards.greenhouse.io/embed/job_board?for=acme", "acme"),
        ("https://boards.greenhouse.io/embed/job_board/js?for=acme", "acme"),
        ("https://boards.greenhouse.io/embed/job_app?for=acme&token=4754075", "acme"),
        ("https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true", "acme"),
        ("https://api.greenhouse.io/v1/boards/acme", "acme"),
        ("HTTPS://Boards.Greenhouse.IO/Acme", "acme"),
        ("boards.greenhouse.io/acme", "acme"),
        ("//boards.greenhouse.io/acme", "acme"),
        ("  https://boards.greenhouse.io/acme  ", "acme"),
    ],
)
def test_a_board_is_recognised_by_each_of_its_urls(url: str, token: str) -> None:
    found = greenhouse.detect(url)
    assert found is not None
    assert (found.type, found.identifier, found.name) == ("greenhouse", token, "Acme")


@pytest.mark.parametrize(
    "url",
    [
        "https://boards.greenhouse.io/",
        "https://boards.greenhouse.io/embed/job_board",
        "https://boards.greenhouse.io/assets/app.js",
        "https://boards-api.greenhouse.io/v1/boards",
        "https://boards-api.greenhouse.io/v2/boards/acme",
        "https://careers.acme.com/?gh_jid=4754075",
        "https://grnh.se/abc",
        "https://www.greenhouse.io/acme",
        "https://boards.greenhouse.io.evil.example/acme",
        "ftp://boards.greenhouse.io/acme",
        "https://boards.greenhouse.io/a%2Fb",
        "mailto:jobs@acme.com",
        "",
    ],
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert greenhouse.detect(url) is None


def test_an_embed_script_in_a_page_is_recognised() -> None:
    html = '<script src="https://boards.greenhouse.io/embed/job_board/js?b=1&amp;for=acme"></script>'
    (found,) = greenhouse.detect_in(EmployerPage(html))
    assert (found.source.identifier, found.evidence) == ("acme", Evidence.EMBED)
