from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.utils import compute_content_hash, compute_job_key
from jobscan.utils.hashing import compute_clean_content_hash, compute_hash
from jobscan.utils.text import clean_line, clean_text

#: Few letters and the separators of the encoding, so that parts which could run into each other are common.
tricky = st.text("a1:;|\0\ud800é", max_size=4)
triples = st.tuples(tricky, tricky, tricky)


def test_a_job_key_is_the_sha256_of_its_length_prefixed_parts() -> None:
    """Written out, because the keys in people's databases must stay the same for ever."""
    expected = hashlib.sha256(b"10:greenhouse9:canonical7:4754075").hexdigest()
    assert compute_job_key("greenhouse", "canonical", "4754075") == expected


def test_lengths_count_bytes_and_lone_surrogates_can_be_hashed() -> None:
    assert compute_hash("é", "\ud800") == hashlib.sha256(b"2:\xc3\xa93:\xed\xa0\x80").hexdigest()


@given(st.lists(tricky, max_size=4))
def test_bytes_are_hashed_as_the_text_that_they_are(parts: list[str]) -> None:
    assert compute_hash(*(part.encode("utf-8", "surrogatepass") for part in parts)) == compute_hash(*parts)


@given(triples)
def test_a_job_key_is_the_hash_of_its_parts_in_any_script(parts: tuple[str, str, str]) -> None:
    assert compute_job_key(*parts) == compute_hash(*parts)


@given(triples, triples)
def test_no_two_different_identities_collide(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert (compute_job_key(*one) == compute_job_key(*other)) == (one == other)


@given(st.lists(tricky, max_size=4), st.lists(tricky, max_size=4))
def test_no_two_different_sequences_of_parts_collide(one: list[str], other: list[str]) -> None:
    assert (compute_hash(*one) == compute_hash(*other)) == (one == other)


@given(triples, st.integers(0, 11))
def test_moving_the_border_between_two_parts_gives_another_key(parts: tuple[str, str, str], cut: int) -> None:
    joined = "".join(parts)
    moved = (joined[:cut], joined[cut:], "")
    assert (compute_job_key(*parts) == compute_job_key(*moved)) == (parts == moved)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("T", "a\n\nb", "L"), ("T", "a\nb", "L")),
        (("T", "a b", "L"), ("T", "a\n\n b ", "L")),
        (("T  x", "a", "L"), ("T x", "a", " L")),
    ],
)
def test_blanks_and_line_breaks_are_no_change_of_content(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    assert compute_content_hash(*one) == compute_content_hash(*other)


@pytest.mark.parametrize(
    "other", [("U", "a b", "L"), ("T", "ab", "L"), ("T", "a b c", "L"), ("T", "a b", "M"), ("T", "L", "a b")]
)
def test_each_part_counts_for_the_content(other: tuple[str, str, str]) -> None:
    assert compute_content_hash("T", "a b", "L") != compute_content_hash(*other)


#: Texts of blanks of all kinds, mostly.
blanks = st.text(st.one_of(st.sampled_from(" \n\t\r\v\x1c\x85\xa0\u2028\u3000\u200ba-"), st.characters(codec=None)))


@given(blanks, blanks, blanks, st.integers(1, 30))
def test_clean_texts_have_the_hash_of_all_texts(title: str, description: str, location: str, limit: int) -> None:
    clean = clean_line(title, limit), clean_text(description, limit), clean_line(location, limit)
    assert compute_clean_content_hash(*clean) == compute_content_hash(*clean)
