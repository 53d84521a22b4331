"""Faults of size, coding and content type (B1 to B10, B14 to B19): the bytes are spoilt, whatever they say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jobscan.simulator.faults.bombs import bomb
from jobscan.simulator.faults.catalogue import Fault
from jobscan.simulator.server.exchange import SimulatedAnswer
from jobscan.simulator.server.packing import compress, make_head, make_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobscan.simulator.faults.context import Alteration, FaultContext, Script, WireFault

_JSON = "Content-Type: application/json; charset=utf-8"
_LOGIN = b"<!DOCTYPE html><html><body><form action='/login'>Sign in: <input name='user'></form></body></html>"
_HTML = "text/html; charset=utf-8"
#: White space may stand before any JSON.
_BLOCK = b" " * 65_536


def _gigabyte(_context: FaultContext) -> Script:
    yield make_head(200, _JSON, "Content-Length: 1000000000")
    left = 1_000_000_000
    while left:
        yield _BLOCK[:left]
        left -= min(left, len(_BLOCK))


def _endless_body(_context: FaultContext) -> Script:
    yield make_head(200, _JSON, "Connection: close")
    while True:
        yield _BLOCK


def _endless_chunks(_context: FaultContext) -> Script:
    yield make_head(200, _JSON, "Transfer-Encoding: chunked")
    while True:
        yield b"%x\r\n%s\r\n" % (len(_BLOCK), _BLOCK)


def _coded(coding: str, encode: Callable[[bytes], bytes]) -> WireFault:
    """Make an answer whose honest body went through ``encode``, announced as ``coding`` ("" for nothing)."""

    def wire_fault(context: FaultContext) -> Script:
        answer = context.answer()
        headers = [f"Content-Encoding: {coding}"] if coding else []
        yield make_page(answer.status, encode(answer.body), f"Content-Type: {answer.content_type}", *headers)

    return wire_fault


def _page(status: int, body: bytes) -> WireFault:
    def wire_fault(_context: FaultContext) -> Script:
        yield make_page(status, body, _JSON)

    return wire_fault


def _no_content(_context: FaultContext) -> Script:
    yield make_head(204)


def _partial(context: FaultContext) -> Script:
    body = context.answer().body
    half = len(body) // 2
    yield make_page(206, body[:half], _JSON, f"Content-Range: bytes 0-{max(0, half - 1)}/{len(body)}")


BODY_FAULTS: dict[Fault, WireFault] = {
    Fault.GIGABYTE: _gigabyte,
    Fault.ENDLESS_BODY: _endless_body,
    Fault.ENDLESS_CHUNKS: _endless_chunks,
    Fault.GZIP_BOMB: _coded("gzip", lambda _: bomb()),
    Fault.GZIP_TWICE: _coded("gzip, gzip", lambda body: compress(compress(body))),
    Fault.GZIP_TWICE_UNSAID: _coded("gzip", lambda body: compress(compress(body))),
    # What is inside does not matter to those who refuse it, and those who do not would take it as it is.
    Fault.UNASKED_BROTLI: _coded("br", bytes),
    Fault.UNASKED_ZSTD: _coded("zstd", bytes),
    Fault.GZIP_MEMBERS: _coded("gzip", lambda body: compress(b"") * 100_000 + compress(body)),
    Fault.CUT_GZIP: _coded("gzip", lambda body: compress(body)[:-12]),
    Fault.PLAIN_AS_GZIP: _coded("gzip", bytes),
    Fault.GZIP_AS_PLAIN: _coded("", compress),
    Fault.EMPTY_BODY: _page(200, b""),
    Fault.NO_CONTENT: _no_content,
    Fault.PARTIAL: _partial,
}


def _always(body: bytes, content_type: str = _JSON.partition(": ")[2]) -> Alteration:
    return lambda _context: SimulatedAnswer(200, body, content_type)


def _announced_as(content_type: str) -> Alteration:
    return lambda context: replace(context.answer(), content_type=content_type)


def _byte_order_mark(context: FaultContext) -> SimulatedAnswer:
    answer = context.answer()
    return replace(answer, body=b"\xef\xbb\xbf" + answer.body)


BODY_ALTERATIONS: dict[Fault, Alteration] = {
    Fault.LOGIN_PAGE: _always(_LOGIN, _HTML),
    Fault.HTML_AS_JSON: _always(_LOGIN),
    Fault.JSON_AS_HTML: _announced_as(_HTML),
    Fault.DEEP_JSON: _always(b"[" * 100_000 + b"]" * 100_000),
    Fault.BYTE_ORDER_MARK: _byte_order_mark,
    Fault.ODD_CHARSET: _announced_as("application/json; charset=utf-7"),
    Fault.JSON_NULL: _always(b"null"),
    Fault.JSON_EMPTY_OBJECT: _always(b"{}"),
    Fault.JSON_EMPTY_ARRAY: _always(b"[]"),
}
