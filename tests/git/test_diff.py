"""`diff`: changes in the words of an audit, the worst first, and nothing about layout."""

from pathlib import Path

import pytest

from committed import CAPA, EVIDENCE, FINDING, committed, git, replace, repository
from small_repository import auditctl
from told_changes import changes

NOTHING = "nothing changed that an audit would know of"
RESTORE = "audits/a/findings/restore.yaml"
ACTION = "audits/a/capas/restore.yaml"


def told(root: Path, *revisions: str) -> list[str]:
    """Return the lines on changes, as sort and sentence."""
    return [
        f"{change['sort']}: {record['kind']} {record['id'] or ''}: {change['told']}".replace(" :", ":")
        for record, change in changes(root, *revisions)
    ]


EDITS: dict[str, tuple[str, str, str, list[str]]] = {
    "a grade is lowered without a reason": (
        RESTORE, "grade: major", "grade: minor",
        ["grade-lowered: finding restore: grade lowered: major → minor, no reason"],
    ),
    "a grade is lowered with a reason": (
        RESTORE, "grade: major",
        "grade: minor\nregraded: [{from: major, to: minor, by: ann-audit, date: 2026-10-06, why: two more tests were found}]",
        ["grade-lowered: finding restore: grade lowered by ann-audit: major → minor: two more tests were found"],
    ),
    "a grade is raised": (
        RESTORE, "grade: major", "grade: ofi", ["grade-lowered: finding restore: grade lowered: major → ofi, no reason"],
    ),
    "a due date moves without a reason": (
        ACTION, "due: 2026-11-30", "due: 2026-12-30",
        ["due-moved: CAPA restore: action register: due date moved by 30 days (2026-11-30 → 2026-12-30), no reason"],
    ),
    "a due date moves by an extension": (
        ACTION, "due: 2026-11-30",
        "due: 2026-12-30\n    extended: [{from: 2026-11-30, to: 2026-12-30, why: the vendor is late, approved_by: ann-audit, date: 2026-10-06}]",
        ["moved: CAPA restore: action register: due date moved by 30 days (2026-11-30 → 2026-12-30): the vendor is late, approved by ann-audit"],
    ),
    "an extension without a reason explains nothing": (
        ACTION, "due: 2026-11-30",
        "due: 2026-12-01\n    extended: [{from: 2026-11-30, to: 2026-12-01, approved_by: ann-audit, date: 2026-10-06}]",
        ["due-moved: CAPA restore: action register: due date moved by 1 day (2026-11-30 → 2026-12-01), no reason"],
    ),
    "a due date is brought forward": (
        ACTION, "due: 2026-11-30", "due: 2026-11-20",
        ["moved: CAPA restore: action register: due date brought forward by 10 days (2026-11-30 → 2026-11-20)"],
    ),
    "evidence of a finding is taken out": (
        RESTORE, "evidence: [register, policy]", "evidence: [policy]",
        ["evidence-removed: finding restore: evidence removed: register"],
    ),
    "the lead is taken out": (
        "audits/a/team.yaml", "lead: ann-audit\n", "", ["auditor-changed: team: lead: ann-audit → nothing"],
    ),
    "evidence is replaced by another": (
        RESTORE, "evidence: [register, policy]", "evidence: [policy, other]",
        ["evidence-removed: finding restore: evidence removed: register", "evidence-added: finding restore: evidence added: other"],
    ),
    "an auditor changes": (
        "audits/a/schedule.yaml", "process: backup\n    auditors: [ann-audit]", "process: backup\n    auditors: [olga-ops]",
        ["auditor-changed: session backup: auditors: ann-audit → olga-ops"],
    ),
    "the lead changes": (
        "audits/a/team.yaml", "lead: ann-audit", "lead: olga-ops", ["auditor-changed: team: lead: ann-audit → olga-ops"],
    ),
    "an exception is added": (
        "audits/a/team.yaml", "lead: ann-audit",
        "exceptions: [{rule: IND002, auditor: ann-audit, process: backup, reason: nobody else, approved: {by: mia-chief, date: 2026-09-01}}]\nlead: ann-audit",
        ["exception-added: team: exception added: IND002 for ann-audit on backup, approved by mia-chief on 2026-09-01: nobody else"],
    ),
    "a rule is switched off": (
        "auditctl.yaml", "name: Kestrel Ltd", 'name: Kestrel Ltd\nrules: {severity: {CRD001: "off"}}',
        ["rule-lowered: settings: rule CRD001: as the table has it → off"],
    ),
    "the scope is narrowed": (
        "audits/a/scope.yaml", "processes: all", "processes: [hiring]", ["scope-narrowed: scope: processes: all → hiring"],
    ),
    "a finding is withdrawn": (
        RESTORE, "raised:", "withdrawn: {by: ann-audit, date: 2026-10-06, why: the register was found}\nraised:",
        ["withdrawn: finding restore: withdrawn by ann-audit on 2026-10-06: the register was found"],
    ),
    "a fact is recorded": (
        ACTION, "owner: olga-ops", "owner: olga-ops\nplan: [{step: approved, by: ann-audit, date: 2026-10-06}]",
        ["recorded: CAPA restore: plan approved by ann-audit on 2026-10-06"],
    ),
    "a recorded fact is altered": (
        RESTORE, "date: 2026-10-05", "date: 2026-10-04",
        ["fact-altered: finding restore: altered: raised by ann-audit on 2026-10-05 → raised by ann-audit on 2026-10-04"],
    ),
    "an action is done": (
        ACTION, "due: 2026-11-30", "due: 2026-11-30\n    done: 2026-10-06", ["recorded: CAPA restore: action register done on 2026-10-06"],
    ),
    "an action is taken out": (
        ACTION, CAPA[CAPA.index("actions"):], "cause: {cause: nobody looks}\n",
        ["removed: CAPA restore: action register taken out: control register with owner and deputy, by tom-tech, due 2026-11-30", "changed: CAPA restore: cause: nothing → nobody looks"],
    ),
    "an action is given another name": (
        ACTION, "  register:", "  control-register:", ["renamed: CAPA restore: action control-register renamed, register before"],
    ),
    "an action is given another name and another day": (
        ACTION, CAPA[CAPA.index("  register:"):], CAPA[CAPA.index("  register:"):].replace("  register:", "  tests:").replace("11-30", "12-30"),
        ["removed: CAPA restore: action register taken out: control register with owner and deputy, by tom-tech, due 2026-11-30",
         "added: CAPA restore: action tests added: control register with owner and deputy, by tom-tech, due 2026-12-30"],
    ),
    "a planned audit moves": (
        "auditctl.yaml", "to: 2026-12-18}", "to: 2026-12-20}",
        ["due-moved: planned audit a: planned last day moved by 2 days (2026-12-18 → 2026-12-20), no reason"],
    ),
    "prose is written anew": (
        RESTORE, "statement: No restore test since 2025-11-18; three of four are missing.",
        "statement: No restore test took place since 2025-11-18, so that three of the four that are due are missing.",
        ["reworded: finding restore: statement reworded"],
    ),
    "a file breaks": (
        RESTORE, "grade: major", "grade: terrible", ["unreadable: finding restore: cannot be read any more: `auditctl check` says why"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_told_in_the_words_of_an_audit(name: str, tmp_path: Path) -> None:
    path, old, new, expected = EDITS[name]
    root = repository(tmp_path)
    replace(root, path, old, new)
    assert told(root) == expected
    committed(root, "2026-10-07")
    assert told(root, "HEAD~1..HEAD") == expected
    assert told(root) == []


def test_layout_comments_and_order_are_no_change(tmp_path: Path) -> None:
    root = repository(tmp_path)
    finding = root / RESTORE
    finding.write_text(
        "# a comment\n"
        + "\n".join(reversed(FINDING.strip().splitlines())).replace(
            "[register, policy]", "\n- policy\n- register"
        )
        + "\n# end\n",
        "utf-8",
    )
    for path in ("audits/a/evidence/register.yaml", "audits/a/schedule.yaml"):
        (root / path).write_bytes((root / path).read_bytes().replace(b"\n", b"\r\n"))
    replace(root, "audits/a/capas/restore.yaml", "findings: [restore]", 'findings:\n  - "restore"')
    done = auditctl(root, "diff")
    assert NOTHING in done.out, done.out


def test_a_part_that_moves_from_a_key_to_a_file_is_no_change(tmp_path: Path) -> None:
    root = repository(tmp_path)
    text = (root / "auditctl.yaml").read_text("utf-8")
    people = text[text.index("people:\n") : text.index("auditors:\n")]
    (root / "auditctl.yaml").write_text(text.replace(people, ""), "utf-8")
    own = "\n".join(line.removeprefix("  ") for line in people.splitlines()[1:]) + "\n"
    (root / "people.yaml").write_text(own, "utf-8")
    scope = root / "audits/a/scope.yaml"
    with (root / "audits/a/audit.yaml").open("a", encoding="utf-8") as file:
        file.write("scope:\n" + "".join(f"  {line}\n" for line in scope.read_text("utf-8").splitlines()))
    scope.unlink()
    front = root / "audits/a/findings/restore.md"
    (root / RESTORE).rename(front)
    front.write_text(f"---\n{FINDING}---\n", "utf-8")
    assert told(root) == []


def test_worst_first_by_audit_and_record(tmp_path: Path) -> None:
    root = repository(tmp_path, {"audits/b/audit.yaml": "title: Spot check\nunplanned: a complaint\n"})
    replace(
        root,
        "audits/a/team.yaml",
        "lead: ann-audit",
        "exceptions: [{rule: IND002, auditor: ann-audit, process: backup}]\nlead: olga-ops",
    )
    replace(root, RESTORE, "evidence: [register, policy]", "evidence: [policy]")
    replace(root, ACTION, "due: 2026-11-30", "due: 2026-12-30")
    replace(root, "audits/b/audit.yaml", "Spot check", "Spot check of leavers")
    (root / "audits/a/findings/more.yaml").write_text(FINDING.replace("major", "minor"), "utf-8")
    sorts = [line.split(":")[0] for line in told(root)]
    assert sorts == [
        "due-moved",
        "evidence-removed",
        "auditor-changed",
        "exception-added",
        "added",
        "changed",
    ]
    page = auditctl(root, "diff").out
    assert page.index("\na\n") < page.index("\nb\n")
    assert "6 changes in 5 records of 2 audits; 4 to look at first" in page


def test_a_record_is_added_removed_and_renamed(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / "audits/a/evidence/policy.yaml").unlink()
    (root / "audits/a/evidence/talk.yaml").write_text(
        "kind: interview\ntitle: Talk with operations\n", "utf-8"
    )
    renamed = auditctl(root, "rename", "finding", "restore", "restore-tests")
    assert renamed.code == 0, renamed.err
    assert told(root) == [
        "evidence-removed: evidence policy: evidence removed: Backup policy 4.2, record",
        "added: evidence talk: evidence added: Talk with operations, interview",
        "renamed: finding restore-tests: renamed, restore before",
    ]


def test_a_record_that_is_like_a_removed_one_is_not_taken_for_it(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / RESTORE).unlink()
    (root / "audits/a/findings/leavers.yaml").write_text(
        FINDING.replace("Restore tests are missing", "Leavers keep their accounts"), "utf-8"
    )
    assert [line.split(":")[0] for line in told(root)] == ["removed", "added"]


def test_a_folder_of_an_audit_that_moved(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / "audits/a").rename(root / "audits/first")
    assert {line.split(":")[0] for line in told(root)} == {"renamed"}


def test_files_of_evidence_and_seals(tmp_path: Path) -> None:
    root = repository(
        tmp_path,
        {"audits/a/evidence/files/one.csv": "1", "audits/a/evidence/files/two.csv": "2", "notes/x.txt": "1"},
    )
    (root / "audits/a/evidence/files/one.csv").write_text("3", "utf-8")
    (root / "audits/a/evidence/files/two.csv").unlink()
    (root / "notes/x.txt").write_text("2", "utf-8")
    (root / "audits/a/SEAL.json").write_text("{}", "utf-8")
    expected = [
        "evidence-removed: file of evidence one.csv: replaced: its bytes are others",
        "evidence-removed: file of evidence two.csv: removed",
        "recorded: seal: sealed",
    ]
    assert told(root) == expected
    committed(root, "2026-10-06")
    assert told(root, "HEAD~1..HEAD") == expected


def test_two_ends_and_where_they_parted(tmp_path: Path) -> None:
    root = repository(tmp_path)
    git(root, "checkout", "-q", "-b", "work")
    replace(root, RESTORE, "grade: major", "grade: minor")
    committed(root, "2026-10-06")
    git(root, "checkout", "-q", "main")
    replace(root, ACTION, "due: 2026-11-30", "due: 2026-12-30")
    committed(root, "2026-10-06")
    assert [line.split(":")[0] for line in told(root, "work")] == ["grade-raised", "due-moved"][::-1]
    assert [line.split(":")[0] for line in told(root, "main...work")] == ["grade-lowered"]
    assert [line.split(":")[0] for line in told(root, "work..")] == ["due-moved", "grade-raised"]
    assert told(root, "main..main") == []


def test_what_stands_in_files_steers_neither_terminal_nor_forge(tmp_path: Path) -> None:
    root = repository(tmp_path)
    replace(
        root,
        RESTORE,
        "title: Restore tests are missing",
        'title: "Tests \\u001b[31m @everyone ::error:: <img src=x> | [a](http://x)"',
    )
    page = auditctl(root, "diff")
    assert page.code == 0
    assert "\x1b" not in page.out
    made = auditctl(root, "diff", "--format", "markdown").out
    assert "\x1b" not in made
    assert "<img" not in made.replace("\\<", "")
    assert "`[a](http://x)`" in made
    assert " @everyone" not in made


def test_the_exit_code_and_a_file(tmp_path: Path) -> None:
    root = repository(tmp_path)
    assert auditctl(root, "diff", "--exit-code").code == 0
    replace(root, RESTORE, "grade: major", "grade: minor")
    assert auditctl(root, "diff", "--exit-code").code == 1
    written = auditctl(root, "diff", "-o", "changes.md", "--dry-run")
    assert (written.code, (root / "changes.md").exists()) == (0, False)
    assert auditctl(root, "diff", "-o", "changes.md").code == 0
    assert "**grade lowered: major → minor, no reason**" in (root / "changes.md").read_text("utf-8")
    plain = auditctl(root, "diff", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert "major -> minor" in plain.out


def test_evidence_records_are_named_when_their_kind_changes(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / "audits/a/evidence/register.yaml").write_text(
        EVIDENCE.replace("kind: record", "kind: log"), "utf-8"
    )
    assert told(root) == ["changed: evidence register: kind: record → log"]
