"""`auditctl conformity`: the audit process held against 9.2 and 10.2."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from auditctl.analysis.conformity import ELEMENTS
from ready_repository import TODAY, ready_repository
from small_repository import Ended, auditctl, lay

LODOS = Path(__file__).parent.parent.parent / "examples" / "lodos"
STATES = {"shown", "partly", "not shown", "nothing to judge yet"}


def conformity(root: Path, *words: str) -> Ended:
    return auditctl(root, "--as-of", TODAY, "conformity", *words)


def elements(root: Path, *words: str) -> dict[str, dict[str, object]]:
    """Return each element by its identifier, or by its aspect where it has one."""
    found = json.loads(conformity(root, "--json", *words).out)
    return {item["aspect"] or item["id"]: item for item in found["elements"]}


def states(root: Path, *words: str) -> dict[str, object]:
    return {key: item["state"] for key, item in elements(root, *words).items()}


def test_the_example_company_at_a_glance() -> None:
    found = json.loads(conformity(LODOS, "--json").out)
    assert (found["schema_version"], found["standard"], found["programme"]) == (
        1,
        "ISO/IEC 27001:2022",
        "2025-2027",
    )
    assert (found["audits"], found["nonconformities"]) == (4, 12)
    assert sum(found["states"].values()) == len(ELEMENTS)
    assert set(found["states"]) == STATES
    paths = {record["path"] for item in found["elements"] for record in item["records"]}
    assert all((LODOS / path).is_file() for path in paths)


def test_open_diagnostics_stand_beside_the_rules() -> None:
    rules = elements(LODOS)["10.2 b) 1)"]["rules"]
    assert {"code": "FND013", "open": 1} in rules  # type: ignore[operator]


def test_what_is_missing_names_the_field_or_command_in_every_format() -> None:
    fills = "`cause` in the CAPA: `auditctl capa cause CAPA`"
    found = elements(LODOS)
    assert (found["10.2 b) 2)"]["filled_by"], found["methods"]["filled_by"]) == (fills, "")
    assert found["10.2 c)"]["in_part"] == 2
    assert f"    filled by: {fills}\n" in conformity(LODOS).out
    assert f"Filled by: {fills}." in conformity(LODOS, "--format", "markdown").out.replace("\\", "")
    assert f"Filled by: {fills}." in conformity(LODOS, "--format", "html").out


def test_one_audit_alone() -> None:
    found = json.loads(conformity(LODOS, "supplier", "--json").out)
    assert (found["audit"], found["audits"], found["nonconformities"]) == ("2026-supplier", 1, 2)
    keyed = {item["aspect"] or item["id"]: item for item in found["elements"]}
    assert keyed["9.2.1 a) 2)"]["told"] == "no clause among its criteria"
    assert keyed["10.2 b) 2)"]["missing"] == ["build-images"]
    assert conformity(LODOS, "supplier").out.splitlines()[2] == "the audit 2026-supplier: 2 nonconformities"


def test_an_audit_from_outside_is_none_of_it(tmp_path: Path) -> None:
    stage = (
        "title: Stage 1\nkind: external\nbody: north\nfrom: 2026-03-02\nto: 2026-03-03\nissued: 2026-03-10\n"
    )
    done = conformity(lay(tmp_path, {"audits/stage/audit.yaml": stage}), "stage")
    assert (done.code, done.out) == (3, "")
    assert "stage is an audit from outside" in done.err
    unknown = conformity(tmp_path, "stagge")
    assert (unknown.code, "did you mean stage?" in unknown.err) == (2, True)


def test_nothing_yet_is_told_in_words(tmp_path: Path) -> None:
    assert conformity(tmp_path).code == 3
    assert auditctl(tmp_path, "init", "x", "--name", "X").code == 0
    done = conformity(tmp_path / "x")
    assert (done.code, done.err.partition(":")[0]) == (0, "skipped HIS001 to HIS006")
    assert "no audit programme on record" in done.out
    assert states(tmp_path / "x")["10.2 b) 2)"] == "nothing to judge yet"
    bare = lay(tmp_path / "bare", {"auditctl.yaml": "auditctl: 1\nname: X\nstandards: [iso27001-2022]\n"})
    assert conformity(bare).code == 0


@pytest.mark.parametrize("ending", ["html", "md", "json", "txt"])
def test_it_is_written_as_a_file_too(tmp_path: Path, ending: str) -> None:
    root = ready_repository(tmp_path / "r")
    target = tmp_path / f"conformity.{ending}"
    assert (conformity(root, "-o", str(target), "--dry-run").code, target.exists()) == (0, False)
    assert conformity(root, "-o", str(target)).out == f"{target}\n"
    first = target.read_bytes()
    assert conformity(root, "-o", str(target)).code == 0
    assert target.read_bytes() == first
    target.write_text("mine", "utf-8")
    assert conformity(root, "-o", str(target)).code == 3


def test_a_page_is_one_file_whose_headings_step_down(tmp_path: Path) -> None:
    text = conformity(ready_repository(tmp_path), "--format", "html").out
    levels = [int(level) for level in re.findall(r"<h(\d)", text)]
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert "<script" not in text
    ids = re.findall(r' id="([^"]+)"', text)
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)
    assert len(ids) == len(set(ids))


def test_nothing_that_people_write_steers_the_terminal_or_the_page(tmp_path: Path) -> None:
    mean = 'isms_change: "\\e[31m <b>bold</b> | \\u202e"\n'
    capa = (ready_repository(tmp_path) / "audits/a/capas/leavers.yaml").read_text("utf-8")
    closed = capa.replace("due: 2026-12-20", "due: 2026-11-02, done: 2026-11-02").replace(
        "2027-03-01", "2026-11-10"
    )
    verified = "verifications: [{by: ann-audit, date: 2026-11-16, result: effective}]\n"
    root = ready_repository(tmp_path, {"audits/a/capas/leavers.yaml": closed + verified + mean})
    assert states(root)["10.2 e)"] == "shown"
    text, page = conformity(root).out, conformity(root, "--format", "html").out
    assert "\x1b" not in text
    assert "\u202e" not in text + page
    assert "<b>" not in page


def test_help_has_examples(tmp_path: Path) -> None:
    done = auditctl(tmp_path, "conformity", "--help")
    assert done.code == 0
    assert "auditctl conformity -o conformity.html" in done.out
