"""Finding and reading files: nothing outside, nothing that blocks, and a reason for all that cannot be read."""

import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from auditctl.source.files import Listed, listing, read_bytes, reason, repository_root, safe_path
from auditctl.source.guards import MAX_BYTES


def found(root: Path, folder: str = "findings") -> list[tuple[str, str]]:
    """Return each entry by name, with `/` for a folder or with its problem."""
    return [
        (entry.path.removeprefix(f"{folder}/"), "/" if entry.is_folder else entry.problem)
        for entry in listing(root, folder)
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "repository" / "findings").mkdir(parents=True)
    (tmp_path / "outside.yaml").write_text("secret: 1\n")
    return tmp_path / "repository"


@pytest.fixture
def findings(root: Path) -> Path:
    return root / "findings"


def test_the_root_is_the_nearest_folder_with_the_settings(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b" / "c"
    inner.mkdir(parents=True)
    (tmp_path / "a" / "auditctl.yaml").write_text("")
    (tmp_path / "link").symlink_to(inner)
    assert repository_root(inner) == tmp_path / "a"
    assert repository_root(tmp_path / "a") == tmp_path / "a"
    assert repository_root(tmp_path / "link") == tmp_path / "a"
    assert repository_root(inner / ".." / "auditctl.yaml") == tmp_path / "a"
    assert repository_root(tmp_path) is None


def test_the_root_of_a_broken_repository_is_found_too(tmp_path: Path) -> None:
    (tmp_path / "auditctl.yaml").symlink_to("nowhere")
    assert repository_root(tmp_path) == tmp_path


def test_entries_come_by_name_and_what_editors_leave_does_not_come(root: Path, findings: Path) -> None:
    for name in (
        "b.yaml",
        "a.yaml",
        "B.yaml",
        "ş.md",
        "x.txt",
        ".x.swp",
        ".hidden",
        "a.yaml~",
        "#a.yaml#",
        "c.swp",
        "c.orig",
        "c.bak",
    ):
        (findings / name).write_text("")
    (findings / "more").mkdir()
    (findings / ".git").mkdir()
    assert found(root) == [
        ("B.yaml", ""),
        ("a.yaml", ""),
        ("b.yaml", ""),
        ("more", "/"),
        ("x.txt", ""),
        ("ş.md", ""),
    ]


def test_the_entries_of_the_root_have_no_folder_before_their_name(root: Path) -> None:
    (root / "auditctl.yaml").write_text("")
    assert list(listing(root, "")) == [Listed("auditctl.yaml"), Listed("findings", is_folder=True)]


def test_a_folder_that_is_not_there_or_is_a_file_has_no_entries(root: Path) -> None:
    (root / "capas").write_text("")
    assert found(root, "audits") == found(root, "capas") == []


def test_a_folder_named_like_a_record_is_a_folder(root: Path, findings: Path) -> None:
    (findings / "x.yaml").mkdir()
    assert found(root) == [("x.yaml", "/")]
    with pytest.raises(OSError, match="it is no regular file"):
        read_bytes(root, "findings/x.yaml")


def test_a_pipe_and_a_socket_are_named_and_never_waited_for(root: Path, findings: Path) -> None:
    os.mkfifo(findings / "a.yaml")
    with socket.socket(socket.AF_UNIX) as server:
        home = Path.cwd()
        os.chdir(findings)  # the path of a socket may be no longer than 107 characters
        server.bind("b.yaml")
        os.chdir(home)
        assert found(root) == [("a.yaml", "it is no regular file"), ("b.yaml", "it is no regular file")]
        for name in ("a.yaml", "b.yaml"):
            begun = time.perf_counter()
            with pytest.raises(OSError, match="it is no regular file"):
                read_bytes(root, f"findings/{name}")
            assert time.perf_counter() - begun < 1


def test_a_link_within_the_repository_is_followed(root: Path, findings: Path) -> None:
    (root / "real").mkdir()
    (root / "real" / "x.yaml").write_text("a: 1\n")
    (findings / "x.yaml").symlink_to("../real/x.yaml")
    (findings / "inner").symlink_to("../real")
    assert found(root) == [("inner", "/"), ("x.yaml", "")]
    assert read_bytes(root, "findings/x.yaml") == b"a: 1\n"
    assert found(root, "findings/inner") == [("x.yaml", "")]


@pytest.mark.parametrize("target", ["../../outside.yaml", "/etc/hostname", "../..", "/dev/zero"])
def test_a_link_out_of_the_repository_is_named_and_never_followed(
    root: Path, findings: Path, target: str
) -> None:
    (findings / "x.yaml").symlink_to(target)
    assert found(root) == [("x.yaml", "it is a link that leaves the repository")]
    with pytest.raises(OSError, match="it is a link that leaves the repository"):
        read_bytes(root, "findings/x.yaml")


def test_a_link_to_a_pipe_a_link_to_nowhere_and_a_circle_of_links_are_named(
    root: Path, findings: Path
) -> None:
    os.mkfifo(root / "pipe")
    (findings / "a.yaml").symlink_to("../pipe")
    (findings / "b.yaml").symlink_to("gone.yaml")
    (findings / "c.yaml").symlink_to("d.yaml")
    (findings / "d.yaml").symlink_to("c.yaml")
    circle = os.strerror(40).lower()
    assert found(root) == [
        ("a.yaml", "it is no regular file"),
        ("b.yaml", "no such file or directory"),
        ("c.yaml", circle),
        ("d.yaml", circle),
    ]
    with pytest.raises(OSError, match="it is no regular file"):
        read_bytes(root, "findings/a.yaml")


def test_a_folder_that_is_a_link_out_is_not_looked_into(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.yaml").write_text("secret: 1\n")
    (root / "capas").symlink_to("../elsewhere")
    assert list(listing(root, "capas")) == [
        Listed("capas", problem="it is a link that leaves the repository")
    ]


def test_a_neighbour_whose_name_begins_alike_is_outside(root: Path) -> None:
    twin = root.with_name(root.name + "-copy")
    twin.mkdir()
    (root / "capas").symlink_to(twin)
    assert next(listing(root, "capas")).problem == "it is a link that leaves the repository"


def test_a_name_that_is_no_text_is_shown_and_not_read(root: Path, findings: Path) -> None:
    (findings / os.fsdecode(b"\xff\xfe.yaml")).write_text("")
    (findings / "a\nb\x1b.yaml").write_text("")
    (findings / "nbsp\u00a0é.yaml").write_text("")
    problem = "its name holds characters that cannot be shown"
    assert sorted(found(root)) == [
        ("\\udcff\\udcfe.yaml", problem),
        ("a\\nb\\x1b.yaml", problem),
        ("nbsp\u00a0é.yaml", ""),
    ]


@contextmanager
def somebody_else() -> Iterator[None]:
    """Be a user without rights, where this is root whom no permission stops."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_what_may_not_be_read_is_named_with_the_reason() -> None:
    root = Path(tempfile.mkdtemp())
    try:
        root.chmod(0o755)
        (root / "findings").mkdir()
        (root / "findings" / "x.yaml").write_text("a: 1\n")
        (root / "findings" / "x.yaml").chmod(0)
        (root / "capas").mkdir(mode=0)
        with somebody_else():
            assert found(root) == [("x.yaml", "")]
            with pytest.raises(PermissionError) as refused:
                read_bytes(root, "findings/x.yaml")
            assert list(listing(root, "capas")) == [Listed("capas", problem="permission denied")]
        assert reason(refused.value) == "permission denied"
    finally:
        shutil.rmtree(root)


def test_a_link_whose_end_may_not_be_looked_at_has_a_reason() -> None:
    root = Path(tempfile.mkdtemp())
    try:
        root.chmod(0o755)
        (root / "closed").mkdir(mode=0)
        (root / "x.yaml").symlink_to("closed/x.yaml")
        with somebody_else():
            assert Listed("x.yaml", problem="permission denied") in list(listing(root, ""))
    finally:
        shutil.rmtree(root)


def test_a_file_that_vanished_is_an_error_with_a_reason(root: Path) -> None:
    with pytest.raises(FileNotFoundError) as gone:
        read_bytes(root, "findings/x.yaml")
    assert reason(gone.value) == "no such file or directory"
    assert reason(OSError("words without a number")) == "words without a number"


def test_of_a_large_file_one_byte_more_is_read_than_a_record_may_have(root: Path) -> None:
    (root / "large.yaml").write_bytes(b"x" * (MAX_BYTES + 5000))
    (root / "fits.yaml").write_bytes(b"x" * MAX_BYTES)
    (root / "empty.yaml").write_bytes(b"")
    assert len(read_bytes(root, "large.yaml")) == MAX_BYTES + 1
    assert len(read_bytes(root, "fits.yaml")) == MAX_BYTES
    assert read_bytes(root, "empty.yaml") == b""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system has no files without a size")
def test_a_file_that_does_not_know_its_size_is_read_whole() -> None:
    assert read_bytes(Path("/proc/self"), "status").startswith(b"Name:")


def test_a_file_that_turns_into_a_pipe_while_it_is_opened_is_not_waited_for(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, questions = os.lstat, []

    def swapping(path: str) -> os.stat_result:
        answer = asked(path)
        questions.append(path)
        Path(path).unlink()
        os.mkfifo(path)
        return answer

    (root / "x.yaml").write_text("a: 1\n")
    monkeypatch.setattr(os, "lstat", swapping)
    with pytest.raises(OSError, match="it is no regular file"):
        read_bytes(root, "x.yaml")
    assert len(questions) == 1


@pytest.mark.parametrize(
    "path",
    ["", ".", "/etc/passwd", "../outside.yaml", "findings/../../outside.yaml", "a\0b", "a\\..\\b", "out/x"],
)
def test_a_path_that_leaves_the_repository_is_refused(root: Path, tmp_path: Path, path: str) -> None:
    (root / "out").symlink_to(tmp_path)
    with pytest.raises(ValueError, match="lies outside the repository"):
        safe_path(root, path)


def test_a_path_within_the_repository_need_not_be_there_yet(root: Path) -> None:
    assert safe_path(root, "audits/a/audit.yaml") == root / "audits" / "a" / "audit.yaml"
    assert safe_path(root, "a..b.yaml") == root / "a..b.yaml"


def test_two_dots_do_not_lead_a_reader_out(root: Path) -> None:
    with pytest.raises(OSError, match="it is a link that leaves the repository"):
        read_bytes(root, "findings/../../outside.yaml")
    (root / "a..b.yaml").write_text("a: 1\n")
    assert read_bytes(root, "a..b.yaml") == b"a: 1\n"


def test_two_thousand_files_are_listed_and_read_in_less_than_half_a_second(
    root: Path, findings: Path
) -> None:
    for number in range(2000):
        (findings / f"f{number}.yaml").write_bytes(b"title: x\n" * 60)
    begun = time.perf_counter()
    entries = list(listing(root, "findings"))
    total = sum(len(read_bytes(root, entry.path)) for entry in entries)
    assert (len(entries), total) == (2000, 2000 * 540)
    assert time.perf_counter() - begun < 0.5
