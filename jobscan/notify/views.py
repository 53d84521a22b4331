"""Messages as people see them: every text cleaned and cut, every link checked. Templates only arrange these."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobscan.domain.delivery import DeliveryKind, NotificationKind
from jobscan.notify.report_view import ReportView, view_report
from jobscan.notify.wording import count_jobs, line, moment, plain_value, salary, short_place, spoken
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jobscan.domain.delivery import MatchedJob, Message, ToldJob

SUBJECT_LIMIT = 150
_NAME_LIMIT = 40
_DIFF_LINES = 6
_DIFF_LINE_LIMIT = 240
_DIFF_READ = 20_000
_REPORT_SOURCES = 200

#: The fields of a change as people call them, in the order in which they are shown.
_LABELS = {
    "title": "Title",
    "company": "Company",
    "location": "Place",
    "department": "Department",
    "employment_type": "Type",
    "workplace": "Workplace",
}
_PREFIXES = {
    NotificationKind.UPDATED: "Updated: ",
    NotificationKind.REOPENED: "Reopened: ",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """One thing that changed."""

    label: str
    old: str = ""
    new: str = ""
    #: Of a text: ("+" or "−", line).
    lines: tuple[tuple[str, str], ...] = ()
    #: Changed lines beyond those.
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """One posting."""

    kind: NotificationKind
    title: str
    company: str
    place: str
    #: http(s), or "".
    url: str
    #: Workplace, type, department and salary, those that are known.
    details: tuple[str, ...]
    changes: tuple[ChangeView, ...]

    @property
    def badge(self) -> str:
        """Return the word that says why it is told."""
        return self.kind.upper()

    @property
    def where(self) -> str:
        """Return company and place."""
        return " · ".join(part for part in (self.company, self.place) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A whole message."""

    kind: DeliveryKind
    subject: str
    heading: str
    #: "" when it is not of one alert.
    alert: str
    jobs: tuple[JobView, ...]
    more: int
    #: When it was made, in the user's time zone.
    when: str
    #: One click ends the alert; "" when there is no such link.
    stop_url: str
    #: A command line that ends the alert; "" when it is not of one.
    stop_command: str
    report: ReportView | None

    @property
    def preview(self) -> str:
        """Return what mailboxes show behind the subject."""
        if self.report is not None:
            return self.report.span
        return line(", ".join(job.title for job in self.jobs), 140)


def view_message(message: Message) -> MessageView:
    """Return a message as it is shown. Total: no text in any field makes it fail."""
    jobs = tuple(map(view_job, message.jobs))
    alert = line(message.alert_name, 100)
    report = message.report and view_report(message.report, message.time_zone, limit=_REPORT_SOURCES)
    heading = _heading(message, report or None)
    return MessageView(
        kind=message.kind,
        subject=_subject(message, jobs, heading, alert),
        heading=heading,
        alert=alert,
        jobs=jobs,
        more=max(0, message.more),
        when=moment(message.created_at, message.time_zone),
        stop_url=clean_url(message.unsubscribe_url) or "",
        stop_command=_stop_command(alert, line(message.user, 320)) if alert else "",
        report=report or None,
    )


def _stop_command(alert: str, user: str) -> str:
    return shlex.join(["jobscan", "alerts", "disable", alert, *(["--user", user] if user else [])])


def view_job(told: ToldJob) -> JobView:
    """Return one posting as it is shown."""
    matched = told.matched
    details = (spoken(matched.workplace), spoken(matched.employment_type), line(matched.department), salary(matched))
    return JobView(
        kind=told.kind,
        title=line(matched.title, 200) or "(no title)",
        company=line(matched.company, 100),
        place=line(matched.location, 200),
        url=clean_url(matched.url) or "",
        details=tuple(detail for detail in details if detail),
        changes=tuple(_view_changes(told.changes, matched)),
    )


def _heading(message: Message, report: ReportView | None) -> str:
    counted = count_jobs((job.kind for job in message.jobs), message.more)
    match message.kind:
        case DeliveryKind.OVERFLOW:
            return f"{counted} beyond your limit for a day"
        case DeliveryKind.REPORT:
            return f"jobscan report: {report.summary}" if report else "jobscan report"
        case DeliveryKind.TEST:
            return "A test message from jobscan"
    return counted


def _subject(message: Message, jobs: tuple[JobView, ...], heading: str, alert: str) -> str:
    end = f" - {line(alert, _NAME_LIMIT)}" if alert else ""
    text = heading
    if message.kind is DeliveryKind.ALERT and len(jobs) == 1 and message.more <= 0:
        job, place = jobs[0], line(short_place(message.jobs[0].matched.location), 40)
        at = f" at {line(job.company, 40)}" if job.company else ""
        where = at + (f" ({place})" if place else "")
        prefix = _PREFIXES.get(job.kind, "")
        text = prefix + line(job.title, SUBJECT_LIMIT - len(prefix + where + end)) + where
    return line(text, SUBJECT_LIMIT - len(end)) + end


def _view_changes(changes: Mapping[str, tuple[object, object]], matched: MatchedJob) -> Iterable[ChangeView]:
    for field, label in _LABELS.items():
        if field in changes:
            read = spoken if field in ("employment_type", "workplace") else plain_value
            old, new = (read(value) or "none" for value in changes[field])
            yield ChangeView(label=label, old=old, new=new)
    parts = {field.removeprefix("salary_"): pair for field, pair in changes.items() if field.startswith("salary_")}
    if parts:
        old, new = (salary(matched, {field: pair[side] for field, pair in parts.items()}) for side in (0, 1))
        yield ChangeView(label="Salary", old=old or "none", new=new or "none")
    if "description" in changes:
        yield _view_diff(changes["description"][1])


def _view_diff(diff: object) -> ChangeView:
    """Return the changed lines of a unified diff without file headers, the first of them."""
    raw = diff[:_DIFF_READ].split("\n") if isinstance(diff, str) else []
    signs = {"+": "+", "-": "−"}
    lines = [
        (signs[text[0]], shown) for text in raw if text[:1] in signs and (shown := line(text[1:], _DIFF_LINE_LIMIT))
    ]
    return ChangeView(label="Text", lines=tuple(lines[:_DIFF_LINES]), more=max(0, len(lines) - _DIFF_LINES))
