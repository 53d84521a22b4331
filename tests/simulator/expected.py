"""What the fetcher and the Greenhouse adapter make of each fault."""

from __future__ import annotations

from collections.abc import Callable

from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardFailure, FetchFailure
from jobscan.simulator.faults.catalogue import Fault

NETWORK, TIMEOUT, TOO_LARGE = FetchFailure.NETWORK, FetchFailure.TIMEOUT, FetchFailure.TOO_LARGE
BROKEN, REDIRECT, LIMITED = FetchFailure.BROKEN, FetchFailure.REDIRECT, FetchFailure.RATE_LIMITED
SERVER = FetchFailure.SERVER

#: What the fetcher says of those that let no page through: kind, part of the reason, Retry-After as clamped.
FAILURES: dict[Fault, tuple[FetchFailure, str, float | None]] = {
    Fault.RESET: (NETWORK, "reset the connection", None),
    Fault.HANG_UP: (NETWORK, "closed the connection without an answer", None),
    Fault.SILENT: (TIMEOUT, "was silent for", None),
    Fault.SLOW_HEADERS: (TIMEOUT, "no complete answer", None),
    Fault.RESET_IN_HEADERS: (NETWORK, "reset the connection", None),
    Fault.SLOW_BODY: (TIMEOUT, "bytes of the body had arrived", None),
    Fault.CUT_BODY: (BROKEN, "cut the answer off", None),
    Fault.RESET_IN_BODY: (BROKEN, "cut the answer off", None),
    Fault.LENGTH_TOO_LARGE: (BROKEN, "cut the answer off", None),
    Fault.LENGTH_TOO_SMALL: (BROKEN, "in the middle of its gzip", None),
    Fault.CUT_CHUNKED: (BROKEN, "cut the answer off", None),
    Fault.CUT_UNFRAMED: (BROKEN, "in the middle of its gzip", None),
    Fault.GARBAGE: (BROKEN, "not HTTP", None),
    Fault.HUGE_HEADERS: (TOO_LARGE, "of headers", None),
    Fault.FLOOD_OF_1XX: (TIMEOUT, "no complete answer", None),
    Fault.REDIRECT_LOOP: (REDIRECT, "more than 5 times", None),
    Fault.REDIRECT_TO_FILE: (REDIRECT, "not an http(s) URL", None),
    Fault.REDIRECT_TO_METADATA: (REDIRECT, "moved to https://169.254.169.254", None),
    Fault.REDIRECT_TO_HTTP: (REDIRECT, "unprotected http", None),
    Fault.REDIRECT_TO_NO_NAME: (REDIRECT, "not an http(s) URL", None),
    Fault.REDIRECT_MALFORMED: (REDIRECT, "not a valid URL", None),
    Fault.REDIRECT_TO_NO_PORT: (REDIRECT, "not an http(s) URL", None),
    Fault.REDIRECT_NOWHERE: (REDIRECT, "without a Location", None),
    Fault.REDIRECT_WITH_BOMB: (REDIRECT, "more than 5 times", None),
    Fault.MOVED: (REDIRECT, "/other/v1/boards/other/jobs", None),
    Fault.GIGABYTE: (TOO_LARGE, "announces 1,000,000,000 bytes", None),
    Fault.ENDLESS_BODY: (TOO_LARGE, "before decoding", None),
    Fault.ENDLESS_CHUNKS: (TOO_LARGE, "before decoding", None),
    Fault.GZIP_BOMB: (TOO_LARGE, "after decoding", None),
    Fault.GZIP_TWICE: (BROKEN, "gzip, gzip", None),
    Fault.UNASKED_BROTLI: (BROKEN, "did not ask for (br)", None),
    Fault.UNASKED_ZSTD: (BROKEN, "did not ask for (zstd)", None),
    Fault.GZIP_MEMBERS: (BROKEN, "members", None),
    Fault.CUT_GZIP: (BROKEN, "in the middle of its gzip", None),
    Fault.PLAIN_AS_GZIP: (BROKEN, "is declared as gzip", None),
    Fault.PARTIAL: (BROKEN, "206", None),
    Fault.UNASKED_304: (BROKEN, "304", None),
    Fault.LIMITED: (LIMITED, "429", None),
    Fault.LIMITED_NOW: (LIMITED, "429", 30),
    Fault.LIMITED_SECONDS: (LIMITED, "429", 120),
    Fault.LIMITED_DATE: (LIMITED, "429", 86_400),
    Fault.LIMITED_NEGATIVE: (LIMITED, "429", 30),
    Fault.LIMITED_EXPONENT: (LIMITED, "429", 86_400),
    Fault.LIMITED_ABSURD: (LIMITED, "429", 86_400),
    Fault.SERVER_ERROR: (SERVER, "500", None),
    Fault.BAD_GATEWAY: (SERVER, "502", None),
    Fault.UNAVAILABLE: (SERVER, "503", None),
    Fault.UNAVAILABLE_SECONDS: (LIMITED, "503", 120),
}

UNREADABLE, NOT_FOUND, FORBIDDEN = BoardFailure.UNREADABLE, BoardFailure.NOT_FOUND, BoardFailure.FORBIDDEN

#: What the adapter says of pages that are no board.
REFUSALS: dict[Fault, tuple[BoardFailure, str]] = {
    Fault.GZIP_TWICE_UNSAID: (UNREADABLE, "not the JSON"),
    Fault.GZIP_AS_PLAIN: (UNREADABLE, "not the JSON"),
    Fault.LOGIN_PAGE: (UNREADABLE, "an HTML page"),
    Fault.HTML_AS_JSON: (UNREADABLE, "an HTML page"),
    Fault.DEEP_JSON: (UNREADABLE, "not the JSON"),
    Fault.NOT_A_NUMBER: (UNREADABLE, "NaN"),
    Fault.MISSING_LIST: (UNREADABLE, "`jobs`"),
    Fault.EMPTY_BODY: (UNREADABLE, "empty"),
    Fault.NO_CONTENT: (BoardFailure.REJECTED, "204"),
    Fault.JSON_NULL: (UNREADABLE, "`null`"),
    Fault.JSON_EMPTY_OBJECT: (UNREADABLE, "`jobs`"),
    Fault.JSON_EMPTY_ARRAY: (UNREADABLE, "`array`"),
    Fault.NOT_FOUND: (NOT_FOUND, "404"),
    Fault.GONE: (NOT_FOUND, "410"),
    Fault.UNAUTHORIZED: (FORBIDDEN, "401"),
    Fault.FORBIDDEN: (FORBIDDEN, "403"),
    Fault.CHALLENGE: (FORBIDDEN, "403"),
}


def ids(page: ParsedPage) -> list[str]:
    return [each.external_id for each in page.postings]


def titles(page: ParsedPage) -> list[str | None]:
    return [each.job.title if each.job else None for each in page.postings]


ALL = [str(number) for number in range(1, 11)]
NAMES = [f"Engineer {number}" for number in range(1, 11)]


def is_honest(page: ParsedPage) -> bool:
    return (ids(page), titles(page), page.total, page.lost) == (ALL, NAMES, 10, 0)


#: What the adapter reads from the others; the board has postings 1 to 10, its neighbour 101 and 102.
READINGS: dict[Fault, Callable[[ParsedPage], bool]] = {
    Fault.ANSWERED_TWICE: is_honest,
    Fault.MANY_COOKIES: is_honest,
    Fault.JSON_AS_HTML: is_honest,
    Fault.HUGE_INTEGER: lambda page: (ids(page), page.total, page.lost) == (ALL[1:], 10, 1),
    Fault.BYTE_ORDER_MARK: is_honest,
    Fault.INVALID_UTF8: lambda page: (ids(page), titles(page)[1:]) == (ALL, NAMES[1:]) and titles(page)[0] != NAMES[0],
    Fault.NUL: lambda page: (ids(page), titles(page)) == (ALL, [f"{name}\0" for name in NAMES]),
    Fault.ODD_CHARSET: is_honest,
    Fault.DUPLICATE_KEYS: is_honest,
    Fault.TOO_MANY: lambda page: len(set(ids(page))) == page.total == 25_000,
    Fault.EMPTY_LIST: lambda page: (ids(page), page.total, page.lost) == ([], 0, 0),
    Fault.HALF_LIST: lambda page: (ids(page), page.total) == (ALL[::2], 5),
    Fault.ONE_MISSING: lambda page: (ids(page), page.total) == (ALL[1:], 9),
    Fault.REPEATED_PAGE: is_honest,
    Fault.LYING_TOTAL: lambda page: (ids(page), page.total) == (ALL, 30),
    Fault.SHIFTED_PAGES: is_honest,
    Fault.DUPLICATE_IDS: lambda page: (titles(page), page.total) == ([*NAMES, NAMES[0]], 11),
    Fault.CONFLICTING_IDS: lambda page: (ids(page)[-1], titles(page)[-1]) == ("1", "Engineer 1 (copy)"),
    Fault.IDS_AS_TEXT: is_honest,
    Fault.IDS_AS_FLOATS: is_honest,
    Fault.NEW_IDS: lambda page: titles(page) == NAMES and not {*ids(page)} & {*ALL},
    Fault.CHURN: is_honest,
    Fault.STALE: is_honest,
    Fault.ETERNAL_304: is_honest,
    Fault.STUCK_ETAG: is_honest,
    Fault.WRONG_BOARD: lambda page: ids(page) == ["101", "102"],
}
