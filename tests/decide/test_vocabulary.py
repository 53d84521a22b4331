from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.posting.vocabulary import common_employment_type, common_workplace, sound_salary
from jobscan.domain.job import PayInterval, Salary, Workplace


@pytest.mark.parametrize(
    ("word", "common"),
    [
        # Words of recorded boards.
        ("FullTime", "full_time"),
        ("Full-time", "full_time"),
        ("Full Time", "full_time"),
        ("full time", "full_time"),
        ("FULL_TIME", "full_time"),
        ("Permanent", "full_time"),
        ("permanent_full_time", "full_time"),
        ("Regular Full Time (Salary)", "full_time"),
        ("Regular Full Time", "full_time"),
        ("PartTime", "part_time"),
        ("Part-time", "part_time"),
        ("Contract", "contract"),
        ("Contractor", "contract"),
        ("Temporary", "temporary"),
        ("Fixed Term", "temporary"),
        ("Intern", "internship"),
        ("Internship", "internship"),
        ("Apprenticeship", "apprenticeship"),
        ("B2B", "B2B"),
        ("UoP", "UoP"),
        ("programme", "programme"),
        ("Scholarship", "Scholarship"),
        ("", None),
        # Documented by schema.org's users.
        ("VOLUNTEER", "volunteer"),
        ("PER_DIEM", "PER_DIEM"),
        # The more special word wins.
        ("Part-time internship", "internship"),
        ("Full-time contractor", "contract"),
        ("Regular Part-Time", "part_time"),
        ("Full-time, fixed-term contract", "temporary"),
        ("SummerIntern", "internship"),
        ("Interns & Co-ops", "internship"),
        ("Co-op", "internship"),
        ("Coop", "internship"),
        ("Werkstudent (m/w/d)", "internship"),
        ("Vollzeit", "full_time"),
        ("Teilzeit", "part_time"),
        ("Temp to hire", "temporary"),
        ("Freelance", "contract"),
        # A word inside of another one does not count.
        ("International", "International"),
        ("Internal", "Internal"),
        ("International, full-time", "full_time"),
        ("Cooperative", "Cooperative"),
        ("Contemporary", "Contemporary"),
        ("Attempt", "Attempt"),
        ("Irregular", "Irregular"),
        ("Non-permanent", "Non-permanent"),
        ("正社員", "正社員"),
    ],
)
def test_employment_types_become_common_words(word: str, common: str | None) -> None:
    assert common_employment_type(word) == common


@given(st.text(min_size=1))
def test_every_employment_type_has_an_answer(word: str) -> None:
    assert common_employment_type(word)


@pytest.mark.parametrize(
    ("word", "workplace"),
    [
        ("Remote", Workplace.REMOTE),
        ("remote", Workplace.REMOTE),
        ("Fully Remote", Workplace.REMOTE),
        ("TELECOMMUTE", Workplace.REMOTE),
        ("Hybrid", Workplace.HYBRID),
        ("hybrid", Workplace.HYBRID),
        ("Hybrid Remote", Workplace.HYBRID),
        ("Partially Remote/Hybrid", Workplace.HYBRID),
        ("Flexible", Workplace.HYBRID),
        ("Flex", Workplace.HYBRID),
        ("OnSite", Workplace.ONSITE),
        ("On-Site", Workplace.ONSITE),
        ("on-site", Workplace.ONSITE),
        ("Onsite", Workplace.ONSITE),
        ("ON_SITE", Workplace.ONSITE),
        ("In Office", Workplace.ONSITE),
        ("office", Workplace.ONSITE),
        ("Fully Onsite", Workplace.ONSITE),
        ("100% Remote", Workplace.REMOTE),
        ("Home based", Workplace.REMOTE),
        ("Work from anywhere", Workplace.REMOTE),
        ("Remote (100)", Workplace.REMOTE),
        # Nothing certain.
        ("Remote Eligible", None),
        ("Office - Flexible", None),
        ("Remote - US", None),
        ("unspecified", None),
        ("Not remote", None),
        ("", None),
        (None, None),
    ],
)
def test_workplaces_become_common_words(word: str | None, workplace: Workplace | None) -> None:
    assert common_workplace(word) is workplace


NAN, INF = math.nan, math.inf


@pytest.mark.parametrize(
    ("salary", "sound"),
    [
        (None, None),
        (Salary(50_000, 70_000, "USD", PayInterval.YEAR), Salary(50_000.0, 70_000.0, "USD", PayInterval.YEAR)),
        (Salary(70_000, 50_000, "USD", None), Salary(50_000.0, 70_000.0, "USD", None)),
        (Salary(17.5, None, "EUR", PayInterval.HOUR), Salary(17.5, None, "EUR", PayInterval.HOUR)),
        (Salary(None, 90_000, "EUR", None), Salary(None, 90_000.0, "EUR", None)),
        (Salary(60_000, 60_000, "EUR", None), Salary(60_000.0, 60_000.0, "EUR", None)),
        (Salary(0, 90_000, "EUR", None), Salary(None, 90_000.0, "EUR", None)),
        (Salary(-5, 90_000, "EUR", None), Salary(None, 90_000.0, "EUR", None)),
        (Salary(NAN, 90_000, "EUR", None), Salary(None, 90_000.0, "EUR", None)),
        (Salary(10, INF, "EUR", None), Salary(10.0, None, "EUR", None)),
        (Salary(1e12, 10**400, "IDR", None), Salary(1e12, None, "IDR", None)),
        (Salary(0, 0, "USD", PayInterval.YEAR), None),
        (Salary(NAN, -INF, "USD", None), None),
        (Salary(None, None, "USD", PayInterval.YEAR), None),
        (Salary(1, 2, " usd ", None), Salary(1.0, 2.0, "USD", None)),
        (Salary(1, 2, "US$", None), Salary(1.0, 2.0, None, None)),
        (Salary(1, 2, "ＵＳＤ", None), Salary(1.0, 2.0, None, None)),
        (Salary(1, 2, "", None), Salary(1.0, 2.0, None, None)),
        (Salary(1, 2, None, None), Salary(1.0, 2.0, None, None)),
        (Salary(1, 2, None, "fortnight"), Salary(1.0, 2.0, None, None)),  # type: ignore[arg-type]  # from outside
    ],
)
def test_only_sound_parts_of_a_salary_are_kept(salary: Salary | None, sound: Salary | None) -> None:
    assert sound_salary(salary) == sound


amounts = st.one_of(st.none(), st.floats(), st.integers())


@given(amounts, amounts)
def test_a_sound_salary_has_finite_positive_amounts_in_order(low: float | None, high: float | None) -> None:
    salary = sound_salary(Salary(low, high, None, None))
    if salary is not None:
        given_amounts = [amount for amount in salary[:2] if amount is not None]
        assert given_amounts == sorted(given_amounts)
        assert all(0 < amount <= 1e12 for amount in given_amounts)
        assert given_amounts
