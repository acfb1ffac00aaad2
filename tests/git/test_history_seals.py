"""`history` of what is no record: files of evidence, the seal of an audit and its signature."""

import subprocess
from pathlib import Path

import pytest

from committed import committed, git, replace
from small_repository import auditctl
from small_sealed import ENV, REGISTER, lay_ready
from told_lives import life, records

REGISTER_FILE = "audits/a/evidence/files/register.csv"
SEAL = "audits/a/SEAL.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a repository with an audit that can be issued, committed."""
    root = lay_ready(tmp_path / "repository")
    committed(root, "2026-10-12")
    return root


def sayings(root: Path, *words: str) -> list[list[str]]:
    """Return what each commit did to the only record of that name."""
    return [lines for _, _, lines in life(root, *words)]


def run(root: Path, *words: str) -> None:
    done = auditctl(root, *words, env=ENV)
    assert done.code == 0, done.err


def test_evidence_tells_what_became_of_its_files(root: Path) -> None:
    (root / REGISTER_FILE).write_text(f"{REGISTER}db-3,2026-10-01\n", "utf-8")
    replaced = "file of evidence register.csv replaced: its bytes are others"
    assert sayings(root, "register")[1:] == [[replaced]]
    assert "not committed yet" in auditctl(root, "history", "register").out
    committed(root, "2026-10-13", "olga@kestrel.example")
    assert life(root, "register")[1:] == [("2026-10-13", "olga@kestrel.example", [replaced])]
    (root / REGISTER_FILE).rename(root / "audits/a/evidence/files/tests.csv")
    replace(root, "audits/a/evidence/register.yaml", "files/register.csv", "files/tests.csv")
    committed(root, "2026-10-14")
    assert "file of evidence tests.csv renamed, register.csv before" in sayings(root, "register")[2]
    (root / "audits/a/evidence/files/tests.csv").unlink()
    committed(root, "2026-10-15")
    steps = sayings(root, "register")
    assert steps[1] == [replaced]
    assert steps[3:] == [["file of evidence tests.csv removed"]]
    assert "file of evidence register.csv added" in steps[0]


def test_the_seal_of_an_audit(root: Path) -> None:
    assert auditctl(root, "history", SEAL).code == 2
    run(root, "report", "issue", "a", "--by", "ann-audit")
    assert sayings(root, SEAL)[0][0].startswith("sealed on 2026-10-13: ")
    committed(root, "2026-10-13")
    replace(root, "audits/a/evidence/register.yaml", "title: Restore register", "title: Restores")
    run(root, "report", "amend", "a", "--by", "ann-audit", "--why", "a wrong title")
    committed(root, "2026-10-14")
    text = (root / SEAL).read_text("utf-8")
    (root / SEAL).write_text(text.replace('"evidence/register": "', '"evidence/register": "0', 1), "utf-8")
    committed(root, "2026-10-15", "tom@kestrel.example")
    (root / SEAL).unlink()
    committed(root, "2026-10-16", "tom@kestrel.example")
    told = life(root, "a", "--kind", "seal")
    assert told == life(root, SEAL)
    lines = [line for _, _, held in told for line in held]
    assert [line.split(":")[0] for line in lines[:2]] == [
        "sealed on 2026-10-13",
        "sealed anew after the amendment by ann-audit on 2026-10-13",
    ]
    assert lines[2].startswith("sealed anew, which no amendment explains, as to ")
    assert "evidence/register" in lines[2]
    assert lines[3].startswith("seal removed")
    page = auditctl(root, "history", "a").out
    assert "seal a\n" in page
    assert "report issued by ann-audit" in page
    assert "2026-10-13  sealed anew after the amendment by ann-audit: a wrong title" in page


def test_the_signature_of_a_seal(root: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    run(root, "report", "issue", "a", "--by", "ann-audit", "--sign", str(key))
    committed(root, "2026-10-13")
    git(root, "rm", "-q", f"{SEAL}.sig")
    committed(root, "2026-10-14")
    steps = sayings(root, f"{SEAL}.sig")
    assert steps[0][1:] == ["signed"]
    assert steps[1] == ["signature of the seal removed"]


def test_a_part_is_found_by_its_file(root: Path) -> None:
    assert [item["kind"] for item in records(root, "audits/a/team.yaml")] == ["team"]
    assert [item["kind"] for item in records(root, "audits/a/audit.yaml")] == ["audit"]
    assert [item["kind"] for item in records(root, "auditctl.yaml")] == ["settings"]
