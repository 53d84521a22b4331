"""Detection over thousands of real careers URLs, and inside pages."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.detection import measure
from benchmarks.harness import Options
from jobscan.sources import ADAPTERS, detect_source, detect_sources_in, identifier_problem
from jobscan.sources.kit.detection import check_name, decode_name, guess_name, read_address
from tests.fixtures.corpus import Corpus

#: Every page of these hosts is a board of this system, and no page elsewhere is.
_HOSTS = {
    "boards.greenhouse.io": "greenhouse",
    "job-boards.greenhouse.io": "greenhouse",
    "job-boards.eu.greenhouse.io": "greenhouse",
    "boards-api.greenhouse.io": "greenhouse",
    "jobs.lever.co": "lever",
    "jobs.eu.lever.co": "lever",
    "api.lever.co": "lever",
    "jobs.ashbyhq.com": "ashby",
    "api.ashbyhq.com": "ashby",
}


def test_real_board_urls_are_recognised_as_what_they_are(corpus: Corpus) -> None:
    checked = 0
    for row in corpus.rows("boards/boards_colophon_url_to_type.csv"):
        expected = _HOSTS.get(urlsplit(row["board_url"]).netloc)
        found = detect_source(row["board_url"])
        if expected is not None:
            assert found is not None, row
            assert found.type == expected, row
            checked += 1
        else:
            assert found is None or found.type not in _HOSTS.values(), row
    assert checked > 2_500


@pytest.mark.parametrize(("system", "least"), [("greenhouse", 6_000), ("lever", 2_400), ("ashby", 3_400)])
def test_the_identifier_of_a_real_url_is_the_vendors_own(corpus: Corpus, system: str, least: int) -> None:
    checked = 0
    for row in corpus.rows("boards/ats_boards_complete-labs.csv"):
        if row["ats"] != system:
            continue
        found = detect_source(row["url"])
        assert found is not None, row
        expected = unquote(urlsplit(row["url"]).path.strip("/"))
        assert (found.type, found.identifier) == (system, expected.lower() if system == "greenhouse" else expected)
        assert ADAPTERS[system].check_identifier(found.identifier) is None
        assert found.name
        checked += 1
    assert checked >= least


def test_addresses_of_every_system_in_real_lists_are_recognised_as_what_they_are() -> None:
    figures = measure(Options(rounds=1)).figures
    assert figures["recognised rightly, %"] >= 99.9
    assert figures["recognised as another system, %"] <= 0.01


@given(st.text() | st.from_regex(r"(https?:)?//[ -~]{0,40}"))
def test_any_text_can_be_asked_about(text: str) -> None:
    found = detect_source(text)
    assert found is None or ADAPTERS[found.type].check_identifier(found.identifier) is None
    detect_sources_in(text)


@given(
    st.sampled_from(
        ["boards.greenhouse.io/%s", "jobs.lever.co/%s", "jobs.eu.lever.co/%s/x", "jobs.ashbyhq.com/%s?a=b"]
    ),
    st.from_regex(r"[a-z][a-z0-9]{1,20}", fullmatch=True).filter(
        lambda name: name not in {"embed", "assets", "packs", "api", "static"}
    ),
    st.sampled_from(["", "https://", "HTTP://", "//", "  https://"]),
    st.sampled_from(["", "/", "#x", "  "]),
)
def test_how_a_url_is_pasted_does_not_matter(form: str, name: str, before: str, after: str) -> None:
    found = detect_source(before + form % name + after)
    assert found is not None
    assert found.identifier.removeprefix("eu/") == name


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://jobs.lever.co/acme">Jobs</a>',
        "<a href='//jobs.lever.co/acme'>Jobs</a>",
        "<iframe src=https://jobs.lever.co/acme></iframe>",
        '<script>var u = "https:\\/\\/jobs.lever.co\\/acme";</script>',
        '<script>{"u":"https:\\u002F\\u002Fjobs.lever.co\\u002Facme"}</script>',
        "<div data-props='{&quot;u&quot;:&quot;https://jobs.lever.co/acme&quot;}'></div>",
        '<script>x = "{\\"u\\":\\"https://jobs.lever.co/acme\\"}"</script>',
        "<p>See https://jobs.lever.co/acme</p>",
        '<a href="https://acme.com/a">a</a><a href="HTTPS://JOBS.LEVER.CO/acme/?x=1&amp;y=2">b</a>',
        "<a href='https&#58;//x'></a><a href='https:&#x2F;&#x2F;jobs.lever.co&#x2F;acme'>b</a>",
    ],
)
def test_a_board_is_found_however_a_page_writes_its_url(html: str) -> None:
    (found,) = detect_sources_in(html)
    assert (found.source.type, found.source.identifier) == ("lever", "acme")


@pytest.mark.parametrize(
    "html", ["", "<html>", '<a href="/jobs">jobs.lever.co/acme</a>', "<a href='https://acme.com'>"]
)
def test_a_page_without_a_board_has_none(html: str) -> None:
    assert detect_sources_in(html) == ()


def test_the_parameter_that_names_the_board_survives_its_escaping() -> None:
    (found,) = detect_sources_in(
        '<script src="https://boards.greenhouse.io/embed/job_board/js?b=x\\u0026for=acme"></script>'
    )
    assert found.source.identifier == "acme"


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("wealth-com", "Wealth Com"),
        ("HighlightTA", "HighlightTA"),
        ("Applied Compute", "Applied Compute"),
        ("thea.energy", "Thea Energy"),
        ("edged_infrastructure", "Edged Infrastructure"),
        ("1840&Company", "1840&Company"),
        ("---", "---"),
    ],
)
def test_a_name_to_begin_with_is_made_of_the_identifier(identifier: str, name: str) -> None:
    assert guess_name(identifier) == name


@pytest.mark.parametrize(
    "url",
    [
        "",
        "   ",
        "http://",
        "http://[",
        "ftp://a/b",
        "https://a/?" + "a&" * 1000,
        "https://" + "a" * 3000,
    ],
)
def test_what_is_no_web_address_has_no_parts(url: str) -> None:
    assert read_address(url) is None


def test_an_address_is_taken_apart_for_comparison() -> None:
    assert read_address("WWW.Example.COM./a//b%20c/?x=1&x=2&y=#z") == ("www.example.com", ("a", "b c"), {"x": "1"})


@pytest.mark.parametrize("name", ["a", "a b", "a.b", "ä&b", "-"])
def test_a_name_that_fits_one_segment_is_accepted(name: str) -> None:
    assert check_name(name, "board name", '"acme"') is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Acme%20AI", "Acme AI"), ("Acme%2520AI", "Acme AI"), ("Acme AI", "Acme AI"), ("100%", "100%"), ("a+b", "a+b")],
)
def test_a_name_from_an_address_bar_is_decoded(written: str, meant: str) -> None:
    assert decode_name(written) == meant
    found = detect_source(f"https://jobs.ashbyhq.com/{written}")
    assert found is not None
    assert found.identifier == meant


@pytest.mark.parametrize(
    ("system", "written", "meant"),
    [
        ("ashby", "Acme%20AI", "Acme AI"),
        ("lever", "eu/tom%2Dtom", "eu/tom-tom"),
        ("greenhouse", "acme%5Fco", "acme_co"),
        ("workday", "gdit%2Fwd5%2FExternal%5FCareer", "gdit/wd5/External_Career"),
        ("comeet", "wiliot%2FF6.003", "wiliot/F6.003"),
    ],
)
def test_of_a_percent_encoded_identifier_the_right_one_is_given(system: str, written: str, meant: str) -> None:
    problem = identifier_problem(ADAPTERS[system], written)
    assert problem == f'"{written}" is percent-encoded, like a URL; write "{meant}"'
    assert identifier_problem(ADAPTERS[system], meant) is None


def test_what_is_wrong_decoded_too_is_answered_by_its_system() -> None:
    problem = identifier_problem(ADAPTERS["workday"], "gdit%20x")
    assert problem is not None
    assert "tenant/wdN/Site" in problem
