"""Edits the file as its owner would: a source is added in its place, and every other byte stays the same."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from jobscan.config.editing import (
    check_entry,
    end_of,
    insert_lines,
    node_of,
    read_text,
    read_values,
    reads_otherwise,
    replace_file,
    scalar,
)
from jobscan.config.model.root import json_schema
from jobscan.config.model.values import spell_out_source
from jobscan.exceptions import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from jobscan.domain.source import Source

SCHEMA_NAME = "jobscan.schema.json"


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
            replace_file(path, text)
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
    text = read_text(path)
    before = read_values(text, path)
    listed = before.get("sources") or []
    entry = _entry(source)
    check_entry(entry, path, "added")
    _refuse_twin(listed, source, path)
    edited = _insert(text, entry)
    if not isinstance(listed, list) or reads_otherwise(edited, before | {"sources": [*listed, entry]}):
        lines = "\n".join(_block(entry, "  "))
        raise ConfigError([f"{path}: its list of sources is written in a way jobscan cannot edit; add this:\n{lines}"])
    try:
        replace_file(path, edited)
    except OSError as exc:
        raise ConfigError([f"{path}: cannot be written: {exc.strerror}"]) from exc


def require_unlisted(path: Path, source: Source) -> None:
    """Raise `ConfigError` when the file already lists the source, in any letter case, or cannot be read.

    A file that does not exist lists nothing.
    """
    if path.exists():
        _refuse_twin(read_values(read_text(path), path).get("sources"), source, path)


def _refuse_twin(listed: object, source: Source, path: Path) -> None:
    for known in map(spell_out_source, listed if isinstance(listed, list) else []):
        if isinstance(known, dict) and _is_same(source, known.get("type"), known.get("identifier")):
            raise ConfigError([f"{path}: {known['type']}/{known['identifier']} is already listed"])


def _is_same(source: Source, kind: object, identifier: object) -> bool:
    """Say whether an entry is the same board, ignoring case."""
    return kind == source.type and str(identifier).casefold() == source.identifier.casefold()


def _entry(source: Source) -> dict[str, str | bool]:
    fields = ("type", "identifier", "name", "every", "token", "base_url", "select", "render")
    return {name: value for name in fields if (value := getattr(source, name)) not in (None, False)}


def _insert(text: str, entry: dict[str, str | bool]) -> str:
    """Return the text with one more item in ``sources``, inserted by the parser's positions."""
    root = yaml.compose(text, yaml.SafeLoader)
    node = node_of(root, "sources")
    newline = "\r\n" if "\r\n" in text else "\n"
    if node is None:
        gap = "" if not text or text.endswith("\n") else newline
        return text + gap + newline.join(["sources:", *_block(entry, "  "), ""])
    if isinstance(node, yaml.SequenceNode) and node.value:
        last = node.value[-1]
        if node.flow_style:
            inner = ", ".join(f"{name}: {scalar(value)}" for name, value in entry.items())
            return f"{text[: last.end_mark.index]}, {{{inner}}}{text[last.end_mark.index :]}"
        indent = node.start_mark.column
        step = " " * (last.start_mark.column - indent - 1)
        return insert_lines(text, end_of(last), _block(entry, " " * indent, step or " "), newline)
    # An empty list ("[]", "~" or nothing): the lines go below the key, even if a comment follows it.
    text = text[: node.start_mark.index].rstrip(" ") + text[node.end_mark.index :]
    return insert_lines(text, len(text[: node.start_mark.index].rstrip(" ")), _block(entry, "  "), newline)


def _block(entry: dict[str, str | bool], indent: str, step: str = " ") -> list[str]:
    begins = [f"{indent}-{step}", *[f"{indent} {' ' * len(step)}"] * (len(entry) - 1)]
    return [f"{begin}{name}: {scalar(value)}" for begin, (name, value) in zip(begins, entry.items(), strict=True)]
