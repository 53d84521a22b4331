"""What changed between two versions of a posting, in a form that a person can read and JSON can carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.utils.diff import unified_diff

if TYPE_CHECKING:
    from jobscan.domain.job import Job

#: Fields whose change is an entry in the history, in the order in which people read them.
TRACKED = (
    "title",
    "company",
    "location",
    "department",
    "employment_type",
    "workplace",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_interval",
)
#: Fields that are kept up to date without an entry: addresses and stamps that boards move by themselves.
UNTRACKED = ("url", "apply_url", "language", "posted_at", "updated_at", "fingerprint")

Changes = dict[str, tuple[object, object]]


def changes_between(old: Job, new: Job) -> Changes:
    """Return field → (old, new) for the tracked fields that differ; the description as (None, unified diff).

    Descriptions with the same words do not differ.
    """
    changes: Changes = {
        name: (_plain(getattr(old, name)), _plain(getattr(new, name)))
        for name in TRACKED
        if getattr(old, name) != getattr(new, name)
    }
    # As in the content hash: where the lines break is no change.
    if old.description.split() != new.description.split():
        changes["description"] = (None, unified_diff(old.description, new.description))
    return changes


def untracked_differ(old: Job, new: Job) -> bool:
    """Return whether something differs that is stored but makes no history, the lines of the description included."""
    return old.description != new.description or any(getattr(old, name) != getattr(new, name) for name in UNTRACKED)


def _plain(value: object) -> object:
    """Return enum members as their plain text; numbers and None as they are."""
    return str(value) if isinstance(value, str) else value
