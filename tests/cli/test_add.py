"""``jobscan add``: from any address of a board to an entry in the configuration."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.loopback import Answer, Site, serve_site
from tests.cli.programs import PATIENCE_S, command_line, environment, run_program
from tests.cli.setups import NOBODY
from tests.fixtures.replay import Replay
from tests.sources.comeet_pages import ITEM, TOKEN, hosted, refusal

#: Loopback may be reached, and nothing is tried twice, whatever the file says.
ENV = {"JOBSCAN_NETWORK__ALLOW_NETWORKS": '["127.0.0.0/8"]', "JOBSCAN_NETWORK__RETRIES": "0"}
GREENHOUSE, LEVER, ASHBY = "boards-api.greenhouse.io", "api.lever.co", "api.ashbyhq.com"
WORKDAY, COMEET = "gdit.wd5.myworkdayjobs.com", "www.comeet.co"


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server whose pages the test sets up."""
    with serve_site() as running:
        yield running


def add(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_program(folder, "add", *arguments, env=ENV)


def listed(folder: Path) -> list[dict[str, Any]]:
    """Return the sources in the file."""
    sources: list[dict[str, Any]] = yaml.safe_load((folder / "config.yaml").read_text())["sources"] or []
    return sources


@pytest.mark.parametrize(
    ("url", "host", "key"),
    [
        ("https://boards.greenhouse.io/canonical", GREENHOUSE, "greenhouse/canonical"),
        ("https://job-boards.greenhouse.io/canonical/jobs/4754075", GREENHOUSE, "greenhouse/canonical"),
        ("https://boards.greenhouse.io/embed/job_board?for=canonical&b=x", GREENHOUSE, "greenhouse/canonical"),
        ("https://boards-api.greenhouse.io/v1/boards/canonical/jobs?content=true", GREENHOUSE, "greenhouse/canonical"),
        ("greenhouse/canonical", GREENHOUSE, "greenhouse/canonical"),
        ("jobs.lever.co/matchgroup", LEVER, "lever/matchgroup"),
        ("https://jobs.lever.co/matchgroup/0a1b2c3d-0000-4000-8000-000000000000/apply", LEVER, "lever/matchgroup"),
        ("https://api.lever.co/v0/postings/matchgroup?mode=json", LEVER, "lever/matchgroup"),
        ("lever/matchgroup", LEVER, "lever/matchgroup"),
        ("https://jobs.ashbyhq.com/ramp", ASHBY, "ashby/ramp"),
        ("https://jobs.ashbyhq.com/ramp/0a1b2c3d-0000-4000-8000-000000000000", ASHBY, "ashby/ramp"),
        ("https://jobs.ashbyhq.com/ramp/embed?version=2", ASHBY, "ashby/ramp"),
        ("https://api.ashbyhq.com/posting-api/job-board/ramp", ASHBY, "ashby/ramp"),
        ("Ashby/ramp", ASHBY, "ashby/ramp"),
        (
            "https://gdit.wd5.myworkdayjobs.com/en-US/External_Career_Site",
            WORKDAY,
            "workday/gdit/wd5/External_Career_Site",
        ),
        (
            "https://gdit.wd5.myworkdayjobs.com/External_Career_Site/job/USA-DC-Washington/Data-Engineer_RQ216675",
            WORKDAY,
            "workday/gdit/wd5/External_Career_Site",
        ),
        (
            "https://gdit.wd5.myworkdayjobs.com/wday/cxs/gdit/External_Career_Site/jobs",
            WORKDAY,
            "workday/gdit/wd5/External_Career_Site",
        ),
        ("workday/gdit/wd5/External_Career_Site", WORKDAY, "workday/gdit/wd5/External_Career_Site"),
    ],
)
def test_any_address_of_a_board_names_it(tmp_path: Path, replay: Replay, url: str, host: str, key: str) -> None:
    (tmp_path / "config.yaml").write_text("sources: []\n")
    ran = add(tmp_path, url, "--base-url", replay.base_url(host), "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    record = json.loads(ran.stdout)
    type_, _, identifier = key.partition("/")
    assert {"type": type_, "identifier": identifier}.items() <= record.items()
    assert record["postings"] > 0
    (entry,) = listed(tmp_path)
    assert (entry["type"], entry["identifier"], entry["name"]) == (type_, identifier, record["name"])


@pytest.mark.parametrize(
    "url",
    [
        "https://www.comeet.com/jobs/wiliot/F6.003",
        "https://www.comeet.com/jobs/wiliot/F6.003/forward-deployed-engineer/18.767",
        "comeet/wiliot/F6.003",
    ],
)
def test_a_token_that_scans_find_by_themselves_is_not_written_down(tmp_path: Path, site: Site, url: str) -> None:
    put_up_comeet(site)
    ran = add(tmp_path, url, "--base-url", site.url)
    assert ran.returncode == 0, ran.stderr
    assert listed(tmp_path) == [
        {"type": "comeet", "identifier": "wiliot/F6.003", "name": "Wiliot", "base_url": site.url}
    ]
    assert TOKEN not in ran.stdout + ran.stderr


def put_up_comeet(site: Site) -> None:
    """Put up Wiliot's hosted page and its list of one position, which wants the token."""
    site.pages["/jobs/wiliot/F6.003"] = Answer(
        body=hosted(json.dumps({"company_uid": "F6.003", "token": TOKEN})), content_type="text/html"
    )
    site.pages["/careers-api/2.0/company/F6.003/positions"] = Answer(body=json.dumps([ITEM]).encode())


def test_a_token_is_not_written_down_when_the_page_that_embeds_the_board_has_it_too(tmp_path: Path, site: Site) -> None:
    put_up_comeet(site)
    api = f"https://www.comeet.co/careers-api/2.0/company/F6.003/positions?token={TOKEN}"
    html = f'<a href="https://www.comeet.com/jobs/wiliot/F6.003">Jobs</a><script>fetch("{api}")</script>'
    site.pages["/careers"] = Answer(body=html.encode(), content_type="text/html")
    ran = add(tmp_path, f"{site.url}/careers", "--base-url", site.url)
    assert ran.returncode == 0, ran.stderr
    (entry,) = listed(tmp_path)
    assert (entry["identifier"], "token" in entry) == ("wiliot/F6.003", False)


def test_a_token_that_cannot_be_found_again_is_kept(tmp_path: Path, site: Site) -> None:
    # The API's own address names no company, so there is no hosted page to find the token on.
    path = "/careers-api/2.0/company/F6.003/positions"
    site.pages[path] = Answer(body=refusal("Token is missing"), status=400)
    site.by_query[path] = (f"token={TOKEN}", Answer(body=json.dumps([ITEM]).encode()))
    ran = add(tmp_path, f"https://www.comeet.co{path}?token={TOKEN}", "--base-url", site.url)
    assert ran.returncode == 0, ran.stderr
    (entry,) = listed(tmp_path)
    assert (entry["identifier"], entry["token"]) == ("F6.003", TOKEN)
    assert TOKEN not in ran.stdout + ran.stderr


@pytest.mark.parametrize(
    "html",
    [
        '<iframe src="https://boards.greenhouse.io/embed/job_board?for=canonical"></iframe>',
        '<script src="https://boards.greenhouse.io/embed/job_board/js?for=canonical"></script>',
        '<script>{"board":"https:\\/\\/job-boards.greenhouse.io\\/canonical"}</script>',
    ],
)
def test_a_company_page_is_searched_for_the_board_it_embeds(
    tmp_path: Path, replay: Replay, site: Site, html: str
) -> None:
    site.pages["/careers"] = Answer(body=f"<html><body>{html}</body></html>".encode(), content_type="text/html")
    (tmp_path / "config.yaml").write_text("sources: []\n")
    ran = add(tmp_path, f"{site.url}/careers", "--base-url", replay.base_url(GREENHOUSE))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == [
        "Added Canonical (greenhouse/canonical) to config.yaml: 175 postings.",
        "`jobscan scan` reads it now; a running daemon loads it on SIGHUP.",
    ]
    assert site.count("/robots.txt") == 1


def test_the_board_that_is_embedded_is_added_and_the_linked_one_named(
    tmp_path: Path, replay: Replay, site: Site
) -> None:
    link = '<a href="//jobs.lever.co/sisterco">Sister</a>'
    html = f'{link}<iframe src="//boards.greenhouse.io/embed/job_board?for=canonical"></iframe>'
    site.pages["/careers"] = Answer(body=html.encode(), content_type="text/html")
    (tmp_path / "config.yaml").write_text("sources: []\n")
    ran = add(tmp_path, f"{site.url}/careers", "--base-url", replay.base_url(GREENHOUSE))
    assert ran.returncode == 0
    assert ran.stderr == (
        "jobscan: took greenhouse/canonical (embedded); the page also names lever/sisterco (linked once)\n"
    )
    assert [entry["identifier"] for entry in listed(tmp_path)] == ["canonical"]


def test_of_several_linked_boards_none_is_added(tmp_path: Path, site: Site) -> None:
    html = '<a href="//jobs.lever.co/acme">Us</a><a href="//boards.greenhouse.io/sisterco">Sister</a>'
    site.pages["/careers"] = Answer(body=html.encode(), content_type="text/html")
    (tmp_path / "config.yaml").write_text("sources: []\n")
    ran = add(tmp_path, f"{site.url}/careers")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "greenhouse/sisterco (linked once), lever/acme (linked once)" in ran.stderr
    assert listed(tmp_path) == []


def test_an_empty_board_is_added_with_what_that_may_mean(tmp_path: Path, site: Site) -> None:
    site.pages["/posting-api/job-board/acmee"] = Answer(body=b'{"jobs":[],"apiVersion":"1"}')
    (tmp_path / "config.yaml").write_text("sources: []\n")
    for arguments in (("test-source", "ashby/acmee", "--json"), ("add", "ashby/acmee")):
        ran = run_program(tmp_path, *arguments, "--base-url", site.url, env=ENV)
        assert (ran.returncode, ran.stderr) == (
            0,
            "jobscan: ashby/acmee answers but is empty: it has no openings now, or its name is mistyped\n",
        )
    assert [entry["identifier"] for entry in listed(tmp_path)] == ["acmee"]


def test_a_percent_encoded_name_is_added_as_it_is_meant(tmp_path: Path, site: Site) -> None:
    site.pages["/posting-api/job-board/Acme%20AI"] = Answer(body=b'{"jobs":[],"apiVersion":"1"}')
    (tmp_path / "config.yaml").write_text("sources: []\n")
    assert add(tmp_path, "ashby/Acme%20AI", "--base-url", site.url).returncode == 0
    assert [entry["identifier"] for entry in listed(tmp_path)] == ["Acme AI"]
    ran = add(tmp_path, "https://jobs.ashbyhq.com/acme%20ai", "--base-url", site.url)
    assert (ran.returncode, ran.stderr) == (2, "jobscan: config.yaml: ashby/Acme AI is already listed\n")


@pytest.mark.parametrize(
    ("word", "code", "message"),
    [
        (
            "{site}/plain",
            1,
            "no board of a known system was found at {site}/plain, and nothing that describes postings: open one of",
        ),
        ("canonical", 2, '"canonical" is not a valid address: give the URL of a careers page, or type/identifier like'),
        ("{nobody}/careers", 1, "cannot connect to 127.0.0.1: connection refused"),
        ("workday/gdit", 2, "workday/gdit: "),
        ("greenhouse/zzzz-not-a-real-board-xyz", 1, "HTTP 404, there is no board of that name; check the identifier"),
    ],
)
def test_what_is_no_readable_board_is_not_added(
    tmp_path: Path, replay: Replay, site: Site, word: str, code: int, message: str
) -> None:
    site.pages["/plain"] = Answer(body=b"<html>We are hiring! Mail us.</html>", content_type="text/html")
    (tmp_path / "config.yaml").write_text("sources: []\n")
    places = {"site": site.url, "nobody": NOBODY}
    ran = add(tmp_path, word.format(**places), "--base-url", replay.base_url(GREENHOUSE))
    assert (ran.returncode, ran.stdout) == (code, "")
    (line,) = ran.stderr.splitlines()
    assert line.startswith("jobscan: ")
    assert message.format(**places) in line
    assert listed(tmp_path) == []


def test_a_careers_page_that_describes_its_postings_is_added(tmp_path: Path, site: Site) -> None:
    script = '<script type="application/ld+json">{"@type": "JobPosting", "title": "Cook", "description": "x"}</script>'
    site.pages["/work"] = Answer(body=f"<html>{script}</html>".encode(), content_type="text/html")
    here = f"{site.url}/work".removeprefix("http://")
    for command in ("test-source", "add"):
        ran = run_program(tmp_path, command, f"{site.url}/work", "--base-url", site.url, "--json", env=ENV)
        assert ran.returncode == 0, ran.stderr
        assert ran.stderr.splitlines()[0] == (
            f"jobscan: {here}: careers page: 1 posting described by the page itself (schema.org)"
        )
    assert [(entry["type"], entry["identifier"]) for entry in listed(tmp_path)] == [("careers", here)]


#: A careers page that is for people only.
_PEOPLE = (
    '<h1>Careers</h1><ul><li class="job"><a href="/x/1">Engineer</a> <span class="location">Bonn</span></li>'
    '<li class="job"><a href="/x/2">Office Manager</a></li></ul><ol><li class="old"><a href="/y/1">Cook</a></li></ol>'
)
_SHOWN = "2 rows of a list for people, found by li.job"


def put_up_list(site: Site) -> str:
    """Put up a careers page for people, and return what a source calls it."""
    site.pages["/work"] = Answer(body=f"<html>{_PEOPLE}</html>".encode(), content_type="text/html")
    for path in ("/x/1", "/x/2", "/y/1"):
        site.pages[path] = Answer(body=b"<html><main>Build things.</main></html>", content_type="text/html")
    return f"{site.url}/work".removeprefix("http://")


def add_on_terminal(folder: Path, typed: str, *arguments: str) -> tuple[int, str]:
    """Run ``add`` with a terminal to answer on; return its exit code and what it said."""
    ours, theirs = pty.openpty()
    try:
        os.write(ours, typed.encode())
        ran = subprocess.run(
            command_line("add", *arguments),
            cwd=folder,
            env=environment(ENV),
            stdin=theirs,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
    finally:
        os.close(theirs)
        os.close(ours)
    return ran.returncode, ran.stderr


def test_a_list_for_people_is_added_when_its_rows_are_approved(tmp_path: Path, site: Site) -> None:
    here = put_up_list(site)
    (tmp_path / "config.yaml").write_text("sources: []\n")
    code, said = add_on_terminal(tmp_path, "y\n", f"{site.url}/work", "--base-url", site.url)
    assert code == 0, said
    assert _SHOWN in said
    assert f"    Engineer (Bonn)  {site.url}/x/1\n    Office Manager  {site.url}/x/2\n" in said
    assert "Are these the postings? [y/N]" in said
    (entry,) = listed(tmp_path)
    assert (entry["type"], entry["identifier"], entry["select"]) == ("careers", here, "li.job")
    ran = run_program(tmp_path, "scan", "--json", env=ENV)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert '"new": 2' in ran.stdout


@pytest.mark.parametrize("typed", ["n\n", "\n"])
def test_a_list_that_is_not_approved_is_not_added(tmp_path: Path, site: Site, typed: str) -> None:
    put_up_list(site)
    (tmp_path / "config.yaml").write_text("sources: []\n")
    code, said = add_on_terminal(tmp_path, typed, f"{site.url}/work", "--base-url", site.url)
    assert code == 1
    assert said.endswith("jobscan: not added; `jobscan add --select CSS` takes other rows of the page\n")
    assert listed(tmp_path) == []


def test_without_a_terminal_a_list_needs_yes(tmp_path: Path, site: Site) -> None:
    put_up_list(site)
    (tmp_path / "config.yaml").write_text("sources: []\n")
    arguments = (f"{site.url}/work", "--base-url", site.url)
    ran = add(tmp_path, *arguments)
    assert (ran.returncode, ran.stdout, listed(tmp_path)) == (1, "", [])
    assert _SHOWN in ran.stderr
    assert "give --yes to `jobscan add`; `jobscan add --select CSS`" in ran.stderr
    ran = add(tmp_path, *arguments, "--yes", "--json")
    assert ran.returncode == 0, ran.stderr
    assert (json.loads(ran.stdout)["select"], json.loads(ran.stdout)["postings"]) == ("li.job", 2)
    assert [entry["select"] for entry in listed(tmp_path)] == ["li.job"]


def test_a_selector_of_ones_own_is_taken_when_it_finds_rows(tmp_path: Path, site: Site) -> None:
    here = put_up_list(site)
    (tmp_path / "config.yaml").write_text("sources: []\n")
    arguments = ("--base-url", site.url, "--select")
    ran = run_program(tmp_path, "test-source", f"{site.url}/work", *arguments, "li.old", "--json", env=ENV)
    assert ran.returncode == 0, ran.stderr
    assert [job["title"] for job in json.loads(ran.stdout)["jobs"]] == ["Cook"]
    ran = add(tmp_path, f"{site.url}/work", *arguments, "li.old")
    assert ran.returncode == 0, ran.stderr
    assert f"{here}: careers page: 1 row of a list for people, found by li.old" in ran.stderr
    assert [entry["select"] for entry in listed(tmp_path)] == ["li.old"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("{site}/work", "--select", "h1"), 1, "--select h1 finds 1 elements of {site}/work, none with a title and a"),
        (("{site}/work", "--select", "li[["), 2, '"li[[" is no CSS selector'),
        (("greenhouse/canonical", "--select", "li"), 2, "--select is for careers pages of no known system"),
        (("{site}/work", "{site}/x", "--select", "li"), 2, "--select is for one page"),
    ],
)
def test_a_selector_that_cannot_be_used_is_refused(
    tmp_path: Path, site: Site, arguments: tuple[str, ...], code: int, message: str
) -> None:
    put_up_list(site)
    ran = add(tmp_path, *(argument.format(site=site.url) for argument in arguments))
    assert (ran.returncode, ran.stdout) == (code, "")
    assert message.format(site=site.url) in ran.stderr
    assert not (tmp_path / "config.yaml").exists()


def test_a_page_that_closes_itself_to_robots_is_left_alone(tmp_path: Path, site: Site) -> None:
    site.pages["/robots.txt"] = Answer(body=b"User-agent: *\nDisallow: /careers\n", content_type="text/plain")
    ran = add(tmp_path, f"{site.url}/careers")
    assert ran.returncode == 1
    assert "robots.txt" in ran.stderr
    assert site.count("/careers") == 0


def test_a_board_is_not_added_twice(tmp_path: Path, replay: Replay) -> None:
    (tmp_path / "config.yaml").write_text("sources: []\n")
    arguments = ("https://boards.greenhouse.io/canonical", "--base-url", replay.base_url(GREENHOUSE))
    assert add(tmp_path, *arguments).returncode == 0
    ran = add(tmp_path, *arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "jobscan: config.yaml: greenhouse/canonical is already listed\n"
    assert len(listed(tmp_path)) == 1


def test_a_site_in_another_case_is_the_same_board_and_is_not_asked(tmp_path: Path, site: Site) -> None:
    (tmp_path / "config.yaml").write_text("sources:\n  - {type: workday, identifier: acme/wd5/AcmeCareers}\n")
    ran = add(tmp_path, "https://acme.wd5.myworkdayjobs.com/en-US/acmecareers/job/c_3", "--base-url", site.url)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "jobscan: config.yaml: workday/acme/wd5/AcmeCareers is already listed\n"
    assert site.count("/wday/cxs/acme/acmecareers/jobs") == 0


def test_everything_else_in_the_file_stays_as_it_is(tmp_path: Path, replay: Replay) -> None:
    before = (
        "# ours\n"
        "scan: {interval:   1h}   # often enough\n\n"
        "sources:\n"
        "    # the first\n"
        "    -   type: lever\n"
        "        identifier: 'spotify'  # music\n\n"
        "# the end\n"
    )
    (tmp_path / "config.yaml").write_text(before)
    base = replay.base_url(GREENHOUSE)
    ran = add(
        tmp_path, "greenhouse/canonical", "--base-url", base, "--name", "Ubuntu: people", "--every", "0 9 * * MON"
    )
    assert ran.returncode == 0, ran.stderr
    after = (tmp_path / "config.yaml").read_text().splitlines(keepends=True)
    new = [line for line in after if line not in before.splitlines(keepends=True)]
    assert "".join(line for line in after if line not in new) == before
    assert listed(tmp_path)[1] == {
        "type": "greenhouse",
        "identifier": "canonical",
        "name": "Ubuntu: people",
        "every": "0 9 * * MON",
        "base_url": base,
    }


def test_without_a_configuration_one_is_written_first(tmp_path: Path, replay: Replay) -> None:
    ran = add(tmp_path, "greenhouse/canonical", "--base-url", replay.base_url(GREENHOUSE))
    assert (ran.returncode, ran.stderr) == (0, "jobscan: wrote config.yaml\n")
    assert "# The configuration of jobscan." in (tmp_path / "config.yaml").read_text()
    assert [entry["identifier"] for entry in listed(tmp_path)] == ["canonical"]
    assert run_program(tmp_path, "check-config", env=ENV).returncode == 0
    assert run_program(tmp_path, "scan", env=ENV).returncode == 0


def test_the_name_is_guessed_when_the_board_gives_none(tmp_path: Path, replay: Replay) -> None:
    ran = add(tmp_path, "greenhouse/hubspot", "--base-url", replay.base_url(GREENHOUSE))
    assert "Added Hubspot (greenhouse/hubspot) to config.yaml: 0 postings." in ran.stdout
    ran = add(tmp_path, "workday/gdit/wd5/External_Career_Site", "--base-url", replay.base_url(WORKDAY), "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {
        "type": "workday",
        "identifier": "gdit/wd5/External_Career_Site",
        "name": "Gdit",
        "every": None,
        "base_url": replay.base_url(WORKDAY),
        "select": None,
        "render": False,
        "postings": 644,
        "file": "config.yaml",
    }


def test_the_name_is_the_one_that_the_board_gives(tmp_path: Path, site: Site) -> None:
    put_up_comeet(site)
    site.pages["/careers-api/2.0/company/F6.003/positions"] = Answer(
        body=json.dumps([ITEM | {"company_name": "Wiliot Ltd."}]).encode()
    )
    assert add(tmp_path, "comeet/wiliot/F6.003", "--base-url", site.url).returncode == 0
    assert listed(tmp_path)[0]["name"] == "Wiliot Ltd."


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--every", "sometimes", 'Invalid value for "--every": '),
        ("--base-url", "ftp://example.com", 'Invalid value for "--base-url": must be an http:// or https:// address'),
        ("--name", " ", "not added: name: "),
    ],
)
def test_a_value_that_is_not_allowed_is_refused(
    tmp_path: Path, replay: Replay, option: str, value: str, message: str
) -> None:
    (tmp_path / "config.yaml").write_text("sources: []\n")
    ran = add(tmp_path, "greenhouse/canonical", "--base-url", replay.base_url(GREENHOUSE), option, value)
    assert ran.returncode == 2, ran.stderr
    assert message in ran.stderr
    assert listed(tmp_path) == []


def test_a_broken_configuration_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("sources: [\n")
    ran = add(tmp_path, "greenhouse/canonical", "--base-url", NOBODY)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("jobscan: config.yaml:")
    assert (tmp_path / "config.yaml").read_text() == "sources: [\n"


def test_several_addresses_are_added_and_what_fails_costs_no_other(tmp_path: Path, replay: Replay) -> None:
    (tmp_path / "boards.csv").write_text(
        "name,url\nThe Canonical,https://boards.greenhouse.io/canonical\n,lever/zzz!\n"
    )
    ran = add(
        tmp_path,
        "greenhouse/hubspot",
        "https://boards.greenhouse.io/hubspot",
        *("--file", "boards.csv", "--every", "1h", "--base-url", replay.base_url(GREENHOUSE)),
    )
    assert ran.returncode == 3
    assert ran.stdout.splitlines()[-1] == "2 of 4 added; 2 could not be added."
    assert "jobscan: https://boards.greenhouse.io/hubspot: " in ran.stderr
    assert "is already listed" in ran.stderr
    assert "jobscan: lever/zzz!: " in ran.stderr
    assert [(source["identifier"], source["name"], source["every"]) for source in listed(tmp_path)] == [
        ("hubspot", "Hubspot", "1h"),
        ("canonical", "The Canonical", "1h"),
    ]


def test_programs_get_what_became_of_each_address(tmp_path: Path, replay: Replay) -> None:
    ran = add(tmp_path, "greenhouse/hubspot", "lever/zzz!", "--json", "--base-url", replay.base_url(GREENHOUSE))
    added, refused = json.loads(ran.stdout)
    assert (added["identifier"], added["postings"]) == ("hubspot", 0)
    assert refused["url"] == "lever/zzz!"
    assert "HTTP 404, there is no board of that name" in refused["error"]


def test_a_list_may_come_in_a_pipe(tmp_path: Path, replay: Replay) -> None:
    words = [sys.executable, "-m", "jobscan", "add", "--file", "-", "--base-url", replay.base_url(GREENHOUSE)]
    given = "greenhouse/canonical\n# that is all\n"
    ran = subprocess.run(
        words, cwd=tmp_path, env=environment(ENV), input=given, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0
    assert [source["identifier"] for source in listed(tmp_path)] == ["canonical"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "give the URL of a careers page, or a list of them with --file"),
        (("--file", "none.txt"), "none.txt"),
        (("--file", "empty.txt"), "give the URL of a careers page, or a list of them with --file"),
        (("--file", "no.csv"), "no column holds addresses"),
        (("--file", "latin.txt"), "is not UTF-8 text"),
        (("lever/a", "lever/b", "--name", "A"), "--name is the name of one company"),
    ],
)
def test_what_names_no_address_is_a_usage_error(tmp_path: Path, arguments: tuple[str, ...], reason: str) -> None:
    (tmp_path / "empty.txt").write_text("# nothing yet\n")
    (tmp_path / "no.csv").write_text("company\nAcme\n")
    (tmp_path / "latin.txt").write_bytes(b"https://a.example/caf\xe9\n")
    ran = add(tmp_path, *arguments)
    assert ran.returncode == 2
    assert reason in ran.stderr
    assert not (tmp_path / "config.yaml").exists()
