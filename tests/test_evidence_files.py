import os
import re
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from auditctl.check import Options, check
from auditctl.diagnostics import Diagnostic
from auditctl.repository import load
from small_repository import lay

FILES = Path("audits/a/evidence/files")
TODAY = date(2026, 11, 20)


def record(root: Path, words: str) -> None:
    """Lay the base repository with one record of evidence that carries these lines."""
    lay(root, {"audits/a/evidence/register.yaml": f"kind: record\ntitle: Register\n{words}\n"})
    (root / FILES).mkdir()


def said(root: Path, code: str, *, timed: bool = True) -> list[Diagnostic]:
    found = check(load(root, TODAY), Options(timed=timed)).diagnostics
    return [item for item in found if item.code == code]


def test_a_link_out_of_the_repository_is_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    outside = tmp_path / "secret.csv"
    outside.write_text("-----BEGIN PRIVATE KEY-----\n")
    record(root, f"file: files/link.csv\nsha256: {sha256(outside.read_bytes()).hexdigest()}")
    (root / FILES / "link.csv").symlink_to(outside)
    [hit] = said(root, "EVD005")
    assert "link that leaves the repository" in hit.message
    assert said(root, "EVD008") == []


def test_a_link_in_a_circle_and_a_pipe_are_named(tmp_path: Path) -> None:
    record(tmp_path, "file: files/circle.csv")
    (tmp_path / FILES / "circle.csv").symlink_to("circle.csv")
    assert "cannot be read" in said(tmp_path, "EVD005")[0].message
    (tmp_path / FILES / "circle.csv").unlink()
    os.mkfifo(tmp_path / FILES / "circle.csv")
    assert "no regular file" in said(tmp_path, "EVD005")[0].message


def test_the_missing_sha256_is_in_the_help(tmp_path: Path) -> None:
    record(tmp_path, "file: files/register.csv")
    (tmp_path / FILES / "register.csv").write_bytes(b"x" * 3_000_000)
    [hit] = said(tmp_path, "EVD005")
    assert sha256(b"x" * 3_000_000).hexdigest() in hit.help


def test_a_private_key_is_looked_for_in_the_first_mebibyte(tmp_path: Path) -> None:
    record(tmp_path, "file: files/register.csv")
    key = b"-----BEGIN EC PRIVATE KEY-----\n"
    (tmp_path / FILES / "register.csv").write_bytes(b"\x00" * (1024 * 1024 - len(key)) + key)
    assert len(said(tmp_path, "EVD008")) == 1
    (tmp_path / FILES / "register.csv").write_bytes(b"\x00" * (1024 * 1024) + key)
    assert said(tmp_path, "EVD008") == []


@pytest.mark.parametrize("content", [b"id\n\xff\xfe\n", b'id\n"' + b"x" * 200_000 + b'"\n'])
def test_a_list_that_is_no_csv_cannot_be_drawn_from(tmp_path: Path, content: bytes) -> None:
    digest = sha256(content).hexdigest()
    record(
        tmp_path,
        f"sample: {{method: random, seed: s, list: files/l.csv, list_sha256: {digest}, picked: ['1']}}",
    )
    (tmp_path / FILES / "l.csv").write_bytes(content)
    [hit] = said(tmp_path, "EVD011")
    assert re.search(r"files/l\.csv is no CSV file in UTF-8", hit.message)


def test_only_the_half_that_waits_for_a_day_is_timed(tmp_path: Path) -> None:
    record(tmp_path, "retention_until: 2026-11-19  # auditctl: ignore[EVD007] the lawyers still need it")
    silenced = check(load(tmp_path, TODAY), Options(timed=False))
    assert [item.code for item in silenced.diagnostics if item.code.startswith("SUP")] == []
    record(tmp_path / "other", "retention_until: 2026-11-19")
    assert len(said(tmp_path / "other", "EVD007")) == 1
    assert said(tmp_path / "other", "EVD007", timed=False) == []
    record(tmp_path / "third", "personal_data: true")
    assert len(said(tmp_path / "third", "EVD007", timed=False)) == 1
