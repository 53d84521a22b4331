"""What adapters share: no answer, however hostile, costs more than itself."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobscan.domain.job import Markup, RawJob, Salary
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.items import (
    MAX_POSTINGS,
    canonical_id,
    decode_items,
    fingerprint,
    job_fingerprint,
    read_jobs,
)
from jobscan.sources.kit.json import decode_json, decode_list, decode_or_none, require_ok
from jobscan.utils.urls import clean_url
from tests.fixtures.corpus import Corpus
from tests.sources.pages import answer, as_json, jobs, read

T = TypeVar("T")

#: A small recorded board of each system, and how a list of items becomes a board again.
RECORDED = {
    "greenhouse": "greenhouse/anthropic.first4.content.json",
    "lever": "lever/idealistconsulting.first2.json",
    "ashby": "ashby/wealth-com.3.trimmed-text.json",
}
SYSTEMS = sorted(RECORDED)
TITLES = {"greenhouse": "title", "lever": "text", "ashby": "title"}


def items_of(board: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = board["jobs"] if isinstance(board, dict) else board
    return found


class Item(msgspec.Struct):
    id: int | float | str
    title: str


def to_job(item: Item, external_id: str) -> RawJob | None:
    return None if item.title == "hidden" else RawJob(external_id=external_id, title=item.title, url="https://a.b")


# Status and shape.


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, BoardFailure.NOT_FOUND),
        (410, BoardFailure.NOT_FOUND),
        (401, BoardFailure.FORBIDDEN),
        (403, BoardFailure.FORBIDDEN),
        (400, BoardFailure.REJECTED),
        (422, BoardFailure.REJECTED),
        (304, BoardFailure.REJECTED),
        (204, BoardFailure.REJECTED),
    ],
)
def test_the_status_decides_before_the_body_is_looked_at(status: int, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match=f"^board x: HTTP {status}, ") as caught:
        require_ok(answer(b'{"jobs":[]}', status=status), "board x")
    assert caught.value.kind is kind


def test_a_200_passes_whatever_its_body() -> None:
    require_ok(answer(b"<html>"), "board x")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"<!doctype html>", "is an HTML page"),
        (b"\n  <html>", "is an HTML page"),
        (b"\xef\xbb\xbf<html>", "is an HTML page"),
        (b"Not Found", "is not the JSON this board speaks"),
        (b'{"jobs":', "is not the JSON this board speaks"),
        (b'{"jobs":{}}', "Expected `array`, got `object`"),
        (b'{"jobs":[NaN]}', "holds NaN or Infinity at byte 9"),
        (b'{"jobs":[-Infinity]}', "holds NaN or Infinity"),
        (b'{"jobs":[{"a":Infinity}]}', "holds NaN or Infinity"),
        (b"[" * 100_000, "Expected `object`, got `array`"),
        (b'{"jobs":' + b"[" * 100_000, "nested too deeply"),
        (b'{"jobs":[' + b'{"a":' * 100_000, "nested too deeply"),
        (b'{"x":' + b"[" * 100_000, "nested too deeply"),
        (b'{"jobs":["\x00"]}', "malformed"),
    ],
)
def test_an_unreadable_body_says_why(body: bytes, reason: str) -> None:
    with pytest.raises(BoardError) as caught:
        decode_json(answer(body), dict[str, list[msgspec.Raw]], "board x")
    assert caught.value.kind is BoardFailure.UNREADABLE
    assert str(caught.value).startswith("board x: the answer ")
    assert reason in str(caught.value)


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"jobs":[{"id":1,"title":' + b"[" * 100_000])
def test_a_body_nested_without_end_is_unreadable(system: str, body: bytes) -> None:
    with pytest.raises(BoardError) as caught:
        read(system, body)
    assert caught.value.kind is BoardFailure.UNREADABLE


def test_a_byte_order_mark_is_no_fault() -> None:
    assert decode_json(answer(b"\xef\xbb\xbf[1]"), list[int], "x") == [1]


# Too many.


def test_a_board_of_more_postings_than_any_has_is_refused() -> None:
    raws = [msgspec.Raw(b"{}")] * (MAX_POSTINGS + 1)
    with pytest.raises(BoardError, match="25001 postings on one board; 25000 is the limit") as caught:
        decode_items(raws, Item, "board x")
    assert caught.value.kind is BoardFailure.TOO_MANY


@pytest.mark.parametrize("value", [b"{}", b"1", b"[]", b'{"id":1}'])
def test_a_body_of_values_without_text_is_refused_before_it_is_decoded(value: bytes) -> None:
    body = b"[" + b",".join([value] * 600_000) + b"]"
    with pytest.raises(BoardError) as caught:
        decode_json(answer(body), list[msgspec.Raw], "board x")
    assert caught.value.kind is BoardFailure.TOO_MANY


# Items.


def test_items_are_read_each_on_its_own_and_stay_in_order() -> None:
    raws = [msgspec.Raw(as_json(value)) for value in ({"id": 1, "title": "a"}, 7, {"id": 2, "title": "b"})]
    items, bad = decode_items(raws, Item, "board x")
    assert items == [(0, Item(id=1, title="a")), (2, Item(id=2, title="b"))]
    assert list(bad) == [1]


def test_a_posting_is_read_or_seen_or_lost_and_the_order_is_kept() -> None:
    values = [
        {"id": 3, "title": "a"},
        {"id": 2, "title": None},
        {"id": "", "title": "x"},
        {"title": "x"},
        {"id": 1, "title": "hidden"},
        "x",
        {"id": 3, "title": "c"},
    ]
    parsed = read_jobs([msgspec.Raw(as_json(value)) for value in values], Item, to_job, "board x")
    assert [(posting.external_id, posting.job and posting.job.title) for posting in parsed.postings] == [
        ("3", "a"),
        ("2", None),
        ("3", "c"),
    ]
    assert parsed.lost == 3
    assert parsed.problems == (
        "board x: posting 2 cannot be read: Expected `str`, got `null` - at `$.title`",
        "board x: item 2 has no usable id",
        "board x: item 3 has no usable id: Object missing required field `id`",
        "board x: item 5 has no usable id: Expected `object`, got `str`",
    )


class Listed(msgspec.Struct, Generic[T]):
    jobs: list[T]


def test_a_sound_list_is_decoded_in_one_go_and_read_as_its_items_are() -> None:
    values = [{"id": 3, "title": "a"}, {"id": "", "title": "x"}, {"id": 1, "title": "hidden"}]
    for envelope, body in ((list, values), (Listed, {"jobs": values})):
        rows = decode_list(answer(as_json(body)), envelope, Item, "board x")
        rows = rows if envelope is list else rows.jobs
        assert all(isinstance(row, Item) for row in rows)
        raws = [msgspec.Raw(as_json(value)) for value in values]
        assert read_jobs(rows, Item, to_job, "board x") == read_jobs(raws, Item, to_job, "board x")


@pytest.mark.parametrize("bad", [b"7", b'{"title":"x"}', b'{"id":1,"title":"\\ud800"}', b'{"id":1,"title":"\xff"}'])
def test_a_list_with_an_item_that_is_not_sound_is_decoded_item_by_item(bad: bytes) -> None:
    page = answer(b'[{"id":2,"title":"a"},' + bad + b"]")
    rows = decode_list(page, list, Item, "board x")
    assert [type(row) for row in rows] == [msgspec.Raw, msgspec.Raw]


def test_a_list_that_is_none_says_why() -> None:
    with pytest.raises(BoardError, match="Expected `array`, got `object`"):
        decode_list(answer(b"{}"), list, Item, "board x")


def test_a_sound_list_of_more_postings_than_any_board_has_is_refused() -> None:
    with pytest.raises(BoardError, match="25001 postings on one board"):
        read_jobs([Item(id=1, title="a")] * (MAX_POSTINGS + 1), Item, to_job, "board x")


def test_problems_repeat_no_text_of_a_posting() -> None:
    parsed = read_jobs([msgspec.Raw(b'{"id":7,"title":["secret plans"]}')], Item, to_job, "board x")
    assert "secret" not in "".join(parsed.problems)


def test_an_unreadable_posting_keeps_its_fingerprint_until_its_bytes_change() -> None:
    def mark(raw: bytes) -> str:
        return read_jobs([msgspec.Raw(raw)], Item, to_job, "x").postings[0].fingerprint

    assert mark(b'{"id":7}') == mark(b'{"id":7}')
    assert mark(b'{"id":7}') != mark(b'{"id":7,"title":null}')


# Unicode that is none.


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("bad", ["\ud800", "\udfffx", "\ude00\ud83d", "a\ud800b"])
def test_a_lone_surrogate_in_one_posting_costs_neither_it_nor_the_board(corpus: Corpus, system: str, bad: str) -> None:
    board = corpus.json(RECORDED[system])
    sound = jobs(read(system, as_json(board)))
    items_of(board)[0][TITLES[system]] = f"C\\ud800 {bad} 😀 \U0001f600"
    found = jobs(read(system, as_json(board)))
    repaired = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in bad)
    assert found[0] == replace(sound[0], title=f"C\\ud800 {repaired} 😀 \U0001f600")
    assert found[1:] == sound[1:]


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_lone_surrogate_in_a_field_that_nobody_reads_changes_nothing(corpus: Corpus, system: str) -> None:
    board = corpus.json(RECORDED[system])
    before = read(system, as_json(board))
    items_of(board)[0]["tracker"] = {"\udc00": "\ud800"}
    assert read(system, as_json(board)) == before


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("bad", [b"\xff", b"\xed\xa0\x80", b"\xe2\x82"])
def test_bytes_that_are_no_utf_8_cost_neither_the_posting_nor_the_board(
    corpus: Corpus, system: str, bad: bytes
) -> None:
    board = corpus.json(RECORDED[system])
    sound = jobs(read(system, as_json(board)))
    items_of(board)[0][TITLES[system]] = "HERE"
    found = jobs(read(system, as_json(board).replace(b"HERE", b"a" + bad + b"b")))
    assert set(found[0].title) == {"a", "\ufffd", "b"}
    assert found[1:] == sound[1:]


def test_a_body_made_of_escapes_is_not_repaired_but_refused() -> None:
    with pytest.raises(BoardError) as caught:
        decode_json(answer(b'["' + b"\\ud800" * 1_100_000 + b'"]'), list[msgspec.Raw], "board x")
    assert caught.value.kind is BoardFailure.UNREADABLE


# Ids.


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (b'{"id":7,"title":[]}', "7"),
        (b'{"id":"a-b","x":"\xff"}', "a-b"),
        (b'{"id":7.0}', "7"),
        (b'{"id":[7]}', None),
        (b"{}", None),
        (b"[]", None),
        (b"7", None),
    ],
)
def test_the_id_of_an_item_of_any_shape_can_be_read(raw: bytes, kept: str | None) -> None:
    parsed = read_jobs([msgspec.Raw(raw)], Item, to_job, "board x")
    assert [posting.external_id for posting in parsed.postings] == ([] if kept is None else [kept])
    assert parsed.lost == (kept is None)


@given(st.integers(-(2**53), 2**53))
def test_an_id_is_the_same_as_number_text_and_float(number: int) -> None:
    assert canonical_id(number) == canonical_id(str(number)) == canonical_id(float(number)) == str(number)


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_an_id_is_printable_text_or_none(text: str) -> None:
    found = canonical_id(text)
    assert found is None or (
        found.isprintable() and 0 < len(found) <= 200 and found.encode() and found == found.strip()
    )


# Fingerprints.

JOB = RawJob(external_id="1", title="T", url="https://a.b/1")
OTHER: dict[str, object] = {
    "title": "t",
    "company": "C",
    "locations": ("L",),
    "offices": ("O",),
    "url": "https://a.b/2",
    "apply_url": "https://a.b/apply",
    "department": "D",
    "employment_type": "E",
    "workplace": "W",
    "salary": Salary(1.0, None, None, None),
    "language": "de",
    "description": "d",
    "markup": Markup.TEXT,
}
STAMPS: dict[str, object] = {
    "external_id": "2",
    "posted_at": datetime(2026, 1, 1, tzinfo=UTC),
    "updated_at": datetime(2026, 1, 1, tzinfo=UTC),
}


def test_every_field_of_a_posting_is_known_to_matter_or_not() -> None:
    assert OTHER.keys() | STAMPS.keys() == {field.name for field in fields(RawJob)}


@pytest.mark.parametrize("name", sorted(OTHER))
def test_a_fingerprint_covers_everything_that_matters(name: str) -> None:
    changes: dict[str, Any] = {name: OTHER[name]}
    assert job_fingerprint(replace(JOB, **changes)) != job_fingerprint(JOB)


@pytest.mark.parametrize("name", sorted(STAMPS))
def test_a_fingerprint_covers_neither_id_nor_stamps(name: str) -> None:
    changes: dict[str, Any] = {name: STAMPS[name]}
    assert job_fingerprint(replace(JOB, **changes)) == job_fingerprint(JOB)


def test_the_places_of_two_texts_are_not_confused() -> None:
    assert job_fingerprint(replace(JOB, company="x")) != job_fingerprint(replace(JOB, department="x"))


def test_equal_values_have_equal_fingerprints_whatever_the_order_of_keys() -> None:
    assert fingerprint({"a": 1, "b": [2]}) == fingerprint({"b": [2], "a": 1})


@pytest.mark.parametrize("raw", [b'"x"', b"{", b"\xff", b"[" * 100_000, b"null"])
def test_a_value_of_another_shape_is_none(raw: bytes) -> None:
    assert decode_or_none(msgspec.Raw(raw), int) is None


# Hostile answers.

#: JSON as no board would send it; `json` writes lone surrogates as escapes, and NaN and Infinity as they stand.
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([2**63, 2**64, -(2**63) - 1, 10**400, 12.0, 0.5])
    | st.floats()
    | ANY_TEXT
    | st.sampled_from(["https://a.b/c", "javascript:x", "2026-01-01T00:00:00Z", "0000-00-00", "\x00", "\ud800"]),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(ANY_TEXT, children, max_size=4),
    max_leaves=12,
)


def page_or_error(system: str, body: bytes) -> ParsedPage | BoardError:
    try:
        return read(system, body)
    except BoardError as error:
        return error


def check_hostile(system: str, body: bytes) -> None:
    """Parse; whatever comes back must be fit for the next room."""
    parsed = page_or_error(system, body)
    if isinstance(parsed, BoardError):
        assert parsed.kind in (BoardFailure.UNREADABLE, BoardFailure.TOO_MANY)
        assert str(parsed).isprintable()
        return
    assert parsed.lost <= len(parsed.problems)
    for posting in parsed.postings:
        assert canonical_id(posting.external_id) == posting.external_id
        assert len(posting.fingerprint) == 64
        assert posting.detail is None
        if posting.job is not None:
            check_job(posting.job)


def check_job(job: RawJob) -> None:
    assert clean_url(job.url) == job.url
    assert job.apply_url is None or clean_url(job.apply_url) == job.apply_url
    for moment in (job.posted_at, job.updated_at):
        assert moment is None or moment.tzinfo is UTC
    if job.salary is not None:
        assert {type(job.salary.minimum), type(job.salary.maximum)} <= {float, type(None)}
        assert job.salary.minimum or job.salary.maximum
    texts = (job.title, job.company, job.department, job.employment_type, job.workplace, job.language, job.description)
    for text in (*texts, *job.locations):
        assert text is None or text.encode("utf-8") is not None


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of everything inside a JSON value."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, child in entries for found in [(*path, key), *places(child, (*path, key))]]


@st.composite
def mutated_boards(draw: Callable[..., Any], recorded: Any) -> Any:
    """A recorded board in which up to five things at random places are something else."""
    board = copy.deepcopy(recorded)
    for _ in range(draw(st.integers(1, 5))):
        spots = places(board)
        if not spots:
            break
        *path, key = draw(st.sampled_from(spots))
        parent = board
        for step in path:
            parent = parent[step]
        parent[key] = draw(ANY_JSON)
    return board


@pytest.mark.parametrize("system", SYSTEMS)
@settings(deadline=None)
@given(data=st.data())
def test_any_json_is_a_page_or_a_board_error(system: str, data: st.DataObject) -> None:
    value = data.draw(ANY_JSON | st.fixed_dictionaries({"jobs": ANY_JSON, "meta": ANY_JSON}) | st.lists(ANY_JSON))
    check_hostile(system, as_json(value))


@pytest.mark.parametrize("system", SYSTEMS)
@settings(deadline=None)
@given(data=st.data())
def test_a_recorded_board_with_anything_inside_is_a_page_or_a_board_error(
    corpus: Corpus, system: str, data: st.DataObject
) -> None:
    check_hostile(system, as_json(data.draw(mutated_boards(corpus.json(RECORDED[system])))))


@pytest.mark.parametrize("system", SYSTEMS)
@settings(deadline=None)
@given(data=st.data())
def test_a_recorded_board_with_broken_bytes_is_a_page_or_a_board_error(
    corpus: Corpus, system: str, data: st.DataObject
) -> None:
    body = bytearray(as_json(corpus.json(RECORDED[system])))
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    check_hostile(system, bytes(body[: data.draw(st.none() | st.integers(0, len(body)))]))


@pytest.mark.parametrize("system", SYSTEMS)
@settings(deadline=None)
@given(data=st.data())
def test_fingerprints_differ_exactly_when_what_was_read_differs(
    corpus: Corpus, system: str, data: st.DataObject
) -> None:
    def seen(board: Any) -> list[tuple[str, RawJob]]:
        parsed = page_or_error(system, as_json(board))
        postings = () if isinstance(parsed, BoardError) else parsed.postings
        blank: dict[str, Any] = {"external_id": "", "posted_at": None, "updated_at": None}
        return [(posting.fingerprint, replace(posting.job, **blank)) for posting in postings if posting.job]

    recorded = corpus.json(RECORDED[system])
    known = seen(recorded)
    for mark, job in seen(data.draw(mutated_boards(recorded))):
        for known_mark, known_job in known:
            assert (mark == known_mark) == (job == known_job)


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_order_of_postings_changes_no_posting(corpus: Corpus, system: str) -> None:
    board = corpus.json(RECORDED[system])
    forward = read(system, as_json(board))
    items_of(board).reverse()
    assert read(system, as_json(board)).postings == forward.postings[::-1]


@pytest.mark.parametrize("system", SYSTEMS)
def test_how_the_json_is_laid_out_changes_nothing(corpus: Corpus, system: str) -> None:
    board = corpus.json(RECORDED[system])
    spaced = json.dumps(board, indent=3, sort_keys=True, ensure_ascii=False).encode()
    assert read(system, spaced) == read(system, as_json(board))
