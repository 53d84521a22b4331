"""What changed between two versions of a posting, in a form for people and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.utils.diff import unified_diff

if TYPE_CHECKING:
    from jobscan.domain.job import Job

#: Fields whose change is an entry in the history, in the order in which they are shown.
TRACKED = (
    "title",
    "company",
    "location",
    "offices",
    "department",
    "employment_type",
    "workplace",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_interval",
)
#: Fields that are updated without an entry: addresses and timestamps that boards change by themselves, and the word for
#: the workplace.
UNTRACKED = ("url", "apply_url", "workplace_word", "language", "posted_at", "updated_at", "fingerprint")
#: Tracked field → the field that is None in rows of versions that did not keep it. Whether its value is new on the
#: board is unknown, and an upgrade is not news.
_KEPT_LATER = {"offices": "offices", "workplace": "workplace_word"}

Changes = dict[str, tuple[object, object]]


def changes_between(old: Job, new: Job) -> Changes:
    """Return field → (old, new) for the tracked fields that differ; the description as (None, unified diff).

    Descriptions with the same words do not differ.
    """
    changes: Changes = {
        name: (_plain(getattr(old, name)), _plain(getattr(new, name)))
        for name in TRACKED
        if getattr(old, name) != getattr(new, name) and not _was_not_kept(old, name)
    }
    # As in the content hash: different line breaks are not a change.
    if old.description.split() != new.description.split():
        changes["description"] = (None, unified_diff(old.description, new.description))
    return changes


def untracked_differ(old: Job, new: Job) -> bool:
    """Return whether something differs that is stored but makes no history, including the description's line breaks."""
    names = (*UNTRACKED, *_KEPT_LATER)
    return old.description != new.description or any(getattr(old, name) != getattr(new, name) for name in names)


def _was_not_kept(old: Job, name: str) -> bool:
    return name in _KEPT_LATER and getattr(old, name) is None and getattr(old, _KEPT_LATER[name]) is None


def _plain(value: object) -> object:
    """Return enum members as their plain text; numbers and None as they are."""
    return str(value) if isinstance(value, str) else value
