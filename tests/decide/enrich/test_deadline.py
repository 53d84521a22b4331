"""The last day to apply."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.enrich.deadline import find_deadline

AROUND = date(2026, 11, 29)

STATED = (
    ("Apply by 15 March 2027.", "2027-03-15", "15 March 2027"),
    ("Please apply before 1st of February, 2027", "2027-02-01", "1st of February, 2027"),
    ("Applications close on March 3, 2027", "2027-03-03", "March 3, 2027"),
    ("The application deadline is Friday, January 9th, 2027 at 5pm.", "2027-01-09", "January 9th, 2027"),
    ("Deadline: 2027-01-31", "2027-01-31", "2027-01-31"),
    ("Deadline to apply:\nJan 8, 2027", "2027-01-08", "Jan 8, 2027"),
    ("Job Posting End Date:\nDecember 14, 2026", "2026-12-14", "December 14, 2026"),
    ("Closing date: 25/04/2027", "2027-04-25", "25/04/2027"),
    ("The application deadline will be 12/31/26.", "2026-12-31", "12/31/26"),
    ("Closing date for applications: 15.02.2027", "2027-02-15", "15.02.2027"),
    ("Applications accepted until 11:59 PM on January 31, 2027", "2027-01-31", "January 31, 2027"),
    ("This posting closes 12 Dec", "2026-12-12", "12 Dec"),
    ("This vacancy will close 12 Oct", "2027-10-12", "12 Oct"),
    ("Applications close 29 February", "2028-02-29", "29 February"),
    ("Apply by 29 November", "2026-11-29", "29 November"),
    ("Closing date: 05/05/2027", "2027-05-05", "05/05/2027"),
    ("Applications must be submitted by 4 January 2027", "2027-01-04", "4 January 2027"),
    ("Application Deadline: 2027/01/15", "2027-01-15", "2027/01/15"),
    ("Please send your CV by January 10", "2027-01-10", "January 10"),
    ("Expected closing date: 15-Jan-2027", "2027-01-15", "15-Jan-2027"),
    ("Last day to apply: January 15, 2027", "2027-01-15", "January 15, 2027"),
    ("To be considered, apply by Dec. 15, 2026", "2026-12-15", "Dec. 15, 2026"),
    ("Bewirb dich jetzt bis zum 15.01.2027", "2027-01-15", "15.01.2027"),
    ("Candidatures à envoyer avant le 15 janvier 2027", "2027-01-15", "15 janvier 2027"),
    ("This job will be posted until 15 January 2027", "2027-01-15", "15 January 2027"),
    ("Ende der Bewerbungsfrist: 15.1.27", "2027-01-15", "15.1.27"),
    ("Termin składania aplikacji: 15.01.2027", "2027-01-15", "15.01.2027"),
    ("Bewerbungsfrist: 31.03.2027", "2027-03-31", "31.03.2027"),
    ("Bewirb dich bis zum 1. März!", "2027-03-01", "1. März"),
    ("Bewerbungsschluss ist der 15. Januar 2027", "2027-01-15", "15. Januar 2027"),
    ("Bewerbungsfrist: 3.4.", "2027-04-03", "3.4."),
    ("Date limite de candidature : 15 avril 2027", "2027-04-15", "15 avril 2027"),
    ("Candidatures jusqu’au 30 juin 2027", "2027-06-30", "30 juin 2027"),
    ("Date limite de candidature : 03/04/2027", "2027-04-03", "03/04/2027"),
    ("Fecha límite para inscribirse: 3 de marzo de 2027", "2027-03-03", "3 de marzo de 2027"),
    ("Plazo de inscripción: 10/02/2027", "2027-02-10", "10/02/2027"),
    ("Scadenza candidature: 28 febbraio 2027", "2027-02-28", "28 febbraio 2027"),
    ("Solliciteer uiterlijk 5 mei", "2027-05-05", "5 mei"),
    ("Sista ansökningsdag: 2027-01-15", "2027-01-15", "2027-01-15"),
    ("Aplikuj do 31 stycznia 2027", "2027-01-31", "31 stycznia 2027"),
    ("Candidaturas até 10 de janeiro de 2027", "2027-01-10", "10 de janeiro de 2027"),
    ("Closing date: 03/04/2027. Interviews on 25/04/2027.", "2027-04-03", "03/04/2027"),
    ("Closing date: 03/04/2027. Interviews on 04/25/2027.", "2027-03-04", "03/04/2027"),
)
SILENT = (
    "Closing date: 03/04/2027",
    "Deadline to Apply: Aug 29th, 2024",
    "Apply by 15 March 2031",
    "Apply by 31 February 2027",
    "Apply by 45/13/2027",
    "Must be able to start by 15 January 2027",
    "Graduating by June 2027, apply by email",
    "Deadline-driven environment since 1 May 2020",
    "Enrol in benefits by 15 January 2027",
    "You close the books by 5 January 2027 each year",
    "Tax returns due date April 15",
    "Deliver the migration no later than 15 January 2027",
    "The store will close 31 December 2026 for inventory",
    "Interviews will take place on 15 January 2027; apply by email",
    "Contract end date: 31 December 2027",
    "Project end date 15.01.2027",
    "Contract until 31.12.2027",
    "befristet bis 31.12.2027",
    "CDD jusqu'au 31 décembre 2027",
    "contrato hasta el 31 de diciembre de 2027",
    "Start date 15/01/2027, apply now",
    "Open until filled",
    "Deadline to apply: None. Applications will be reviewed on a rolling basis.",
    "Able to meet deadlines without sacrificing quality. We began on 3 May 2026.",
    "We must meet the filing deadline of April 15, 2027.",
    "Work towards the project deadline of 1 June 2027.",
    "Start date: 1 March 2027",
    "Apply now! The course begins on 1 March 2027.",
    "Applications are read as they come. Interviews: 12 January 2027",
    "You close deals, and on 3 March 2027 we celebrate.",
    "The contract runs until 31 December 2027.",
    "Posted on 12 November 2026",
    "Apply by phone: 12 34 56",
    "",
)


def test_days_that_are_stated() -> None:
    wrong = []
    for row, day, words in STATED:
        for text in (row, f"A bakery.\n\n{row}\n\nWe bake."):
            closing = find_deadline(text, AROUND)
            if closing is None or closing.day != date.fromisoformat(day) or text[slice(*closing.span)] != words:
                wrong.append((text, closing))
    assert wrong == []


def test_other_days_are_none() -> None:
    found = {row: find_deadline(row, AROUND) for row in SILENT}
    assert {row: closing for row, closing in found.items() if closing is not None} == {}


def test_the_language_decides_between_day_and_month() -> None:
    closing = find_deadline("Closing date: 03/04/2027", AROUND, "de")
    assert closing is not None
    assert closing.day == date(2027, 4, 3)
    assert find_deadline("Closing date: 03/04/2027", AROUND, "en") is None


def test_a_day_up_to_a_year_ago_counts() -> None:
    assert find_deadline("Apply by 1 December 2025", AROUND) is not None
    assert find_deadline("Apply by 1 November 2025", AROUND) is None


_PARTS = st.sampled_from(
    "apply by|deadline|applications close|31|12|/|2027|.|March|3.4.2027|Bewerbungsfrist:"
    "|2027-02-30|\n|İ|1st of|29 February".split("|")
)


@given(
    st.one_of(st.text(max_size=300), st.lists(_PARTS, max_size=30).map(" ".join)),
    st.dates(date(2001, 1, 1), date(9000, 1, 1)),
)
def test_any_text_is_read_in_the_same_way_twice_and_the_day_is_shown(text: str, around: date) -> None:
    closing = find_deadline(text, around)
    assert find_deadline(text, around) == closing
    if closing is not None:
        shown = text[slice(*closing.span)]
        assert str(closing.day.day) in shown or f"{closing.day.day:02}" in shown or str(closing.day.month) in shown
        assert (closing.day - around).days >= -366
