"""`diff -o FILE`: its own file is written anew, and nobody else's is."""

from pathlib import Path

import pytest

from committed import FINDING, committed, repository
from small_repository import auditctl


@pytest.mark.parametrize("ending", ["txt", "md", "json"])
@pytest.mark.parametrize("grade", ["major", "minor"])
def test_a_list_of_changes_takes_the_place_of_an_older_one(ending: str, grade: str, tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / "audits/a/findings/restore.yaml").write_text(
        FINDING.replace("grade: major", f"grade: {grade}"), "utf-8"
    )
    committed(root, "2026-10-06")
    for _ in range(2):
        done = auditctl(root, "diff", "HEAD~1..HEAD", "-o", f"changes.{ending}")
        assert (done.code, done.out) == (0, f"changes.{ending}\n"), done.err
    (root / "mine.txt").write_text("### a list of mine\n3 changes\n", "utf-8")
    assert "mine.txt exists" in auditctl(root, "diff", "HEAD~1..HEAD", "-o", "mine.txt").err
