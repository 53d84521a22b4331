"""Texts with other words in the same markup: every character that is no letter of a sentence stays where it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from urllib.parse import quote, unquote

from tests.recordings.words import Words

_TAGS = (
    "a abbr address article aside b big blockquote body br button caption center cite code col colgroup dd del details"
    " dfn div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img"
    " input ins kbd label legend li link main mark meta nav object ol option p param picture pre q s samp script"
    " section select small source span strike strong style sub summary sup svg table tbody td textarea tfoot th thead"
    " time title tr u ul var video wbr"
).split()
#: Attributes whose values are markup, not words.
_SKELETON = frozenset(
    "align aria-hidden border cellpadding cellspacing charset class colspan data-border data-end data-indent data-list"
    " data-spread data-start data-stringify-border data-stringify-indent data-stringify-type dir frameborder height"
    " lang rel role rowspan scrolling sr-tagline start style target type valign width".split()
)
#: Attributes without a value.
_FLAGS = frozenset("allowfullscreen async checked controls defer disabled hidden nowrap open readonly".split())

_NAME = rf"/?(?:{'|'.join(sorted(_TAGS, key=len, reverse=True))}|[a-z]{{1,3}}:[a-z]+)(?![\w@.-])"
_ENTITY = r"&(?:amp;)*\#?\w+;"
_QUOTE = r"[\"']|&(?:amp;)*(?:quot|\#39);"
#: A quote or a bracket that was escaped ends an address, other entities may be part of it.
_NO_ADDRESS = r"[\s<>\"']|&(?:amp;)*(?:quot|lt|gt|nbsp|\#39);"

_TOKEN = re.compile(
    rf"""
    (?P<tag> <{_NAME}[^<>]*> | &(?P<amp>(?:amp;)*)lt;{_NAME}(?:(?!&(?:amp;)*[lg]t;|[<>]).)*&(?P=amp)gt; )
    | (?P<address> https?://[\w.-]++(?!@)(?:(?!{_NO_ADDRESS}).)* )
    | (?P<kept> {_ENTITY} | https?:// | (?:mailto|tel): | (?<=\d)[^\W\d_]\b )
    | (?P<mail> [\w.+%-]+@[\w-]+(?:\.[\w-]+)+ )
    | (?P<phone>
        (?<=tel:)[+\d(). -]+
        | (?<![\w.,$€£¥/-])(?: \+\d{{1,3}}(?:[ .()-]{{0,2}}\d){{7,12}} | \(\d{{3}}\)\ ?\d{{3}}[ .-]\d{{4}}
                             | \d{{3}}[.-]\d{{3}}[.-]\d{{4}} | 0\d{{1,4}}[ /-]\d{{3,4}}[ -]\d{{4}} )(?![\w-])
      )
    | (?P<word> [^\W\d_]+ )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    rf"""
    (?P<head> (?P<name>[a-z_][\w:.-]*)\s*=\s* )
    (?: (?P<quote>{_QUOTE})(?P<quoted>.*?)(?P=quote) | (?P<bare>(?:(?!{_NO_ADDRESS}).)+) )
    | (?P<entity> {_ENTITY} )
    | (?P<word> [^\W\d_][\w-]* )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ORIGIN = re.compile(r"https?://[\w.-]+(?::\d+)?", re.IGNORECASE)
#: What names something in an address or a number: letters and digits, escaped letters too.
_PRIVATE = re.compile(rf"(?P<kept>{_ENTITY}|%[0-7][0-9a-f])|(?P<escaped>(?:%[89a-f][0-9a-f])+)|[^\W_]+", re.IGNORECASE)


class Scrubber:
    """Puts other words into texts: HTML, HTML that was escaped (once or more), or plain.

    Numbers ("120K", "5G"), punctuation, entities, comparison signs, blanks, tags and the hosts of web addresses stay;
    words, the paths of addresses, mail addresses and phone numbers become others of the same length. ``counts`` says
    how many there were of each kind.
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self.counts: Counter[str] = Counter()
        self._rules: dict[str, Callable[[str], str]] = {
            "tag": self._tag,
            "address": self._address,
            "mail": self.private,
            "phone": self.private,
            "word": words.stand_in,
        }

    def text(self, text: str) -> str:
        """Return the text with other words in it; it is as long."""
        return _TOKEN.sub(self._token, text)

    def private(self, text: str) -> str:
        """Return a text whose digits tell who somebody is with other letters and digits in it; it is as long."""
        return _PRIVATE.sub(self._private, text)

    def _token(self, found: re.Match[str]) -> str:
        # The group that closed last is the outermost.
        kind = found.lastgroup or ""
        rule = self._rules.get(kind)
        if rule is None:
            return found[0]
        if kind != "tag":
            self.counts[kind] += 1
        return rule(found[0])

    def _private(self, found: re.Match[str]) -> str:
        if found["kept"]:
            return found[0]
        if found["escaped"]:
            letters = self._words.stand_in(unquote(found[0], errors="surrogateescape"))
            return quote(letters, errors="surrogateescape")
        return self._words.stand_in(found[0])

    def _address(self, address: str) -> str:
        origin = _ORIGIN.match(address)
        assert origin is not None
        return origin[0] + self.private(address[origin.end() :])

    def _tag(self, tag: str) -> str:
        name = re.match(rf"(?:<|&(?:amp;)*lt;){_NAME}", tag, re.IGNORECASE)
        assert name is not None
        return name[0] + _ATTRIBUTE.sub(self._attribute, tag[name.end() :])

    def _attribute(self, found: re.Match[str]) -> str:
        if found["entity"]:
            return found[0]
        if found["word"]:
            return found[0] if found[0].lower() in _FLAGS else self.text(found[0])
        if found["name"].lower() in _SKELETON:
            return found[0]
        quoted = found["quote"] or ""
        return found["head"] + quoted + self.text(found["quoted"] or found["bare"] or "") + quoted
