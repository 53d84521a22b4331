"""What can be wrong with an answer, by the code of the fault catalogue (A: transport, B: body, C: board)."""

from __future__ import annotations

from enum import Enum


class Fault(Enum):
    """One way in which a board's server goes wrong; switched on with `jobscan.simulator.faults.behaviour.Behaviour`.

    Each member has the ``code`` of its row in the catalogue ("" where there is none) and a ``description``.
    """

    code: str
    description: str

    def __new__(cls, value: str, code: str, description: str) -> Fault:
        """Make a member whose value is a plain name, fit for command lines and logs."""
        member = object.__new__(cls)
        member._value_ = value
        member.code = code
        member.description = description
        return member

    # A: transport
    RESET = "reset", "A1", "the connection is reset in place of an answer"
    HANG_UP = "hang-up", "A1", "the connection is closed in place of an answer"
    SILENT = "silent", "A2", "the request is taken and never answered"
    SLOW_HEADERS = "slow-headers", "A3", "one byte of a header at a time, for ever"
    RESET_IN_HEADERS = "reset-in-headers", "A3", "the connection is reset within the headers"
    SLOW_BODY = "slow-body", "A4", "one byte of the body at a time"
    CUT_BODY = "cut-body", "A5", "the connection is closed half way through the announced body"
    RESET_IN_BODY = "reset-in-body", "A5", "the connection is reset half way through the announced body"
    LENGTH_TOO_LARGE = "length-too-large", "A5", "Content-Length announces 100 bytes more than the whole body has"
    LENGTH_TOO_SMALL = "length-too-small", "A5", "Content-Length announces half of the body; the rest follows"
    ANSWERED_TWICE = "answered-twice", "", "the answer comes twice; who takes it for the next one's mixes up boards"
    CUT_CHUNKED = "cut-chunked", "A6", "the connection is closed half way through a chunked body"
    CUT_UNFRAMED = "cut-unframed", "A7", "no length, and the connection is closed half way: HTTP sees a whole answer"
    GARBAGE = "garbage", "A8", "bytes that are no HTTP, NUL among them"
    HUGE_HEADERS = "huge-headers", "A9", "2 MiB of headers"
    MANY_COOKIES = "many-cookies", "A9", "an honest answer that sets 300 cookies"
    FLOOD_OF_1XX = "flood-of-1xx", "A9", "103 Early Hints, for ever"
    REDIRECT_LOOP = "redirect-loop", "A10", "a redirect to the same URL"
    REDIRECT_TO_FILE = "redirect-to-file", "A11", "a redirect to file:///etc/passwd"
    REDIRECT_TO_METADATA = "redirect-to-metadata", "A12", "a redirect to a cloud's metadata, https://169.254.169.254/"
    REDIRECT_TO_HTTP = "redirect-to-http", "A13", "a redirect to another host over plain http"
    REDIRECT_MALFORMED = "redirect-malformed", "A15", "a redirect to http://[::1"
    REDIRECT_TO_NO_PORT = "redirect-to-no-port", "A15", "a redirect to port 99999"
    REDIRECT_TO_NO_NAME = (
        "redirect-to-no-name",
        "A15",
        "a redirect to https://xn--a/, which no decoder takes for a name",
    )
    REDIRECT_NOWHERE = "redirect-nowhere", "A15", "a redirect without a Location"
    REDIRECT_WITH_BOMB = "redirect-with-bomb", "A16", "a redirect to the same URL whose own body is a gzip bomb"
    MOVED = "moved", "A17", "301 to another board of the market"

    # B: body, encoding, size
    GIGABYTE = "gigabyte", "B1", "1 GB of body, announced"
    ENDLESS_BODY = "endless-body", "B2", "a body without a length, as fast as it is read, for ever"
    ENDLESS_CHUNKS = "endless-chunks", "B2", "a chunked body, for ever"
    GZIP_BOMB = "gzip-bomb", "B3", "1 MiB of gzip that inflates to 1 GiB"
    GZIP_TWICE = "gzip-twice", "B4", "Content-Encoding: gzip, gzip"
    GZIP_TWICE_UNSAID = "gzip-twice-unsaid", "B4", "gzip inside of gzip, of which only one is announced"
    UNASKED_BROTLI = "unasked-brotli", "B5", "Content-Encoding: br, which the client does not accept"
    UNASKED_ZSTD = "unasked-zstd", "B5", "Content-Encoding: zstd, which the client does not accept"
    GZIP_MEMBERS = "gzip-members", "B6", "100,000 empty gzip members before the body's"
    CUT_GZIP = "cut-gzip", "B7", "gzip without its end, in an honest frame"
    PLAIN_AS_GZIP = "plain-as-gzip", "B8", "plain bytes that are announced as gzip"
    GZIP_AS_PLAIN = "gzip-as-plain", "B8", "gzip that is not announced"
    LOGIN_PAGE = "login-page", "B9", "200 and an HTML page to sign in at"
    HTML_AS_JSON = "html-as-json", "B10", "an HTML page that is announced as JSON"
    JSON_AS_HTML = "json-as-html", "B10", "the honest answer, announced as HTML"
    DEEP_JSON = "deep-json", "B11", "100,000 nested arrays"
    HUGE_INTEGER = "huge-integer", "B12", "the first posting's id has 5,000 digits"
    NOT_A_NUMBER = "not-a-number", "B13", "the first posting's id is NaN"
    BYTE_ORDER_MARK = "byte-order-mark", "B14", "a byte order mark before the honest answer"
    INVALID_UTF8 = "invalid-utf8", "B15", "bytes in the first title that are no UTF-8"
    NUL = "nul", "B15", "an escaped NUL at the end of each title"
    ODD_CHARSET = "odd-charset", "B16", "the honest answer, announced as charset=utf-7"
    DUPLICATE_KEYS = (
        "duplicate-keys",
        "B17",
        "every key of each posting comes twice, the title first with another value",
    )
    MISSING_LIST = "missing-list", "B18", "the key of the list is missing"
    EMPTY_BODY = "empty-body", "B19", "200 and no body"
    NO_CONTENT = "no-content", "B19", "204"
    JSON_NULL = "json-null", "B19", "200 and null"
    JSON_EMPTY_OBJECT = "json-empty-object", "B19", "200 and {}"
    JSON_EMPTY_ARRAY = "json-empty-array", "B19", "200 and []"
    TOO_MANY = "too-many", "B20", "25,000 short postings"
    PARTIAL = "partial", "", "206 and the first half of the body, though the client asked for no range"

    # C: semantics
    EMPTY_LIST = "empty-list", "C1", "a valid answer without postings"
    HALF_LIST = "half-list", "C2", "every second posting is missing, and not counted"
    ONE_MISSING = "one-missing", "C3", "the first posting is missing, and not counted"
    REPEATED_PAGE = "repeated-page", "C5", "the first page, whichever page is asked for"
    LYING_TOTAL = "lying-total", "C6", "the total counts 20 more than there are"
    SHIFTED_PAGES = "shifted-pages", "C7", "pages but the first begin one posting late, as when a row left meanwhile"
    DUPLICATE_IDS = "duplicate-ids", "C8", "the first posting comes again at the end, the same"
    CONFLICTING_IDS = "conflicting-ids", "C8", "the first posting comes again at the end, with another title"
    IDS_AS_TEXT = "ids-as-text", "C9", "numeric ids come as text"
    IDS_AS_FLOATS = "ids-as-floats", "C9", "numeric ids come as 12.0"
    NEW_IDS = "new-ids", "C11", "every posting has another id than before"
    CHURN = "churn", "C12", "key order, white space and a tracking parameter differ in every answer"
    STALE = "stale", "C13", "every second answer is the one that was given first, as from a cache"
    UNASKED_304 = "unasked-304", "C14", "304, whatever was asked"
    ETERNAL_304 = "eternal-304", "C15", "304 to every request with a validator, whatever it is"
    STUCK_ETAG = "stuck-etag", "C15", "the same ETag for every body, and never 304"
    LIMITED = "limited", "C17", "429 without Retry-After"
    LIMITED_NOW = "limited-now", "C17", "429 with Retry-After: 0"
    LIMITED_SECONDS = "limited-seconds", "C17", "429 with Retry-After: 120"
    LIMITED_DATE = "limited-date", "C17", "429 with a date in 2099 as Retry-After"
    LIMITED_NEGATIVE = "limited-negative", "C17", "429 with Retry-After: -1"
    LIMITED_EXPONENT = "limited-exponent", "C17", "429 with Retry-After: 1e99"
    LIMITED_ABSURD = "limited-absurd", "C17", "429 with Retry-After: 10^20"
    SERVER_ERROR = "server-error", "C18", "500"
    BAD_GATEWAY = "bad-gateway", "C18", "502 with an HTML page"
    UNAVAILABLE = "unavailable", "C18", "503"
    UNAVAILABLE_SECONDS = "unavailable-seconds", "C18", "503 with Retry-After: 120"
    NOT_FOUND = "not-found", "C19", "404"
    GONE = "gone", "C19", "410"
    UNAUTHORIZED = "unauthorized", "C20", "401"
    FORBIDDEN = "forbidden", "C20", "403"
    CHALLENGE = "challenge", "C20", "403 and a page with a puzzle for people"
    WRONG_BOARD = "wrong-board", "C21", "the answer of another board of the market"
