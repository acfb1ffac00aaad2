"""`fieldwork AUDIT SESSION` on a real terminal: the walk, leaving and coming back."""

import difflib
from pathlib import Path

import pytest
import yaml

from fieldwork_terminal import (
    FINDING,
    NO_EVIDENCE,
    NO_NOTE,
    PAPER,
    RESULT,
    TEXT,
    Spawn,
    answered,
    at_prompt,
    drafts,
    ended,
    lines,
    only_draft,
    root,
    terminal,
)
from small_repository import auditctl

__all__ = ["drafts", "root", "terminal"]


def test_a_whole_session_with_evidence_and_finding(root: Path, drafts: Path, terminal: Spawn) -> None:
    child = terminal("a", "backup")
    child.expect_exact("backup: Backup and restore, 2026-10-05 10:00")
    child.expect_exact("audited by Ann Audit with Tom Tech")
    child.expect_exact("0 of 3 lines decided")
    child.expect_exact("[1/3] Are restore tests done?")
    child.expect_exact("A.8.13  Information backup")
    child.expect_exact("look for: the register of tests")
    answered(
        child,
        (RESULT, "n"),
        ("> ", "Last test 2025-11-18: ölçüm #3 yok"),
        ("> ", "three are missing"),
        NO_NOTE,
    )
    child.expect_exact("1 restore-register  Restore register")
    answered(
        child,
        ("empty for none): ", "1, new"),
        ("File to copy (empty for none): ", ""),
        ("Title: ", "Talk with Tom"),
        ("Kind: ", "interview"),
        ("Role of the interviewee: ", "backup operator"),
        ("empty for none): ", ""),
        ("What was said", ""),
    )
    child.expect_exact("audits/a/evidence/talk-with-tom.yaml")
    answered(child, NO_EVIDENCE, ("Raise the finding now? [Y/n]", ""), ("Title: ", "Restores untested"))
    answered(child, ("Grade: ", "minor"))
    child.expect_exact("Statement, from the note: Last test 2025-11-18: ölçüm #3 yok")
    child.expect_exact("  three are missing")
    answered(child, ("replace it? [K/a/r]", "x"))
    child.expect_exact("k or an empty line keeps it")
    answered(child, ("replace it? [K/a/r]", ""))
    child.expect_exact("audits/a/findings/restores-untested.yaml")
    child.expect_exact("[2/3] Is there a second site?")
    answered(child, (RESULT, "conform"), ("> ", "seen"), NO_NOTE, NO_EVIDENCE)
    child.expect_exact("[3/3] Who notices a failure?")
    answered(child, (RESULT, "x"), ("> ", "no time"), NO_NOTE, NO_EVIDENCE)
    code, said = ended(child)
    assert code == 0
    assert "backup: 3 of 3 lines decided: 1 conform, 1 nonconform, 1 not-audited\n" in said
    assert "next: `auditctl fieldwork a hiring`" in said
    first, second, third = lines(root)
    assert first == {
        "ask": "Are restore tests done?",
        "requirements": ["A.8.13"],
        "look_for": "the register of tests",
        "by": "ann-audit",
        "result": "nonconform",
        "notes": "Last test 2025-11-18: ölçüm #3 yok\nthree are missing\n",
        "evidence": ["restore-register", "talk-with-tom"],
        "findings": ["restores-untested"],
    }
    assert (second["result"], second["notes"]) == ("conform", "seen")
    assert (third["result"], third["notes"]) == ("not-audited", "no time")
    finding = yaml.safe_load((root / "audits/a/findings/restores-untested.yaml").read_text("utf-8"))
    assert {key: finding[key] for key in ("process", "session", "requirements", "evidence", "statement")} == {
        "process": "backup",
        "session": "backup",
        "requirements": ["A.8.13"],
        "evidence": ["restore-register", "talk-with-tom"],
        "statement": first["notes"],
    }
    evidence = yaml.safe_load((root / "audits/a/evidence/talk-with-tom.yaml").read_text("utf-8"))
    assert (evidence["session"], evidence["collected"]["by"]) == ("backup", "ann-audit")
    assert auditctl(root, "check").code == 0
    assert list(drafts.iterdir()) == []


def test_only_the_lines_written_change(root: Path, terminal: Spawn) -> None:
    child = terminal("a", "backup")
    answered(child, (RESULT, "c"), ("> ", "seen: yes"), NO_NOTE, NO_EVIDENCE, (RESULT, "s"), (RESULT, "o"))
    answered(child, NO_NOTE, NO_EVIDENCE, ("[Y/n]", "n"))
    assert ended(child)[0] == 0
    after = (root / PAPER).read_text("utf-8").splitlines()
    removed = [line[2:] for line in difflib.ndiff(TEXT.splitlines(), after) if line.startswith("- ")]
    assert removed == ['  - {ask: "Who notices a failure?", requirements: [A.8.13]}']
    assert after[:7] == [*TEXT.splitlines()[:6], "    by: ann-audit"]
    assert [line.get("result") for line in lines(root)] == ["conform", None, "ofi"]


def test_left_and_resumed_at_the_first_undecided_line(root: Path, terminal: Spawn) -> None:
    child = terminal("a", "backup")
    answered(child, (RESULT, "c"), ("> ", "seen"), NO_NOTE, NO_EVIDENCE, (RESULT, "q"))
    code, said = ended(child)
    assert (code, "undecided: lines 2, 3" in said) == (0, True)
    assert "next: `auditctl fieldwork a backup` goes on at line 2" in said
    child = terminal("a", "backup")
    child.expect_exact("1 of 3 lines decided: 1 conform")
    child.expect_exact("[2/3]")
    answered(child, (RESULT, "q"))
    assert ended(child)[0] == 0
    child = terminal("a", "backup", "--line", "3")
    child.expect_exact("[3/3]")
    answered(child, (RESULT, "b"))
    child.expect_exact("[2/3]")
    answered(child, (RESULT, "j 1"))
    child.expect_exact("so far: conform by ann-audit")
    answered(child, (f"{RESULT} [conform]: ", "j 9"))
    child.expect_exact("there is no line 9; the lines are 1 to 3")
    answered(child, (RESULT, "b"))
    child.expect_exact("this is the first line")
    answered(child, (RESULT, "12"))
    child.expect_exact("which line?; write j and its number, 1 to 3")
    answered(child, (RESULT, "comform"))
    child.expect_exact("there is no answer 'comform'; did you mean conform?")
    answered(child, (RESULT, "not-"))
    child.expect_exact("there is no answer 'not-'")
    answered(child, (RESULT, ""), ("> ", "and again"), NO_NOTE, NO_EVIDENCE)
    child.expect_exact("[2/3]")
    answered(child, (RESULT, "q"))
    assert ended(child)[0] == 0
    assert lines(root)[0]["notes"] == "seen\nand again\n"


def test_all_lines_are_walked_again(root: Path, terminal: Spawn) -> None:
    (root / PAPER).write_text(TEXT.replace("    method: interview", "    result: conform\n    notes: seen"))
    child = terminal("a", "backup", "--all", "--line", "2")
    answered(child, (f"{RESULT} [conform]: ", "s"))
    child.expect_exact("[3/3]")
    answered(child, (RESULT, "q"))
    assert ended(child)[0] == 0


def test_a_finding_that_stands_is_named_instead(root: Path, terminal: Spawn) -> None:
    (root / "audits/a/findings").mkdir()
    (root / "audits/a/findings/tests-missing.yaml").write_text(FINDING, "utf-8")
    child = terminal("a", "backup")
    answered(child, (RESULT, "n"), ("> ", "bad"), NO_NOTE, NO_EVIDENCE)
    child.expect_exact("findings that stand, to be named instead: tests-missing")
    answered(child, ("[Y/n]", "tests-mising"))
    child.expect_exact("did you mean tests-missing?")
    answered(child, ("[Y/n]", "missing"), (RESULT, "q"))
    assert ended(child)[0] == 0
    assert lines(root)[0]["findings"] == ["tests-missing"]


def test_a_finding_that_breaks_a_rule_is_refused_and_the_walk_goes_on(
    root: Path, drafts: Path, terminal: Spawn
) -> None:
    child = terminal("a", "backup", AUDITCTL_TODAY="2026-10-01")
    answered(child, (RESULT, "n"), ("> ", "bad"), NO_NOTE, NO_EVIDENCE, ("[Y/n]", "y"), ("Title: ", "T"))
    answered(child, ("Grade: ", "1"), ("[K/a/r]", ""))
    child.expect_exact("forbids it")
    answered(child, (RESULT, "q"))
    assert ended(child)[0] == 0
    assert only_draft(drafts)["title"] == "T"
    assert "findings" not in lines(root)[0]


@pytest.mark.parametrize(
    ("way", "statement"),
    [("a", "bad\nfour were due\n"), ("replace", "four were due")],
    ids=["add", "replace"],
)
def test_the_statement_that_the_note_makes_can_be_reworded(
    root: Path, terminal: Spawn, way: str, statement: str
) -> None:
    child = terminal("a", "backup")
    answered(child, (RESULT, "n"), ("> ", "bad"), NO_NOTE, NO_EVIDENCE, ("[Y/n]", ""), ("Title: ", "T"))
    answered(child, ("Grade: ", "1"), ("[K/a/r]", way), ("> ", "four were due"), ("> ", ""))
    child.expect_exact("audits/a/findings/t.yaml")
    answered(child, (RESULT, "q"))
    assert ended(child)[0] == 0
    finding = yaml.safe_load((root / "audits/a/findings/t.yaml").read_text("utf-8"))
    assert (finding["statement"], lines(root)[0]["notes"]) == (statement, "bad")


def test_a_line_without_its_finding_comes_first_and_after_the_closing_fails(
    root: Path, terminal: Spawn
) -> None:
    child = terminal("a", "backup")
    answered(child, (RESULT, "n"), ("> ", "bad"), NO_NOTE, NO_EVIDENCE, ("[Y/n]", "n"), (RESULT, "q"))
    code, said = ended(child)
    assert (code, "WKP001" in said) == (0, False)
    raised = "next: raise the finding of line 1, `auditctl finding add a`, and name it: "
    assert f"{raised}`auditctl fieldwork a backup --line 1 --finding NAME`\n" in said
    held = "plan: {sent: 2026-09-21}\nopening: {date: 2026-10-05}\nclosing: {date: 2026-10-06}\n"
    audit = root / "audits/a/audit.yaml"
    audit.write_text(audit.read_text("utf-8").replace("plan: {sent: 2026-09-21}\n", held), "utf-8")
    child = terminal("a", "backup")
    answered(child, (RESULT, "q"))
    code, said = ended(child)
    assert code == 1
    sentence = "WKP001: line 1 of the work paper backup: nonconform or OFI without a finding\n"
    assert f"{sentence}{raised}" in said


def test_a_work_paper_without_lines_is_not_walked(root: Path, terminal: Spawn) -> None:
    (root / PAPER).write_text("lines: []\n", "utf-8")
    code, said = ended(terminal("a", "backup"))
    assert (code, "or remove it and run `auditctl fieldwork a --prepare`" in said) == (2, True)


def test_the_reason_is_asked_for_kindly_and_may_stay_away(root: Path, terminal: Spawn) -> None:
    child = terminal("a", "backup")
    answered(child, (RESULT, "not-app"), NO_NOTE)
    child.expect_exact("the report says why something is not-applicable")
    answered(child, NO_NOTE)
    child.expect_exact("WKP003")
    answered(child, NO_EVIDENCE, (RESULT, "q"))
    assert ended(child)[0] == 0
    assert lines(root)[0]["result"] == "not-applicable"


def test_a_narrow_terminal_breaks_lines_at_words(root: Path, terminal: Spawn) -> None:
    long = "How do you know that everything which came back from the vault is complete, and who looked at it?"
    (root / PAPER).write_text(TEXT.replace("Is there a second site?", long), "utf-8")
    child = terminal("a", "backup", "--line", "2", columns=44)
    child.expect_exact("[2/3]")
    at_prompt(child)
    shown = child.before.replace("\r\n", "\n").split("\n")
    assert all(len(line) <= 43 for line in shown)
    assert "everything which" in child.before


def test_the_auditor_is_asked_for_once_where_several_audit(root: Path, terminal: Spawn) -> None:
    schedule = root / "audits/a/schedule.yaml"
    text = schedule.read_text("utf-8").replace("auditors: [ann-audit]", "auditors: [ann-audit, mia-chief]", 1)
    schedule.write_text(text, "utf-8")
    child = terminal("a", "backup")
    answered(child, ("Who audits: ", "2"), (RESULT, "c"), NO_NOTE, NO_EVIDENCE)
    answered(child, (RESULT, "c"), NO_NOTE, NO_EVIDENCE, (RESULT, "q"))
    assert ended(child)[0] == 0
    assert [line.get("by") for line in lines(root)] == ["mia-chief", "mia-chief", None]


def test_a_work_paper_that_is_missing_is_made_and_said_to_be(root: Path, terminal: Spawn) -> None:
    (root / PAPER).unlink()
    child = terminal("a", "backup")
    child.expect_exact(
        f"new work paper {PAPER}: 2 lines from the checklist backup; 1 requirement that none asks for"
    )
    child.expect_exact("[1/2] Are restore tests done?")
    answered(child, (RESULT, "q"))
    assert ended(child)[0] == 0
    assert [line["requirements"] for line in lines(root)] == [["A.8.13"], ["A.8.14"]]


def test_a_markdown_work_paper_is_walked_like_any_other(root: Path, terminal: Spawn) -> None:
    (root / PAPER).unlink()
    path = PAPER.replace(".yaml", ".md")
    (root / path).write_text(
        "---\nlines:\n  - {ask: Seen?, requirements: [A.8.13]}\n---\n\nProse.\n", "utf-8"
    )
    child = terminal("a", "backup")
    answered(child, (RESULT, "c"), ("> ", "yes: both"), NO_NOTE, NO_EVIDENCE)
    assert ended(child)[0] == 0
    assert (root / path).read_text("utf-8") == (
        "---\nlines:\n"
        "  - {ask: Seen?, requirements: [A.8.13], by: ann-audit, result: conform, notes: 'yes: both'}\n"
        "---\n\nProse.\n"
    )
