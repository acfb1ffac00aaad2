"""Every record that a command creates names its schema in its first line, and the repository has that schema."""

import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from auditctl.writing.schemas import schemas
from small_repository import auditctl, lay

LINE = "# yaml-language-server: $schema="
COMMANDS = [
    "finding add 2026-spot-agreements Two-places --grade ofi --process people --requirement A.6.6 --by deniz-sahin --statement x",
    "evidence add 2026-spot-agreements List --kind record --source HR --by deniz-sahin",
    "evidence sample 2026-spot-agreements Two-people --population people.csv --take 2 --seed 7 --source HR --by deniz-sahin",
    "capa add 2026-main/visitor-log-gaps --owner burak-yilmaz",
    "capa add --origin incident --reference INC-9 --grade minor --process suppliers --owner burak-yilmaz --statement x",
    "followup 2026-main --start 2027-02-01",
    "plan new 2027-main --from 2026-main --start 2027-10-04 --why yearly",
    "plan new 2027-small --process people --start 2027-11-01 --why incident",
    "fieldwork 2026-spot-agreements --prepare",
]


@pytest.mark.parametrize("keeps_schemas", [True, False], ids=["schemas", "no-schemas"])
def test_whatever_is_created_has_its_line(keeps_schemas: bool, tmp_path: Path) -> None:
    assert auditctl(tmp_path, "init", "demo", "--example", "lodos").code == 0
    root = tmp_path / "demo"
    (root / "people.csv").write_text("id\n" + "".join(f"{number}\n" for number in range(9)), "utf-8")
    if not keeps_schemas:
        shutil.rmtree(root / ".schemas")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    subprocess.run(["git", "add", "."], cwd=root, check=True, capture_output=True)
    made: dict[str, list[str]] = {}
    for words in COMMANDS:
        told = auditctl(root, "--as-of", "2026-11-20", *words.split())
        new = subprocess.run(
            ["git", "ls-files", "--others", "*.yaml"], cwd=root, check=True, capture_output=True, text=True
        ).stdout.split()
        made[words] = new
        assert new, (words, told)
        for path in new:
            first = (root / path).read_text("utf-8").split("\n")[0]
            assert first.startswith(LINE), (words, path)
            named = (root / path).parent / first.removeprefix(LINE)
            assert json.loads(named.read_text("utf-8")) == schemas()[named.stem], (words, path)
        subprocess.run(["git", "add", "."], cwd=root, check=True)


def test_a_schema_that_cannot_be_written_keeps_the_record_from_being_written(tmp_path: Path) -> None:
    root = lay(tmp_path, {".schemas": "no folder"})
    done = auditctl(
        root, "finding", "add", "a", "T", "--grade", "minor", "--process", "backup", "--by", "ann-audit"
    )
    assert (done.code, done.out) == (3, "")
    assert ".schemas/finding.json cannot be written" in done.err
    assert not (root / "audits/a/findings").exists()
    origin = "capa add --origin incident --reference I --grade minor --process backup --owner olga-ops --statement x"
    done = auditctl(root, *origin.split())
    assert (done.code, done.out) == (3, "")
    assert not (root / "capas").exists()


def test_many_at_once_bring_the_schema_once(tmp_path: Path) -> None:
    root = lay(tmp_path)
    words = (
        "capa add --origin incident --grade minor --process backup --owner olga-ops --statement x --reference"
    )
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda number: auditctl(root, *words.split(), f"INC-{number}"), range(8)))
    assert [ended.err for ended in done if ended.code] == []
    assert len(list((root / "capas").iterdir())) == 8
    assert [path.name for path in (root / ".schemas").iterdir()] == ["capa.json"]
