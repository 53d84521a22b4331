from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jobscan.utils.urls import clean_url, rebase_url, redact_url
from tests.fixtures.corpus import Corpus


@pytest.mark.parametrize(
    ("given_url", "cleaned"),
    [
        pytest.param("https://a.com/jobs/1", "https://a.com/jobs/1", id="as it is"),
        pytest.param("  http://a.com/x\n", "http://a.com/x", id="blanks around"),
        pytest.param("HTTPS://WWW.A.com/X", "https://www.a.com/X", id="scheme and host in lower case"),
        pytest.param("//a.com/x", "https://a.com/x", id="no scheme means https"),
        pytest.param("https://a.com:8443/x", "https://a.com:8443/x", id="port"),
        pytest.param("https://a.com:/x", "https://a.com/x", id="empty port"),
        pytest.param("https://a.com/?gh_jid=1#app", "https://a.com/?gh_jid=1#app", id="query and fragment"),
        pytest.param("https://a.com/ünï?q=é#ñ", "https://a.com/%C3%BCn%C3%AF?q=%C3%A9#%C3%B1", id="non-ASCII escaped"),
        pytest.param("https://a.com/%C3%BC%20x?a=b%26c", "https://a.com/%C3%BC%20x?a=b%26c", id="escapes stay"),
        pytest.param("https://a.com/?f[]=1", "https://a.com/?f%5B%5D=1", id="brackets escaped"),
        pytest.param("https://münchen.de/x", "https://xn--mnchen-3ya.de/x", id="IDN as punycode"),
        pytest.param("https://аpple.com/", "https://xn--pple-43d.com/", id="look-alike letters show"),
        pytest.param("http://①②⑦.⓪.⓪.①/", "http://127.0.0.1/", id="digits in disguise show"),
        pytest.param("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]:80/x", id="IPv6"),
        pytest.param("https://a.com/\u202egpj.exe", "https://a.com/%E2%80%AEgpj.exe", id="bidi override escaped"),
        pytest.param("https://a.com./x", "https://a.com./x", id="rooted name"),
        pytest.param("https://a_b.com/x", "https://a_b.com/x", id="underscore, seen in the wild"),
    ],
)
def test_a_good_url_is_written_in_one_safe_form(given_url: str, cleaned: str) -> None:
    assert clean_url(given_url) == cleaned


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        " ",
        "a.com/x",
        "/jobs/1",
        "javascript:alert(1)",
        "JaVaScRiPt://a.com/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://a.com/x",
        "mailto:a@b.c",
        "https:",
        "https://",
        "https:///x",
        "https:a.com",
        "https://?x=1",
        "https://user@a.com/",
        "https://user:pw@a.com/",
        "https://@a.com/",
        "https://a.com\\@b.com/",
        "https:\\\\a.com",
        "https://a.com/\tx",
        "https://a.com/\nSet-Cookie: x",
        "java\nscript:alert(1)",
        "https://a.com/\0",
        "https://a.com/\x7f",
        "https://a.com/\x85b",
        "https://a.com/\u2028b",
        "https://a.com/a b",
        'https://a.com/"onclick=x',
        "https://a.com/<script>",
        "https://a.com/\ud800",
        "https://a.com:99999/",
        "https://a.com:x/",
        "https://a.com:８０/",
        "https://[::1",
        "https://[fe80::1%25eth0]/",
        "https://a..com/",
        "https://.../",
        "https://*/",
        "https://a%00.com/",
        "https://a'b.com/",
        "https://" + "é" * 70 + ".com/",
        "https://a.com/" + "x" * 2_048,
        "https://a.com/" + "é" * 700,
        "https://a.com/" + "x" * 100_000,
        None,
        1,
        b"https://a.com/",
    ],
)
def test_anything_else_is_no_url(hostile: object) -> None:
    assert clean_url(hostile) is None


@pytest.mark.parametrize("length", [2_048, 2_049])
def test_a_url_has_at_most_2048_characters(length: int) -> None:
    url = "https://a.com/".ljust(length, "x")
    assert clean_url(url) == (url if length == 2_048 else None)


@given(
    st.one_of(
        st.text(st.characters(exclude_categories=())),
        st.builds(
            "{}://{}/{}?{}#{}".format,
            st.sampled_from(["http", "https", "HTTP"]),
            st.text("aé①.:[]@%_-* 1", max_size=12),
            st.text(st.characters(exclude_categories=()), max_size=8),
            st.text(max_size=8),
            st.text(max_size=8),
        ),
    )
)
def test_a_cleaned_url_is_ascii_harmless_and_settled(text: str) -> None:
    url = clean_url(text)
    if url is not None:
        assert re.fullmatch(r"https?://[!-~]+", url)
        assert not re.search(r'[<>"\\`{}|^\s]', url)
        assert "@" not in urlsplit(url).netloc
        assert clean_url(url) == url


def test_every_recorded_url_is_kept(corpus: Corpus) -> None:
    def urls(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [url for inner in value.values() for url in urls(inner)]
        if isinstance(value, list):
            return [url for inner in value for url in urls(inner)]
        return [value] if isinstance(value, str) and value.startswith("http") else []

    found = [
        url
        for path in (
            "greenhouse/canonical.2023-07-09.content.json",
            "greenhouse/robinhood.2026-08-20.list.json",
            "lever/matchgroup.full.json",
            "ashby/ramp.full.compensation.json",
            "comeet/wiliot_F6.003_positions_details.json",
        )
        for url in urls(corpus.json(path))
    ]
    assert len(found) > 500
    assert [url for url in found if clean_url(url) != url] == []


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.com/x?page=2&limit=20", "https://a.com/x?page=2&limit=20"),
        ("https://a.com/x?page=2#frag", "https://a.com/x?page=2"),
        ("https://a.com/x?token=CANARY&details=true", "https://a.com/x?token=***&details=true"),
        ("https://a.com/x?access_token=CANARY", "https://a.com/x?access_token=***"),
        ("https://a.com/x?ApiKey=CANARY&api-key=CANARY", "https://a.com/x?ApiKey=***&api-key=***"),
        ("https://a.com/x?key=CANARY&sig=CANARY&pwd=CANARY", "https://a.com/x?key=***&sig=***&pwd=***"),
        ("https://a.com/x?keyword=python", "https://a.com/x?keyword=python"),
        ("https://a.com/x?t%6Fken=CANARY", "https://a.com/x?token=***"),
        ("https://a.com/x?a=1;token=CANARY", "https://a.com/x?a=***"),
        ("https://a.com/x?next=https%3A%2F%2Fb.com%2F%3Ftoken%3DCANARY", "https://a.com/x?next=***"),
        ("https://user:CANARY@a.com/x", "https://***@a.com/x"),
        ("https://CANARY@a.com:8443/x", "https://***@a.com:8443/x"),
        ("https://:CANARY@a.com/x", "https://***@a.com/x"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("https://medium.com/@name/x", "https://medium.com/@name/x"),
        ("postgresql://jobs:CANARY@db:5432/jobs", "postgresql://***@db:5432/jobs"),
        ("postgresql+asyncpg://jobs@db/jobs?password=CANARY&x=1", "postgresql+asyncpg://***@db/jobs?password=***&x=1"),
        ("postgresql://jobs:1CANARY/x@db/jobs", "(unreadable URL)"),
        ("postgresql://jobs:1/CANARY@db/jobs", "(unreadable URL)"),
        ("postgresql://jobs:1?CANARY@db/jobs", "(unreadable URL)"),
        ("postgresql://jobs:1#CANARY@db/jobs", "(unreadable URL)"),
        ("postgresql://jobs:CANARY@[::1/jobs", "(unreadable URL)"),
        ("sqlite:///data/jobscan.db", "sqlite:///data/jobscan.db"),
        ("", ""),
    ],
)
def test_no_secret_of_a_url_is_shown(url: str, shown: str) -> None:
    assert redact_url(url) == shown
    assert "CANARY" not in redact_url(url)


@given(st.text())
def test_redacting_never_raises(text: str) -> None:
    assert isinstance(redact_url(text), str)


@pytest.mark.parametrize(
    ("url", "base", "rebased"),
    [
        ("https://h.io/v1/x?a=1#f", None, "https://h.io/v1/x?a=1#f"),
        ("https://h.io/v1/x?a=1", "http://127.0.0.1:8765/h.io", "http://127.0.0.1:8765/h.io/v1/x?a=1"),
        ("https://h.io/v1/x", "http://127.0.0.1:8765/h.io/", "http://127.0.0.1:8765/h.io/v1/x"),
        ("https://h.io/v1/x", "http://127.0.0.1:8765", "http://127.0.0.1:8765/v1/x"),
        ("https://h.io?a=1", "http://127.0.0.1:8765/p", "http://127.0.0.1:8765/p?a=1"),
        ("https://user:pw@h.io/x", "http://10.0.0.1", "http://10.0.0.1/x"),
        ("https://h.io//evil.com/x", "http://10.0.0.1", "http://10.0.0.1//evil.com/x"),
        ("//evil.com/x", "http://10.0.0.1", "http://10.0.0.1/x"),
        ("https://h.io/%2e%2e/@evil.com", "http://10.0.0.1/p", "http://10.0.0.1/p/%2e%2e/@evil.com"),
        ("https://h.io/x", "http://[::1]:80/p", "http://[::1]:80/p/x"),
    ],
)
def test_rebasing_replaces_scheme_and_host_and_nothing_else(url: str, base: str | None, rebased: str) -> None:
    assert rebase_url(url, base) == rebased


@given(st.text("ab/.:@?#%[]\\", max_size=20))
def test_no_path_leads_away_from_the_base(tail: str) -> None:
    assert urlsplit(rebase_url("https://h.io/" + tail, "http://127.0.0.1:8765/p")).netloc == "127.0.0.1:8765"


plain_urls = st.from_regex(
    r"https?://[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?(/[A-Za-z0-9/%:@!$&'()*+,;=~._-]*)?(\?[A-Za-z0-9/?%:@!$&'()*+,;=~._-]+)?",
    fullmatch=True,
)


@given(plain_urls)
@example("https://a.com")
@example("https://a.com?x")
@example("https://a.com//b/../c;d?e=f&g")
def test_a_plain_url_is_what_it_is_when_taken_apart(url: str) -> None:
    """With a blank before it, it is not seen to be plain."""
    assert clean_url(url) == clean_url(f" {url}") == url
