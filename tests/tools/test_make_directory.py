"""How the directory is made out of lists of addresses."""

from __future__ import annotations

import gzip
import lzma
from pathlib import Path

import pytest

from tools.make_directory import main

BOARDS = """\
ats,slug,url,name
lever,spotify,https://jobs.lever.co/spotify,Spotify
lever,spotify,https://jobs.lever.co/spotify?team=x,Spotify again
greenhouse,canonical,https://boards.greenhouse.io/canonical,  Canonical   Ltd
monster,x,https://jobs.monster.example/x,Nobody's
"""
ADDRESSES = """\
company_slug,board_slug,board_url,monitor_type
canonical,canonical-greenhouse,https://boards.greenhouse.io/canonical,greenhouse
canonical,canonical-careers,https://careers.canonical.com/jobs,jsonld
two-words,two-words-ashby,https://jobs.ashbyhq.com/two,ashby
"""
COMEET = "company,slug,company_uid\nWiliot,wiliot,F6.003\n"


def test_each_board_is_listed_once_with_its_company(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lists = [tmp_path / "boards.csv.gz", tmp_path / "addresses.csv", tmp_path / "comeet.csv"]
    lists[0].write_bytes(gzip.compress(BOARDS.encode()))
    lists[1].write_text(ADDRESSES)
    lists[2].write_text(COMEET)
    out = tmp_path / "made"
    assert main([*map(str, lists), "--out", str(out)]) == 0
    lines = [line.split("\t") for line in lzma.decompress(out.read_bytes()).decode().splitlines()]
    assert lines == [
        ["ashby", "two", "Two Words", ""],
        ["comeet", "wiliot/F6.003", "Wiliot", ""],
        ["greenhouse", "canonical", "Canonical Ltd", "canonical.com"],
        ["lever", "spotify", "Spotify", ""],
    ]
    said = capsys.readouterr().out
    assert "4 boards of 8 rows" in said
    assert "1 at monster.example: no adapter" in said
