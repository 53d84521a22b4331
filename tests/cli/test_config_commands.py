"""init, check-config, config show, config schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.cli.conftest import Run, seen

CANARY = "hunter2-canary"


def test_init_writes_a_file_that_is_right_and_a_schema_that_accepts_it(run: Run) -> None:
    assert run("init").out.splitlines() == [
        "Wrote config.yaml and jobscan.schema.json.",
        "Next: `jobscan add URL` with the careers page of a company, then `jobscan scan`.",
    ]
    text = Path("config.yaml").read_text()
    assert text.startswith("# yaml-language-server: $schema=jobscan.schema.json\n")
    schema = json.loads(Path("jobscan.schema.json").read_text())
    assert schema == json.loads(run("config", "schema").out)
    jsonschema.Draft202012Validator(schema).validate(yaml.safe_load(text))
    assert run("check-config").out == "config.yaml is fine: 0 of 0 sources enabled.\n"


def test_init_writes_where_config_says_and_never_over_a_file(run: Run) -> None:
    assert run("init", "--config", "etc/my.yaml").code == 0
    Path("etc/my.yaml").write_text("log: {level: debug}\n")
    ran = run("init", "--config", "etc/my.yaml")
    assert (ran.code, ran.err) == (
        2,
        "jobscan: etc/my.yaml: already exists; --force overwrites it, --config names another file\n",
    )
    assert run("init", "--force", "--config", "etc/my.yaml").code == 0
    assert Path("etc/my.yaml").read_text().startswith("# yaml-language-server")


def test_check_config_lists_every_mistake_on_standard_error(run: Run) -> None:
    Path("config.yaml").write_text("scan: {jitter: x}\nsources:\n  - {type: grenhouse, identifier: x}\n")
    ran = run("check-config")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "config.yaml:1:16: scan.jitter: must be a number",
        'config.yaml:3:12: sources[0].type: no system of this name; did you mean "greenhouse"?',
    ]


def test_check_config_gives_mistakes_as_data(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("config.yaml").write_text("scan: {jitter: x}\n")
    monkeypatch.setenv("JOBSCAN_LOG__LEVEL", "loud")
    ran = run("check-config", "--json")
    assert (ran.code, ran.err) == (2, "")
    assert json.loads(ran.out) == {
        "file": "config.yaml",
        "valid": False,
        "problems": [
            {"line": 1, "column": 16, "variable": None, "key": "scan.jitter", "message": "must be a number"},
            {
                "line": None,
                "column": None,
                "variable": "JOBSCAN_LOG__LEVEL",
                "key": "log.level",
                "message": "must be debug, info, warning or error",
            },
        ],
        "warnings": [],
    }


def test_check_config_warns_of_what_can_be_used_but_is_probably_not_meant(run: Run) -> None:
    notify = "notify: {email: {host: mx.example.org, from: a@example.org, to: b@example.org}}\n"
    alerts = "alerts:\n  - name: all\n  - name: some\n    sources: [ashby, greenhouse/other]\n"
    Path("config.yaml").write_text(f"{notify}sources: [{{type: greenhouse, identifier: acme}}]\n{alerts}")
    ran = run("check-config")
    assert (ran.code, ran.out) == (0, "config.yaml is fine: 1 of 1 sources enabled.\n")
    everything = "has no conditions, so every posting matches; give keywords, locations or another condition"
    nothing = "is not among the configured sources, so none of its postings can match"
    assert ran.err.splitlines() == [
        f"config.yaml:4:5: warning: alerts[0]: {everything}",
        f'config.yaml:6:15: warning: alerts[1].sources[0]: "ashby" {nothing}',
        f'config.yaml:6:22: warning: alerts[1].sources[1]: "greenhouse/other" {nothing}',
    ]
    assert run("check-config", "--quiet").err == ""
    found = json.loads(run("check-config", "--json").out)
    assert (found["valid"], found["problems"], len(found["warnings"])) == (True, [], 3)
    assert found["warnings"][1] == {
        "line": 6,
        "column": 15,
        "variable": None,
        "key": "alerts[1].sources[0]",
        "message": f'"ashby" {nothing}',
    }


PUBLIC, OWN = "greenhouse/acme", "{type: greenhouse, identifier: own, base_url: http://10.0.0.5, every: 1s}"


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("sources: []\n", ["config.yaml:1:10: warning: sources: no source is enabled: nothing is scanned;"]),
        (
            "sources: [{type: greenhouse, identifier: acme, enabled: false}]\n",
            ["config.yaml:1:10: warning: sources: no"],
        ),
        (
            f"scan: {{interval: 1s}}\nsources: [{PUBLIC}]\n",
            [
                "config.yaml:1:18: warning: scan.interval: a public board may block a client that asks every 1s;"
                " make it 1m or more"
            ],
        ),
        (
            "sources: [{type: greenhouse, identifier: acme, every: 30s}]\n",
            ["config.yaml:1:55: warning: sources[0].every: a public board may block a client that asks every 30s;"],
        ),
        (f"scan: {{interval: 1m}}\nsources: [{PUBLIC}, {OWN}]\n", []),
        (f"scan: {{interval: 1s}}\nsources: [{OWN}]\n", []),
        ('sources: [{type: greenhouse, identifier: acme, every: "* * * * *"}]\n', []),
    ],
)
def test_check_config_warns_of_what_no_guest_should_do(run: Run, text: str, warned: list[str]) -> None:
    Path("config.yaml").write_text(text)
    ran = run("check-config")
    assert (ran.code, ran.out.split(":")[0]) == (0, "config.yaml is fine")
    lines = ran.err.splitlines()
    assert len(lines) == len(warned)
    assert all(line.startswith(beginning) for line, beginning in zip(lines, warned, strict=True)), lines


def test_check_config_is_silent_when_quiet_and_all_is_well(run: Run) -> None:
    Path("config.yaml").touch()
    for arguments in (["check-config", "--quiet"], ["-q", "check-config"]):
        ran = run(*arguments)
        assert (ran.code, ran.out, ran.err) == (0, "", "")


@pytest.fixture
def settings(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBSCAN_SCAN__INTERVAL", "2h")
    Path("token").write_text(CANARY)
    Path("config.yaml").write_text(
        f"database: postgresql://me:{CANARY}@db/jobs?password={CANARY}\n"
        "network: {allow_networks: [10.0.0.0/8]}\n"
        "sources:\n"
        f"  - {{type: lever, identifier: x, token: {CANARY}}}\n"
        "  - {type: lever, identifier: y, token_file: token}\n"
    )


@pytest.mark.usefixtures("settings")
def test_config_show_tells_each_value_and_its_origin(run: Run) -> None:
    rows = {row[0]: row[1:] for row in run("config", "show").rows}
    assert rows["database.url"] == ["postgresql://me:***@db/jobs?password=***", "config.yaml:1:11"]
    assert rows["database.pool_size"] == ["5", "default"]
    assert rows["scan.interval"] == ["2h", "environment JOBSCAN_SCAN__INTERVAL"]
    assert rows["network.allow_networks"] == ['["10.0.0.0/8"]', "config.yaml:2:27"]
    assert rows["network.max_body"] == ["32MiB", "default"]
    assert rows["sources[0].token"] == ["***", "config.yaml:4:41"]
    assert rows["sources[1].token"] == ["***", "config.yaml:5:46"]
    assert "sources[0].every" not in rows


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("arguments", [[], ["--json"], ["--color", "always"], ["--debug"]])
def test_config_show_never_shows_a_secret(run: Run, arguments: list[str]) -> None:
    ran = run("config", "show", *arguments)
    assert ran.code == 0
    assert "lever" in ran.out
    assert CANARY not in ran.out + ran.err


@pytest.mark.usefixtures("settings")
def test_config_show_as_data_names_the_variable_of_each_setting(run: Run) -> None:
    found = json.loads(run("config", "show", "--json").out)
    assert found["scan.interval"] == {
        "value": "2h",
        "origin": "environment JOBSCAN_SCAN__INTERVAL",
        "variable": "JOBSCAN_SCAN__INTERVAL",
    }
    assert found["database.url"]["variable"] == "JOBSCAN_DATABASE__URL"
    assert found["sources[0].type"]["variable"] is None


def test_sources_from_the_environment_say_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("config.yaml").touch()
    monkeypatch.setenv("JOBSCAN_SOURCES", '[{"type": "lever", "identifier": "x"}]')
    assert ["sources[0].type", "lever", "environment JOBSCAN_SOURCES"] in run("config", "show").rows


def test_config_show_fits_a_terminal(run: Run) -> None:
    run("init")
    lines = seen(run("config", "show", "--color", "always").out)
    assert lines[0].split() == ["SETTING", "VALUE", "FROM"]
    assert max(map(len, lines)) <= 80
