"""Edits the file as its owner would: a source is added in its place, and every other byte stays the same."""

from __future__ import annotations

import json
import os
import re
import tempfile
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import ValidationError

from jobscan.config.model.root import SourceConfig, json_schema
from jobscan.config.model.values import spell_out_source
from jobscan.config.read.problems import describe_problem, show_key
from jobscan.config.read.yaml import read_yaml
from jobscan.exceptions import ConfigError

if TYPE_CHECKING:
    from jobscan.domain.source import Source

SCHEMA_NAME = "jobscan.schema.json"
_PLAIN_TEXT = re.compile(r"[A-Za-z0-9][A-Za-z0-9./_ -]*[A-Za-z0-9]|[A-Za-z]")


def write_initial(path: Path, *, force: bool = False) -> Path:
    """Write a commented configuration to ``path`` and its JSON Schema beside it; return the schema's path.

    Missing folders are created. Raises `ConfigError` when the file exists (unless ``force``) or cannot be written.
    """
    if path.exists() and not force:
        raise ConfigError([f"{path}: already exists; --force overwrites it, --config names another file"])
    schema_path = path.with_name(SCHEMA_NAME)
    text = files("jobscan.config").joinpath("template.yaml").read_text(encoding="utf-8")
    schema = json.dumps(json_schema(), indent=2) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            _replace(path, text)
        else:
            path.write_text(text, encoding="utf-8")
        schema_path.write_text(schema, encoding="utf-8")
    except OSError as exc:
        raise ConfigError([f"{exc.filename or path}: cannot be written: {exc.strerror}"]) from exc
    return schema_path


def append_source(path: Path, source: Source) -> None:
    """Add a source to the list in the file; comments, order and layout of the rest stay byte for byte.

    The file is replaced as a whole or not at all, and keeps its mode. The result is checked before it is written.
    Raises `ConfigError` when the source is already listed or has a value that is not allowed, or the file cannot be
    read, edited or written.
    """
    text = _read(path)
    before = _values(text, path)
    listed = before.get("sources") or []
    entry = _entry(source)
    _check(entry, path)
    _refuse_twin(listed, source, path)
    edited = _insert(text, entry)
    if not isinstance(listed, list) or _reads_otherwise(edited, before | {"sources": [*listed, entry]}):
        lines = "\n".join(_block(entry, "  "))
        raise ConfigError([f"{path}: its list of sources is written in a way jobscan cannot edit; add this:\n{lines}"])
    try:
        _replace(path, edited)
    except OSError as exc:
        raise ConfigError([f"{path}: cannot be written: {exc.strerror}"]) from exc


def require_unlisted(path: Path, source: Source) -> None:
    """Raise `ConfigError` when the file already lists the source, in any letter case, or cannot be read.

    A file that does not exist lists nothing.
    """
    if path.exists():
        _refuse_twin(_values(_read(path), path).get("sources"), source, path)


def _refuse_twin(listed: object, source: Source, path: Path) -> None:
    for known in map(spell_out_source, listed if isinstance(listed, list) else []):
        if isinstance(known, dict) and _is_same(source, known.get("type"), known.get("identifier")):
            raise ConfigError([f"{path}: {known['type']}/{known['identifier']} is already listed"])


def _is_same(source: Source, kind: object, identifier: object) -> bool:
    """Say whether an entry is the same board, ignoring case."""
    return kind == source.type and str(identifier).casefold() == source.identifier.casefold()


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as exc:
        raise ConfigError([f"{path}: there is no such file; write one with `jobscan init`"]) from exc
    except OSError as exc:
        raise ConfigError([f"{path}: cannot be read: {exc.strerror}"]) from exc
    except UnicodeDecodeError as exc:
        raise ConfigError([f"{path}: is not UTF-8; save it as UTF-8"]) from exc


def _values(text: str, path: Path) -> dict[str, Any]:
    file = read_yaml(text.removeprefix("\ufeff"), str(path))
    if file.problems:
        raise ConfigError([str(problem) for problem in file.problems])
    return file.value if isinstance(file.value, dict) else {}


def _check(entry: dict[str, str], path: Path) -> None:
    """Refuse an edit that would make the whole file unusable."""
    try:
        SourceConfig.model_validate(entry)
    except ValidationError as exc:
        errors = exc.errors(include_url=False, include_input=False)
        lines = [
            f"{path}: not added: {show_key(error['loc'])}: {describe_problem(error, [], None)}" for error in errors
        ]
        raise ConfigError(lines) from exc


def _reads_otherwise(text: str, expected: dict[str, Any]) -> bool:
    file = read_yaml(text.removeprefix("\ufeff"), "")
    return bool(file.problems) or file.value != expected


def _entry(source: Source) -> dict[str, str]:
    fields = ("type", "identifier", "name", "every", "token", "base_url")
    return {name: value for name in fields if (value := getattr(source, name)) is not None}


def _insert(text: str, entry: dict[str, str]) -> str:
    """Return the text with one more item in ``sources``, inserted by the parser's positions."""
    root = yaml.compose(text, yaml.SafeLoader)
    node = _sources_node(root)
    newline = "\r\n" if "\r\n" in text else "\n"
    if node is None:
        gap = "" if not text or text.endswith("\n") else newline
        return text + gap + newline.join(["sources:", *_block(entry, "  "), ""])
    if isinstance(node, yaml.SequenceNode) and node.value:
        last = node.value[-1]
        if node.flow_style:
            inner = ", ".join(f"{name}: {_scalar(value)}" for name, value in entry.items())
            return f"{text[: last.end_mark.index]}, {{{inner}}}{text[last.end_mark.index :]}"
        indent = node.start_mark.column
        step = " " * (last.start_mark.column - indent - 1)
        return _insert_lines(text, _end(last), _block(entry, " " * indent, step or " "), newline)
    # An empty list ("[]", "~" or nothing): the lines go below the key, even if a comment follows it.
    text = text[: node.start_mark.index].rstrip(" ") + text[node.end_mark.index :]
    return _insert_lines(text, len(text[: node.start_mark.index].rstrip(" ")), _block(entry, "  "), newline)


def _sources_node(root: yaml.Node | None) -> yaml.Node | None:
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == "sources"), None)


def _end(node: yaml.Node) -> int:
    """Return the index behind the last character of a node; a block's own end mark is where the next thing begins."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)


def _insert_lines(text: str, index: int, lines: list[str], newline: str) -> str:
    """Return the text with these lines below the line of ``index``."""
    behind_line = index > 0 and text[index - 1] == "\n"  # a block scalar ends with its line
    at = index if behind_line else text.find("\n", index) + 1 or len(text)
    gap = newline if at and text[at - 1] != "\n" else ""
    return text[:at] + gap + newline.join([*lines, ""]) + text[at:]


def _block(entry: dict[str, str], indent: str, step: str = " ") -> list[str]:
    begins = [f"{indent}-{step}", *[f"{indent} {' ' * len(step)}"] * (len(entry) - 1)]
    return [f"{begin}{name}: {_scalar(value)}" for begin, (name, value) in zip(begins, entry.items(), strict=True)]


def _scalar(text: str) -> str:
    """Write a text so that YAML reads it as that text: "43.001", "no" and "12:30" need quotes."""
    plain = _PLAIN_TEXT.fullmatch(text) is not None and yaml.safe_load(text) == text
    return text if plain else json.dumps(text, ensure_ascii=False)


def _replace(path: Path, text: str) -> None:
    """Replace a file's content as a whole, flushed to disk before it gets the name; links, mode and owner stay."""
    target = path.resolve()
    old = target.stat()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), old.st_mode & 0o7777)
            with suppress(PermissionError):  # only root gives files away; then the owner is us anyway
                os.fchown(file.fileno(), old.st_uid, old.st_gid)
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
