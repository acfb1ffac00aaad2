"""Packs: what stands in them, that the same commit gives the same bytes, and what stays out."""

import csv
import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from small_repository import auditctl, environment
from small_sealed import DAY, ENV, lay_issued

CAPA = """findings: [restore]
owner: olga-ops
actions: {plan: {what: a plan of tests, owner: tom-tech, due: 2026-12-01}}
"""


def git(root: Path, *words: str) -> None:
    command = ["git", "-c", "user.name=n", "-c", "user.email=n@example.invalid", *words]
    day = {"GIT_AUTHOR_DATE": f"{DAY}T10:00:00", "GIT_COMMITTER_DATE": f"{DAY}T10:00:00"}
    subprocess.run(command, cwd=root, check=True, capture_output=True, env=environment(**day))


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = lay_issued(tmp_path_factory.mktemp("packed"))
    (root / "audits/a/capas").mkdir()
    (root / "audits/a/capas/restore.yaml").write_text(CAPA)
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "issued")
    return root


@pytest.fixture
def root(committed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(committed, tmp_path / "copy")


def pack(root: Path, *words: str, code: int = 0, **env: str) -> zipfile.ZipFile:
    done = auditctl(root, "pack", "a", "-o", "pack.zip", "--force", *words, env=ENV | env)
    assert done.code == code, done.err
    return zipfile.ZipFile(root / "pack.zip")


def manifest(archive: zipfile.ZipFile) -> Any:
    return json.loads(archive.read("manifest.json"))


def test_everything_an_auditor_asks_for_is_in_it(root: Path) -> None:
    archive = pack(root)
    assert archive.namelist() == [
        "README.txt", "a/SEAL.json", "a/capa.html", "a/capas/restore.yaml", "a/evidence.csv",
        "a/evidence/files/register.csv", "a/plan.html", "a/report.html", "check.json", "conformity.html",
        "conformity.json", "cycle-programme.html", "verify.py", "manifest.json",
    ]  # fmt: skip
    told = manifest(archive)
    assert set(told["files"]) == set(archive.namelist()) - {"manifest.json"}
    for name, held in told["files"].items():
        data = archive.read(name)
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (held["sha256"], held["size"]), name
    assert (told["as_of"], told["audits"], told["redacted"], len(told["commit"])) == (DAY, ["a"], False, 40)
    assert "NC-a-01" in archive.read("a/report.html").decode()
    assert json.loads(archive.read("check.json"))["schema_version"] == 1


def test_files_above_the_classification_stay_out_and_are_listed(root: Path) -> None:
    archive = pack(root)
    assert manifest(archive)["withheld"] == [
        {
            "audit": "a",
            "file": "evidence/files/tickets.csv",
            "evidence": "tickets",
            "classification": "confidential",
            "why": "classified confidential",
        }
    ]
    rows = list(csv.DictReader(io.StringIO(archive.read("a/evidence.csv").decode())))
    assert [(row["evidence"], row["in this pack"]) for row in rows] == [
        ("register", "yes"),
        ("tickets", "classified confidential"),
    ]
    archive = pack(root, "--classification", "confidential")
    assert "a/evidence/files/tickets.csv" in archive.namelist()
    assert manifest(archive)["withheld"] == []
    archive = pack(root, "--classification", "public")
    assert not [name for name in archive.namelist() if name.startswith("a/evidence/")]


def test_a_file_that_one_record_withholds_stays_out(root: Path) -> None:
    text = (root / "audits/a/evidence/register.yaml").read_text("utf-8")
    (root / "audits/a/evidence/again.yaml").write_text(
        text.replace("classification: internal", "classification: confidential\npurpose: action")
    )
    assert "a/evidence/files/register.csv" not in pack(root).namelist()


def test_the_same_commit_gives_the_same_bytes_on_every_day(root: Path, tmp_path: Path) -> None:
    """Whatever the clock, the folder and the times of the files say."""
    other = tmp_path / "elsewhere"
    subprocess.run(["git", "clone", "-q", str(root), str(other)], check=True, env=environment())
    made = []
    for place in (root, other):
        env = {key: value for key, value in environment().items() if key != "AUDITCTL_TODAY"}
        words = ["pack", "a", "-o", str(place / "p.zip"), "--format", "md"]
        done = subprocess.run(
            [sys.executable, "-m", "auditctl", *words], cwd=place, env=env, check=True, capture_output=True
        )
        assert f"as of {DAY}, commit " in done.stderr.decode()
        made.append((place / "p.zip").read_bytes())
    assert made[0] == made[1]


def test_without_git_the_same_files_give_the_same_bytes(root: Path) -> None:
    shutil.rmtree(root / ".git")
    assert manifest(pack(root))["commit"] is None
    first = (root / "pack.zip").read_bytes()
    pack(root)
    assert (root / "pack.zip").read_bytes() == first


@pytest.mark.parametrize(
    "path", ["people.yaml", "audits/a/report.yaml", "audits/a/evidence/files/register.csv"]
)
def test_what_is_not_committed_names_no_commit(root: Path, path: str) -> None:
    with (root / path).open("a") as file:
        file.write("# a comment\n" if path != "people.yaml" else "{}\n")
    if path == "people.yaml":
        (root / path).unlink()
        (root / "capas").mkdir()
        (root / "capas/new.yaml").write_text("origin: {kind: incident, date: 2026-10-01}\nowner: olga-ops\n")
    done = auditctl(root, "pack", "a", "-o", "pack.zip", env=ENV)
    assert done.code == (1 if path.endswith(".csv") else 0), done.err
    assert "differs from the last commit" in done.err
    assert manifest(zipfile.ZipFile(root / "pack.zip"))["commit"] is None


def test_a_windows_checkout_gives_the_same_bytes(root: Path) -> None:
    pack(root)
    first = (root / "pack.zip").read_bytes()
    for path in [*root.glob("*.yaml"), *root.glob("audits/a/**/*.yaml"), root / "audits/a/SEAL.json"]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    pack(root)
    assert (root / "pack.zip").read_bytes() == first


def test_the_verifier_needs_python_alone(root: Path, tmp_path: Path) -> None:
    archive = pack(root)
    folder = tmp_path / "unpacked"
    archive.extractall(folder)
    assert len((folder / "verify.py").read_text("utf-8").splitlines()) < 100

    def run(*words: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-I", "-S", *words], cwd=folder, capture_output=True, check=False, text=True
        )
        return done.returncode, done.stdout

    assert run("verify.py")[0] == run("verify.py", str(root / "pack.zip"))[0] == 0
    data = bytearray((folder / "a/report.html").read_bytes())
    data[100] ^= 1
    (folder / "a/report.html").write_bytes(bytes(data))
    (folder / "a/plan.html").unlink()
    (folder / "extra.txt").write_text("x")
    code, out = run("verify.py")
    assert code == 1
    assert out.splitlines()[:4] == [
        "a/plan.html: missing", "extra.txt: not in the manifest", "a/report.html: changed", "13 files, 3 problems",
    ]  # fmt: skip


def test_more_formats_and_another_language(root: Path) -> None:
    names = pack(root, "--format", "md", "--lang", "tr").namelist()
    assert {"a/report.md", "a/plan.md", "a/capa.md", "conformity.md", "cycle-programme.md"} <= set(names)
    assert 'lang="tr"' in zipfile.ZipFile(root / "pack.zip").read("a/report.html").decode()


def test_a_dry_run_lists_and_writes_nothing(root: Path) -> None:
    done = auditctl(root, "pack", "a", "-o", "p.zip", "--dry-run", env=ENV)
    assert "a/report.html" in done.out.splitlines()
    done = auditctl(root, "pack", "a", "-o", "p.zip", "--dry-run", "--json", env=ENV)
    told = json.loads(done.out)
    assert (told["schema_version"], told["written"], told["withheld"][0]["evidence"]) == (1, False, "tickets")
    assert not (root / "p.zip").exists()


def test_only_an_older_pack_is_replaced(root: Path) -> None:
    (root / "p.zip").write_text("my own")
    done = auditctl(root, "pack", "a", "-o", "p.zip", env=ENV)
    assert (done.code, "is no pack of auditctl" in done.err) == (3, True)
    assert auditctl(root, "pack", "a", "-o", "p.zip", "--force", env=ENV).code == 0
    assert auditctl(root, "pack", "a", "-o", "p.zip", env=ENV).code == 0
    done = auditctl(root, "pack", "a", "-o", "nowhere/p.zip", env=ENV)
    assert (done.code, "there is no folder nowhere" in done.err) == (3, True)


def test_names_that_some_system_takes_for_one_are_refused(root: Path) -> None:
    text = (root / "audits/a/evidence/register.yaml").read_text("utf-8")
    for name in ("Register.csv",):
        shutil.copy(root / "audits/a/evidence/files/register.csv", root / f"audits/a/evidence/files/{name}")
    (root / "audits/a/evidence/again.yaml").write_text(
        text.replace("files/register.csv", "files/Register.csv") + "purpose: action\n"
    )
    done = auditctl(root, "pack", "a", "-o", "p.zip", env=ENV)
    assert (done.code, "differ only by case or Unicode form" in done.err) == (3, True)
    assert not (root / "p.zip").exists()


def test_a_spreadsheet_runs_nothing_of_the_index(root: Path) -> None:
    path = root / "audits/a/evidence/register.yaml"
    path.write_text(path.read_text("utf-8").replace("title: Restore register", 'title: "=HYPERLINK(1)"'))
    assert "'=HYPERLINK(1)" in pack(root, code=1).read("a/evidence.csv").decode()


def test_an_unknown_audit_or_flags_that_do_not_fit(root: Path) -> None:
    assert auditctl(root, "pack", "b", "-o", "p.zip", env=ENV).code == 2
    assert auditctl(root, "pack", "a", env=ENV).code == 2
    done = auditctl(root, "pack", "a", "-o", "p.zip", "--salt", "x", env=ENV)
    assert (done.code, "--salt is for pseudonyms" in done.err) == (2, True)
