"""What becomes of a finding: each a dated fact by a person."""

import json
from pathlib import Path

import pytest
import yaml

from small_audit import FILES, done, reported, run, snapshot
from small_repository import lay

FINDING = "audits/a/findings/restores-untested.yaml"
OFI = "audits/a/findings/shorter-forms.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return reported(tmp_path)


@pytest.fixture
def unissued(tmp_path: Path) -> Path:
    """The same audit between its closing meeting and its report."""
    return lay(tmp_path, {path: text for path, text in FILES.items() if path != "audits/a/report.yaml"})


def record(root: Path, path: str = FINDING) -> dict[str, object]:
    found = yaml.load((root / path).read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - scalars stay text
    assert isinstance(found, dict)
    return found


def test_an_objection_is_answered_by_the_lead(unissued: Path) -> None:
    why = "the tests of the new vault were not looked at"
    done(
        unissued,
        "finding",
        "answer",
        "restores",
        "--response",
        "contested",
        "--text",
        why,
        "--date",
        "2026-10-07",
    )
    assert record(unissued)["auditee"] == {
        "response": "contested",
        "text": why,
        "by": "olga-ops",
        "date": "2026-10-07",
    }
    assert "draft, contested" in run(unissued, "finding", "show", "restores").out
    done(unissued, "finding", "decide", "restores", "--text", "they are of another system; it stands")
    assert record(unissued)["decision"] == {
        "text": "they are of another system; it stands",
        "by": "ann-audit",
        "date": "2026-11-02",
    }
    history = json.loads(run(unissued, "finding", "show", "restores", "--json").out)["finding"]["history"]
    assert [(item["date"], item["who"]) for item in history] == [
        ("2026-10-05", "ann-audit"),
        ("2026-10-07", "olga-ops"),
        ("2026-11-02", "ann-audit"),
    ]


def test_another_grade_leaves_the_old_one_on_record(unissued: Path) -> None:
    before = (unissued / FINDING).read_text()
    done(
        unissued,
        "finding",
        "regrade",
        "restores",
        "--to",
        "major",
        "--why",
        "no restore is proven for a year",
    )
    held = record(unissued)
    assert held["grade"] == "major"
    assert held["regraded"] == [
        {
            "from": "minor",
            "to": "major",
            "why": "no restore is proven for a year",
            "by": "ann-audit",
            "date": "2026-11-02",
        }
    ]
    assert held["grade_reason"] == "no restore is proven for a year"
    kept = [line for line in before.splitlines() if line != "grade: minor"]
    assert [line for line in (unissued / FINDING).read_text().splitlines() if line in kept] == kept


def test_after_the_report_a_change_of_what_was_issued_comes_with_an_amendment(root: Path) -> None:
    ended = run(root, "finding", "withdraw", "restores", "--by", "ann", "--why", "the log was incomplete")
    assert (ended.code, ended.out) == (0, f"{FINDING}\naudits/a/report.yaml\n")
    assert record(root, "audits/a/report.yaml")["amendments"] == [
        {
            "by": "ann-audit",
            "date": "2026-11-02",
            "why": "restores-untested withdrawn: the log was incomplete",
            "records": ["findings/restores-untested"],
        }
    ]
    again = run(root, "finding", "answer", "restores", "--response", "agreed")
    assert (again.code, "was withdrawn by ann-audit on 2026-11-02" in again.err) == (3, True)


def test_an_improvement_is_taken_up_or_declined_once(root: Path) -> None:
    done(root, "finding", "accept", "shorter-forms")
    assert record(root, OFI)["accepted"] == {"by": "paul-people", "date": "2026-11-02"}
    ended = run(root, "finding", "decline", "shorter-forms", "--why", "no time")
    assert ended.code == 3
    assert (
        "a/shorter-forms was accepted by paul-people on 2026-11-02; what was recorded is not overwritten"
        in ended.err
    )


def test_responsibility_passes_on_and_what_came_back_is_marked(root: Path) -> None:
    done(root, "finding", "transfer", "restores", "--to", "tom", "--why", "the task moved to the technicians")
    assert record(root)["transferred"] == [
        {
            "from": "olga-ops",
            "to": "tom-tech",
            "date": "2026-11-02",
            "why": "the task moved to the technicians",
        }
    ]
    old = root / "audits/old"
    (old / "findings").mkdir(parents=True)
    (old / "audit.yaml").write_text("title: Before\nlegacy: {from: 2025-03-01, to: 2025-03-02}\n")
    (old / "findings/restore-plan.yaml").write_text(
        "title: No restore plan\ngrade: minor\nraised: {date: 2025-03-02}\n"
    )
    done(root, "finding", "repeat", "restores", "--of", "old/restore-plan", "--by", "ann")
    held = record(root)
    assert held["repeat_of"] == "old/restore-plan"
    assert held["repeat_marked"] == {"by": "ann-audit", "date": "2026-11-02"}
    assert "reopened" in run(root, "finding", "show", "restore-plan").out


REFUSED = [
    (("regrade", "restores", "--to", "ofi", "--why", "not so bad", "--by", "olga-ops"), "FND007"),
    (("withdraw", "restores", "--why", "we disagree", "--by", "olga-ops"), "FND007"),
    (("decline", "restores", "--why", "too expensive"), "FND012"),
    (("accept", "restores"), "FND012"),
    (("regrade", "restores", "--to", "minor", "--why", "as before"), "is minor already"),
    (("decide", "restores", "--text", "it stands"), "nobody contested a/restores-untested"),
    (("answer", "restores", "--response", "contested"), "--text"),
    (
        ("answer", "restores", "--response", "agreed", "--date", "2026-10-01"),
        "before a/restores-untested was raised",
    ),
    (("transfer", "restores", "--to", "olga-ops"), "answers for it already"),
    (("repeat", "restores", "--of", "restores", "--by", "ann"), "was not raised before"),
    (("answer", "restores", "--response", "perhaps"), "there is no response 'perhaps'"),
    (("answer", "restores", "--response", "agreed", "--date", "2026-12-01"), "SCH008"),
    (("answer", "restores", "--response", "agreed", "--by", "olga-opps"), "did you mean olga-ops?"),
    (("repeat", "restores", "--of", "restores-plan"), "there is no finding 'restores-plan'"),
]


@pytest.mark.parametrize("issued", [True, False], ids=["issued", "draft"])
@pytest.mark.parametrize(("words", "sentence"), REFUSED, ids=[" ".join(case[0][:5]) for case in REFUSED])
def test_what_is_not_theirs_to_say_is_refused(
    tmp_path: Path, words: tuple[str, ...], sentence: str, *, issued: bool
) -> None:
    root = reported(tmp_path)
    if not issued:
        (root / "audits/a/report.yaml").unlink()
    before = snapshot(root)
    ended = run(root, "finding", *words)
    assert ended.code in {2, 3}, ended.err
    assert sentence in ended.err
    assert snapshot(root) == before


def test_lists_know_requirement_age_and_what_is_open(root: Path) -> None:
    assert "restores-untested" in run(root, "finding", "list", "--requirement", "A.8").out
    assert "shorter-forms" not in run(root, "finding", "list", "--requirement", "A.8").out
    done(root, "finding", "decline", "shorter-forms", "--why", "the form is gone next year")
    assert "shorter-forms" not in run(root, "finding", "list", "--open", "--sort", "age").out
    aged = run(root, "finding", "list", "--open").out
    row = next(line.split() for line in aged.splitlines() if line.startswith("restores-untested"))
    assert row == ["restores-untested", "minor", "issued", "backup", "24"], "days since the report"
