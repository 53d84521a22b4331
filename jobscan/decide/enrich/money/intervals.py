"""The words for the time that an amount is paid for, in the languages of the boards. All are lower case."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from jobscan.domain.job import PayInterval


def _table(**rows: str) -> dict[str, PayInterval]:
    return {word: PayInterval(interval) for interval, words in rows.items() for word in words.split()}


#: Behind "per", "a", "pro", "par", "/".
_UNITS = _table(
    year="year years yr yrs annum anum annually yearly jahr an année annee año ano anno jaar rok roku år",
    month="month months mo mos mth monthly monat mon mtl mois mes mês mese maand mnd miesiąc mies m-c mc mån månad"
    " månaden måned måneden mdr md měs kk lună luna",
    week="week weeks wk wks weekly woche semaine semana settimana tydzień vecka veckan uke uge",
    day="day days daily tag jour día dia giorno dag dagen dzień manday",
    hour="hour hours hr hrs hourly stunde std heure hora ora uur godzinę godzina godz tim timme timmen time timen",
)
#: One letter needs a mark in front: "/h", "p/m".
_LETTERS = _table(year="y a j", month="m", week="w", day="d", hour="h u")
#: These need nothing in front of them.
_ADVERBS = _table(
    year="annually annual annualized annualised yearly pa per-annum lpa ral jährlich jährliche jährliches jährlichen"
    " annuel annuels annuelle annuelles annuellement anual anuales anualmente anuais annuo annui annua annue annuale"
    " jaarlijks jaarlijkse rocznie roczne roczny rocznego årligen årlig årligt",
    month="monthly pcm monatlich monatliche monatliches monatlichen mtl mensuel mensuels mensuelle mensuelles mensual"
    " mensuales mensualmente mensal mensais mensile mensili maandelijks maandelijkse miesięcznie miesięczne miesięczny"
    " miesięcznego mies månatligen månedlig månedligt měsíčně",
    week="weekly pw wöchentlich hebdomadaire semanal semanales settimanale wekelijks tygodniowo",
    day="daily pd tjm täglich journalier journalière diario diaria diária giornaliero giornaliera dziennie",
    hour="hourly ph stündlich horaire horaires orario oraria godzinowa godzinowo",
)
#: How words begin that end in a word for pay: Jahresgehalt, maandsalaris, timlön.
_BEGINNINGS = {
    "jahres": PayInterval.YEAR,
    "bruttojahres": PayInterval.YEAR,
    "jaar": PayInterval.YEAR,
    "års": PayInterval.YEAR,
    "monats": PayInterval.MONTH,
    "bruttomonats": PayInterval.MONTH,
    "maand": PayInterval.MONTH,
    "månads": PayInterval.MONTH,
    "måneds": PayInterval.MONTH,
    "wochen": PayInterval.WEEK,
    "tages": PayInterval.DAY,
    "day-": PayInterval.DAY,
    "stunden": PayInterval.HOUR,
    "uur": PayInterval.HOUR,
    "tim": PayInterval.HOUR,
    "hourly-": PayInterval.HOUR,
}
_ENDINGS = (
    *("gehalt", "gehalts", "lohn", "satz", "vergütung", "verdienst", "entgelt", "einkommen", "brutto", "salaris"),
    *("loon", "tarief", "lön", "lönen", "lønn", "løn", "lønnen", "rate"),
)
_SAID = re.compile(
    r" ?\(?(?:(?P<year>p\. ?a(?![^\W_])\.?)|(?P<per>(?P<mark>/ ?(?:per )?|p\. ?|p/)|(?:per|a|an|each|every|pro|im"
    r"|in der|die|par|por|al|a la|la|el|ao|à|il|za|na|w|i|om|pr\.?|je|the|op) |(?:de |à |all|a )?l?['’])?"
    r"(?P<word>[^\W\d_]{1,20}+(?:-(?:c|annum))?+)(?![^\W_]))",
    re.IGNORECASE,
)


class SaidInterval(NamedTuple):
    """An interval, and where its words end."""

    interval: PayInterval
    end: int


def interval_at(text: str, at: int) -> SaidInterval | None:
    """Return the interval whose words start at a position: "/hr", " per year", " p.a.", " monatlich"; else None."""
    said = _SAID.match(text, at)
    if said is None:
        return None
    if said["year"]:
        return SaidInterval(PayInterval.YEAR, said.end())
    if said["word"] == "MD":
        # A man-day, where "md." is a month in Danish.
        return SaidInterval(PayInterval.DAY, said.end())
    word = said["word"].lower()
    interval = _ADVERBS.get(word)
    if said["per"]:
        interval = (_LETTERS.get(word) if said["mark"] else None) or _UNITS.get(word) or interval
    return None if interval is None else SaidInterval(interval, said.end())


def unit_of(word: str) -> PayInterval | None:
    """Return the interval that a lower-case word means behind "per" or "/": "hour", "mois"; None for others."""
    return _UNITS.get(word)


@lru_cache(maxsize=4096)
def interval_of(word: str) -> PayInterval | None:
    """Return the interval that a lower-case word means by itself: "annual", "stundenlohn"; None for others."""
    if interval := _ADVERBS.get(word):
        return interval
    if not word.endswith(_ENDINGS):
        return None
    return next((interval for beginning, interval in _BEGINNINGS.items() if word.startswith(beginning)), None)
