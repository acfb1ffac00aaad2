"""A question of the auditor's own, by flags: below those of the checklists, or the first of a new work paper."""

from pathlib import Path

import pytest

from fieldwork_terminal import CHECKLIST, EVIDENCE, PAPER, TEXT, lines
from small_repository import auditctl, lay

OWN = ("fieldwork", "a", "backup", "--ask", "Who may delete a copy?", "--requirement", "8.13")
ASKED = {"ask": "Who may delete a copy?", "requirements": ["A.8.13"]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    more = {PAPER: TEXT, "checklists/backup.yaml": CHECKLIST, "audits/a/evidence/register.yaml": EVIDENCE}
    return lay(tmp_path, more)


def test_it_stands_below_the_others_with_its_answer(root: Path) -> None:
    words = (
        "--look-for",
        "the policy",
        "--method",
        "interview",
        "--result",
        "conform",
        "--note",
        "two people",
    )
    done = auditctl(root, *OWN, *words, "--evidence", "register")
    assert (done.code, done.out) == (0, f"{PAPER}\n"), done.err
    assert (root / PAPER).read_text("utf-8").startswith(TEXT)
    assert lines(root)[3] == ASKED | {
        "look_for": "the policy",
        "method": "interview",
        "by": "ann-audit",
        "result": "conform",
        "notes": "two people",
        "evidence": ["register"],
    }


def test_it_may_be_answered_later(root: Path) -> None:
    done = auditctl(root, *OWN)
    assert (done.code, lines(root)[3]) == (0, ASKED), done.err
    assert "next: `auditctl fieldwork a backup`" in done.err
    answered = auditctl(root, "fieldwork", "a", "backup", "--line", "4", "--result", "conform", "--note", "x")
    assert (answered.code, lines(root)[3]["result"]) == (0, "conform"), answered.err


@pytest.mark.parametrize(("words", "asked"), [((), 1), (("--checklist", "backup"), 4)])
def test_a_new_work_paper_begins_with_it_or_with_a_checklist(
    root: Path, words: tuple[str, ...], asked: int
) -> None:
    (root / PAPER).unlink()
    done = auditctl(root, *OWN, *words)
    assert done.code == 0, done.err
    assert lines(root)[-1] == ASKED
    assert len(lines(root)) == asked


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--ask", "Who?"), "give it with --requirement"),
        (("--ask", "Who?", "--requirement", "A.8.13", "--note", "x"), "give it with --result"),
        (("--ask", "Who?", "--requirement", "A.8.13", "--line", "2"), "--line is of a question that stands"),
        (("--ask", "Who?", "--requirement", "A.8.13", "--method", "talk"), "there is no method 'talk'"),
        (("--ask", "Are restore tests done?", "--requirement", "A.8.13"), "line 1 asks that already"),
        (("--ask", "Who?", "--requirement", "A.8.13", "--checklist", "backup"), "leave --checklist out"),
        (("--line", "1", "--look-for", "x"), "--look-for goes with a question of your own"),
    ],
)
def test_what_does_not_fit_is_a_usage_error(root: Path, words: tuple[str, ...], said: str) -> None:
    done = auditctl(root, "fieldwork", "a", "backup", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert (root / PAPER).read_text("utf-8") == TEXT


def test_it_goes_with_one_session(root: Path) -> None:
    done = auditctl(root, "fieldwork", "a", "--ask", "Who?", "--requirement", "A.8.13")
    assert (done.code, "--ask goes with one session" in done.err) == (2, True)
