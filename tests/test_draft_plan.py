"""The draft team of the example company: each trap is caught, and nothing else is said.

The final plan of `examples/lodos` solved six conflicts. Here the draft's auditors are put back and the
audit is judged as on the day when it was drafted, at the gate of its opening.
"""

import re
import shutil
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from auditctl.analysis.gates import Gate
from auditctl.check import Options, check
from auditctl.planning.view import PlanView, plan_view
from auditctl.repository import Repository, load

LODOS = Path(__file__).parent.parent / "examples" / "lodos"
DRAFTED = date(2026, 9, 28)
DRAFT = {
    "access": "burak-yilmaz",
    "backup": "ceren-arslan",
    "logging": "onur-celik",
    "suppliers": "tomas-reyes",
    "physical": "zeynep-kaya",
    "customers": "zeynep-kaya",
}


def repository(root: Path, assigned: dict[str, str]) -> Repository:
    """Return the example as it stood before the main audit was announced, with these auditors."""
    shutil.copytree(LODOS, root, dirs_exist_ok=True)
    audit = root / "audits" / "2026-main"
    for name in ("findings", "capas", "evidence", "workpapers"):
        shutil.rmtree(audit / name)
    for name in ("report.yaml", "SEAL.json"):
        (audit / name).unlink()
    file = audit / "audit.yaml"
    file.write_text(re.split(r"^plan:", file.read_text("utf-8"), flags=re.MULTILINE)[0], "utf-8")
    schedule = (audit / "schedule.yaml").read_text("utf-8")
    for session, person in assigned.items():
        schedule, count = re.subn(
            rf"(\n  {session}:\n    process: {session}\n    auditors: )\[[^\]]*\]", rf"\1[{person}]", schedule
        )
        assert count == 1
    (audit / "schedule.yaml").write_text(schedule, "utf-8")
    return load(root, DRAFTED)


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return repository(tmp_path_factory.mktemp("draft"), DRAFT)


@pytest.fixture(scope="module")
def view(draft: Repository) -> PlanView:
    return plan_view(draft, draft.audits["2026-main"])


def test_each_session_of_the_draft_has_exactly_these_conflicts(view: PlanView) -> None:
    found = {
        line.id: {standing.person: set(standing.codes) for standing in line.auditors}
        for line in view.sessions
    }
    free: set[str] = set()
    assert found == {
        "isms": {"ingrid-lind": free},
        "internal-audit": {"ingrid-lind": free},
        "documents": {"kerem-ozturk": free},
        # owns the process and the identity provider, heads the department, approved its procedure
        "access": {"burak-yilmaz": {"IND001", "IND002", "IND005"}},
        # performed it until February, within the period under review
        "backup": {"ceren-arslan": {"IND004"}},
        "vulnerabilities": {"kerem-ozturk": free},
        # owns it, works in the department, designed it
        "logging": {"onur-celik": {"IND001", "IND002", "IND005"}},
        "incidents": {"deniz-sahin": free},
        "development": {"kerem-ozturk": free},
        # the consultant who implemented the management system
        "suppliers": {"tomas-reyes": {"IND008"}},
        "people": {"zeynep-kaya": free},
        # heads the department, manages the owner, approved its procedure
        "physical": {"zeynep-kaya": {"IND002", "IND003", "IND005"}},
        # married to the owner
        "customers": {"zeynep-kaya": {"IND007"}},
        "privacy": {"deniz-sahin": free},
        "continuity": {"deniz-sahin": free},
    }


def test_exceptions_could_accept_the_consultant_alone(view: PlanView) -> None:
    states = {line.id: line.auditors[0].state for line in view.sessions if line.id in DRAFT}
    assert states == {
        "access": "no",
        "backup": "no",
        "logging": "no",
        "suppliers": "exception",
        "physical": "no",
        "customers": "no",
    }


def test_the_plan_names_who_could_take_each_session_in_conflict(view: PlanView) -> None:
    free = {line.id: set(line.free) for line in view.sessions if line.id in DRAFT}
    assert all("ingrid-lind" in names for names in free.values())
    assert "kerem-ozturk" in free["physical"]
    assert "zeynep-kaya" not in free["customers"] | free["physical"]


def test_the_check_says_each_conflict_once_and_no_other_code_comes(draft: Repository) -> None:
    lines = (draft.root / "audits" / "2026-main" / "schedule.yaml").read_text("utf-8").splitlines()
    said: dict[str, set[str]] = defaultdict(set)
    for item in check(draft, Options(gate=Gate.opening)).diagnostics:
        if item.location.path == "audits/2026-main/schedule.yaml":
            said[_session(lines, item.location.line)].add(item.code)
        elif item.audit == "2026-main":
            said[item.location.path.rpartition("/")[2]].add(item.code)
    assert dict(said) == {
        "access": {"IND001", "IND020", "CMP001", "CMP003"},
        "backup": {"IND004", "CMP001", "CMP003"},
        "logging": {"IND001", "IND020", "CMP001", "CMP003"},
        "suppliers": {"IND008", "CMP001", "CMP003"},
        "physical": {"IND002", "CMP003"},
        "customers": {"IND007"},
        # four of them have declared nothing
        "team.yaml": {"IND017"},
    }


def _session(lines: list[str], number: int) -> str:
    return next(match[1] for line in reversed(lines[:number]) if (match := re.match(r"  ([a-z-]+):$", line)))


def test_the_final_team_has_no_conflict_but_a_mutual_audit(tmp_path: Path) -> None:
    final = repository(tmp_path, {})
    shown = plan_view(final, final.audits["2026-main"])
    assert all(standing.state == "free" for line in shown.sessions for standing in line.auditors)
    codes = {
        item.code
        for item in check(final, Options(gate=Gate.opening)).diagnostics
        if item.audit == "2026-main" and item.code[:3] == "IND"
    }
    assert codes == {"IND016"}
