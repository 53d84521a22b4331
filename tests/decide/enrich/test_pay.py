"""Pay in texts: which amounts are pay, of which currency, for which time, and for whom."""

from __future__ import annotations

import re
import time
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.enrich.pay import comparable_pay, find_pay, yearly_pay_range
from jobscan.domain.facts import PayBasis, PayRange, Span
from jobscan.domain.job import PayInterval
from tests.decide.enrich.pay_samples import SAMPLES, SILENT

YEAR, HOUR, MONTH, WEEK, DAY, ONCE = (
    PayInterval.YEAR,
    PayInterval.HOUR,
    PayInterval.MONTH,
    PayInterval.WEEK,
    PayInterval.DAY,
    PayInterval.ONCE,
)


def shown(pay: PayRange) -> str:
    """Return a range as the samples write it."""
    low, high = (f"{bound:.10g}" if bound is not None else "" for bound in (pay.minimum, pay.maximum))
    interval = pay.interval.value + "~" * pay.interval_implied if pay.interval else "?"
    basis = "" if pay.basis is PayBasis.BASE else f" {pay.basis.value}"
    return f"{low if low == high else f'{low}-{high}'} {pay.currency or '?'} {interval}{basis}"


def answer(text: str, country: str | None = None) -> str:
    return "; ".join(map(shown, find_pay(text, country)))


def test_the_labelled_sample_is_read_with_97_percent_precision_and_93_percent_recall() -> None:
    right = read = stated = 0
    wrong = []
    for sample in SAMPLES:
        got = Counter(map(shown, find_pay(sample.text, sample.country)))
        wanted = Counter(filter(None, sample.answer.split("; ")))
        right += (got & wanted).total()
        read += got.total()
        stated += wanted.total()
        if got != wanted:
            wrong.append(f"{sample.text!r}\n  stated: {sample.answer or 'nothing'}\n  read:   {'; '.join(got)}")
    report = f"precision {right / read:.3f}, recall {right / stated:.3f}\n" + "\n".join(wrong)
    assert (len(SAMPLES) >= 120, len(SILENT) >= 40) == (True, True)
    assert right / read >= 0.97, report
    assert right / stated >= 0.93, report


def test_other_money_is_not_pay() -> None:
    """Each of these stood beside pay in a real posting, or was taken for it by a simpler reader."""
    for text in (
        "We handle over $200B for 70,000 companies, and fertility care up to $10,000, drugs up to $4,000 lifetime.",
        "401(k) match up to $9,500 per year",
        "Mållön 80–100k",
        "Pay Range: Spain: 0 EUR - 0 EUR",
        "What we pay for a picture that passes is $0.45 USD per picture.",
        "The OTE includes a variable incentive of CAD $85,000 - CAD $95,000.",
        "With a clearance you have a differential of 8%, but no more than $15,000 annually.",
        "Level 2 lead differential: $2.00/hour",
        "401k, $1.9 trillion in sales, $120M of funding",
        "Bonuses reach a maximum of $450, and you get $450 in bonuses.",
        "$6,500 Sign On Bonus, Full Time",
        "The bonus came to $12,345 last year",
        "Bonus pay of $9,000 and holiday pay of $9,500",
        "Workers' compensation of $90,000 - $100,000",
        "There is a bonus. Some get $20,000 - $25,000.",
        "Our customers pay $90,000 - $99,000 a year.",
        "Life insurance of 2x salary, up to $500,000",
        "Pay off your student loans, up to $10,000",
        "A balloon of $20,000",
    ):
        assert find_pay(text, "US") == (), text


def test_amounts_are_read_in_every_form() -> None:
    for written, stated in {
        "$160,000": "160000 USD year~",
        "160.000 €": "160000 EUR year~",
        "160 000 EUR": "160000 EUR year~",
        "CHF 160'000": "160000 CHF year~",
        "CHF 160’000.-": "160000 CHF year~",
        "$119,600.00": "119600 USD year~",
        "119.600,00 €": "119600 EUR year~",
        "$144.6K": "144600 USD year~",
        "€75–90k": "75000-90000 EUR year~",
        "75-90 k€": "75000-90000 EUR year~",
        "75k-90k EUR": "75000-90000 EUR year~",
        "18.000€-23.000€": "18000-23000 EUR year~",
        "£82,999—£111,950 GBP": "82999-111950 GBP year~",
        "CAD $225,000": "225000 CAD year~",
        "$225,000 (CAD)": "225000 CAD year~",
        "US$ 90,000": "90000 USD year~",
        "USD $262,000 per year - USD $291,000 per year": "262000-291000 USD year",
        "$40/hr - $50/hr": "40-50 USD hour",
        "$75k": "75000 USD year~",
        "$47000 - $69000 a year": "47000-69000 USD year",
        "$200,000-250,000": "200000-250000 USD year~",
        "65–80 T€": "65000-80000 EUR year~",
        "TEUR 65": "65000 EUR year~",
        "₹12,00,000": "1200000 INR year~",
        "14 - 18 LPA": "1400000-1800000 INR year",
        "20-25 tys. zł": "20000-25000 PLN ?",
        "3.000,- € pro Monat": "3000 EUR month",
        "€30k-35": "30000-35000 EUR year~",
        "90,000 Canadian dollars": "90000 CAD year~",
        "90,000 dollars": "90000 USD year~",
        "approx. EUR 50,000": "50000 EUR year~",
        "incl. Holiday is €50,000": "50000 EUR year~",
        "1 000 PLN/MD": "1000 PLN day",
        "55.000 kr./md.": "55000 ? month",
    }.items():
        assert answer(f"Salary: {written}", "US") == stated, written


def test_figures_that_only_look_like_a_second_amount_are_left_out() -> None:
    for written, stated in {
        "$50,000 - 2 years": "50000 USD year~",
        "$100,000 - 10% of it as stock": "100000 USD year~",
        "$90,000 - 401(k)": "90000 USD year~",
        "3,850 USD / 2,310 GBP per week": "3850 USD week; 2310 GBP week",
        "$100,000 and $120,000": "100000 USD year~; 120000 USD year~",
        "between $100,000 and $120,000": "100000-120000 USD year~",
        "between CAD 100,000 and CAD 120,000": "100000-120000 CAD year~",
    }.items():
        assert answer(f"Salary {written}", "US") == stated, written


def test_the_interval_is_read_behind_before_and_above_the_amount() -> None:
    for text, interval in {
        "Salary: $30,000 a year": YEAR,
        "Salary: £30,000 p.a.": YEAR,
        "Annual salary: £30,000": YEAR,
        "Hourly rate\n\n$30 - $40": HOUR,
        "Pay: $30 - $40/hour\nLevel 2: $35 - $45": HOUR,
        "Gehalt: 4.000 € brutto/Monat": MONTH,
        "Monatsgehalt: 4.000 €": MONTH,
        "Pay of $900 weekly": WEEK,
        "Day rate: £400": DAY,
        "Tagessatz: 700 €": DAY,
        "Salary: 30,000 PLN": None,
        "Salary: €4,000, paid monthly": None,
        "Salary: €4,000 for 40 hours per week": None,
        "Salary: €4,000, annual bonus": None,
    }.items():
        assert {(pay.interval, pay.interval_implied) for pay in find_pay(text)} == {(interval, False)}, text


def test_an_interval_that_only_the_size_tells_is_marked() -> None:
    for text, interval in {
        "Pay range: $22 - $26": HOUR,
        "Pay range: $7 - $150": HOUR,
        "Pay range: $9,000 - $12,000": YEAR,
        "Pay range: $160 - $190": None,
        "Pay range: $8,000 - $8,900": None,
        "Pay range: 30 000 - 40 000 SEK": None,
        "Pay range: 400 000 - 500 000 SEK": YEAR,
        "Pay: $26": None,
    }.items():
        assert {(pay.interval, pay.interval_implied) for pay in find_pay(text)} == {(interval, interval is not None)}, (
            text
        )


def test_a_dollar_is_that_of_the_sentence_else_of_the_posting_else_unknown() -> None:
    for text, country, currency in (
        ("For roles in Canada, base salaries start between $112,000 and $168,500.", "US", "CAD"),
        ("Salary in Austin, TX: $116,000", "CA", "USD"),
        ("Salary in Toronto, ON: $116,000", "US", "CAD"),
        ("Salary: $116,000 in the U.S.", None, "USD"),
        ("United States Salary Range\n\n$116,000 - $130,000", None, "USD"),
        ("In the US and Canada the salary is $116,000.", None, None),
        ("In the US and Canada the salary is $116,000.", "CA", "CAD"),
        ("Salary: $116,000", "AU", "AUD"),
        ("Salary: $116,000", "DE", None),
        ("Salary: $116,000", None, None),
        ("Talk to us about the salary of $116,000", None, None),
        ("Salary: $116,000 USD", "CA", "USD"),
        ("Salary: kr 500 000", "NO", "NOK"),
        ("Salary: 500 000 kr", None, None),
        ("Salary: ¥7,000,000", "JP", "JPY"),
        ("Salary: R$ 7.000", "US", "BRL"),
        # The code stands with the same figures elsewhere.
        (
            "USD 98,000.00 - 163,000.00 per year\n\nThere is a salary of $98,000.00 - $163,000.00.",
            None,
            "USD",
        ),
    ):
        assert {pay.currency for pay in find_pay(text, country)} == {currency}, (text, country)


def test_ote_and_total_are_never_base() -> None:
    for text, stated in {
        "On-target earnings (OTE) lie between CAD $215,000 and CAD $240,000. In the OTE there is a base salary of "
        "CAD $125,000 per year - CAD $140,000 per year and an incentive of CAD $90,000 - CAD $98,000.": (
            "215000-240000 CAD year~ ote; 125000-140000 CAD year"
        ),
        "€75–90k OTE, uncapped": "75000-90000 EUR year~ ote",
        "Salary: €75–90k OTE": "75000-90000 EUR year~ ote",
        "Estimated total compensation: £81,300+": "81300- GBP year~ total",
        "To the base salary we add equity: total compensation of £90,000.": "90000 GBP year~ total",
        "Pay, including base and bonus, is £90,000; total pay £99,000.": "90000 GBP year~; 99000 GBP year~ total",
    }.items():
        assert answer(text) == stated, text


def test_the_place_or_level_is_kept_as_written() -> None:
    for text, scopes in {
        "Level 1: $104,000.00 - $141,000.00\nLevel 2: $119,000.00 - $171,000.00\nBase pay.": ["Level 1", "Level 2"],
        "For people located in NYC or SF, we pay $172,000 - $236,000. For people in all other locations, we pay "
        "$151,200 - $212,000.": ["NYC or SF", "all other locations"],
        "For Oakland, CA-based people: the base salary is USD $262,000 per year.": ["Oakland, CA"],
        "Salaries for Albany, NY are $140,000 - $160,000.": ["Albany, NY"],
        "Austin, Texas: The salary is $140,000 - $160,000.": ["Austin, Texas"],
        "Pay is $102,800 per year in Ohio, Iowa, and Utah. Ask us.": ["Ohio, Iowa, and Utah"],
        "United States Salary Range\n\n$107,400—$127,600 USD": ["United States"],
        "Malta Pay Range\n\n€2.650 - €4.050 EUR": ["Malta"],
        "Salary\n\nI3\n\n$114,400-$173,000 USD\n\nI4\n\n$138,200-$208,000 USD": ["I3", "I4"],
        "Kenya\n\n- Base Salary: $78,500": ["Kenya"],
        "The salary for this position lies at $140,000 - $160,000.": [None],
        "Compensation: $140,000 - $160,000": [None],
    }.items():
        assert [pay.applies_to for pay in find_pay(text)] == scopes, text


def test_ranges_below_each_other_share_their_heading() -> None:
    text = "Pay & Benefits\n\nPay Range:\n- Level 1: $24 - $28\n- Level 2: $27 - $34\n\nSign-on Bonus:\n- Full: $2,000"
    assert answer(text, "US") == "24-28 USD hour~; 27-34 USD hour~"


def test_a_paragraph_that_announces_pay_is_a_heading() -> None:
    for paragraph, stated in {
        "These are the base pay ranges of the whole country, by level, which we publish for everybody who asks for "
        "them, in Illinois, too.": "22-26 USD hour~",
        "A reasonable estimate of what we pay for this work, by the standards of our industry and of this place, is:": (
            "22-26 USD hour~"
        ),
        "We pay well. The range of what we make is wide, and so is the range of people who work with us, as of all."
        " And there is a bonus.": "",
        "We like what we do.": "",
        "What we do has a wide range.": "",
    }.items():
        assert answer(f"{paragraph}\n\nSoftware: $22-$26", "US") == stated, paragraph


def test_a_heading_without_a_place_or_with_too_many_words_names_no_scope() -> None:
    long = "What this position pays in our offices in California, New York, Texas and in others too"
    for text in (
        f"{long}\n$120,000 - $150,000",
        "Pay in Excel sheets: $120,000 - $150,000",
        "Pay\n\n$120,000 - $150,000",
    ):
        assert [found.applies_to for found in find_pay(text)] == [None], text


def test_what_is_said_once_of_the_same_figures_counts_for_both() -> None:
    text = "USD 98,000.00 - 163,000.00 per year\n\nWe like what we do.\n\nThe base salary is $98,000 - $163,000."
    assert answer(text) == "98000-163000 USD year; 98000-163000 USD year"


def test_the_same_figures_in_two_currencies_stay_apart() -> None:
    assert (
        answer("Salary: £50,000 per year in London.\n\nAnd in Paris.\n\nSalary: €50,000")
        == "50000 GBP year; 50000 EUR year~"
    )


def pay(low: float | None, high: float | None, **others: object) -> PayRange:
    values = {"currency": "USD", "interval": YEAR, **others}
    return PayRange(minimum=low, maximum=high, **values)  # type: ignore[arg-type] # of each row's own making


def test_the_range_to_filter_by_spans_those_of_one_kind() -> None:
    for ranges, spanning in (
        ([], None),
        ([pay(10, 20)], pay(10, 20)),
        ([pay(10, 20), pay(15, 30)], pay(10, 30)),
        ([pay(10, 20, applies_to="A"), pay(15, 30, applies_to="B")], pay(10, 30)),
        ([pay(10, 20, applies_to="A"), pay(15, 30, applies_to="A")], pay(10, 30, applies_to="A")),
        ([pay(10, 20), pay(5, 30, currency="CAD")], pay(10, 20)),
        ([pay(10, 20), pay(5, 30, interval=HOUR)], pay(10, 20)),
        ([pay(50, 60, basis=PayBasis.TOTAL), pay(30, 40, basis=PayBasis.OTE), pay(10, 20)], pay(10, 20)),
        (
            [pay(50, 60, basis=PayBasis.TOTAL), pay(30, 40, basis=PayBasis.OTE)],
            pay(30, 40, basis=PayBasis.OTE),
        ),
        ([pay(10, 20, interval=None), pay(5, 30)], pay(5, 30)),
        ([pay(10, 20, currency=None), pay(5, 30)], pay(5, 30)),
        ([pay(10, None), pay(12, 30)], pay(10, 30)),
        ([pay(None, 20)], pay(None, 20)),
        ([pay(10, 20, interval_implied=True), pay(5, 30)], pay(5, 30, interval_implied=True)),
        ([pay(10, 20, span=Span(40, 50)), pay(5, 30, span=Span(10, 20))], pay(5, 30, span=Span(10, 50))),
    ):
        assert comparable_pay(ranges) == spanning, ranges


def test_pay_of_a_year_is_that_of_full_time_work() -> None:
    for interval, times in ((HOUR, 2080), (DAY, 260), (WEEK, 52), (MONTH, 12), (YEAR, 1)):
        assert yearly_pay_range(pay(10, None, interval=interval)) == pay(10 * times, None), interval
    assert yearly_pay_range(pay(10, 20, interval=ONCE)) is None
    assert yearly_pay_range(pay(10, 20, interval=None)) is None


PIECES = st.sampled_from(
    "salary pay: bonus $ € £ USD EUR kr zł k K 45 000 120,000 - – to bis / per year /hr . , ( ) \n - Level 1: annual"
    " equity for Canada OTE 75 90k 1.250,00 12,00,000 between and + up to from in NYC ; | ' 4% M".split(" ")
)


@given(st.lists(PIECES, max_size=40).map(" ".join) | st.text("$€1290.,'k -\n/salryUSDE", max_size=120))
def test_spans_lie_in_the_text_in_order_and_contain_the_figures(text: str) -> None:
    end = 0
    for found in find_pay(text):
        assert found.span is not None
        assert end <= found.span.start < found.span.end <= len(text)
        end = found.span.end
        digits = re.sub(r"\D", "", text[found.span.start : end])
        for bound in filter(None, (found.minimum, found.maximum)):
            # "90k" has the first digits only.
            assert f"{bound:.2f}".replace(".", "").rstrip("0") in digits, (text, found)
        if found.minimum is not None and found.maximum is not None:
            assert found.minimum <= found.maximum


@given(
    st.integers(20, 400).map(lambda value: value * 1_000),
    st.sampled_from(["{:,}", "{:,} ", "{:_}", "{}"]),
    st.sampled_from([",", ".", " ", "'", "\u202f"]),
    st.sampled_from(["€{}", "EUR {}", "{} €", "{} Euro", "{}€"]),
)
def test_an_amount_is_read_back_however_it_is_grouped(value: int, form: str, mark: str, money: str) -> None:
    figure = form.format(value).strip().replace(",", mark).replace("_", mark)
    (found,) = find_pay(f"Salary: {money.format(figure)}")
    assert (found.minimum, found.maximum, found.currency) == (value, value, "EUR")


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all(found.span is not None for found in find_pay(text, "US"))


def test_hostile_texts_cost_no_more_than_long_ones() -> None:
    size = 100_000
    start = time.process_time()
    for piece in (
        *("1", "1,,", "1 000 ", "$", "$1 ", "$1/", "$100,000 - $120,000 ", "salary $50,000 a ", "k1-", "10 bis zu "),
        *("EUR ", "1 EUR", "$50,000\n", "Pay\n", "((1 (", "USD 1'000'000", "a-b-", "..1.", " ", "\n", "1,-", "kr. 1"),
        *("for A, B and ", "1 a b c ", "~~$~1", "US and Canada $100,000 ", "A: $90,000 | ", "1 thousand ", "per / "),
    ):
        find_pay((piece * size)[:size], "US")
    # Half a second where it is read in linear time; one quadratic piece takes minutes.
    assert time.process_time() - start < 20
