"""A file on its way into the evidence: one pass, little memory, no link out, all or nothing."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
import yaml

from small_repository import auditctl, environment, lay

ADD = ("evidence", "add", "a", "Register", "--kind", "record")
KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nnot a real one\n"
MEASURED = """
import re, sys
from auditctl.cli.main import main
sys.argv = ["auditctl", *sys.argv[1:]]
try:
    main()
finally:
    peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]
    read = open("/proc/self/io").readline().split()[1]
    print(peak, read, file=sys.stderr)
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return lay(tmp_path / "repository")


def files(root: Path) -> list[str]:
    """Return every file of the evidence, hidden ones too."""
    folder = root / "audits/a/evidence"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def sparse(path: Path, mebibytes: int) -> Path:
    with path.open("wb") as file:
        file.truncate(mebibytes << 20)
    return path


# The peak is read from /proc: what getrusage calls the peak of a process includes its parent's, by fork.
@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="only Linux counts what a process reads")
def test_a_large_file_is_read_once_and_never_held_whole(root: Path, tmp_path: Path) -> None:
    size = 256 << 20
    command = [sys.executable, "-c", MEASURED, *ADD, "--file", str(sparse(tmp_path / "big.bin", 256))]
    done = subprocess.run(command, cwd=root, env=environment(), capture_output=True, check=True, timeout=120)
    peak, read = map(int, done.stderr.split()[-2:])
    assert peak * 1024 < 160 << 20
    assert size < read < size * 1.25
    [sha256] = [yaml.safe_load((root / path).read_text())["sha256"] for path in done.stdout.decode().split()]
    with (root / "audits/a/evidence/files/big.bin").open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == sha256


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MiB."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root can mount a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_leaves_neither_copy_nor_record(small_disk: Path, tmp_path: Path) -> None:
    root = lay(small_disk / "repository")
    source = tmp_path / "big.bin"
    source.write_bytes(b"x" * (4 << 20))
    ended = auditctl(root, *ADD, "--file", str(source), env={"HOME": str(tmp_path)})
    assert (ended.code, ended.out) == (3, "")
    assert ended.err == (
        "auditctl: audits/a/evidence/files/big.bin cannot be written: no space left on device\n"
        "  nothing was changed\n"
    )
    assert files(root) == []


def test_a_disk_that_is_full_when_the_record_comes_takes_the_copy_back(
    small_disk: Path, tmp_path: Path
) -> None:
    root = lay(small_disk / "repository")
    (tmp_path / "x.csv").write_bytes(b"x" * 4096)
    room = os.statvfs(small_disk)
    (small_disk / "ballast").write_bytes(b"x" * (room.f_bavail * room.f_bsize - 4096))
    ended = auditctl(root, *ADD, "--file", str(tmp_path / "x.csv"), env={"HOME": str(tmp_path)})
    assert (ended.code, "no space left on device" in ended.err) == (3, True), ended.err
    assert files(root) == []


@pytest.mark.parametrize("link", ["audits/a/evidence", "audits/a/evidence/files"])
def test_a_folder_that_leads_out_of_the_repository_takes_nothing(
    root: Path, tmp_path: Path, link: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / link).parent.mkdir(exist_ok=True)
    (root / link).symlink_to(outside)
    (tmp_path / "x.csv").write_text("x")
    ended = auditctl(root, *ADD, "--file", str(tmp_path / "x.csv"))
    assert (ended.code, "lies outside the audit repository" in ended.err) == (3, True), ended.err
    (outside / "y.csv").write_text("y")
    assert auditctl(root, *ADD, "--file", f"{link}/y.csv").code == 3
    assert [path.name for path in outside.iterdir()] == ["y.csv"]


def test_a_link_in_place_that_leads_out_is_no_evidence(root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("x")
    (root / "audits/a/evidence/files").mkdir(parents=True)
    (root / "audits/a/evidence/files/link.csv").symlink_to(tmp_path / "secret.csv")
    ended = auditctl(root, *ADD, "--file", "audits/a/evidence/files/link.csv")
    assert ended.code == 3
    assert "audits/a/evidence/files/link.csv lies outside the audit repository" in ended.err
    assert not (root / "audits/a/evidence/register.yaml").exists()


def test_a_private_key_is_refused_before_it_is_copied(root: Path, tmp_path: Path) -> None:
    (tmp_path / "id.txt").write_text(f"$ cat id\n{KEY}")
    ended = auditctl(root, *ADD, "--file", str(tmp_path / "id.txt"))
    assert (ended.code, ended.out) == (3, "")
    assert "EVD008 forbids it: files/id.txt of register holds a private key" in ended.err
    assert not (root / "audits/a/evidence").exists()


def test_strict_material_is_refused_before_it_is_copied(root: Path, tmp_path: Path) -> None:
    (tmp_path / "pay.csv").write_text("x")
    words = ("--file", str(tmp_path / "pay.csv"), "--classification", "strict")
    ended = auditctl(root, *ADD, *words)
    assert (ended.code, ended.out) == (3, "")
    assert "EVD008 forbids it: register is strict: files/pay.csv must not lie in the repository" in ended.err
    assert not (root / "audits/a/evidence").exists()
    assert auditctl(root, *ADD, *words[2:], "--viewed", "payroll, on the screen").code == 0


def test_nobody_listens_and_the_copy_stays_with_its_record(root: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("x")
    reading, writing = os.pipe()
    os.close(reading)
    subprocess.run(
        [sys.executable, "-m", "auditctl", *ADD, "--file", str(tmp_path / "x.csv")],
        cwd=root,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    os.close(writing)
    assert files(root) == ["files/x.csv", "register.yaml"]


def test_a_large_file_shows_a_bar_and_can_be_interrupted(root: Path, tmp_path: Path) -> None:
    source = sparse(tmp_path / "big.bin", 2048)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "auditctl", *ADD, "--source", "console", "--by", "ann", "--file", str(source)],
        cwd=str(root),
        env=environment(TMPDIR=str(tmp_path)),
        encoding="utf-8",
        timeout=30,
    )
    child.expect_exact("copying big.bin")
    child.expect(r"\d/2\.1 GB")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert files(root) == []


def test_a_copy_keeps_the_time_of_the_last_change(root: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("x")
    os.utime(tmp_path / "x.csv", (1_700_000_000, 1_700_000_000))
    auditctl(root, *ADD, "--file", str(tmp_path / "x.csv"))
    assert (root / "audits/a/evidence/files/x.csv").stat().st_mtime == 1_700_000_000
