"""Faults of transport, of redirects and of status (A1 to A17, C14 to C20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.simulator.faults.bombs import bomb
from jobscan.simulator.faults.catalogue import Fault
from jobscan.simulator.faults.context import End, Pause
from jobscan.simulator.server.packing import make_head, make_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobscan.simulator.faults.context import FaultContext, Script, WireFault
    from jobscan.simulator.server.packing import Packed

_PUZZLE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Prove that you are human.</body></html>"
)
_HTML = "Content-Type: text/html; charset=utf-8"
_CHUNK = 4096


def reframe(packed: Packed, *headers: str) -> bytes:
    """Return the head of an answer with other headers in place of Content-Length and of those given."""
    replaced = {"content-length", *(header.partition(":")[0].lower() for header in headers)}
    lines = packed.whole[: packed.start - 4].decode("latin-1").split("\r\n")
    kept = [line for line in lines if line.partition(":")[0].lower() not in replaced]
    return "\r\n".join([*kept, *headers, "", ""]).encode("latin-1")


def make_chunks(body: bytes) -> Iterator[bytes]:
    """Cut a body into chunks of HTTP, without the last, empty one."""
    for start in range(0, len(body), _CHUNK):
        piece = body[start : start + _CHUNK]
        yield b"%x\r\n%s\r\n" % (len(piece), piece)


def _reset(_context: FaultContext) -> Script:
    yield End.RESET


def _hang_up(_context: FaultContext) -> Script:
    yield End.CLOSE


def _silent(_context: FaultContext) -> Script:
    while True:
        yield Pause(60.0)


def _slow_headers(context: FaultContext) -> Script:
    yield make_head(200)[:-2] + b"X-Slow: "
    while True:
        yield b"x"
        yield Pause(context.behaviour.drip_s)


def _reset_in_headers(context: FaultContext) -> Script:
    packed = context.packed()
    yield packed.whole[: packed.start // 2]
    yield End.RESET


def _slow_body(context: FaultContext) -> Script:
    packed = context.packed()
    yield packed.whole[: packed.start]
    for byte in packed.body:
        yield bytes([byte])
        yield Pause(context.behaviour.drip_s)


def _cut_body(end: End) -> WireFault:
    def wire_fault(context: FaultContext) -> Script:
        packed = context.packed()
        yield packed.whole[: (packed.start + len(packed.whole)) // 2]
        yield end

    return wire_fault


def _length_too_large(context: FaultContext) -> Script:
    packed = context.packed()
    yield reframe(packed, f"Content-Length: {len(packed.body) + 100}") + packed.body
    yield End.CLOSE


def _length_too_small(context: FaultContext) -> Script:
    # The connection stays open: what is left over stands where the next answer is expected.
    packed = context.packed()
    yield reframe(packed, f"Content-Length: {len(packed.body) // 2}") + packed.body


def _answered_twice(context: FaultContext) -> Script:
    # In one piece, so that the second is read along with the first.
    yield context.packed().whole * 2


def _cut_chunked(context: FaultContext) -> Script:
    packed = context.packed()
    whole = b"".join(make_chunks(packed.body))
    yield reframe(packed, "Transfer-Encoding: chunked") + whole[: len(whole) // 2]
    yield End.CLOSE


def _cut_unframed(context: FaultContext) -> Script:
    packed = context.packed()
    yield reframe(packed, "Connection: close") + packed.body[: len(packed.body) // 2]
    yield End.CLOSE


def _garbage(_context: FaultContext) -> Script:
    yield b"\x00\x01\x02 SSH-2.0-OpenSSH \xff\r\n\r\n"
    yield End.CLOSE


def _huge_headers(_context: FaultContext) -> Script:
    yield make_head(200)[:-2]
    for number in range(2048):
        yield f"X-{number}: {'x' * 1000}\r\n".encode()
    yield b"Content-Length: 0\r\n\r\n"


def _many_cookies(context: FaultContext) -> Script:
    packed = context.packed()
    # One set for `reframe` to replace would be none: they are put before the end of the head instead.
    cookies = "".join(f"Set-Cookie: c{number}={'x' * 60}; Path=/\r\n" for number in range(300))
    yield packed.whole[: packed.start - 2] + cookies.encode() + b"\r\n" + packed.body


def _flood_of_1xx(_context: FaultContext) -> Script:
    while True:
        yield make_head(103, "Link: </style.css>; rel=preload") * 100


def _redirect(location: str | None, status: int = 302) -> WireFault:
    """Make a redirect; ``{origin}``, ``{port}`` and ``{target}`` in the location are the request's own."""

    def wire_fault(context: FaultContext) -> Script:
        if location is None:
            yield make_page(status, b"")
            return
        port = context.origin.rpartition(":")[2]
        place = location.format(origin=context.origin, port=port, target=context.head.target)
        yield make_page(status, b"", f"Location: {place}")

    return wire_fault


def _redirect_with_bomb(context: FaultContext) -> Script:
    body = bomb()
    yield make_page(302, body, f"Location: {context.head.target}", "Content-Encoding: gzip")


def _moved(context: FaultContext) -> Script:
    other = context.neighbour()
    # Without another board it is a place where none is.
    prefix, ask = ("moved", context.ask) if other is None else (other.prefix, other.ask)
    query = f"?{ask.query}" if ask.query else ""
    yield make_page(301, b"", f"Location: {context.origin}/{prefix}{ask.path}{query}")


def _status(status: int, *headers: str, body: bytes = b"") -> WireFault:
    def wire_fault(_context: FaultContext) -> Script:
        yield make_page(status, body, *headers)

    return wire_fault


def _limited(retry_after: str | None, status: int = 429) -> WireFault:
    return _status(status, *(() if retry_after is None else (f"Retry-After: {retry_after}",)), body=b"slow down")


def _unasked_304(_context: FaultContext) -> Script:
    yield make_head(304)


def _eternal_304(context: FaultContext) -> Script:
    yield make_head(304) if context.head.is_conditional else context.packed().whole


def _stuck_etag(context: FaultContext) -> Script:
    packed = context.packed()
    yield reframe(packed, 'ETag: "stuck"', f"Content-Length: {len(packed.body)}") + packed.body


#: `Fault` describes what each does.
WIRE_FAULTS: dict[Fault, WireFault] = {
    Fault.RESET: _reset,
    Fault.HANG_UP: _hang_up,
    Fault.SILENT: _silent,
    Fault.SLOW_HEADERS: _slow_headers,
    Fault.RESET_IN_HEADERS: _reset_in_headers,
    Fault.SLOW_BODY: _slow_body,
    Fault.CUT_BODY: _cut_body(End.CLOSE),
    Fault.RESET_IN_BODY: _cut_body(End.RESET),
    Fault.LENGTH_TOO_LARGE: _length_too_large,
    Fault.LENGTH_TOO_SMALL: _length_too_small,
    Fault.ANSWERED_TWICE: _answered_twice,
    Fault.CUT_CHUNKED: _cut_chunked,
    Fault.CUT_UNFRAMED: _cut_unframed,
    Fault.GARBAGE: _garbage,
    Fault.HUGE_HEADERS: _huge_headers,
    Fault.MANY_COOKIES: _many_cookies,
    Fault.FLOOD_OF_1XX: _flood_of_1xx,
    Fault.REDIRECT_LOOP: _redirect("{origin}{target}"),
    Fault.REDIRECT_TO_FILE: _redirect("file:///etc/passwd"),
    Fault.REDIRECT_TO_METADATA: _redirect("https://169.254.169.254/latest/meta-data/"),
    Fault.REDIRECT_TO_HTTP: _redirect("http://localhost:{port}{target}"),
    Fault.REDIRECT_MALFORMED: _redirect("http://[::1"),
    Fault.REDIRECT_TO_NO_PORT: _redirect("http://127.0.0.1:99999{target}"),
    Fault.REDIRECT_TO_NO_NAME: _redirect("https://xn--a/"),
    Fault.REDIRECT_NOWHERE: _redirect(None),
    Fault.REDIRECT_WITH_BOMB: _redirect_with_bomb,
    Fault.MOVED: _moved,
    Fault.UNASKED_304: _unasked_304,
    Fault.ETERNAL_304: _eternal_304,
    Fault.STUCK_ETAG: _stuck_etag,
    Fault.LIMITED: _limited(None),
    Fault.LIMITED_NOW: _limited("0"),
    Fault.LIMITED_SECONDS: _limited("120"),
    Fault.LIMITED_DATE: _limited("Thu, 01 Jan 2099 00:00:00 GMT"),
    Fault.LIMITED_NEGATIVE: _limited("-1"),
    Fault.LIMITED_EXPONENT: _limited("1e99"),
    Fault.LIMITED_ABSURD: _limited("1" + "0" * 20),
    Fault.SERVER_ERROR: _status(500),
    Fault.BAD_GATEWAY: _status(502, _HTML, body=b"<html><body><h1>502 Bad Gateway</h1></body></html>"),
    Fault.UNAVAILABLE: _status(503),
    Fault.UNAVAILABLE_SECONDS: _limited("120", 503),
    Fault.NOT_FOUND: _status(404),
    Fault.GONE: _status(410),
    Fault.UNAUTHORIZED: _status(401, 'WWW-Authenticate: Basic realm="board"'),
    Fault.FORBIDDEN: _status(403),
    Fault.CHALLENGE: _status(403, _HTML, "Server: cloudflare", "cf-mitigated: challenge", body=_PUZZLE),
}
