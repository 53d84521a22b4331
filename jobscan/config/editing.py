"""What edits of the file are made of: its text and nodes, lines that are put into it, and the file as a whole."""

from __future__ import annotations

import json
import os
import re
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import ValidationError

from jobscan.config.model.root import SourceConfig
from jobscan.config.read.problems import describe_problem, show_key
from jobscan.config.read.yaml import read_yaml
from jobscan.exceptions import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PLAIN_TEXT = re.compile(r"[A-Za-z0-9][A-Za-z0-9./_ -]*[A-Za-z0-9]|[A-Za-z]")


def read_text(path: Path) -> str:
    """Return the file as it is. Raises `ConfigError` when it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as exc:
        raise ConfigError([f"{path}: there is no such file; write one with `jobscan init`"]) from exc
    except OSError as exc:
        raise ConfigError([f"{path}: cannot be read: {exc.strerror}"]) from exc
    except UnicodeDecodeError as exc:
        raise ConfigError([f"{path}: is not UTF-8; save it as UTF-8"]) from exc


def read_values(text: str, path: Path) -> dict[str, Any]:
    """Return what the file says. Raises `ConfigError` when it is no sound YAML."""
    file = read_yaml(text.removeprefix("\ufeff"), str(path))
    if file.problems:
        raise ConfigError([str(problem) for problem in file.problems])
    return file.value if isinstance(file.value, dict) else {}


def check_entry(entry: dict[str, Any], path: Path, done: str) -> None:
    """Refuse an edit that would make the whole file unusable; ``done`` is what would be done. Raises `ConfigError`."""
    try:
        SourceConfig.model_validate(entry)
    except ValidationError as exc:
        errors = exc.errors(include_url=False, include_input=False)
        lines = [
            f"{path}: not {done}: {show_key(error['loc'])}: {describe_problem(error, [], None)}" for error in errors
        ]
        raise ConfigError(lines) from exc


def reads_otherwise(text: str, expected: dict[str, Any]) -> bool:
    """Say whether a text reads as anything else than these values."""
    file = read_yaml(text.removeprefix("\ufeff"), "")
    return bool(file.problems) or file.value != expected


def node_of(root: yaml.Node | None, name: str) -> yaml.Node | None:
    """Return the value of a key of the file; None: it has no such key."""
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == name), None)


def end_of(node: yaml.Node) -> int:
    """Return the index behind the last character of a node; a block's own end mark is where the next thing begins."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)


def insert_lines(text: str, index: int, lines: list[str], newline: str) -> str:
    """Return the text with these lines below the line of ``index``."""
    behind_line = index > 0 and text[index - 1] == "\n"  # a block scalar ends with its line
    at = index if behind_line else text.find("\n", index) + 1 or len(text)
    gap = newline if at and text[at - 1] != "\n" else ""
    return text[:at] + gap + newline.join([*lines, ""]) + text[at:]


def scalar(text: str | bool) -> str:
    """Write a text so that YAML reads it as that text: "43.001", "no" and "12:30" need quotes; or a yes or no."""
    if isinstance(text, bool):
        return "true" if text else "false"
    plain = _PLAIN_TEXT.fullmatch(text) is not None and yaml.safe_load(text) == text
    return text if plain else json.dumps(text, ensure_ascii=False)


def replace_file(path: Path, text: str) -> None:
    """Replace a file's content as a whole. Raises OSError."""
    with replacing(path, text) as put:
        put()


@contextmanager
def replacing(path: Path, text: str) -> Iterator[Callable[[], None]]:
    """Write a file's new content beside it; what is given puts it in the file's place, as a whole.

    It is flushed to disk before it gets the name; links, mode and owner stay. Left without that, nothing has changed.
    """
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
        yield lambda: _put_in_place(name, target)
    finally:
        Path(name).unlink(missing_ok=True)


def _put_in_place(name: str, target: Path) -> None:
    Path(name).replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
