"""JSON in the scripts of pages."""

from __future__ import annotations

import re
import time

import msgspec
import pytest

from jobscan.sources.kit.scripts import value_after

_DATA = re.compile(r"pageData = ")


class Data(msgspec.Struct):
    jobs: list[str]


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
    ],
)
def test_a_hostile_page_is_read_in_no_time(text: str) -> None:
    began = time.process_time()
    assert value_after(text, _DATA, Data) is None
    assert time.process_time() - began < 2
