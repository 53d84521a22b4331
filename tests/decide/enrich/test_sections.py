"""The parts of a description under its headings."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.enrich.sections import find_sections
from jobscan.domain.facts import SectionKind

HEADINGS = {
    SectionKind.COMPANY: "About us|About Acme|Who we are|Our mission|Our values|The team|Company description|Über uns"
    "|Wer wir sind|Qui sommes-nous ?|À propos de nous|Sobre nosotros|Quiénes somos|Chi siamo|Over ons|Quem somos|O nas"
    "|Kim jesteśmy?|Om oss",
    SectionKind.DUTIES: "Responsibilities|KEY RESPONSIBILITIES|What you'll do|What you’ll be doing"
    "|About the role|The role"
    "|Your mission|Job description|Job Summary|A day in the life|How you'll make an impact|In this role, you will"
    "|As a pastry chef you will|Duties and Responsibilities|Deine Aufgaben|Das erwartet dich|Aufgaben|Was dich erwartet"
    "|Vos missions|Le poste|Tus funciones|Funciones|Responsabilidades|Cosa farai|Mansioni|Wat ga je doen?|Jouw taken"
    "|Atividades|Czym będziesz się zajmować?|Zakres obowiązków|Twoje zadania|Arbetsuppgifter|Om tjänsten",
    SectionKind.REQUIREMENTS: "Requirements|Qualifications|BASIC QUALIFICATIONS|Minimum Qualifications|What you'll need"
    "|What you need|Who you are|About you|What we're looking for|Skills and experience|Required skills & experience"
    "|You might be a good fit if you|Must-haves|Your profile|The successful candidate will have|Dein Profil|Ihr Profil"
    "|Das bringst du mit|Anforderungen|Was du mitbringst|Votre profil|Profil recherché|Compétences|Requisitos|Tu perfil"
    "|Qué buscamos|Requisiti|Il tuo profilo|Cosa cerchiamo|Wie ben jij?|Functie-eisen|Wat vragen wij?|Wymagania"
    "|Czego wymagamy?|Kogo szukamy?|Kvalifikationer|Vem är du?|Din profil",
    SectionKind.PREFERRED: "Nice to have|Nice-to-haves|Preferred qualifications"
    "|PREFERRED SKILLS AND EXPERIENCE|Bonus points"
    "|Desired skills|Good to have|Additional skills that you might also bring|What would make you stand out|Von Vorteil"
    "|Wünschenswert|Les plus|Se valorará|Deseable|Requisiti preferenziali|Mile widziane|Diferenciais|Meriterande",
    SectionKind.PAY: "Compensation|Pay range|Salary|Salary range|Pay Range:|Gehalt|Vergütung"
    "|Rémunération|Salario|Wynagrodzenie",
    SectionKind.BENEFITS: "Benefits|Perks & benefits|What we offer|We offer|What's in it for you|Why join us?|Why Acme?"
    "|Compensation and benefits|What we offer you|Wir bieten|Das bieten wir dir|Unser Angebot|Nous offrons|Avantages"
    "|Ce que nous offrons|Qué ofrecemos|Ofrecemos|Beneficios|Cosa offriamo|Wat bieden wij?"
    "|Arbeidsvoorwaarden|Benefícios"
    "|Oferujemy|Co oferujemy?|Vi erbjuder|Förmåner",
    SectionKind.LEGAL: "Equal Opportunity|Acme is an equal opportunity employer|ITAR REQUIREMENTS|Privacy notice"
    "|Visa sponsorship|Reasonable accommodation|Our commitment to diversity|Datenschutz|Ochrona danych",
    SectionKind.APPLYING: "How to apply|Interview process|Hiring process|Next steps|Application process|Apply now!"
    "|Bewerbungsprozess|Jetzt bewerben|Comment postuler|Proceso de selección|Come candidarsi|Jak aplikować?|Ansökan",
}
NO_HEADINGS = (
    "We bake bread.",
    "Berlin",
    "#LI-Remote",
    "Full-time",
    "$118,000/year to $167,000/year + bonus + equity + benefits",
    "Great computer skills necessary for this job",
    "Lead and develop the team",
    "30% benefits and leaves administration",
    "You will administer the benefits of four hundred people and answer what they ask about them every day.",
    "12345",
    "Monday to Friday",
    "Location: Berlin",
)


def _kinds(text: str) -> list[SectionKind]:
    return [section.kind for section in find_sections(text)]


def test_headings_say_what_follows() -> None:
    wrong = []
    for kind, headings in HEADINGS.items():
        for heading in headings.split("|"):
            for written in (
                heading,
                f"{heading}:",
                f"{heading}...",
                heading.upper(),
                f"**{heading}**",
                f"🏆 {heading}",
            ):
                text = f"A bakery in the old town.\n\n{written}\n\n- Bread is baked here.\n- And rolls."
                if _kinds(text) != [kind]:
                    wrong.append((written, _kinds(text)))
    assert wrong == []


def test_other_lines_are_no_headings() -> None:
    found = {line: _kinds(f"A bakery.\n\n{line}\n\nMore of it.") for line in NO_HEADINGS}
    assert {line: kinds for line, kinds in found.items() if kinds} == {}


def test_items_of_lists_are_no_headings() -> None:
    for item in ("- Benefits administration", "• Requirements engineering", "- What you'll do:", "* Responsibilities"):
        assert _kinds(f"A bakery.\n{item}\nMore of it.") == [], item


def test_a_label_on_the_same_line_begins_a_part() -> None:
    text = "Requirements: three years with ovens and a steady hand, for which we look at your work.\nBenefits: bread"
    assert _kinds(text) == [SectionKind.REQUIREMENTS, SectionKind.BENEFITS]


def test_a_part_reaches_to_the_next_heading_and_has_its_own() -> None:
    text = "Bread.\n\nYour tasks\n\n- Knead\n\nDough\n\n- Rest it\n\nWhat we offer:\n- Bread\n\n"
    duties, benefits = find_sections(text)
    assert text[duties.start : duties.end] == "Your tasks\n\n- Knead\n\nDough\n\n- Rest it"
    assert text[benefits.start : benefits.end] == "What we offer:\n- Bread"


def test_no_headings_no_parts() -> None:
    assert find_sections("") == ()
    assert find_sections("We bake bread.\n\nWe sell it.") == ()


_PARTS = st.sampled_from(
    ["Requirements", "What we offer:", "- item", "", "Nice to have", "x" * 99, "\u0130", ":", "1. Tasks"]
)


@given(st.one_of(st.text(max_size=400), st.lists(_PARTS, max_size=30).map("\n".join)))
def test_the_parts_of_any_text_are_in_order_and_apart(text: str) -> None:
    sections = find_sections(text)
    assert find_sections(text) == sections
    assert all(0 <= section.start < section.end <= len(text) for section in sections)
    assert all(first.end <= second.start for first, second in pairwise(sections))
