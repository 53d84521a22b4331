"""The roll of a list: distinct rows never merge, and no order of rows and pages changes what they are."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.scan.state import ScanState
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import SourceKey
from tests.decide.postings import NOW, raw_job

ACME = SourceKey("greenhouse", "acme")


class Row(NamedTuple):
    external_id: str
    link: str
    title: str
    place: str

    def posting(self) -> Posting:
        job = raw_job(self.external_id, title=self.title, url=self.link, locations=(self.place,))
        return Posting(external_id=self.external_id, fingerprint="".join(self), job=job)


ROWS = st.builds(
    Row,
    st.sampled_from(["1", "2"]),
    st.sampled_from(["https://a.com/1", "https://a.com/2", "https://a.com/3"]),
    st.sampled_from(["Nurse", "Chemist"]),
    st.sampled_from(["Cork", "Oslo"]),
)


def walked(pages: list[list[Row]]) -> tuple[set[tuple[str, Row]], ScanState]:
    """Return id and row of each posting of a first scan of these pages."""
    state = ScanState(ACME, {}, NOW)
    wanted = [posting for page in pages for posting in state.add_page(_page(page, len(pages)))]
    found = set()
    for posting in state.part_shared(wanted):
        job = posting.job
        assert job is not None
        assert job.external_id == posting.external_id
        shown = Row(posting.external_id.partition("~")[0], job.url, job.title, job.locations[0])
        found.add((posting.external_id, shown))
    return found, state


def _page(rows: list[Row], pages: int) -> ParsedPage:
    more = (Request(url="https://a.com", limit=HostLimit(name="a", concurrency=1)),) if pages > 1 else ()
    return ParsedPage(postings=tuple(row.posting() for row in rows), next=more)


@given(st.lists(ROWS, max_size=12), st.randoms())
def test_distinct_rows_of_a_page_never_merge(rows: list[Row], random: Random) -> None:
    found, state = walked([rows])
    assert {row for _, row in found} == set(rows)
    assert len({name for name, _ in found}) == len(found) == len(state.listed) == state.counts().postings
    by_id: dict[str, set[Row]] = {}
    for row in rows:
        by_id.setdefault(row.external_id, set()).add(row)
    assert state.counts().collisions == sum(len(same) for same in by_id.values() if len(same) > 1)
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert walked([shuffled])[0] == found


@given(st.lists(st.lists(ROWS, max_size=5), min_size=2, max_size=5), st.randoms())
def test_no_order_of_pages_and_rows_changes_the_postings(pages: list[list[Row]], random: Random) -> None:
    found, state = walked(pages)
    # Of one link each id has one posting at least, and where a page tells them apart, all.
    assert {(row.external_id, row.link) for _, row in found} == {
        (row.external_id, row.link) for p in pages for row in p
    }
    assert len({name for name, _ in found}) == len(found) == len(state.listed)
    shuffled = [random.sample(page, len(page)) for page in pages]
    random.shuffle(shuffled)
    again, _ = walked(shuffled)
    assert again == found


def test_a_stub_without_link_is_told_by_title_and_places() -> None:
    state = ScanState(ACME, {}, NOW)
    stubs = [
        Posting(external_id="1", fingerprint=title, face=Face(None, title, "Cork"), job=raw_job("1", title=title))
        for title in ("Nurse", "Chemist", "Nurse")
    ]
    wanted = state.add_page(ParsedPage(postings=tuple(stubs)))
    assert len({posting.external_id for posting in state.part_shared(wanted)}) == 2
    assert state.counts().collisions == 2
    assert state.shared_ids == "2 postings share the id 1: each is kept, under an id of its own"
