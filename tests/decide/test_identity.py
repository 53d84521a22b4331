"""Which stored posting a listed one takes over, when it is listed under another id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.scan.identity import (
    Claim,
    Likeness,
    face_of,
    likeness_of,
    mark_of,
    settle_claims,
    tell_apart,
    wide_ids,
    widened_ids,
)
from jobscan.domain.posting import Face, Posting
from tests.decide.postings import raw_job

STORED = Face("https://acme.com/jobs/1", "Nurse", "Cork; Oslo")


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (STORED, Likeness.LINK),
        (Face(STORED.link, "Senior Nurse", "Basel"), Likeness.LINK),
        (Face(" https://acme.com/jobs/1 ", "Nurse", None), Likeness.LINK),
        (Face("https://acme.com/jobs/2", "Nurse", "Cork; Oslo"), Likeness.TITLE_AND_PLACES),
        (Face(None, "  Nurse\n", "Cork; Oslo"), Likeness.TITLE_AND_PLACES),
        (Face("https://acme.com/jobs/2", "Nurse", "Cork"), None),
        (Face("https://acme.com/jobs/2", "Chemist", "Cork; Oslo"), None),
        # Where it is is not known, and nurses are many.
        (Face("https://acme.com/jobs/2", "Nurse", None), None),
        (Face("javascript:alert(1)", "", ""), None),
    ],
)
def test_a_posting_is_known_by_its_link_or_by_title_and_places(listed: Face, expected: Likeness | None) -> None:
    assert likeness_of(listed, STORED) is expected


def test_two_postings_without_a_link_are_not_alike_for_that() -> None:
    assert likeness_of(Face(None, "Nurse", "Cork"), Face(None, "Chemist", "Cork")) is None


def test_a_row_shows_its_face_or_that_of_its_posting() -> None:
    job = raw_job("1", title="Nurse", locations=("Cork", "Oslo"))
    assert face_of(Posting(external_id="1", fingerprint="f", job=job)) == STORED
    stub = Posting(external_id="1", fingerprint="f", face=STORED)
    assert face_of(stub) is STORED
    assert face_of(Posting(external_id="1", fingerprint="f")) is None


CLAIMS = st.lists(
    st.builds(
        Claim, key=st.sampled_from("abcd"), stored_key=st.sampled_from("wxyz"), likeness=st.sampled_from(Likeness)
    ),
    unique_by=lambda claim: (claim.key, claim.stored_key),
)


@given(CLAIMS, st.randoms())
def test_each_takes_one_over_and_is_taken_once_whatever_the_order(claims: list[Claim], random: object) -> None:
    taken = settle_claims(claims)
    shuffled = list(claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert settle_claims(shuffled) == taken
    assert len(set(taken.values())) == len(taken)
    made = {(claim.key, claim.stored_key): claim.likeness for claim in claims}
    assert taken.items() <= made.keys()
    for (key, stored), likeness in made.items():
        # Who goes without has lost to a better claim, or has a better one of its own.
        of_key, of_stored = taken.get(key), next((by for by, what in taken.items() if what == stored), None)
        assert (of_key is not None and made[key, of_key] >= likeness) or (
            of_stored is not None and made[of_stored, stored] >= likeness
        )


def test_the_better_claim_wins_and_of_equal_ones_that_with_the_smaller_key() -> None:
    claims = [
        Claim(key="b", stored_key="x", likeness=Likeness.TITLE_AND_PLACES),
        Claim(key="c", stored_key="x", likeness=Likeness.LINK),
        Claim(key="a", stored_key="y", likeness=Likeness.LINK),
        Claim(key="d", stored_key="y", likeness=Likeness.LINK),
    ]
    assert settle_claims(claims) == {"c": "x", "a": "y"}


CORK = Face("https://acme.com/jobs/1", "Nurse", "Cork")
MARKS = {
    name: mark_of(face)
    for name, face in {
        "cork": CORK,
        "again": CORK._replace(),
        "lead": CORK._replace(title="Lead Nurse"),
        "oslo": CORK._replace(places="Oslo"),
        "other link": CORK._replace(link="https://acme.com/jobs/2"),
        "no link": CORK._replace(link=None),
        "no link, lead": Face(None, "Lead Nurse", "Cork"),
    }.items()
}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(1, "cork"), (1, "cork"), (2, "again")], [{"cork"}]),
        ([(1, "cork"), (1, "lead")], [{"cork"}, {"lead"}]),
        ([(1, "cork"), (1, "oslo")], [{"cork"}, {"oslo"}]),
        ([(1, "cork"), (2, "other link")], [{"cork"}, {"other link"}]),
        # Edited between two pages, unless another page has both.
        ([(1, "cork"), (2, "lead")], [{"cork", "lead"}]),
        ([(1, "cork"), (2, "lead"), (3, "cork"), (3, "lead")], [{"cork"}, {"lead"}]),
        ([(1, "no link"), (2, "no link, lead")], [{"no link"}, {"no link, lead"}]),
        ([], []),
    ],
)
def test_rows_of_one_id_are_told_apart(rows: list[tuple[int, str]], expected: list[set[str]]) -> None:
    found = tell_apart([(page, MARKS[name]) for page, name in rows])
    assert sorted(map(sorted, found)) == sorted(sorted(MARKS[name] for name in names) for names in expected)


def test_a_shared_id_is_widened_by_the_link_where_that_is_enough() -> None:
    ids = widened_ids("1", [MARKS["cork"], MARKS["other link"]])
    assert ids == {MARKS[name]: wide_ids("1", MARKS[name])[0] for name in ("cork", "other link")}
    ids = widened_ids("1", [MARKS["cork"], MARKS["lead"], MARKS["other link"], MARKS["no link"]])
    assert ids == {
        MARKS["cork"]: wide_ids("1", MARKS["cork"])[1],
        MARKS["lead"]: wide_ids("1", MARKS["lead"])[1],
        MARKS["other link"]: wide_ids("1", MARKS["other link"])[0],
        MARKS["no link"]: wide_ids("1", MARKS["no link"])[1],
    }
    assert len(set(ids.values())) == 4


def test_what_a_posting_shows_has_the_same_mark_for_ever() -> None:
    assert mark_of(CORK).hex() == "d4979b84f109a7fae933c62c"
