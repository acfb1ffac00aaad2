"""`fieldwork` without a terminal: the sessions, work papers that are made, one line by flags, what is refused."""

import json
from pathlib import Path

import pytest
import yaml

from fieldwork_terminal import CHECKLIST, EVIDENCE, FINDING, PAPER, TEXT, lines
from small_repository import auditctl, environment, lay

ONE = ("fieldwork", "a", "backup", "--line", "1")
AUDIT = "title: Main audit\nclient: mia-chief\nobjectives: [conformity]\nplan: {sent: 2026-09-21}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    more = {PAPER: TEXT, "checklists/backup.yaml": CHECKLIST, "audits/a/evidence/register.yaml": EVIDENCE}
    return lay(tmp_path, more | {"audits/a/findings/missing.yaml": FINDING})


def test_the_sessions_fit_a_terminal_of_80_columns(root: Path) -> None:
    auditctl(root, *ONE, "--result", "nonconform", "--finding", "missing")
    shown = auditctl(root, "fieldwork", "a")
    assert shown.code == 0
    assert shown.err == "next: `auditctl fieldwork a backup`\n"
    assert shown.out == (
        "\n"
        "session  process  date        decided  findings  results\n"
        "──────────────────────────────────────────────────────────────\n"
        "backup   backup   2026-10-05  1/3      1         1 n\n"
        "hiring   hiring   2026-10-06  -        -         no work paper\n"
        "\n"
        "2 sessions, 1 without a work paper; 1 of 3 lines decided\n"
        "c conform, n nonconform, o ofi, a not-applicable, x not-audited\n"
    )


def test_the_sessions_and_one_of_them_as_json(root: Path) -> None:
    auditctl(root, *ONE, "--result", "nonconform")
    shown = json.loads(auditctl(root, "fieldwork", "a", "--json").out)
    assert (shown["schema_version"], shown["audit"]) == (1, "a")
    backup, hiring = shown["sessions"]
    assert (backup["decided"], backup["lines"], backup["results"]) == (1, 3, {"nonconform": 1})
    assert (backup["undecided"], backup["without_finding"]) == ([2, 3], [1])
    assert (hiring["path"], hiring["lines"]) == (None, 0)
    one = json.loads(auditctl(root, "fieldwork", "a", "backup", "--json").out)
    assert one["workpaper"]["lines"][0]["result"] == "nonconform"


def test_one_line_is_recorded_by_flags(root: Path) -> None:
    words = ("--result", "nonconform", "--note", "Şu #3: yok", "--evidence", "reg", "--finding", "miss")
    done = auditctl(root, *ONE, *words)
    assert (done.code, done.out) == (0, f"{PAPER}\n"), done.err
    assert "next: `auditctl fieldwork a backup --line 2`" in done.err
    assert lines(root)[0] == {
        "ask": "Are restore tests done?",
        "requirements": ["A.8.13"],
        "look_for": "the register of tests",
        "by": "ann-audit",
        "result": "nonconform",
        "notes": "Şu #3: yok",
        "evidence": ["register"],
        "findings": ["missing"],
    }
    again = auditctl(root, *ONE, *words)
    assert again.code == 0
    assert lines(root)[0]["notes"] == "Şu #3: yok"
    added = auditctl(root, *ONE, "--note", "and more")
    assert added.code == 0
    assert lines(root)[0]["notes"] == "Şu #3: yok\nand more\n"


def test_a_dry_run_shows_the_difference_and_writes_nothing(root: Path) -> None:
    done = auditctl(root, *ONE, "--result", "conform", "--dry-run")
    assert done.code == 0
    assert "+    by: ann-audit\n+    result: conform\n" in done.out
    assert (root / PAPER).read_text("utf-8") == TEXT


def test_the_work_paper_is_made_along_with_its_first_answer(root: Path) -> None:
    (root / PAPER).unlink()
    done = auditctl(root, *ONE, "--result", "conform", "--note", "seen", "--json")
    assert json.loads(done.out)["paths"] == [PAPER]
    assert [line.get("result") for line in lines(root)] == ["conform", None]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fieldwork", "a", "backup"), "give it with --line"),
        (("fieldwork", "a", "backup", "--result", "conform"), "give it with --line"),
        (ONE, "give it with --result"),
        ((*ONE, "--note", "x"), "give it with --result"),
        ((*ONE, "--result", "conforms"), "did you mean conform?"),
        ((*ONE, "--result", "conform", "--evidence", "registre"), "did you mean register?"),
        ((*ONE, "--result", "conform", "--finding", "mising"), "did you mean missing?"),
        ((*ONE, "--result", "conform", "--by", "ann-audits"), "did you mean ann-audit?"),
        ((*ONE, "--result", "conform", "--note", " "), "--note is empty"),
        ((*ONE, "--result", "conform", "--checklist", "backup"), "leave --checklist out"),
        (("fieldwork", "a", "bakup"), "there is no session 'bakup'\n  did you mean backup?"),
        (("fieldwork", "b"), "there is no audit 'b'"),
        (("fieldwork", "a", "backup", "--line", "9", "--result", "conform"), "there is no line 9"),
        (("fieldwork", "a", "--result", "conform"), "--result goes with one session"),
        (("fieldwork", "a", "--session", "backup"), "--session goes with --prepare alone"),
        (("fieldwork", "a", "--prepare", "--line", "2"), "--line goes with one session"),
        (("fieldwork", "a", "--prepare", "--checklist", "bakcup"), "did you mean backup?"),
        (("fieldwork", "a", "backup", "--line", "0"), "equal to 1"),
    ],
)
def test_what_is_missing_or_unknown_is_a_usage_error(root: Path, words: tuple[str, ...], said: str) -> None:
    done = auditctl(root, *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert (root / PAPER).read_text("utf-8") == TEXT


def test_several_auditors_without_a_terminal_need_by(root: Path) -> None:
    schedule = root / "audits/a/schedule.yaml"
    both = schedule.read_text("utf-8").replace("auditors: [ann-audit]", "auditors: [ann-audit, mia-chief]", 1)
    schedule.write_text(both, "utf-8")
    person = (root / "auditctl.yaml").read_text("utf-8")
    (root / "auditctl.yaml").write_text(
        person.replace(
            "ann-audit: {name: Ann Audit,", "ann-audit: {name: Ann Audit, emails: [ann@north.example],"
        ),
        "utf-8",
    )
    refused = auditctl(root, *ONE, "--result", "conform")
    assert (refused.code, "give it with --by" in refused.err) == (2, True)
    known = auditctl(root, *ONE, "--result", "conform", env={"GIT_AUTHOR_EMAIL": "Ann@North.example"})
    assert (known.code, lines(root)[0]["by"]) == (0, "ann-audit")
    other = auditctl(root, *ONE, "--result", "ofi", "--by", "mia")
    assert (other.code, lines(root)[0]["by"]) == (0, "mia-chief")


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("tom-tech", "tom-tech is an auditee of the session backup"),
        ("paul-people", "paul-people neither audits the session backup nor is on the team of a"),
    ],
)
def test_who_does_not_audit_has_not_looked(root: Path, person: str, said: str) -> None:
    asked = ("fieldwork", "a", "backup", "--ask", "Who?", "--requirement", "A.8.13", "--result", "conform")
    for words in ((*ONE, "--result", "conform"), asked):
        done = auditctl(root, *words, "--by", person)
        assert (done.code, done.out) == (2, "")
        assert said in done.err
        assert "give --by with who audits it: ann-audit\n" in done.err
    assert (root / PAPER).read_text("utf-8") == TEXT


def test_the_team_and_the_auditors_of_other_sessions_may_look(root: Path) -> None:
    schedule = (root / "audits/a/schedule.yaml").read_text("utf-8")
    other = "hiring\n    auditors: [ann-audit]"
    team = "lead: ann-audit\nauditors: [ann-audit]\nexperts: [mia-chief, tom-tech]\n"
    laid = {
        "audits/a/schedule.yaml": schedule.replace(other, "hiring\n    auditors: [paul-people]"),
        "audits/a/team.yaml": team,
    }
    lay(root, laid)
    for person in ("paul-people", "mia-chief"):
        (root / PAPER).write_text(TEXT, "utf-8")
        done = auditctl(root, *ONE, "--result", "conform", "--by", person)
        assert (done.code, lines(root)[0].get("by")) == (0, person), done.err
    audited = auditctl(root, *ONE, "--result", "conform", "--by", "tom-tech")
    assert (audited.code, "is an auditee of the session" in audited.err) == (2, True)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"audits/a/audit.yaml": "title: A\nkind: external\nfrom: 2026-10-05\n"}, "is an external audit"),
        (
            {"audits/a/audit.yaml": "title: A\nlegacy: {from: 2025-01-06, to: 2025-01-08}\n"},
            "before this repository",
        ),
        (
            {"audits/a/audit.yaml": f"{AUDIT}cancelled: {{by: mia-chief, date: 2026-10-01, why: no}}\n"},
            "is cancelled",
        ),
        ({"audits/a/report.yaml": "issued: {by: ann-audit, date: 2026-10-06, version: 1}\n"}, "is issued"),
    ],
    ids=["external", "legacy", "cancelled", "issued"],
)
@pytest.mark.parametrize(
    "words",
    [("fieldwork", "a", "--prepare"), ONE, (*ONE, "--result", "conform")],
    ids=["prepare", "walk", "flags"],
)
def test_audits_without_fieldwork_are_refused_with_one_sentence(
    root: Path, files: dict[str, str], said: str, words: tuple[str, ...]
) -> None:
    lay(root, files)
    done = auditctl(root, *words)
    assert (done.code, done.out) == (3, "")
    assert said in done.err
    assert (root / PAPER).read_text("utf-8") == TEXT


def test_a_rule_that_a_line_would_break_refuses_it(root: Path) -> None:
    held = f"{AUDIT}opening: {{date: 2026-10-05}}\nclosing: {{date: 2026-10-06}}\n"
    lay(root, {"audits/a/audit.yaml": held})
    done = auditctl(root, *ONE, "--result", "nonconform")
    assert (done.code, done.out) == (3, "")
    assert "WKP001 forbids it" in done.err
    assert "name it in the same call with --finding NAME; nothing was written\n" in done.err
    assert (root / PAPER).read_text("utf-8") == TEXT
    named = auditctl(root, *ONE, "--result", "nonconform", "--finding", "missing")
    assert (named.code, lines(root)[0]["findings"]) == (0, ["missing"])


def test_the_last_line_names_what_comes_behind_it(root: Path) -> None:
    for number in (1, 2):
        auditctl(root, "fieldwork", "a", "backup", "--line", str(number), "--result", "conform")
    line = ("fieldwork", "a", "backup", "--line", "3")
    lacking = auditctl(root, *line, "--result", "nonconform")
    assert lacking.err.endswith(
        "next: raise the finding of line 3, `auditctl finding add a`, and name it: "
        "`auditctl fieldwork a backup --line 3 --finding NAME`\n"
    )
    assert auditctl(root, *line, "--finding", "missing").err.endswith("next: `auditctl fieldwork a hiring`\n")
    (root / "audits/a/workpapers/hiring.yaml").write_text(
        "lines:\n  - {ask: Who?, requirements: [A.6.1], result: conform, notes: seen}\n", "utf-8"
    )
    done = auditctl(root, *line, "--note", "more").err
    assert "next: every session is decided; `auditctl check --gate closing`" in done
    assert "next: every session is decided" in auditctl(root, "fieldwork", "a").err


def test_a_work_paper_without_lines_says_how_it_gets_some(root: Path) -> None:
    (root / PAPER).write_text("lines: []\n", "utf-8")
    for words in (ONE, (*ONE, "--result", "conform")):
        done = auditctl(root, *words)
        assert (done.code, f"{PAPER} has no lines" in done.err) == (2, True)
        assert "write lines into it, or remove it and run `auditctl fieldwork a --prepare`\n" in done.err
    prepared = auditctl(root, "fieldwork", "a", "--prepare")
    assert (prepared.code, prepared.out) == (0, "audits/a/workpapers/hiring.yaml\n")
    assert f"{PAPER} has no lines: write some into it, or remove it and run this again\n" in prepared.err
    assert "next: `auditctl fieldwork a backup`\n" in auditctl(root, "fieldwork", "a").err


def test_a_work_paper_that_cannot_be_read_is_left_as_it_is(root: Path) -> None:
    for text in ("lines: [\n", "lines:\n  - {ask: x, requirements: [A.8.13], result: fine}\n"):
        (root / PAPER).write_text(text, "utf-8")
        done = auditctl(root, *ONE, "--result", "conform")
        assert (done.code, f"{PAPER} cannot be read" in done.err) == (3, True)
        assert (root / PAPER).read_text("utf-8") == text
        prepared = auditctl(root, "fieldwork", "a", "--prepare", "--session", "backup")
        assert (prepared.code, "is left as it is" in prepared.err) == (0, True)
        assert "cannot be read" in auditctl(root, "fieldwork", "a").out


def test_missing_work_papers_are_made_at_once(root: Path) -> None:
    (root / PAPER).unlink()
    shown = auditctl(root, "fieldwork", "a", "--prepare", "--dry-run")
    assert (shown.code, f"+++ {PAPER}" in shown.out) == (0, True)
    assert not (root / PAPER).exists()
    done = auditctl(root, "fieldwork", "a", "--prepare")
    assert (done.code, done.out) == (0, f"{PAPER}\naudits/a/workpapers/hiring.yaml\n"), done.err
    assert "2 lines from the checklist backup; 1 requirement that none asks for" in done.err
    assert "next: `auditctl fieldwork a backup`" in done.err
    assert "WKP006" not in auditctl(root, "check", "--gate", "closing").out
    before = (root / PAPER).read_bytes()
    again = auditctl(root, "fieldwork", "a", "--prepare")
    assert (again.code, again.out, "every session has its work paper" in again.err) == (0, "", True)
    assert (root / PAPER).read_bytes() == before


def test_a_broken_checklist_is_said_and_left_out(root: Path) -> None:
    (root / PAPER).unlink()
    (root / "checklists/backup.yaml").write_text("title: B\nlines: [{ask: x}]\n", "utf-8")
    done = auditctl(root, "fieldwork", "a", "--prepare", "--session", "backup")
    assert (done.code, done.out) == (0, f"{PAPER}\n")
    assert "checklists/backup.yaml cannot be read and is left out" in done.err
    assert "checklist" not in yaml.safe_load((root / PAPER).read_text("utf-8"))
    (root / PAPER).unlink()
    named = auditctl(root, "fieldwork", "a", "--prepare", "--session", "backup", "--checklist", "backup")
    assert (named.code, "the checklist backup cannot be read" in named.err) == (3, True)


def test_a_checklist_that_brings_a_mistake_is_refused(root: Path) -> None:
    (root / PAPER).unlink()
    (root / "checklists/own.yaml").write_text("title: O\nlines: [{ask: x, requirements: [A.99]}]\n", "utf-8")
    done = auditctl(root, "fieldwork", "a", "--prepare", "--session", "backup", "--checklist", "own")
    assert (done.code, "REF002 forbids it" in done.err) == (3, True)
    assert not (root / PAPER).exists()


def test_help_shows_examples() -> None:
    done = auditctl(Path(), "fieldwork", "--help")
    assert (done.code, "auditctl fieldwork 2026-main --prepare" in done.out) == (0, True)
    assert environment()["TERM"]


def test_long_runs_of_lines_are_short_in_words(root: Path) -> None:
    asked = "".join(f"  - {{ask: 'Question {at}', requirements: [A.8.13]}}\n" for at in range(9))
    (root / PAPER).write_text(f"lines:\n{asked}", "utf-8")
    auditctl(root, "fieldwork", "a", "backup", "--line", "5", "--result", "ofi")
    from auditctl.model.workpaper import Workpaper
    from auditctl.outputs.fieldwork import Tally, summary

    held = Workpaper.model_validate({"lines": lines(root)})
    assert summary("backup", Tally(held.lines)) == [
        "backup: 1 of 9 lines decided: 1 ofi",
        "undecided: lines 1 to 4, 6 to 9",
        "nonconform or OFI without a finding: line 5",
    ]
