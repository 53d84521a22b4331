"""The years of experience that a posting asks for."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.enrich.sections import find_sections
from jobscan.decide.enrich.years import find_years

#: Text → the years, and the words that say so. Line breaks are "/".
ASKED = (
    ("- 5+ years of experience as a pastry chef", 5, None, "5+ years"),
    ("- 5+ years in consulting or audit", 5, None, "5+ years"),
    ("3-5 years of relevant experience", 3, 5, "3-5 years"),
    ("3 – 5 years' experience in a kitchen", 3, 5, "3 – 5 years"),
    ("Two to four years of experience with forklifts", 2, 4, "Two to four years"),
    ("You have at least three years of experience in payroll.", 3, None, "three years"),
    ("Minimum of 2 yrs experience required", 2, None, "2 yrs"),
    ("A minimum of five (5) years of related experience", 5, None, "five (5) years"),
    ("Requires one year of experience in retail", 1, None, "one year"),
    ("10 or more years of experience in litigation", 10, None, "10 or more years"),
    ("3 years or more of experience with Kotlin", 3, None, "3 years"),
    ("8 + years of experience", 8, None, "8 + years"),
    ("5–7+ years of experience in design", 5, None, "5–7+ years"),
    ("1.5 years of experience in a laboratory", 1, None, "1.5 years"),
    ("2-year experience in a call centre is a must", 2, None, "2-year"),
    ("Experience: 4-6 yrs", 4, 6, "4-6 yrs"),
    ("Experience Range/ /6 - 8 Years", 6, 8, "6 - 8 Years"),
    ("Sales: 1 year (Required)", 1, None, "1 year"),
    ("You bring over 12 years of experience in copywriting.", 12, None, "12 years"),
    ("Up to 3 years of experience in accounting", 0, 3, "Up to 3 years"),
    ("0-2 years of experience, training is on us", 0, 2, "0-2 years"),
    ("Approximately 15 years of progressive tax experience", 15, None, "15 years"),
    ("6+ years PQE at a law firm", 6, None, "6+ years"),
    ("An overall experience of 15 years in rail", 15, None, "15 years"),
    ("4+years of experience with lathes", 4, None, "4+years"),
    ("Who you are/ /- Minimum 3 years as a nurse", 3, None, "3 years"),
    ("Requirements/ /- Minimum (3) years' case management", 3, None, "3) years"),
    ("Mindestens 3 Jahre Berufserfahrung als Koch", 3, None, "3 Jahre"),
    ("Mind. 2 Jahre Erfahrung im Verkauf", 2, None, "2 Jahre"),
    ("Du hast 3 bis 5 Jahre Erfahrung in der Pflege", 3, 5, "3 bis 5 Jahre"),
    ("Mindestens zweijährige Erfahrung", 2, None, None),
    ("Mindestens 2-jährige Berufserfahrung im Einkauf", 2, None, "2-jährige"),
    ("Fünf Jahre oder mehr Berufserfahrung", 5, None, "Fünf Jahre"),
    ("3 ans d'expérience minimum en cuisine", 3, None, "3 ans"),
    ("Vous justifiez d’une expérience de 5 ans en gestion", 5, None, "5 ans"),
    ("Au moins deux ans d’expérience", 2, None, "deux ans"),
    ("Expérience de 3 à 5 ans dans un poste similaire", 3, 5, "3 à 5 ans"),
    ("Expérience significative (10+ ans) en gestion de projet", 10, None, "10+ ans"),
    ("Mínimo 5 años de experiencia en hostelería", 5, None, "5 años"),
    ("Experiencia de al menos tres años en ventas", 3, None, "tres años"),
    ("De 2 a 4 años de experiencia", 2, 4, "2 a 4 años"),
    ("Almeno 3 anni di esperienza nel settore", 3, None, "3 anni"),
    ("Minimaal 3 jaar ervaring in de zorg", 3, None, "3 jaar"),
    ("Je hebt 2 tot 4 jaar werkervaring", 2, 4, "2 tot 4 jaar"),
    ("Mínimo de 3 anos de experiência em vendas", 3, None, "3 anos"),
    ("Co najmniej 2 lata doświadczenia w sprzedaży", 2, None, "2 lata"),
    ("Minimum 5 lat doświadczenia", 5, None, "5 lat"),
    ("Minst 3 års erfarenhet av svetsning", 3, None, "3 års"),
    ("Five-plus years of experience", 5, None, "Five-plus years"),
    ("Over 10 years' experience in a customer-facing role", 10, None, "10 years"),
    ("Between 3 and 5 years of experience", 3, 5, "3 and 5 years"),
    ("A bachelor's degree (4 years) plus 2 years of work experience", 2, None, "2 years"),
    ("Requirements/ /- Master's degree + 2 years", 2, None, "2 years"),
    ("Python 3 - 2 years of experience", 2, None, "2 years"),
    ("6 months to 1 year of experience", 1, None, "1 year"),
    ("Berufserfahrung von mindestens 2 Jahren", 2, None, "2 Jahren"),
    ("Erste Berufserfahrung (1-2 Jahre)", 1, 2, "1-2 Jahre"),
    ("Bac+5 avec 3 ans d'expérience", 3, None, "3 ans"),
    ("Experiencia mínima: 2 años", 2, None, "2 años"),
    ("Esperienza pregressa di 3/5 anni", 3, 5, "3/5 anni"),
    ("Doświadczenie min. 3 lata", 3, None, "3 lata"),
    # Several figures.
    ("- 7+ years of experience, including 5+ years in B2B marketing", 7, None, "7+ years"),
    ("- Minimum 7 years of work experience with a minimum 3 years of experience in partner sales", 7, None, "7 years"),
    ("- 8+ years of relevant experience; 3+ years in recruiting a plus", 8, None, "8+ years"),
    (
        "- Bachelor's degree and 5+ years of experience; OR 7+ years of experience in lieu of a degree",
        5,
        None,
        "5+ years",
    ),
    ("- 9 years of experience, or 6 years of experience with a master's degree", 6, None, "6 years"),
    ("Requirements/ /- 3+ years of Python/- 5+ years of professional experience", 5, None, "5+ years"),
    ("Requirements/ /- 5+ years of experience building software/- 2+ years with Terraform", 5, None, "5+ years"),
    (
        "Our people have 20 years of experience./ /Requirements/ /- 2 years of experience with cranes",
        2,
        None,
        "2 years",
    ),
    (
        "Requirements/ /- 2 years of experience in sales/ /Nice to have/ /- 8 years of experience in fintech",
        2,
        None,
        "2 years",
    ),
    ("- 3+ years of experience in a similar role preferred", 3, None, "3+ years"),
    ("Ideally someone with 5-10 years experience in radio", 5, 10, "5-10 years"),
    ("Option 1: a degree in logistics and 4 years of experience. Option 2: 6 years of experience.", 4, None, "4 years"),
)
SILENT = (
    "We celebrate work anniversaries (3, 5, 8, 10 years) with a day off.",
    "A 4-year degree in engineering",
    "Bachelors or equivalent four year degree from an accredited college",
    "You must be at least 25 years old and own a car.",
    "Must be 21 years of age or older",
    "Applicants must be 18 years or older",
    "Almost 20 years ago, our founders baked the first loaf.",
    "With almost 20 years of experience, Acme is the leader in bread.",
    "We have more than 30 years of experience in the industry.",
    "For over 25 years, the company has made ovens.",
    "Our company continues to thrive after 130+ years.",
    "The team has 50 years of combined experience.",
    "You are looking for an apprenticeship of 1 or 2 years.",
    "An apprenticeship lasting 3 years awaits you.",
    "This is a 2 year contract with the option to extend.",
    "Laboratory technician (1-year contract)",
    "A fixed term of 2 years",
    "Over the next 5 years we will open ten bakeries.",
    "In the coming 3 years we will double in size.",
    "We have grown five times in the last 3 years.",
    "Equity vests over 4 years with a 1 year cliff.",
    "401(k) match, fully vested after 3 years",
    "Paid month off after 4 years and every 2 years thereafter",
    "A sabbatical after 5 years of continuous service",
    "Security updates for up to 10 years",
    "We travel 2-4 times per year.",
    "Work from home with global travel for 4 weeks a year",
    "$180,000 per year",
    "20 vacation days per year",
    "Grow revenue by 16% in the first year.",
    "We visited Paris this year with 300 people.",
    "Currently enrolled as a 3rd-year or 4th year student",
    "We have been a family business for 80 years.",
    "Seit über 80 Jahren backen wir Brot.",
    "Unser Unternehmen blickt auf 50 Jahre Erfahrung zurück.",
    "Du bist mindestens 18 Jahre alt.",
    "Die Ausbildung dauert 3 Jahre.",
    "Der Vertrag ist auf 2 Jahre befristet.",
    "Depuis 30 ans, nous fabriquons des fours.",
    "Vous avez plus de 18 ans.",
    "Contrat d’apprentissage de 2 ans",
    "Hace 20 años abrimos la primera tienda.",
    "Mayor de 18 años",
    "Da oltre 40 anni produciamo forni.",
    "Al 25 jaar bakken wij brood.",
    "Od 15 lat pieczemy chleb.",
    "Years of experience are welcome, but not needed.",
    "Several years of experience in retail",
    "Nice to have/ /- 5+ years of experience with sourdough",
    "Benefits/ /- A bonus after 3 years",
    "A three-year programme for graduates",
    "Our history spans over 200 years.",
    "The lease runs for 10 years.",
    "In 2 years you will lead your own shop.",
    "Founded 10 years ago with 5 people",
    "We've been around for 12 years",
    "Acme was named best bakery 3 years in a row",
    "Celebrating 25 years of excellence",
    "Backed by 20+ years of research",
    "Our founders bring 40 years of combined experience",
    "The role is for 12 months with possible extension to 2 years",
    "We offer a 3-year warranty on all tools",
    "You will commit to 2 years with us",
    "Employees with 5 years of service get a watch",
    "Children aged 3 to 5 years",
    "Work with kids 6-12 years old",
    "Patients 65 years and older",
    "Driving licence held for at least 2 years",
    "Valid driver's license for 3 years",
    "Must have lived in the UK for 5 years",
    "Continuous residence in the country for the last 5 years",
    "UK residency for 5 years is required for clearance",
    "A 2-3 year roadmap",
    "Over a 5 year period",
    "5-year plan",
    "Must have graduated within the last 2 years",
    "Graduated in the past 3 years",
    "No more than 2 years since graduation",
    "A maximum of 3 years old car",
    "A car from 2012 or newer, 4 doors, 10 years max",
    "Annual reviews each year",
    "Growing 3x year over year",
    "Two years in a row among the best workplaces",
    "Our 10 year anniversary",
    "The internship lasts one year",
    "Ausbildungsdauer: 3 Jahre",
    "Studiendauer 3 Jahre",
    "befristet für 2 Jahre",
    "Seit 1998, also über 25 Jahren, sind wir für Sie da",
    "CDD de 2 ans",
    "Formation de 2 ans",
    "Contrato de 1 año",
    "Contratto di 2 anni",
    "Contract voor 1 jaar",
    "Umowa na 2 lata",
    "Vi har funnits i 30 år",
    "Parental leave until the child is 3 years old",
    "Sign-on bonus paid over 2 years",
    "Stock options with four-year vesting",
    "Background check covering the last 7 years",
    "Clean driving record for the past 3 years",
    "No accidents in the last 3 years",
    "This position requires a 2 year commitment",
    "Plan 3-5 years ahead",
    "We expect the project to last 3 years",
    "Turn our 5 year vision into reality",
    "Serve a two-year term",
    "The company has grown from 5 to 500 people in 6 years",
    "You'll spend your first 2 years on the shop floor",
    "Acme has 15 years of experience helping banks.",
    "Requirements/ /- Driving licence held for at least 2 years",
    "We need 100 years to finish the cathedral.",
)


def _text(row: str) -> str:
    return "\n".join(part.strip() for part in row.split("/ /")).replace("/- ", "\n- ").replace("\n", "\n\n")


def test_years_that_are_asked_for() -> None:
    wrong = []
    for row, minimum, maximum, words in ASKED:
        text = _text(row)
        years = find_years(text)
        found = (years.minimum, years.maximum, text[slice(*years.span)]) if years else None
        if words is None:
            # Written as one word: silent is right, too.
            assert found is None or found[0] == minimum, row
        elif found != (minimum, maximum, words):
            wrong.append((row, found))
    assert wrong == []


def test_years_of_something_else_are_none() -> None:
    found = {row: find_years(_text(row)) for row in SILENT}
    assert {row: years for row, years in found.items() if years is not None} == {}


def test_known_sections_give_the_same_answer() -> None:
    for row, *_ in ASKED:
        text = _text(row)
        assert find_years(text, find_sections(text)) == find_years(text), row


_PARTS = st.sampled_from(
    "5 3- – to 10+ ten years year Jahre ans años lat experience Requirements\n\n at least or more"
    " ; . ( ) old degree İ £ up to of".split(" ")
)


@given(st.one_of(st.text(max_size=400), st.lists(_PARTS, max_size=40).map(" ".join)))
def test_any_text_is_read_in_the_same_way_twice_and_the_figure_is_shown(text: str) -> None:
    years = find_years(text)
    assert find_years(text) == years
    if years is not None:
        shown = text[slice(*years.span)]
        assert shown
        assert 0 <= years.minimum <= 25
        assert years.maximum is None or years.minimum < years.maximum <= 25
        assert any(sign.isdecimal() for sign in shown) or "ten" in shown.lower() or years.minimum <= 20


def test_a_hostile_text_is_read_in_time_that_grows_with_its_length() -> None:
    for part in ("5 years ", "3-5-3-5 years, or ", "year ", "(5 (5 (5 years", "at least at least 5 years old "):
        spent = []
        for repeats in (2_000, 16_000):
            before = time.process_time()
            find_years(part * repeats)
            spent.append(time.process_time() - before)
        # Eight times the text; a quadratic rule would take 64 times as long.
        assert spent[1] < 24 * max(spent[0], 0.01), part
