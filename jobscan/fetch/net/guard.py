"""Which addresses may be connected to. Pure: the backend checks every address of a name before it connects.

A list of our own, because ``ipaddress``'s ``is_global`` is True for ``64:ff9b::7f00:1``, ``::127.0.0.1``, ``fec0::1``,
``224.0.0.1``, ``ff02::1``, ``192.88.99.1``, ``5f00::1`` and ``3fff::1`` (measured on CPython 3.13.0).
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

IpAddress = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

#: IANA's special-purpose address registries, plus the only cloud metadata service with a public address.
_DENIED_V4 = tuple(
    (IPv4Network(network), reason)
    for network, reason in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by a carrier (CGNAT)"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local (cloud metadata)"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "for documentation"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("168.63.129.16/32", "cloud metadata"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_DENIED_V6 = tuple(
    (IPv6Network(network), reason)
    for network, reason in (
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("::/96", "IPv4-compatible"),
        ("64:ff9b:1::/48", "a private NAT64 translation"),
        ("2001::/32", "a Teredo tunnel"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "for documentation"),
        ("2002::/16", "a 6to4 tunnel"),
        ("3fff::/20", "for documentation"),
        ("fc00::/7", "private (unique local)"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
#: Everything allocated so far; the rest of IPv6 is reserved (RFC 4291 §2.4).
_GLOBAL_UNICAST = IPv6Network("2000::/3")
#: With DNS64 every IPv4 server has such an address, so the IPv4 address inside decides (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")

_PUBLIC_PORTS = frozenset({80, 443})
_NAME = re.compile(r"[a-z0-9_.-]+", re.ASCII | re.IGNORECASE)
_ENDS_IN_A_NUMBER = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$", re.ASCII | re.IGNORECASE)


def _embedded(ip: IpAddress) -> IpAddress:
    """Return the IPv4 address that packets to this address finally reach; the address itself for all others."""
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return ip.ipv4_mapped
        if ip in _NAT64:
            return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip


def _is_allowed(ip: IpAddress, allow_networks: Sequence[Network]) -> bool:
    return any(each in network for each in {ip, _embedded(ip)} for network in allow_networks)


def check_address(ip: IpAddress, allow_networks: Sequence[Network] = ()) -> str | None:
    """Return why this address must not be connected to ("loopback"); None when it may be.

    Addresses in ``allow_networks`` are always allowed. IPv4 addresses inside IPv4-mapped and NAT64 ones are checked as
    themselves; the other transition forms (6to4, Teredo, IPv4-compatible) are always refused.
    """
    if _is_allowed(ip, allow_networks):
        return None
    ip = _embedded(ip)
    if isinstance(ip, IPv4Address):
        return next((reason for network, reason in _DENIED_V4 if ip in network), None)
    for denied, reason in _DENIED_V6:
        if ip in denied:
            return reason
    return None if ip in _GLOBAL_UNICAST else "reserved"


def check_port(ip: IpAddress, port: int, allow_networks: Sequence[Network] = ()) -> str | None:
    """Return why this port must not be connected to; None when it may be: 80 and 443, any in ``allow_networks``."""
    if port in _PUBLIC_PORTS or _is_allowed(ip, allow_networks):
        return None
    return f"port {port} is neither 80 nor 443"


def check_host(host: str) -> str | None:
    """Return why a host must not even be looked up; None when it is a name or an address in plain spelling.

    Every resolver takes a host whose last label is a number for an IPv4 address (WHATWG URL §3.5, "ends in a number"):
    ``127.1``, ``0x7f.1``, ``2130706433`` and ``0177.0.0.1`` are all loopback. Only ``a.b.c.d`` is plain.
    """
    try:
        ip_address(host)
        is_plain = "%" not in host  # a zone names an interface of this machine
    except ValueError:
        is_plain = _NAME.fullmatch(host) is not None and _ENDS_IN_A_NUMBER.search(host) is None
    return None if is_plain else "neither a host name nor an address in its plain spelling"
