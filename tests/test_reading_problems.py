"""What is said about files that cannot be read as they stand: the exact place, sentence and way out."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from textwrap import dedent

import pytest

from auditctl.check import Options, check
from auditctl.diagnostics import Diagnostic
from auditctl.repository import load

TODAY = date(2026, 11, 20)
SETTINGS = """\
auditctl: 1
name: Kestrel Ltd
standards: [iso27001-2022]
people:
  ann-audit: {name: Ann Audit}
  olga-ops: {name: Olga Ops}
processes:
  backup: {name: Backup, owner: olga-ops, requirements: [clauses, controls]}
"""
AUDIT = "title: Main audit\nunplanned: a customer asked for it\n"
FINDING = "title: Restore tests missing\ngrade: minor\nraised: {by: ann-audit, date: 2026-10-05}\n"
CAPA = "findings: [restore]\nowner: olga-ops\nactions:\n  run: {what: run a test, owner: olga-ops, due: 2026-12-01}\n"
RESTORE = "audits/a/findings/restore.yaml"


def problems(root: Path, files: dict[str, str | bytes]) -> list[Diagnostic]:
    """Return what the reader and the loader say of these files, laid over a repository without faults."""
    whole: dict[str, str | bytes] = {"auditctl.yaml": SETTINGS, "audits/a/audit.yaml": AUDIT}
    for name, content in (whole | files).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(check(load(root, TODAY), Options(select=("SYN", "SCH", "REF"))).diagnostics)


def shown(diagnostics: list[Diagnostic]) -> str:
    """Return each diagnostic with its line, a caret under every character that it marks, and the way out."""
    return "".join(_shown(item) for item in diagnostics)


def _shown(item: Diagnostic) -> str:
    place = item.location
    lines = [f"{item.severity.name}[{item.code}] {place.path}:{place.line}:{place.column} {item.message}"]
    if place.source:
        carets = "^" * (place.end_column - place.column)
        lines += [f"  {place.source}", f"  {' ' * (place.column - 1)}{carets}"]
    lines += [f"  {label.location.path}:{label.location.line}: {label.text}" for label in item.related]
    if item.help:
        lines.append(f"  = {item.help}")
    return "\n".join(lines) + "\n"


def text(block: str) -> str:
    return dedent(block).lstrip("\n")


def test_the_repository_under_every_test_has_no_problem(tmp_path: Path) -> None:
    assert shown(problems(tmp_path, {RESTORE: FINDING, "audits/a/capas/restore.yaml": CAPA})) == ""


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("proceses.yaml", "proceses.yaml is no part of the root", "did you mean processes.yaml?"),
        ("audits/a/shedule.yaml", "shedule.yaml is no part of audits/a/", "did you mean schedule.yaml?"),
        ("audits/a/findings/x.yml", "x.yml is not read: records end in .yaml", "rename it to x.yaml"),
    ],
)
def test_a_misspelt_file_name_is_said_with_the_name_that_was_meant(
    tmp_path: Path, name: str, message: str, hint: str
) -> None:
    assert (
        shown(problems(tmp_path, {name: "a: b\n"})) == f"warning[SCH006] {name}:1:1 {message}\n  = {hint}\n"
    )


def test_a_clause_in_a_finding_is_led_to_the_requirements(tmp_path: Path) -> None:
    assert shown(problems(tmp_path, {RESTORE: FINDING + "clause: 8.10\n"})) == text("""
        error[SCH001] audits/a/findings/restore.yaml:4:1 unknown key `clause`
          clause: 8.10
          ^^^^^^
          = write the clauses and controls as `requirements: [...]`
        """)


def test_a_control_without_its_letter_keeps_its_last_zero(tmp_path: Path) -> None:
    assert shown(problems(tmp_path, {RESTORE: FINDING + "requirements: [8.10]\n"})) == text("""
        error[REF002] audits/a/findings/restore.yaml:4:16 '8.10' is no requirement of ISO/IEC 27001:2022
          requirements: [8.10]
                         ^^^^
          = did you mean A.8.10? (controls are written A.5.1, clauses 5.1)
        """)


def test_a_day_that_does_not_exist_is_marked_whole(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        RESTORE: FINDING,
        "audits/a/capas/restore.yaml": CAPA.replace("2026-12-01", "2026-02-30"),
    }
    assert shown(problems(tmp_path, files)) == text("""
        error[SCH004] audits/a/capas/restore.yaml:4:49 2026-02-30 is no day of the calendar
            run: {what: run a test, owner: olga-ops, due: 2026-02-30}
                                                          ^^^^^^^^^^
          = correct the day or the time
        """)


def test_zero_is_no_day_and_never_1970(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        RESTORE: FINDING,
        "audits/a/capas/restore.yaml": CAPA.replace("2026-12-01", "0"),
    }
    assert shown(problems(tmp_path, files)) == text("""
        error[SCH003] audits/a/capas/restore.yaml:4:49 `due`: '0' is no date: write YYYY-MM-DD
            run: {what: run a test, owner: olga-ops, due: 0}
                                                          ^
        """)


def test_a_tab_is_named_as_the_cause(tmp_path: Path) -> None:
    team = "lead: ann-audit\ndeclarations:\n\tann-audit: {date: 2026-10-01}\n"
    assert shown(problems(tmp_path, {"audits/a/team.yaml": team})) == (
        "error[SYN001] audits/a/team.yaml:3:1 this is not YAML: a value cannot begin with this character\n"
        "  \tann-audit: {date: 2026-10-01}\n"
        "  ^\n"
        "  = a tab stands where only spaces may: indent with spaces\n"
    )


def test_a_colon_in_a_value_asks_for_quotes(tmp_path: Path) -> None:
    assert shown(problems(tmp_path, {RESTORE: FINDING.replace("Restore tests", "Restore: tests")})) == text("""
        error[SYN001] audits/a/findings/restore.yaml:1:15 this is not YAML: a second `: ` on a line, or an indentation that does not fit
          title: Restore: tests missing
                        ^
          = put quotes around a value that contains `: `, and indent the keys of one record alike
        """)


def test_a_merge_conflict_is_one_error_with_all_its_markers(tmp_path: Path) -> None:
    both = FINDING.replace(
        "grade: minor\n", "<<<<<<< HEAD\ngrade: minor\n=======\ngrade: major\n>>>>>>> grading\n"
    )
    assert shown(problems(tmp_path, {RESTORE: both})) == text("""
        error[SYN006] audits/a/findings/restore.yaml:2:1 a merge conflict is not resolved
          <<<<<<< HEAD
          ^^^^^^^
          audits/a/findings/restore.yaml:4: another marker
          audits/a/findings/restore.yaml:6: another marker
          = decide which side holds, and take the lines with <<<<<<<, ======= and >>>>>>> out
        """)


def test_a_windows_1254_file_is_named_with_its_encoding(tmp_path: Path) -> None:
    turkish = FINDING.replace("Restore tests missing", "Yedek Şişli'de denenmiyor").encode("cp1254")
    assert shown(problems(tmp_path, {RESTORE: turkish})) == text("""
        error[SYN005] audits/a/findings/restore.yaml:1:14 the file is not UTF-8
          title: Yedek \ufffdi\ufffdli'de denenmiyor
                       ^
          = it looks like Windows-1254 (Turkish); save it as UTF-8
        """)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("evidence: " + "[" * 30_000 + "]" * 30_000, "1:1"),
        ("evidence: " + "[" * 30_000, "1:1"),
        ("evidence: " + "{a: " * 30_000, "1:135"),
        ("evidence:\n  " + "- " * 30_000 + "x", "2:65"),
        ("\n".join(" " * level + "a:" for level in range(900)), "33:33"),
        ("evidence: " + "[" * 33 + "]" * 33, "1:42"),
    ],
    ids=["brackets", "open brackets", "braces", "dashes", "keys", "one level too deep"],
)
def test_nesting_without_end_is_refused_and_crashes_nothing(tmp_path: Path, body: str, place: str) -> None:
    found = problems(tmp_path, {RESTORE: f"{body}\n"})
    said = [
        (item.code, f"{item.location.line}:{item.location.column}", item.message, item.help) for item in found
    ]
    hint = "no record needs that; was something pasted here?"
    assert said == [("SYN004", place, "the file is nested deeper than 32 levels", hint)]


def test_an_alias_bomb_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    names = "abcdefghijklmnopqrst"
    rows = [f"{name}: &{name} [*{before}, *{before}]" for before, name in pairwise(names)]
    found = problems(tmp_path, {RESTORE: "a: &a [x, x]\n" + "\n".join(rows) + "\n"})
    assert {item.code for item in found} == {"SYN003"}
    assert shown(found[:3]) == text("""
        error[SYN003] audits/a/findings/restore.yaml:1:4 the anchor &a is not plain YAML
          a: &a [x, x]
             ^
          = write the value out; quote it if the & is meant
        error[SYN003] audits/a/findings/restore.yaml:2:4 the anchor &b is not plain YAML
          b: &b [*a, *a]
             ^
          = write the value out; quote it if the & is meant
        error[SYN003] audits/a/findings/restore.yaml:2:8 the alias *a is not plain YAML
          b: &b [*a, *a]
                 ^
          = write the value out; quote the text if the star is meant
        """)
    assert len(found) <= 21


def test_more_values_than_a_record_needs_are_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, {RESTORE: FINDING + "evidence: [" + "x, " * 60_000 + "]\n"})
    assert [(item.code, item.message) for item in found] == [
        ("SYN004", "the file has more than 50000 values")
    ]


def test_a_file_of_more_than_a_mebibyte_is_refused(tmp_path: Path) -> None:
    assert shown(problems(tmp_path, {RESTORE: FINDING + "details: " + "x" * 1024 * 1024 + "\n"})) == text("""
        error[SYN004] audits/a/findings/restore.yaml:1:1 the file is larger than 1 MiB
          = move long material to evidence/files/
        """)


@pytest.mark.parametrize(
    ("title", "column"),
    [("Restore \x1b[2K tests", 16), ("Restore \u202e tests", 16), ('"Restore \\e[2K tests"', 8)],
    ids=["escape sequence", "right-to-left override", "escaped in quotes"],
)
def test_a_character_that_nobody_sees_is_named(tmp_path: Path, title: str, column: int) -> None:
    (item,) = problems(tmp_path, {RESTORE: FINDING.replace("Restore tests missing", title)})
    kind, name = ("bidirectional", "U+202E") if "\u202e" in title else ("control", "U+001B")
    assert (item.code, item.location.line, item.location.column) == ("SYN005", 1, column)
    assert item.message == f"the {kind} character {name} stands in the text"
    assert item.help == "take it out; it is invisible but changes what is read"


def test_an_unknown_person_is_said_with_the_nearest_known_one(tmp_path: Path) -> None:
    team = "lead: ann-audti\nauditors: [ann-audit]\n"
    assert shown(problems(tmp_path, {"audits/a/team.yaml": team})) == text("""
        error[REF001] audits/a/team.yaml:1:7 there is no person 'ann-audti'
          lead: ann-audti
                ^^^^^^^^^
          = did you mean ann-audit?
        """)


def test_an_unknown_person_who_is_near_nobody_is_to_be_added(tmp_path: Path) -> None:
    team = "lead: zeynep-kaya\nauditors: [ann-audit]\n"
    (item,) = problems(tmp_path, {"audits/a/team.yaml": team})
    assert (item.message, item.help) == ("there is no person 'zeynep-kaya'", "add it to people")


def test_a_part_as_file_and_as_key_shows_both_places(tmp_path: Path) -> None:
    assert shown(problems(tmp_path, {"people.yaml": "ann-audit: {name: Ann Audit}\n"})) == text("""
        error[SCH007] people.yaml:1:1 people stands in people.yaml and as a key of auditctl.yaml
          ann-audit: {name: Ann Audit}
          ^^^^^^^^^
          auditctl.yaml:4: the key
          = keep one of them
        """)


def test_one_broken_person_hides_neither_the_others_nor_the_references_to_them(tmp_path: Path) -> None:
    broken = SETTINGS.replace("ann-audit: {name:", "ann-audit: {nmae:").replace(
        "Olga Ops}", "Olga Ops, left: soon}"
    )
    team = "lead: ann-audit\nauditors: [ann-audit, olga-ops]\n"
    assert shown(problems(tmp_path, {"auditctl.yaml": broken, "audits/a/team.yaml": team})) == text("""
        error[SCH001] auditctl.yaml:5:15 unknown key `nmae`
            ann-audit: {nmae: Ann Audit}
                        ^^^^
          = did you mean `name`?
        error[SCH003] auditctl.yaml:6:36 `left`: 'soon' is no date: write YYYY-MM-DD
            olga-ops: {name: Olga Ops, left: soon}
                                             ^^^^
        """)


@pytest.mark.parametrize(
    ("finding", "code"),
    [
        (FINDING.replace("minor", "medium"), "SCH003"),
        (FINDING.replace("Restore tests", "Restore: tests"), "SYN001"),
    ],
    ids=["a value that does not fit", "no YAML"],
)
def test_a_broken_record_does_not_make_references_to_it_unknown(
    tmp_path: Path, finding: str, code: str
) -> None:
    found = problems(tmp_path, {RESTORE: finding, "audits/a/capas/restore.yaml": CAPA})
    assert [(item.code, item.location.path) for item in found] == [(code, RESTORE)]


def test_people_that_cannot_be_read_are_one_error_and_not_one_a_reference(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "auditctl.yaml": SETTINGS.partition("people:")[0],
        "people.yaml": "ann-audit: {name: Ann: Audit}\nolga-ops: {name: Olga Ops}\n",
        "audits/a/team.yaml": "lead: ann-audit\nauditors: [olga-ops]\n",
    }
    assert shown(problems(tmp_path, files)) == text("""
        error[SYN001] people.yaml:1:22 this is not YAML: a mapping in braces does not end
          ann-audit: {name: Ann: Audit}
                               ^
          = put quotes around a value that contains `: `
        """)
