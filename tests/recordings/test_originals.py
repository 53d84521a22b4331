"""The recordings of this tree beside the answers that they were made of."""

from __future__ import annotations

import difflib
import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from jobscan.sources import ADAPTERS, detect_source
from tests.fixtures.corpus import ORIGINALS, SCRUBBED, Corpus
from tests.recordings.scrub import is_object, names_in, scrub

NAMES = names_in(SCRUBBED.root)
#: What employers wrote; lists of addresses and answers of the systems themselves hold nothing of that.
WRITTEN = [name for name in NAMES if not name.startswith("boards/") and "/errors/" not in name]
#: Words in a row that betray a sentence.
_RUN = 5


@pytest.fixture(scope="module")
def originals() -> Corpus:
    assert ORIGINALS is not None, "without originals this module is not collected"
    return ORIGINALS


@pytest.mark.parametrize("name", NAMES)
def test_the_originals_give_the_recordings_of_the_tree(originals: Corpus, name: str) -> None:
    assert scrub(originals, name, NAMES)[0] == SCRUBBED.read(name)


def strings(corpus: Corpus, name: str) -> Iterator[str]:
    """Return all strings of a recording, in order."""

    def inside(value: Any) -> Iterator[str]:
        if isinstance(value, str) and is_object(value):
            yield from inside(json.loads(value))
        elif isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for inner in value.values() if isinstance(value, dict) else value:
                yield from inside(inner)

    body = corpus.read(name).decode()
    # Of pages and feeds: what is between tags, and what is in quotes outside of them.
    texts = re.split(r'<!\[CDATA\[|\]\]>|<[^<>]*>|"', body)
    yield from inside(json.loads(body)) if name.endswith(".json") else texts


def plain(text: str) -> str:
    """Return a text without what escapes it."""
    return html.unescape(html.unescape(text))


def is_sentence(text: str) -> bool:
    """Judge by length and by how it ends: no title and no place of the recordings is one by this rule."""
    return not text.startswith("http") and (len(text) > 120 or (text.endswith((".", "!", "?")) and text.count(" ") > 4))


def runs(text: str) -> set[str]:
    """Return all runs of five words between tags."""
    found = set()
    for part in re.split(r"<[^<>]*>", plain(text)):
        words = re.findall(r"[^\W\d_]+", part.casefold())
        found |= {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    return found


def test_no_sentence_of_the_originals_is_in_the_tree(originals: Corpus) -> None:
    sentences, others, here = set[str](), set[str](), set[str]()
    for name in WRITTEN:
        for text in strings(originals, name):
            (sentences if is_sentence(text) else others).update(runs(text))
        for text in strings(SCRUBBED, name):
            here |= runs(text)
    # Descriptions repeat titles, which are facts.
    assert len(sentences) > 50_000
    assert sentences & here - others == set()


def test_nobody_can_be_reached_by_what_is_in_the_tree(originals: Corpus) -> None:
    def reached(corpus: Corpus) -> set[str]:
        texts = [text for name in WRITTEN for text in strings(corpus, name)]
        mails = {mail for text in texts for mail in re.findall(r"[\w.+-]+(?:@|%40)[\w-]+\.[\w.-]*\w", text)}
        # Numbers of ids, dates and amounts are facts, and stand in no sentence with so many digits.
        prose = [re.sub(r"https?://\S+|<[^<>]*>", " ", text) for text in map(plain, texts) if is_sentence(text)]
        phones = {re.sub(r"\D", "", number) for text in prose for number in re.findall(r"\+?\d[\d ()./-]{8,}\d", text)}
        return mails | {number for number in phones if len(number) > 8}

    theirs = reached(originals)
    assert len(theirs) > 5
    assert theirs & reached(SCRUBBED) == set()


def rewritten(originals: Corpus, name: str) -> list[tuple[str, str]]:
    """Return the strings that are no facts, as they were and as they are."""
    both = list(zip(strings(originals, name), strings(SCRUBBED, name), strict=True))
    return [(before, after) for before, after in both if before != after]


@pytest.mark.parametrize("name", WRITTEN)
def test_every_string_is_as_long_as_it_was_and_equal_ones_are_equal(originals: Corpus, name: str) -> None:
    pairs = rewritten(originals, name)
    assert all(len(before) == len(after) for before, after in pairs)
    assert len(set(pairs)) == len({before for before, _ in pairs}) == len({after for _, after in pairs})


@pytest.mark.parametrize(
    "name",
    [
        "greenhouse/canonical.2023-08-08.content.json",
        "lever/matchgroup.full.json",
        "ashby/ramp.full.compensation.json",
    ],
)
def test_paragraphs_are_equal_when_they_were_and_differ_when_they_did(originals: Corpus, name: str) -> None:
    def paragraphs(text: str) -> list[str]:
        return [part for part in re.split(r"<[^<>]*>|&lt;.*?&gt;|\n", text) if part.count(" ") > 2]

    pairs = [
        pair
        for before, after in rewritten(originals, name)
        for pair in zip(paragraphs(before), paragraphs(after), strict=True)
    ]
    assert len(pairs) > 1_000
    assert len(set(pairs)) == len({before for before, _ in pairs}) == len({after for _, after in pairs})


def test_a_month_changed_the_words_that_it_changed_in_truth(originals: Corpus) -> None:
    def words(corpus: Corpus, day: str) -> dict[int, list[str]]:
        jobs = corpus.json(f"greenhouse/canonical.{day}.content.json")["jobs"]
        return {job["id"]: re.split(r"(\W)", job["content"]) for job in jobs}

    def changes(corpus: Corpus) -> dict[int, list[Any]]:
        july, august = words(corpus, "2023-07-09"), words(corpus, "2023-08-08")
        changed = [id_ for id_ in july.keys() & august.keys() if july[id_] != august[id_]]
        return {id_: difflib.SequenceMatcher(None, july[id_], august[id_]).get_opcodes() for id_ in changed}

    theirs = changes(originals)
    assert len(theirs) > 20
    assert changes(SCRUBBED) == theirs


#: Systems whose addresses are too many for the tree: how many boards the longest list has, and how many of them are at
#: hosts of their own, which no address betrays.
LISTED = {
    "smartrecruiters": (2_747, 0),
    "workable": (4_268, 0),
    "recruitee": (1_164, 17),
    # "auth" and "support" are the vendor's own.
    "bamboohr": (5_632, 2),
    "rippling": (1_923, 0),
    "breezy": (1_384, 0),
    "pinpoint": (406, 0),
    "gem": (496, 0),
    "personio": (2_463, 0),
    "jazzhr": (2_689, 0),
    "icims": (2_498, 0),
    "jobvite": (92, 0),
    # Most are search pages on employers' own hosts.
    "successfactors": (1_392, 1_249),
    "taleo": (167, 0),
    "softgarden": (392, 0),
}


@pytest.fixture(scope="module")
def recognised(originals: Corpus) -> Counter[tuple[str, str | None]]:
    """What the longest list calls the system of an address, and what it is recognised as → how often."""
    found: Counter[tuple[str, str | None]] = Counter()
    for row in originals.rows("boards/ats_boards_complete-labs.csv"):
        source = detect_source(row["url"])
        assert source is None or ADAPTERS[source.type].check_identifier(source.identifier) is None
        found[row["ats"], source.type if source else None] += 1
    return found


@pytest.mark.parametrize("type_", LISTED)
def test_real_addresses_are_recognised_and_those_of_others_are_not(
    recognised: Counter[tuple[str, str | None]], type_: str
) -> None:
    count, own = LISTED[type_]
    assert {pair: times for pair, times in recognised.items() if type_ in pair} == {
        pair: times for pair, times in {(type_, type_): count - own, (type_, None): own}.items() if times
    }
