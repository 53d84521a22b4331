"""The examples that are shipped, the schema for editors, and values as they are shown."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from jobscan.config import Config, find_problems, json_schema, load_config, write_initial
from jobscan.config.model.values import format_duration, format_size, hide_password
from jobscan.domain.alert import Send
from jobscan.utils.time import parse_duration
from tests.config.test_reading import CANARY, ROOT, config, problems
from tests.config.test_reading import in_tmp_path as in_tmp_path


@given(st.integers(1, 366 * 86_400))
def test_a_formatted_duration_reads_as_the_same(seconds: int) -> None:
    assert parse_duration(format_duration(timedelta(seconds=seconds))) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("size", "text"), [(32 * 2**20, "32MiB"), (1500, "1500B"), (2**30, "1GiB"), (3 * 2**10, "3KiB")]
)
def test_a_formatted_size_reads_as_the_same(size: int, text: str) -> None:
    assert format_size(size) == text
    assert config(f"network: {{max_body: {max(size, 2**10)}}}").network.max_body == max(size, 2**10)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:///data/jobscan.db", "sqlite:///data/jobscan.db"),
        ("sqlite:////var/lib/x.db", "sqlite:////var/lib/x.db"),
        ("postgresql://db/jobs", "postgresql://db/jobs"),
        ("postgresql://me@db/jobs", "postgresql://me@db/jobs"),
        ("postgresql://me:x@db:5432/jobs?sslmode=require", "postgresql://me:***@db:5432/jobs?sslmode=require"),
        ("postgresql://db/jobs?user=me&password=x&a=b", "postgresql://db/jobs?user=me&password=***&a=b"),
        ("me:x@db", "***"),
    ],
)
def test_a_shown_url_tells_the_place_and_not_the_password(url: str, shown: str) -> None:
    assert hide_password(url) == shown


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_no_password_survives_redaction(noise: str) -> None:
    for url in (f"postgresql://me:{noise}{CANARY}{noise}@db/jobs", f"postgresql://db/jobs?password={CANARY}&x={noise}"):
        assert CANARY not in hide_password(url)


@pytest.mark.parametrize("make", ["shipped", "init"])
def test_the_examples_are_right_for_jobscan_and_for_editors(make: str) -> None:
    path = ROOT / "config.yaml"
    if make == "init":
        path = Path("new.yaml")
        write_initial(path)
    assert [str(problem) for problem in find_problems(path, {})] == []
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_the_shipped_file_names_a_dozen_boards_of_all_systems() -> None:
    sources = load_config(ROOT / "config.yaml", {}).to_sources()
    assert sum(source.enabled for source in sources) == 12
    assert {source.type for source in sources} == {"greenhouse", "lever", "ashby", "workday", "comeet"}


def test_a_commented_default_in_the_initial_file_is_the_default() -> None:
    write_initial(Path("new.yaml"))
    text = Path("new.yaml").read_text(encoding="utf-8")
    examples = {"allow_networks", "quiet_hours", "send", "ping_url", "listen", "url", "path"}
    shown = re.findall(r"^  # ([a-z_]+): ", text, re.MULTILINE)
    assert examples < set(shown)
    uncommented = re.sub(rf"^  # (?=(?!{'|'.join(examples)})[a-z_]+: )", "  ", text, flags=re.MULTILINE)
    found = config(uncommented)
    assert found == Config()
    given = [
        name for section in Config.model_fields for name in getattr(getattr(found, section), "model_fields_set", ())
    ]
    assert set(shown) - examples <= set(given)


def test_the_examples_of_alerts_and_channels_work_when_they_are_uncommented() -> None:
    write_initial(Path("new.yaml"))
    for name in ("smtp-password", "hook-secret"):
        Path(name).write_text("secret")
    text = Path("new.yaml").read_text(encoding="utf-8").partition("\nsources:")[0]
    text = re.sub(r"^  # (?=- |  |[a-z-]+:$|quiet_hours:|send:|ping_url:|listen:|url:)", "  ", text, flags=re.MULTILINE)
    found = config(text)
    (alert,) = found.to_alerts()
    assert {part.name for part in fields(alert.rule)} == {
        part.name for part in fields(alert.rule) if getattr(alert.rule, part.name) not in ((), None)
    }
    assert set(found.notify) == {"email", "team-hook"}
    assert (found.report.send, found.unsubscribe.address) == (Send.parse("daily 08:00"), ("127.0.0.1", 8025))
    jsonschema.Draft202012Validator(json_schema()).validate(yaml.safe_load(text.replace(" on:", ' "on":')))


def test_the_schema_refuses_what_jobscan_refuses() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    for text in ("scan: {interval: 15}", "scan: {x: 1}", "sources: [{type: nope, identifier: x}]", "log: {level: x}"):
        assert not validator.is_valid(yaml.safe_load(text))
        assert problems(text) != []


def test_the_schema_gives_defaults_as_people_write_them() -> None:
    definitions = json_schema()["$defs"]
    assert definitions["ScanConfig"]["properties"]["interval"]["default"] == "15m"
    assert definitions["NetworkConfig"]["properties"]["max_body"]["default"] == "32MiB"
    assert definitions["RetentionConfig"]["properties"]["jobs"]["default"] == "90d"
    assert definitions["AlertConfig"]["properties"]["send"]["default"] == "immediate"
    assert "PT" not in json.dumps([entry.get("properties") for entry in definitions.values()])
