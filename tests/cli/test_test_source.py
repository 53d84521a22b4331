"""``jobscan test-source``: a look at a board that leaves nothing behind."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jobscan.utils.hashing import compute_job_key
from tests.cli.conftest import seen
from tests.cli.loopback import Answer, Site, serve_site
from tests.cli.programs import run_program
from tests.cli.setups import NOBODY, board, recorded_source, source, write_config
from tests.fixtures.replay import Replay
from tests.sources.comeet_pages import ITEM, TOKEN, hosted

ENV = {"JOBSCAN_NETWORK__ALLOW_NETWORKS": '["127.0.0.0/8"]', "JOBSCAN_NETWORK__RETRIES": "0"}
GDIT = "workday/gdit/wd5/External_Career_Site"


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server whose pages the test sets up."""
    with serve_site() as running:
        yield running


def look(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_program(folder, "test-source", *arguments, env=ENV)


def look_json(folder: Path, *arguments: str) -> dict[str, Any]:
    ran = look(folder, *arguments, "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_people_see_the_first_postings_as_they_would_be_stored(tmp_path: Path, replay: Replay) -> None:
    write_config(tmp_path, recorded_source(replay, "greenhouse", "canonical", name="Canonical"))
    ran = look(tmp_path, "canonical", "--limit", "2", "--color", "always")
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = seen(ran.stdout)
    assert lines[0] == "Canonical (greenhouse/canonical): 175 postings"
    assert max(map(len, lines)) <= 80
    assert [line for line in lines if line.startswith("external_id")] == [
        "external_id      5057812",
        "external_id      3580421",
    ]
    assert "title            Americas Channel Account Manager" in lines
    assert "updated_at       2023-06-04 03:40 UTC" in lines
    assert any(re.search(r" … \(4,481 characters\)$", line) for line in lines)
    assert not [line for line in lines if line.startswith(("content_hash", "fingerprint", "job_key"))]


def test_a_pipe_gets_whole_lines(tmp_path: Path, replay: Replay) -> None:
    write_config(tmp_path, recorded_source(replay, "greenhouse", "canonical", name="Canonical"))
    lines = look(tmp_path, "canonical", "--limit", "1").stdout.splitlines()
    assert "title            Americas Channel Account Manager" in lines
    assert lines == [line.rstrip() for line in lines]
    (description,) = [index for index, line in enumerate(lines) if line.startswith("description      ")]
    assert all(line.startswith(" " * 17) for line in lines[description + 1 :])


@pytest.mark.parametrize("word", ["Ubuntu", "UBUNTU", "greenhouse/canonical"])
def test_a_configured_source_goes_by_name_or_identity(tmp_path: Path, replay: Replay, word: str) -> None:
    write_config(tmp_path, recorded_source(replay, "greenhouse", "canonical", name="Ubuntu"))
    assert look_json(tmp_path, word)["postings"] == 175


def test_a_url_needs_no_configuration(tmp_path: Path, replay: Replay) -> None:
    base = replay.base_url("api.lever.co")
    found = look_json(tmp_path, "https://jobs.lever.co/matchgroup", "--base-url", base, "--limit", "1")
    assert {name: found[name] for name in ("type", "identifier", "postings", "more_pages", "problems")} == {
        "type": "lever",
        "identifier": "matchgroup",
        "postings": 82,
        "more_pages": False,
        "problems": [],
    }
    (job,) = found["jobs"]
    assert job["job_key"] == compute_job_key("lever", "matchgroup", job["external_id"])
    assert job["description"]
    assert list(tmp_path.iterdir()) == []


def test_programs_get_the_moments_in_utc_and_the_whole_text(tmp_path: Path, replay: Replay) -> None:
    write_config(tmp_path, recorded_source(replay, "greenhouse", "canonical"))
    (job,) = look_json(tmp_path, "greenhouse/canonical", "--limit", "1")["jobs"]
    assert job["updated_at"] == "2023-06-04T03:40:09.000000Z"
    assert len(job["description"]) == 4481


def test_limit_0_asks_only_whether_the_board_answers(tmp_path: Path, replay: Replay) -> None:
    write_config(tmp_path, recorded_source(replay, "workday", "gdit/wd5/External_Career_Site", name="GDIT"))
    before = len(replay.log())
    ran = look(tmp_path, "GDIT", "--limit", "0")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == f"GDIT ({GDIT}): 644 postings\n"
    assert len(replay.log()) == before + 1


def test_details_are_asked_for_what_is_shown_only(tmp_path: Path, replay: Replay) -> None:
    write_config(tmp_path, recorded_source(replay, "workday", "gdit/wd5/External_Career_Site", name="GDIT"))
    before = len(replay.log())
    found = look_json(tmp_path, GDIT, "--limit", "1")
    assert (found["postings"], found["more_pages"]) == (644, True)
    assert [job["external_id"] for job in found["jobs"]] == ["RQ216675"]
    recorded = replay.corpus.json("workday/gdit.job-detail.json")["jobPostingInfo"]["jobDescription"]
    heading = re.search(r">([^<>]+)<", recorded)
    assert heading is not None
    assert found["jobs"][0]["description"].startswith(heading[1] + "\n")
    asked = [entry["request"].rpartition("/")[2] for entry in replay.log()[before:]]
    assert asked == ["jobs", "Data-Engineer_RQ216675"]


def test_a_detail_that_does_not_come_is_a_problem_not_a_failure(tmp_path: Path, replay: Replay) -> None:
    write_config(tmp_path, recorded_source(replay, "workday", "gdit/wd5/External_Career_Site", name="GDIT"))
    ran = look(tmp_path, "gdit", "--limit", "2")
    assert ran.returncode == 0
    (line,) = ran.stderr.splitlines()
    assert line.startswith("jobscan: posting ")
    assert "HTTP 404" in line


def test_a_token_is_found_on_the_way_and_not_shown(tmp_path: Path, site: Site) -> None:
    company = json.dumps({"company_uid": "F6.003", "token": TOKEN})
    site.pages["/jobs/wiliot/F6.003"] = Answer(body=hosted(company), content_type="text/html")
    site.pages["/careers-api/2.0/company/F6.003/positions"] = Answer(body=json.dumps([ITEM]).encode())
    ran = look(tmp_path, "https://www.comeet.com/jobs/wiliot/F6.003", "--base-url", site.url, "-vv")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("Wiliot (comeet/wiliot/F6.003): 1 posting\n")
    assert TOKEN not in ran.stdout + ran.stderr


def test_nothing_is_stored(tmp_path: Path, site: Site) -> None:
    site.greenhouse("acme", ["Engineer"])
    write_config(tmp_path, board(site, "acme"))
    assert look(tmp_path, "greenhouse/acme").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["config.yaml"]


@pytest.mark.parametrize(
    ("word", "code", "message"),
    [
        ("Globax", 2, 'no source is called "Globax"; did you mean "Globex"?'),
        ("Globex", 1, "cannot connect to 127.0.0.1: connection refused"),
        ("greenhouse/nobody-here", 1, "HTTP 404, there is no board of that name; check the identifier"),
        ("https://", 1, "https://"),
    ],
)
def test_a_board_that_cannot_be_read_is_one_line(
    tmp_path: Path, replay: Replay, word: str, code: int, message: str
) -> None:
    write_config(tmp_path, source("greenhouse", "globex", NOBODY, name="Globex"))
    arguments = ["--base-url", replay.base_url("boards-api.greenhouse.io")] if "nobody" in word else []
    ran = look(tmp_path, word, *arguments)
    assert (ran.returncode, ran.stdout) == (code, "")
    (line,) = ran.stderr.splitlines()
    assert line.startswith("jobscan: ")
    assert message in line
