"""Comeet's token, hosted page and errors; the facts are from two recordings and public reports of 2026."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.domain.page import Audience, Purpose
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems.comeet import adapter as comeet
from tests.fixtures.corpus import Corpus
from tests.sources.comeet_pages import (
    CHALLENGE,
    CHEQ,
    ITEM,
    TOKEN,
    TOKENLESS,
    WILIOT,
    hosted,
    read,
    refusal,
)
from tests.sources.pages import answer, as_json, jobs, without

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.adapter import Adapter

ADAPTER: Adapter = comeet  # checked by mypy: the module is an adapter


# Requests and the token.


def test_with_a_token_the_list_is_one_request_with_its_texts() -> None:
    request = comeet.first_request(WILIOT)
    parts = urlsplit(request.url)
    assert (request.method, request.purpose) == ("GET", Purpose.LIST)
    assert (parts.netloc, parts.path) == ("www.comeet.co", "/careers-api/2.0/company/F6.003/positions")
    assert dict(parse_qsl(parts.query)) == {"token": TOKEN, "details": "true"}
    assert (request.limit.name, request.limit.concurrency) == ("comeet", 4)


def test_without_a_token_the_hosted_page_is_asked_for_it() -> None:
    request = comeet.first_request(TOKENLESS)
    assert (request.method, request.url, request.purpose) == (
        "GET",
        "https://www.comeet.com/jobs/wiliot/F6.003",
        Purpose.TOKEN,
    )


def test_a_bare_uid_without_a_token_ends_with_what_to_do() -> None:
    bare = dataclasses.replace(TOKENLESS, identifier="F6.003")
    with pytest.raises(BoardError, match="configure a token, or write the identifier as slug/UID") as caught:
        read(refusal("Token is missing"), source=bare, status=400)
    assert caught.value.kind is BoardFailure.FORBIDDEN


@pytest.mark.parametrize(
    "page",
    [
        hosted(json.dumps({"company_uid": "F6.003", "token": TOKEN, "slug": "wiliot"})),
        hosted(json.dumps({"token": TOKEN}), before="var COMPANY_DATA;\nCOMPANY_DATA = null;"),
        hosted(json.dumps({"company_uid": "F6.003", "token": TOKEN}), before="COMPANY_DATA = {};"),
        hosted(
            json.dumps({"company_uid": "F6.003", "token": TOKEN}),
            before='COMPANY_DATA = {"company_uid": "AA.000", "token": "AAAAAAAAAAAAAAAAAAAA"};',
        ),
        hosted(
            json.dumps({"company_uid": "F6.003", "token": TOKEN}),
            before='COMPANY_DATA = {"token": "AAAAAAAAAAAAAAAAAAAA"};',
        ),
        hosted(
            json.dumps({"company_uid": "F6.003", "token": TOKEN}),
            before='window.analytics = {"token":"1a2b3c4d5e6f7a8b9c0d", "uid":"x"};',
        ),
        hosted(
            json.dumps({"company_uid": "F6.003"}), after=f'COMEET.init({{"token":"{TOKEN}","company-uid":"F6.003"}})'
        ),
        hosted(after=f"COMEET . init; COMEET.init ({{ 'company-uid' : 'f6.003', 'token' : '{TOKEN}' }})"),
        hosted(after=f'var comeetvar = {{"comeet_token":"{TOKEN}","comeet_uid":"F6.003"}};'),
        hosted(after=f"fetch('https://www.comeet.co/careers-api/2.0/company/F6.003/positions?token={TOKEN}')"),
        hosted(after=f"/careers-api/2.0/company/F6.003/positions?details=true&token={TOKEN}"),
        hosted(after=f'"https:\\/\\/www.comeet.co\\/careers-api\\/2.0\\/company\\/F6.003\\/positions?token={TOKEN}"'),
        *(
            hosted(after=f"/careers-api/2.0/company/F6.003/positions?details=true{mark}token={TOKEN}")
            for mark in ("\\u0026", "&amp;", "\\x26")
        ),
        hosted(after=f"/careers-api/2.0/company/F6.003/positions?token\\u003d{TOKEN}"),
        hosted(
            after=f"/careers-api/2.0/company/AA.000/positions?token=0000000000000000"
            f" /careers-api/2.0/company/F6.003/positions?token={TOKEN}"
        ),
    ],
)
def test_the_token_is_found_in_each_of_its_places(page: bytes) -> None:
    parsed = read(page, source=TOKENLESS)
    (request,) = parsed.next
    assert (parsed.token, parsed.postings, parsed.lost) == (TOKEN, (), 0)
    assert (request.url, request.purpose) == (comeet.first_request(WILIOT).url, Purpose.LIST)


def test_the_list_with_the_found_token_is_read() -> None:
    (request,) = read(hosted(json.dumps({"token": TOKEN})), source=TOKENLESS).next
    assert [job.external_id for job in jobs(read(as_json([ITEM]), source=TOKENLESS, request=request))] == ["18.767"]


def test_a_refused_token_is_looked_for_once_more_and_only_once() -> None:
    body = refusal("Account uid or token are not valid")
    (page_request,) = read(body, status=400).next
    assert (page_request.url, page_request.purpose) == ("https://www.comeet.com/jobs/wiliot/F6.003", Purpose.TOKEN)
    assert page_request.audience is Audience.PAGE
    parsed = read(hosted(json.dumps({"token": "ABCDEF0123456789"})), request=page_request)
    assert parsed.token == "ABCDEF0123456789"
    with pytest.raises(BoardError, match="the token is refused, and so is the one on the hosted page") as caught:
        read(body, request=parsed.next[0], status=400)
    assert caught.value.kind is BoardFailure.FORBIDDEN


def test_a_refused_token_of_a_bare_uid_cannot_be_found_again() -> None:
    bare = dataclasses.replace(WILIOT, identifier="F6.003")
    with pytest.raises(BoardError, match="write the identifier as slug/UID") as caught:
        read(refusal("Account uid or token are not valid"), source=bare, status=400)
    assert caught.value.kind is BoardFailure.FORBIDDEN


SHELL = b"<html><script>var COMPANY_DATA, COMPANY_POSITIONS_DATA; COMPANY_DATA = null;</script>Find a job</html>"


@pytest.mark.parametrize(
    ("source", "body", "status", "kind", "says"),
    [
        (WILIOT, refusal("invalid company id"), 400, BoardFailure.NOT_FOUND, "knows no company F6.003"),
        (WILIOT, refusal("Something else"), 400, BoardFailure.REJECTED, "HTTP 400"),
        (WILIOT, b"", 401, BoardFailure.FORBIDDEN, "HTTP 401"),
        (WILIOT, b"", 403, BoardFailure.FORBIDDEN, "HTTP 403"),
        (WILIOT, CHALLENGE, 403, BoardFailure.UNREADABLE, "challenge"),
        (WILIOT, CHALLENGE, 200, BoardFailure.UNREADABLE, "challenge"),
        (WILIOT, b"<html>", 200, BoardFailure.UNREADABLE, "HTML page"),
        (WILIOT, b'{"positions":[]}', 200, BoardFailure.UNREADABLE, "not the JSON"),
        (WILIOT, b"", 200, BoardFailure.UNREADABLE, "empty"),
        (TOKENLESS, b"", 404, BoardFailure.NOT_FOUND, "copy slug and uid from its address"),
        (TOKENLESS, b"", 403, BoardFailure.FORBIDDEN, "HTTP 403"),
        (TOKENLESS, CHALLENGE, 403, BoardFailure.UNREADABLE, "challenge"),
        (TOKENLESS, CHALLENGE, 200, BoardFailure.UNREADABLE, "challenge"),
        (TOKENLESS, SHELL, 200, BoardFailure.NOT_FOUND, "neither token nor positions"),
        (TOKENLESS, hosted('{"company_uid":"F6.003"}'), 200, BoardFailure.NOT_FOUND, "neither token nor positions"),
        (TOKENLESS, hosted('{"company_uid":"AA.000"}', "[]"), 200, BoardFailure.NOT_FOUND, "to another company"),
    ],
)
def test_what_is_no_board_is_named_and_never_an_empty_one(
    source: Source, body: bytes, status: int, kind: BoardFailure, says: str
) -> None:
    with pytest.raises(BoardError, match=says) as caught:
        read(body, source=source, status=status)
    assert caught.value.kind is kind
    assert "wiliot/F6.003" in str(caught.value)


def test_a_sound_page_with_the_bot_walls_script_is_no_challenge() -> None:
    page = CHALLENGE + hosted(json.dumps({"token": TOKEN}))
    assert read(page, source=TOKENLESS).token == TOKEN


def test_an_empty_array_is_a_board_without_open_positions() -> None:
    parsed = read(b"[]")
    assert (parsed.postings, parsed.lost, parsed.problems, parsed.next) == ((), 0, (), ())


# The hosted page as the list.


def test_a_recorded_page_without_a_token_is_itself_the_list(corpus: Corpus) -> None:
    body = corpus.read("comeet/cheq_65.005_board.html")
    parsed = read(body, source=CHEQ)
    found = jobs(parsed)
    assert (parsed.token, parsed.next, parsed.lost) == (None, (), 0)
    assert [job.external_id for job in found] == ["DD.B6F", "AF.242", "31.15F"]
    assert [job.locations for job in found] == [("Tel Aviv",), ("New York City",), ("United Kingdom",)]
    assert {job.workplace for job in found} == {"Hybrid"}
    island = re.search(rb"COMPANY_POSITIONS_DATA = (.+);\n", body)
    assert island is not None
    description, requirements = (part["value"] for part in json.loads(island[1])[0]["custom_fields"]["details"])
    assert requirements.startswith("<ul><li>3 + ")
    assert found[0].description == f"<h3>Description</h3>\n{description}\n<h3>Requirements</h3>\n{requirements}"
    assert found[0].url == "https://www.comeet.com/jobs/cheq/65.005/ai-engineer/DD.B6F"


def test_a_page_without_open_positions_is_an_empty_board() -> None:
    parsed = read(hosted('{"company_uid":"F6.003"}', "[]"), source=TOKENLESS)
    assert (parsed.postings, parsed.lost, parsed.problems) == ((), 0, ())


def test_the_island_ends_where_its_json_ends() -> None:
    item = without(ITEM, "position_url")  # which holds a token
    item |= {"name": "Engineer [C++]; Tools", "details": [{"name": "A", "value": "x = [1]; }];"}]}
    (job,) = jobs(read(hosted('{"name":"];"}', json.dumps([item])), source=TOKENLESS))
    assert (job.title, job.description) == ("Engineer [C++]; Tools", "<h3>A</h3>\nx = [1]; }];")


# Any answer.

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
ITEMS = st.dictionaries(st.sampled_from(list(ITEM)), VALUES) | VALUES
PAGES = st.sampled_from([200, 400, 403, 404])


def survive(source: Source, page: Page) -> None:
    """Parse; whatever the body holds, there is a page or a `BoardError`, and every address is safe."""
    try:
        parsed = comeet.parse(source, comeet.first_request(source), page)
    except BoardError:
        return
    for posting in parsed.postings:
        assert posting.external_id
        if posting.job is not None:
            assert posting.job.url.startswith(("http://", "https://"))
            assert TOKEN not in posting.job.url


@given(VALUES | st.lists(ITEMS, max_size=5), PAGES)
def test_any_json_is_a_list_or_a_board_error(value: object, status: int) -> None:
    survive(WILIOT, answer(as_json(value), status=status))


@given(VALUES, st.lists(ITEMS, max_size=5) | VALUES, st.text(), PAGES)
def test_any_island_is_a_page_or_a_board_error(company: object, positions: object, text: str, status: int) -> None:
    body = hosted(json.dumps(company), json.dumps(positions), before=text, after=text)
    survive(TOKENLESS, answer(body, status=status, content_type="text/html"))


@given(st.binary(max_size=300), st.sampled_from([b"COMPANY_DATA = ", b"COMPANY_POSITIONS_DATA=", b"COMEET.init("]))
def test_any_bytes_are_a_page_or_a_board_error(body: bytes, start: bytes) -> None:
    for source in (WILIOT, TOKENLESS):
        survive(source, answer(start + body, content_type="text/html"))


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_an_island_nested_past_belief_is_no_data(opening: str) -> None:
    for island in (hosted(opening * 100_000), hosted("{}", opening * 100_000)):
        with pytest.raises(BoardError, match="neither token nor positions"):
            read(island, source=TOKENLESS)


@given(st.data())
def test_a_damaged_recording_is_a_page_or_a_board_error(corpus: Corpus, data: st.DataObject) -> None:
    name, source = data.draw(
        st.sampled_from(
            [("comeet/wiliot_F6.003_positions_details.json", WILIOT), ("comeet/cheq_65.005_board.html", CHEQ)]
        )
    )
    body = corpus.read(name)
    at = data.draw(st.integers(0, len(body)))
    damaged = body[:at] + data.draw(st.binary(max_size=6)) + body[at + data.draw(st.integers(0, 40)) :]
    survive(source, answer(damaged))


@pytest.mark.parametrize(
    "part",
    [
        b"COMPANY_DATA = [",
        b"COMPANY_DATA ",
        b"careers-api/2.0/company/F6.003/positions?",
        b"comeetvar ",
        b'{"uid":["token=',
    ],
)
def test_a_huge_page_of_one_pattern_ends_as_no_board(part: bytes) -> None:
    body = part * (4_000_000 // len(part))
    with pytest.raises(BoardError, match="neither token nor positions"):
        read(body + b"</html>", source=TOKENLESS)
