"""Messages in chats: a headline, a few lines for each posting, as many as the service takes, and how to stop them.

They end with a command, not with a link as mails do: a chat is read by several people, and stored by others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobscan.domain.delivery import DeliveryKind
from jobscan.notify.render.report import REPORT_STOP, ReportView
from jobscan.notify.render.views import view_message
from jobscan.notify.render.wording import counted, line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jobscan.domain.delivery import Message
    from jobscan.notify.render.views import ChangeView, JobView, MessageView

_TITLE_LIMIT = 160
_LINE_LIMIT = 200
_CHANGES = 4
_REPORTED = 10
_STOPS = 2


def utf16_length(text: str) -> int:
    """Return how many UTF-16 code units a text has, as Telegram and Discord count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf8_length(text: str) -> int:
    """Return how many bytes a text has in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def no_escape(text: str) -> str:
    """Return the text unchanged, for services that show plain text."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """A service's markup, and its limit."""

    #: In units of ``measure``.
    limit: int
    measure: Callable[[str], int] = len
    #: Escapes a text.
    escape: Callable[[str], str] = no_escape
    #: Makes an escaped text bold.
    strong: Callable[[str], str] = no_escape
    #: Makes an escaped title a link to a URL, which is not escaped yet; None: the URL is on a line of its own …
    link: Callable[[str, str], str] | None = None
    #: … in this form.
    address: Callable[[str], str] = no_escape


def headline(message: Message) -> str:
    """Return one line that says what the message is, not escaped: "5 new jobs - alert name"."""
    view = view_message(message)
    return _headline(view)


def compose(message: Message, dialect: Dialect, *, with_headline: bool = True) -> str:
    """Return a message in a service's dialect, within its limit.

    It is cut between postings, says how many are left out and how to see them, and ends with how to stop it.
    """
    view = view_message(message)
    head = [dialect.strong(dialect.escape(_headline(view)))] if with_headline else []
    if view.report is not None:
        blocks = [[text] for text in _report_lines(view.report, dialect)]
    else:
        blocks = [[_block(job, dialect), _short_block(job, dialect)] for job in view.jobs]
    return _fit(head, blocks, _Ending(view, dialect), dialect) or dialect.escape(_headline(view))


def _headline(view: MessageView) -> str:
    return f"{view.heading} - {view.alert}" if view.alert else view.heading


class _Ending:
    """The lines that end every message: what is left out, and how to stop it."""

    def __init__(self, view: MessageView, dialect: Dialect) -> None:
        self._more = view.more
        self._more_command = self._short(dialect, view.more_command, "jobscan matches")
        lines = [f"{stop.label}: {stop.command}" for stop in view.stops[:_STOPS]]
        if others := len(view.stops) - len(lines) + view.more_stops:
            lines.append(f"… and {others:,} more: {view.alerts_command}")
        if view.report is not None:
            lines.append(REPORT_STOP)
        self._stop = self._short(dialect, "\n".join(lines), "Stop an alert: jobscan alerts list")

    @staticmethod
    def _short(dialect: Dialect, text: str, instead: str) -> str:
        """Return a text, escaped; the fallback when it would take more than a quarter of the message."""
        escaped = dialect.escape(text)
        return escaped if dialect.measure(escaped) <= dialect.limit // 4 else dialect.escape(instead)

    def after(self, left: int) -> str:
        """Return the end of a message that leaves out this many of its own blocks."""
        count = left + self._more
        parts = [f"… and {count:,} more: {self._more_command}" if count else "", self._stop]
        return "".join(f"\n\n{part}" for part in parts if part)


def _fit(head: Sequence[str], blocks: Sequence[Sequence[str]], ending: _Ending, dialect: Dialect) -> str:
    """Join the blocks that fit, each in the first of its forms that does, and the ending."""
    text = "\n\n".join(head)
    for index, forms in enumerate(blocks):
        left = len(blocks) - index - 1
        for form in forms:
            longer = f"{text}\n\n{form}" if text else form
            if dialect.measure(longer + ending.after(left)) <= dialect.limit:
                text = longer
                break
        else:
            return (text + ending.after(left + 1)).lstrip("\n")
    return (text + ending.after(0)).lstrip("\n")


def _block(job: JobView, dialect: Dialect) -> str:
    lines = [_title(job, dialect)]
    facts = " · ".join(part for part in (line(job.where, _LINE_LIMIT), *job.details) if part)
    if facts:
        lines.append(dialect.escape(facts))
    lines.extend(dialect.escape(_change(change)) for change in job.changes[:_CHANGES])
    if len(job.changes) > _CHANGES:
        lines.append(dialect.escape(f"… and {counted(len(job.changes) - _CHANGES, 'more change')}"))
    if job.url and dialect.link is None:
        lines.append(dialect.address(job.url))
    return "\n".join(lines)


def _short_block(job: JobView, dialect: Dialect) -> str:
    """Return a posting without its address, which is too long for the service."""
    company = f" · {job.company}" if job.company else ""
    return dialect.escape(f"{job.badge} {line(job.title, 80)}{line(company, 60)}")


def _title(job: JobView, dialect: Dialect) -> str:
    title = dialect.escape(line(job.title, _TITLE_LIMIT))
    shown = dialect.link(title, job.url) if dialect.link is not None and job.url else dialect.strong(title)
    return f"{dialect.escape(job.badge)} {shown}"


def _change(change: ChangeView) -> str:
    if change.lines:
        shown = [f"{sign} {text}" for sign, text in change.lines[:2]]
        more = change.more + len(change.lines) - len(shown)
        return f"{change.label}: " + " ".join(shown + ([f"… and {counted(more, 'more line')}"] if more else []))
    if change.old:
        return f"{change.label}: {line(change.old, 80)} → {line(change.new, 80)}"
    return f"{change.label} changed"


def _report_lines(report: ReportView, dialect: Dialect) -> list[str]:
    failing = [f"{board.name}: {board.reason}" for board in report.boards if board.is_failing]
    alerts = [f"{alert.name}: {alert.matches}" for alert in report.alerts]
    lines = [report.span, *failing[:_REPORTED], *alerts[:_REPORTED]]
    left = [(len(failing), "more failing board"), (len(alerts), "more alert")]
    if cut := [counted(count - _REPORTED, noun) for count, noun in left if count > _REPORTED]:
        lines.append(f"… and {', '.join(cut)}: {report.command}")
    if report.deliveries:
        lines.append(f"Messages: {report.deliveries}")
    return [dialect.escape(line(text, _LINE_LIMIT)) for text in lines]


def tag_of(message: Message) -> str:
    """Return a word for the kind of a message, which services show as an icon."""
    return "bar_chart" if message.kind is DeliveryKind.REPORT else "briefcase"
