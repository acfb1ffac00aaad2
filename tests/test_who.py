"""Who may audit a process: everybody on the register, with the facts of the day."""

from datetime import date
from pathlib import Path

import pytest

from auditctl.planning.view import plan_view
from auditctl.planning.who import candidates
from auditctl.repository import Repository, load

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def lodos() -> Repository:
    return load(EXAMPLES / "lodos", date(2026, 11, 20))


def test_backup_on_the_day_of_its_session(lodos: Repository) -> None:
    found = {item.standing.person: item for item in candidates(lodos, "backup", date(2026, 10, 6))}
    assert {name: item.standing.state for name, item in found.items()} == {
        "deniz-sahin": "free",
        "kerem-ozturk": "free",
        "zeynep-kaya": "free",
        "ingrid-lind": "free",
        "burak-yilmaz": "no",
        "ceren-arslan": "exception",
    }
    assert not found["ceren-arslan"].qualified
    assert [fact.location.path for fact in found["ceren-arslan"].facts] == [
        "people.yaml",
        "organisation.yaml",
    ]
    assert found["burak-yilmaz"].standing.codes[0] == "IND001"


def test_the_free_and_qualified_stand_first(lodos: Repository) -> None:
    order = [item.standing.state for item in candidates(lodos, "access", date(2026, 11, 20))]
    assert order == sorted(order, key=["free", "accepted", "exception", "no"].index)


def test_a_cooling_off_time_ends(lodos: Repository) -> None:
    later = {
        item.standing.person: item.standing.state for item in candidates(lodos, "backup", date(2027, 3, 2))
    }
    assert later["ceren-arslan"] == "free"


def test_a_process_without_a_session_is_judged_on_the_first_day_of_the_audit() -> None:
    repository = load(EXAMPLES / "poyraz", date(2026, 11, 20))
    audit = repository.audits["2027-full"]
    view = plan_view(repository, audit)
    assert view.conflicts == 4
    assert view.coverage.planned == view.coverage.criteria
    assert dict(view.matrix)["access"][1].codes == ("IND003", "IND002")
