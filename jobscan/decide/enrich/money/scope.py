"""Whom an amount is for: the place or level that stands next to it, and the country whose dollars it means."""

from __future__ import annotations

import re

from jobscan.decide.enrich.money.currencies import shares_sign
from jobscan.decide.enrich.money.intervals import interval_of
from jobscan.decide.enrich.money.words import MoneyWord, basis_of, meaning_of


def _countries(**rows: str) -> dict[str, str]:
    return {word: country for country, words in rows.items() for word in words.split()}


#: Words for countries that share a sign of money with others, in lower case; of cities only those that name no other.
_COUNTRY_WORDS = _countries(
    US="usa america american nyc york francisco angeles seattle boston chicago austin denver atlanta dallas houston"
    " philadelphia alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho"
    " illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi"
    " missouri montana nebraska nevada jersey carolina dakota ohio oklahoma oregon pennsylvania rhode tennessee texas"
    " utah vermont virginia washington wisconsin wyoming",
    CA="canada canadian canadá kanada ontario toronto vancouver montreal montréal quebec québec calgary ottawa alberta",
    AU="australia australian sydney melbourne brisbane queensland victoria",
    NZ="zealand auckland wellington",
    SG="singapore singapur singapour",
    HK="hongkong kong",
    TW="taiwan taipei",
    MX="mexico méxico mexican",
    AR="argentina argentine",
    CL="chile chilean",
    CO="colombia colombian",
    UY="uruguay",
    JP="japan japanese tokyo osaka",
    CN="china chinese shanghai beijing shenzhen",
    SE="sweden swedish sverige stockholm göteborg malmö",
    NO="norway norwegian norge oslo bergen",
    DK="denmark danish danmark copenhagen københavn aarhus",
    IS="iceland icelandic reykjavik",
    IN="india indian bengaluru bangalore mumbai delhi hyderabad pune",
    PK="pakistan karachi lahore islamabad",
)
#: In capitals only: "us" is a pronoun, and "states" are many.
_CAPITALS = {"US": "US", "U.S": "US", "SF": "US", "DC": "US", "States": "US"}
_STATES = frozenset(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA"
    " RI SC SD TN TX UT VT VA WA WV WI WY DC".split()
)
_PROVINCES = frozenset("ON BC AB QC MB SK NS NB".split())
#: Other places that labels and headings name.
_PLACES = frozenset(
    "germany deutschland austria österreich switzerland schweiz france ireland italy spain portugal netherlands belgium"
    " luxembourg poland polska czechia romania hungary bulgaria greece cyprus malta estonia latvia lithuania finland"
    " ukraine turkey israel kenya nigeria ghana egypt africa philippines indonesia malaysia vietnam thailand korea"
    " brazil brasil peru emirates uae uk kingdom england scotland wales london berlin paris dublin amsterdam europe"
    " emea apac latam global".split()
)
#: A state behind a comma ("Austin, TX"), "U.S", or a word in capitals.
_NAME_OR_CODE = re.compile(r"[A-ZÀ-ÖØ-Þ](?:(?<=, [A-Z])(?P<code>[A-Z])(?![^\W_])|\.S(?![^\W_])|(?<![^\W_].)[^\W\d_]++)")
#: Between two countries that one amount is for.
_TOGETHER = re.compile(r"[^.;:0-9]{0,30}")


def country_in(text: str, sign: str) -> str | None:
    """Return the last country (ISO 3166-1) named in a text whose money has the sign.

    None when no such country is named, or two at once: "US and Canada".
    """
    country, at = None, 0
    for word in _NAME_OR_CODE.finditer(text):
        named = _country_of(text, word)
        if named and shares_sign(sign, named):
            is_other = country is not None and named != country
            country = None if is_other and _TOGETHER.fullmatch(text, at, word.start()) else named
            at = word.end()
    return country


def _country_of(text: str, word: re.Match[str]) -> str | None:
    if word["code"]:
        return "US" if word[0] in _STATES else "CA" if word[0] in _PROVINCES else None
    country = _CAPITALS.get(word[0]) or _COUNTRY_WORDS.get(word[0].lower())
    return "US" if country == "MX" and text[: word.start()].endswith("New ") else country


_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_NAME = rf"{_CAPITAL}[\w'’]*+(?:(?:, and | and | or | & |, |/| of |[ -])(?=[A-ZÀ-ÖØ-Þ0-9])[\w'’]++){{0,12}}+"
_OTHERS = r"(?:all |any )?other (?:U\.?S\.? )?(?:locations|places|states|regions|areas|offices|cities)"
_PLACE_BEFORE = re.compile(
    r"\b(?:(?P<placed>(?:located|based|reside|residing|living|live|working|work) in|reflective of)|[Ff]or|[Ii]n|of)"
    rf" (?:the )?(?:(?P<others>{_OTHERS})|(?P<name>{_NAME})(?P<based>[- ][Bb]ased)?)"
)
_PLACE_BEHIND = re.compile(rf"[^.;:|\n$€£0-9]{{0,24}}? (?:in|for|within)(?: the)? (?:{_OTHERS}|(?P<name>{_NAME}))")
_LEVEL = re.compile(
    r"\b(?:Level|Tier|Zone|Grade|Band|Region|Locations?|Senior|Junior|Mid|Staff|Principal|Lead|[A-Z]{1,2}[0-9]{1,2})\b"
)
#: Directly before the amount: "Level 1: ", "Berlin – ".
_LABEL = re.compile(r"(?:\A|[:.;|•*] ?|- )(?P<label>[^\W_][^:;|\n]{0,79}?)(?:\(s\))? ?[:–—-] ?[*_]{0,2}~?\Z")
#: At the start of a sentence, before the words for pay: "Austin, Texas: the salary range is".
_OPENING = re.compile(rf"\s*(?:- )?[*_]{{0,2}}(?P<name>{_CAPITAL}[^:\n]{{1,60}}):")
#: No names, at the beginning of a label or heading.
_GENERAL = frozenset(
    "the our a an this your all new about annual annualized base basic cash competitive current estimated expected"
    " anticipated target total typical starting posted hiring hourly monthly gross minimum maximum min max from up"
    " approx job pay position role national full-time part-time note week usd cad eur gbp".split()
)
_LONGEST_HEADING = 80
_LABEL_TAIL = 120
_BEHIND_HEAD = 90


def place_or_level(before: str, behind: str) -> str | None:
    """Return the place or level that an amount is for, as written; None when none is named.

    ``before`` is what the sentence says in front of the amount, ``behind`` what follows it in its line.
    """
    return _label(before) or _place_behind(behind) or _place_before(before) or _opening(before)


def heading_scope(heading: str) -> str | None:
    """Return the place or level that a heading names: "I4", "United States Salary Range"; None when it names none."""
    heading = heading.strip(" *_:#-")
    if len(heading) > _LONGEST_HEADING:
        return None
    scope = _without_pay(heading)
    return scope if _names_place(scope) else None


def _label(before: str) -> str | None:
    found = _LABEL.search(before[-_LABEL_TAIL:])
    return (_without_pay(found["label"]) or None) if found else None


def _without_pay(label: str) -> str:
    """Return the beginning of a label up to the words for pay; "" when nothing is left that names a place or level."""
    kept: list[str] = []
    words = label.split()
    for word in words:
        plain = word.strip("():,.*/&").lower()
        if (not kept and plain in _GENERAL) or _says_pay(plain):
            break
        kept.append(word)
    scope = " ".join(kept).strip(" /-–—,*_")
    return scope if len(kept) == len(words) or (scope[:1].isupper() and _names_place(scope)) else ""


def _says_pay(word: str) -> bool:
    says = meaning_of(word) in (MoneyWord.PAY, MoneyWord.MAYBE)
    return says or basis_of(word) is not None or interval_of(word) is not None


def _names_place(name: str) -> bool:
    if _LEVEL.search(name) or any(_country_of(name, word) for word in _NAME_OR_CODE.finditer(name)):
        return True
    return not _PLACES.isdisjoint(re.findall(r"\w+", name.lower()))


def _place_behind(behind: str) -> str | None:
    found = _PLACE_BEHIND.match(behind[:_BEHIND_HEAD])
    return found["name"] if found and found["name"] and _names_place(found["name"]) else None


def _place_before(before: str) -> str | None:
    scope = None
    for found in _PLACE_BEFORE.finditer(before):
        name = found["others"] or found["name"]
        if found["others"] or found["based"] or found["placed"] or _names_place(name):
            scope = name.removesuffix("-based").removesuffix("-Based")
    return scope


def _opening(before: str) -> str | None:
    found = _OPENING.match(before)
    name = found["name"] if found else ""
    return name if _names_place(name) and _without_pay(name) else None
