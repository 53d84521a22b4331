"""Turns what a market stores about a posting into everything that its board shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.domain.job import PayInterval, Salary, Workplace
from jobscan.simulator.market.places import PLACES
from jobscan.simulator.market.posting import Advert, Commitment, Odd
from jobscan.simulator.market.rng import rng_for
from jobscan.simulator.market.texts import Filling, compose_boilerplate, compose_text
from jobscan.simulator.words import LEXICONS

if TYPE_CHECKING:
    from random import Random

    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.places import SimulatedPlace
    from jobscan.simulator.market.posting import SimulatedPosting
    from jobscan.simulator.market.texts import Boilerplate
    from jobscan.simulator.words import WordList

#: Systems with a field for pay: it changes with a posting's terms, and the text does not mention it. On the others pay
#: is in the text and changes with it.
_STRUCTURED_PAY = frozenset({"lever", "ashby", "jibe", "teamtailor", "personio", "careers"})
#: Parts of departments after a reorganisation.
_GROUPS = ("", " - EMEA", " - Growth", " - Core", " - International", " - New Markets")
#: Share of the postings that state their pay: laws differ.
_OPEN_PAY = {"US": 0.75, "GB": 0.45, "PL": 0.6, "AT": 0.9, "IL": 0.05}
_HOURS_A_YEAR = 2_000


class AdvertWriter:
    """Writes the adverts of one company; meant for one answer, since it caches the company's own words."""

    def __init__(self, company: Company, system: str) -> None:
        self._company = company
        self._pay_in_text = system not in _STRUCTURED_PAY
        self._boilerplate: dict[str, Boilerplate] = {}

    def write(self, posting: SimulatedPosting) -> Advert:
        """Write one posting; always the same one."""
        words = LEXICONS[posting.language]
        role = words.roles[posting.role]
        places = tuple(PLACES[number] for number in posting.places)
        # One text for all postings of a job.
        rng = rng_for(self._company.seed, "job", posting.job)
        size = 4 + int(rng.random() * 12) + posting.edition
        commitment = commitment_of(posting)
        where = places[0] if places else PLACES[self._company.offices[0]]
        pay = _pay(rng, where, commitment, posting.edition if self._pay_in_text else posting.terms)
        sentence = _pay_sentence(words, pay) if pay and self._pay_in_text else None
        text = compose_text(
            words,
            self._own_words(words),
            rng,
            # The old name: the texts of a company that takes another name are not rewritten.
            Filling(company=self._company.name(), title=role.title, size=size, pay=sentence),
        )
        return Advert(
            posting=posting,
            title=title_of(posting),
            department=department_of(posting),
            team=role.team,
            commitment=commitment,
            workplace=advertised_workplace(posting),
            places=places,
            pay=pay,
            text=text,
        )

    def _own_words(self, words: WordList) -> Boilerplate:
        found = self._boilerplate.get(words.language)
        if found is None:
            rng = rng_for(self._company.seed, "words", words.language)
            found = self._boilerplate[words.language] = compose_boilerplate(words, rng)
        return found


def title_of(posting: SimulatedPosting) -> str:
    """Return the title of a posting as its board spells it."""
    words = LEXICONS[posting.language]
    plain = words.levels[posting.level].format(words.roles[posting.role].title)
    if posting.odd is Odd.BLANKS:
        return " " + plain.replace(" ", "\u00a0", 1).replace(" ", "  ", 1) + " "
    if posting.odd is Odd.EMOJI:
        return f"🚀 {plain} 👩🏽‍💻"
    return plain


def department_of(posting: SimulatedPosting) -> str:
    """Return the department of a posting, which reorganisations rename."""
    role = LEXICONS[posting.language].roles[posting.role]
    return role.department + _GROUPS[posting.terms % len(_GROUPS)]


def commitment_of(posting: SimulatedPosting) -> Commitment:
    """Return the employment type of a posting."""
    if posting.level == len(LEXICONS[posting.language].levels) - 1:
        return Commitment.INTERNSHIP
    if posting.job % 19 == 7:
        return Commitment.PART_TIME
    return Commitment.CONTRACT if posting.job % 23 == 5 else Commitment.FULL_TIME


def advertised_workplace(posting: SimulatedPosting) -> Workplace | None:
    """Return where the work of a posting is done; None if its board does not say."""
    if posting.odd is Odd.SPARSE or not posting.places:
        return None
    if PLACES[posting.places[0]].is_remote:
        return Workplace.REMOTE
    return Workplace.HYBRID if posting.serial % 5 < 3 else Workplace.ONSITE


def _pay(rng: Random, place: SimulatedPlace, commitment: Commitment, raises: int) -> Salary | None:
    """Return the pay; None when it is not stated. Always draws the same number of random numbers."""
    told, rank, width = rng.random(), rng.random(), rng.random()
    country = place.country
    if told >= _OPEN_PAY.get(country.code, 0.3):
        return None
    low = country.pay * (0.6 + 0.9 * rank) * (1 + 0.02 * raises)
    interval = PayInterval.MONTH if country.interval == "month" else PayInterval.YEAR
    if country.code == "US" and commitment in (Commitment.CONTRACT, Commitment.PART_TIME):
        low, interval = low / _HOURS_A_YEAR, PayInterval.HOUR
    high = low * (1.1 + 0.4 * width)
    step = 10_000 if low > 1_000_000 else 500 if low > 10_000 else 50 if low > 1_000 else 1
    # A raise is seen even where it is less than a step.
    low, high = (step * (int(amount / step) + raises) for amount in (low, high))
    return Salary(float(low), float(high + step), country.currency, interval)


def _pay_sentence(words: WordList, pay: Salary) -> str:
    low, high = (f"{amount:,.0f} {pay.currency}" for amount in (pay.minimum, pay.maximum))
    per = words.per.get(str(pay.interval), str(pay.interval))
    return words.pay.format(low=low, high=high, per=per)
