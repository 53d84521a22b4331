"""The papers tell the truth: commands and options exist, examples are right, links lead somewhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import click
import pytest
import yaml

from benchmarks import publish
from jobscan.cli import jobscan
from jobscan.cli.kit.errors import ExitCode
from jobscan.config import Config, find_problems
from jobscan.config.read.environment import setting_names
from jobscan.decide.scan.lifecycle import QUARANTINE_MIN_POSTINGS
from jobscan.sources import ADAPTERS, Adapter
from jobscan.sources.kit.candidates import Candidate, Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from tests.sources.pages import answer, as_json
from tools.readme_systems import with_table

ROOT = Path(__file__).parents[1]
PAPERS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
README = (ROOT / "README.md").read_text()
#: What stands before the name where it is not the command: a service, an image or a container.
_OTHER_NAMES = r"(?<!--name )(?<!-t )(?<!-u )(?<!--now )(?<!status )(?<!reload )(?<!edit )(?<!exec )"


def fenced(text: str, language: str) -> list[str]:
    """Return the code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def command_lines() -> Iterator[tuple[str, str]]:
    """Yield each call of jobscan in a paper, with the paper's name."""
    for paper in PAPERS:
        text = paper.read_text()
        pieces = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)
        pieces += [line.partition("#")[0].strip() for block in fenced(text, "sh") for line in block.splitlines()]
        for piece in pieces:
            for call in re.findall(rf"(?:^|(?<=[\s/])){_OTHER_NAMES}jobscan((?: +[^\s|>]+)*)", piece):
                yield paper.name, call.strip()


CALLS = sorted(set(command_lines()))


def test_the_papers_name_commands() -> None:
    assert len([call for paper, call in CALLS if paper == "README.md"]) > 25


@pytest.mark.parametrize(("paper", "call"), CALLS)
def test_a_command_in_a_paper_exists_with_its_options(paper: str, call: str) -> None:
    command: click.Command = jobscan
    context = click.Context(command, info_name="jobscan")
    for word in call.split():
        if word.startswith("-"):
            known = {name for parameter in command.get_params(context) for name in parameter.opts}
            assert word in known, f"{paper}: jobscan {call}"
        elif isinstance(command, click.Group):
            found = command.get_command(context, word)
            if found is None:
                # A group that works by itself takes no words of its own; what follows an option is its value.
                assert command is not jobscan, f"{paper}: jobscan {call}"
                continue
            command, context = found, click.Context(found, parent=context, info_name=word)


@pytest.mark.parametrize("example", fenced(README, "yaml"))
def test_an_example_of_a_configuration_is_right(example: str, tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(example)
    for secret in re.findall(r"^ +\w+_file: (\S+)$", example, re.MULTILINE):
        (tmp_path / secret).write_text("https://hooks.slack.com/services/T0/B0/x" if "url" in secret else "secret")
    assert [str(problem) for problem in find_problems(path, {})] == []


def test_the_table_of_systems_is_the_registrys() -> None:
    assert with_table(README) == README, "run python -m tools.readme_systems"


def test_variables_in_the_papers_set_something() -> None:
    names = {name for paper in PAPERS for name in re.findall(r"\bJOBSCAN_[A-Z]\w*", paper.read_text())}
    settings = set(setting_names())
    others = {"JOBSCAN_CONFIG", "JOBSCAN_SHARED", "JOBSCAN_TEST_POSTGRES_DSN"}
    assert {name for name in names if name.removesuffix("_FILE") not in settings} <= others


def test_settings_named_in_the_readme_exist() -> None:
    for section, name in re.findall(r"`(scan|network|log)\.(\w+)`", README):
        assert name in Config.model_fields[section].annotation.model_fields  # type: ignore[union-attr]


def test_numbers_in_the_readme_are_the_defaults() -> None:
    scan = Config().scan
    assert (scan.interval, scan.expire_after_misses) == (timedelta(minutes=15), 2)
    assert (scan.quarantine_scans, scan.quarantine_period, QUARANTINE_MIN_POSTINGS) == (3, timedelta(hours=1), 10)
    text = " ".join(README.split())
    for words in (
        "each board every 15 minutes",
        "two complete scans in a row",
        "more than half of ten or more postings. Three complete scans over at least an hour must agree",
    ):
        assert words in text


def test_exit_codes_are_all_explained() -> None:
    rows = re.findall(r"^\| (\d+) \| [^|]+ \|$", README, re.MULTILINE)
    assert [int(code) for code in rows] == sorted(ExitCode)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_links_lead_to_files(paper: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)\)", paper.read_text())
    lost = [link for link in links if "://" not in link and not (paper.parent / link).exists()]
    assert lost == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_files_that_papers_name_exist(paper: Path) -> None:
    """A path in code, such as `jobscan/utils/text.py`, from the root of the repository."""
    named = re.findall(r"`((?:jobscan|tests|docs|deploy|benchmarks)/[\w./-]*\w)`", paper.read_text())
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_targets_of_make_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for paper in PAPERS:
        for target in re.findall(r"(?:^|`)make ([a-z-]+)", paper.read_text(), re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{paper.name}: make {target}"


def test_the_adapter_in_the_manual_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = fenced((ROOT / "docs/adapters.md").read_text(), "python")
    module = ModuleType("noticeboard")
    monkeypatch.setitem(sys.modules, "noticeboard", module)  # where msgspec looks up the names in annotations
    exec(compile(code, "docs/adapters.md", "exec"), vars(module))
    noticeboard: Adapter = module
    ulm = noticeboard.detect("https://noticeboard.example/ulm/12")
    assert ulm is not None
    assert (ulm.identifier, noticeboard.check_identifier("ulm")) == ("ulm", None)
    page = EmployerPage('<a href="https://noticeboard.example/ulm">Jobs</a>')
    assert noticeboard.detect_in(page) == [Candidate(ulm, Evidence.MENTION)]

    body = {"notices": [{"id": 12, "headline": "Baker", "town": "Ulm"}, {"id": 13}], "total": 30, "next_page": 2}
    request = noticeboard.first_request(ulm)
    parsed = noticeboard.parse(ulm, request, answer(as_json(body)))
    assert [posting.external_id for posting in parsed.postings] == ["12", "13"]
    assert [posting.job.title for posting in parsed.postings if posting.job] == ["Baker"]
    assert len(parsed.problems) == 1
    assert (parsed.total, [further.url for further in parsed.next]) == (30, [request.url.replace("=1", "=2")])


def test_the_boards_of_the_shipped_configuration_are_of_the_systems_in_the_readme() -> None:
    shipped = yaml.safe_load((ROOT / "config.yaml").read_text())
    assert {source["type"] for source in shipped["sources"]} <= set(ADAPTERS)


def test_the_figures_are_those_that_were_measured_last() -> None:
    assert publish.measured() in (ROOT / "docs" / "speed.md").read_text()
    assert publish.goals() in (ROOT / "docs" / "goals.md").read_text()
