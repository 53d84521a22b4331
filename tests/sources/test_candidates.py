"""Which of the boards in an employer's page is the page's own, and how certain that is."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.domain.source import Source
from jobscan.sources import detect_sources_in
from jobscan.sources.kit.candidates import Candidate, Evidence, choose_candidate, merge_candidates
from jobscan.sources.kit.employer_page import EmployerPage

SISTER = '<a href="https://boards.greenhouse.io/sisterco">Jobs at Sister Co</a>'


@pytest.mark.parametrize(
    "own",
    [
        '<script src="https://jobs.ashbyhq.com/acme/embed?version=2"></script>',
        "<SCRIPT defer src=//jobs.ashbyhq.com/acme/embed></SCRIPT>",
        '<iframe title="Jobs" src="https://jobs.ashbyhq.com/acme?embed=js"></iframe>',
        '<iframe data-src="https:&#x2F;&#x2F;jobs.ashbyhq.com/acme"></iframe>',
        '<embed src="https://jobs.ashbyhq.com/acme">',
        '<object data="https://jobs.ashbyhq.com/acme"></object>',
        '<link rel="canonical" href="https://jobs.ashbyhq.com/acme">',
        '<meta http-equiv="refresh" content="0; url=https://jobs.ashbyhq.com/acme">',
        '<script>fetch("https://api.ashbyhq.com/posting-api/job-board/acme")</script>',
        '<script>s.src = "https:\\/\\/jobs.ashbyhq.com\\/acme\\/embed?version=2"</script>',
        '<div data-feed="https://api.ashbyhq.com/posting-api/job-board/acme"></div>',
        '<script><!--\nfetch("https://api.ashbyhq.com/posting-api/job-board/acme")\n//--></script>',
    ],
)
def test_the_board_that_a_page_shows_is_its_own_whatever_it_links_to(own: str) -> None:
    for html in (SISTER * 3 + own, own + SISTER * 3):
        chosen = choose_candidate(detect_sources_in(html))
        assert chosen is not None
        assert (str(chosen.source.key), chosen.evidence, chosen.reason) == ("ashby/acme", Evidence.EMBED, "embedded")


@pytest.mark.parametrize(
    "other",
    [
        '<a href="https://jobs.lever.co/acme">Our jobs</a>',
        '<a href="https://boards.greenhouse.io/embed/job_app?for=acme&token=1">Apply</a>',
        "<p>See https://jobs.lever.co/acme</p>",
        '<script>{"partner": "https://jobs.lever.co/acme"}</script>',
        SISTER.replace("sisterco", "acme") * 9,
    ],
)
def test_between_boards_that_a_page_only_names_none_is_chosen(other: str) -> None:
    candidates = detect_sources_in(SISTER + other)
    assert {candidate.source.identifier for candidate in candidates} == {"sisterco", "acme"}
    assert choose_candidate(candidates) is None


def test_between_two_embedded_boards_none_is_chosen() -> None:
    frames = "".join(f'<iframe src="https://jobs.lever.co/{name}"></iframe>' for name in ("acme", "acme-labs"))
    candidates = detect_sources_in(frames)
    assert [candidate.source.identifier for candidate in candidates] == ["acme", "acme-labs"]
    assert choose_candidate(candidates) is None


def test_an_embed_that_was_switched_off_counts_least() -> None:
    html = '<!-- <iframe src="https://jobs.lever.co/oldco"></iframe> -->' + SISTER
    candidates = detect_sources_in(html)
    assert [(one.source.identifier, one.reason) for one in candidates] == [
        ("sisterco", "linked once"),
        ("oldco", "in a comment once"),
    ]
    assert choose_candidate(candidates) == candidates[0]


def test_a_board_is_one_candidate_however_often_and_in_whatever_case_it_is_named() -> None:
    html = (
        '<a href="https://acme.wd5.myworkdayjobs.com/acmecareers/job/x_1">1</a>'
        '<a href="https://acme.wd5.myworkdayjobs.com/en-US/acmecareers">2</a>'
        '<iframe src="https://acme.wd5.myworkdayjobs.com/AcmeCareers"></iframe>'
    )
    (found,) = detect_sources_in(html)
    assert (found.source.identifier, found.evidence, found.mentions) == ("acme/wd5/AcmeCareers", Evidence.EMBED, 3)


@pytest.mark.parametrize(
    ("evidence", "mentions", "reason"),
    [
        (Evidence.EMBED, 7, "embedded"),
        (Evidence.MENTION, 1, "linked once"),
        (Evidence.MENTION, 2, "linked twice"),
        (Evidence.MENTION, 12, "linked 12 times"),
        (Evidence.COMMENT, 3, "in a comment 3 times"),
    ],
)
def test_a_candidate_says_why_it_is_one(evidence: Evidence, mentions: int, reason: str) -> None:
    assert Candidate(Source(type="lever", identifier="a", name="A"), evidence, mentions).reason == reason


def test_of_nothing_nothing_is_chosen() -> None:
    assert choose_candidate(()) is None


_NAME = st.just("x")
_CANDIDATES = st.lists(
    st.builds(
        Candidate,
        st.builds(
            Source, type=st.sampled_from(["lever", "ashby"]), identifier=st.sampled_from("aAb"), name=st.just("")
        ),
        st.sampled_from(Evidence),
        st.integers(1, 3),
    ),
    max_size=6,
)


@given(_CANDIDATES)
def test_merging_loses_no_board_and_no_mention_and_is_done_once(candidates: list[Candidate]) -> None:
    merged = merge_candidates(candidates)
    keys = [(one.source.type, one.source.identifier.casefold()) for one in merged]
    assert set(keys) == {(one.source.type, one.source.identifier.casefold()) for one in candidates}
    assert len(keys) == len(set(keys))
    assert sum(one.mentions for one in merged) == sum(one.mentions for one in candidates)
    assert [one.evidence for one in merged] == sorted((one.evidence for one in merged), reverse=True)
    assert merge_candidates(merged) == merged


@given(_CANDIDATES)
def test_a_board_is_chosen_only_when_no_other_is_as_strong(candidates: list[Candidate]) -> None:
    merged = merge_candidates(candidates)
    chosen = choose_candidate(merged)
    strengths = [one.evidence for one in merged]
    if chosen is None:
        assert not merged or strengths.count(max(strengths)) > 1
    else:
        assert [one for one in merged if one.evidence >= chosen.evidence] == [chosen]


@given(st.lists(st.sampled_from(["<", ">", "a ", "script", "/", "'", "iframe ", "-->", "//jobs.lever.co/x", "src="])))
def test_no_part_of_a_page_is_lost_or_read_twice(parts: list[str]) -> None:
    html = "".join(parts)
    assert EmployerPage(html).live_text == html


#: Each would be looked through again and again by a search that begins anew at every "<"; minutes, at this length.
@pytest.mark.parametrize("unit", ["<a ", "<script", "<script>", "<iframe src='", "</script", "<a <script>", "//a/ "])
def test_a_page_of_nothing_but_beginnings_is_read_once(unit: str) -> None:
    html = unit * (4_000_000 // len(unit))
    assert EmployerPage(html).live_text == html


def test_a_page_of_comments_that_do_not_end_is_read_once() -> None:
    assert EmployerPage("<!-- " * 800_000).live_text == ""


def test_the_order_of_a_pages_parts_decides_nothing() -> None:
    parts = [SISTER, '<iframe src="https://jobs.lever.co/acme"></iframe>', "<!-- //jobs.ashbyhq.com/old -->"]
    chosen = {
        str(one.source.key)
        for order in itertools.permutations(parts)
        if (one := choose_candidate(detect_sources_in("".join(order)))) is not None
    }
    assert chosen == {"lever/acme"}
