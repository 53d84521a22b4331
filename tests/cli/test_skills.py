"""``jobscan skills``: what is looked for, and lists of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, seen

OWN = "name,aliases\nBasket work,baskets|big basket\nEngineer,\n"


@pytest.mark.usefixtures("history")
def test_a_list_is_imported_found_and_removed(run: Run) -> None:
    Path("mine.csv").write_text(OWN)
    ran = run("skills", "import", "mine.csv")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == (
        "Imported 2 skills of a list of your own as mine. Postings are read again by `jobscan enrich`, or by"
        " `jobscan run` after it was started again."
    )
    assert run("skills", "list", "--search", "basket").rows == [
        ["Basket work", "domain", "mine", "baskets|big basket", ""]
    ]
    (kubernetes,) = json.loads(run("skills", "list", "--search", "k8s", "--json").out)
    assert (kubernetes["name"], kubernetes["source"]) == ("Kubernetes", "jobscan")
    assert any(
        "Basket work" in line for line in seen(run("skills", "list", "--search", "basket", "--color", "always").out)
    )
    assert "None;" in run("skills", "list", "--search", "no such skill", "--color", "always").out

    done = json.loads(run("skills", "import", "mine.csv", "--source", "other", "--json").out)
    assert done == {
        "source": "other",
        "form": "a list of your own",
        "words": 2,
        "skipped": {},
        "common": done["common"],
    }
    assert run("skills", "remove", "other").out.startswith("Removed 2 skills of other.")
    assert 'no list named "other" was imported; there are: mine' in run("skills", "remove", "other").err
    assert json.loads(run("enrich", "--json").out)["current"] > 0


@pytest.mark.usefixtures("history")
def test_what_cannot_be_imported_is_said(run: Run) -> None:
    for content, said in {
        b"name\n": "has no usable skills",
        b"a,b\n": "is no list of skills that is known",
        b"\xff\xfe": "is not UTF-8 text",
    }.items():
        Path("bad.csv").write_bytes(content)
        ran = run("skills", "import", "bad.csv")
        assert (ran.code, said in ran.err) == (2, True), ran.err
