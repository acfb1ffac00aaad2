"""What git or a listing keeps from the disk is not told as gone: sparse checkouts, and names that cannot be shown."""

import os
from pathlib import Path

import pytest

from committed import committed, git, repository
from small_repository import auditctl

FILES = "audits/a/evidence/files"


def sparse(root: Path, *folders: str) -> Path:
    repository(root, {f"{FILES}/log.txt": "seen\n"})
    git(root, "sparse-checkout", "set", "--cone", *folders)
    return root


@pytest.mark.parametrize("words", [("diff",), ("check", "--since", "HEAD")])
def test_a_sparse_checkout_is_refused_where_records_would_seem_gone(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = auditctl(sparse(tmp_path, "audits/a/findings"), *words)
    assert done.code == 3
    assert "this is a sparse checkout, which leaves out 4 files of the records and their evidence" in done.err
    assert "git sparse-checkout disable" in done.err
    assert done.out == ""


def test_a_check_of_a_sparse_checkout_says_so_and_tells_no_record_as_vanished(tmp_path: Path) -> None:
    done = auditctl(sparse(tmp_path, "audits/a/findings"), "check")
    assert "skipped HIS001 to HIS006: this is a sparse checkout" in done.err
    assert "HIS001" not in done.out


def test_a_sparse_checkout_that_has_every_record_is_as_good_as_a_whole_one(tmp_path: Path) -> None:
    (tmp_path / "docs/more").mkdir(parents=True)
    (tmp_path / "docs/more/guide.md").write_text("words")
    root = sparse(tmp_path, "audits")
    assert not (root / "docs").exists()
    assert "nothing changed" in auditctl(root, "diff").out
    assert "skipped" not in auditctl(root, "check", "--since", "HEAD").err


def test_history_of_a_sparse_checkout_is_told(tmp_path: Path) -> None:
    done = auditctl(sparse(tmp_path, "audits/a/findings"), "history", "a/restore")
    assert done.code == 0, done.err


NAMES = [
    "two\nlines.txt",
    b"\xff\xfe.txt".decode("utf-8", "surrogateescape"),
    '"quoted" ğüşİı.txt',
    ".hidden",
    "a.orig",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_evidence_is_there_whatever_its_name(tmp_path: Path, name: str) -> None:
    repository(tmp_path)
    (tmp_path / FILES).mkdir(parents=True)
    (tmp_path / FILES / name).write_text("seen")
    committed(tmp_path, "2026-10-06")
    assert os.listdir(tmp_path / FILES) == [name]
    assert "nothing changed" in auditctl(tmp_path, "diff").out
    (tmp_path / FILES / name).unlink()
    told = auditctl(tmp_path, "diff").out
    assert "! removed" in told
    assert "1 change" in told


@pytest.mark.parametrize("name", NAMES[:3])
def test_a_new_file_of_evidence_is_told_before_it_is_committed(tmp_path: Path, name: str) -> None:
    repository(tmp_path)
    (tmp_path / FILES).mkdir(parents=True)
    (tmp_path / FILES / name).write_text("seen")
    before = auditctl(tmp_path, "diff").out
    committed(tmp_path, "2026-10-06")
    after = auditctl(tmp_path, "diff", "HEAD~1..HEAD").out
    assert "added" in before
    assert before.splitlines()[1:] == after.splitlines()[1:]
