"""The gazetteer is made of GeoNames' rows: which cities and names are kept, and how they are written."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

import pytest

from tools.make_gazetteer import Town, main, make_towns, pack_towns

STATES = {("DE", "02"): "BY", ("US", "NJ"): "NJ"}


def row(name: str, country: str, population: int, *others: str, state: str = "") -> dict[str, Any]:
    return {
        "name": name,
        "countrycode": country,
        "admin1code": state,
        "population": population,
        "alternatenames": list(others),
    }


def others_of(towns: list[Town], name: str) -> tuple[str, ...]:
    return next(town.others for town in towns if town.name == name)


def test_names_in_other_languages_are_kept_for_large_cities_only() -> None:
    towns = make_towns(
        [
            row("Munich", "DE", 1_500_000, "München", "MUC", "mwnkh", "Lungsod ng München", "Мюнхен", state="02"),
            row("Dachau", "DE", 48_000, "Dachava"),
            row("Tokyo", "JP", 9_000_000, "東京", "Токио"),
        ],
        STATES,
    )
    assert others_of(towns, "Munich") == ("muenchen", "munchen")
    assert others_of(towns, "Dachau") == ()
    assert others_of(towns, "Tokyo") == ("токио", "東京")
    assert [town.state for town in towns] == ["", "BY", ""]


def test_a_name_that_is_another_citys_own_is_left_to_it() -> None:
    towns = make_towns(
        [
            row("Newark", "US", 2_800_000, "Milford", "Brick City", state="NJ"),
            row("Milford", "US", 530_000),
            row("Köln", "DE", 1_000_000, "Colonia"),
            row("Colonia", "US", 17_000),
            row("Landsberg am Lech", "DE", 270_000, "Landsberg"),
            row("Gorzów Wielkopolski", "PL", 1_200_000, "Landsberg"),
        ],
        STATES,
    )
    assert "milford" not in others_of(towns, "Newark")
    assert "colonia" in others_of(towns, "Köln")
    # Another country's city is a quarter as large.
    assert others_of(towns, "Gorzów Wielkopolski") == others_of(towns, "Landsberg am Lech") == ()


def test_districts_are_no_cities() -> None:
    assert make_towns([row("Zürich (Kreis 7) / Fluntern", "CH", 20_000), row("…", "CH", 20_000)], {}) == []


def test_cities_stand_under_their_state_with_what_the_name_does_not_tell() -> None:
    towns = [
        Town("Zürich", "CH", "ZH", 415_367, ("zuerich",)),
        Town("Bern", "CH", "BE", 133_000, ()),
        Town("Winterthur", "CH", "ZH", 15_400, ()),
    ]
    assert pack_towns(towns) == "\tCH\tBE\nBern\t130\n\tCH\tZH\nWinterthur\t15\nZürich\t420\tzurich\tzuerich\n"


def test_the_same_data_give_the_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    large = {"1": row("Munich", "DE", 1_500_000, "München"), "2": row("Oslo", "NO", 700_000)}
    small = {"3": row("Fishkill", "US", 7_000), "4": row("Åmot", "NO", 6_000)}
    (tmp_path / "cities15000.json").write_text(json.dumps(large), "utf-8")
    (tmp_path / "cities5000.json").write_text(json.dumps(small), "utf-8")
    made = []
    for name in ("first", "second"):
        assert main([str(tmp_path), "--out", str(tmp_path / name)]) == 0
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    # Small towns of the countries whose boards write them.
    lines = lzma.decompress(made[0]).decode().splitlines()
    assert [line.partition("\t")[0] for line in lines if line[0] != "\t"] == ["Munich", "Oslo", "Fishkill"]
    assert "first: 3 cities, 5 names" in capsys.readouterr().out
