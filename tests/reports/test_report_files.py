"""Files that a report meets: an older one that is damaged, and a template that is too much or no file."""

import os
from pathlib import Path

from auditctl.cli import report_format
from auditctl.cli.report_format import Format, is_ours
from auditctl.reports.docx import document
from house_document import bytes_of, house
from small_report import FINDINGS
from small_repository import auditctl, lay
from word import minimal


def test_a_word_document_that_is_damaged_anywhere_is_ours_or_not_and_no_error() -> None:
    whole = document(minimal("<p>x</p>"))
    for at in range(0, len(whole), 23):
        damaged = bytearray(whole)
        damaged[at] ^= 0xFF
        is_ours(Format.docx)(bytes(damaged))


def test_a_damaged_word_document_is_not_replaced(tmp_path: Path) -> None:
    root = lay(tmp_path, FINDINGS)
    assert auditctl(root, "report", "a", "-o", "r.docx").code == 0
    whole = (root / "r.docx").read_bytes()
    at = whole.index(b"docProps/core.xml") + len("docProps/core.xml")
    (root / "r.docx").write_bytes(whole[:at] + b"\xff" * 60 + whole[at + 60 :])
    done = auditctl(root, "report", "a", "-o", "r.docx")
    assert (done.code, "r.docx exists and is no report of auditctl" in done.err) == (3, True), done.err


def test_a_template_that_is_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    root = lay(tmp_path, FINDINGS)
    os.mkfifo(root / "house.docx")
    done = auditctl(root, "report", "a", "-o", "r.docx", "--template", "house.docx")
    assert (done.code, done.out) == (3, "")
    assert "house.docx" in done.err
    assert "it is no regular file" in done.err


def test_a_template_may_be_a_link_and_no_larger_than_is_said(tmp_path: Path) -> None:
    root = lay(tmp_path / "audit", FINDINGS)
    (tmp_path / "house.docx").write_bytes(bytes_of(house()))
    (root / "link.docx").symlink_to(tmp_path / "house.docx")
    assert auditctl(root, "report", "a", "-o", "r.docx", "--template", "link.docx").code == 0
    with (tmp_path / "house.docx").open("ab") as file:
        file.truncate(report_format.LARGEST + 1)
    done = auditctl(root, "report", "a", "-o", "s.docx", "--template", "link.docx")
    assert (done.code, done.out) == (2, "")
    assert "cannot be used: it is larger than 64 MiB" in done.err
