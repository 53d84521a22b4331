"""Certificates for tests, made from nothing but the standard library: no key in the repository, no other program.

RSA with 1,024-bit primes, PKCS #1 v1.5 signatures with SHA-256, X.509 v3 in DER.
"""

from __future__ import annotations

import base64
import hashlib
import math
import random
from dataclasses import dataclass
from datetime import datetime
from functools import cache

_EXPONENT = 65_537
_SMALL_PRIMES = [n for n in range(3, 2000) if all(n % d for d in range(2, math.isqrt(n) + 1))]


@dataclass(frozen=True)
class Key:
    """An RSA key."""

    p: int
    q: int

    @property
    def n(self) -> int:
        return self.p * self.q

    @property
    def d(self) -> int:
        return pow(_EXPONENT, -1, math.lcm(self.p - 1, self.q - 1))

    def pem(self) -> str:
        parts = (self.d % (self.p - 1), self.d % (self.q - 1), pow(self.q, -1, self.p))
        values = (0, self.n, _EXPONENT, self.d, self.p, self.q, *parts)
        return _pem("RSA PRIVATE KEY", _sequence(*map(_integer, values)))

    def sign(self, data: bytes) -> bytes:
        info = _sequence(_sequence(_oid("2.16.840.1.101.3.4.2.1"), _NULL), _tlv(4, hashlib.sha256(data).digest()))
        size = (self.n.bit_length() + 7) // 8
        padded = b"\x00\x01" + b"\xff" * (size - len(info) - 3) + b"\x00" + info
        return pow(int.from_bytes(padded, "big"), self.d, self.n).to_bytes(size, "big")


@cache
def make_key() -> Key:
    """Return a key; always the same one, as nothing secret is protected by it."""
    numbers = random.Random(20261120)
    return Key(_prime(numbers), _prime(numbers))


def _prime(numbers: random.Random) -> int:
    while True:
        candidate = numbers.getrandbits(1024) | (3 << 1022) | 1
        if any(candidate % prime == 0 for prime in _SMALL_PRIMES) or math.gcd(candidate - 1, _EXPONENT) != 1:
            continue
        # Fermat's test: who is unlucky enough to find a counterexample sees the handshake fail.
        if pow(2, candidate - 1, candidate) == 1:
            return candidate


def make_certificate(key: Key, names: list[str], not_before: datetime, not_after: datetime) -> str:
    """Return a self-signed certificate for these host names as PEM; it may be trusted as its own authority."""
    public = _sequence(_integer(key.n), _integer(_EXPONENT))
    algorithm = _sequence(_oid("1.2.840.113549.1.1.11"), _NULL)
    subject = _sequence(_set(_sequence(_oid("2.5.4.3"), _tlv(12, b"jobscan test"))))
    extensions = [
        _extension("2.5.29.19", _sequence(_tlv(1, b"\xff")), critical=True),  # basicConstraints: an authority
        _extension("2.5.29.15", _tlv(3, b"\x02\x84"), critical=True),  # keyUsage: digitalSignature, keyCertSign
        _extension("2.5.29.14", _tlv(4, hashlib.sha1(public, usedforsecurity=False).digest())),
        _extension("2.5.29.17", _sequence(*(_tlv(0x82, name.encode()) for name in names))),
    ]
    body = _sequence(
        _tlv(0xA0, _integer(2)),
        _integer(1),
        algorithm,
        subject,
        _sequence(_time(not_before), _time(not_after)),
        subject,
        _sequence(_sequence(_oid("1.2.840.113549.1.1.1"), _NULL), _tlv(3, b"\x00" + public)),
        _tlv(0xA3, _sequence(*extensions)),
    )
    return _pem("CERTIFICATE", _sequence(body, algorithm, _tlv(3, b"\x00" + key.sign(body))))


def _tlv(tag: int, value: bytes) -> bytes:
    size = len(value)
    if size < 128:
        return bytes([tag, size]) + value
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + value


_NULL = _tlv(5, b"")


def _sequence(*items: bytes) -> bytes:
    return _tlv(0x30, b"".join(items))


def _set(*items: bytes) -> bytes:
    return _tlv(0x31, b"".join(items))


def _integer(value: int) -> bytes:
    return _tlv(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _oid(dotted: str) -> bytes:
    first, second, *rest = (int(part) for part in dotted.split("."))
    encoded = bytearray([first * 40 + second])
    for part in rest:
        groups = [part & 0x7F]
        while part := part >> 7:
            groups.append(0x80 | (part & 0x7F))
        encoded += bytes(reversed(groups))
    return _tlv(6, bytes(encoded))


def _time(moment: datetime) -> bytes:
    return _tlv(23, moment.strftime("%y%m%d%H%M%SZ").encode())


def _extension(oid: str, value: bytes, *, critical: bool = False) -> bytes:
    return _sequence(_oid(oid), *([_tlv(1, b"\xff")] if critical else []), _tlv(4, value))


def _pem(label: str, der: bytes) -> str:
    return f"-----BEGIN {label}-----\n{base64.encodebytes(der).decode()}-----END {label}-----\n"
