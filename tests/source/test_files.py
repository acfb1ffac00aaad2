"""Files: nothing followed out, nothing opened that blocks, nothing half written."""

import hashlib
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from auditctl.source.copying import copy_hashed, sha256_of
from auditctl.source.files import listing, read_bytes, repository_root, safe_path
from auditctl.source.guards import MAX_BYTES
from auditctl.source.saving import write_new
from auditctl.source.transaction import Written, carry_out


def test_the_root_is_the_nearest_folder_with_the_settings(tmp_path: Path) -> None:
    (tmp_path / "auditctl.yaml").touch()
    inner = tmp_path / "audits" / "a"
    inner.mkdir(parents=True)
    assert repository_root(inner) == tmp_path
    assert repository_root(tmp_path.parent) is None


def test_a_listing_says_what_each_entry_is(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside.yaml"
    outside.write_text("a: 1\n")
    folder = root / "findings"
    folder.mkdir(parents=True)
    (folder / "b.yaml").write_text("b: 1\n")
    (folder / "folder.yaml").mkdir()
    os.mkfifo(folder / "fifo.yaml")
    (folder / "out.yaml").symlink_to(outside)
    (folder / "in.yaml").symlink_to(folder / "b.yaml")
    (folder / "gone.yaml").symlink_to(folder / "nothing")
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    for hidden in (".b.yaml.swp", "b.yaml~", "#b.yaml#", "b.bak"):
        (folder / hidden).touch()
    found = {
        entry.path.partition("/")[2]: (entry.is_folder, entry.problem) for entry in listing(root, "findings")
    }
    assert found.pop("gone.yaml")[1].startswith("no such file")
    assert found.pop("loop.yaml")[1] in {"too many levels of symbolic links", "its links run in a circle"}
    assert found == {
        "b.yaml": (False, ""),
        "folder.yaml": (True, ""),
        "fifo.yaml": (False, "it is no regular file"),
        "out.yaml": (False, "it is a link that leaves the repository"),
        "in.yaml": (False, ""),
    }


def test_a_listing_of_what_is_no_folder_is_empty_and_of_an_unreadable_one_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    assert list(listing(tmp_path, "nothing")) == []
    assert list(listing(tmp_path, "file")) == []

    def refused(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refused)
    assert [(entry.path, entry.problem) for entry in listing(tmp_path, "audits")] == [
        ("audits", "permission denied")
    ]


def test_reading_never_waits_and_never_takes_more_than_a_record(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="no regular file"):
        read_bytes(tmp_path, "pipe")
    (tmp_path / "large").write_bytes(b"x" * (MAX_BYTES + 500))
    assert len(read_bytes(tmp_path, "large")) == MAX_BYTES + 1
    (tmp_path / "small").write_bytes(b"ab")
    assert read_bytes(tmp_path, "small") == b"ab"


@pytest.mark.parametrize("path", ["../out.yaml", "/etc/passwd", "a/../../out.yaml", "link/out.yaml"])
def test_a_path_never_leaves_the_root(path: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "link").symlink_to(tmp_path)
    for attempt in (
        lambda: safe_path(root, path),
        lambda: write_new(root, path, "a"),
        lambda: copy_hashed(Path(__file__), root, path),
    ):
        with pytest.raises(ValueError, match=r"out\.yaml|passwd"):
            attempt()
    assert not (tmp_path / "out.yaml").exists()


def test_a_new_file_is_whole_and_never_overwrites(tmp_path: Path) -> None:
    write_new(tmp_path, "findings/a.yaml", "title: ğüş\n")
    target = tmp_path / "findings" / "a.yaml"
    assert target.read_text("utf-8") == "title: ğüş\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~_mask()
    with pytest.raises(FileExistsError):
        write_new(tmp_path, "findings/a.yaml", "title: other\n")
    assert target.read_text("utf-8") == "title: ğüş\n"
    assert os.listdir(target.parent) == ["a.yaml"]


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_of_many_writers_of_one_name_one_wins(tmp_path: Path) -> None:
    results: list[str] = []

    def write(number: int) -> None:
        try:
            write_new(tmp_path, "a.yaml", f"{number}\n" * 1000)
            results.append(f"{number}\n" * 1000)
        except FileExistsError:
            pass

    threads = [threading.Thread(target=write, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [(tmp_path / "a.yaml").read_text()]
    assert os.listdir(tmp_path) == ["a.yaml"]


def test_replacing_keeps_the_mode_and_refuses_what_changed_meanwhile(tmp_path: Path) -> None:
    target = tmp_path / "a.yaml"
    target.write_bytes(b"old\n")
    target.chmod(0o640)
    carry_out(tmp_path, [Written("a.yaml", b"new\n", b"old\n")])
    assert target.read_bytes() == b"new\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    with pytest.raises(FileExistsError, match="changed while"):
        carry_out(tmp_path, [Written("a.yaml", b"newer\n", b"old\n")])
    assert target.read_bytes() == b"new\n"
    assert os.listdir(tmp_path) == ["a.yaml"]


def test_a_copy_has_the_hash_of_its_bytes(tmp_path: Path) -> None:
    source = tmp_path / "source.bin"
    source.write_bytes(os.urandom(3 * 1024 * 1024 + 7))
    digest = copy_hashed(source, tmp_path, "evidence/files/a.bin")
    copy = tmp_path / "evidence" / "files" / "a.bin"
    assert copy.read_bytes() == source.read_bytes()
    assert digest == hashlib.sha256(source.read_bytes()).hexdigest() == sha256_of(copy)
    with pytest.raises(FileExistsError):
        copy_hashed(source, tmp_path, "evidence/files/a.bin")
    assert os.listdir(copy.parent) == ["a.bin"]


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_only_regular_files_are_copied(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "source")
    with pytest.raises(OSError, match=r"regular|directory"):
        copy_hashed(tmp_path / "source", tmp_path, "copy")
    assert not (tmp_path / "copy").exists()
