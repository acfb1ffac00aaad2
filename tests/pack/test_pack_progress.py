"""A pack of large evidence shows how far it is, where somebody watches."""

import sys
import zipfile
from pathlib import Path

import pexpect

from small_repository import environment
from small_sealed import FILES, lay_ready

SIZE = 64 << 20


def test_a_terminal_sees_a_bar_by_bytes(tmp_path: Path) -> None:
    root = lay_ready(tmp_path)
    (root / "audits/a/evidence/tickets.md").write_text(
        FILES["audits/a/evidence/tickets.md"].replace("confidential", "internal"), "utf-8"
    )
    with (root / "audits/a/evidence/files/tickets.csv").open("wb") as file:
        file.truncate(SIZE)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "auditctl", "pack", "a", "-o", "p.zip"],
        cwd=str(root),
        env=environment(XDG_CACHE_HOME=str(tmp_path / "cache")),
        encoding="utf-8",
        timeout=60,
    )
    child.expect_exact("hashing")
    child.expect_exact("packing")
    child.expect(r"67\.1 MB")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert zipfile.ZipFile(root / "p.zip").getinfo("a/evidence/files/tickets.csv").file_size == SIZE
