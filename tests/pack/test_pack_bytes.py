"""The same commit gives the same bytes, whoever packs it, when and where; what is not the commit says so."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from small_repository import environment
from small_sealed import lay_issued

COMMITTED = "2026-10-20T23:30:00-08:00"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4H0z"/></svg>\n'
ONE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "COLUMNS": "40"}
OTHER = {
    "TZ": "America/Los_Angeles",
    "LC_ALL": "tr_TR.UTF-8",
    "LANG": "tr_TR",
    "PYTHONHASHSEED": "4242",
    "PYTHONUTF8": "1",
}


def git(root: Path, *words: str, settings: tuple[str, ...] = ()) -> None:
    who = ["-c", "user.name=Nil Ün", "-c", "user.email=n@example.invalid"]
    more = [word for item in settings for word in ("-c", item)]
    env = environment(GIT_AUTHOR_DATE=COMMITTED, GIT_COMMITTER_DATE=COMMITTED)
    subprocess.run(["git", *who, *more, *words], cwd=root, check=True, capture_output=True, env=env)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a git repository in which the audits are a folder."""
    top = tmp_path_factory.mktemp("origin")
    root = lay_issued(top / "kalite/iç denetim")
    settings = root / "auditctl.yaml"
    settings.write_text(settings.read_text("utf-8") + "report: {logo: logo.svg}\n", "utf-8")
    (root / "logo.svg").write_text(LOGO)
    (root / "templates/report").mkdir(parents=True)
    (root / "templates/report/scope.md.j2").write_text('{% extends "auditctl/report/scope.md.j2" %}\n')
    (top / ".gitattributes").write_text("* text=auto\n**/evidence/files/** -text\n")
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "issued")
    return top


@pytest.fixture
def root(origin: Path, tmp_path: Path) -> Path:
    git(tmp_path, "clone", "-q", str(origin), "clone")
    return tmp_path / "clone/kalite/iç denetim"


def packed(
    root: Path, env: Mapping[str, str], *words: str, umask: int = 0o022, code: int = 0
) -> tuple[bytes, str]:
    given = {key: value for key, value in environment(**env).items() if key != "AUDITCTL_TODAY"}
    done = subprocess.run(
        [sys.executable, "-m", "auditctl", "pack", "a", "-o", "../p.zip", "--force", *words],
        cwd=root, env=given, check=False, capture_output=True, umask=umask,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return (root / "../p.zip").read_bytes(), done.stderr.decode()


@pytest.mark.parametrize(
    "words", [("--format", "md"), ("--redact", "--format", "docx")], ids=["whole", "redacted"]
)
def test_two_machines_that_differ_in_everything(origin: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    """Folder, umask, time zone, language, hash seed, line ends of the checkout, times of the files, and the clock."""
    (tmp_path / "far away/and deep").mkdir(parents=True)
    git(tmp_path, "clone", "-q", str(origin), "here")
    git(tmp_path, "clone", "-q", str(origin), "far away/and deep/there", settings=("core.autocrlf=true",))
    here, there = tmp_path / "here/kalite/iç denetim", tmp_path / "far away/and deep/there/kalite/iç denetim"
    assert b"\r\n" in (there / "audits/a/SEAL.json").read_bytes()
    assert b"\r\n" in (there / "templates/report/scope.md.j2").read_bytes()
    for path in there.rglob("*"):
        os.utime(path, (1, 1))
    one, said = packed(here, ONE, *words)
    other, _ = packed(there, OTHER, *words, umask=0o077)
    assert "as of 2026-10-20, commit " in said
    assert one == other
    told = json.loads(zipfile.ZipFile(here / "../p.zip").read("manifest.json"))
    assert told["commit"]


@pytest.mark.parametrize(
    "path",
    [
        "logo.svg", "templates/report/scope.md.j2", "templates/report/new.md.j2", "audits/a/evidence/files/new.csv",
        "audits/a/SEAL.json", "audits/a/SEAL.json.sig", "capas/new.yaml", "audits/a/evidence/files/register.csv",
    ],
)  # fmt: skip
def test_a_working_tree_that_is_not_the_commit_names_none(root: Path, path: str) -> None:
    target = root / path
    target.parent.mkdir(exist_ok=True)
    if target.suffix == ".svg":
        target.write_text(LOGO.replace("h4v4", "h3v3"))
    elif path == "capas/new.yaml":
        target.write_text("origin: {kind: incident, date: 2026-10-01}\nowner: olga-ops\n")
    else:
        with target.open("a") as file:
            file.write("\n")
    breaks_the_seal = path.endswith((".csv", ".sig"))
    _, said = packed(root, {}, code=1 if breaks_the_seal else 0)
    assert f"no commit: {path} differs from the last commit" in said
    assert json.loads(zipfile.ZipFile(root / "../p.zip").read("manifest.json"))["commit"] is None
