"""Which audits a change can bear on in a large repository."""

from datetime import date
from pathlib import Path

import pytest

from auditctl.analysis.vicinity import FEW, MOST, vicinity
from auditctl.check import check
from auditctl.repository import Repository, load
from auditctl.source.editor import Append
from auditctl.writing.change import Change
from small_audit import FILES
from small_repository import lay

TODAY = date(2026, 11, 2)
FINDING = "title: Case\ngrade: minor\nprocess: backup\nrequirements: [A.8.13]\nraised: {date: 2025-03-02}\n"
OTHERS = {
    "audits/old/audit.yaml": "title: Before\nlegacy: {from: 2025-03-01, to: 2025-03-02}\n",
    "audits/old/findings/restore-plan.yaml": FINDING,
    "audits/again/audit.yaml": "title: Follow-up\nkind: follow-up\nunplanned: a/x\nfollow_up: [a/restores-untested]\n",
    "audits/lone/audit.yaml": "title: Of a, but not of the audit a\nlegacy: {from: 2024-03-01, to: 2024-03-02}\n",
    "audits/lone/findings/other.yaml": FINDING,
    "capas/incident.yaml": (
        "origin: {kind: incident, date: 2026-10-01}\nowner: olga-ops\n"
        "actions: {log: {what: Look, due: 2026-10-20, done: 2026-10-20, evidence: [a/restore-log]}}\n"
    ),
}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    finding = FILES["audits/a/findings/restores-untested.yaml"] + "repeat_of: old/restore-plan\n"
    return load(lay(tmp_path, FILES | OTHERS | {"audits/a/findings/restores-untested.yaml": finding}), TODAY)


@pytest.mark.parametrize(
    ("paths", "audits"),
    [
        (["audits/a/findings/shorter-forms.yaml"], {"a", "old", "again"}),
        (["audits/old/findings/restore-plan.yaml"], {"a", "old", "again"}),
        (["audits/lone/findings/other.yaml"], {"lone"}),
        (["audits/new/audit.yaml"], {"new"}),
        (["capas/incident.yaml"], {"a", "old", "again"}),
        (["capas/new.yaml", "audits/lone/capas/new.yaml"], {"a", "old", "again", "lone"}),
    ],
)
def test_what_refers_to_each_other_is_judged_together(
    repository: Repository, paths: list[str], audits: set[str]
) -> None:
    assert vicinity(repository, paths, few=0) == frozenset(audits)


def test_a_part_of_the_root_bears_on_everything(repository: Repository) -> None:
    assert vicinity(repository, ["processes.yaml"], few=0) is None
    assert vicinity(repository, ["auditctl.yaml", "audits/lone/audit.yaml"], few=0) is None


def test_of_a_small_repository_everything_is_judged(repository: Repository) -> None:
    assert repository.files <= FEW
    assert vicinity(repository, ["audits/lone/findings/other.yaml"]) is None


def test_a_web_of_many_audits_is_not_followed_to_its_end(tmp_path: Path) -> None:
    chain = {
        f"audits/n{number}/audit.yaml": f"title: N\nlegacy: {{from: 2025-01-01, to: 2025-01-02}}\nfollow_up: [n{number + 1}/x]\n"
        for number in range(MOST + 2)
    }
    assert vicinity(load(lay(tmp_path, chain), TODAY), ["audits/n0/audit.yaml"], few=0) is None


def test_a_change_brings_the_same_errors_in_its_vicinity_as_in_the_whole(repository: Repository) -> None:
    change = Change(repository)
    change.edit(repository.findings["a/restores-untested"], Append(("evidence",), "no-such-log"))
    only = vicinity(repository, change.touched, few=0)
    whole, near = (
        {(item.code, item.message) for item in check(change.repository_after(audits)).diagnostics}
        - {(item.code, item.message) for item in check(change.repository_before(audits)).diagnostics}
        for audits in (None, only)
    )
    assert whole == near
    assert ("REF001", "there is no evidence 'no-such-log'") in whole
