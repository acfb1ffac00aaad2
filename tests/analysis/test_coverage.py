"""Which requirements count as audited."""

from datetime import date
from pathlib import Path

from auditctl.analysis.coverage import Look, audited, cycle_audits, last_looks, looks
from auditctl.model.workpaper import LineResult
from auditctl.repository import Repository, load
from small_repository import lay

LINES = """\
lines:
  - {ask: one, requirements: [A.8.13, bck-pol#4.2], result: conform}
  - {ask: two, requirements: [A.8.13], result: nonconform}
  - {ask: three, requirements: [A.8.14], result: not-audited}
  - {ask: four, requirements: [A.8.15], result: not-applicable}
  - {ask: five, requirements: [A.8.16]}
"""


def repository(root: Path, **files: str) -> Repository:
    return load(
        lay(root, {path.replace("__", "/") + ".yaml": text for path, text in files.items()}),
        date(2026, 11, 20),
    )


def test_only_a_decided_line_audits_and_the_gravest_result_stands(tmp_path: Path) -> None:
    found = repository(tmp_path, audits__a__workpapers__backup=LINES)
    assert looks(found, found.audits["a"]) == {"A.8.13": Look(date(2026, 10, 5), LineResult.nonconform)}


def test_a_nonconformity_stands_against_what_it_names_whatever_the_line_says(tmp_path: Path) -> None:
    finding = "title: T\ngrade: {}\nrequirements: [A.8.14, A.7, bck-pol#4.2]\nraised: {{by: ann-audit, date: 2026-10-06}}\n{}"
    lines = LINES.replace("not-audited", "conform").replace("nonconform", "conform")
    gone = "withdrawn: {by: ann-audit, date: 2026-10-07, why: wrong}\n"
    found = repository(
        tmp_path,
        audits__a__workpapers__backup=lines,
        audits__a__findings__minor=finding.format("minor", ""),
        audits__a__findings__gone=finding.format("major", gone).replace("A.8.14", "A.8.13"),
        audits__a__findings__better=finding.format("ofi", "").replace("A.8.14", "A.8.13"),
    )
    assert looks(found, found.audits["a"]) == {
        "A.8.13": Look(date(2026, 10, 5), LineResult.conform),
        "A.8.14": Look(date(2026, 10, 6), LineResult.nonconform),
    }


def test_the_result_of_a_session_audits_what_the_session_is_held_against(tmp_path: Path) -> None:
    schedule = lay(tmp_path).joinpath("audits/a/schedule.yaml").read_text("utf-8")
    changed = schedule.replace("    process: backup\n", "    process: backup\n    result: conform\n")
    found = repository(tmp_path, audits__a__schedule=changed)
    assert audited(found, found.audits["a"]) == {"A.8.13", "A.8.14"}


def test_a_legacy_audit_audits_what_it_names_and_keeps_no_result(tmp_path: Path) -> None:
    found = repository(
        tmp_path,
        audits__b__audit="title: B\nlegacy: {from: 2026-03-01, to: 2026-03-02, requirements: [A.8.13]}\n",
    )
    assert looks(found, found.audits["b"]) == {"A.8.13": Look(date(2026, 3, 2))}


def test_external_and_cancelled_audits_audit_nothing_for_the_house(tmp_path: Path) -> None:
    cancelled = "title: B\ncancelled: {by: mia-chief, date: 2026-01-10, why: none}\n"
    found = repository(
        tmp_path,
        audits__b__audit=cancelled,
        audits__b__workpapers__x=LINES,
        audits__c__audit="title: C\nkind: external\n",
        audits__c__workpapers__x=LINES,
    )
    assert audited(found, found.audits["b"]) == audited(found, found.audits["c"]) == frozenset()


def test_the_cycle_ends_with_the_audit_that_is_asked_about(tmp_path: Path) -> None:
    found = repository(
        tmp_path,
        audits__a__workpapers__backup=LINES,
        audits__early__audit="title: Early\nlegacy: {from: 2026-03-01, to: 2026-03-02, requirements: [A.8.13, A.5.1]}\n",
        audits__late__audit="title: Late\nlegacy: {from: 2026-11-01, to: 2026-11-02, requirements: [A.8.13]}\n",
        audits__before__audit="title: Before the cycle\nlegacy: {from: 2025-03-01, to: 2025-03-02, requirements: [A.8.13]}\n",
    )
    held = cycle_audits(found, found.audits["a"])
    assert [audit.id for audit in held] == ["early", "a"]
    assert last_looks(found, held) == {
        "A.8.13": (date(2026, 10, 5), "a"),
        "A.5.1": (date(2026, 3, 2), "early"),
    }


def test_an_audit_of_no_programme_is_its_own_cycle(tmp_path: Path) -> None:
    found = repository(tmp_path, audits__b__audit="title: B\nlegacy: {from: 2026-03-01, to: 2026-03-02}\n")
    assert [audit.id for audit in cycle_audits(found, found.audits["b"])] == ["b"]
