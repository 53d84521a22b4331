from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, is_dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

import jobscan.domain
from jobscan.domain.page import Page, Validators
from jobscan.domain.source import Source, SourceKey, SourceStatus

MODULES = [import_module(f"jobscan.domain.{module.name}") for module in iter_modules(jobscan.domain.__path__)]
NOUNS = [
    noun
    for module in MODULES
    for noun in vars(module).values()
    if isinstance(noun, type) and is_dataclass(noun) and noun.__module__ == module.__name__
]


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_nouns_are_frozen_slotted_and_built_by_name(noun: Any) -> None:
    parameters = noun.__dataclass_params__
    assert parameters.frozen
    assert "__slots__" in vars(noun)
    assert all(field.kw_only for field in fields(noun))


def test_a_source_and_its_standing_have_one_identity_as_people_type_it() -> None:
    source = Source(type="workday", identifier="gdit/wd5/Careers", name="GDIT")
    status = SourceStatus(source_type="workday", source_identifier="gdit/wd5/Careers", name="GDIT")
    assert source.key == status.key == SourceKey("workday", "gdit/wd5/Careers")
    assert str(source.key) == "workday/gdit/wd5/Careers"


def test_a_noun_cannot_be_changed() -> None:
    source = Source(type="lever", identifier="acme", name="Acme")
    with pytest.raises(FrozenInstanceError):
        source.name = "Other"  # type: ignore[misc]


def test_a_token_is_not_shown() -> None:
    source = Source(type="comeet", identifier="D6.000", name="Acme", token="CANARY")
    status = SourceStatus(source_type="comeet", source_identifier="D6.000", name="Acme", token="CANARY")
    assert "CANARY" not in f"{source!r} {source} {status!r} {status}"


@pytest.mark.parametrize(
    ("headers", "content_type", "validators"),
    [
        ({}, "", Validators()),
        ({"content-type": "application/json"}, "application/json", Validators()),
        ({"content-type": " Text/HTML ; charset=utf-8"}, "text/html", Validators()),
        (
            {"etag": 'W/"1"', "last-modified": "Sun, 06 Nov 1994 08:49:37 GMT"},
            "",
            Validators(etag='W/"1"', last_modified="Sun, 06 Nov 1994 08:49:37 GMT"),
        ),
    ],
)
def test_a_page_knows_its_type_and_validators(
    headers: dict[str, str], content_type: str, validators: Validators
) -> None:
    page = Page(url="https://a.com", status=200, headers=headers, body=b"", body_hash="", wire_bytes=0)
    assert (page.content_type, page.validators) == (content_type, validators)
