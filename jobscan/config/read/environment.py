"""Settings from the environment: ``JOBSCAN_…``, the names that database users know, and files for secrets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from jobscan.config.model.root import Config
from jobscan.config.model.section import secret_files
from jobscan.config.read.problems import Loc, Problem

PREFIX = "JOBSCAN_"
#: Read elsewhere: the path of the file itself, and variables of the tests.
_OTHER = frozenset({"JOBSCAN_CONFIG", "JOBSCAN_SHARED"})
#: What the tests use; and what Kubernetes and Docker set by themselves where a service is called "jobscan".
_OTHER_PREFIXES = ("JOBSCAN_TEST_", "JOBSCAN_SERVICE_", "JOBSCAN_PORT")
#: Names that people know from other programs; the JOBSCAN_ form of the same setting overrides them.
_FAMILIAR: dict[str, Loc] = {
    "DATABASE_URL": ("database", "url"),
    "DATABASE_POOL_SIZE": ("database", "pool_size"),
    "DATABASE_MAX_OVERFLOW": ("database", "max_overflow"),
    "SQLALCHEMY_ECHO": ("database", "echo"),
}
#: Secret settings, which can also be read from files.
_SECRET_NAMES = ("DATABASE_URL", "JOBSCAN_DATABASE__URL", "JOBSCAN_REPORT__PING_URL")
#: Sections that have no variables, and what to do instead.
_FILE_ONLY = {
    "alerts": "no such setting; alerts belong in the file",
    "notify": "no such setting; channels belong in the file, and name the files of their secrets (password_file)",
}
_MAX_SECRET_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One setting from the environment."""

    loc: Loc
    value: Any
    #: The variable, or the credential's file.
    origin: str


def setting_names() -> dict[str, Loc]:
    """Return each variable that sets something, with what it sets, in the order of the model."""
    names: dict[str, Loc] = {}
    for section, info in Config.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            twins = secret_files(info.annotation).values()
            for name in info.annotation.model_fields:
                if name not in twins:
                    names[f"{PREFIX}{section}__{name}".upper()] = (section, name)
        elif section not in _FILE_ONLY:
            names[f"{PREFIX}{section}".upper()] = (section,)
    # The database section can be given as its URL alone, in the file as here.
    names["JOBSCAN_DATABASE"] = ("database", "url")
    return names


def read_environment(environ: Mapping[str, str]) -> tuple[list[Override], list[Problem]]:
    """Return the settings in the environment, the strongest last, and what is wrong with them.

    From weak to strong: ``$CREDENTIALS_DIRECTORY/<name in lower case>``, ``<NAME>_FILE``, ``DATABASE_URL`` and its
    like, ``JOBSCAN_…``. Empty variables count as not set. Lists are JSON.
    """
    problems: list[Problem] = []
    overrides = [*_from_files(environ, problems)]
    names = setting_names()
    for name, loc in (_FAMILIAR | names).items():
        text = environ.get(name, "")
        if text:
            overrides.append(Override(loc=loc, value=_decode(name, loc, text, problems), origin=name))
    problems.extend(_unknown(environ, names))
    return overrides, problems


def credentials_folder(environ: Mapping[str, str]) -> Path | None:
    """Return the folder in which systemd puts credentials; None when there is none."""
    folder = environ.get("CREDENTIALS_DIRECTORY", "")
    return Path(folder) if folder else None


def read_secret(path: Path) -> str:
    """Return the text of a small file without the line break at its end; raises ValueError with what is wrong."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_SECRET_BYTES + 1)
        text = data.decode("utf-8").rstrip("\r\n")
    except OSError as exc:
        raise ValueError(f"cannot read {path}: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise ValueError(f"{path} is not text in UTF-8") from exc
    if not text or len(data) > _MAX_SECRET_BYTES:
        raise ValueError(f"{path} is {'empty' if not text else 'larger than 64 KiB'}; it must hold only the secret")
    return text


def _from_files(environ: Mapping[str, str], problems: list[Problem]) -> Iterator[Override]:
    folder = credentials_folder(environ)
    names = setting_names() | _FAMILIAR
    for name in _SECRET_NAMES if folder else ():
        credential = Path(folder or "") / name.lower()
        if credential.is_file():
            yield from _from_file(name.lower(), names[name], credential, problems)
    for name in _SECRET_NAMES:
        path = environ.get(f"{name}_FILE", "")
        if path:
            yield from _from_file(f"{name}_FILE", names[name], Path(path), problems)


def _from_file(origin: str, loc: Loc, path: Path, problems: list[Problem]) -> Iterator[Override]:
    try:
        yield Override(loc=loc, value=read_secret(path), origin=origin)
    except ValueError as exc:
        problems.append(Problem(place=origin, key="", message=str(exc)))


def _decode(name: str, loc: Loc, text: str, problems: list[Problem]) -> Any:
    if loc != ("sources",):
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        example = '[{"type": "greenhouse", "identifier": "canonical"}]'
        problems.append(Problem(place=name, key="", message=f"must be a list in JSON, such as {example}"))
        return []


def _unknown(environ: Mapping[str, str], names: Mapping[str, Loc]) -> Iterator[Problem]:
    secret_files = (f"{name}_FILE" for name in _SECRET_NAMES if name.startswith(PREFIX))
    known = {name.lower(): name for name in (*names, *secret_files)}
    for name in environ:
        if not name.startswith(PREFIX) or name.lower() in known or name in _OTHER or name.startswith(_OTHER_PREFIXES):
            continue
        section = name.removeprefix(PREFIX).lower().partition("__")[0]
        if section in _FILE_ONLY:
            yield Problem(place=name, key="", message=_FILE_ONLY[section])
            continue
        near = get_close_matches(name.lower(), list(known), n=1, cutoff=0.7)
        hint = f"did you mean {known[near[0]]}?" if near else "`jobscan config show` lists all settings"
        yield Problem(place=name, key="", message=f"no such setting; {hint}")
