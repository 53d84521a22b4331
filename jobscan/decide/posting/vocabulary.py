"""Puts the boards' words for the same few things into common ones."""

from __future__ import annotations

import re
from functools import lru_cache

from jobscan.decide.posting.workplace_words import find_model
from jobscan.domain.job import PayInterval, Salary, Workplace

_LETTERS = re.compile(r"[^a-z]+")
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)

#: In this order: "Part-time internship" is an internship, "Full-time contractor" a contract. Words seen in recorded
#: boards of Greenhouse, Lever, Ashby, Workday and Comeet, 2023 to 2026; compared without case, blanks and hyphens.
_EMPLOYMENT_TYPES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("internship", ("intern", "internship", "trainee", "workingstudent", "coop", "praktikum", "werkstudent")),
    ("apprenticeship", ("apprentice", "ausbildung")),
    ("volunteer", ("volunteer",)),
    ("temporary", ("temporary", "temp", "seasonal", "fixedterm", "limitedterm")),
    ("contract", ("contract", "freelance", "consultant", "selfemployed")),
    ("part_time", ("parttime", "teilzeit")),
    ("full_time", ("fulltime", "regular", "permanent", "vollzeit", "salaried")),
)
#: Finds where words meet in PERMANENT_FULL_TIME and SummerIntern.
_SEAM = re.compile(r"_|(?<=[a-z])(?=[A-Z])")
#: Words that must be whole in the text: "international" and "cooperative" are not internships, "irregular",
#: "non-permanent" and "contemporary" mean the opposite or something else.
_WHOLE_WORDS = {
    "intern": re.compile(r"\binterns?(?![a-z])"),
    "coop": re.compile(r"\bco[- ]?ops?(?![a-z])"),
    "temporary": re.compile(r"\btemporary"),
    "temp": re.compile(r"\btemps?(?![a-z])"),
    "regular": re.compile(r"\bregular"),
    "permanent": re.compile(r"(?<!non[- ])\bpermanent"),
}

#: Words that are no work model by themselves in the name of a place, or have other signs ("Remote (100)"): as letters.
_WORKPLACES = {
    "remote": Workplace.REMOTE,
    "fullyremote": Workplace.REMOTE,
    "telecommute": Workplace.REMOTE,
    "flexible": Workplace.HYBRID,
    "flex": Workplace.HYBRID,
    "onsite": Workplace.ONSITE,
    "inoffice": Workplace.ONSITE,
    "office": Workplace.ONSITE,
    "officebased": Workplace.ONSITE,
    "inperson": Workplace.ONSITE,
}

#: Above any pay in any currency seen; a larger number is a mistake in the posting.
_MAX_AMOUNT = 1e12


@lru_cache(maxsize=1024)
def common_employment_type(word: str) -> str | None:
    """Return the common word for a board's employment type; the board's own word when none fits, None for ""."""
    if not word:
        return None
    letters = _LETTERS.sub("", word.lower())
    words = _SEAM.sub(" ", word).lower()
    for common, needles in _EMPLOYMENT_TYPES:
        for needle in needles:
            whole = _WHOLE_WORDS.get(needle)
            if whole.search(words) if whole else needle in letters:
                return common
    return word


@lru_cache(maxsize=1024)
def common_workplace(word: str | None) -> Workplace | None:
    """Return where the work is done by a board's own word ("On-Site", "Fully Remote"); None when that is not certain.

    It is not certain if anything else is written next to certain words: "Remote Eligible", "Office - Flexible".
    """
    if not word:
        return None
    letters = _LETTERS.sub("", word.lower())
    # "Partially Remote/Hybrid", "Hybrid Remote", "Hybrid: 3 days": the mixed word decides.
    if "hybrid" in letters:
        return Workplace.HYBRID
    model = find_model(word)
    return model.workplace if model.is_all and model.workplace else _WORKPLACES.get(letters)


def sound_salary(salary: Salary | None) -> Salary | None:
    """Return the salary without impossible parts and with its bounds in order; None when no amount is left."""
    if salary is None:
        return None
    low, high = _sound_amount(salary.minimum), _sound_amount(salary.maximum)
    if low is None and high is None:
        return None
    if low is not None and high is not None and low > high:
        low, high = high, low
    currency = (salary.currency or "").strip().upper()
    interval = salary.interval if isinstance(salary.interval, PayInterval) else None
    return Salary(low, high, currency if _CURRENCY.fullmatch(currency) else None, interval)


def _sound_amount(amount: float | None) -> float | None:
    # NaN fails both comparisons; 0 is how some boards write "not given".
    return float(amount) if amount is not None and 0 < amount <= _MAX_AMOUNT else None
