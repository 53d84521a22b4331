"""JSON in the scripts of pages."""

from __future__ import annotations

import re
import time

import msgspec
import pytest

from jobscan.sources.kit.scripts import ld_posting, page_text, value_after
from tests.sources.pages import answer

_DATA = re.compile(r"pageData = ")


class Data(msgspec.Struct):
    jobs: list[str]


class Ad(msgspec.Struct, tag="JobPosting", tag_field="@type"):
    title: str


@pytest.mark.parametrize(
    ("text", "jobs"),
    [
        ('<script>var pageData = {"jobs": ["a };</script> b"]};</script>', ["a };</script> b"]),
        ('pageData = {"other": 1}; pageData = {"jobs": []}', []),
        ('pageData = {"jobs": ["\\ud800"]}', ["\ufffd"]),
        ('pageData = {"jobs":\n ["a\n\tb", "\\ud800"]}', ["a\n\tb", "\ufffd"]),
    ],
)
def test_a_value_is_read_to_its_own_end(text: str, jobs: list[str]) -> None:
    found = value_after(text, _DATA, Data)
    assert found is not None
    assert found.jobs == jobs


@pytest.mark.parametrize(
    "text", ["", 'pageData = {"jobs": ["a"', "pageData = {jobs: []}", "pageData = [1]", "pageData = "]
)
def test_what_is_no_json_of_that_shape_is_none(text: str) -> None:
    assert value_after(text, _DATA, Data) is None


@pytest.mark.parametrize(
    "text",
    [
        "pageData = " + "[" * 200_000,
        "pageData = {" * 400_000,
        "pageData = [" + "{}," * 1_000_000 + "{}]",
        "<script application/" * 400_000,
    ],
)
def test_a_hostile_page_is_read_in_no_time(text: str) -> None:
    began = time.process_time()
    assert value_after(text, _DATA, Data) is None
    assert ld_posting(text, Ad) is None
    assert time.process_time() - began < 2


def test_the_posting_is_found_among_other_blocks() -> None:
    blocks = ('{"@type": "Organization"}', '{"@type": "JobPosting", "title": "a"}')
    html = "".join(f'<script nonce="1" type="application/ld+json">\n {block}</script>' for block in blocks)
    assert ld_posting(html, Ad) == Ad("a")
    assert ld_posting("<script>{}</script>", Ad) is None


def test_a_page_of_any_bytes_has_a_text() -> None:
    assert page_text(answer(b"\xef\xbb\xbfa\xffb")) == "a\ufffdb"
