"""Comeet's positions, quirk by quirk; the facts are from its documentation and two recordings of 2026."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from jobscan.exceptions import BoardError
from tests.fixtures.corpus import Corpus
from tests.sources.comeet_pages import (
    CHALLENGE,
    HOSTED,
    ITEM,
    TOKEN,
    WILIOT,
    job_with,
    read,
    refusal,
)
from tests.sources.pages import as_json, jobs, without

if TYPE_CHECKING:
    pass


# Positions.


def test_a_recorded_list_is_read_whole(corpus: Corpus) -> None:
    first, second = jobs(read(corpus.read("comeet/wiliot_F6.003_positions_details.json")))
    assert (first.external_id, second.external_id) == ("18.767", "18.767-9B.20A")
    assert (first.title, first.company, first.department) == ("Forward Deployed Engineer", "Wiliot", None)
    assert (first.locations, first.workplace, first.employment_type) == (("New York",), "On-site", None)
    assert (first.posted_at, first.updated_at) == (None, datetime(2026, 8, 12, 2, 36, 49, tzinfo=UTC))
    assert (first.url, first.apply_url) == (HOSTED, "https://www.wiliot.com/positions/position-18_767")
    raw = corpus.json("comeet/wiliot_F6.003_positions_details.json")[0]["details"][0]["value"]
    assert len(raw) > 500
    assert first.description == f"<h3>Description</h3>\n{raw}"
    assert "Responsibilities" not in first.description  # its value is null
    assert "Requirements" not in first.description  # its value is two empty paragraphs


def test_all_fields_of_a_full_position() -> None:
    job = job_with()
    assert (job.title, job.department, job.employment_type) == ("Forward Deployed Engineer", "Delivery", "Full-time")
    assert (job.company, job.salary, job.language) == ("Wiliot", None, None)


def test_a_position_with_nothing_but_uid_name_and_page_is_enough() -> None:
    (job,) = jobs(read(as_json([{"uid": "1.1", "name": "X", "url_comeet_hosted_page": HOSTED}])))
    assert job.locations == ()
    assert job.description == ""
    assert {job.company, job.department, job.workplace, job.employment_type, job.updated_at, job.apply_url} == {None}


@pytest.mark.parametrize(
    ("location", "kept"),
    [
        ({"name": "Tel Aviv", "country": "IL", "city": "Tel Aviv-Yafo"}, ("Tel Aviv",)),
        ({"name": " ", "city": "New York", "state": "NY", "country": "US"}, ("New York, NY, US",)),
        ({"name": None, "city": "USA", "state": None, "country": ""}, ("USA",)),
        ({"city": "UK", "country": "UK"}, ("UK",)),
        ({"city": "", "country": "IL"}, ("IL",)),
        ({"name": None, "city": None, "country": ""}, ()),
        ({}, ()),
        (None, ()),
    ],
)
def test_the_place_is_its_name_or_else_its_parts(location: object, kept: tuple[str, ...]) -> None:
    assert job_with(location=location).locations == kept


@pytest.mark.parametrize(
    ("workplace_type", "is_remote", "kept"),
    [
        ("On-site", True, "On-site"),
        ("On-Site", None, "On-Site"),
        ("Hybrid", True, "Hybrid"),
        ("Remote", False, "Remote"),
        (None, True, "Remote"),
        (" ", True, "Remote"),
        (None, False, None),
        (None, None, None),
    ],
)
def test_the_workplace_type_wins_over_the_deprecated_flag(
    workplace_type: str | None, is_remote: bool | None, kept: str | None
) -> None:
    assert job_with(workplace_type=workplace_type, location={"is_remote": is_remote}).workplace == kept


def section(name: object, value: object, order: object = None) -> dict[str, object]:
    return {"name": name, "value": value, "order": order}


@pytest.mark.parametrize(
    ("details", "kept"),
    [
        ([section("B", "<p>2</p>", 2), section("A", "<p>1</p>", 1)], "<h3>A</h3>\n<p>1</p>\n<h3>B</h3>\n<p>2</p>"),
        ([section("B", "2"), section("A", "1", 1.5)], "<h3>A</h3>\n1\n<h3>B</h3>\n2"),
        ([section("A", None), section("B", ""), section("C", "<p><br></p><p>&nbsp;</p>"), section("D", " ")], ""),
        ([section("R&D <b>", "x")], "<h3>R&amp;D &lt;b&gt;</h3>\nx"),
        ([section(None, "x"), section("", "y")], "x\ny"),
        ([section("A", "<p>" + " " * 3_000 + "x</p>")], "<h3>A</h3>\n<p>" + " " * 3_000 + "x</p>"),
        ([], ""),
        (None, ""),
    ],
)
def test_the_description_is_the_sections_with_text_in_their_order(details: object, kept: str) -> None:
    assert job_with(details=details).description == kept


@pytest.mark.parametrize(
    ("changes", "url", "apply_url"),
    [
        ({}, HOSTED, ITEM["url_active_page"]),
        ({"url_comeet_hosted_page": None}, HOSTED + "?new", ITEM["url_active_page"]),
        ({"url_active_page": None}, HOSTED, None),
        ({"url_active_page": HOSTED}, HOSTED, None),
        ({"url_active_page": HOSTED + "?t=1723430209"}, HOSTED, None),
        ({"url_active_page": "https://x.example/?id=7&t=17#a"}, HOSTED, "https://x.example/?id=7#a"),
        ({"url_active_page": "javascript:alert(1)"}, HOSTED, None),
        (
            {"url_comeet_hosted_page": "", "url_recruit_hosted_page": None},
            ITEM["url_active_page"],
            None,
        ),
        (
            {"url_comeet_hosted_page": "x", "url_recruit_hosted_page": "y", "url_active_page": "z"},
            "https://www.comeet.com/jobs/wiliot/F6.003",
            None,
        ),
    ],
)
def test_the_hosted_page_is_the_address_and_the_active_one_is_for_applying(
    changes: dict[str, object], url: str, apply_url: str | None
) -> None:
    job = job_with(**changes)
    assert (job.url, job.apply_url) == (url, apply_url)


@pytest.mark.parametrize("key", ["url_comeet_hosted_page", "url_recruit_hosted_page", "url_active_page"])
def test_the_token_leaves_with_nothing_that_is_kept(key: str) -> None:
    parsed = read(as_json([{**ITEM, key: ITEM["position_url"]}, {**ITEM, "name": None}, {"uid": ITEM["position_url"]}]))
    job = parsed.postings[0].job
    assert job is not None
    assert TOKEN not in f"{job!r} {job.url}"


def test_no_problem_and_no_error_names_the_token() -> None:
    parsed = read(as_json([{**ITEM, "name": 7}, {**ITEM, "name": None}, without(ITEM, "uid"), 3]))
    assert len(parsed.problems) == 4
    assert TOKEN not in " ".join(parsed.problems)
    bare = dataclasses.replace(WILIOT, identifier="F6.003")
    for body, status in [
        (refusal("Account uid or token are not valid"), 400),
        (refusal(f"{TOKEN} is odd"), 400),
        (TOKEN.encode(), 200),
        (as_json({TOKEN: 1}), 200),
        (CHALLENGE, 200),
        (b"", 404),
    ]:
        with pytest.raises(BoardError) as caught:
            read(body, source=bare, status=status)
        assert TOKEN not in str(caught.value)


def test_an_internal_position_is_skipped_and_not_lost() -> None:
    parsed = read(as_json([{**ITEM, "is_internal": True}, {**ITEM, "uid": "2.2"}]))
    assert [posting.external_id for posting in parsed.postings] == ["2.2"]
    assert (parsed.lost, parsed.problems) == (0, ())


@pytest.mark.parametrize("uid", [None, "", " ", 18.767, True, {}, [], "a\x00b"])
def test_a_position_without_a_usable_uid_is_lost_and_costs_no_other(uid: object) -> None:
    parsed = read(as_json([{**ITEM, "uid": uid}, ITEM]))
    assert ([posting.external_id for posting in parsed.postings], parsed.lost) == (["18.767"], 1)
    assert len(parsed.problems) == 1


@pytest.mark.parametrize("item", [None, 7, "x", [], {}, {"name": 5}])
def test_an_item_that_is_no_position_is_lost(item: object) -> None:
    parsed = read(as_json([item]))
    assert (parsed.postings, parsed.lost, len(parsed.problems)) == ((), 1, 1)


@pytest.mark.parametrize(
    "change", [{"name": None}, {"name": " "}, {"name": 7}, {"location": "New York"}, {"details": [7]}]
)
def test_an_unreadable_position_counts_as_seen(change: dict[str, object]) -> None:
    parsed = read(as_json([{**ITEM, **change}]))
    (posting,) = parsed.postings
    assert (posting.external_id, posting.job, posting.detail, parsed.lost) == ("18.767", None, None, 0)
    assert "18.767" in parsed.problems[0]


def test_a_position_without_any_address_counts_as_seen() -> None:
    bare = dataclasses.replace(WILIOT, identifier="F6.003")
    parsed = read(as_json([{"uid": "1.1", "name": "X"}]), source=bare)
    assert [(posting.external_id, posting.job) for posting in parsed.postings] == [("1.1", None)]
    assert "no name or no address" in parsed.problems[0]


def fingerprint_of(item: dict[str, Any]) -> str:
    return read(as_json([item])).postings[0].fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"time_updated": "2026-09-01T00:00:00Z"},
        {"position_url": None},
        {"email": "other@applynow.io", "email_alias": "x"},
        {"picture_url": "https://x.example/p.png"},
        {"questionnaires": [1]},
        {"url_active_page": ITEM["url_active_page"] + "?t=1723430209"},
        {"a_new_key": 1},
    ],
)
def test_stamps_and_what_nobody_reads_change_no_fingerprint(change: dict[str, object]) -> None:
    assert fingerprint_of({**ITEM, **change}) == fingerprint_of(ITEM)
    assert fingerprint_of(dict(reversed(ITEM.items()))) == fingerprint_of(ITEM)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Other"},
        {"department": None},
        {"company_name": "Other"},
        {"location": {"name": "Boston"}},
        {"workplace_type": "Hybrid"},
        {"employment_type": None},
        {"details": [section("Description", "<p>Build more</p>", 1)]},
        {"url_comeet_hosted_page": HOSTED + "-2"},
        {"url_active_page": None},
    ],
)
def test_everything_that_is_read_changes_the_fingerprint(change: dict[str, object]) -> None:
    assert fingerprint_of({**ITEM, **change}) != fingerprint_of(ITEM)


def test_the_order_of_positions_changes_nothing(corpus: Corpus) -> None:
    items = corpus.json("comeet/wiliot_F6.003_positions_details.json")
    forth, back = read(as_json(items)), read(as_json(items[::-1]))
    assert set(forth.postings) == set(back.postings)
