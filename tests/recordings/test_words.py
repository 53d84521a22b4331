"""Stand-ins for words: what stays of a word, and that no two words have the same."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recordings.words import Words

WORDS = Words(b"a key")

#: Letters that Unicode had in 2002: the stand-ins are made with its tables.
LETTERS = st.characters(categories=["L", "Nd"]).filter(lambda letter: unicodedata.ucd_3_2_0.category(letter) != "Cn")


def shape(word: str) -> list[tuple[object, ...]]:
    """Return what must be the same in a stand-in, letter by letter."""
    return [
        (
            letter.isalpha(),
            letter.isdecimal(),
            len(letter.encode()),
            unicodedata.is_normalized("NFC", letter),
            letter.isupper(),
            letter.islower(),
            letter.lower() in "aeiou",
        )
        for letter in word
    ]


@given(st.text(LETTERS, min_size=1, max_size=20))
def test_a_stand_in_is_as_long_and_of_the_same_letters(word: str) -> None:
    assert shape(WORDS.stand_in(word)) == shape(word)


@given(st.data(), st.text(LETTERS, min_size=1, max_size=8))
def test_no_two_words_have_one_stand_in(data: st.DataObject, word: str) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    other = word[:at] + data.draw(LETTERS) + word[at + 1 :]
    assert (WORDS.stand_in(other) == WORDS.stand_in(word)) is (other == word)


def test_every_letter_has_a_stand_in_of_its_own() -> None:
    tables = unicodedata.ucd_3_2_0
    letters = [letter for letter in map(chr, range(0x110000)) if tables.category(letter)[0] == "L" and letter.isalpha()]
    assert len(letters) > 80_000
    assert len(set(map(WORDS.stand_in, letters))) == len(letters)


def test_all_words_of_two_letters_have_each_a_stand_in_of_their_own() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    words = ["".join(pair) for pair in itertools.product(letters, repeat=2)]
    made = [WORDS.stand_in(word) for word in words]
    assert sorted(made) == sorted(words)
    assert made != words


@given(st.text(LETTERS, min_size=1, max_size=12))
def test_the_same_key_gives_the_same_words(word: str) -> None:
    assert Words(b"a key").stand_in(word) == WORDS.stand_in(word)


def test_another_key_gives_others() -> None:
    words = "software engineering company experience".split()
    assert not {*map(WORDS.stand_in, words)} & {*map(Words(b"another key").stand_in, words)}


@pytest.mark.parametrize("word", ["engineer", "straße", "éclair", "привет", "naïve"])
def test_capitals_make_no_other_word(word: str) -> None:
    made = WORDS.stand_in(word)
    assert made != word
    assert WORDS.stand_in(word.capitalize()) == made.capitalize()
    if "ß" not in word:
        assert WORDS.stand_in(word.upper()) == made.upper()


@pytest.mark.parametrize("word", ["운영과", "東京都", "エンジニア", "ひらがな", "𝐁𝐨𝐥𝐝", "ქართული", "ႠႡႢ"])
def test_words_of_any_script_are_replaced(word: str) -> None:
    made = WORDS.stand_in(word)
    assert made != word
    assert [unicodedata.name(letter).split()[0] for letter in made] == [
        unicodedata.name(letter).split()[0] for letter in word
    ]


@pytest.mark.parametrize("text", ["", "-", "_’.", "①"])
def test_what_is_no_letter_stays(text: str) -> None:
    assert WORDS.stand_in(text) == text


def test_a_letter_younger_than_the_tables_is_refused() -> None:
    with pytest.raises(ValueError, match=r"U\+A78D.*Unicode 3.2 does not have it"):
        WORDS.stand_in("Ɥ")
