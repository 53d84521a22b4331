"""Comeet's identifiers, and the URLs and pages by which its boards are recognised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems.comeet import adapter as comeet
from tests.fixtures.corpus import Corpus

TOKEN = "6F329B2DE6379829B229B2037983E8B3E8B"


@pytest.mark.parametrize("identifier", ["wiliot/F6.003", "F6.003", "legitsecurity.com/3A.005", "noma_security/3A.00C"])
def test_a_right_identifier_is_accepted(identifier: str) -> None:
    assert comeet.check_identifier(identifier) is None


@pytest.mark.parametrize(
    ("identifier", "says"),
    [
        ("cycode/a8.00d", 'upper case: "cycode/A8.00D"'),
        ("a8.00d", 'upper case: "A8.00D"'),
        ("", '"wiliot/F6.003"'),
        ("wiliot", '"wiliot/F6.003"'),
        ("wiliot/", '"wiliot/F6.003"'),
        ("wiliot/18.7677", '"wiliot/F6.003"'),
        ("../F6.003", '"wiliot/F6.003"'),
        ("a/b/F6.003", '"wiliot/F6.003"'),
        ("https://www.comeet.com/jobs/wiliot/F6.003", '"wiliot/F6.003"'),
        ("F6.003\n", '"wiliot/F6.003"'),
    ],
)
def test_a_wrong_identifier_is_answered_with_a_right_one(identifier: str, says: str) -> None:
    problem = comeet.check_identifier(identifier)
    assert problem is not None
    assert says in problem
    with pytest.raises(BoardError) as caught:
        comeet.first_request(Source(type="comeet", identifier=identifier, name="x"))
    assert (caught.value.kind, caught.value.reason) == (BoardFailure.NOT_FOUND, problem)


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://www.comeet.com/jobs/wiliot/F6.003", "wiliot/F6.003"),
        ("https://www.comeet.co/jobs/wiliot/F6.003/", "wiliot/F6.003"),
        ("comeet.com/jobs/cycode/a8.00d", "cycode/A8.00D"),
        ("https://www.comeet.com/jobs/wiliot/F6.003/forward-deployed-engineer/18.767?coref=x", "wiliot/F6.003"),
        ("https://www.comeet.com/jobs/legitsecurity.com/3A.005", "legitsecurity.com/3A.005"),
        ("https://www.comeet.co/careers-api/2.0/company/f6.003/positions", "F6.003"),
    ],
)
def test_a_board_is_recognised_by_each_of_its_urls(url: str, identifier: str) -> None:
    found = comeet.detect(url)
    assert found is not None
    assert (found.type, found.identifier, found.token) == ("comeet", identifier, None)
    assert comeet.check_identifier(identifier) is None


def test_an_api_url_brings_its_token() -> None:
    found = comeet.detect(f"https://www.comeet.co/careers-api/2.0/company/F6.003/positions?token={TOKEN}&details=true")
    assert found == Source(type="comeet", identifier="F6.003", name="Comeet F6.003", token=TOKEN)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://www.comeet.com/",
        "https://www.comeet.com/jobs/wiliot",
        "https://www.comeet.com/jobs/wiliot/not-a-uid",
        "https://www.comeet.com/careers-api/2.0/company",
        "https://www.comeet.com.evil.example/jobs/wiliot/F6.003",
        "https://www.hunters.security/careers",
        "https://www.wiliot.com/careers/co/tel-aviv/18.767/engineer/all",  # the plugin's: names a position, no company
    ],
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert comeet.detect(url) is None


def test_every_known_board_is_recognised(corpus: Corpus) -> None:
    boards = [(row["slug"], row["company_uid"]) for row in corpus.rows("boards/comeet_boards.csv")]
    assert len(boards) > 100
    for slug, uid in boards:
        found = comeet.detect(f"https://www.comeet.com/jobs/{slug}/{uid}")
        assert found is not None
        assert found.identifier == f"{slug}/{uid.upper()}"


def test_among_all_known_careers_urls_only_comeets_are_recognised(corpus: Corpus) -> None:
    urls = [row["board_url"] for row in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    ours = {url for url in urls if "www.comeet.com/jobs/" in url}
    assert len(ours) > 20
    assert {url for url in urls if comeet.detect(url)} == ours


API = "https://www.comeet.co/careers-api/2.0/company/F6.003/positions"


@pytest.mark.parametrize(
    ("html", "identifier", "token"),
    [
        ('<a href="https://www.comeet.com/jobs/wiliot/F6.003/x/18.767">', "wiliot/F6.003", None),
        (f'<script>fetch("{API}?token={TOKEN}")</script>', "F6.003", TOKEN),
        (f'"{API}?details=true\\u0026token={TOKEN}"'.replace("/", "\\/"), "F6.003", TOKEN),
        (f"{API}?details=true&amp;token={TOKEN}", "F6.003", TOKEN),
        (f"{API}?details=true\\x26token={TOKEN}", "F6.003", TOKEN),
        (f'COMEET.init({{"token":"{TOKEN}","company-uid":"f6.003","css-url":""}});', "F6.003", TOKEN),
        (
            f"COMEET.init({{&quot;token&quot;:&quot;{TOKEN}&quot;,&quot;company-uid&quot;:&quot;F6.003&quot;}})",
            "F6.003",
            TOKEN,
        ),
        (f'var comeetvar = {{"comeet_token":"{TOKEN}","comeet_uid":"F6.003"}}', "F6.003", TOKEN),
        (
            f'<script>"{API}?token={TOKEN}"</script><a href="//www.comeet.com/jobs/wiliot/F6.003">',
            "wiliot/F6.003",
            TOKEN,
        ),
        (
            f'COMEET.init({{"token":"{TOKEN}","company-uid":"F6.003"}}); x = {{"csrf_token":"{TOKEN[::-1]}"}}',
            "F6.003",
            TOKEN,
        ),
        (
            f'COMEET.init({{"csrf_token":"{TOKEN[::-1]}","token":"{TOKEN}","company-uid":"F6.003"}})',
            "F6.003",
            TOKEN,
        ),
    ],
)
def test_a_board_in_an_employers_page_is_recognised_with_its_token(
    html: str, identifier: str, token: str | None
) -> None:
    (found,) = comeet.detect_in(EmployerPage(html))
    assert (found.source.identifier, found.source.token) == (identifier, token)


def test_a_token_goes_to_the_board_it_stands_with() -> None:
    html = f'COMEET.init({{"token":"{TOKEN}","company-uid":"AA.000"}}); //www.comeet.com/jobs/w/F6.003 '
    found = comeet.detect_in(EmployerPage(html))
    assert [(one.source.identifier, one.source.token, one.evidence) for one in found] == [
        ("w/F6.003", None, Evidence.MENTION),
        ("AA.000", TOKEN, Evidence.EMBED),
    ]


def test_another_scripts_token_is_not_the_widgets() -> None:
    html = f'<script>COMEET.init({{"company-uid":"F6.003"}})</script><script>x = {{"token":"{TOKEN}"}}</script>'
    assert comeet.detect_in(EmployerPage(html)) == []


@pytest.mark.parametrize("html", ["", "<p>Meet us</p>", "COMEET.init({})", f'COMEET.init({{"token":"{TOKEN}"}})'])
def test_a_page_without_a_board_is_not_recognised(html: str) -> None:
    assert comeet.detect_in(EmployerPage(html)) == []


@given(st.text(), st.text())
def test_what_is_recognised_has_an_identifier_that_is_accepted(slug: str, uid: str) -> None:
    page = EmployerPage(f'COMEET.init({{"token":"{slug}","company-uid":"{uid}"}}) {API}{slug}?token={uid}')
    found = [candidate.source for candidate in comeet.detect_in(page)]
    if (named := comeet.detect(f"https://www.comeet.com/jobs/{slug}/{uid}")) is not None:
        found.append(named)
    assert all(comeet.check_identifier(source.identifier) is None for source in found)
