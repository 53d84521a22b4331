"""Eightfold's quirks, each by name; the facts are from recordings and from public reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, Page, Purpose
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import eightfold
from tests.fixtures.corpus import Corpus
from tests.sources.boards.eightfold import REFUSED, board, older_row, row
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Walked, walk

ACME = replace(source("eightfold", "acme"), token="acme.com")


def walked(*rows: dict[str, Any], is_older: bool = False) -> Walked:
    return walk(ACME, board(list(rows), is_older=is_older))


def job_of(found: Walked) -> RawJob:
    (posting,) = found.postings
    assert found.problems == []
    assert posting.job is not None
    return posting.job


def job_with(*, is_older: bool = False, **changes: object) -> RawJob:
    rows = older_row(1, **changes) if is_older else row(1, **changes)
    return job_of(walked(rows, is_older=is_older))


# The requests.


@pytest.mark.parametrize(("identifier", "host"), [("eaton", "eaton.eightfold.ai"), ("jobs.infineon.com",) * 2])
def test_the_domain_is_read_from_the_careers_page_when_it_is_not_known(identifier: str, host: str) -> None:
    request = eightfold.first_request(source("eightfold", identifier))
    assert (request.url, request.purpose, request.audience) == (
        f"https://{host}/careers",
        Purpose.TOKEN,
        Audience.PAGE,
    )
    known = eightfold.first_request(replace(source("eightfold", identifier), token="eaton.com"))
    assert known.url == f"https://{host}/api/pcsx/search?domain=eaton.com&start=0"


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/careers/join?domain=acme.com">',
        '<link rel="canonical" href="http://acme.eightfold.ai/careers/job/1-x?domain=acme.com">',
        '<a href=\\"/careers?domain=acme.com\\">',
        '<a href="/x?a=b&amp;domain=acme.com&amp;customredirect=1">',
        "<code>{&#34;a&#34;: 1, &#34;domain&#34;: &#34;acme.com&#34;}</code>",
        '<script>x = {"domain": "acme.com"}</script>',
        '<a href="https://app.eightfold.ai/careers?domain=eightfold.ai"><a href="/careers?domain=ACME.com#upload">',
    ],
)
def test_the_careers_page_names_the_domain_in_links_and_settings(html: str) -> None:
    board_ = source("eightfold", "acme")
    parsed = eightfold.parse(board_, eightfold.first_request(board_), answer(html.encode(), content_type="text/html"))
    assert parsed.token == "acme.com"
    assert [request.url for request in parsed.next] == [
        "https://acme.eightfold.ai/api/pcsx/search?domain=acme.com&start=0"
    ]


def test_a_domain_that_is_no_longer_known_is_looked_up_once() -> None:
    found = walk(replace(ACME, token="old.com"), board([row(1)]))
    assert [request.url.partition(".ai")[2] for request in found.requests] == [
        "/api/pcsx/search?domain=old.com&start=0",
        "/careers",
        "/api/pcsx/search?domain=acme.com&start=0",
        "/api/pcsx/position_details?position_id=1&domain=acme.com",
    ]


def test_a_board_that_refuses_the_newer_interface_is_asked_by_the_older_one() -> None:
    found = walked(older_row(1), is_older=True)
    assert [request.url.partition(".ai")[2] for request in found.requests] == [
        "/api/pcsx/search?domain=acme.com&start=0",
        "/api/apply/v2/jobs?domain=acme.com&start=0&num=10",
        "/api/apply/v2/jobs/1?domain=acme.com",
    ]


@pytest.mark.parametrize(
    "answers",
    [
        lambda _request: REFUSED,
        lambda _request: answer(b"<html>Access denied</html>", status=403, content_type="text/html"),
    ],
)
def test_a_refusal_by_both_or_by_a_wall_is_an_error(answers: Any) -> None:
    with pytest.raises(BoardError) as caught:
        walk(ACME, answers)
    assert caught.value.kind is BoardFailure.FORBIDDEN


# The recorded answers.


def read_list(body: bytes, *, is_older: bool) -> ParsedPage:
    request = eightfold.first_request(ACME)
    if is_older:
        (request,) = eightfold.parse(ACME, request, REFUSED).next
    return eightfold.parse(ACME, request, answer(body))


@pytest.mark.parametrize(
    ("name", "is_older", "count"), [("microsoft_pcsx_search", False, 1140), ("fcx_api_jobs", True, 256)]
)
def test_a_recorded_list_is_read_field_by_field(corpus: Corpus, name: str, is_older: bool, count: int) -> None:
    raw = corpus.json(f"eightfold/{name}.json")
    items = raw["positions"] if is_older else raw["data"]["positions"]
    parsed = read_list(corpus.read(f"eightfold/{name}.json"), is_older=is_older)
    assert (parsed.total, parsed.lost, parsed.problems) == (count, 0, ())
    assert len(parsed.next) == -(-count // len(items)) - 1
    listed = [posting.detail.context.job for posting in parsed.postings if posting.detail]
    stamp = "t_create" if is_older else "postedTs"
    assert [(job.external_id, job.title, job.locations, job.department, job.workplace) for job in listed] == [
        (str(item["id"]), item["name"], tuple(item["locations"]), item["department"], "onsite") for item in items
    ]
    assert [job.posted_at for job in listed] == [datetime.fromtimestamp(item[stamp], UTC) for item in items]
    assert [job.url for job in listed] == [
        item["canonicalPositionUrl"] if is_older else "https://acme.eightfold.ai" + item["positionUrl"]
        for item in items
    ]


# Fields.


def test_all_fields_of_the_newer_interface() -> None:
    assert job_with() == RawJob(
        external_id="1",
        title="Analyst 1",
        locations=("Germany, Berlin",),
        url="https://acme.eightfold.ai/careers/job/1",
        department="Finance",
        workplace="onsite",
        posted_at=datetime(2026, 8, 19, 7, 0, tzinfo=UTC),
        description="<p>Count.</p>",
    )


def test_all_fields_of_the_older_interface() -> None:
    assert job_with(is_older=True) == RawJob(
        external_id="1",
        title="Analyst 1",
        locations=("Berlin",),
        url="https://jobs.acme.com/careers/job/1",
        department="Finance",
        workplace="onsite",
        language="en-US",
        posted_at=datetime(2026, 6, 17, 1, 48, 12, tzinfo=UTC),
        updated_at=datetime(2026, 6, 17, 15, 54, 57, tzinfo=UTC),
        description="<p>Count.</p>",
    )


@pytest.mark.parametrize(
    ("sent", "kept"), [(["Operations"], "Operations"), (None, None), ("", None), ({}, None), ([], None)]
)
def test_a_department_may_be_a_list(sent: object, kept: str | None) -> None:
    assert job_with(department=sent).department == kept


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("remote_local", "remote"), ("remote_global", "remote"), ("hybrid", "hybrid"), (None, None), (1, None)],
)
def test_from_where_it_may_be_remote_is_left_out(sent: object, kept: str | None) -> None:
    assert job_with(workLocationOption=sent).workplace == kept


@pytest.mark.parametrize("sent", [None, "", "https://evil.example/x", "//evil.example", 7, "javascript:x"])
def test_an_address_that_is_not_the_boards_is_made_of_the_id(sent: object) -> None:
    assert job_with(positionUrl=sent).url == "https://acme.eightfold.ai/careers/job/1"


def test_a_private_position_is_not_listed() -> None:
    found = walked(older_row(1, isPrivate=True), older_row(2), is_older=True)
    assert ([posting.external_id for posting in found.postings], found.total) == (["2"], 1)


@pytest.mark.parametrize("change", [{"t_update": 1}, {"t_create": 1}, {"stars": 3.0}])
def test_stamps_and_scores_change_no_fingerprint(change: dict[str, object]) -> None:
    (before,), (after,) = (walked(one, is_older=True).postings for one in (older_row(1), older_row(1, **change)))
    assert before.fingerprint == after.fingerprint


@pytest.mark.parametrize(
    "change", [{"name": "x"}, {"locations": ["x"]}, {"department": "x"}, {"work_location_option": "x"}]
)
def test_what_is_read_changes_the_fingerprint(change: dict[str, object]) -> None:
    (before,), (after,) = (walked(one, is_older=True).postings for one in (older_row(1), older_row(1, **change)))
    assert before.fingerprint != after.fingerprint


# Details.


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (answer(b"", status=404), BoardFailure.NOT_FOUND),
        (answer(b"{}"), BoardFailure.UNREADABLE),
        (answer(as_json({"data": {"id": 2, "jobDescription": "x"}})), BoardFailure.UNREADABLE),
        (answer(b"<html>", content_type="text/html"), BoardFailure.UNREADABLE),
    ],
)
def test_details_that_are_none_or_anothers_are_an_error(page: Page, kind: BoardFailure) -> None:
    (posting,) = read_list(as_json({"data": {"positions": [row(1)], "count": 1}}), is_older=False).postings
    assert posting.detail is not None
    with pytest.raises(BoardError, match="posting 1 of Eightfold board acme: ") as caught:
        eightfold.parse(ACME, posting.detail, page)
    assert caught.value.kind is kind


@pytest.mark.parametrize("data", [None, {}, {"positions": []}, {"count": 0}, {"positions": [], "count": -1}])
def test_an_answer_without_list_and_count_is_no_board(data: object) -> None:
    with pytest.raises(BoardError, match="Eightfold board acme: "):
        read_list(as_json({"status": 200, "data": data}), is_older=False)


# Identifiers and detection.


@pytest.mark.parametrize(
    "identifier", ["eaton", "jobs.infineon.com", "mtsi-va", "app/acme.com", "jobs.infineon.com/infineon.com"]
)
def test_a_host_or_a_name_is_accepted(identifier: str) -> None:
    assert eightfold.check_identifier(identifier) is None


@pytest.mark.parametrize(
    "identifier",
    ["", "eaton.eightfold.ai", "https://jobs.infineon.com", "jobs.infineon.com/x", "app/", "app/Acme.com", "a/b.com/c"],
)
def test_what_is_neither_is_refused_and_says_what_to_write(identifier: str) -> None:
    problem = eightfold.check_identifier(identifier)
    assert problem is not None
    assert "write" in problem


@pytest.mark.parametrize(
    ("url", "identifier", "name"),
    [
        ("https://eaton.eightfold.ai/careers", "eaton", "Eaton"),
        # The domain that the careers page will name: one board, however it is linked to.
        ("https://eaton.eightfold.ai/careers/job/12?domain=Eaton.com", "eaton", "Eaton"),
        ("https://eaton.eightfold.ai/api/apply/v2/jobs?domain=eaton.com", "eaton", "Eaton"),
        ("https://eaton.eightfold.ai/careers?domain=x", "eaton", "Eaton"),
        ("https://eaton.eightfold.ai/careers?domain=cooper.com", "eaton/cooper.com", "Eaton"),
        ("https://app.eightfold.ai/careers", "app", "App"),
        ("https://app.eightfold.ai/careers?domain=eightfold.ai", "app", "App"),
        ("https://app.eightfold.ai/careers?domain=acme.com", "app/acme.com", "Acme"),
    ],
)
def test_a_board_at_the_vendors_host_is_recognised(url: str, identifier: str, name: str) -> None:
    found = eightfold.detect(url)
    assert found is not None
    assert (found.identifier, found.name, found.token) == (identifier, name, None)


def test_a_domain_in_the_identifier_is_asked_for_and_no_other() -> None:
    named = replace(source("eightfold", "acme/other.com"), token="acme.com")
    assert eightfold.first_request(named).url == "https://acme.eightfold.ai/api/pcsx/search?domain=other.com&start=0"
    with pytest.raises(BoardError, match="there is no such board") as caught:
        walk(named, board([row(1)]))
    assert caught.value.kind is BoardFailure.NOT_FOUND
    found = walk(replace(named, identifier="acme/acme.com"), board([row(1)]))
    assert [request.purpose for request in found.requests] == [Purpose.LIST, Purpose.DETAIL]


def test_a_board_that_was_stored_with_its_domain_as_token_keeps_identifier_and_keys() -> None:
    stored = replace(source("eightfold", "acme"), token="acme.com")
    found = walk(stored, board([row(1)]))
    assert [request.purpose for request in found.requests] == [Purpose.LIST, Purpose.DETAIL]
    detected = eightfold.detect("https://acme.eightfold.ai/careers?domain=acme.com")
    assert detected is not None
    assert detected.key == stored.key, "the key of a posting is made of it and the external id"
    assert [posting.external_id for posting in found.postings] == ["1"]


@pytest.mark.parametrize(
    "url",
    [
        "https://eightfold.ai/careers",
        "https://www.eightfold.ai",
        "https://static.eightfold.ai/x.js",
        "https://jobs.infineon.com/careers",
    ],
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert eightfold.detect(url) is None


def test_a_page_on_an_employers_host_names_its_board() -> None:
    html = '<link rel="canonical" href="http://amdocs.eightfold.ai/careers/job/5634-x-?domain=amdocs.com">'
    (found,) = eightfold.detect_in(EmployerPage(html))
    assert (found.source.identifier, found.source.token) == ("amdocs", None)
