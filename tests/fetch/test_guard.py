"""Which addresses may be reached."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.exceptions import FetchFailure
from jobscan.fetch.net.guard import check_address, check_host, check_port
from tests.fetch.helpers import fails

PUBLIC = ["1.1.1.1", "8.8.8.8", "192.0.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001::1"]
NOT_PUBLIC = [
    "0.0.0.0",
    "0.1.2.3",
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::1.1.1.1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:101:101::",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("ip", [*PUBLIC, "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"])
def test_public_addresses_are_allowed(ip: str) -> None:
    assert check_address(ip_address(ip)) is None


@pytest.mark.parametrize("ip", NOT_PUBLIC)
def test_all_others_are_refused_with_a_reason(ip: str) -> None:
    assert check_address(ip_address(ip))


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_nothing_is_allowed_that_python_knows_to_be_special(ip: IPv4Address | IPv6Address) -> None:
    if check_address(ip) is None and getattr(ip, "ipv4_mapped", None) is None and ip not in ip_network("64:ff9b::/96"):
        assert ip.is_global
        assert not ip.is_multicast


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_in_all_forms_that_reach_it(ip: IPv4Address) -> None:
    mapped, nat64 = IPv6Address(f"::ffff:{ip}"), IPv6Address(f"64:ff9b::{ip}")
    assert check_address(ip) == check_address(mapped) == check_address(nat64)


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)), st.integers(1, 65_535))
def test_an_allowed_network_wins_on_every_port(ip: IPv4Address | IPv6Address, port: int) -> None:
    networks = (ip_network("192.0.2.0/24"), ip_network(ip))
    assert check_address(ip, networks) is None
    assert check_port(ip, port, networks) is None


def test_an_allowed_ipv4_network_covers_the_forms_that_reach_it() -> None:
    loopback = (ip_network("127.0.0.0/8"),)
    assert check_address(ip_address("::ffff:127.0.0.1"), loopback) is None
    assert check_address(ip_address("::1"), loopback) == "loopback"


@pytest.mark.parametrize(("port", "allowed"), [(80, True), (443, True), (22, False), (8080, False), (6379, False)])
def test_public_addresses_are_reached_on_web_ports_only(port: int, allowed: bool) -> None:
    assert (check_port(ip_address("1.1.1.1"), port) is None) is allowed


@pytest.mark.parametrize(
    "host",
    [
        "127.1",
        "0",
        "0x7f.1",
        "2130706433",
        "0177.0.0.1",
        "127.0.0.1.",
        "a.1",
        "a.0x",
        "017700000001",
        "1.2.3",
        "fe80::1%25lo",
        "a b",
    ],
)
def test_odd_spellings_of_addresses_are_refused_before_any_lookup(host: str) -> None:
    assert check_host(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "boards.example", "1password.com", "0xff.example", "xn--1ug.de"])
def test_names_and_plain_addresses_may_be_looked_up(host: str) -> None:
    assert check_host(host) is None


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "0",
        "0.0.0.0",
        "2130706433",
        "0x7f.1",
        "0x7f000001",
        "0177.0.0.1",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
        "localhost",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1%25lo]",
        "10.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "exa mple",
        "user@127.0.0.1",
        "1.1.1.1@127.0.0.1",
    ],
)
async def test_no_spelling_of_a_private_address_gets_through(host: str) -> None:
    await fails(f"http://{host}/", FetchFailure.REFUSED, "", allow_networks=())


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://board.example/",
        "gopher://board.example/",
        "javascript:alert(1)",
        "//board.example/",
        "board.example",
        "",
        "http://",
        "http:///path",
        "http://[::1",
        "http://board.example:99999/",
        "http://xn--a/",
        "http://board.example:0/",
        "http://board.example/\x00",
        "http://board.example/" + "x" * 70_000,
        "http://\ud800/",
    ],
)
async def test_what_is_no_web_address_is_refused(url: str) -> None:
    await fails(url, FetchFailure.REFUSED, "check")


async def test_a_public_address_is_refused_on_another_port() -> None:
    await fails("http://1.1.1.1:6379/", FetchFailure.REFUSED, "port 6379 is neither 80 nor 443", allow_networks=())
