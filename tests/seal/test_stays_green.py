"""What a sealed audit bears: newer rules, people, processes and policies, and every step of a corrective action."""

import copy
import json
import shlex
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from auditctl.check import check
from auditctl.diagnostics import Severity
from auditctl.repository import load
from auditctl.source.reader import contents
from in_process import called
from small_sealed import FILES, lay_issued

LODOS = Path(__file__).parent.parent.parent / "examples" / "lodos"
TODAY = date(2026, 11, 20)
SEALED = ("2026-main", "2026-supplier")
STILL_JUDGED = frozenset({"CAP", "HIS"})
"""What still looks at corrective actions of an issued audit, by its own facts."""
Edit = Callable[[Any], None]


@cache
def plain(path: str) -> Any:
    return contents(path, (LODOS / path).read_bytes())[1]


def errors(overlay: dict[str, bytes | None]) -> set[tuple[str, str, str]]:
    """Return the errors that speak of a sealed audit, but for those of its corrective actions."""
    found = check(load(LODOS, TODAY, overlay)).diagnostics
    return {
        (item.code, item.location.path, str(item.message))
        for item in found
        if item.severity is Severity.error
        and (
            item.audit in SEALED or item.location.path.startswith(tuple(f"audits/{name}/" for name in SEALED))
        )
        and item.code[:3] not in STILL_JUDGED
        and "/capas/" not in item.location.path
    }


def put(*route_and_value: Any) -> Edit:
    *route, key, value = route_and_value

    def edit(data: Any) -> None:
        for step in route:
            data = data.setdefault(step, {})
        data[key] = value

    return edit


def take(*route: str) -> Edit:
    def edit(data: Any) -> None:
        for step in route[:-1]:
            data = data[step]
        del data[route[-1]]

    return edit


def everybody(key: str, value: Any) -> Edit:
    def edit(data: Any) -> None:
        for entry in data.values():
            entry[key] = value

    return edit


DEADLINES = {
    "major": {"containment": "1", "plan": "1", "action": "1"},
    "minor": {"plan": "1", "action": "1"},
    "ofi": {"decision": "1"},
}
SHORT = {
    "audit_every_months": "1", "control_every_months": "1", "evaluation_valid_months": "1", "max_consecutive_audits": "1",
    "report_working_days": "1", "max_extensions": "0", "cooling_off_months": "1", "design_look_back_months": "1",
    "deadlines": DEADLINES,
}  # fmt: skip
LONG = dict.fromkeys(
    ("cooling_off_months", "consultant_cooling_off_months", "design_look_back_months", "plan_notice_working_days"), "600"
)  # fmt: skip
FAMILIES = ("ORG", "CMP", "PRG", "COV", "PLN", "WKP", "EVD", "FND", "RPT", "CRD")
NEWER: dict[str, dict[str, Edit | None]] = {
    "short windows": {"auditctl.yaml": put("policy", SHORT)},
    "long look-backs": {"auditctl.yaml": put("policy", LONG)},
    "every rule an error": {"auditctl.yaml": put("rules", "severity", dict.fromkeys(FAMILIES, "error"))},
    "another standard": {"auditctl.yaml": put("standards", ["iso9001-2015"])},
    "one more standard": {"auditctl.yaml": put("standards", ["iso9001-2015", "iso27001-2022"])},
    "no certificate": {"auditctl.yaml": take("certifications")},
    "another top management": {"auditctl.yaml": put("top_management", ["elif-koc"])},
    "all audits are looked at": {"auditctl.yaml": take("records_since")},
    "everybody left": {"people.yaml": everybody("left", "2026-10-30")},
    "everybody in one department": {"people.yaml": everybody("department", "ops")},
    "everybody of the certification body": {"people.yaml": everybody("employer", "certa-zert")},
    "an auditor is deleted": {"people.yaml": take("ingrid-lind")},
    "the chief is deleted": {"people.yaml": take("selin-aydin")},
    "the lead owns everything": {"processes.yaml": everybody("owner", "ingrid-lind")},
    "the second auditor performs everything": {"processes.yaml": everybody("performers", ["deniz-sahin"])},
    "every process was retired": {"processes.yaml": everybody("retired", "2025-01-01")},
    "a process is deleted": {"processes.yaml": take("backup")},
    "every process asks for more": {"processes.yaml": everybody("needs", ["alchemy"])},
    "other requirements": {"processes.yaml": everybody("requirements", ["A.5.1"])},
    "the auditors wrote every document": {"documents.yaml": everybody("authors", ["ingrid-lind", "deniz-sahin"])},
    "a document is deleted": {"documents.yaml": take("isms-pol")},
    "every document was retired": {"documents.yaml": everybody("retired", "2025-01-01")},
    "nobody was evaluated": {"auditors.yaml": everybody("evaluations", [])},
    "the register is empty": {"auditors.yaml": None},
    "audited controls are excluded": {"soa.yaml": put("excluded", {f"A.8.{n}": {"reason": "x"} for n in range(1, 35)})},
    "excluded controls are back": {"soa.yaml": put("excluded", {})},
    "a location is deleted": {"organisation.yaml": take("locations", "izmir")},
    "checklists are deleted": {f"checklists/{path.name}": None for path in (LODOS / "checklists").glob("*.yaml")},
    "the programmes are deleted": {f"programmes/{path.name}": None for path in (LODOS / "programmes").glob("*.yaml")},
}  # fmt: skip


@pytest.fixture(scope="module")
def before() -> set[tuple[str, str, str]]:
    return errors({})


@pytest.mark.parametrize("case", NEWER)
def test_nothing_newer_turns_a_sealed_audit_red(case: str, before: set[tuple[str, str, str]]) -> None:
    assert errors(dict(changed(NEWER[case]))) - before == set()


@pytest.mark.parametrize("case", NEWER)
def test_what_is_newer_is_a_repository_that_can_be_read(case: str) -> None:
    found = check(load(LODOS, TODAY, dict(changed(NEWER[case])))).diagnostics
    assert [f"{item.code} {item.message}" for item in found if item.code[:3] in {"SYN", "SCH"}] == []


VERIFIED = (
    "audits/2026-main/capas/vulnerabilities-overdue.yaml",
    "audits/2025-full/capas/leaver-accounts.yaml",
)
LATER: dict[str, dict[str, Edit | None]] = {
    "the verifier owns everything now": {"processes.yaml": everybody("owner", "kerem-ozturk")},
    "the lead owns everything now": {"processes.yaml": everybody("owner", "ingrid-lind")},
    "everybody reports to the verifier now": {"people.yaml": everybody("manager", "kerem-ozturk")},
    "everybody reports to the lead now": {"people.yaml": everybody("manager", "ingrid-lind")},
    "the verifier is deleted": {"people.yaml": take("kerem-ozturk")},
    "the owner of the action is deleted": {"people.yaml": take("emre-tas")},
    "every rule an error, short windows": {
        VERIFIED[0]: put("cause", "cause", "an operator forgot the queue by human error"),
        "auditctl.yaml": lambda data: data.update(
            rules={"severity": dict.fromkeys((*FAMILIES, "CAP"), "error")}, policy=SHORT
        )
    },
}  # fmt: skip


def of_closed(overlay: dict[str, bytes | None]) -> set[tuple[str, str]]:
    """Return the errors of corrective actions whose effect was verified, but for those of a legacy audit's names."""
    found = check(load(LODOS, TODAY, overlay)).diagnostics
    return {
        (item.code, str(item.message))
        for item in found
        if item.severity is Severity.error
        and item.location.path in VERIFIED[: 1 if item.code.startswith(("REF", "CAP")) else 2]
    }


@pytest.mark.parametrize("case", LATER)
def test_nothing_newer_turns_a_closed_corrective_action_red(case: str) -> None:
    assert of_closed(dict(changed(LATER[case]))) - of_closed({}) == set()


DATED = {
    "an owner before": ("processes.yaml", "vulnerabilities", {
        "owner": "kerem-ozturk",
        "past": [{"role": "owner", "person": "emre-tas", "to": "2026-11-01"}],
    }),
    "since when": ("people.yaml", "emre-tas", {"manager": "kerem-ozturk", "since": "2026-11-01"}),
}  # fmt: skip


@pytest.mark.parametrize("case", DATED)
def test_who_had_a_part_on_the_day_is_an_error_once_it_is_dated(case: str) -> None:
    path, name, entry = DATED[case]
    data = copy.deepcopy(plain(path))
    data[name] |= entry
    found = check(load(LODOS, TODAY, {path: json.dumps(data).encode()})).diagnostics
    told = [item for item in found if item.code == "IND006" and item.location.path == VERIFIED[0]]
    assert [item.severity for item in told] == [Severity.error]


def test_who_has_a_part_without_a_day_is_warned_about_and_told_what_is_missing() -> None:
    edits = LATER["the verifier owns everything now"]
    found = check(load(LODOS, TODAY, dict(changed(edits)))).diagnostics
    told = [item for item in found if item.code == "IND006" and item.location.path == VERIFIED[0]]
    assert [item.severity for item in told] == [Severity.warning]
    assert "since when" in told[0].help
    again = check(load(LODOS, date(2026, 11, 17), dict(changed(edits)))).diagnostics
    on_the_day = [item for item in again if item.code == "IND006" and item.location.path == VERIFIED[0]]
    assert [item.severity for item in on_the_day] == [Severity.error], "who verifies today owns it today"


def changed(edits: dict[str, Edit | None]) -> Iterator[tuple[str, bytes | None]]:
    for path, edit in edits.items():
        data = copy.deepcopy(plain(path))
        if edit:
            edit(data)
        yield path, json.dumps(data).encode() if edit else None


def test_what_a_sealed_audit_names_and_nobody_finds_any_more_is_still_said() -> None:
    found = check(load(LODOS, TODAY, dict(changed(NEWER["a process is deleted"])))).diagnostics
    told = {item.severity for item in found if item.code == "REF001" and item.audit == ""}
    assert told >= {Severity.warning}


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_issued(tmp_path_factory.mktemp("issued"))


@pytest.fixture
def root(issued: Path, tmp_path: Path) -> Path:
    return shutil.copytree(issued, tmp_path / "copy")


def require_green(root: Path, *words: object) -> None:
    found = json.loads(called(root, date(2027, 9, 1), "check", "--format", "json", "--fail-on", "never").out)
    told = [item["message"] for item in found["diagnostics"] if item["code"] in {"RPT005", "RPT008"}]
    assert told == [], words
    done = called(root, date(2027, 9, 1), "verify", "a")
    assert done.code == 0, (words, done.out)


STEPS = """
2026-11-03 finding answer a/restore --response contested --text "there was one in May" --by olga-ops
2026-11-04 finding decide a/restore --text "it was another cluster" --by ann-audit
2026-11-04 finding accept a/labels --by olga-ops
2026-11-04 finding transfer a/restore --to paul-people --why "new duties"
2026-11-05 capa add a/restore --owner olga-ops
2026-11-05 capa contain a/restore "Copy of db-2 kept elsewhere" --owner tom-tech --due 2026-11-06
2026-11-06 capa done a/restore copy-of-db-2-kept-elsewhere --proof "ticket 4711"
2026-11-05 capa correct a/restore "Restore db-2" --owner tom-tech --due 2026-11-13
2026-11-06 capa cause a/restore --why "nobody tested" --why "nobody was asked" --why "the task left with its owner" --cause "tasks are tied to people, not to posts" --category organisation --by olga-ops
2026-11-06 capa extent a/restore --checked "key rotation" --result "orphaned too" --by olga-ops
2026-11-06 capa action a/restore "Register of recurring tasks" --name register --owner olga-ops --due 2026-12-15
2026-11-09 capa submit a/restore --criterion "two restores on time" --not-before 2027-04-15 --verifier ann-audit --by olga-ops
2026-11-10 capa reject a/restore --by ann-audit --why "who keeps the register?"
2026-11-11 capa submit a/restore --by olga-ops
2026-11-12 capa approve a/restore --by ann-audit
2026-11-13 evidence add a "Restore of db-2" --kind record --purpose action --source ticketing --by tom-tech --file {root}/proof.txt --name restore-db-2
2026-11-13 capa done a/restore restore-db-2 --evidence restore-db-2
2026-12-01 capa extend a/restore register --to 2026-12-31 --why "illness" --approved-by ann-audit
2026-12-20 capa done a/restore register --proof "OPS-REG 1.0"
2027-01-11 capa check a/restore --by ann-audit
2027-04-20 evidence add a "Restores of the first quarter" --kind record --purpose action --source ticketing --by ann-audit --file {root}/proof.txt --name restores-q1
2027-04-20 capa verify a/restore --result ineffective --by ann-audit --evidence restores-q1 --method "log of restores"
2027-04-21 capa follow a/restore --owner olga-ops
2027-05-03 capa add a/labels --owner tom-tech
2027-05-04 capa action a/labels "Label the tapes" --name labels --owner tom-tech --due 2027-06-01
2027-05-05 capa done a/labels labels --proof "all twelve"
"""


def test_every_step_of_a_corrective_action_may_come(root: Path) -> None:
    (root / "proof.txt").write_text("seen")
    for line in STEPS.strip().splitlines():
        day, *words = shlex.split(line.format(root=root))
        done = called(root, date.fromisoformat(day), *words, "--no-input")
        assert done.code == 0, (line, done.err)
        require_green(root, line)
    assert "verifications" in (root / "audits/a/capas/restore.yaml").read_text("utf-8")


def test_review_distribution_closing_and_comments_may_come(root: Path) -> None:
    folder = root / "audits/a"
    with (folder / "report.yaml").open("a") as file:
        file.write("management_review: {date: 2026-11-10, record: minutes 4}\n# read by the board\n")
    text = (folder / "report.yaml").read_text("utf-8")
    (folder / "report.yaml").write_text(
        text.replace(
            "{to: mia-chief}", "{to: mia-chief, date: 2026-10-14}, {to: olga-ops, date: 2026-10-15}"
        ),
        "utf-8",
    )
    with (folder / "audit.yaml").open("a") as file:
        file.write("closed: {by: ann-audit, date: 2026-11-12, retention_until: 2029-12-31, lessons: none}\n")
    require_green(root)
    for path in [*folder.glob("*.yaml"), *folder.glob("[wf]*/*.yaml"), *folder.glob("evidence/*.*")]:
        told = path.read_text("utf-8")
        path.write_bytes((told if path.suffix == ".md" else f"# seen\n{told}").replace("\n", "\r\n").encode())
    (folder / "SEAL.json").write_bytes((folder / "SEAL.json").read_bytes().replace(b"\n", b"\r\n"))
    require_green(root)


def test_a_name_that_a_sealed_audit_uses_is_not_renamed(root: Path) -> None:
    for words in (
        ("process", "backup", "archive"),
        ("person", "ann-audit", "ann"),
        ("evidence", "a/register", "list"),
    ):
        done = called(root, TODAY, "rename", *words)
        assert done.code == 3, done.out
        assert "a is sealed" in done.err
    assert (root / "audits/a/evidence/register.yaml").read_text("utf-8") == FILES[
        "audits/a/evidence/register.yaml"
    ]
    require_green(root)
