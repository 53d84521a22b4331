"""Nothing secret in what is shown, logged or kept as an error, whatever goes wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.loopback import Answer, Site, serve_site
from tests.cli.programs import run_program, start_program
from tests.cli.setups import NOBODY, query, source, write_config
from tests.sources.comeet_pages import refusal

CANARY = "c4n4ryS3cret"
#: Proxies are never taken from the environment, and what stands in them is nobody's business.
PROXIES = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"), f"http://user:{CANARY}@127.0.0.1:9")
LOUD = ("-vv", "--debug")
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("scan",),
    ("scan", "--json"),
    ("scan", "--dry-run"),
    ("sources",),
    ("sources", "--json"),
    ("doctor",),
    ("doctor", "--json"),
    ("config", "show"),
    ("config", "show", "--json"),
    ("check-config",),
    ("test-source", "broken-html"),
    ("jobs",),
    ("db", "current"),
)
#: Those that open the database, or show where it is.
DATABASE_COMMANDS: tuple[tuple[str, ...], ...] = (
    ("run",),
    ("scan", "--json"),
    ("scan", "--dry-run"),
    ("sources",),
    ("doctor",),
    ("config", "show"),
    ("db", "upgrade"),
    ("backup", "copy.db"),
)


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server whose pages the test sets up."""
    with serve_site() as running:
        yield running


def failing_boards(site: Site) -> list[dict[str, Any]]:
    """Return boards with a secret token, each of which fails in another way."""
    answers = {
        "refused": Answer(body=refusal(f"Token {CANARY} is not valid"), status=400),
        "html": Answer(body=f"<html>{CANARY}</html>".encode(), content_type="text/html"),
        "missing": Answer(status=404, body=CANARY.encode()),
        "forbidden": Answer(status=403, body=CANARY.encode()),
        "down": Answer(status=500, body=CANARY.encode()),
        "elsewhere": Answer(status=302, location=f"https://example.com/login?token={CANARY}"),
        "private": Answer(status=302, location=f"http://user:{CANARY}@10.0.0.1/?token={CANARY}"),
        "shape": Answer(body=json.dumps([{"uid": {"token": CANARY}}, {"uid": "18.767", "name": None}]).encode()),
        "half": Answer(body=b'[{"uid": "18.767", "name": "' + CANARY.encode()),
    }
    boards = [token_source("F6.000", NOBODY, "gone")]
    for number, (name, answer) in enumerate(answers.items(), start=1):
        uid = f"F6.{number:03}"
        site.pages[f"/{name}/careers-api/2.0/company/{uid}/positions"] = answer
        boards.append(token_source(uid, f"{site.url}/{name}", f"broken-{name}"))
    return boards


def token_source(uid: str, base_url: str, name: str) -> dict[str, Any]:
    return source("comeet", uid, base_url, name=name, token=CANARY)


def test_no_command_shows_a_token_whatever_the_boards_answer(tmp_path: Path, site: Site) -> None:
    write_config(tmp_path, *failing_boards(site))
    for command in COMMANDS:
        ran = run_program(tmp_path, *command, *LOUD, env=PROXIES)
        assert CANARY not in ran.stdout + ran.stderr, command
        assert ran.returncode in (0, 1, 3), (command, ran.stderr)
    asked = [target for target in site.log if CANARY in target]
    assert len(asked) > len(COMMANDS), "the token was never used, so nothing was proven"


def test_no_error_that_is_kept_holds_a_token(tmp_path: Path, site: Site) -> None:
    boards = failing_boards(site)
    write_config(tmp_path, *boards)
    assert run_program(tmp_path, "scan", env=PROXIES).returncode == 3
    sources = query(tmp_path, "SELECT error_message FROM sources")
    scans = query(tmp_path, "SELECT error, problems FROM scans")
    assert len(sources) == len(scans) == len(boards)
    assert CANARY not in str(sources) + str(scans)
    assert sum(row[0] is not None for row in scans) >= 8


def test_the_daemons_log_shows_no_token(tmp_path: Path, site: Site) -> None:
    boards = failing_boards(site)
    write_config(tmp_path, *boards, log={"level": "debug"})
    with start_program(tmp_path, "run", *LOUD, env=PROXIES) as program:
        program.wait_for("scan_failed|scan_incomplete|\"scanned\"|'scanned'", count=len(boards))
        assert program.stop() == 0
    assert CANARY not in "\n".join(program.out + program.err)


@pytest.mark.parametrize("kind", ["nobody listens", "wrong password", "no such database", "unreadable"])
def test_no_command_shows_the_databases_password(tmp_path: Path, kind: str, postgres_dsn: str, site: Site) -> None:
    head, _, tail = postgres_dsn.partition("://")[2].partition("@")
    dsn = {
        "nobody listens": f"postgresql://me:{CANARY}@127.0.0.1:9/jobs",
        "wrong password": f"postgresql://nobody_here:{CANARY}@{tail}",
        "no such database": f"postgresql://{head.partition(':')[0]}:{CANARY}@{tail}".replace("jobscan_test", "nope"),
        "unreadable": f"postgresql://me:{CANARY}/x@127.0.0.1:port/jobs?password={CANARY}",
    }[kind]
    site.greenhouse("acme", ["Engineer"])
    boards = [source("greenhouse", "acme", site.url)]
    write_config(tmp_path, *boards, database=dsn)
    for command in DATABASE_COMMANDS:
        ran = run_program(tmp_path, *command, *LOUD, env=PROXIES)
        assert CANARY not in ran.stdout + ran.stderr, command
        assert ran.returncode in (1, 2) or command[0] == "config", command
    write_config(tmp_path, *boards, database="sqlite:///unused.db")
    for command in (("scan",), ("config", "show")):
        ran = run_program(tmp_path, *command, *LOUD, env=PROXIES | {"DATABASE_URL": dsn})
        assert CANARY not in ran.stdout + ran.stderr, command
    assert not (tmp_path / "unused.db").exists()


@pytest.mark.parametrize("secret", [f"http://user:{CANARY}@127.0.0.1:9", f"http://127.0.0.1:9/?token={CANARY}"])
def test_a_base_url_with_a_secret_is_refused_without_being_shown(tmp_path: Path, secret: str) -> None:
    write_config(tmp_path, source("greenhouse", "acme", secret))
    for command in (("scan", "--json"), ("doctor",), ("config", "show"), ("check-config",)):
        ran = run_program(tmp_path, *command, *LOUD)
        assert CANARY not in ran.stdout + ran.stderr, command
    assert "base_url" in run_program(tmp_path, "check-config").stderr + run_program(tmp_path, "check-config").stdout
    write_config(tmp_path)
    for command in (("add", "greenhouse/acme"), ("test-source", "greenhouse/acme")):
        ran = run_program(tmp_path, *command, "--base-url", secret, *LOUD)
        assert ran.returncode == 2
        assert CANARY not in ran.stdout + ran.stderr, command


@pytest.mark.parametrize(
    "url",
    [
        f"http://user:{CANARY}@127.0.0.1:9/careers",
        f"http://127.0.0.1:9/careers?token={CANARY}",
        f"http://10.0.0.1/careers?api_key={CANARY}",
        f"https://www.comeet.co/careers-api/2.0/company/F6.003/positions?token={CANARY}",
    ],
)
def test_an_address_that_cannot_be_read_is_shown_without_its_secrets(tmp_path: Path, url: str) -> None:
    write_config(tmp_path)
    for command in ("add", "test-source"):
        ran = run_program(tmp_path, command, url, *LOUD, env=PROXIES)
        assert ran.returncode == 1
        assert CANARY not in ran.stdout + ran.stderr, command
        assert CANARY not in (tmp_path / "config.yaml").read_text()


def test_an_address_of_a_page_without_a_board_is_shown_without_its_secrets(tmp_path: Path, site: Site) -> None:
    write_config(tmp_path)
    site.pages["/careers"] = Answer(body=b"<html>Mail us.</html>", content_type="text/html")
    for command in ("add", "test-source"):
        ran = run_program(tmp_path, command, f"{site.url}/careers?token={CANARY}", *LOUD)
        assert ran.returncode == 1
        assert "no board of" in ran.stderr
        assert CANARY not in ran.stdout + ran.stderr
