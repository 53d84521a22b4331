"""Reads YAML into plain values and remembers the place of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from jobscan.config.read.problems import FilePlace, Loc, Problem, show_key, show_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobscan.config.read.quick_yaml import QuickLoader

    Loader = yaml.SafeLoader | QuickLoader

#: A thousand sources are about 100 KB; a mistaken path to a database or a log is larger.
MAX_BYTES = 2**20
#: Aliases multiply: nine lines can stand for a billion values. 1 MiB without aliases cannot reach this.
_MAX_NODES = 600_000
_MAX_DEPTH = 20
_TAGS = "tag:yaml.org,2002:"
#: What libyaml and PyYAML read differently: tabs, "?" in a value, Unicode line ends and byte order marks.
_ODD = re.compile("[\t?\ufeff\x85\u2028\u2029]")
_QUOTABLE = frozenset(_TAGS + kind for kind in ("int", "float", "bool", "timestamp", "null"))


@dataclass(slots=True)
class YamlFile:
    """The values of a file and their places."""

    name: str
    value: Any = None
    #: The place of a value's key, for mistakes in the key itself.
    keys: dict[Loc, FilePlace] = field(default_factory=dict)
    values: dict[Loc, FilePlace] = field(default_factory=dict)
    #: Scalars that YAML reads as numbers, dates or truth values, as written.
    raw: dict[Loc, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, loc: Loc, *, of_key: bool = False) -> FilePlace | None:
        """Return the place of this value (or its key), or of the nearest thing around it in the file."""
        if of_key and loc in self.keys:
            return self.keys[loc]
        for length in range(len(loc), -1, -1):
            if loc[:length] in self.values:
                return self.values[loc[:length]]
        return None


class _TooMuch(yaml.MarkedYAMLError):
    """There are too many values."""


def read_yaml(text: str, name: str) -> YamlFile:
    """Read a document; mistakes of the format are in ``problems``, all values that could be read in ``value``.

    ``name`` is the file's name as it shall appear in messages. An empty file has the value None. Keys that appear
    twice, tags such as ``!include``, several documents and aliases without end are problems.
    """
    return _read(text, name, yaml.SafeLoader)


def read_quickly(text: str, name: str) -> YamlFile:
    """Do what `read_yaml` does in a fifth of its time: 20 ms for a thousand sources.

    Without problems, its values are those of `read_yaml`. Its problems are worded differently, and empty values can
    have another place: use `read_yaml` for both.
    """
    if _ODD.search(text):
        return read_yaml(text, name)
    try:
        from jobscan.config.read.quick_yaml import QuickLoader
    except ImportError:  # a PyYAML that was built without libyaml
        return read_yaml(text, name)
    return _read(text, name, QuickLoader)


def _read(text: str, name: str, make_loader: Callable[[str], Loader]) -> YamlFile:
    file = YamlFile(name)
    try:
        loader = make_loader(text)
        node = loader.get_single_node()
        if node is not None:
            file.value = _Walker(file, loader).read(node, (), 0)
    except RecursionError:
        file.problems = [_problem(file, None, "", "nested too deeply")]
    except yaml.MarkedYAMLError as exc:
        file.problems = [_problem(file, exc.problem_mark, "", _describe(exc))]
    except yaml.reader.ReaderError as exc:
        # The first of its kind: the position is one in UTF-8 where libyaml reads.
        before = text.partition(chr(exc.character))[0]
        place = FilePlace(file=name, line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
        message = f"character U+{exc.character:04X} is not allowed in YAML"
        file.problems = [Problem(place=place, key="", message=message)]
    return file


def _describe(exc: yaml.MarkedYAMLError) -> str:
    problem = exc.problem or "no reason given"
    if isinstance(exc, _TooMuch):
        text = problem
    elif "another document" in problem:
        text = "a second document begins (---), but a file may hold only one"
    elif isinstance(exc, yaml.composer.ComposerError):
        # PyYAML's own text would name the alias, and "token: *abc" is a token that lacks its quotes.
        text = (
            "an alias (*…) without its anchor (&…), or an anchor used twice; text that begins with * or & needs quotes"
        )
    elif "\\t" in problem:
        text = "a tab; YAML is indented with spaces"
    elif "mapping values" in problem:
        text = 'a ": " inside a value; put the value in quotes, or check the indentation'
    else:
        text = f"not valid YAML: {problem}" + (f" {exc.context}" if exc.context else "")
    return text


def _problem(file: YamlFile, mark: Any, key: str, message: str) -> Problem:
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    return Problem(place=FilePlace(file=file.name, line=line, column=column), key=key, message=message)


class _Walker:
    """Turns nodes into values, one by one, so that each keeps its mark."""

    def __init__(self, file: YamlFile, loader: Loader) -> None:
        self._file = file
        self._loader = loader
        self._nodes = 0

    def read(self, node: yaml.Node, loc: Loc, depth: int) -> Any:
        self._nodes += 1
        if depth > _MAX_DEPTH or self._nodes > _MAX_NODES:
            raise _TooMuch(problem="nested too deeply, or aliases without end", problem_mark=node.start_mark)
        self._file.values[loc] = self._place(node)
        if isinstance(node, yaml.MappingNode) and node.tag == _TAGS + "map":
            return self._read_mapping(node, loc, depth)
        if isinstance(node, yaml.SequenceNode) and node.tag == _TAGS + "seq":
            return [self.read(item, (*loc, index), depth + 1) for index, item in enumerate(node.value)]
        return self._read_scalar(node, loc)

    def _read_mapping(self, node: yaml.MappingNode, loc: Loc, depth: int) -> dict[str, Any]:
        self._refuse_twins(node, loc)
        self._loader.flatten_mapping(node)
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._complain(key_node, loc, "a key must be a plain word")
                continue
            key = str(key_node.value)
            self._file.keys[(*loc, key)] = self._place(key_node)
            found[key] = self.read(value_node, (*loc, key), depth + 1)
        return found

    def _refuse_twins(self, node: yaml.MappingNode, loc: Loc) -> None:
        first: dict[str, yaml.Node] = {}
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                continue
            if key_node.value in first:
                line = first[key_node.value].start_mark.line + 1
                key = (*loc, str(key_node.value))
                self._complain(key_node, key, f"given twice; the first is on line {line}")
            first.setdefault(key_node.value, key_node)

    def _read_scalar(self, node: yaml.Node, loc: Loc) -> Any:
        if not node.tag.startswith(_TAGS) or not isinstance(node, yaml.ScalarNode):
            self._complain(node, loc, f"the tag {show_name(node.tag)} is not supported; write the value itself")
            return None
        if node.tag in _QUOTABLE:
            self._file.raw[loc] = node.value
        try:
            return self._loader.construct_object(node)
        # 2026-13-45 looks like a date, "!!int x" like a number; PyYAML takes an empty "!!int" or "!!bool x" unawares.
        except (yaml.YAMLError, ValueError, OverflowError, LookupError, AttributeError):
            self._complain(node, loc, "looks like a date or a number, but is not a valid one; put it in quotes")
            return None

    def _place(self, node: yaml.Node) -> FilePlace:
        return FilePlace(file=self._file.name, line=node.start_mark.line + 1, column=node.start_mark.column + 1)

    def _complain(self, node: yaml.Node, loc: Loc, message: str) -> None:
        self._file.problems.append(_problem(self._file, node.start_mark, show_key(loc), message))
