"""Unified diffs of texts, and excerpts for people: the words that changed, with a few around them."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from functools import lru_cache
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from jobscan.utils.edits import Edit, find_edits, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Characters of one line of an excerpt; a line up to this long is shown whole.
EXCERPT_WIDTH = 160

_CONTEXT_LINES = 1
_LINE_WORK = 20_000
#: Of each pair of lines, word by word; beside the words that are unique in both, which cost little.
_WORD_WORK = 4_000
#: Characters shown before and after what changed within a line.
_CONTEXT = 32
#: Changed lines of a diff that an excerpt is made from; the others are counted.
_LINES_READ = 60
#: Words of a line by which its counterpart is found, and lines that are looked at for it.
_WORDS_COMPARED = 400
_LINES_COMPARED = 4
_SIMILAR = 0.5

#: A word with the blanks behind it. In scripts without blanks between words it is a character: Chinese, Japanese,
#: Korean, Thai, Lao, Burmese, Khmer.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"(?:[{_UNSPACED}]|[^\W{_UNSPACED}]{{1,40}}|.)\s*", re.DOTALL)
_MORE = re.compile(r"… and ([0-9,]+) more changed lines?")


def unified_diff(old: str, new: str) -> str:
    """Return a unified diff of the lines of two texts, without file headers; "" when they are equal.

    Of long texts the lines that both have once are found first, and what lies between is compared as far as it is
    not too much; else it is given as removed and added as a whole.
    """
    before, after = old.split("\n"), new.split("\n")
    if len(before) * len(after) <= _LINE_WORK:
        return "\n".join(list(difflib.unified_diff(before, after, lineterm="", n=_CONTEXT_LINES))[2:])
    hunks = _hunks(find_edits(before, after, work=_LINE_WORK))
    return "\n".join(line for hunk in hunks for line in _hunk_lines(before, after, hunk))


def _hunks(edits: Sequence[Edit]) -> list[list[Edit]]:
    """Put edits together whose lines of context would touch."""
    hunks: list[list[Edit]] = []
    for edit in edits:
        if hunks and edit.old_begin - hunks[-1][-1].old_end <= 2 * _CONTEXT_LINES:
            hunks[-1].append(edit)
        else:
            hunks.append([edit])
    return hunks


def _hunk_lines(before: Sequence[str], after: Sequence[str], hunk: Sequence[Edit]) -> Iterator[str]:
    first, last = hunk[0], hunk[-1]
    lead = min(_CONTEXT_LINES, first.old_begin, first.new_begin)
    tail = min(_CONTEXT_LINES, len(before) - last.old_end)
    old_range = _range(first.old_begin - lead, last.old_end + tail)
    new_range = _range(first.new_begin - lead, last.new_end + tail)
    yield f"@@ -{old_range} +{new_range} @@"
    at = first.old_begin - lead
    for edit in hunk:
        yield from (f" {line}" for line in before[at : edit.old_begin])
        yield from (f"-{line}" for line in before[edit.old_begin : edit.old_end])
        yield from (f"+{line}" for line in after[edit.new_begin : edit.new_end])
        at = edit.old_end
    yield from (f" {line}" for line in before[at : last.old_end + tail])


def _range(begin: int, end: int) -> str:
    """Write lines as a hunk's header does: an empty range names the line before it, one of one line no length."""
    length = end - begin
    return str(begin + 1) if length == 1 else f"{begin + (length > 0)},{length}"


def changed_lines(diff: str) -> tuple[list[str], int]:
    """Return the lines of a diff, or of an excerpt, that begin with - or +, and how many it says that it leaves out."""
    lines = diff.split("\n")
    more = _MORE.fullmatch(lines[-1])
    return [line for line in lines if line[:1] in ("-", "+")], int(more[1].replace(",", "")) if more else 0


# All alerts that match a posting show the same excerpt; the texts can be large, so that few are kept.
@lru_cache(maxsize=4)
def excerpt_diff(diff: str, lines: int) -> str:
    """Return what people need to see of a unified diff, in at most ``lines`` lines of `EXCERPT_WIDTH` characters.

    Lines begin with - and +, what was and what is in turn. Of a line that changed in parts those parts are shown, with
    a few words around them; "…" stands for what is left out. A last line, "… and 12 more changed lines", says that
    there is more. Context lines and places in the text are left out. An excerpt can be made of an excerpt, too.
    """
    changed, left_out = changed_lines(diff)
    read = 0
    found: list[str] = []
    for removed, added in _blocks(diff):
        if read >= _LINES_READ or len(found) > lines:
            break
        room = _LINES_READ - read
        removed, added = removed[: max(room // 2, room - len(added))], added[: max(room // 2, room - len(removed))]
        read += len(removed) + len(added)
        found += _excerpts(removed, added)
    more = max(0, len(found) - lines) + len(changed) - read + left_out
    found = found[:lines]
    return "\n".join(found + ([f"… and {more:,} more changed line{'s' if more != 1 else ''}"] if more else []))


def _blocks(diff: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the lines removed and added at each place, without their signs."""
    sides: dict[str, list[str]] = {"-": [], "+": []}
    for sign, group in groupby(diff.split("\n"), key=lambda line: line[:1]):
        if any(sides.values()) and not (sign == "+" and not sides["+"]):
            yield sides["-"], sides["+"]
            sides = {"-": [], "+": []}
        if sign in sides:
            sides[sign] = [line[1:] for line in group]
    if any(sides.values()):
        yield sides["-"], sides["+"]


def _excerpts(removed: Sequence[str], added: Sequence[str]) -> list[str]:
    """Return the lines of an excerpt for one place: each line beside its counterpart, the others in turn."""
    found: list[str] = []
    olds, news = [_words(line) for line in removed], [_words(line) for line in added]
    old_at = new_at = 0
    for old_index, new_index in [*_counterparts(olds, news), (len(olds), len(news))]:
        for old, new in zip_longest(olds[old_at:old_index], news[new_at:new_index]):
            found += _pair(old, new, is_similar=False)
        if old_index < len(olds):
            found += _pair(olds[old_index], news[new_index], is_similar=True)
        old_at, new_at = old_index + 1, new_index + 1
    return found


def _counterparts(olds: Sequence[list[str]], news: Sequence[list[str]]) -> Iterator[tuple[int, int]]:
    """Yield which line became which, in order: those that share at least half of their words."""
    bags = [Counter(_keys(words[:_WORDS_COMPARED])) for words in news]
    at = 0
    for old_index, words in enumerate(olds):
        bag = Counter(_keys(words[:_WORDS_COMPARED]))
        near = range(at, min(at + _LINES_COMPARED, len(news)))
        best = max(near, key=lambda index: _similarity(bag, bags[index]), default=None)
        if best is not None and _similarity(bag, bags[best]) >= _SIMILAR:
            yield old_index, best
            at = best + 1


def _similarity(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _pair(old: list[str] | None, new: list[str] | None, *, is_similar: bool) -> Iterator[str]:
    """Yield the lines of an excerpt for a line and what it became; empty or None: it was not there, or is not now."""
    if not old or not new or max(len("".join(old)), len("".join(new))) <= EXCERPT_WIDTH:
        yield from (sign + _cut("".join(words)) for sign, words in (("-", old), ("+", new)) if words)
        return
    old_keys, new_keys = _keys(old), _keys(new)
    edits = find_edits(old_keys, new_keys, work=_WORD_WORK) if is_similar else [trimmed(old_keys, new_keys)]
    for edit in _merged(edits, old, new):
        yield "-" + _around(old, edit.old_begin, edit.old_end)
        yield "+" + _around(new, edit.new_begin, edit.new_end)


def _merged(edits: Sequence[Edit], old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """Put edits of a line together that are near each other, as far as a line of an excerpt can show them all."""
    found: list[Edit] = []
    for edit in edits:
        joined = Edit(found[-1].old_begin, edit.old_end, found[-1].new_begin, edit.new_end) if found else edit
        is_near = found and len("".join(old[found[-1].old_end : edit.old_begin])) <= 2 * _CONTEXT
        longest = max(
            len("".join(old[joined.old_begin : joined.old_end])), len("".join(new[joined.new_begin : joined.new_end]))
        )
        if is_near and longest <= EXCERPT_WIDTH - 2 * _CONTEXT:
            found[-1] = joined
        else:
            found.append(edit)
    return found


def _around(words: Sequence[str], begin: int, end: int) -> str:
    """Return some words of a line with their surroundings."""
    left, right = begin, end
    while left > 0 and len("".join(words[left - 1 : begin])) <= _CONTEXT:
        left -= 1
    # Not with what ends the sentence before.
    while left and left < begin and not any(map(str.isalnum, words[left])):
        left += 1
    while right < len(words) and len("".join(words[end : right + 1])) <= _CONTEXT:
        right += 1
    text = ("… " if left else "") + "".join(words[left:right]).strip()
    return _cut(text if right == len(words) else f"{text} …")


def _cut(text: str) -> str:
    text = text.strip()
    return text if len(text) <= EXCERPT_WIDTH else f"{text[: EXCERPT_WIDTH - 2].removesuffix('…').rstrip()} …"


def _words(line: str) -> list[str]:
    return _WORD.findall(line.strip())


def _keys(words: Sequence[str]) -> list[str]:
    """Return words as they are compared: ignoring how many spaces follow."""
    return [word.rstrip() for word in words]
