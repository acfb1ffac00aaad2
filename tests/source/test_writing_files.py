"""Writing files: whole or not at all, exclusively, and nothing left over."""

import errno
import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from auditctl.source.copying import copy_hashed, sha256_of
from auditctl.source.files import read_bytes
from auditctl.source.saving import ChangedMeanwhileError, write_new
from auditctl.source.transaction import Written, carry_out


def replace(root: Path, path: str, data: str | bytes, expected: bytes) -> None:
    carry_out(root, [Written(path, data.encode() if isinstance(data, str) else data, expected)])


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_a_new_file_has_its_text_and_folders_and_the_usual_mode(tmp_path: Path) -> None:
    write_new(tmp_path, "audits/a/findings/ş.yaml", "title: ş\r\n")
    write_new(tmp_path, "raw.bin", b"\x00\xff")
    path = tmp_path / "audits" / "a" / "findings" / "ş.yaml"
    assert path.read_bytes() == "title: ş\r\n".encode()
    assert (tmp_path / "raw.bin").read_bytes() == b"\x00\xff"
    (tmp_path / "usual").write_text("")
    assert path.stat().st_mode == (tmp_path / "usual").stat().st_mode
    assert names(path.parent) == ["ş.yaml"]


def test_a_name_that_is_taken_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("old\n")
    (tmp_path / "dangling.yaml").symlink_to("gone.yaml")
    for name in ("x.yaml", "dangling.yaml"):
        with pytest.raises(FileExistsError, match="the name is taken") as taken:
            write_new(tmp_path, name, "new\n")
        assert taken.value.filename == name
    assert (tmp_path / "x.yaml").read_text() == "old\n"
    assert names(tmp_path) == ["dangling.yaml", "x.yaml"]


@pytest.mark.parametrize("path", ["../x.yaml", "/x.yaml", "out/x.yaml"])
def test_nothing_is_written_outside(tmp_path: Path, path: str) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    (root / "out").symlink_to(tmp_path)
    (tmp_path / "y.yaml").write_text("old\n")
    with pytest.raises(ValueError, match=r"x\.yaml"):
        write_new(root, path, "new\n")
    with pytest.raises(ValueError, match=r"y\.yaml"):
        replace(root, path.replace("x.yaml", "y.yaml"), "new\n", b"old\n")
    with pytest.raises(ValueError, match=r"x\.yaml"):
        copy_hashed(tmp_path / "y.yaml", root, path)
    assert names(tmp_path) == ["repository", "y.yaml"]


def test_of_many_threads_that_want_one_name_one_gets_it(tmp_path: Path) -> None:
    def write(number: int) -> bool:
        try:
            write_new(tmp_path, "findings/x.yaml", f"{number}\n" * 1000)
        except FileExistsError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(write, range(24)))
    assert won.count(True) == 1
    assert (tmp_path / "findings" / "x.yaml").read_text() == f"{won.index(True)}\n" * 1000
    assert names(tmp_path / "findings") == ["x.yaml"]


WRITER = """
import sys
from pathlib import Path
from auditctl.source.saving import write_new
sys.stdin.read()
won = 0
for number in range(20):
    try:
        write_new(Path(sys.argv[1]), f"findings/f{number}.yaml", sys.argv[2] * 1000)
        won += 1
    except FileExistsError:
        pass
print(won)
"""


def test_of_two_processes_that_want_the_same_names_each_name_goes_to_one(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, tmp_path, mark],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for mark in "ab"
    ]
    won = [int(process.communicate()[0]) for process in processes]
    assert sum(won) == 20
    written = [(tmp_path / "findings" / f"f{number}.yaml").read_text() for number in range(20)]
    assert {text[0] * 1000 for text in written} >= set(written)
    assert len(names(tmp_path / "findings")) == 20


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: 1\r\n")
    path.chmod(0o640)
    replace(tmp_path, "x.yaml", "a: 2\r\n", b"a: 1\r\n")
    replace(tmp_path, "x.yaml", b"a: 3\r\n", b"a: 2\r\n")
    assert path.read_bytes() == b"a: 3\r\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert names(tmp_path) == ["x.yaml"]


def test_a_file_that_somebody_changed_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("theirs\n")
    with pytest.raises(ChangedMeanwhileError, match="it changed while it was being edited"):
        replace(tmp_path, "x.yaml", "mine\n", b"old\n")
    assert (tmp_path / "x.yaml").read_text() == "theirs\n"
    assert names(tmp_path) == ["x.yaml"]


def test_a_file_that_somebody_removed_is_not_made_again(tmp_path: Path) -> None:
    with pytest.raises(ChangedMeanwhileError):
        replace(tmp_path, "x.yaml", "mine\n", b"old\n")
    assert names(tmp_path) == []


def test_behind_a_link_the_file_itself_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "x.yaml").write_text("old\n")
    (tmp_path / "link.yaml").symlink_to("real/x.yaml")
    replace(tmp_path, "link.yaml", "new\n", b"old\n")
    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "real" / "x.yaml").read_text() == "new\n"


def test_a_copy_is_hashed_while_it_is_made(tmp_path: Path) -> None:
    source = tmp_path / "source.bin"
    source.write_bytes(os.urandom(1 << 20) * 2 + b"tail")
    expected = hashlib.sha256(source.read_bytes()).hexdigest()
    (tmp_path / "link.bin").symlink_to(source)
    root = tmp_path / "repository"
    assert copy_hashed(source, root, "audits/a/evidence/files/log.bin") == expected
    assert copy_hashed(tmp_path / "link.bin", root, "again.bin") == expected
    assert sha256_of(root / "audits/a/evidence/files/log.bin") == sha256_of(tmp_path / "link.bin") == expected
    assert (root / "again.bin").read_bytes() == source.read_bytes()
    assert names(root / "audits/a/evidence/files") == ["log.bin"]


def test_a_copy_never_takes_a_name_that_is_taken(tmp_path: Path) -> None:
    (tmp_path / "source.txt").write_text("new")
    (tmp_path / "x.txt").write_text("old")
    with pytest.raises(FileExistsError, match="the name is taken"):
        copy_hashed(tmp_path / "source.txt", tmp_path, "x.txt")
    assert (tmp_path / "x.txt").read_text() == "old"


@pytest.mark.parametrize("kind", ["folder", "pipe", "device"])
def test_only_a_regular_file_is_copied(tmp_path: Path, kind: str) -> None:
    source = Path("/dev/zero") if kind == "device" else tmp_path / "source"
    if kind == "folder":
        source.mkdir()
    elif kind == "pipe":
        os.mkfifo(source)
    with pytest.raises(OSError, match="it is no regular file"):
        copy_hashed(source, tmp_path, "copy")
    with pytest.raises(OSError, match="it is no regular file"):
        sha256_of(source)
    assert "copy" not in names(tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_what_cannot_be_finished_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open("/dev/full", "wb", buffering=0) as full:  # noqa: PTH123 - the descriptor is wanted
        monkeypatch.setattr(os, "write", lambda _, data: full.write(data))
        (tmp_path / "x.yaml").write_bytes(b"old\n")
        for attempt in (
            lambda: write_new(tmp_path, "new.yaml", "a: 1\n"),
            lambda: replace(tmp_path, "x.yaml", "new\n", b"old\n"),
            lambda: copy_hashed(tmp_path / "x.yaml", tmp_path, "copy.yaml"),
        ):
            with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
                attempt()
    assert names(tmp_path) == ["x.yaml"]
    assert read_bytes(tmp_path, "x.yaml") == b"old\n"


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP])
def test_where_there_are_no_hard_links_a_name_is_claimed_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(source: object, target: object) -> None:
        raise OSError(number, os.strerror(number), source, None, target)

    monkeypatch.setattr(os, "link", refuse)
    write_new(tmp_path, "x.yaml", "new\n")
    assert (tmp_path / "x.yaml").read_text() == "new\n"
    with pytest.raises(FileExistsError):
        write_new(tmp_path, "x.yaml", "newer\n")
    assert (tmp_path / "x.yaml").read_text() == "new\n"
    assert names(tmp_path) == ["x.yaml"]


def test_where_a_folder_cannot_be_opened_a_file_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_DIRECTORY")
    write_new(tmp_path, "x.yaml", "new\n")
    assert names(tmp_path) == ["x.yaml"]


def test_another_failure_of_the_system_is_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: object, target: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), source, None, target)

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        write_new(tmp_path, "x.yaml", "new\n")
    assert names(tmp_path) == []
