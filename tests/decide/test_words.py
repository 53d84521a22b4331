from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.match import words
from jobscan.decide.match.terms import LONGEST_TEXT, Term, Text, is_expression
from jobscan.decide.match.words import EDGE, fold, marked
from jobscan.utils.text import has_words


def is_in(entry: str, text: str) -> bool:
    return Term.of(entry).found_in(Text.of(text)) is not None


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Senior  Engineer\n(m/w/d)", "senior engineer (m/w/d)"),
        ("snake_case", "snake case"),
        ("Zürich", "zurich"),
        ("ZU\u0308RICH", "zurich"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("København, Łódź, Đà Nẵng", "kobenhavn, lodz, da nang"),
        ("Ærø, Œuvre, þing, Ħal, Ŧ, Ŋ", "aero, oeuvre, thing, hal, t, n"),
        ("İstanbul ısı", "istanbul isi"),
        ("Σίσυφος", "σισυφοσ"),
        ("Ёлка, Йод", "елка, иод"),
        ("שָׁלוֹם", "שלום"),
        ("مُهَنْدِس", "مهندس"),
        ("Ｊａｖａ　ｄｅｖ", "java dev"),
        ("ﬁnance", "finance"),
        ("Java™ dev\u00aded\u200b", "java deved"),
        ("front‑end – women’s C♯", "front-end - women's c#"),
        # These marks make other letters.
        ("バス", "バス"),
        ("ﾊﾞｽ", "バス"),
        ("हिन्दी", "हिन्दी"),
        ("개발자", "개발자"),
        ("a\ud800b", "ab"),
        ("", ""),
        (" \n", ""),
    ],
)
def test_folding_is_blind_for_case_accents_and_blanks(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_each_character_twice_changes_nothing() -> None:
    # The planes above hold Han only.
    characters = map(chr, range(0x20000))
    assert [character for character in characters if fold(fold(character)) != fold(character)] == []


@given(st.text(), st.integers(0, 2))
def test_characters_are_folded_alone_as_in_any_text(text: str, many: int) -> None:
    """A text of very many different characters is folded as a whole, others one character at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_MANY_SIGNS", many)
        as_a_whole = fold(text)
    assert fold(text) == as_a_whole


@given(st.text("が゚ﾊﾞガgaＧ각ᆨ가é\u0301\u0327ÅÅΩ½ﬁ™\u200d\u3000\n İıß"))
def test_characters_that_compose_are_folded_with_what_is_beside_them(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_MANY_SIGNS", 0)
        as_a_whole = fold(text)
    assert fold(text) == as_a_whole


@given(st.text())
def test_folded_text_has_no_mark_of_edges(text: str) -> None:
    assert EDGE not in fold(text)
    assert marked(fold(text)).replace(EDGE, "") == fold(text)


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("go", "Go developer"),
        ("Go", "Go/Golang"),
        ("go", "(Go)"),
        ("C", "C developer"),
        ("C", "C, Rust"),
        ("C", "C/C++"),
        ("C", "Embedded (C)"),
        ("C", "Embedded C."),
        ("R", "R / Python"),
        ("R", "(R)"),
        ("R", "R"),
        ("R&D", "Head of R&D"),
        ("R&D", "R&D/Innovation"),
        ("AT&T", "AT&T Labs"),
        ("Marketing", "Sales&Marketing"),
        ("Sales", "Sales&Marketing"),
        ("C++", "C++17"),
        ("C++", "C/C++"),
        ("C++", "C++"),
        ("C++", "C++Developer"),
        ("C++17", "Modern C++17"),
        ("developer", "C++Developer"),
        ("Notepad++", "notepad++"),
        ("C#", "C#"),
        ("C#", "C#/.NET"),
        ("C#", "C# 12"),
        ("C#", "C♯ developer"),
        ("F#", "Scala/F#"),
        (".NET", ".NET"),
        (".NET", "ASP.NET"),
        (".NET", "C#/.NET"),
        (".NET", "(.NET Core)"),
        ("net", "ASP.NET"),
        ("Node.js", "Node.js, React"),
        ("js", "Node.js"),
        ("Node", "Node.js"),
        ("D.C.", "Washington, D.C."),
        ("U.S.", "Remote (U.S.)"),
        ("Ph.D", "Ph.D. required"),
        ("Backend", "Backend-Engineer"),
        ("Engineer", "Backend-Engineer"),
        ("full-time", "Full–time"),
        ("full time", "FULL_TIME"),
        ("Java", "Java+Kotlin"),
        ("Kotlin", "Java+Kotlin"),
        ("Java", "Java™"),
        ("Disney", "Disney+"),
        ("Oréal", "L’Oréal"),
        ("équipe", "Chef d'équipe"),
        ("women", "Women's shelter"),
        ("zurich", "Zürich"),
        ("Zürich", "ZURICH"),
        ("Straße", "Lange Strasse 1"),
        ("strasse", "Lange Straße"),
        ("data engineer", "Data\n\nEngineer"),
        ("data  engineer", "Senior data \u00a0engineer (m/w/d)"),
        ("  padded ", "padded"),
        ("工程师", "软件工程师"),
        ("软件", "软件工程师"),
        ("Java", "Java工程师"),
        ("工程师", "Java工程师"),
        ("エンジニア", "データエンジニア募集"),
        ("นักพัฒนา", "รับสมัครนักพัฒนาซอฟต์แวร์"),
        ("개발자", "서버 개발자"),
        ("हिन्दी", "हिन्दी अनुवादक"),
        ("3", "3-5 years"),
        ("5", "5+ years"),
    ],
)
def test_whole_words_are_found(entry: str, text: str) -> None:
    assert is_in(entry, text)


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("go", "good"),
        ("go", "Django"),
        ("Go", "Cargo"),
        ("C", "C++"),
        ("C", "C++17"),
        ("C", "C#"),
        ("C", "C#/F#"),
        ("C", "Washington, D.C."),
        ("C", "C'est"),
        ("D", "we’d like"),
        ("D", "Ph.D."),
        ("R", "R&D"),
        ("D", "R&D"),
        ("I", "R&D&I"),
        ("T", "AT&T"),
        ("AT", "AT&T"),
        ("F#", "PDF#"),
        ("C++", "C+"),
        ("C#", "C"),
        (".NET", "network"),
        (".NET", "internet"),
        (".NET", ".network"),
        ("Node.js", "Node.jsx"),
        ("Node.js", "Node js"),
        ("java", "Java8"),
        ("java", "JavaScript"),
        ("8", "Java8"),
        ("data engineer", "data engineering"),
        ("data engineer", "dataengineer"),
        ("data engineer", "data, engineer"),
        ("US", "U.S."),
        ("バス", "ハス"),
        ("ह", "हिन्दी"),
        ("개발", "개발자"),
        ("Java", "JavaScript工程师"),
        ("", "anything"),
        (" ", "any thing"),
        ("\u0301", "anything"),
        ("go", ""),
    ],
)
def test_parts_of_words_are_not_found(entry: str, text: str) -> None:
    assert not is_in(entry, text)


@given(st.text(), st.sampled_from((" ", "\n", ", ", "; ")), st.text())
def test_every_word_is_found_between_blanks(before: str, seam: str, after: str) -> None:
    assert is_in("platform engineer", f"{before}{seam}Platform\n Engineer{seam}{after}")


@given(st.lists(st.text("aé", min_size=1, max_size=3), max_size=5), st.text("aé", min_size=1, max_size=3))
def test_of_plain_words_exactly_the_whole_ones_are_found(words: list[str], entry: str) -> None:
    assert is_in(entry, " ".join(words)) == (fold(entry) in [fold(word) for word in words])


@pytest.mark.parametrize(
    ("entry", "text", "found"),
    [
        ("/eng.*r/", "Senior Engineer (Go)", "Engineer"),
        ("/ENG/", "Great engineers", "eng"),
        ("/^eng/", "Great engineers", None),
        # In the text as it was written.
        ("/ü/", "Zürich", "ü"),
        ("/ü/", "ZÜRICH", "Ü"),
        ("/u/", "Zürich", None),
        ("/a  b/", "a  b", "a  b"),
        ("/./", "", None),
        ("/^$/", "", None),
        ("/(/", "(", None),
        # No expression: nothing is between the slashes.
        ("//", "a // b", "//"),
        ("/dev", "/dev/null", "/dev"),
    ],
)
def test_expressions_are_searched_in_the_text_as_written(entry: str, text: str, found: str | None) -> None:
    assert Term.of(entry).found_in(Text.of(text)) == found


@pytest.mark.parametrize(
    ("entry", "refusal"),
    [
        ("/(/", "missing ): ("),
        ("/[/", "missing ]: ["),
        ("/(?<=a)b/", "invalid perl operator: (?<="),
        (r"/(a)\1/", r"invalid escape sequence: \1"),
        ("/((a{1,100}){1,100}){1,100}/", "invalid repetition size: {1,100}"),
        (r"/(\pL|\pN){200}/", "pattern too large - compile failed"),
        ("/*\ud800/", "no argument for repetition operator: *"),
        ("/a|b/", None),
        ("word", None),
    ],
)
def test_what_re2_refuses_says_why(entry: str, refusal: str | None) -> None:
    assert Term.of(entry).refusal == refusal


def test_expressions_stand_between_slashes() -> None:
    assert [is_expression(entry) for entry in ("/a/", "/a", "a/", "//", "/", "", "a")] == [True] + [False] * 6


def test_a_missing_text_has_no_words() -> None:
    assert Text.of(None) == Text.of("") == Text.of(" \n") == Text("", b"")


def test_of_endless_texts_the_beginning_is_searched() -> None:
    text = "x" * (LONGEST_TEXT - 3) + " go" + " rust"
    assert [is_in(entry, text) for entry in ("go", "/go/", "rust", "/rust/")] == [True, True, False, False]


@pytest.mark.parametrize(("text", "has"), [("a", True), ("8", True), ("师", True), ("+", False), ("", False)])
def test_only_letters_and_digits_make_words(text: str, has: bool) -> None:
    assert has_words(text) is has
