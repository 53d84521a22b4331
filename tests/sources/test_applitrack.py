"""AppliTrack's quirks, each by name; the facts are from a recording and from public reports."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, Page
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import applitrack
from tests.fixtures.corpus import ORIGINALS
from tests.sources.boards.applitrack import BOARD, row, script
from tests.sources.pages import answer, source
from tests.sources.sample_board import Answers, walk


def always(page: Page) -> Answers:
    return lambda _request: page


def job_of(page: Page) -> RawJob:
    (posting,) = walk(BOARD.source, always(page)).postings
    assert posting.job is not None
    return posting.job


def test_the_script_with_all_postings_is_asked_for() -> None:
    request = applitrack.first_request(source("applitrack", "ehps"))
    assert request.url == "https://www.applitrack.com/ehps/onlineapp/jobpostings/Output.asp?all=1"
    assert request.audience is Audience.PAGE


def test_all_fields_of_a_posting() -> None:
    assert job_of(script(row(288, "Coach – JV\\Varsity's"))) == RawJob(
        external_id="288",
        title="Coach – JV\\Varsity's",
        locations=("Acme High School",),
        url="https://www.applitrack.com/acme/onlineapp/default.aspx?AppliTrackJobId=288",
        department="Athletics/Coaching",
        posted_at=datetime(2026, 6, 8, tzinfo=UTC),
        description="<p>Bring the team's best.</p>",
    )


def test_a_recorded_board_is_read_whole() -> None:
    if ORIGINALS is not None:
        body = ORIGINALS.read("applitrack/mt_output_windows1252.bin")
        walked = walk(source("applitrack", "ehps"), lambda _request: answer(body, content_type="text/html"))
        assert (walked.problems, walked.lost) == ([], 0)
        text = body.decode("cp1252").replace("\\'", "'")
        numbers, titles = re.findall(r"postingsList' id='p(\d+)_", text), re.findall(r"wrapword' [^>]*>([^<]*)<", text)
        jobs = [posting.job for posting in walked.postings if posting.job]
        assert [job.external_id for job in jobs] == numbers
        assert [job.title for job in jobs] == [unescape(title) for title in titles]
        assert len(jobs) == 12
        assert all(job.posted_at and job.locations and job.department for job in jobs)
        assert sum(len(job.description) > 100 for job in jobs) >= 10


def test_an_encoding_that_the_answer_names_is_the_one() -> None:
    page = script(row(1, "Café"))
    body = page.body.decode("cp1252").encode()
    assert job_of(answer(body, content_type="text/javascript; charset=utf-8")).title == "Café"
    assert job_of(page).title == "Café"


def test_pictures_in_texts_are_left_out() -> None:
    picture = '<img src="data:image/png;base64,' + "A" * 5_000_000 + '=">'
    html = row(1, "Coach").replace("<p>", f"<p>{picture}")
    assert job_of(script(html)).description == '<p><img src="">Bring the team\'s best.</p>'


def test_fields_that_are_missing_cost_nothing() -> None:
    html = row(1, "Coach").replace("6/8/2026", "soon").replace("Location:", "x").replace("DescriptionText", "y")
    job = job_of(script(html.replace("Position Type:", "")))
    assert (job.posted_at, job.locations, job.description, job.department) == (None, (), "", None)


def test_half_of_a_script_is_no_list() -> None:
    whole = script(row(288, "Coach"), row(180, "Teacher")).body
    for cut in range(200, whole.index(b"</form>"), 40):
        with pytest.raises(BoardError, match="AppliTrack board acme: "):
            walk(BOARD.source, always(answer(whole[:cut], content_type="text/html")))


def test_another_answer_is_no_empty_board() -> None:
    long = script("<b>" * 1_000)
    for page, kind in (
        (answer(b"document.write('<p>x</p></form>');"), BoardFailure.UNREADABLE),
        (answer(b"<html></html>"), BoardFailure.UNREADABLE),
        (long, BoardFailure.TOO_MANY),
    ):
        with pytest.raises(BoardError) as caught:
            walk(BOARD.source, always(page))
        assert caught.value.kind is kind, page.body[:40]


def test_a_row_without_a_number_is_lost() -> None:
    walked = walk(BOARD.source, lambda _request: script(row(1, "Coach").replace("id='p1_'", "")))
    assert (walked.postings, walked.lost) == ([], 1)


def test_districts_are_recognised_by_their_addresses() -> None:
    for url in (
        "https://www.applitrack.com/acme/onlineapp/default.aspx?AppliTrackJobId=288",
        "applitrack.com/Acme/OnlineApp/",
        "https://www.applitrack.com/acme/onlineapp/jobpostings/Output.asp?all=1",
    ):
        found = applitrack.detect(url)
        assert found is not None, url
        assert found.identifier == "acme", url
    for url in (
        "https://www.applitrack.com",
        "https://www.applitrack.com/acme",
        "https://help.applitrack.com/a/onlineapp",
    ):
        assert applitrack.detect(url) is None, url
    for name in ("", "Acme", "a/b"):
        assert '"ehps"' in (applitrack.check_identifier(name) or ""), name
