"""``jobscan add --render`` and the scans after it, with a real Chromium."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.cli.loopback import Answer, serve_site
from tests.cli.programs import run_program
from tests.cli.test_add import ENV

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE = b"""<html><h1>Careers</h1><div id=app></div><script>
fetch('/data.json').then(answer => answer.json()).then(jobs => {
  document.querySelector('#app').innerHTML = `<ul>${jobs.map((title, number) =>
    `<li class="job"><a href="/x/${number}">${title}</a></li>`).join('')}</ul>`;
});</script></html>"""


def test_a_page_that_scripts_make_is_added_scanned_and_read_again(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("browser: {page_timeout: 4m}\nsources: []\n")
    with serve_site() as site:
        site.pages["/work"] = Answer(body=PAGE, content_type="text/html")
        site.pages["/data.json"] = Answer(body=b'["Engineer", "Office Manager"]')
        for number in range(3):
            site.pages[f"/x/{number}"] = Answer(body=b"<main>Build things.</main>", content_type="text/html")
        address = (f"{site.url}/work", "--base-url", site.url)
        ran = run_program(tmp_path, "add", *address, env=ENV)
        assert (ran.returncode, "add the page with --render" in ran.stderr) == (1, True)
        ran = run_program(tmp_path, "add", *address, "--render", "--yes", "--json", env=ENV)
        assert ran.returncode == 0, ran.stderr
        assert "careers page: 2 rows of a list for people, found by li.job" in ran.stderr
        assert (json.loads(ran.stdout)["render"], json.loads(ran.stdout)["postings"]) == (True, 2)
        (entry,) = yaml.safe_load((tmp_path / "config.yaml").read_text())["sources"]
        assert (entry["select"], entry["render"]) == ("li.job", True)
        for titles, found in ((["Engineer", "Office Manager"], 2), (["Engineer", "Office Manager", "Cook"], 1)):
            site.pages["/data.json"] = Answer(body=json.dumps(titles).encode())
            ran = run_program(tmp_path, "scan", "--json", env=ENV)
            assert (ran.returncode, f'"new": {found}' in ran.stdout) == (0, True), ran.stdout + ran.stderr


def test_without_a_browser_the_error_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("browser: {path: lost}\nsources: []\n")
    with serve_site() as site:
        site.pages["/work"] = Answer(body=PAGE, content_type="text/html")
        ran = run_program(tmp_path, "add", f"{site.url}/work", "--render", env=ENV)
    assert ran.returncode == 1
    assert "browser.path: lost is no program; name an installed Chromium" in ran.stderr
