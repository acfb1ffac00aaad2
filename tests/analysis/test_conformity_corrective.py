"""10.2 against the records: only what is done counts, a whole chain of corrective actions counts, nothing is claimed."""

from datetime import date
from pathlib import Path

import pytest

from auditctl.analysis.conformity import ELEMENTS, Judged, State, conformity
from auditctl.repository import load
from ready_repository import CAPA, FINDING, REPORT, ready_repository
from small_repository import files

DAY = date(2026, 11, 20)
LEAVERS = "audits/a/capas/leavers.yaml"
FINDINGS = "audits/a/findings/leavers.yaml"
HEAD = "findings: [leavers]\nowner: paul-people\n"
DONE = CAPA.replace("due: 2026-12-20", "due: 2026-11-02, done: 2026-11-02, proof: T-1").replace(
    "2027-03-01", "2026-11-10"
)
FAILED = DONE + "verifications: [{by: ann-audit, date: 2026-11-16, result: ineffective}]\n"
AGAIN = "findings: [leavers]\nowner: paul-people\nfollows: leavers\nopened: 2026-11-17\n"


def elements(root: Path, more: dict[str, str], audit: str = "", today: date = DAY) -> dict[str, Judged]:
    found = load(ready_repository(root, more), today)
    view = conformity(found, [], (), found.audits.get(audit))
    return {item.element.aspect or item.element.id: item for item in view.judged}


def told(item: Judged) -> tuple[str, list[str]]:
    return item.state.value, list(item.answer.missing)


@pytest.mark.parametrize(
    ("facts", "mended", "consequences"),
    [
        ("containment: {lock: {what: lock them, due: 2026-10-08}}\n",
         ("not shown", ["leavers: planned, not done"]), ("not shown", ["leavers: planned, not done"])),
        ("correction: {close: {what: close them, due: 2026-10-08}}\n",
         ("not shown", ["leavers: planned, not done"]), ("not shown", ["leavers"])),
        ("containment: {lock: {what: lock them, done: 2026-10-08}}\ncorrection: {close: {what: close them, due: 2026-12-08}}\n",
         ("partly", ["leavers: 1 of 2 done"]), ("shown", [])),
        ("containment: {lock: {what: lock them, done: 2026-10-08}, tell: {what: tell them, due: 2026-10-08}}\n",
         ("partly", ["leavers: 1 of 2 done"]), ("partly", ["leavers: 1 of 2 done"])),
        ("consequences: nobody logged in\ncontainment: {lock: {what: lock them, due: 2026-10-08}}\n",
         ("not shown", ["leavers: planned, not done"]), ("partly", ["leavers: 0 of 1 done"])),
        ("containment: {lock: {what: lock them, done: 2026-10-08}}\n", ("shown", []), ("shown", [])),
        ("correction_not_needed: they are gone\n", ("shown", []), ("not shown", ["leavers"])),
        ("consequences: nobody logged in\n", ("not shown", ["leavers"]), ("shown", [])),
        ("", ("not shown", ["leavers"]), ("not shown", ["leavers"])),
    ],
)  # fmt: skip
def test_only_what_is_done_contains_mends_and_deals_with_consequences(
    facts: str, mended: tuple[str, list[str]], consequences: tuple[str, list[str]], tmp_path: Path
) -> None:
    found = elements(tmp_path, {LEAVERS: HEAD + facts})
    assert told(found["10.2 a) 1)"]) == mended
    assert told(found["10.2 a) 2)"]) == consequences


def test_a_part_is_counted_beside_what_is_shown(tmp_path: Path) -> None:
    item = "containment: {a: {what: x, done: 2026-10-08}, b: {what: y}}\n"
    found = elements(tmp_path, {LEAVERS: HEAD + item})
    assert found["10.2 a) 1)"].answer.told == "0 of 1 nonconformity, 1 in part"


def test_two_answers_of_which_one_says_the_cause(tmp_path: Path) -> None:
    found = elements(tmp_path, {"audits/a/capas/other.yaml": HEAD})
    assert told(found["10.2 b) 2)"]) == ("partly", ["leavers: cause in 1 of 2 corrective actions"])
    assert told(found["10.2 a) 1)"]) == ("partly", ["leavers: not in each of its corrective actions"])


def test_the_effect_is_said_or_it_is_not_claimed(tmp_path: Path) -> None:
    silent = FINDING.replace("effect: Somebody who has left can still read customer data.\n", "")
    reason = silent + "grade_reason: an order of the law is broken\n"
    for name, finding in (("silent", silent), ("reason", reason)):
        found = elements(tmp_path / name, {FINDINGS: finding})
        assert told(found["proportion"]) == ("not shown", ["leavers"])
        assert not found["proportion"].answer.records
    found = elements(tmp_path / "bare", {LEAVERS: HEAD})
    assert told(found["proportion"]) == ("partly", ["leavers: its effect is told, no action is planned"])


def test_what_was_done_before_a_follower_still_counts(tmp_path: Path) -> None:
    found = elements(tmp_path, {LEAVERS: FAILED, "audits/a/capas/again.yaml": AGAIN})
    for key in ("10.2 a) 1)", "10.2 b) 2)", "10.2 b) 3)"):
        assert told(found[key]) == ("shown", []), key
        assert found[key].answer.records[0].path == LEAVERS
    assert told(found["10.2 c)"]) == ("partly", ["leavers: 1 of 1 actions done (open)"])
    open_again = AGAIN + "correction: {close: {what: close them, due: 2026-12-08}}\n"
    found = elements(tmp_path / "open", {LEAVERS: FAILED, "audits/a/capas/again.yaml": open_again})
    assert told(found["10.2 a) 1)"]) == ("partly", ["leavers: 1 of 2 done"])


def test_a_chain_through_a_merged_follower_counts_too(tmp_path: Path) -> None:
    merged = {
        LEAVERS: FAILED,
        "audits/a/capas/again.yaml": AGAIN + "merged_into: into\n",
        "audits/a/capas/into.yaml": HEAD,
    }
    assert told(elements(tmp_path, merged)["10.2 b) 2)"]) == ("shown", [])


def test_what_followed_an_incident_is_one_nonconformity_with_it(tmp_path: Path) -> None:
    origin = "origin: {kind: incident, date: 2026-03-02, grade: minor}\nowner: olga-ops\n"
    first = (
        origin
        + "cause: {cause: no alert}\nactions: {alert: {what: an alert, done: 2026-04-01}}\n"
        + "verifications: [{by: ann-audit, date: 2026-06-01, result: ineffective}]\n"
    )
    more = {"capas/outage.yaml": first, "capas/outage-2.yaml": origin + "follows: outage\n"}
    found = elements(tmp_path, more)
    assert found["10.2 b) 2)"].answer.told == "2 of 2 nonconformities"
    words = [record.words for record in found["10.2 d)"].answer.records]
    assert words == ["outage: ineffective on 2026-06-01, outage-2 follows (open)"]


def test_a_look_at_which_it_did_not_work_is_a_look(tmp_path: Path) -> None:
    found = elements(tmp_path / "1", {LEAVERS: FAILED})
    (record,) = found["10.2 d)"].answer.records
    assert record.words == "leavers: ineffective on 2026-11-16, nothing follows"
    assert told(found["10.2 c)"]) == ("partly", ["leavers: it did not work, and nothing follows"])
    found = elements(tmp_path / "2", {LEAVERS: FAILED, "audits/a/capas/again.yaml": AGAIN})
    (record,) = found["10.2 d)"].answer.records
    assert (found["10.2 d)"].state, record.path) == (State.shown, LEAVERS)
    assert record.words == "leavers: ineffective on 2026-11-16, again follows (open)"
    early = CAPA + "verifications: [{by: ann-audit, date: 2026-11-16, result: ineffective}]\n"
    assert elements(tmp_path / "3", {LEAVERS: early})["10.2 d)"].state is State.shown


def test_a_follower_that_is_done_wants_a_look_of_its_own(tmp_path: Path) -> None:
    again = AGAIN + DONE.removeprefix(HEAD).replace("2026-11-02", "2026-11-18").replace(
        "2026-10-2", "2026-11-1"
    )
    found = elements(tmp_path, {LEAVERS: FAILED, "audits/a/capas/again.yaml": again})
    assert told(found["10.2 d)"]) == (
        "partly", ["leavers: ineffective on 2026-11-16; again is not judged yet"],
    )  # fmt: skip


BARE = {LEAVERS: HEAD}
DRAFT = {"audits/a/report.yaml": "summary: not yet\n"}


@pytest.mark.parametrize(
    ("more", "key", "words"),
    [
        (BARE, "10.2 d)", "no verification yet, and none could be made by now"),
        (BARE, "10.2 e)", "no nonconformity is closed yet"),
        (BARE, "10.2 g)", "nothing was done about a nonconformity yet"),
        (DRAFT, "10.2 a) 1)", "no nonconformity was reported yet in this programme"),
        (DRAFT, "10.2 d)", "no nonconformity was reported yet in this programme"),
        (DRAFT, "proportion", "no audit reported a nonconformity yet in this programme"),
        (DRAFT, "9.2.1 b)", "no report was issued here yet in this programme"),
        (DRAFT | {"audits/a/audit.yaml": "title: Main audit\n"}, "9.2.1 a) 1)", "no audit was opened here yet in this programme"),
        (DRAFT | {"audits/a/audit.yaml": "title: Main audit\n"}, "9.2.1 a) 2)", "no audit was opened here yet in this programme"),
        (DRAFT | {"audits/a/audit.yaml": "title: Main audit\nopening: {date: 2026-11-19}\n"}, "evidence", "no audit is over yet in this programme"),
    ],
)  # fmt: skip
def test_where_nothing_can_be_judged_yet_it_says_what_there_is_not(
    more: dict[str, str], key: str, words: str, tmp_path: Path
) -> None:
    item = elements(tmp_path, more)[key]
    assert (item.state, item.answer.told) == (State.nothing, words)
    assert item.lacking == ""


def test_a_programme_that_was_not_approved_considered_nothing_yet(tmp_path: Path) -> None:
    settings = files()["auditctl.yaml"].replace("    approved: {by: paul-people, date: 2026-01-10}\n", "")
    item = elements(tmp_path, {"auditctl.yaml": settings})["previous results"]
    assert (item.state, item.answer.told) == (State.nothing, "the programme was not approved yet")


def test_a_programme_that_ended_and_none_follows(tmp_path: Path) -> None:
    after = date(2027, 2, 1)
    item = elements(tmp_path / "1", {}, today=after)["frequency"]
    assert (item.state, item.answer.missing) == (State.partly, ("a programme from 2027-02-01 on",))
    assert item.answer.told == (
        "1 audit planned from 2026-01-01 to 2026-12-31; it ended, and no programme covers 2027-02-01 or follows"
    )
    successor = {"programmes/next.yaml": "from: 2027-03-01\nto: 2027-12-31\nowner: mia-chief\n"}
    assert elements(tmp_path / "2", successor, "a", after)["frequency"].state is State.shown
    assert elements(tmp_path / "3", {}, today=date(2026, 12, 31))["frequency"].state is State.shown


def test_whatever_is_not_shown_says_what_fills_it(tmp_path: Path) -> None:
    found = elements(tmp_path, {LEAVERS: HEAD})
    for item in found.values():
        assert bool(item.lacking) is (item.state in {State.partly, State.not_shown}), item.element.id
    assert "`auditctl capa cause CAPA`" in found["10.2 b) 2)"].lacking
    keyed = {element.aspect or element.id: element.filled_by for element in ELEMENTS}
    assert "`isms_change` in the CAPA" in keyed["10.2 e)"]
    assert "`effect` in the finding" in keyed["proportion"]
    assert keyed["methods"] == "`methods` in the programme"


def test_one_reader_who_is_a_manager(tmp_path: Path) -> None:
    report = REPORT.replace(", {to: olga-ops, date: 2026-10-09}", "")
    (record,) = elements(tmp_path, {"audits/a/report.yaml": report})["9.2.2 c)"].answer.records
    assert record.words == "a: 1 reader, 1 of them in management"
