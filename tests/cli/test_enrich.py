"""``jobscan enrich``, and what ``doctor`` says of facts."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run


@pytest.mark.usefixtures("history")
def test_enrich_reads_what_is_missing_and_all_again_when_asked(run: Run) -> None:
    first = json.loads(run("enrich", "--json").out)
    assert first == {"read": first["jobs"], "jobs": first["jobs"], "current": first["jobs"], "outdated": 0, "failed": 0}
    assert first["jobs"] > 0
    assert json.loads(run("enrich", "--json").out) == first | {"read": 0}
    ran = run("enrich", "--rebuild")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"Read {first['jobs']:,} postings; {first['jobs']:,} of {first['jobs']:,} have their facts.\n"
