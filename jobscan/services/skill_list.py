"""Lists of skills as files: those of ESCO and O*NET, and a user's own."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobscan.decide.match.words import fold
from jobscan.domain.skill import SkillEntry, SkillKind, SkillNeed
from jobscan.exceptions import JobscanError
from jobscan.utils.text import has_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Longer labels describe a task; no posting has them word for word.
_LONGEST, _MOST_WORDS = 60, 6
#: Shorter words are found everywhere; a user's own list may have them.
_SHORTEST = 3
_MOST_ALIASES = 50
#: Characters of a cell; the labels of one skill of ESCO have up to some thousand.
_CELL = 1_000_000


class SkillListError(JobscanError):
    """A list of skills cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillList:
    """What a file holds."""

    #: "ESCO", "O*NET" or "a list of your own".
    form: str
    entries: tuple[SkillEntry, ...]
    #: Why rows and labels were left out → how many.
    skipped: Mapping[str, int]


def read_skill_list(text: str, file: str) -> SkillList:
    """Return the skills of a list, each once; the form is known by the columns, ``file`` is named in errors.

    ESCO's ``skills_en.csv`` has ``preferredLabel`` and ``altLabels`` (one a line in its cell); O*NET's ``Technology
    Skills.txt`` has ``Example``, its ``Skills.txt`` ``Element Name``, both separated by tabs (seen in the files' own
    descriptions, esco.ec.europa.eu and onetcenter.org, 2026-11). A list of one's own has ``name``, and may have
    ``aliases`` (separated by "|"), ``kind`` and ``need``.
    Raises `SkillListError` when the columns are of none of these, or the file is not sound.
    """
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    previous = csv.field_size_limit(_CELL)
    try:
        titles = {title.strip().lower(): title for title in rows.fieldnames or () if title}
        form = next((form for form in _FORMS if form[1] in titles), None)
        if form is None:
            raise SkillListError(
                f"{file}: is no list of skills that is known: it needs a column preferredLabel (ESCO), Example or"
                f" Element Name (O*NET), or name (your own); its columns are {', '.join(titles)[:200] or 'none'}"
            )
        return _read_rows(rows, titles, form)
    except csv.Error as exc:
        raise SkillListError(f"{file}: line {rows.line_num} is not sound: {exc}") from exc
    finally:
        csv.field_size_limit(previous)


def _read_rows(rows: csv.DictReader[str], titles: Mapping[str, str], form: _Form) -> SkillList:
    name_of_form, column, read = form
    found: dict[str, SkillEntry] = {}
    skipped: Counter[str] = Counter()
    for row in rows:
        cells = {title: (row.get(written) or "").strip() for title, written in titles.items()}
        entry = read(cells, cells[column], skipped)
        if entry is not None and found.setdefault(fold(entry.name), entry) is not entry:
            skipped["named before"] += 1
    return SkillList(form=name_of_form, entries=tuple(found.values()), skipped=dict(skipped))


def _of_esco(cells: Mapping[str, str], name: str, skipped: Counter[str]) -> SkillEntry | None:
    if not _is_usable(name, skipped):
        return None
    labels = [" ".join(label.split()) for label in cells.get("altlabels", "").splitlines()]
    aliases = tuple(label for label in labels if label and _is_usable(label, skipped))
    return SkillEntry(name, SkillKind.DOMAIN, tuple(dict.fromkeys(aliases))[:_MOST_ALIASES])


def _of_onet(_cells: Mapping[str, str], name: str, skipped: Counter[str]) -> SkillEntry | None:
    return SkillEntry(name, SkillKind.TOOL) if _is_usable(name, skipped) else None


def _of_own(cells: Mapping[str, str], name: str, skipped: Counter[str]) -> SkillEntry | None:
    if not has_words(fold(name)) or len(name) > _LONGEST:
        skipped["without letters, or too long"] += 1
        return None
    try:
        kind = SkillKind(cells.get("kind", "").lower() or SkillKind.DOMAIN)
        need = SkillNeed(cells["need"].lower()) if cells.get("need") else None
    except ValueError:
        skipped["with an unknown kind or need"] += 1
        return None
    aliases = [" ".join(alias.split()) for alias in cells.get("aliases", "").split("|")]
    usable = [alias for alias in aliases if has_words(fold(alias)) and len(alias) <= _LONGEST]
    return SkillEntry(" ".join(name.split()), kind, tuple(dict.fromkeys(usable))[:_MOST_ALIASES], need)


def _is_usable(label: str, skipped: Counter[str]) -> bool:
    if not has_words(fold(label)) or len(label) < _SHORTEST:
        skipped["too short to be found"] += 1
    elif len(label) > _LONGEST or label.count(" ") >= _MOST_WORDS:
        skipped["too long: no posting has them word for word"] += 1
    else:
        return True
    return False


if TYPE_CHECKING:
    _Form = tuple[str, str, Callable[[Mapping[str, str], str, Counter[str]], SkillEntry | None]]

#: Name, the column that tells the form, and what reads a row.
_FORMS: tuple[_Form, ...] = (
    ("ESCO", "preferredlabel", _of_esco),
    ("O*NET", "example", _of_onet),
    ("O*NET", "element name", _of_onet),
    ("a list of your own", "name", _of_own),
)
