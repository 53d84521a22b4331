"""Messages as people see them: every text cleaned and cut, every link checked. Templates only arrange these."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jobscan.domain.delivery import DeliveryKind, NotificationKind
from jobscan.notify.render.report import ReportView, view_report
from jobscan.notify.render.wording import count_jobs, line, moment, plain_value, salary, short_place, spoken
from jobscan.utils.diff import EXCERPT_WIDTH, changed_lines, excerpt_diff
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jobscan.domain.delivery import MatchedJob, Message, MessageJob

SUBJECT_LIMIT = 150
_NAME_LIMIT = 40
_DIFF_LINES = 6
_DIFF_READ = 20_000
#: Alerts that a message of several names; the rest is counted.
_STOPS = 10
#: Longer links are left out at the end of a message, as in its headers (RFC 5322 §2.1.1), for a command.
STOP_URL_LIMIT = 900
_BRIEF_TITLE_LIMIT = 100
_BRIEF_LIMIT = 60
_BRIEF_URL_LIMIT = 1_000

#: The fields of a change as people call them, in the order in which they are shown.
_LABELS = {
    "title": "Title",
    "company": "Company",
    "location": "Place",
    "offices": "Offices",
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
    #: Workplace, type, department and salary, those that are known, and what the text says.
    details: tuple[str, ...]
    changes: tuple[ChangeView, ...]
    #: One line of what is most important: see `in_brief`.
    is_brief: bool = False

    @property
    def badge(self) -> str:
        """Return the word that says why it is sent."""
        return self.kind.upper()

    @property
    def where(self) -> str:
        """Return company and place."""
        return " · ".join(part for part in (self.company, self.place) if part)

    @property
    def summary(self) -> str:
        """Return what the one line of a brief entry says after the title: company, place, what changed."""
        changed = ", ".join(change.label.lower() for change in self.changes)
        return " · ".join(part for part in (self.where, f"{changed} changed" if changed else "") if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopView:
    """How to stop an alert."""

    #: What a link reads: "Stop this alert".
    label: str
    #: One click stops it; "" when there is no such link.
    url: str
    #: A command that stops it.
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A whole message."""

    kind: DeliveryKind
    subject: str
    heading: str
    #: "" when it is not of one alert.
    alert: str
    #: What mailboxes show behind the subject.
    preview: str
    jobs: tuple[JobView, ...]
    #: Matches beyond ``jobs``.
    more: int
    #: A command line that lists all of them; "" when there is none.
    more_command: str
    #: When it was made, in the user's time zone.
    when: str
    #: How to stop the alert, or each of several.
    stops: tuple[StopView, ...]
    #: Alerts beyond those.
    more_stops: int
    #: A command line that lists all of them.
    alerts_command: str
    report: ReportView | None


def view_message(message: Message) -> MessageView:
    """Return a message as it is shown. Total: no text in any field makes it fail."""
    jobs = tuple(map(view_job, message.jobs))
    alert = line(message.alert_name, 100)
    report = message.report and view_report(message.report, message.time_zone)
    heading = _heading(message, report or None)
    user = ["--user", name] if (name := line(message.user, 320)) else []
    stops = _stops(message, user)
    return MessageView(
        kind=message.kind,
        subject=_subject(message, jobs, heading, alert),
        heading=heading,
        alert=alert,
        preview=report.span if report else line(", ".join(job.title for job in jobs), 140),
        jobs=jobs,
        more=max(0, message.more),
        more_command=report.command if report else _command("matches", *(["--alert", alert] if alert else []), *user),
        when=moment(message.created_at, message.time_zone),
        stops=tuple(stops[:_STOPS]),
        more_stops=max(0, len(stops) - _STOPS),
        alerts_command=_command("alerts", "list", *user),
        report=report or None,
    )


def in_brief(job: JobView) -> JobView:
    """Return a posting for where there is little room: a line of a few hundred bytes, links up to 1,000."""
    return replace(
        job,
        title=line(job.title, _BRIEF_TITLE_LIMIT),
        company=line(job.company, _BRIEF_LIMIT),
        place=line(short_place(job.place), _BRIEF_LIMIT),
        url=job.url if len(job.url) <= _BRIEF_URL_LIMIT else "",
        details=(),
        is_brief=True,
    )


def _command(*words: str) -> str:
    return shlex.join(["jobscan", *words])


def _stops(message: Message, user: list[str]) -> list[StopView]:
    """Return how to stop the alert of a message, or each of its alerts."""
    alerts = [(line(alert.name, 100), alert.unsubscribe_url) for alert in message.alerts]
    if alert := line(message.alert_name, 100):
        alerts = [(alert, message.unsubscribe_url)]
    found = []
    for name, link in alerts:
        url = clean_url(link) or ""
        found.append(
            StopView(
                label="Stop this alert" if alert else f"Stop {name}",
                url=url if len(url) <= STOP_URL_LIMIT else "",
                command=_command("alerts", "disable", name, *user),
            )
        )
    return found


def view_job(entry: MessageJob) -> JobView:
    """Return one posting as it is shown."""
    matched = entry.matched
    details = (spoken(matched.workplace), spoken(matched.employment_type), line(matched.department), salary(matched))
    return JobView(
        kind=entry.kind,
        title=line(matched.title, 200) or "(no title)",
        company=line(matched.company, 100),
        place=_place(matched),
        url=clean_url(matched.url) or "",
        details=tuple(detail for detail in (*details, *(line(fact, 100) for fact in matched.facts)) if detail),
        changes=tuple(_view_changes(entry.changes, matched)),
    )


def _place(matched: MatchedJob) -> str:
    """Return the places of all postings for the job, and how many postings that are if several."""
    count = len(matched.others) + 1
    places = line(matched.places, 200)
    return f"{places} ({count} postings)".strip() if count > 1 else places


def _heading(message: Message, report: ReportView | None) -> str:
    counted = count_jobs((job.kind for job in message.jobs), message.more)
    match message.kind:
        case DeliveryKind.OVERFLOW:
            return f"{counted} beyond your daily limit"
        case DeliveryKind.REPORT:
            return f"jobscan report: {report.summary}" if report else "jobscan report"
        case DeliveryKind.TEST:
            return "A test message from jobscan"
    return counted


def _subject(message: Message, jobs: tuple[JobView, ...], heading: str, alert: str) -> str:
    end = f" - {line(alert, _NAME_LIMIT)}" if alert else ""
    text = heading
    if message.kind is DeliveryKind.ALERT and len(jobs) == 1 and message.more <= 0:
        job, place = jobs[0], line(short_place(message.jobs[0].matched.places), 40)
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
    """Return what people need to see of a diff, or of an excerpt of one."""
    raw, more = changed_lines(excerpt_diff(diff[:_DIFF_READ], _DIFF_LINES)) if isinstance(diff, str) else ([], 0)
    signs = {"+": "+", "-": "−"}
    lines = [(signs[text[0]], shown) for text in raw if (shown := line(text[1:], EXCERPT_WIDTH))]
    return ChangeView(label="Text", lines=tuple(lines), more=more)
