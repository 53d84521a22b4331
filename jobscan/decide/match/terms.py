"""The entries of a rule's word lists: words and phrases, and regular expressions between slashes."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import re2

from jobscan.decide.match.spelling import Name, Spelling
from jobscan.decide.match.words import fold, marked

#: A compiled expression of RE2, which has no type information.
Pattern: TypeAlias = Any

#: Bytes for one expression and its automata; RE2's own bound is 8 MiB. `x{1000}` fits, 200 times any letter does not:
#: RE2 refuses it. When a search outgrows this, RE2 continues without its automaton, more slowly.
_PATTERN_MEMORY = 1 << 20

#: Characters of a text that are searched. The longest real description seen has 29,000; in 256 Ki of hostile ones the
#: worst expression takes 2 s, as does a list of phrases made of each other (measured 2026-11); in these a quarter.
LONGEST_TEXT = 64 * 1024


class Text(NamedTuple):
    """Running text prepared for a search for terms. One that is empty or blank has none."""

    #: Folded, the edges of its words marked.
    marked: str
    #: As it was written, in UTF-8, for regular expressions.
    written: bytes

    @classmethod
    def of(cls, written: str | None) -> Text:
        """Make a text ready, up to `LONGEST_TEXT`; None is empty."""
        text = searched(written)
        return cls(marked(fold(text)), encoded(text)) if text else _EMPTY

    def has(self, term: Term) -> bool:
        """Return whether a term that is no expression is in the text as written."""
        return bool(term.word) and term.word in self.marked


class Heading(NamedTuple):
    """A title, place, department or company prepared for a search; one that is empty or blank has no term."""

    name: Name
    #: As it was written, in UTF-8, for regular expressions.
    written: bytes

    @classmethod
    def of(cls, written: str | None) -> Heading:
        """Make a text ready, up to `LONGEST_TEXT`; None is empty."""
        text = searched(written)
        return cls(Name.of(marked(fold(text))), encoded(text)) if text else _NO_HEADING

    def has(self, term: Term) -> bool:
        """Return whether a term that is no expression is in the text, in any spelling."""
        return term.spelling.is_in(self.name)


_EMPTY = Text("", b"")
_NO_HEADING = Heading(Name("", frozenset()), b"")
_NO_SPELLING = Spelling("", False, False)


def searched(written: str | None) -> str:
    """Return the part of a text that is searched, up to `LONGEST_TEXT`; "" for one that is blank or None."""
    return "" if not written or written.isspace() else written[:LONGEST_TEXT]


class Term(NamedTuple):
    """One entry of a list of words."""

    #: As people wrote it, without spaces around it.
    written: str
    #: A substring of `Text.marked` if the term is in the text; "" for a regular expression, or when nothing is left to
    #: search for: then the term is in no text.
    word: str = ""
    #: The same for `Heading.name`.
    spelling: Spelling = _NO_SPELLING
    #: Searches `Text.written`; None for words and for an expression that RE2 refuses.
    pattern: Pattern | None = None
    #: Why RE2 refuses the expression, briefly; None when it does not.
    refusal: str | None = None

    @classmethod
    def of(cls, written: str) -> Term:
        """Read an entry; raises nothing, see `refusal`."""
        entry = written.strip()
        if not is_expression(entry):
            word = marked(fold(entry))
            return cls(entry, word, Spelling.of(word))
        try:
            return cls(entry, pattern=re2.compile(encoded(entry[1:-1]), _options()))
        except re2.error as error:
            return cls(entry, refusal=error.args[0].decode("utf-8", "replace"))

    def found_in(self, text: Text | Heading) -> str | None:
        """Return what was found in the text, for people: the term itself or an expression's match; None: nothing."""
        if self.pattern is not None:
            found = self.pattern.search(text.written) if text.written else None
            return None if found is None else found.group().decode("utf-8", "replace")
        return self.written if text.has(self) else None


def is_expression(entry: str) -> bool:
    """Return whether an entry, without blanks around it, is a regular expression: ``/…/``."""
    return len(entry) > 2 and entry[0] == entry[-1] == "/"


def encoded(text: str) -> bytes:
    """Return a text as RE2 searches it."""
    # RE2 treats a surrogate, which no clean text has, as some character that is not a letter.
    return text.encode("utf-8", "surrogatepass")


def _options() -> Any:
    options = re2.Options()
    options.max_mem = _PATTERN_MEMORY
    options.log_errors = False
    options.case_sensitive = False
    return options
