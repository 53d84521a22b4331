from __future__ import annotations

from jobscan.domain.page import Page
from tests.sources.boards.careers import as_page
from tests.sources.pages import answer, source
from tests.sources.sample_board import SampleBoard


def row(number: int, title: str) -> str:
    """Return a posting as the script draws it."""
    return (
        f"<ul class='postingsList' id='p{number}_'><table class='title'><tr><td id='wrapword'>{title}</td>"
        f"<td><span class='title2'> JobID: {number} </span></td></tr></table><div>"
        "<li><span class='label'>Position Type:</span><br/>&nbsp;<span class='normal'>Athletics/</span>"
        "<span class='normal'>Coaching</span></li>"
        '<li><span class="label" >Date Posted:</span><br/>&nbsp;<span class="normal">6/8/2026</span></li>'
        '<li><span class="label" >Location:</span><br/>&nbsp;<span class="normal">Acme High School </span></li>'
        f"<span id='DescriptionText{number}_' style='display:none;'><span class=\"normal\"><p>Bring the team's best."
        "</p></span><br/></span></div></ul>"
    )


def script(*rows: str) -> Page:
    """Return the script that draws a list, in the two pieces that long ones come in."""
    html = f"<form><div id='AppliTrackListContent'>{''.join(rows)}</div></form></div>"
    middle = len(html) // 2
    pieces = (piece.replace("\\", "\\\\").replace("'", "\\'") for piece in (html[:middle], html[middle:]))
    lines = "\n".join(f"document.write('{piece}');" for piece in pieces)
    body = f"var VacanciesAreOnThisPage = true\n{lines}\ndocument.write(unescape(\"%3Cscript src='x'%3E\"));"
    return answer(body.encode("cp1252"), content_type="text/html")


BOARD = SampleBoard(
    source=source("applitrack", "acme"),
    answers=lambda _request: script(row(288, "Coach"), row(180, "Teacher")),
    ids=("288", "180"),
    empty=lambda _request: script(),
    unknown=lambda _request: as_page("<h1>404</h1>", status=404),
    broken=lambda _request: script(row(288, ""), row(180, "Teacher")),
)
