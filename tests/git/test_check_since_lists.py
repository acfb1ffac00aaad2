"""`check --since`: of a message that lists several things, those left are no new ones when one is mended."""

from pathlib import Path

import pytest

from auditctl.alone import alone
from auditctl.phrases import counted, joined, listed, naming, phrase
from auditctl.rules.listing import listed as cut
from committed import committed, git, repository
from small_repository import auditctl

HELD = """opening: {date: 2026-10-05, participants: [ann-audit]}
closing: {date: 2026-10-06, participants: [ann-audit]}
"""
PAPER = "audits/a/workpapers/backup.yaml"
FINDING = """title: Restore tests missing
grade: minor
process: backup
requirements: [A.8.13]
statement: Tom Tech and Olga Ops made no restore test since 2025-11-18
raised: {by: ann-audit, date: 2026-10-05}
"""
SCHEDULE = """sessions:
  other: {process: other, auditors: [ann-audit], date: 2026-10-05, start: "10:00", minutes: 120}
"""


def paper(*results: str) -> str:
    names = ("one", "two", "three")
    lines = (
        f"  - {{ask: {name}, requirements: [A.8.13], {result}}}\n"
        for name, result in zip(names, results, strict=False)
    )
    return "lines:\n" + "".join(lines)


CASES = {
    "WKP001": (
        PAPER,
        paper("result: nonconform", "result: ofi", "result: nonconform"),
        ("result: nonconform", "result: conform, notes: seen"),
    ),
    "WKP002": (PAPER, paper(*["result: conform"] * 3), ("conform}", "conform, notes: seen}")),
    "WKP003": (
        PAPER,
        paper("result: not-audited", "result: not-applicable", "result: not-audited"),
        ("not-audited}", "not-audited, notes: nobody there}"),
    ),
    "WKP006": (PAPER, paper("result: conform, notes: seen").replace("A.8.13", "A.6.1"), ("A.6.1", "A.8.13")),
    "PLN005": ("audits/a/schedule.yaml", SCHEDULE, ("process: other", "process: backup")),
    "FND004": ("audits/a/findings/old.yaml", FINDING, ("Tom Tech and Olga Ops", "Olga Ops")),
}
"""A file of which a message lists several things, and what mends one of them."""


def listing(root: Path, code: str) -> Path:
    """Lay a file of which a message lists several things."""
    path, text, _ = CASES[code]
    repository(root, {path: text})
    with (root / "audits/a/audit.yaml").open("a", encoding="utf-8") as file:
        file.write(HELD)
    committed(root, "2026-10-06")
    git(root, "checkout", "-q", "-B", "work")
    return root / path


def mended(file: Path, code: str) -> str:
    """Mend one of the things, and return the text."""
    wrong, right = CASES[code][2]
    text = file.read_text("utf-8").replace(wrong, right, 1)
    file.write_text(text, "utf-8")
    return text


def told(root: Path, code: str, *words: str) -> list[str]:
    done = auditctl(root, "check", "--select", code, "--fail-on", "never", *words, "--format", "text")
    assert done.code == 0, done.err
    return [line for line in done.out.splitlines() if f"[{code}]" in line]


@pytest.mark.parametrize("code", CASES)
def test_what_is_left_of_a_list_is_not_new(tmp_path: Path, code: str) -> None:
    file = listing(tmp_path, code)
    before = told(tmp_path, code)
    assert before, "it lists something"
    mended(file, code)
    now = told(tmp_path, code)
    assert now, "something is left"
    assert now != before, "the list is another one"
    assert told(tmp_path, code, "--since", "main") == []


def test_what_comes_to_a_list_is_new_with_the_whole_list(tmp_path: Path) -> None:
    file = listing(tmp_path, "WKP002")
    line = "  - {ask: four, requirements: [A.8.14], result: conform}\n"
    file.write_text(mended(file, "WKP002") + line, "utf-8")
    (new,) = told(tmp_path, "WKP002", "--since", "main")
    assert "lines 2, 3 and 4" in new


def test_a_line_that_is_asked_twice_is_two(tmp_path: Path) -> None:
    file = listing(tmp_path, "WKP002")
    line = "  - {ask: three, requirements: [A.8.14], result: conform}\n"
    file.write_text(file.read_text("utf-8") + line, "utf-8")
    assert told(tmp_path, "WKP002", "--since", "main")


def test_lines_that_only_get_other_numbers_are_not_new(tmp_path: Path) -> None:
    file = listing(tmp_path, "WKP003")
    text = file.read_text("utf-8")
    line = "lines:\n  - {ask: zero, requirements: [A.8.13], result: conform, notes: seen}\n"
    file.write_text(text.replace("lines:\n", line), "utf-8")
    assert "lines 2, 3 and 4" in told(tmp_path, "WKP003")[0]
    assert told(tmp_path, "WKP003", "--since", "main") == []


def test_a_list_that_is_cut_is_known_by_all_of_it(tmp_path: Path) -> None:
    lines = "".join(
        f"  - {{ask: question {n}, requirements: [A.8.13], result: conform}}\n" for n in range(1, 13)
    )
    root = tmp_path
    repository(root, {"audits/a/workpapers/backup.yaml": f"lines:\n{lines}"})
    file = root / "audits/a/workpapers/backup.yaml"
    three = file.read_text("utf-8").replace("result: conform}", "result: conform, notes: seen}", 3)
    file.write_text(three, "utf-8")
    assert told(root, "WKP002", "--since", "main") == []
    file.write_text(three.replace("question 12,", "another one,"), "utf-8")
    assert told(root, "WKP002", "--since", "main") != []


def test_a_message_told_once_for_each_thing_that_it_lists() -> None:
    names = [f"n{n}" for n in range(9)]
    of = counted(
        "%(n)s is in %(where)s: %(names)s",
        "%(n)s are in %(where)s: %(names)s",
        9,
        where="x",
        names=cut(names),
    )
    assert alone(of) == tuple(f"1 is in x: {name}" for name in names)
    assert alone(phrase("plain %(n)s", n=3)) == ()
    assert alone("words") == ()
    remarked = joined("; ", (phrase("late: %(names)s", names=listed("ab")), "due today"))
    assert alone(remarked) == ("late: a; due today", "late: b; due today")
    two = phrase("%(few)s of %(many)s", few=listed("ab"), many=listed("c"))
    assert alone(two) == ("a of …", "b of …", "… of c")
    assert alone(naming(phrase("3 lines"), ["one", "two"])) == ("one", "two")
