"""Make the recordings of this folder from the answers as they were recorded: ``python -m tests.recordings.scrub``.

The first argument is the folder of the originals, the others name recordings in it ("greenhouse/acme.json") that are to
be taken in; without others, those that are here are made anew. The result depends on nothing but the originals.

- JSON: what `facts` names stays, all other strings get other words. Blanks, order, numbers and how characters are
  escaped stay.
- HTML: so do the words between its tags, and the JSON that its scripts assign to variables. In pages of systems whose
  elements `facts` names, texts of these stay, and scripts of JSON are scrubbed as JSON, all others as text.
- XML: all but attributes and the elements that `facts` names gets other words.
- CSV (lists of careers addresses): the columns and rows that tests read, as they are.
- ``errors/``: answers of the system itself, as they are.

Words get the same stand-ins in all recordings of a board, so that a month changes in them what it changed in the
originals. The key is made of the first of a board's originals: whoever has none of them cannot turn a word back.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.fixtures.corpus import Corpus
from tests.recordings.facts import Keep, kind_of, page_facts
from tests.recordings.texts import Scrubber
from tests.recordings.words import Words

HERE = Path(__file__).parent
COUNTED = ("word", "address", "mail", "phone")

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_ESCAPE = re.compile(r"(\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.)", re.DOTALL)
_XML = frozenset({".xml", ".rss", ".atom"})
#: The parts of XML: CDATA with its text, what is no element, tags, text.
_XML_PART = re.compile(
    r"<!\[CDATA\[(?P<cdata>.*?)\]\]>|<!--(?P<comment>.*?)-->|<[?!].*?>|<(?P<end>/?)(?P<name>[^\s/>]*)[^>]*>|(?P<text>[^<]+)",
    re.DOTALL,
)
#: The parts of a page; a script goes with its end.
_HTML_PART = re.compile(
    r"<!--(?P<comment>.*?)-->|<!(?P<doctype>[^>]*)>"
    r"|(?P<open><(?P<silent>script|style)\b(?P<type>[^>]*)>)(?P<code>.*?)(?=</(?P=silent))"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>|(?P<text>[^<]+|<)",
    re.DOTALL | re.IGNORECASE,
)
_HTML_ATTRIBUTE = re.compile(r"([\w:@.-]+)(\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
#: Attributes that hold words, and those that can hold a mail address or a number to call.
_WORDY = frozenset("alt aria-label content data-page label placeholder srcdoc summary title value".split())
_REACHES = ("mailto:", "tel:")
_SCRIPT = re.compile(r"(<script[^>]*>)(.*?)(?=</script>)", re.DOTALL | re.IGNORECASE)
#: What stands before JSON in a script, and behind the JSON before it.
_ASSIGNED = re.compile(r";?\s*[\w.]+ = (?=[\[{n])")

#: The columns that tests read, and of which systems they read the rows.
_SYSTEMS = frozenset({"greenhouse", "lever", "ashby", "workday"})
#: Rows of each other system, the first ones: enough to see whether their addresses are recognised.
_ROWS_OF_OTHERS = 60
_COLUMNS = {
    "boards/ats_boards_complete-labs.csv": ("ats", "url"),
    "boards/boards_colophon_url_to_type.csv": ("board_url",),
    "boards/comeet_boards.csv": ("slug", "company_uid"),
}


class _Pairs(list[tuple[str, Any]]):
    """An object of JSON with its keys in order, repeated ones too."""


def names_in(folder: Path) -> list[str]:
    """Return the recordings of a folder by their originals' names."""
    return sorted(path.relative_to(folder).as_posix().removesuffix(".gz") for path in folder.rglob("*.gz"))


def board_of(name: str) -> str:
    """Return what the recordings of one board have in common: "greenhouse/canonical"."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/{re.split('[._]', file)[0]}"


def scrub(originals: Corpus, name: str, names: Iterable[str]) -> tuple[bytes, Counter[str]]:
    """Return a recording without sentences and people, and how much of each kind was replaced.

    ``names`` are all recordings that there are. Raises `FileNotFoundError` when an original is missing, `ValueError`
    when the file is of a form without a rule.
    """
    original, kind = originals.read(name), Path(name).suffix
    if "/errors/" in name:
        return original, Counter()
    if name in _COLUMNS:
        return _cut(original, _COLUMNS[name]), Counter()
    first = min(other for other in {name, *names} if board_of(other) == board_of(name))
    scrubber = Scrubber(Words(hashlib.sha256(originals.read(first)).digest()))
    system = name.partition("/")[0]
    if kind == ".json":
        made = scrub_json(original.decode(), system, scrubber)
    elif kind == ".html":
        made = scrub_html(original.decode(), system, scrubber)
    elif kind in _XML:
        made = scrub_xml(original.decode(), system, scrubber)
    else:
        raise ValueError(f"there is no rule for {kind} files; add one to tests/recordings/scrub.py")
    return made.encode(), scrubber.counts


def scrub_json(text: str, system: str, scrubber: Scrubber) -> str:
    """Return JSON in which all strings but facts have other words."""
    kinds = _kinds(json.loads(text, object_pairs_hook=_Pairs), system, (), {})

    def replaced(found: re.Match[str]) -> str:
        kind = next(kinds)
        if kind is Keep.FACT:
            return found[0]
        old: str = json.loads(found[0], strict=False)
        if kind is Keep.SENTENCE and is_object(old):
            return _literal(found[0], scrub_json(old, system, scrubber))
        return _literal(found[0], scrubber.text(old) if kind is Keep.SENTENCE else scrubber.private(old))

    return _STRING.sub(replaced, text)


def is_object(text: str) -> bool:
    """Say whether a text is an object of JSON in itself; its strings are judged by their own paths."""
    try:
        return text.startswith('{"') and isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _kinds(value: Any, system: str, path: tuple[str, ...], holder: Mapping[str, Any]) -> Iterator[Keep]:
    """Say of each string what becomes of it, in the order of the text; keys are facts."""
    if isinstance(value, _Pairs):
        inside = dict(value)
        for key, inner in value:
            yield Keep.FACT
            yield from _kinds(inner, system, (*path, key), inside)
    elif isinstance(value, list):
        for inner in value:
            yield from _kinds(inner, system, path, holder)
    elif isinstance(value, str):
        yield kind_of(system, path, holder)


def _literal(old: str, new: str) -> str:
    """Write a string as another of the same length was written, character by character."""
    made, at = [], 0
    for number, piece in enumerate(_ESCAPE.split(old[1:-1])):
        if number % 2 == 0:
            made.append(new[at : at + len(piece)])
            at += len(piece)
        else:
            is_same = json.loads(f'"{piece}"') == new[at]
            made.append(piece if is_same else json.dumps(new[at])[1:-1])
            at += 1
    return f'"{"".join(made)}"'


def scrub_html(page: str, system: str, scrubber: Scrubber) -> str:
    """Return a page whose text, and the JSON in whose scripts, have other words.

    Raises `ValueError` when a script does more than to assign JSON to variables, and `facts` names no elements.
    """
    facts = page_facts(system)
    if facts is not None:
        return "".join(_scrub_parts(page, system, scrubber, facts))
    made, at = [], 0
    for script in _SCRIPT.finditer(page):
        made += [scrubber.text(page[at : script.start()]), script[1], _scrub_script(script[2], system, scrubber)]
        at = script.end()
    return "".join([*made, scrubber.text(page[at:])])


def _scrub_script(script: str, system: str, scrubber: Scrubber) -> str:
    made, at = [], 0
    while script[at:].strip("; \n"):
        assigned = _ASSIGNED.match(script, at)
        if assigned is None:
            raise ValueError(f"a script holds more than JSON in variables: {script[at:].strip()[:60]!r}")
        _, end = json.JSONDecoder().raw_decode(script, assigned.end())
        made += [assigned[0], scrub_json(script[assigned.end() : end], system, scrubber)]
        at = end
    return "".join([*made, script[at:]])


def _scrub_parts(page: str, system: str, scrubber: Scrubber, facts: frozenset[str]) -> Iterator[str]:
    #: Names of the elements that are open, and whether their texts are facts.
    opened: list[tuple[str, bool]] = []
    for part in _HTML_PART.finditer(page):
        is_fact = bool(opened) and opened[-1][1]
        name = (part["name"] or "").lower()
        if part["silent"]:
            yield part["open"] + _scrub_code(part["code"], part["type"].lower(), system, scrubber)
        elif part["comment"] is not None:
            yield f"<!--{scrubber.text(part['comment'])}-->"
        elif part["text"]:
            yield part[0] if is_fact else scrubber.text(part[0])
        elif part["end"]:
            while opened and any(name == open_ for open_, _ in opened):
                if opened.pop()[0] == name:
                    break
            yield part[0]
        elif name:
            classes = re.search(r"class\s*=\s*[\"']?([^\"'>]*)", part["attributes"], re.IGNORECASE)
            named = {name, *(f".{one}" for one in (classes[1].split() if classes else ()))}
            is_fact = is_fact or bool(named & facts)
            if name not in _VOID and not part["attributes"].endswith("/"):
                opened.append((name, is_fact))
            yield f"<{part['name']}{_scrub_attributes(part['attributes'], scrubber, is_fact)}>"
        else:
            yield part[0]


def _scrub_attributes(attributes: str, scrubber: Scrubber, is_fact: bool) -> str:
    def replaced(found: re.Match[str]) -> str:
        name, equals, value = found.groups()
        # The digits of drawings look like numbers to call.
        if name.lower() == "d" or value.strip("\"'").lower().startswith(_REACHES):
            return name + equals + scrubber.private(value)
        return name + equals + (scrubber.text(value) if name.lower() in _WORDY and not is_fact else value)

    return _HTML_ATTRIBUTE.sub(replaced, attributes)


def _scrub_code(code: str, type_: str, system: str, scrubber: Scrubber) -> str:
    if "json" not in type_ or not code.strip():
        return scrubber.text(code)
    return scrub_json(code, "json-ld" if "ld+json" in type_ else system, scrubber)


def scrub_xml(text: str, system: str, scrubber: Scrubber) -> str:
    """Return XML in which the texts of all elements but facts have other words; a path begins below the root."""
    return "".join(_scrub_elements(text, system, scrubber))


def _scrub_elements(text: str, system: str, scrubber: Scrubber) -> Iterator[str]:
    path: list[str] = []
    for part in _XML_PART.finditer(text):
        words = part["cdata"] or part["text"] or part["comment"]
        if part["name"] is not None:
            if part["end"]:
                path.pop()
            elif not part[0].endswith("/>"):
                path.append(part["name"].rpartition(":")[2])
            yield part[0]
        elif not words or not words.strip():
            yield part[0]
        else:
            kind = Keep.SENTENCE if part["comment"] else kind_of(system, tuple(path[1:]), {})
            other = (
                words if kind is Keep.FACT else (scrubber.text if kind is Keep.SENTENCE else scrubber.private)(words)
            )
            yield part[0].replace(words, other)


def _cut(original: bytes, columns: tuple[str, ...]) -> bytes:
    """Return a table with some of its columns: all rows of the systems that tests count, a few of each other one."""
    rows = csv.DictReader(io.StringIO(original.decode(), newline=""))
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    taken: Counter[str] = Counter()
    for row in rows:
        system = row.get("ats", "")
        taken[system] += 1
        if "ats" not in row or system in _SYSTEMS or taken[system] <= _ROWS_OF_OTHERS:
            writer.writerow(row)
    return made.getvalue().encode()


def write(folder: Path, name: str, body: bytes) -> bool:
    """Put a recording into a folder; return whether it is another than before.

    Compressors differ from one machine to the next: what holds the same is left as it is.
    """
    path = folder / f"{name}.gz"
    if path.exists() and gzip.decompress(path.read_bytes()) == body:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(body, mtime=0))
    return True


def main(words: Sequence[str] | None = None) -> None:
    """Scrub, and say what was replaced, recording by recording."""
    parser = argparse.ArgumentParser(prog="python -m tests.recordings.scrub", description="Scrub recordings.")
    parser.add_argument("originals", type=Path, help="the folder of the answers as they were recorded")
    parser.add_argument("names", nargs="*", help='recordings to take in, such as "greenhouse/acme.json"')
    parser.add_argument("--into", type=Path, default=HERE, help="another folder than that of the tests")
    arguments = parser.parse_args(words)
    originals = Corpus("original", arguments.originals)
    known = names_in(arguments.into)
    total: Counter[str] = Counter()
    print(*("changed", *COUNTED, "recording"), sep="\t")
    for name in sorted(arguments.names or known):
        try:
            body, counts = scrub(originals, name, {*known, *arguments.names})
        except (FileNotFoundError, ValueError) as error:
            parser.exit(1, f"{name}: {error}\n")
        is_new = write(arguments.into, name, body)
        print("yes" if is_new else "no", *(counts[kind] for kind in COUNTED), name, sep="\t")
        total += counts
    print("", *(total[kind] for kind in COUNTED), "in all", sep="\t")


if __name__ == "__main__":
    main()
