"""Messages → subject, text and HTML, through the templates beside this file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from jobscan.notify.report_view import view_report
from jobscan.notify.views import view_message

if TYPE_CHECKING:
    from jobscan.domain.delivery import Message
    from jobscan.domain.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message as a mail shows it."""

    #: One line of at most 150 characters.
    subject: str
    #: LF line breaks, as in ``html``.
    text: str
    html: str


def render(message: Message) -> Rendered:
    """Render a message. The same message gives the same texts; no text in any of its fields makes it fail."""
    view = view_message(message)
    name = "message" if view.report is None else "report"
    values = {"view": view, "report": view.report}
    return Rendered(
        subject=view.subject,
        text=_environment().get_template(f"{name}.txt.j2").render(values),
        html=_environment().get_template(f"{name}.html.j2").render(values),
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
        loader=PackageLoader("jobscan.notify"),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
