from __future__ import annotations

from typing import Any

import pytest

from jobscan.decide.match.watchlist import Watchlist
from jobscan.decide.scan.lifecycle import event_of, plan_content
from jobscan.domain.alert import AlertRule
from jobscan.domain.facts import no_facts
from jobscan.domain.job import ChangeKind, Job, PayInterval, Salary
from tests.decide.alerts import event, watch
from tests.decide.postings import NOW, job, stored

GO, RUST, ANY = AlertRule(keywords=("go",)), AlertRule(keywords=("rust",)), AlertRule()
REMOTE, AT_PLACE = AlertRule(is_remote=True), AlertRule(is_remote=False)
RICH = AlertRule(min_salary=60_000, currency="EUR")


def watchlist(*rules: AlertRule) -> Watchlist:
    """Return the alerts with these rules; their ids are 10, 11 …"""
    return Watchlist(3, [watch(rule, id_=number) for number, rule in enumerate(rules, start=10)])


def concerned(of: Watchlist, before: Job, after: Job) -> list[int]:
    """Return the ids of the alerts that may tell of an amendment."""
    happened = event_of(plan_content(after, stored(before), now=NOW))
    assert happened is not None
    assert happened.kind is ChangeKind.AMENDED
    return [one.alert.id for one in of.concerned(after, happened, no_facts)]


def test_a_watchlist_knows_its_revision_and_whether_anybody_is_on_it() -> None:
    assert (watchlist().revision, watchlist().is_empty, watchlist(GO, ANY).is_empty) == (3, True, False)


def ids(of: Watchlist, posting: Job) -> list[int]:
    """Return the ids of the alerts whose rule matches."""
    return [one.alert.id for one in of.matching(posting, no_facts)]


def test_alerts_that_changed_are_asked_as_they_are_now() -> None:
    of = watchlist(GO, RUST, ANY).with_changes(4, {10: watch(RUST, id_=10), 12: None, 20: watch(ANY, id_=20)})
    assert (of.revision, of.changes) == (4, 3)
    assert sorted(ids(of, job(title="Go"))) == [20]
    assert sorted(ids(of, job(title="Rust"))) == [10, 11, 20]
    # Once more, and back.
    again = of.with_changes(5, {20: None, 10: watch(GO, id_=10)})
    assert (ids(again, job(title="Go")), ids(again, job(title="Rust"))) == ([10], [11])
    assert sorted(ids(of, job(title="Go"))) == [20]


def test_a_list_from_which_all_went_is_empty() -> None:
    of = watchlist(GO).with_changes(4, {10: None})
    assert of.is_empty
    assert not of.with_changes(5, {11: watch(ANY, id_=11)}).is_empty


def test_a_changed_alert_may_ask_for_what_is_back() -> None:
    back = AlertRule(on=(ChangeKind.REOPENED,))
    assert watchlist(GO).with_changes(4, {11: watch(back, id_=11)}).wants_reopened


def test_an_amended_posting_concerns_a_changed_alert_once() -> None:
    of = watchlist(ANY).with_changes(4, {11: watch(AlertRule(departments=("R&D",)), id_=11), 12: watch(ANY, id_=12)})
    assert concerned(of, job("1", "f"), job("1", "g", department="R&D")) == [11]


def test_matching_gives_the_alerts_whose_rule_holds_in_their_order() -> None:
    of = watchlist(RUST, GO, ANY, GO)
    assert [one.alert.id for one in of.matching(job(title="Go"), no_facts)] == [11, 12, 13]
    assert watchlist().matching(job(), no_facts) == []


@pytest.mark.parametrize(
    ("asked", "wants"),
    [
        ([], False),
        ([(ChangeKind.NEW, ChangeKind.UPDATED)], False),
        ([(ChangeKind.NEW,), (ChangeKind.UPDATED, ChangeKind.REOPENED)], True),
    ],
)
def test_it_says_whether_anybody_asks_for_what_is_back(asked: list[tuple[ChangeKind, ...]], *, wants: bool) -> None:
    assert watchlist(*(AlertRule(on=on) for on in asked)).wants_reopened is wants


@pytest.mark.parametrize("kind", [ChangeKind.NEW, ChangeKind.UPDATED, ChangeKind.REOPENED])
def test_what_is_new_updated_or_back_concerns_all_whose_rule_matches(kind: ChangeKind) -> None:
    after = job(title="Go", department="R&D")
    of = watchlist(GO, RUST, ANY, AlertRule(departments=("R&D",)))
    happened = event(kind, after, changes={"department": ("Sales", "R&D")})
    assert [one.alert.id for one in of.concerned(after, happened, no_facts)] == [10, 12, 13]


YEARLY: dict[str, Any] = {"salary": Salary(None, 50_000, "EUR", PayInterval.YEAR)}
MONTHLY: dict[str, Any] = {"salary": Salary(None, 50_000, "EUR", PayInterval.MONTH)}
RICHER: dict[str, Any] = {"salary": Salary(None, 70_000, "EUR", PayInterval.YEAR)}


@pytest.mark.parametrize(
    ("rules", "before", "after", "ids"),
    [
        pytest.param([ANY, GO], {}, {"department": "R&D"}, [], id="those that it matched before are left out"),
        pytest.param([AlertRule(departments=("R&D",)), ANY], {}, {"department": "R&D"}, [10], id="it matches only now"),
        pytest.param([AlertRule(departments=("R&D",))], {"department": "R&D"}, {}, [], id="it does not match any more"),
        pytest.param(
            [AlertRule(departments=("R&D",)), RICH, ANY, AlertRule(companies=("acme",)), AlertRule(companies=("new",))],
            {"company": "Acme", **YEARLY},
            {"company": "New Acme", "department": "R&D", **RICHER},
            [10, 11, 14],
            id="several alerts",
        ),
        pytest.param([RICH], YEARLY, RICHER, [10], id="more pay"),
        pytest.param([RICH], YEARLY, MONTHLY, [10], id="the same pay, more often"),
        pytest.param([RICH], MONTHLY, RICHER, [], id="less pay, and still enough"),
        pytest.param([RICH], {}, RICHER, [], id="unknown pay was kept"),
        pytest.param([REMOTE, AT_PLACE], {"workplace": "Hybrid"}, {"workplace": "Remote"}, [10], id="remote now"),
        pytest.param([REMOTE, AT_PLACE], {"workplace": "Remote"}, {"workplace": "Hybrid"}, [11], id="remote no more"),
        pytest.param([REMOTE, AT_PLACE], {"workplace": "Hybrid"}, {"workplace": "OnSite"}, [], id="never remote"),
        pytest.param(
            [REMOTE, AT_PLACE],
            {"workplace": "Remote", "locations": ("Remote",)},
            {"locations": ("Remote",)},
            [],
            id="remote by its workplace, then by its place",
        ),
    ],
)
def test_an_amendment_concerns_those_that_the_posting_matches_only_now(
    rules: list[AlertRule], before: dict[str, Any], after: dict[str, Any], ids: list[int]
) -> None:
    assert concerned(watchlist(*rules), job(**before), job(**after)) == ids


def test_a_question_about_what_was_changes_no_later_answer() -> None:
    """Answers are remembered by value: a word in the place of an enum's member would be remembered for both."""
    of = watchlist(REMOTE, AT_PLACE, RICH)
    first = concerned(of, job(workplace="Remote", **MONTHLY), job(workplace="Hybrid", **YEARLY))
    assert first == [11]
    assert [one.alert.id for one in of.matching(job("2", workplace="Remote", **MONTHLY), no_facts)] == [10, 12]
