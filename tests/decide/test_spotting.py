from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.match import lexicon as lexicons
from jobscan.decide.match import spotting
from jobscan.decide.match.lexicon import HeadingLexicon, Lexicon, Terms, TextLexicon
from jobscan.decide.match.spotting import MarkedWords, PlainWords
from jobscan.decide.match.terms import LONGEST_TEXT, Heading, Term, Text
from jobscan.decide.match.words import fold, marked
from tests.utils.timing import own_seconds

_WORDS = "a b c d go java java8 c++ c# f# r&d at&t node.js .net d.c. we'd sales&marketing data engineer x 8".split()
_OTHERS = "é ü ß я java工 师 ह ि バ ス “ ” … – € ? ! ﾊ ﾞ ø".split()
_SEAMS = (" ", " ", ", ", "/", "-", ".", "'", "&", "#", "+", "++", "\n", "_", "(", ")", "?", "..", "&&", "##", "")


def texts_of(words: list[str], most: int) -> st.SearchStrategy[str]:
    parts = st.tuples(st.sampled_from(words), st.sampled_from(_SEAMS)).map("".join)
    return st.lists(parts, min_size=1, max_size=most).map("".join)


plain_entries = texts_of(_WORDS, 3)
entries = texts_of(_WORDS + _OTHERS, 3)
texts = texts_of(_WORDS + _OTHERS, 40)


def found(entry_list: list[str], text: str, *, short: int = 0, kind: type[Lexicon] = TextLexicon) -> list[str]:
    """Return the entries that a lexicon finds in a text, which is marked when it is ``short``."""
    terms = Terms()
    lexicon = terms.lexicon(kind)
    numbers = {entry: terms.numbers([entry], lexicon) for entry in entry_list}
    terms.freeze()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexicons, "_SHORT", short)
        spotted = lexicon.find(text)
    return [entry for entry in entry_list if spotted.issuperset(numbers[entry]) and numbers[entry]]


@given(st.lists(entries, max_size=12), texts, st.sampled_from((0, 50)))
def test_a_lexicon_finds_what_each_term_finds_by_itself(entry_list: list[str], text: str, short: int) -> None:
    expected = [entry for entry in entry_list if Term.of(entry).found_in(Text.of(text)) is not None]
    assert found(entry_list, text, short=short) == expected


@given(st.lists(entries, max_size=12), texts, st.sampled_from((3, 4096)))
def test_a_lexicon_of_headings_finds_what_each_term_finds_by_itself(
    entry_list: list[str], text: str, window: int
) -> None:
    expected = [entry for entry in entry_list if Term.of(entry).found_in(Heading.of(text)) is not None]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spotting, "_WINDOW", window)
        assert found(entry_list, text, kind=HeadingLexicon) == expected


@given(st.lists(entries, max_size=12), texts)
def test_what_is_found_in_running_text_is_found_in_the_same_heading(entry_list: list[str], text: str) -> None:
    named = [entry for entry in entry_list if any(map(str.isalnum, entry))]
    assert set(found(named, text)) <= set(found(named, text, kind=HeadingLexicon))


@given(st.lists(plain_entries, min_size=1, max_size=12), texts, st.sampled_from((0, 2, 50)), st.sampled_from((3, 4096)))
def test_plain_words_are_the_marked_ones_or_none(
    entry_list: list[str], text: str, most_marked: int, window: int
) -> None:
    words = {marked(fold(entry)): number for number, entry in enumerate(entry_list) if any(map(str.isalnum, entry))}
    if not words:
        return
    folded = fold(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spotting, "_MOST_MARKED", most_marked)
        patch.setattr(spotting, "_WINDOW", window)
        spotted = PlainWords(words).find(folded)
        assert spotted is None or spotted == MarkedWords(words).find(folded)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        # One place each is marked, until there are too many of them.
        (["c"], "c++ " * 1000),
        # Each place is one of many.
        ([" ".join("a" * length) for length in range(1, 60)], "a " * 5000),
    ],
)
def test_plain_words_give_up_where_marking_all_is_faster(words: list[str], text: str) -> None:
    numbered = {marked(word): number for number, word in enumerate(words)}
    assert PlainWords(numbered).find(fold(text)) is None
    assert found(words, text) == [word for word in words if Term.of(word).found_in(Text.of(text)) is not None]


@pytest.mark.parametrize("kind", [TextLexicon, HeadingLexicon])
@pytest.mark.parametrize("unit", ["c++ ", "c.", "r&d ", "a'", "é.", "工a", "c#"])
def test_no_text_holds_the_loop_up(unit: str, kind: type[Lexicon]) -> None:
    words = ["c", "c++", "r&d", "d", "工", *(" ".join("a" * length) for length in range(1, 100))]
    terms = Terms()
    lexicon = terms.lexicon(kind)
    terms.numbers(words, lexicon)
    terms.freeze()
    text = unit * (LONGEST_TEXT // len(unit))
    assert own_seconds(lambda: lexicon.find(text)) < 0.25


def test_words_without_letters_are_found_as_they_are() -> None:
    """A mistake that `check_rule` tells."""
    assert found(["++", "go"], "c++ or go") == ["++", "go"]


def test_words_of_other_scripts_are_found_beside_plain_ones() -> None:
    assert found(["工程师", "java", "go"], "Java工程师") == ["工程师", "java"]
    assert found(["工程师", "java", "go"], "Java, Go") == ["java", "go"]
    assert found(["工程师"], "“Java”") == []


@pytest.mark.parametrize(("text", "entry_list"), [("xr&d, go r&d", ["r&d"]), ("xr&d, go r&d&i", [])])
def test_what_looks_like_the_word_where_a_text_was_cut_is_none(text: str, entry_list: list[str]) -> None:
    """Eight characters before a place are marked with it: here from within the word "xr"."""
    assert found(["r&d"], text) == entry_list
