"""The same records and the same day give the same bytes of every kind, in every format and language."""

import subprocess
import sys
from pathlib import Path

import pytest

from auditctl.reports.kinds import KINDS
from small_report import FINDINGS
from small_repository import environment, lay

WRITE_ALL = """
import sys, time
from datetime import date
from pathlib import Path
now, later = time.time, float(sys.argv[3])
time.time = lambda: now() + later
from auditctl.reports.kinds import KINDS, written
from auditctl.reports.language import language_of
from auditctl.repository import load
from small_kinds import view_of
repository = load(Path(sys.argv[1]), date(2026, 11, 20))
for kind in KINDS:
    view = view_of(repository, kind)
    for format_ in ("md", "html", "pdf", "docx"):
        for code in ("en", "tr"):
            made = written(repository, kind, view, format_, language_of(code))
            Path(sys.argv[2], f"{kind}-{code}.{format_}").write_bytes(made)
"""
TESTS = str(Path(__file__).parent.parent)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return two folders of reports, written by processes that differ in all that must not matter."""
    root = lay(tmp_path_factory.mktemp("audit"), FINDINGS)
    one, other = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")
    _write(root, one, 0, one, PYTHONHASHSEED="1", TZ="UTC", LANG="C.UTF-8")
    _write(root, other, 40_000_000, root, PYTHONHASHSEED="2", TZ="Asia/Tokyo", LANG="tr_TR.UTF-8")
    return one, other


def _write(root: Path, folder: Path, later: int, where: Path, **env: str) -> None:
    command = [sys.executable, "-c", WRITE_ALL, str(root), str(folder), str(later)]
    subprocess.run(command, cwd=where, env=environment(**env, PYTHONPATH=TESTS), check=True)


@pytest.mark.parametrize("code", ["en", "tr"])
@pytest.mark.parametrize("format_", ["md", "html", "pdf", "docx"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_records_give_the_same_bytes(
    folders: tuple[Path, Path], kind: str, format_: str, code: str
) -> None:
    one, other = ((folder / f"{kind}-{code}.{format_}").read_bytes() for folder in folders)
    assert one
    assert one == other
