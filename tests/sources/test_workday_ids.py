"""What names a Workday posting: the requisition whole, whatever underscores are in it and in the title before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.domain.posting import Face
from jobscan.sources.systems.workday.ids import PostingId, read_posting_id, requisition_in
from tests.sources.workday_pages import ROW, listing, only, read


@pytest.mark.parametrize(
    ("segment", "title", "bullets", "expected"),
    [
        # As recorded: one underscore, and the number of the posting behind a hyphen.
        ("Data-Engineer_RQ216675", "Data Engineer", ["RQ216675"], ("RQ216675",)),
        ("Cloud-Data-Engineer_RQ221571-1", "Cloud Data Engineer", ["RQ221571"], ("RQ221571-1",)),
        ("Sr-Site-Reliability-Engineer--US-Federal-_JR-0105486", "Sr. Site …", ["JR-0105486"], ("JR-0105486",)),
        ("Quantitative-Researcher_R1066-5", "Quantitative Researcher", ["R1066"], ("R1066-5",)),
        # A requisition with an underscore is whole.
        ("Nurse_R26_00010", "Nurse", ["R26_00010"], ("R26_00010", "00010")),
        ("Nurse_R26_00010-2", "Nurse", ["R26_00010"], ("R26_00010-2", "00010-2")),
        ("Chemist_JR_2025_00123", "Chemist", ["JR_2025_00123"], ("JR_2025_00123", "2025_00123", "00123")),
        ("Clerk_R26_0000002533", "Clerk", ["Oslo", None, "R26_0000002533"], ("R26_0000002533", "0000002533")),
        # The bullet spells it otherwise than the address, which cannot have all characters.
        ("Nurse_REQ-2026-7", "Nurse", ["REQ/2026/7"], ("REQ-2026-7",)),
        ("Nurse_r26_00010", "Nurse", [" R26_00010 "], ("r26_00010", "00010")),
        # Slugs may have underscores, too.
        (
            "C-_C_-Developer_R26_00010",
            "C#/C_ Developer",
            ["R26_00010"],
            ("R26_00010", "C_-Developer_R26_00010", "-Developer_R26_00010", "00010"),
        ),
        ("Head_of_Sales_R123", "Head_of_Sales", ["R123"], ("R123", "of_Sales_R123", "Sales_R123")),
        # No bullet fits: it begins behind the title.
        ("Nurse_R26_00010", "Nurse", ["Cork"], ("R26_00010", "00010")),
        ("Nurse_REQ_ENG_0012", "Nurse", None, ("REQ_ENG_0012", "ENG_0012", "0012")),
        (
            "Head_of_Sales_R26_00010",
            "Head of Sales",
            [],
            ("R26_00010", "of_Sales_R26_00010", "Sales_R26_00010", "00010"),
        ),
        # A renamed title: where only numbers follow.
        ("Nurse_R26_00010", "Senior Nurse", None, ("R26_00010", "00010")),
        ("Nurse_JR_2025_00123-1", None, None, ("JR_2025_00123-1", "2025_00123-1", "00123-1")),
        ("Nurse_ENG-R26_00010", "Senior Nurse", None, ("ENG-R26_00010", "00010")),
        ("C-_C_-Developer_R1", "Other", ["RQ2"], ("R1", "C_-Developer_R1", "-Developer_R1")),
        # Nothing says where: all behind the first underscore.
        ("Nurse_night_shift", "Senior Nurse", None, ("night_shift", "shift")),
        # Bullets that are no requisition cut none.
        ("Nurse_R26_10", "Nurse", ["10", "2 openings"], ("R26_10", "10")),
        ("Nurse_R26_00010", "Nurse", ["Full time", "00010", "R26_00010"], ("R26_00010", "00010")),
        # No underscore, or nothing behind it.
        ("R1505", "Developer", ["R1505"], ("R1505",)),
        ("Developer_", "Developer", None, ("Developer_",)),
        ("_R26_1", "", None, ("R26_1", "1")),
    ],
)
def test_the_requisition_is_whole(segment: str, title: str | None, bullets: object, expected: tuple[str, ...]) -> None:
    found = read_posting_id(f"/job/Cork/{segment}", title, bullets)
    assert found == PostingId(expected[0], expected[1:])


_PARTS = st.text("AbZ09-_", max_size=12)


@given(
    _PARTS, st.sampled_from(["R26_00010", "JR_2025_00123", "REQ-7_1", "2026_00012"]), st.sampled_from(["", "-1", "-12"])
)
def test_a_bullet_that_the_address_ends_with_is_the_requisition(title: str, requisition: str, suffix: str) -> None:
    found = read_posting_id(f"/job/X/{title}_{requisition}{suffix}", title, ["Cork", requisition])
    assert found is not None
    assert found.id == requisition + suffix


@given(_PARTS, _PARTS, st.sampled_from([None, [], ["R26_00010"], ["X", 7]]))
def test_the_earlier_reading_is_among_the_former_ids(title: str, tail: str, bullets: object) -> None:
    path = f"/job/X/{title}_{tail}"
    earlier = path.rpartition("_")[2].strip()
    found = read_posting_id(path, title, bullets)
    assert found is not None
    assert earlier in ("", found.id, *found.former)
    assert found.id not in found.former


def test_an_address_of_underscores_is_read_in_bounded_work() -> None:
    found = read_posting_id("/job/X/" + "_".join(["a"] * 5_000), "a", ["a_a"])
    assert found is not None
    assert len(found.former) <= 12


@pytest.mark.parametrize("value", [None, 7, "", "/", [], {"a": 1}, "/job/X/" + "a" * 300])
def test_what_is_no_path_names_nothing(value: object) -> None:
    assert read_posting_id(value) is None


@pytest.mark.parametrize(
    ("bullets", "expected"),
    [
        (["R26_00010"], "R26_00010"),
        (["JR_2025_00123-1"], "JR_2025_00123-1"),
        (["2026-08-18", "R1066"], "R1066"),
        (["Seattle (Market/Region)"], None),
        ([None, ""], None),
    ],
)
def test_a_requisition_is_told_from_other_bullets(bullets: list[str | None], expected: str | None) -> None:
    assert requisition_in(bullets) == expected


def test_a_row_says_what_it_shows_and_what_it_was_stored_under() -> None:
    row = {**ROW, "externalPath": "/job/Cork/Nurse_R26_00010", "title": "Nurse", "bulletFields": ["R26_00010"]}
    posting = only(read(listing({**row, "locationsText": "Cork"})))
    link = "https://gdit.wd5.myworkdayjobs.com/External_Career_Site/job/Cork/Nurse_R26_00010"
    assert (posting.external_id, posting.former_ids) == ("R26_00010", ("00010",))
    assert posting.face == Face(link, "Nurse", "Cork")
    assert only(read(listing({**row, "locationsText": "2 Locations"}))).face == Face(link, "Nurse", None)


def test_a_row_that_cannot_be_read_has_the_same_id_as_one_that_can() -> None:
    row = {**ROW, "externalPath": "/job/Cork/A_B_R26_00010", "title": "Nurse", "bulletFields": ["R26_00010"]}
    (broken,) = read(listing({**row, "locationsText": ["Cork"]})).postings
    assert broken.external_id == only(read(listing(row))).external_id == "R26_00010"
    assert "00010" in broken.former_ids
