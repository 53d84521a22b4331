"""Diffs of texts, and the excerpts of them that people read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.utils.diff import EXCERPT_WIDTH, changed_lines, excerpt_diff, unified_diff
from tests.utils.timing import own_seconds


@pytest.mark.parametrize(
    ("old", "new", "diff"),
    [
        ("a", "a", ""),
        ("", "a", "@@ -1 +1 @@\n-\n+a"),
        ("a\nb\nc\nd\ne", "a\nb\nx\nd\ne", "@@ -2,3 +2,3 @@\n b\n-c\n+x\n d"),
        ("a\nb", "a\nb\nc", "@@ -2 +2,2 @@\n b\n+c"),
        ("--- a\n+++ b", "--- a", "@@ -1,2 +1 @@\n --- a\n-+++ b"),
    ],
)
def test_a_diff_shows_the_changed_lines_with_their_neighbours(old: str, new: str, diff: str) -> None:
    assert unified_diff(old, new) == diff


lines = st.lists(st.sampled_from(["", "a", "b", "- a", "+b", "@@"]), min_size=1, max_size=12)


def _side(diff: str, sign: str) -> list[str]:
    return [line[1:] for line in diff.split("\n") if line.startswith(sign)]


@given(lines, lines)
def test_a_diff_removes_what_only_the_old_has_and_adds_what_only_the_new_has(old: list[str], new: list[str]) -> None:
    diff = unified_diff("\n".join(old), "\n".join(new))
    removed, added = _side(diff, "-"), _side(diff, "+")
    assert len(new) - len(old) == len(added) - len(removed)
    assert sorted([*old, *added]) == sorted([*new, *removed])
    assert (diff == "") == (old == new)


def test_texts_of_too_many_lines_are_replaced_as_a_whole() -> None:
    old, new = [f"old {number}" for number in range(400)], [f"new {number}" for number in range(300)]
    diff = unified_diff("\n".join(old), "\n".join(new))
    assert diff.split("\n")[0] == "@@ -1,400 +1,300 @@"
    assert (_side(diff, "-"), _side(diff, "+")) == (old, new)


@pytest.mark.parametrize("sizes", [(100, 199), (502, 199), (141, 141), (316, 316), (131_072, 131_072)])
@pytest.mark.parametrize(
    ("old", "new"), [("ax", "ab"), ("a", "ab"), ("ab", "ba"), ("a", "a#"), ("ab", "a#"), ("aab", "#aa")]
)
def test_no_pair_of_texts_holds_the_loop_up(sizes: tuple[int, int], old: str, new: str) -> None:
    """A "#" stands for a line that comes once."""
    before = "\n".join(old[number % len(old)] for number in range(sizes[0]))
    after = "\n".join(new[number % len(new)].replace("#", f"#{number}") for number in range(sizes[1]))
    assert own_seconds(lambda: unified_diff(before, after)) < 0.15


def _patched(old: list[str], diff: str) -> list[str]:
    """Apply a diff by its hunks, checking that each removes and keeps what is there."""
    new: list[str] = []
    at = 0
    for line in diff.split("\n") if diff else []:
        if header := re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@", line):
            begin = int(header[1]) - (header[2] != "0")
            new, at = new + old[at:begin], begin
            continue
        if line[0] in " -":
            assert old[at] == line[1:]
            at += 1
        if line[0] in " +":
            new.append(line[1:])
    return new + old[at:]


@given(
    st.integers(0, 2**32), st.lists(st.tuples(st.integers(0, 399), st.sampled_from(["drop", "twin", "word", "join"])))
)
def test_a_diff_of_long_texts_is_exact_too(seed: int, edits: list[tuple[int, str]]) -> None:
    old = [f"line {number * (seed % 7) % 250}" for number in range(400)]
    new = list(old)
    for place, kind in edits:
        at = place % max(1, len(new))
        new[at : at + 1] = {"drop": [], "twin": [new[at]] * 2, "word": [f"new {place}"], "join": [new[at] + new[-1]]}[
            kind
        ]
        new = new or [""]
    diff = unified_diff("\n".join(old), "\n".join(new))
    assert _patched(old, diff) == new


def test_of_a_long_text_only_what_changed_is_in_its_diff() -> None:
    old = [f"line {number}" for number in range(500)]
    new = [*old[:100], "more", *old[100:300], "other", *old[301:]]
    diff = unified_diff("\n".join(old), "\n".join(new))
    assert diff.split("\n") == [
        *("@@ -100,2 +100,3 @@", " line 99", "+more", " line 100"),
        *("@@ -300,3 +301,3 @@", " line 299", "-line 300", "+other", " line 301"),
    ]


FILLER = "We build things that people like, in small teams that talk to each other. " * 9


@pytest.mark.parametrize(
    ("old", "new", "excerpt"),
    [
        ("", "", []),
        ("three years", "five years", ["-three years", "+five years"]),
        (
            f"{FILLER}You bring three years of Python. {FILLER}",
            f"{FILLER}You bring five years of Python. {FILLER}",
            [
                "-… talk to each other. You bring three years of Python. We build …",
                "+… talk to each other. You bring five years of Python. We build …",
            ],
        ),
        (
            f"Team A. {FILLER}The end is near.",
            f"Team B. {FILLER}The end is here.",
            [
                "-Team A. We build things that people …",
                "+Team B. We build things that people …",
                "-… talk to each other. The end is near.",
                "+… talk to each other. The end is here.",
            ],
        ),
        (
            FILLER,
            f"{FILLER}We pay well.",
            ["-… teams that talk to each other.", "+… teams that talk to each other. We pay well."],
        ),
        (f"{FILLER}\n", f"{FILLER}\nNew at the end", ["+New at the end"]),
        ("私たちは働く" * 60, "私たちは働く" * 30 + "東京で" + "私たちは働く" * 30, ["-… ", "+… "]),
        ("a\nb\nc", "d\ne\nf", ["-a", "+d", "-b", "+e", "-c", "+f"]),
        (
            "We hire engineers\nWe pay\nx y z",
            "We pay\nWe hire good engineers",
            ["-We hire engineers", "-x y z", "+We hire good engineers"],
        ),
    ],
)
def test_an_excerpt_shows_the_words_that_changed(old: str, new: str, excerpt: list[str]) -> None:
    lines, more = changed_lines(excerpt_diff(unified_diff(old, new), 8))
    assert more == 0
    assert [line[: len(wanted)] for line, wanted in zip(lines, excerpt, strict=True)] == excerpt


def test_an_excerpt_says_how_much_it_leaves_out() -> None:
    old, new = ["\n".join(f"{word} {number}" for number in range(50)) for word in ("old", "new")]
    assert excerpt_diff(unified_diff(old, new), 4).split("\n") == [
        *("-old 0", "+new 0", "-old 1", "+new 1"),
        "… and 96 more changed lines",
    ]
    assert excerpt_diff("-a\n+b\n-c", 2) == "-a\n+b\n… and 1 more changed line"


@pytest.mark.parametrize("size", [20, 300, 3_000])
@given(st.data())
def test_wherever_a_word_of_a_paragraph_changes_both_words_are_shown(size: int, data: st.DataObject) -> None:
    words = [f"word{number % 170}" for number in range(size)]
    place = data.draw(st.integers(0, size - 1))
    new = [*words[:place], "changed", *words[place + 1 :]]
    diff = unified_diff(f"first\n{' '.join(words)}\nlast", f"first\n{' '.join(new)}\nlast")
    (removed, added), more = changed_lines(excerpt_diff(diff, 8))
    assert more == 0
    assert words[place] in removed
    assert "changed" in added


pieces = st.sampled_from(["a", "bb ", " ", "漢", "…", "-", "+", "@@", "é", "😀", "x" * 90, "the end. "])
paragraphs = st.lists(st.lists(pieces, max_size=60).map("".join), max_size=12).map("\n".join)


@given(paragraphs, paragraphs, st.integers(1, 12))
def test_any_excerpt_is_short_says_something_and_stays_as_it_is(old: str, new: str, count: int) -> None:
    excerpt = excerpt_diff(unified_diff(old, new), count)
    lines, _ = changed_lines(excerpt)
    assert len(lines) <= count
    assert len(excerpt.split("\n")) <= count + 1
    assert all(len(line) <= EXCERPT_WIDTH + 1 for line in lines)
    assert sorted(excerpt_diff(excerpt, count).split("\n")) == sorted(excerpt.split("\n"))
    if old.split() != new.split():
        # Not that the sides differ: a paragraph that moved stands on both, and blanks at a line's end are not shown.
        assert lines


def test_texts_of_any_size_are_compared_in_bounded_work() -> None:
    """The largest descriptions there are, of words that come again and again and of words that come once."""
    words = "ab ba aab".split()
    pairs = [
        (" ".join(words[n % 3] for n in range(80_000)), " ".join(words[n % 2] for n in range(80_000))),
        (" ".join(map(str, range(40_000))), " ".join(str(n * 7 % 40_000) for n in range(40_000))),
        ("漢字" * 100_000, "字漢仮" * 70_000),
        (
            "\n".join(f"{n} of {n % 9} " * 40 for n in range(300)),
            "\n".join(f"{n} in {n % 7} " * 40 for n in range(300)),
        ),
    ]
    for old, new in pairs:
        lines, _ = changed_lines(excerpt_diff(unified_diff(old, new), 12))
        assert 2 <= len(lines) <= 12
        assert max(map(len, lines)) <= EXCERPT_WIDTH + 1
