"""What rules make of the words that boards write."""

from __future__ import annotations

from tests.cases.boards import Server, Workday, ashby, greenhouse, workday_row
from tests.cases.conftest import Case

TITLES = (
    "Director of Analytics",
    "Chief Technology Officer (CTO)",
    "Sr. Zero Trust Engineer III",
    "Rust Engineer",
    "International Sales Lead",
    "Internal Tools Engineer",
    "Research Intern",
    "JavaScript Developer",
    "Java Developer",
    "XNET Developer",
    ".NET Developer",
    "Marketing Coordinator",
    "COO",
    "Software Engineer, Software Defined Networking",
    "DeFi Engineer",
    "C++ Engineer",
    "C Engineer",
    "R&D Engineer",
    "Node.js Developer",
)


def test_words_are_found_whole_and_never_in_other_words(case: Case, server: Server) -> None:
    text = "&lt;p&gt;We value curiosity. JavaScript.&lt;/p&gt;"
    board = greenhouse(server, [{"id": number, "title": each, "content": text} for number, each in enumerate(TITLES)])
    words = ["CTO", "Rust Engineer", "COO", ".NET", "DeFi", "C", "intern", "java"]
    case.configure(
        board,
        alerts=[
            {"name": "words", "keywords": words, "excluded_keywords": ["XNET"]},
            {"name": "text", "keywords": ["ios", "java"], "in": ["description"]},
        ],
    )
    case.scan()

    assert case.titles("words") == {
        "COO",
        "DeFi Engineer",
        ".NET Developer",
        "Research Intern",
        "Java Developer",
        "Chief Technology Officer (CTO)",
        "Rust Engineer",
        "C Engineer",
    }
    assert case.titles("text") == set()


def test_hyphen_and_blank_are_one_in_places_and_departments(case: Case, server: Server) -> None:
    board = greenhouse(
        server,
        [
            {"id": 1, "title": "Controller", "place": "Stuttgart, Baden-Württemberg"},
            {"id": 2, "title": "Buyer", "place": "Baden Württemberg, Germany"},
            {"id": 3, "title": "Planner", "place": "Aix-en-Provence, France"},
            {"id": 4, "title": "Advisor", "place": "Lyon", "departments": ["Customer-Success"]},
            {"id": 5, "title": "Coach", "place": "Lyon", "departments": ["Customer Success"]},
        ],
    )
    case.configure(
        board,
        alerts=[
            {"name": "state", "locations": ["Baden Württemberg", "Aix en Provence"]},
            {"name": "hyphens", "locations": ["Baden-Württemberg"]},
            {"name": "team", "departments": ["customer success"]},
        ],
    )
    case.scan()

    assert case.titles("state") == {"Controller", "Buyer", "Planner"}
    assert case.titles("hyphens") == {"Controller", "Buyer"}
    assert case.titles("team") == {"Advisor", "Coach"}


def test_places_that_only_the_details_name_are_read(case: Case, server: Server) -> None:
    site = Workday(server=server, pod="wd5", site="1000")
    rows = [
        workday_row("Structural Test Engineer", "JR2020330", "US, TX, Remote"),
        workday_row("Sales Engineer", "JR7", "53 Locations", externalPath="/job/Munich/Sales-Engineer_JR7"),
        workday_row("Field Engineer", "JR8", "Austin"),
        workday_row("Office Engineer", "JR9", "Austin"),
        workday_row("Desk Engineer", "JR10", "Austin"),
        workday_row("Site Engineer", "JR11", "Austin"),
    ]
    site.list(rows)
    site.detail(rows[0], jobDescription="<p>The work is done on site in Dallas; it cannot be done remotely.</p>")
    site.detail(rows[1], location="Munich", additionalLocations=["Lyon", "Oslo"])
    for row, word in zip(
        rows[2:], ("Fully Remote", "Office - Flexible", "Remote Eligible", "Fully Onsite"), strict=True
    ):
        site.detail(row, remoteType=word)
    case.configure(
        site.source,
        alerts=[
            {"name": "remote", "keywords": ["engineer"], "is_remote": True},
            {"name": "oslo", "keywords": ["engineer"], "locations": ["Oslo"]},
        ],
    )
    case.scan()

    assert case.titles("oslo") == {"Sales Engineer"}
    assert case.titles("remote") == {"Field Engineer", "Structural Test Engineer"}
    keys = {job["title"]: job["job_key"] for job in case.stored()}
    why = case.run("alerts", "why", "remote", keys["Structural Test Engineer"]).out
    assert "US, TX, Remote" in why
    assert "only the place" in why
    assert "only the place" not in case.run("alerts", "why", "remote", keys["Field Engineer"]).out


def test_a_posting_without_a_place_is_where_its_offices_are(case: Case, server: Server) -> None:
    board = greenhouse(
        server,
        [
            {"id": 1, "title": "Network Engineer", "place": "", "offices": ["Dublin"]},
            {"id": 2, "title": "Storage Engineer", "place": " ", "offices": ["Cork", "Galway"]},
            {"id": 3, "title": "Sales Engineer", "place": "Paris", "offices": ["Dublin"]},
            {"id": 4, "title": "Cloud Engineer", "place": "Onsite", "offices": ["Dublin"]},
        ],
    )
    case.configure(
        board,
        alerts=[
            {"name": "places", "keywords": ["engineer"], "locations": ["Dublin", "Cork"]},
            {"name": "onsite", "keywords": ["engineer"], "workplace": ["onsite"]},
        ],
    )
    case.scan()

    assert case.titles("places") == {"Network Engineer", "Storage Engineer", "Cloud Engineer"}
    assert case.titles("onsite") == {"Cloud Engineer"}
    listed = case.run("jobs", "--location", "dublin", "--csv").out
    assert all((title in listed) for title in ("Network Engineer", "Cloud Engineer"))
    assert "Sales Engineer" not in listed


def test_remote_as_a_place_asks_what_the_board_calls_remote(case: Case, server: Server) -> None:
    board = ashby(
        server,
        {
            "title": "Vice President of Engineering",
            "location": "San Francisco",
            "isRemote": True,
            "workplaceType": "Remote",
        },
        {"title": "Platform Engineer", "location": "San Francisco", "isRemote": True, "workplaceType": "Hybrid"},
        {"title": "Field Engineer", "location": "Berlin", "isRemote": False, "workplaceType": "OnSite"},
    )
    rule = {"keywords": ["engineer", "engineering"]}
    case.configure(
        board,
        alerts=[
            {"name": "places", **rule, "locations": ["Germany", "Berlin", "remote"]},
            {"name": "flag", **rule, "is_remote": True},
        ],
    )
    case.scan()

    assert case.titles("places") == {"Vice President of Engineering", "Field Engineer"}
    assert case.titles("flag") == {"Vice President of Engineering"}
    keys = {job["title"]: job["job_key"] for job in case.stored()}
    assert "the board calls it remote" in case.run("alerts", "why", "places", keys["Vice President of Engineering"]).out


def test_a_board_s_own_words_for_the_workplace_are_understood(case: Case, server: Server) -> None:
    site = Workday(server=server)
    words = {"Plant Engineer": "Fully Onsite", "Tool Engineer": "Fully Remote", "Line Engineer": "Onsite"}
    words |= {"Desk Engineer": "Remote Eligible", "Flex Engineer": "Office - Flexible"}
    rows = [
        workday_row(title, f"JR{number}", "Austin", remoteType=word)
        for number, (title, word) in enumerate(words.items(), 1)
    ]
    site.list(rows)
    for row in rows:
        site.detail(row, remoteType=row["remoteType"])
    case.configure(
        site.source,
        alerts=[
            {"name": place, "keywords": ["engineer"], "workplace": [place]} for place in ("onsite", "remote", "hybrid")
        ],
    )
    case.scan()

    assert case.titles("onsite") == {"Plant Engineer", "Line Engineer"}
    assert case.titles("remote") == {"Tool Engineer"}
    assert case.titles("hybrid") == set()


def test_a_perk_is_no_workplace(case: Case, server: Server) -> None:
    text = "&lt;p&gt;Benefits: work from anywhere in the world for up to a month, fully remote.&lt;/p&gt;"
    place = "San Francisco, CA & New York, NY"
    case.configure(
        greenhouse(server, [{"id": 1, "title": "Data Engineer", "place": place, "content": text}]),
        alerts=[
            {"name": "remote", "keywords": ["engineer"], "is_remote": True},
            {"name": "places", "keywords": ["engineer"], "locations": ["Montevideo", "remote"]},
        ],
    )
    case.scan()

    assert case.titles("remote") == case.titles("places") == set()
