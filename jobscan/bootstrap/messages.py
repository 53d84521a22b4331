"""Used by commands that show what channels would send."""

from __future__ import annotations

from jobscan.notify import sample_message
from jobscan.notify.render.message import render_report_html, render_report_text

__all__ = ["render_report_html", "render_report_text", "sample_message"]
