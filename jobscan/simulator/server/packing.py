"""Answers → bytes for the wire, made once and kept."""

from __future__ import annotations

import hashlib
import zlib
from collections import OrderedDict
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jobscan.simulator.faults.behaviour import Behaviour
    from jobscan.simulator.server.exchange import SimulatedAnswer, SimulatedRequest
    from jobscan.simulator.server.parsing import Head

#: 690 KB of postings take 5 ms at this level; the usual 6 takes twice as long for a tenth less.
_LEVEL = 5
#: Last-Modified lies within five years from here.
_EPOCH = 1_577_836_800
_SPAN_S = 5 * 365 * 86_400


def make_head(status: int, *headers: str) -> bytes:
    """Return a status line and headers, with the empty line after them."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown"
    return "\r\n".join((f"HTTP/1.1 {status} {phrase}", *headers, "", "")).encode("latin-1")


def make_page(status: int, body: bytes, *headers: str) -> bytes:
    """Return a whole answer with its Content-Length."""
    return make_head(status, *headers, f"Content-Length: {len(body)}") + body


def compress(body: bytes) -> bytes:
    """Return one gzip member, the same for the same body."""
    deflate = zlib.compressobj(_LEVEL, wbits=31)
    return deflate.compress(body) + deflate.flush()


class Encoding(NamedTuple):
    """What an answer wears on the wire."""

    gzip: bool
    etag: bool
    last_modified: bool


def choose_encoding(behaviour: Behaviour, head: Head) -> Encoding:
    """Return the encoding that the board's behaviour and the client's headers agree on."""
    return Encoding(behaviour.gzip and head.accepts_gzip, behaviour.etag, behaviour.last_modified)


@dataclass(frozen=True, slots=True)
class Packed:
    """An answer ready to be sent."""

    status: int
    #: Head and body.
    whole: bytes
    #: Where the body begins in it.
    start: int
    #: None when none is given, as for all that is not 200.
    etag: str | None
    #: None when none is given.
    last_modified: str | None
    #: The answer to those who have it already; None when nobody can.
    not_modified: bytes | None

    @property
    def body(self) -> bytes:
        """Return the body as it is sent: compressed, if it is."""
        return self.whole[self.start :]

    def for_client(self, head: Head) -> bytes:
        """Return what this client gets: everything, the head alone, or 304."""
        if self.not_modified is not None and head.is_conditional and self._has_it(head):
            return self.not_modified
        return self.whole if head.method != "HEAD" else self.whole[: self.start]

    def _has_it(self, head: Head) -> bool:
        # RFC 9110 §13.1.3: a date counts only where there is no tag.
        if head.if_none_match is not None:
            return self.etag is not None and self.etag in head.if_none_match
        return self.last_modified is not None and self.last_modified == head.if_modified_since


def pack(answer: SimulatedAnswer, dress: Encoding) -> Packed:
    """Render an answer; validators come from its body alone, so the same body always has the same ones."""
    etag = last_modified = None
    if answer.status == HTTPStatus.OK:
        digest = hashlib.sha256(answer.body).digest()
        if dress.etag:
            # Weak when compressed, as nginx and its kin have it; it stands for the body before compression.
            etag = f'{"W/" if dress.gzip else ""}"{digest[:12].hex()}"'
        if dress.last_modified:
            last_modified = formatdate(_EPOCH + int.from_bytes(digest[:8], "big") % _SPAN_S, usegmt=True)
    validators = [f"ETag: {etag}"] * (etag is not None)
    validators += [f"Last-Modified: {last_modified}"] * (last_modified is not None)
    coding = ["Content-Encoding: gzip"] * dress.gzip
    body = compress(answer.body) if dress.gzip else answer.body
    whole = make_page(
        answer.status, body, f"Content-Type: {answer.content_type}", "Vary: Accept-Encoding", *coding, *validators
    )
    not_modified = make_head(304, *validators) if validators else None
    return Packed(answer.status, whole, len(whole) - len(body), etag, last_modified, not_modified)


@dataclass(slots=True)
class _BoardAnswers:
    version: int
    packed: dict[tuple[SimulatedRequest, Encoding], Packed] = field(default_factory=dict)
    size: int = 0


class AnswerStore:
    """Packed answers by board, for its present version only; the board that was asked least lately goes first.

    ``limit`` is in bytes.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._shelves: OrderedDict[str, _BoardAnswers] = OrderedDict()
        self._size = 0

    @property
    def size(self) -> int:
        """Return how many bytes are kept."""
        return self._size

    def get(self, prefix: str, version: int, key: tuple[SimulatedRequest, Encoding]) -> Packed | None:
        """Return what is kept for a board; None when it is not there or of another version."""
        shelf = self._shelves.get(prefix)
        if shelf is None:
            return None
        if shelf.version != version:
            self.drop(prefix)
            return None
        self._shelves.move_to_end(prefix)
        return shelf.packed.get(key)

    def put(self, prefix: str, version: int, key: tuple[SimulatedRequest, Encoding], packed: Packed) -> None:
        """Keep an answer, as long as there is room."""
        shelf = self._shelves.setdefault(prefix, _BoardAnswers(version))
        # The keys and the 304 weigh something too, which matters for small answers.
        size = len(packed.whole) + len(key[0].path) + len(key[0].query) + len(key[0].body) + 1024
        shelf.packed[key] = packed
        shelf.size += size
        self._size += size
        while self._size > self._limit:
            self.drop(next(iter(self._shelves)))

    def drop(self, prefix: str) -> None:
        """Forget a board."""
        shelf = self._shelves.pop(prefix, None)
        if shelf is not None:
            self._size -= shelf.size
