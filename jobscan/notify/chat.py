"""Messages in chats: a headline, then a few lines for each posting, as many as the service takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobscan.domain.delivery import DeliveryKind
from jobscan.notify.report_view import ReportView
from jobscan.notify.views import view_message
from jobscan.notify.wording import line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jobscan.domain.delivery import Message
    from jobscan.notify.views import ChangeView, JobView, MessageView

_TITLE_LIMIT = 160
_LINE_LIMIT = 200
_CHANGES = 4
_FAILING = 10


def utf16_length(text: str) -> int:
    """Return how many UTF-16 code units a text has: how Telegram and Discord count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf8_length(text: str) -> int:
    """Return how many bytes a text has in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def no_escape(text: str) -> str:
    """Return the text as it is, for services that show plain text."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a service writes, and how much it takes."""

    #: In units of ``measure``.
    limit: int
    measure: Callable[[str], int] = len
    #: Makes a text mean nothing but itself.
    escape: Callable[[str], str] = no_escape
    #: Makes an escaped text stand out.
    strong: Callable[[str], str] = no_escape
    #: Makes an escaped title a link to a URL, which is not escaped yet; None: the URL stands on a line of its own …
    link: Callable[[str, str], str] | None = None
    #: … in this form.
    address: Callable[[str], str] = no_escape


def headline(message: Message) -> str:
    """Return one line that says what the message is, not escaped: "5 new jobs - alert name"."""
    view = view_message(message)
    return _headline(view)


def compose(message: Message, dialect: Dialect, *, with_headline: bool = True) -> str:
    """Return a message in a service's dialect, within its limit: cut between postings, with "… and N more"."""
    view = view_message(message)
    head = [dialect.strong(dialect.escape(_headline(view)))] if with_headline else []
    if view.report is not None:
        return _fit(head, [[text] for text in _report_lines(view.report, dialect)], 0, dialect)
    blocks = [[_block(job, dialect), _short_block(job, dialect)] for job in view.jobs]
    return _fit(head, blocks, view.more, dialect) or dialect.escape(_headline(view))


def _headline(view: MessageView) -> str:
    return f"{view.heading} - {view.alert}" if view.alert else view.heading


def _fit(head: Sequence[str], blocks: Sequence[Sequence[str]], more: int, dialect: Dialect) -> str:
    """Join blocks while they fit, each in the first of its forms that does; say how many are left out."""
    text = "\n\n".join(head)
    for index, forms in enumerate(blocks):
        left = len(blocks) - index - 1 + more
        for form in forms:
            longer = f"{text}\n\n{form}" if text else form
            if dialect.measure(longer + _rest(left)) <= dialect.limit:
                text = longer
                break
        else:
            return text + _rest(left + 1)
    return text + _rest(more)


def _rest(count: int) -> str:
    return f"\n\n… and {count:,} more" if count else ""


def _block(job: JobView, dialect: Dialect) -> str:
    lines = [_title(job, dialect)]
    facts = " · ".join(part for part in (line(job.where, _LINE_LIMIT), *job.details) if part)
    if facts:
        lines.append(dialect.escape(facts))
    lines.extend(dialect.escape(_change(change)) for change in job.changes[:_CHANGES])
    if job.url and dialect.link is None:
        lines.append(dialect.address(job.url))
    return "\n".join(lines)


def _short_block(job: JobView, dialect: Dialect) -> str:
    """Return what is left of a posting whose address is too long for the service."""
    company = f" · {job.company}" if job.company else ""
    return dialect.escape(f"{job.badge} {line(job.title, 80)}{line(company, 60)}")


def _title(job: JobView, dialect: Dialect) -> str:
    title = dialect.escape(line(job.title, _TITLE_LIMIT))
    shown = dialect.link(title, job.url) if dialect.link is not None and job.url else dialect.strong(title)
    return f"{dialect.escape(job.badge)} {shown}"


def _change(change: ChangeView) -> str:
    if change.lines:
        return f"{change.label}: " + " ".join(f"{sign} {line(text, 80)}" for sign, text in change.lines[:2])
    if change.old:
        return f"{change.label}: {line(change.old, 80)} → {line(change.new, 80)}"
    return f"{change.label} changed"


def _report_lines(report: ReportView, dialect: Dialect) -> list[str]:
    lines = [report.span]
    lines.extend(f"{board.name}: {board.reason}" for board in report.boards[:_FAILING] if board.is_failing)
    lines.extend(f"{alert.name}: {alert.matches}" for alert in report.alerts[:_FAILING])
    if report.deliveries:
        lines.append(f"Messages: {report.deliveries}")
    return [dialect.escape(line(text, _LINE_LIMIT)) for text in lines]


def tag_of(message: Message) -> str:
    """Return a word for what a message is, such as services show as an icon."""
    return "bar_chart" if message.kind is DeliveryKind.REPORT else "briefcase"
