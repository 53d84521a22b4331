"""The environment: every setting has a variable, it wins over the file, and secrets stay secret."""

from __future__ import annotations

import json
from ipaddress import ip_network
from pathlib import Path

import pytest

from jobscan.config import load_config, load_with_origins
from tests.config.test_reading import CANARY, config, problems
from tests.config.test_reading import in_tmp_path as in_tmp_path


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "sqlite:///file.db"),
        ({"JOBSCAN_DATABASE__URL": "sqlite:///a.db"}, "sqlite:///a.db"),
        ({"JOBSCAN_DATABASE": "sqlite:///a.db"}, "sqlite:///a.db"),
        ({"DATABASE_URL": "sqlite:///a.db"}, "sqlite:///a.db"),
        ({"DATABASE_URL": "sqlite:///a.db", "JOBSCAN_DATABASE__URL": "sqlite:///b.db"}, "sqlite:///b.db"),
        ({"DATABASE_URL_FILE": "secret"}, "sqlite:///secret.db"),
        ({"JOBSCAN_DATABASE__URL_FILE": "secret"}, "sqlite:///secret.db"),
        ({"JOBSCAN_DATABASE__URL_FILE": "secret", "DATABASE_URL": "sqlite:///a.db"}, "sqlite:///a.db"),
        ({"CREDENTIALS_DIRECTORY": "credentials"}, "sqlite:///credential.db"),
        ({"CREDENTIALS_DIRECTORY": "credentials", "DATABASE_URL_FILE": "secret"}, "sqlite:///secret.db"),
        ({"CREDENTIALS_DIRECTORY": "nowhere"}, "sqlite:///file.db"),
        ({"DATABASE_URL": ""}, "sqlite:///file.db"),
    ],
)
def test_the_stronger_origin_of_the_database_url_wins(environ: dict[str, str], expected: str) -> None:
    Path("secret").write_text("sqlite:///secret.db\n")
    Path("credentials").mkdir()
    Path("credentials/jobscan_database__url").write_text("sqlite:///credential.db")
    assert config("database: sqlite:///file.db", **environ).database.url == expected


def test_names_that_database_users_know_win_over_the_file() -> None:
    found = config(
        "database: {pool_size: 1, max_overflow: 1, echo: false}",
        DATABASE_POOL_SIZE="7",
        DATABASE_MAX_OVERFLOW="8",
        SQLALCHEMY_ECHO="true",
    ).database
    assert (found.pool_size, found.max_overflow, found.echo) == (7, 8, True)


@pytest.mark.parametrize("text", ["127.0.0.0/8, 10.0.0.0/8", '["127.0.0.0/8", "10.0.0.0/8"]'])
def test_networks_come_with_commas_or_as_json(text: str) -> None:
    found = config("network: {allow_networks: [192.168.0.0/16]}", JOBSCAN_NETWORK__ALLOW_NETWORKS=text)
    assert found.network.allow_networks == (ip_network("127.0.0.0/8"), ip_network("10.0.0.0/8"))


def test_sources_come_as_json_and_replace_those_of_the_file() -> None:
    listed = json.dumps([{"type": "lever", "identifier": "spotify"}])
    found = config("sources: [{type: lever, identifier: x}]", JOBSCAN_SOURCES=listed)
    assert [str(entry.key) for entry in found.sources] == ["lever/spotify"]


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        (
            {"JOBSCAN_SCAN__INTERVALL": "1h"},
            "JOBSCAN_SCAN__INTERVALL: no such setting; did you mean JOBSCAN_SCAN__INTERVAL?",
        ),
        ({"JOBSCAN_QQ": "1"}, "JOBSCAN_QQ: no such setting; `jobscan config show` lists all settings"),
        ({"JOBSCAN_SCAN__CONCURRENCY": "x"}, "JOBSCAN_SCAN__CONCURRENCY: scan.concurrency: must be a whole number"),
        (
            {"JOBSCAN_NETWORK__ALLOW_NETWORKS": "10.0.0.0/8,x"},
            "JOBSCAN_NETWORK__ALLOW_NETWORKS: network.allow_networks[1]: "
            '"x" is not a valid network; write it like 10.0.0.0/8 or ::1/128',
        ),
        (
            {"JOBSCAN_NETWORK__ALLOW_NETWORKS": "[10"},
            "JOBSCAN_NETWORK__ALLOW_NETWORKS: network.allow_networks: "
            'must be a list such as 10.0.0.0/8, 127.0.0.1/32 or ["10.0.0.0/8"]',
        ),
        (
            {"JOBSCAN_NETWORK__ALLOW_NETWORKS": "[" * 100_000},
            "JOBSCAN_NETWORK__ALLOW_NETWORKS: network.allow_networks: "
            'must be a list such as 10.0.0.0/8, 127.0.0.1/32 or ["10.0.0.0/8"]',
        ),
        ({"SQLALCHEMY_ECHO": "loud"}, "SQLALCHEMY_ECHO: database.echo: must be true or false"),
        (
            {"JOBSCAN_SOURCES": "lever/x"},
            'JOBSCAN_SOURCES: must be a list in JSON, such as [{"type": "greenhouse", "identifier": "canonical"}]',
        ),
        (
            {"JOBSCAN_SOURCES": "[" * 100_000},
            'JOBSCAN_SOURCES: must be a list in JSON, such as [{"type": "greenhouse", "identifier": "canonical"}]',
        ),
        (
            {"JOBSCAN_SOURCES": '[{"type": "lever"}]'},
            "JOBSCAN_SOURCES: sources[0].identifier: is missing",
        ),
        (
            {"DATABASE_URL_FILE": "gone"},
            "DATABASE_URL_FILE: cannot read gone: No such file or directory",
        ),
        ({"DATABASE_URL_FILE": "empty"}, "DATABASE_URL_FILE: empty is empty; it must hold only the secret"),
        ({"DATABASE_URL_FILE": "huge"}, "DATABASE_URL_FILE: huge is larger than 64 KiB; it must hold only the secret"),
        ({"DATABASE_URL_FILE": "latin1"}, "DATABASE_URL_FILE: latin1 is not text in UTF-8"),
    ],
)
def test_a_mistake_names_its_variable(environ: dict[str, str], expected: str) -> None:
    Path("empty").touch()
    Path("huge").write_bytes(b"x" * 70_000)
    Path("latin1").write_bytes(b"\xe9")
    assert problems("", **environ) == [f"environment: {expected}"]


def test_variables_that_others_set_are_not_ours_to_judge() -> None:
    environ = {
        "JOBSCAN_CONFIG": "c.yaml",
        "JOBSCAN_SHARED": "x",
        "JOBSCAN_TEST_POSTGRES_DSN": "x",
        "JOBSCAN_SERVICE_HOST": "10.0.0.1",
        "JOBSCAN_PORT_8080_TCP": "x",
        "PATH": "/bin",
    }
    assert problems("", **environ) == []


def test_a_token_is_read_from_its_file_beside_the_configuration() -> None:
    Path("folder").mkdir()
    Path("folder/token").write_text("abc\n")
    Path("folder/c.yaml").write_text("sources: [{type: lever, identifier: x, token_file: token}]\n")
    (source,) = load_config(Path("folder/c.yaml"), {}).to_sources()
    assert source.token == "abc"


SECRETS = f"""
database: postgresql://me:{CANARY}@db/jobs
sources:
  - {{type: lever, identifier: x, token: {CANARY}}}
"""


def test_no_repr_holds_a_secret() -> None:
    found = config(SECRETS)
    assert CANARY in found.database.url
    assert found.to_sources()[0].token == CANARY
    for shown in (repr(found), str(found), repr(found.database), repr(found.sources), repr(found.to_sources())):
        assert CANARY not in shown
    assert "me:***@db/jobs" in repr(found)


@pytest.mark.parametrize(
    "text",
    [
        f"database: mysql://me:{CANARY}@db/jobs\n",
        f"database: {{url: [postgresql://me:{CANARY}@db/jobs]}}\n",
        f"database: {{postgresql://me:{CANARY}@db/jobs}}\n",
        f"database: {CANARY}@\n",
        f"sources: [{{type: lever, identifier: x, token: [{CANARY}]}}]\n",
        f"sources: [{{type: lever, identifier: x, token: *{CANARY}}}]\n",
        f"sources: [{{type: lever, identifier: x, token: &{CANARY} a, name: &{CANARY} b, every: {CANARY}: b}}]\n",
        f"sources: [{{type: lever, identifier: x, base_url: 'http://me:{CANARY}@h'}}]\n",
    ],
)
def test_no_error_holds_a_secret(text: str) -> None:
    found = problems(text, JOBSCAN_DATABASE__URL_FILE="gone")
    assert len(found) >= 2
    assert CANARY not in "\n".join(found)


def test_a_number_as_a_token_is_not_shown_in_the_hint() -> None:
    assert problems("sources: [{type: lever, identifier: x, token: 12345}]") == [
        "c.yaml:1:47: sources[0].token: must be text"
    ]


def test_the_origin_of_a_value_is_known() -> None:
    Path("c.yaml").write_text("scan:\n  interval: 1h\n  concurrency: 3\n")
    origins = load_with_origins(Path("c.yaml"), {"JOBSCAN_SCAN__CONCURRENCY": "4"}).origins
    assert str(origins["scan", "interval"]) == "c.yaml:2:13"
    assert origins["scan", "concurrency"] == "JOBSCAN_SCAN__CONCURRENCY"
    assert ("scan", "jitter") not in origins
