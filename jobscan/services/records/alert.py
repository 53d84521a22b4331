"""Alerts: stored and listed, tried on the history, explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from jobscan.services.records.match import MatchRecord
from jobscan.utils.time import format_utc, format_utc_or_none

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from jobscan.domain.alert import Alert, StoredAlert
    from jobscan.domain.delivery import DeliveryStatus
    from jobscan.domain.match import Clause
    from jobscan.services.trials import Explanation, Trial


class _Wanted(msgspec.Struct, frozen=True, kw_only=True, rename={"search": "in"}):
    """What an alert asks for, under the names that people write; parts of the rule that are not given are absent."""

    #: What the user calls it.
    name: str
    #: Any of these in the company's name.
    companies: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: Any of these in the title.
    titles: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: Any of these in what ``in`` names.
    keywords: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: All of these there.
    all_keywords: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: None of these there.
    excluded_keywords: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: Where keywords are searched for, written ``in``: title, description; absent: in titles only.
    search: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: Any of these in the places.
    locations: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: Any of these in the department.
    departments: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: Any of these; common words (full_time, contract …) or a board's own.
    employment_types: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: True: remote work only; False: none of it.
    is_remote: bool | msgspec.UnsetType = msgspec.UNSET
    #: remote, hybrid, onsite.
    workplace: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: In whole units of ``currency`` per ``interval``.
    min_salary: float | msgspec.UnsetType = msgspec.UNSET
    #: ISO 4217.
    currency: str | msgspec.UnsetType = msgspec.UNSET
    #: Absent: year.
    interval: str | msgspec.UnsetType = msgspec.UNSET
    #: What to do with postings that do not give a value that the rule needs: drop; absent: keep.
    unknown: str | msgspec.UnsetType = msgspec.UNSET
    #: BCP 47 beginnings.
    languages: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: Any of these countries: the work is there, or remote and open to people there.
    countries: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: Any of these cities among the places.
    cities: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: Remote work that is open to people in any of these countries.
    remote_from: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: internship, junior, mid, senior, lead, principal, manager, director, executive.
    levels: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: At most this many years of experience are asked for.
    max_years: int | msgspec.UnsetType = msgspec.UNSET
    #: True: the employer sponsors visas; False: it says that it does not.
    visa: bool | msgspec.UnsetType = msgspec.UNSET
    #: Any of these among the skills that are asked for.
    skills: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: All of these there.
    all_skills: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: None of these there.
    excluded_skills: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: Languages that the text is written in.
    text_languages: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: ``type/identifier``, or ``type`` for all boards of a system.
    sources: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: new, updated, reopened; absent: new and updated.
    on: list[str] | msgspec.UnsetType = msgspec.UNSET
    #: ``immediate``, ``daily 08:00`` or ``weekly mon 08:00``, in the user's time zone.
    send: str
    #: Names of channels.
    to: list[str]
    #: Whether matches that already exist are sent.
    notify_existing: bool
    #: False: nothing is sent.
    enabled: bool


def _wanted(alert: Alert) -> dict[str, Any]:
    """Return the fields of `_Wanted`."""
    given = alert.to_record()
    fields = zip(_Wanted.__struct_fields__, _Wanted.__struct_encode_fields__, strict=True)
    return {field: given[written] for field, written in fields if written in given}


class StoredAlertRecord(_Wanted, frozen=True, kw_only=True):
    """A stored alert: its conditions, where it is defined, and its status. Moments are UTC."""

    #: Its number in the database.
    id: int
    #: Where it is defined: file, the configuration, or user, the command line.
    origin: str
    #: When it was made.
    created_at: str
    #: When the link in a mail stopped it; None: it was not stopped, or is enabled again.
    unsubscribed_at: str | None
    #: When it was removed; None: it was not.
    removed_at: str | None

    @staticmethod
    def of(stored: StoredAlert) -> StoredAlertRecord:
        """Return the record of a stored alert."""
        return StoredAlertRecord(
            **_wanted(stored.alert),
            id=stored.id,
            origin=stored.origin,
            created_at=format_utc(stored.created_at),
            unsubscribed_at=format_utc_or_none(stored.unsubscribed_at),
            removed_at=format_utc_or_none(stored.removed_at),
        )


class ListedAlertRecord(StoredAlertRecord, frozen=True, kw_only=True):
    """A stored alert among those of a user."""

    #: active, disabled, unsubscribed or user disabled.
    state: str
    #: False: the configuration differs, and no scan has read it yet.
    taken_up: bool
    #: Status → how many: baseline, pending, sending, sent, uncertain, dead, cancelled.
    matches: dict[str, int]
    #: What is allowed in it, but probably a mistake, one line each.
    warnings: list[str]

    @staticmethod
    def from_stored(
        stored: StoredAlert,
        *,
        state: str,
        taken_up: bool,
        matches: Mapping[DeliveryStatus, int],
        warnings: Sequence[str],
    ) -> ListedAlertRecord:
        """Return the record of a stored alert with its status."""
        return ListedAlertRecord(
            **msgspec.structs.asdict(StoredAlertRecord.of(stored)),
            state=state,
            taken_up=taken_up,
            matches={str(status): count for status, count in sorted(matches.items())},
            warnings=list(warnings),
        )


class UnloadedAlertRecord(_Wanted, frozen=True, kw_only=True):
    """An alert that is only in the configuration: the fields of a `ListedAlertRecord`, in a different order."""

    #: It has none yet.
    id: None = None
    #: It is not stored yet, so none of these three has happened.
    created_at: None = None
    #: As above.
    unsubscribed_at: None = None
    #: As above.
    removed_at: None = None
    #: It is in the configuration.
    origin: str = "file"
    #: not loaded.
    state: str
    #: No scan has read it.
    taken_up: bool = False
    #: Nothing yet.
    matches: dict[str, int]
    #: What is allowed in it, but probably a mistake, one line each.
    warnings: list[str]

    @staticmethod
    def of(alert: Alert, *, state: str, warnings: Sequence[str]) -> UnloadedAlertRecord:
        """Return the record of an alert that no scan has read."""
        return UnloadedAlertRecord(**_wanted(alert), state=state, matches={}, warnings=list(warnings))


class TriedPostingRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A posting that an alert would have sent."""

    #: new, updated or reopened.
    kind: str
    #: When, in UTC.
    at: str
    #: As in `JobRecord`, as are those below.
    job_key: str
    #: As it is now.
    title: str
    #: As it is now.
    company: str
    #: All places as written, joined by "; ".
    location: str
    #: "" when the board gives none.
    url: str

    @staticmethod
    def of(trial: Trial) -> TriedPostingRecord:
        """Return the record of a posting that would have been sent."""
        job = trial.stored.job
        return TriedPostingRecord(
            kind=trial.kind,
            at=format_utc(trial.at),
            job_key=job.job_key,
            title=job.title,
            company=job.company,
            location=job.location,
            url=job.url,
        )


class TrialRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What an alert would have sent."""

    #: Its name.
    alert: str
    #: As in `StoredAlertRecord`.
    send: str
    #: UTC.
    since: str
    #: The latest first.
    postings: list[TriedPostingRecord]

    @staticmethod
    def of(alert: Alert, since: datetime, found: Sequence[Trial]) -> TrialRecord:
        """Return the record of what an alert would have sent since."""
        postings = [TriedPostingRecord.of(trial) for trial in found]
        return TrialRecord(alert=alert.name, send=str(alert.send), since=format_utc(since), postings=postings)


class ClauseRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One clause of a rule, judged for a posting."""

    #: The field as it is written in a configuration.
    name: str
    #: Whether the posting passes; if unknown, what the rule says about that.
    holds: bool
    #: The posting does not give the value that the clause needs.
    unknown: bool
    #: Why, for people.
    text: str
    #: The entries of the clause's list that were found, as people wrote them.
    matched: list[str]

    @staticmethod
    def of(clause: Clause) -> ClauseRecord:
        """Return the record of a clause."""
        return ClauseRecord(
            name=clause.name,
            holds=clause.holds,
            unknown=clause.unknown,
            text=clause.text,
            matched=list(clause.matched),
        )


class ExplanationRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Why an alert matches a posting, or does not, and what has been sent."""

    #: Its name.
    alert: str
    #: Of the posting, as in `JobRecord`.
    job_key: str
    #: As it is now.
    title: str
    #: As it is now.
    company: str
    #: Whether all clauses do.
    holds: bool
    #: In the usual order.
    clauses: list[ClauseRecord]
    #: What has been recorded about this posting for the alert.
    matches: list[MatchRecord]

    @staticmethod
    def of(alert: Alert, found: Explanation) -> ExplanationRecord:
        """Return the record of an explanation."""
        job = found.stored.job
        return ExplanationRecord(
            alert=alert.name,
            job_key=job.job_key,
            title=job.title,
            company=job.company,
            holds=found.holds,
            clauses=[ClauseRecord.of(clause) for clause in found.clauses],
            matches=[MatchRecord.of(match, alert.name) for match in found.matches],
        )
