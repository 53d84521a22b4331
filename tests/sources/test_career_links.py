"""Which links of a company's page lead to its careers page."""

from __future__ import annotations

import time

import pytest

from jobscan.sources.kit.career_links import find_career_links

BASE = "https://www.acme.example/en/"


def links(html: str, base: str = BASE) -> list[str]:
    return [link.url for link in find_career_links(html, base)]


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("Careers", "/x"),
        ("Jobs", "/x"),
        ("We&rsquo;re hiring!", "/x"),
        ("Open positions", "/x"),
        ("Karriere", "/x"),
        ("Offene Stellen", "/x"),
        ("Carri&egrave;res", "/x"),
        ("Rejoignez-nous", "/x"),
        ("Trabaja con nosotros", "/x"),
        ("Lavora con noi", "/x"),
        ("Werken bij Acme", "/x"),
        ("Praca", "/x"),
        ("Lediga jobb", "/x"),
        ("採用情報", "/x"),
        ("<span>Join</span> <b>us</b>", "/x"),
        ("", "/careers"),
        ("Team", "https://careers.acme.example/"),
        ("Unternehmen", "/unternehmen/stellenangebote.html"),
    ],
)
def test_a_link_to_the_careers_page_is_found(text: str, href: str) -> None:
    html = f'<a href="/about">About</a> <a class=nav href="{href}">{text}</a> <a href="/press">Press</a>'
    assert len(links(html)) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/about">About us</a>',
        '<a href="/steve-jobson">Steve Jobson</a>',
        '<a href="https://www.linkedin.com/company/acme/jobs">Jobs</a>',
        '<a href="mailto:jobs@acme.example">Jobs</a>',
        '<a href="https://www.acme.example/en#jobs">Jobs</a>',
        '<a href="http://[::1/jobs">Jobs</a>',
        "<a>Jobs</a>",
        "",
    ],
)
def test_other_links_are_left_alone(html: str) -> None:
    assert links(html) == []


def test_the_list_comes_before_a_posting_and_an_article() -> None:
    html = (
        '<a href="/blog/2026/how-we-fill-jobs-in-sales">How we fill jobs in sales</a>'
        '<a href="/careers/jobs/berlin/engineer-123">Engineer jobs in Berlin</a>'
        '<a href="/careers">Careers</a>'
    )
    assert links(html)[0] == "https://www.acme.example/careers"


def test_each_address_is_named_once_with_its_best_text() -> None:
    [link] = find_career_links('<a href="/careers">More</a><a href="/careers#top">Careers</a>', BASE)
    assert (link.url, link.text) == ("https://www.acme.example/careers", "Careers")


#: Beginnings of links that never end.
HOSTILE = ("<a", "<a href='", "<a href=x>", "<a href=x>" + "<" * 50, "href=", "<a " + "x" * 3000)


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_as_much_of_a_hostile_page_costs_about_twice_as_much(piece: str) -> None:
    costs = []
    for size in (200_000, 400_000):
        began = time.process_time()
        assert links(piece * (size // len(piece))) == []
        costs.append(time.process_time() - began)
    assert costs[1] < 3 * costs[0] + 0.5
