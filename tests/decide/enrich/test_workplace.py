"""Where the work is done, as texts say it of the job."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.enrich.workplace import find_workplace
from jobscan.domain.job import Workplace

#: What a text says → where the work is done, and the words.
SAYS: dict[str, tuple[Workplace, str] | None] = {
    "This is a fully remote position.": (Workplace.REMOTE, "fully remote"),
    "This role is 100% remote.": (Workplace.REMOTE, "role is 100% remote"),
    "You will be working remotely from anywhere in Spain.": (Workplace.REMOTE, "working remotely from"),
    "Die Stelle ist komplett remote.": (Workplace.REMOTE, "komplett remote"),
    "Poste en 100 % télétravail.": (Workplace.REMOTE, "100 % télétravail"),
    "We work 3 days a week in our Berlin office.": (Workplace.HYBRID, "3 days a week in our berlin office"),
    "Two days in the office each week are fixed.": (Workplace.HYBRID, "two days in the office each week"),
    "We have a hybrid working model.": (Workplace.HYBRID, "hybrid working model"),
    "A remote role? No: this position is hybrid, two days a week in the office.": (
        Workplace.HYBRID,
        "position is hybrid",
    ),
    "This is an on-site role in Leeds.": (Workplace.ONSITE, "on-site role"),
    "The position is fully in-person.": (Workplace.ONSITE, "position is fully in-person"),
    # Not said of the job, taken back, or two things at once.
    "This is not a remote position.": None,
    "We are a remote-first company with a remote culture.": None,
    "Remote work is possible on request.": None,
    "You will support remote teams and visit customers on site.": None,
    "Our website and our offices are great.": None,
    "On-site role in Leeds, or a remote role in Wales.": None,
    "": None,
}


def test_what_texts_say() -> None:
    for text, expected in SAYS.items():
        found = find_workplace(text)
        read = None if found is None else (found.workplace, text[found.span.start : found.span.end].lower())
        assert (text, read) == (text, expected)


@given(st.lists(st.sampled_from([*SAYS, "İ", "remote", "days a week", "\n\n"]), max_size=6).map(" ".join))
def test_words_are_in_the_text_and_the_same_each_time(text: str) -> None:
    found = find_workplace(text)
    assert found == find_workplace(text)
    if found is not None:
        said = text[found.span.start : found.span.end].lower()
        assert re.search("remot|hybrid|site|office|person|télétravail", said)
