"""A PDF or a Word document that cannot be written is one sentence with an exit code, and what was there stays."""

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from small_report import FINDINGS
from small_repository import environment, lay

FORMATS = ["pdf", "docx"]
PROGRAM = """
import sys
for name in sys.argv.pop(1).split():
    sys.modules[name] = None
from auditctl.cli.main import main
main()
"""


def run(
    root: Path, *words: str, missing: str = "", before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        PROGRAM,
        missing,
        "--as-of",
        "2026-11-20",
        "-C",
        str(root),
        "report",
        "a",
        *words,
    ]
    return subprocess.run(
        command, env=environment(), preexec_fn=before, capture_output=True, text=True, check=False
    )


def assert_one_sentence(done: subprocess.CompletedProcess[str], code: int, said: str) -> None:
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert done.stderr.startswith("auditctl: ")
    assert len(done.stderr.splitlines()) == 2
    assert "Traceback" not in done.stderr


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


@pytest.mark.parametrize("format_", FORMATS)
def test_a_disk_without_room_leaves_what_was_there(tmp_path: Path, format_: str) -> None:
    root = lay(tmp_path, FINDINGS)
    target = root / f"report.{format_}"
    target.write_bytes(b"as it was")
    done = run(root, "-o", str(target), "--force", before=_small_files)
    assert_one_sentence(done, 3, "file too large")
    assert target.read_bytes() == b"as it was"
    assert not list(root.glob(".*.tmp"))


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("target", ["no/such/folder/report", "auditctl.yaml/report"])
def test_a_place_that_is_none_is_refused(tmp_path: Path, format_: str, target: str) -> None:
    done = run(lay(tmp_path, FINDINGS), "-o", f"{tmp_path}/{target}.{format_}")
    assert done.returncode == 3
    assert done.stderr.startswith("auditctl: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("format_", "missing", "said"),
    [
        ("pdf", "weasyprint", "pip install 'auditctl[pdf]'"),
        ("docx", "docx", "written with python-docx, which is not installed"),
        ("docx", "resvg_py", "pip install 'auditctl[docx]'"),
        ("docx", "lxml lxml.html", "pip install 'auditctl[docx]'"),
    ],
)
def test_a_missing_extra_is_named(tmp_path: Path, format_: str, missing: str, said: str) -> None:
    root = lay(tmp_path, FINDINGS)
    assert_one_sentence(run(root, "-o", str(root / f"r.{format_}"), missing=missing), 3, said)
    assert not (root / f"r.{format_}").exists()


def test_pdf_and_word_need_nothing_of_each_other(tmp_path: Path) -> None:
    root = lay(tmp_path, FINDINGS)
    assert run(root, "-o", str(root / "r.pdf"), missing="docx lxml resvg_py").returncode == 0
    assert run(root, "-o", str(root / "r.docx"), missing="weasyprint").returncode == 0


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"no zip", 2, "the document of --template cannot be used: it is no .docx file"),
        (None, 3, "cannot be read"),
    ],
)
def test_a_template_that_is_none_is_refused(tmp_path: Path, data: bytes | None, code: int, said: str) -> None:
    root = lay(tmp_path, FINDINGS)
    if data is not None:
        (root / "house.docx").write_bytes(data)
    done = run(root, "-o", str(root / "r.docx"), "--template", str(root / "house.docx"))
    assert_one_sentence(done, code, said)
    assert not (root / "r.docx").exists()
