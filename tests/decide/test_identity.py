"""Which stored posting a listed one takes over, when it is listed under another id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.identity import Claim, Likeness, face_of, likeness_of, settle_claims
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
