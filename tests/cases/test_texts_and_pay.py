"""Texts as a browser shows them, and amounts that can be compared."""

from __future__ import annotations

import pytest

from tests.cases.boards import Server, ashby, ashby_pay, greenhouse
from tests.cases.conftest import Case


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (
            "&lt;p&gt;You have &amp;lt;3 years, and a salary &amp;gt; 100k is possible if C++ &amp;amp;&amp;amp; C# are"
            " known.&lt;/p&gt;",
            "You have <3 years, and a salary > 100k is possible if C++ && C# are known.",
        ),
        (
            "&lt;ul&gt;&lt;li&gt;Know &lt;b&gt;List&amp;lt;String&amp;gt;&lt;/b&gt;&lt;/li&gt;&lt;/ul&gt;",
            "Know List<String>",
        ),
        ("&lt;p&gt;AT&amp;amp;T&amp;nbsp;style&lt;/p&gt;", "AT&T style"),
        ("&lt;p&gt;5 &lt; 6 and 7 &gt; 6&lt;/p&gt;&lt;style&gt;p{}&lt;/style&gt;", "5 < 6 and 7 > 6"),
        ("&lt;p&gt;価格：¥6,000,000 〜&lt;/p&gt;", "価格：¥6,000,000 〜"),
    ],
)
def test_signs_that_look_like_markup_are_read_as_people_see_them(
    case: Case, server: Server, content: str, shown: str
) -> None:
    case.configure(greenhouse(server, [{"id": 1, "title": "Two  Blanks Engineer ", "content": content}]))
    case.scan()

    (job,) = case.stored()
    text = case.run("jobs", "show", job["job_key"]).out

    assert job["title"] == "Two Blanks Engineer"
    assert shown in " ".join(text.split())
    assert "p{}" not in text


def test_tables_keep_their_cells_apart(case: Case, server: Server) -> None:
    content = "&lt;table&gt;&lt;tr&gt;&lt;td&gt;Alpha&lt;/td&gt;&lt;td&gt;Beta&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;"
    case.configure(greenhouse(server, [{"id": 1, "title": "Cook", "content": content}]))
    case.scan()

    (job,) = case.stored()

    assert "AlphaBeta" not in case.run("jobs", "show", job["job_key"]).out


def test_pay_is_compared_whatever_it_is_paid_for(case: Case, server: Server) -> None:
    year, usd = "1 YEAR", "USD"
    pay: dict[str, list[tuple[str, str, str | None, float | None, float | None]]] = {
        "Weekly": [("Salary", "1 WEEK", usd, 15_000, 15_000)],
        "Hourly": [("Salary", "1 HOUR", usd, 60, 75.5)],
        "With equity and OTE": [
            ("EquityPercentage", "NONE", None, 0.5, 1.75),
            ("Salary", year, usd, 200_000, 250_000),
            ("Bonus", year, usd, 50_000, 90_000),
        ],
        "Only commission": [("Commission", year, usd, 200_000, 300_000)],
        "Swapped": [("Salary", year, usd, 150_000, 120_000)],
        "Zero": [("Salary", year, usd, 0, 0)],
        "Day rate": [("Salary", "1 DAY", usd, 600, 800)],
        "Max only": [("Salary", year, usd, None, 130_000)],
        "Fortnight": [("Salary", "2 WEEK", usd, 5_000, 6_000)],
        "Euros": [("Salary", year, "EUR", 120_000, 150_000)],
    }
    board = ashby(server, *({"title": title, **ashby_pay(*parts)} for title, parts in pay.items()))
    case.configure(
        board,
        alerts=[
            {"name": "dollars", "min_salary": 120_000, "currency": "USD", "unknown": "drop"},
            {"name": "euros", "min_salary": 100_000, "currency": "EUR", "unknown": "drop"},
        ],
    )
    case.scan()

    asked = {"Weekly", "Fortnight", "Hourly", "Day rate", "With equity and OTE", "Swapped", "Max only"}
    assert case.titles("dollars") == asked
    assert case.titles("euros") == {"Euros"}
