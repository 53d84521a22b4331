"""Skills in texts: which words are skills, and how much they are wanted."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from jobscan.data import read_table
from jobscan.decide.enrich.reader import FactReader
from jobscan.decide.enrich.sections import find_sections
from jobscan.decide.enrich.terms.keywords import LEAST_POSTINGS, DocumentFrequencies, find_keywords, terms_of
from jobscan.decide.enrich.terms.skill_spots import all_names
from jobscan.decide.enrich.terms.skills import (
    SkillIndex,
    find_skills,
    shipped_skills,
    skill_key,
    with_imported,
)
from jobscan.decide.match.explain import holds
from jobscan.decide.match.words import fold
from jobscan.domain.alert import AlertRule
from jobscan.domain.facts import FactText
from jobscan.domain.skill import SkillEntry, SkillKind, SkillNeed
from tests.persistence.nouns import stored_job

#: Text → the skills in it, in order.
NAMED = {
    "Python, Go, R and C++": "Python, Go, R, C++",
    "C, C# or C++": "C, C#, C++",
    "C/C++ and Rust/Go": "C++, Rust, Go",
    "You know JavaScript, not only Java.": "JavaScript, Java",
    "ASP.NET and .NET; visit foo.net": "ASP.NET, .NET",
    "time-to-value, net revenue": "",
    "Node.js, Node JS or nodejs": "Node.js",
    "React Native and React": "React Native, React",
    "We react to changes": "",
    "CI/CD with GitLab CI": "CI/CD, GitLab CI",
    "Our R&D team is at C-level": "",
    "Python for R&D": "Python",
    "Our Go-to-market team uses Python": "Python",
    "Go above and beyond": "",
    "We go far. Java helps.": "Java",
    "Experience with Go": "Go",
    "Senior Go developer": "Go",
    "Backend in Golang": "Go",
    "Excel in a fast team": "",
    "You excel at Python": "Python",
    "Strong Excel skills": "Excel",
    "Word, Excel and PowerPoint": "Word, Excel, PowerPoint",
    "- Excel\n- Outlook": "Excel, Outlook",
    "In a word: access to all teams": "",
    "Spring 2027 semester": "",
    "Java (Spring, Hibernate)": "Java, Spring, Hibernate",
    "Chef de partie": "",
    "Ansible, Puppet or Chef": "Ansible, Puppet, Chef",
    "A swift response": "",
    "Kotlin or Swift": "Kotlin, Swift",
    "express your ideas": "",
    "the rest of the team": "",
    "REST and SOAP interfaces": "REST, SOAP",
    "restful nights": "",
    "Series C, vitamin C, class C": "",
    "Führerschein Klasse B, C": "Driving licence class B",
    "Wir brauchen einen Führerschein der Klasse CE.": "Driving licence class C",
    "permis B exigé": "Driving licence class B",
    "k8s, Postgres und AWS": "Kubernetes, PostgreSQL, AWS",
    "SAP S/4HANA and SAP FI/CO": "SAP S/4HANA, SAP FI/CO",
    "sap runs down the tree": "",
    "Pay: 90,000 CAD + benefits": "",
    "CAD, CAM and GD&T": "CAD, CAM programming, GD&T",
    "CNC-Fräsen und SPS-Programmierung": "CNC machining, PLC programming",
    "Schweißen, Schweissen": "Welding",
    "Registered Nurse (RN) with BLS and ACLS": "Registered Nurse, BLS, ACLS",
    "milling, turning and grinding": "Milling, Turning, Grinding",
    "Turning ideas into products": "",
    "write to jobs@python.org or www.python.org": "",
    "Fluent German (C1) and English": "German, English",
    "fließend Deutsch und Englisch": "German, English",
    "Sehr gute Deutschkenntnisse": "German",
    "Vous parlez anglais et allemand couramment": "English, German",
    "nivel alto de inglés": "English",
    "Native Polish speaker": "Polish",
    "Polish the design": "",
    "A German company in Latin America": "",
    "PMP, CISSP or CPA": "PMP, CISSP, CPA",
    "Machine learning (ML) and 5 ml of water": "Machine learning",
    "machine\nlearning": "",
    "Tableau/Power BI": "Tableau, Power BI",
    "Pythonic, Javanese and scalable": "",
    "java8 and Java8": "",
    "see www.python": "",
    "Proficient in modern Swift": "Swift",
    "Modern Swift": "",
    "Languages: Go": "Go",
    "Meetings: Go": "",
    "You like languages such as Go": "Go",
    "fluent German, C and others": "German",
    "Python ¾, Java²": "Python",
    "": "",
}

#: Text → required | preferred.
WANTED = {
    "Python required, Go is a plus.": "Python | Go",
    "Python is a must. Kafka would be nice to have.": "Python | Kafka",
    "Java and, ideally, Kotlin": "Java | Kotlin",
    "Idealerweise kennst du Kafka.": " | Kafka",
    "Kafka von Vorteil": " | Kafka",
    "- Docker (preferred) and Python": "Python | Docker",
    "What you will do\n\n- Write Python\n\nRequirements\n\n- Java\n\nNice to have\n\n- Kafka": "Python, Java | Kafka",
    "Requirements\n\n- Java\n- Redis is a plus": "Java | Redis",
    "Nice to have\n\n- Kafka\n\nRequirements\n\n- Kafka and Java": "Kafka, Java | ",
    "Requirements\n\n- Java\n\nBenefits\n\n- Python courses": "Java | ",
    "Das bringst du mit\n\n- Java\n\nVon Vorteil\n\n- Python": "Java | Python",
}


def test_words_are_skills_where_they_are_meant_so() -> None:
    found = {text: ", ".join(find_skills(text, ()).evidence) for text in NAMED}
    assert {text: names for text, names in found.items() if names != NAMED[text]} == {}


def test_skills_are_required_or_preferred() -> None:
    for text, expected in WANTED.items():
        found = find_skills(text, find_sections(text))
        assert (text, f"{', '.join(found.required)} | {', '.join(found.preferred)}") == (text, expected)


def test_every_shipped_skill_is_found_by_its_name() -> None:
    """A row that nothing finds is a fault of the table: its name belongs to another, or is never taken for a skill."""
    lost = [
        entry.name
        for entry in shipped_skills()
        if entry.name not in find_skills(f"- {entry.name}\n- fluent {entry.name}", ()).evidence
    ]
    assert lost == []


def test_the_shipped_table_is_sound() -> None:
    names: dict[str, str] = {}
    for entry in shipped_skills():
        assert entry.name == entry.name.strip()
        for written in all_names(entry):
            assert written == " ".join(written.split()), entry
            assert names.setdefault(fold(written), entry.name) == entry.name, (written, entry)
    assert {len(row) for row in read_table("skills.tsv")} == {4}
    assert len(shipped_skills()) > 1_500
    assert {entry.kind for entry in shipped_skills()} == set(SkillKind)


@given(
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.sampled_from(
                [
                    "Go",
                    "Python",
                    "C",
                    "C++",
                    "İ",
                    "ß",
                    "Deutsch",
                    "fluent",
                    "must",
                    "a plus",
                    "\n- ",
                    ". ",
                    ".NET",
                    "R&D",
                ]
            ),
        ),
        max_size=30,
    ).map(" ".join)
)
@example("PYTHON ¾")
def test_what_is_found_is_in_the_text(text: str) -> None:
    sections = find_sections(text)
    found = find_skills(text, sections)
    assert found == find_skills(text, sections)
    assert set(found.evidence) == {*found.required, *found.preferred}
    assert not {*found.required} & {*found.preferred}
    assert list(found.evidence.values()) == sorted(found.evidence.values())
    for name, span in found.evidence.items():
        assert 0 <= span.start < span.end <= len(text)
        part = text[span.start : span.end]
        entry = next(entry for entry in shipped_skills() if entry.name == name)
        assert _letters(part) in {_letters(written) for written in all_names(entry)}


def _letters(text: str) -> str:
    return "".join(sign for sign in fold(text.replace("ß", "s")) if sign.isalnum())


def test_long_texts_are_read_to_a_bound() -> None:
    for text in (
        "C " * 200_000,
        "Go, " * 100_000,
        "a plus " * 50_000,
        "German " * 50_000,
        "-" * 500_000,
        "Go must " * 40_000,
    ):
        assert len(find_skills(text, find_sections(text)).evidence) <= 3
    many = SkillIndex(SkillEntry(f"skill{number}", SkillKind.TOOL) for number in range(300))
    found = many.find_skills(" ".join(f"skill{number}" for number in range(300)), ())
    assert len(found.required) == len(found.evidence) == 100


def test_names_are_known_by_any_alias() -> None:
    for written, key in {
        "k8s": "kubernetes",
        "KUBERNETES": "kubernetes",
        "golang": "go",
        "Basketry": "basketry",
    }.items():
        assert skill_key(written) == key


def test_a_users_own_entry_wins() -> None:
    own = SkillEntry("Python", SkillKind.DOMAIN, ("snake keeping",))
    fresh = SkillEntry("Basketry", SkillKind.TRADE, ("k8s",), SkillNeed.EXACT)
    index = SkillIndex(with_imported([own, fresh]))
    assert index.find_skills("snake keeping and Basketry, basketry", ()).required == ("Python", "Basketry")
    assert index.find_skills("Python3", ()).required == ()
    # An alias of a shipped skill stays with it.
    assert index.find_skills("k8s", ()).required == ("Kubernetes",)


def frequencies_of(texts: list[str]) -> DocumentFrequencies:
    frequencies = DocumentFrequencies()
    for text in texts:
        frequencies.add(text)
    return frequencies.without_rare()


def test_keywords_are_the_terms_that_set_a_posting_apart() -> None:
    texts = [f"common words topic{'abcdefghij'[number % 10] * 3}" for number in range(LEAST_POSTINGS)]
    frequencies = frequencies_of(texts)
    assert find_keywords("common words topicaaa topicbbb topicbbb never seen", frequencies) == ("topicbbb", "topicaaa")
    assert find_keywords("topicaaa", frequencies_of(texts[1:])) == ()
    many = "topicaaa topicbbb topicccc topicddd topiceee topicfff topicggg topichhh topiciii topicjjj"
    assert find_keywords(many, frequencies) == tuple(many.split())
    assert terms_of("Äpfel, C3PO and e-mail") == ["apfel", "and", "mail"]
    assert find_keywords("", frequencies) == ()


def test_a_rule_names_a_skill_in_any_known_way() -> None:
    job = stored_job(title="Engineer", description="You know Kubernetes and Golang.").job
    facts = FactReader().read(job)
    assert facts.required_skills == ("Kubernetes", "Go")
    assert (facts.evidence["required_skills"].start, facts.failed) == (9, None)
    for skills, expected in {("k8s",): True, ("golang",): True, ("java",): False, ("Basketry", "GO"): True}.items():
        assert holds(AlertRule(skills=skills), job, facts) is expected, skills
    assert holds(AlertRule(all_skills=("k8s", "go")), job, facts)
    assert not holds(AlertRule(excluded_skills=("k8s",)), job, facts)


def test_skills_of_the_title_are_required_and_come_first() -> None:
    job = stored_job(title="Senior Rust developer", description="Kafka and Rust are a plus.").job
    facts = FactReader().read(job)
    assert (facts.required_skills, facts.preferred_skills) == (("Rust",), ("Kafka",))
    assert facts.evidence["required_skills"].text is FactText.TITLE
