"""Messages → subject, text and HTML, by the templates beside this file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from jobscan.notify.render.fitting import fit_jobs, fit_report
from jobscan.notify.render.report import REPORT_STOP, view_report
from jobscan.notify.render.views import view_message

if TYPE_CHECKING:
    from jobscan.domain.delivery import Message
    from jobscan.domain.report import Report
    from jobscan.notify.render.views import MessageView

#: Bytes of a mail's HTML in UTF-8, its lines ended by CRLF as they travel. Gmail cuts at 102 KB what a reader sees, and
#: hides the end behind a link; relays may add to a mail on its way. The text beside it is shorter.
HTML_LIMIT = 90 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message as a mail shows it."""

    #: One line of at most 150 characters.
    subject: str
    #: LF line breaks, as in ``html``.
    text: str
    html: str


def render(message: Message) -> Rendered:
    """Render a message, in at most `HTML_LIMIT` bytes of HTML; what does not fit is counted in it.

    The same message gives the same texts; no text in any of its fields makes it fail.
    """
    view = view_message(message)
    if view.report is None:
        view = fit_jobs(view, _fits)
    else:
        whole = view
        view = replace(view, report=fit_report(view.report, lambda report: _fits(replace(whole, report=report))))
    return Rendered(subject=view.subject, text=_render(view, "txt"), html=_render(view, "html"))


def _fits(view: MessageView) -> bool:
    html = _render(view, "html")
    return len(html.encode("utf-8")) + html.count("\n") <= HTML_LIMIT


def _render(view: MessageView, form: str) -> str:
    name = "message" if view.report is None else "report"
    return (
        _environment().get_template(f"{name}.{form}.j2").render(view=view, report=view.report, report_stop=REPORT_STOP)
    )


def render_report_html(report: Report, time_zone: str) -> str:
    """Return a report as an HTML page, moments in this time zone (an IANA name)."""
    return _environment().get_template("report.html.j2").render(view=None, report=view_report(report, time_zone))


def render_report_text(report: Report, time_zone: str) -> str:
    """Return a report as text, moments in this time zone (an IANA name)."""
    return _environment().get_template("report.txt.j2").render(view=None, report=view_report(report, time_zone))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("jobscan.notify.render"),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
