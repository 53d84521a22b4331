"""Combines file and environment, checks everything at once, and remembers where each value came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from jobscan.config.model.alerts import alert_warnings
from jobscan.config.read.checks import check_whole, scan_warnings
from jobscan.config.read.draft import Draft
from jobscan.config.read.environment import credentials_folder, read_environment
from jobscan.config.read.problems import FilePlace, Loc, Problem, show_key
from jobscan.config.read.yaml import MAX_BYTES, YamlFile, read_quickly, read_yaml
from jobscan.exceptions import ConfigError

if TYPE_CHECKING:
    from jobscan.config.model.root import Config

DEFAULT_PATH = Path("config.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedConfig:
    """A configuration, and where its values came from."""

    config: Config
    path: Path
    #: Where a value came from: a place in the file, or the name of a variable; a path that is missing is a default.
    origins: Mapping[Loc, FilePlace | str] = field(repr=False)


def resolve_path(path: Path | None, environ: Mapping[str, str]) -> Path:
    """Return the file to read: the given one, or ``$JOBSCAN_CONFIG``, or ``config.yaml`` in this directory."""
    return path or Path(environ.get("JOBSCAN_CONFIG") or DEFAULT_PATH)


def load_config(path: Path | None, environ: Mapping[str, str], *, missing_ok: bool = False) -> Config:
    """Read and check the configuration; the environment wins over the file.

    ``path`` is what ``--config`` gave, or None. ``missing_ok``: without a file, environment and defaults will do.
    Raises `ConfigError` with every mistake at once.
    """
    quick, _ = _load(resolve_path(path, environ), environ, missing_ok=missing_ok, read=read_quickly)
    return (quick or load_with_origins(path, environ, missing_ok=missing_ok)).config


def load_with_origins(path: Path | None, environ: Mapping[str, str], *, missing_ok: bool = False) -> LoadedConfig:
    """Do what `load_config` does, and return where each value came from."""
    loaded, problems = _load(resolve_path(path, environ), environ, missing_ok=missing_ok)
    if loaded is None or problems:
        raise ConfigError([str(problem) for problem in problems])
    return loaded


def find_problems(path: Path | None, environ: Mapping[str, str]) -> list[Problem]:
    """Return every mistake in the configuration, in the order of the file; [] when it can be used."""
    return _load(resolve_path(path, environ), environ)[1]


def find_warnings(loaded: LoadedConfig) -> list[Problem]:
    """Return what is allowed in a configuration, but probably a mistake, in the order of the file."""
    config = loaded.config
    boards = [source.key for source in config.sources]
    warnings = [
        (("alerts", index, *rest), message)
        for index, alert in enumerate(config.alerts)
        for rest, message in alert_warnings(alert.to_alert(), boards)
    ]
    found = []
    for loc, message in [*warnings, *scan_warnings(config)]:
        places = (loaded.origins.get(loc[:length]) for length in range(len(loc), 0, -1))
        place = next((place for place in places if place is not None), None)
        found.append(Problem(place=place, key=show_key(loc), message=message, is_warning=True))
    return _in_order(found)


def _load(
    path: Path,
    environ: Mapping[str, str],
    *,
    missing_ok: bool = False,
    read: Callable[[str, str], YamlFile] = read_yaml,
) -> tuple[LoadedConfig | None, list[Problem]]:
    overrides, problems = read_environment(environ)
    text = "" if missing_ok and not path.exists() else _read_text(path, problems)
    if text is None:
        return None, problems
    file = read(text, str(path))
    problems += file.problems
    draft = Draft(file=file, folder=path.parent)
    if file.value is None and file.problems:
        return None, _in_order(problems)
    draft.fill(overrides)
    draft.fetch_secrets(credentials_folder(environ))
    check_whole(draft)
    config = draft.validate()
    problems += draft.problems
    if config is None or problems:
        return None, _in_order(problems)
    return LoadedConfig(config=config, path=path, origins=draft.origins()), []


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.order)


def _read_text(path: Path, problems: list[Problem]) -> str | None:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) <= MAX_BYTES:
            return data.decode("utf-8-sig")
        message = "is larger than 1 MiB; is it really the configuration?"
    except FileNotFoundError:
        message = "there is no such file; write one with `jobscan init`, or name another with --config PATH"
    except OSError as exc:
        message = f"cannot be read: {exc.strerror}"
    except UnicodeDecodeError as exc:
        message = f"is not UTF-8 (byte {exc.start + 1}); save it as UTF-8"
    problems.insert(0, Problem(place=None, key=str(path), message=message))
    return None
