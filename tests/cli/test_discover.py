"""``jobscan discover``: a company's boards out of the directory, without a request."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.programs import run_program


def test_a_company_is_listed_with_its_source(tmp_path: Path) -> None:
    ran = run_program(tmp_path, "discover", "spotify", "--limit", "1")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "Spotify\tlever/spotify\t\n", "")


def test_programs_get_a_list(tmp_path: Path) -> None:
    ran = run_program(tmp_path, "discover", "Spotify AB", "--limit", "1", "--json")
    assert json.loads(ran.stdout) == [
        {"type": "lever", "identifier": "spotify", "name": "Spotify", "domain": None},
    ]


def test_people_see_what_to_do_next(tmp_path: Path) -> None:
    ran = run_program(tmp_path, "--color", "always", "discover", "gitlab.com")
    assert "`jobscan add greenhouse/gitlab` adds the first one." in ran.stdout


def test_an_unknown_company_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    ran = run_program(tmp_path, "discover", "Zzzz Nope", "--json")
    assert (ran.returncode, ran.stdout) == (1, "[]\n")
    assert "give `jobscan add` the address of its careers page" in ran.stderr
    assert json.loads(ran.stderr.splitlines()[-1])["code"] == 1
