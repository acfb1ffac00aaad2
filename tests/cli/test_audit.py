"""The milestones of an audit: each a gate that says which errors stand in its way."""

import json
from pathlib import Path

import pytest
import yaml

from small_audit import reported, run, snapshot
from small_repository import lay

FILE = "audits/a/audit.yaml"
LATE = "2026-10-05"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path)


def record(root: Path) -> dict[str, object]:
    found = yaml.load((root / FILE).read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - scalars stay text
    assert isinstance(found, dict)
    return found


def draft(root: Path) -> Path:
    """Take the notice of the plan out, and leave a comment to keep."""
    path = root / FILE
    path.write_text(path.read_text().replace("plan: {sent: 2026-09-21}\n", "# not sent yet\n"))
    return root


def test_an_audit_passes_its_milestones_one_by_one(root: Path) -> None:
    draft(root)
    sent = run(root, "audit", "send", "a", "--date", "2026-09-21", today="2026-09-21")
    assert (sent.code, sent.out) == (0, f"{FILE}\n")
    assert "next: hold the opening meeting (ann-audit), until 2026-10-05: `auditctl audit open a`" in sent.err
    accepted = run(root, "audit", "send", "a", "--accepted-by", "olga", "--date", "2026-09-23", today=LATE)
    assert accepted.code == 0, accepted.err
    opened = run(root, "audit", "open", "a", "--participant", "olga", "--participant", "tom", today=LATE)
    assert opened.code == 0, opened.err
    for session in ("backup", "hiring"):
        path = root / "audits/a/schedule.yaml"
        path.write_text(
            path.read_text().replace(
                f"    process: {session}\n", f"    process: {session}\n    result: conform\n"
            )
        )
    closed = run(root, "audit", "close", "a", "--participant", "mia", today="2026-10-07")
    assert closed.code == 0, closed.err
    assert record(root) == {
        "title": "Main audit",
        "client": "mia-chief",
        "objectives": ["conformity and effectiveness"],
        "period": {"from": "2025-10-01", "to": "2026-10-02"},
        "plan": {"sent": "2026-09-21", "accepted": {"by": "olga-ops", "date": "2026-09-23"}},
        "opening": {"date": "2026-10-05", "participants": ["olga-ops", "tom-tech"]},
        "closing": {"date": "2026-10-07", "participants": ["mia-chief"]},
    }
    assert "# not sent yet" in (root / FILE).read_text()


def test_a_gate_is_refused_while_its_errors_stand_and_says_which(root: Path) -> None:
    draft(root)
    team = root / "audits/a/team.yaml"
    team.write_text(team.read_text().replace("lead: ann-audit\n", ""))
    schedule = root / "audits/a/schedule.yaml"
    schedule.write_text(schedule.read_text().replace("auditors: [ann-audit]", "auditors: [tom-tech]", 1))
    before = snapshot(root)
    ended = run(root, "audit", "send", "a", today="2026-09-21")
    assert (ended.code, ended.out) == (3, "")
    assert "IND001" in ended.err
    assert "PLN001" in ended.err
    assert "tom-tech" in ended.err
    assert "audits/a/schedule.yaml:" in ended.err
    assert snapshot(root) == before
    shown = run(root, "audit", "show", "a", today="2026-09-21").out
    assert "Gate announced: 2 errors in the way" in shown
    assert run(root, "check", "--gate", "announced", today="2026-09-21").code == 1


def test_the_opening_wants_declarations(root: Path) -> None:
    team = root / "audits/a/team.yaml"
    team.write_text("lead: ann-audit\nauditors: [ann-audit]\n")
    ended = run(root, "audit", "open", "a", today=LATE)
    assert ended.code == 3
    assert "IND017 forbids it: " in ended.err
    assert "audits/a/team.yaml:" in ended.err


def test_the_closing_wants_every_nonconform_line_raised(root: Path) -> None:
    assert run(root, "audit", "open", "a", today=LATE).code == 0
    paper = root / "audits/a/workpapers/backup.yaml"
    paper.parent.mkdir()
    paper.write_text(
        "lines:\n  - {ask: Tested?, requirements: [A.8.13, A.8.14], result: nonconform, notes: no}\n"
    )
    ended = run(root, "audit", "close", "a", today="2026-10-07")
    assert ended.code == 3
    assert (
        "WKP001 forbids it: line 1 of the work paper backup: nonconform or OFI without a finding" in ended.err
    )
    assert "(audits/a/workpapers/backup.yaml:2:" in ended.err


def test_a_file_that_cannot_be_read_keeps_every_gate_shut(root: Path) -> None:
    (root / "documents.yaml").write_text("x: [\n")
    ended = run(root, "audit", "open", "a", today=LATE)
    assert ended.code == 3
    assert "documents.yaml" in ended.err


ORDER = [
    (("send", "a"), "the plan of a was sent on 2026-09-21"),
    (("close", "a"), "a was not opened yet"),
    (("finish", "a", "--by", "ann"), "a has no issued report yet"),
    (("open", "a", "--date", "2026-09-01"), "before the plan was sent on 2026-09-21"),
    (("open", "a", "--date", "2026-10-06"), "SCH008 forbids it: 2026-10-06 lies after 2026-10-05"),
    (("open", "b"), "there is no audit 'b'"),
    (("open", "a", "--participant", "olga-op5"), "there is no person 'olga-op5'"),
]


@pytest.mark.parametrize(("words", "sentence"), ORDER, ids=[" ".join(case[0]) for case in ORDER])
def test_a_milestone_before_its_time_is_one_sentence(
    root: Path, words: tuple[str, ...], sentence: str
) -> None:
    before = snapshot(root)
    ended = run(root, "audit", *words, today=LATE)
    assert ended.code in {2, 3}
    assert sentence in ended.err
    assert "Traceback" not in ended.err
    assert snapshot(root) == before


def test_an_audit_is_closed_when_nothing_of_it_is_open(tmp_path: Path) -> None:
    root = reported(tmp_path)
    ended = run(root, "audit", "finish", "a", "--by", "ann")
    assert ended.code == 3
    assert "CAP020 forbids it: the closing of a on 2026-11-02 leaves restores-untested open" in ended.err
    assert (
        run(root, "finding", "withdraw", "restores", "--by", "ann", "--why", "the log was incomplete").code
        == 0
    )
    words = (
        "audit",
        "finish",
        "a",
        "--by",
        "ann",
        "--retention-until",
        "2029-12-31",
        "--lessons",
        "sample more",
    )
    assert run(root, *words).code == 0
    assert record(root)["closed"] == {
        "by": "ann-audit",
        "date": "2026-11-02",
        "retention_until": "2029-12-31",
        "lessons": "sample more",
    }
    again = run(root, "audit", "finish", "a", "--by", "ann")
    assert "a was closed on 2026-11-02 and passes no further milestone" in again.err


def test_an_audit_is_cancelled_with_its_reason_however_incomplete(root: Path) -> None:
    (root / "audits/a/team.yaml").write_text("{}\n")
    words = ("audit", "cancel", "a", "--by", "mia")
    missing = run(root, *words, today=LATE)
    assert (missing.code, "give it with --why" in missing.err) == (2, True)
    assert run(root, *words, "--why", "office refit", today=LATE).code == 0
    assert record(root)["cancelled"] == {"by": "mia-chief", "date": LATE, "why": "office refit"}
    assert "cancelled" in run(root, "audit", "list", today=LATE).out
    said = " ".join(run(root, "audit", "cancel", "--help").out.split())
    assert "Who approved it stands in the programme" in said


def test_an_audit_of_others_has_no_milestones_here(root: Path) -> None:
    folder = root / "audits/cert"
    folder.mkdir()
    (folder / "audit.yaml").write_text(
        "title: Surveillance\nkind: external\nbody: north\nfrom: 2026-03-01\nto: 2026-03-02\n"
    )
    ended = run(root, "audit", "send", "cert", today=LATE)
    assert (ended.code, "cert is an external audit: it has no milestones of ours" in ended.err) == (3, True)


def test_lists_and_shows_as_json(root: Path) -> None:
    listed = json.loads(run(root, "audit", "list", "--json", today=LATE).out)
    assert [(item["name"], item["state"]) for item in listed["audits"]] == [("a", "announced")]
    shown = json.loads(run(root, "audit", "show", "a", "--json", today=LATE).out)
    assert shown["schema_version"] == 1
    assert shown["audit"]["sessions_unrecorded"] == ["backup", "hiring"]
    assert shown["audit"]["next"]["command"] == "auditctl audit open a"
