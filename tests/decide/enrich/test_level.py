"""How senior a position is, by its title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.enrich.level import level_by_years, read_level
from jobscan.domain.facts import Level, LevelReading, Span, Years

#: Level → titles, by " | ".
TITLES = {
    Level.INTERNSHIP: """
        Software Engineering Intern | Summer Internship 2027 - Data | Marketing Trainee (m/f/d) | Apprentice
        Electrician | Finance Co-op | Working Student IT Support | Werkstudent (m/w/d) Controlling | Praktikantin
        Redaktion | Praktikum im Einkauf | Auszubildender Koch (m/w/d) | Ausbildung zur Pflegefachkraft | Stagiaire
        RH (H/F) | Stage - Assistant chef de produit | Alternance développeur web | Apprenti boucher H/F | Becario
        de marketing | Prácticas en finanzas | Tirocinio area legale | Stagista comunicazione | Meewerkstage online
        marketing | Stagiair controlling | Staż w dziale HR | Praktykant / Praktykantka IT | Product Manager
        Internship | Apprenticeship - Junior Copywriter""",
    Level.EXECUTIVE: """
        Chief Financial Officer | Chief Product & Technology Officer (CPTO) | CTO (m/w/d) | Interim CFO | CEO /
        Co-Founder | Vice President of Sales | VP, Engineering | SVP Operations | Executive Vice President, Retail |
        Managing Director | Executive Director | Geschäftsführer (m/w/d) | Directeur Général | Director General |
        Amministratore delegato | Direttore Generale | Algemeen Directeur | Prezes Zarządu | Senior Vice President,
        Risk""",
    Level.DIRECTOR: """
        Director of Engineering | Senior Director, Product | Associate Director, Biostatistics | Creative Director |
        Head of People | Global Head of Sales | Sales Head, DACH | Program Director | Bereichsleiter Einkauf (m/w/d)
        | Directeur commercial H/F | Directrice des ventes | Directora de marketing | Direttore commerciale | Hoofd
        Financiën | Dyrektor sprzedaży | Director, Office of Research | Head - Data Platforms""",
    Level.MANAGER: """
        Engineering Manager | Store Manager | Assistant Manager | Senior Manager, Tax | Marketing Manager (m/w/d) |
        Manager, Product Management | Manager, Internships | Group Product Design Manager | Filialleiter (m/w/d) |
        Leiterin Rechnungswesen | Leitung Buchhaltung | Abteilungsleiter IT | Responsable comptabilité | Gérant de
        magasin H/F | Jefe de almacén | Gerente de tienda | Responsabile acquisti | Afdelingshoofd logistiek |
        Bedrijfsleider horeca | Kierownik działu HR | Kierowniczka sklepu | Encargada de turno
        | General Manager | Manager, Trainee Program""",
    Level.PRINCIPAL: """
        Principal Engineer | Staff Software Engineer | Senior Staff Data Scientist | (USA) Staff, UX Designer |
        Software Engineer, Staff | Distinguished Engineer | Principal Product Manager | Ingénieur principal |
        Security Engineer V""",
    Level.LEAD: """
        Lead Developer | Tech Lead | Team Lead Customer Care | Data Science Lead | Lead Generation Lead | Shift
        Supervisor | Teamleiter Lager (m/w/d) | Schichtleitung Produktion | Gruppenleiterin Labor | Chef d'équipe
        logistique | Jefe de equipo ventas | Capo squadra montaggio | Teamleider magazijn | Voorman bouw | Lider
        zespołu | Brygadzista | Lead Product Manager | Growth Lead""",
    Level.SENIOR: """
        Senior Software Engineer | Sr. Accountant | Sr Product Manager | Snr Buyer | (Senior) Consultant | Senior
        Account Executive | Senior Project Manager | Ingénieur logiciel expérimenté | Ingeniero Sénior | Starszy
        specjalista ds. płac | Ervaren monteur | Software Engineer III | Analyst 3 | Technician (Level 3) | Nurse,
        Level 3 | Engineer IV - Platform | Data Engineer Senior (H/F) | Principal's Senior Assistant""",
    Level.JUNIOR: """
        Junior Developer | Jr. Designer | Entry Level Sales Representative | Entry-Level Analyst | Graduate Engineer
        | New Grad Software Engineer | Early Career Scientist | Associate Software Engineer | Associate Product
        Manager | Berufseinsteiger Vertrieb (m/w/d) | Absolvent Maschinenbau | Développeur débutant | Técnico Júnior
        | Neolaureati area finanza | Młodszy programista | Software Engineer I | Technician I (Temp) | Analyst 1 |
        Junior Product Manager""",
    Level.MID: """
        Mid-Level Engineer | Mid Backend Developer | Intermediate Designer | Medior Developer | Java Developer
        (Mid/Regular) | Développeur confirmé | Desarrollador Semi Senior | Software Engineer II | Analyst II, Risk |
        Accountant 2 | Infrastructure Engineer ll | Product Manager II | Technician (Level 2/3) | Young Professional
        Einkauf""",
    None: """
        Software Engineer | Product Manager | Account Manager | Project Manager (m/w/d) | Technical Program Manager
        | Customer Success Manager | Key Account Manager DACH | Product Marketing Manager | Social Media Manager |
        Account Executive | Executive Assistant to the CEO | Executive Chef | Chief of Staff | Assistant to the
        Director | Assistenz der Geschäftsführung | Assistente de direction | Lead Generation Specialist | Sales
        Executive, Mid-Market | Senior Living Caregiver | Junior High Teacher | Staff Nurse | Staff Accountant |
        Member of Technical Staff | Registered Nurse | Internal Auditor | International Tax Analyst | Projektleiter
        Hochbau | Projektmanager (m/w/d) | Chef de projet digital | Jefe de proyecto | Responsable de projet |
        Gerente de producto | Kierownik projektu | Kierownik budowy | Sales Associate | Associate, Litigation |
        Assistant Principal | Principal Investigator | Self-Starter wanted | Graduate Admissions Counselor | Product
        Owner | Phase II Trial Coordinator | World War II Historian | Windows 10 Rollout | Python 3 Developer | IT
        Support Technician Level 2 | Halbleiter Prozessingenieur | Begleiter Schulweg | Stage Manager | Internship
        Program Manager | Late Stage Investor | Line Cook | Transformation Owner, CRO | Executive Assistant, CFO
        Office | Specjalista ds. sprzedaży | Headhunter | Partner | Co-worker Sales | Trainer | Assistant Vice
        President | Thought Leader Liaison | Art Director""",
}


def test_titles_name_their_level() -> None:
    wrong, rows = [], 0
    for level, titles in TITLES.items():
        for title in titles.split("|"):
            rows += 1
            reading = read_level(" ".join(title.split()))
            if (reading.level if reading else None) is not level:
                wrong.append((" ".join(title.split()), level, reading))
    assert wrong == []
    assert rows >= 200


def test_the_words_of_the_level_are_shown() -> None:
    for title, words in (
        ("Platform Engineer, Senior", "Senior"),
        ("Deputy Vice President - Risk", "Vice President"),
        ("Technician (Level 3)", "Level 3"),
        ("Analyst II, Risk", "II"),
        ("Entry-Level Analyst", "Entry-Level"),
    ):
        reading = read_level(title)
        assert reading is not None, title
        assert reading.span is not None, title
        assert title[slice(*reading.span)] == words, title


@pytest.mark.parametrize(
    ("minimum", "level"), [(0, "junior"), (1, "junior"), (2, "mid"), (4, "mid"), (5, "senior"), (20, "senior")]
)
def test_years_imply_a_level(minimum: int, level: str) -> None:
    assert level_by_years(Years(minimum, None, Span(0, 7))) == LevelReading(Level(level), None)


_WORDS = st.sampled_from(
    "senior Lead intern Manager of - ( II Level 3 staff, head vice president's chief , İ Praktikum/".split()
)


@given(st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=9).map(" ".join)))
def test_any_title_is_read_in_the_same_way_twice_and_shown_inside_of_it(title: str) -> None:
    reading = read_level(title)
    assert read_level(title) == reading
    if reading is not None:
        assert reading.span is not None
        assert 0 <= reading.span.start < reading.span.end <= len(title)
