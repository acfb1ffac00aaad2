"""The examples as they lie in the history of this project: no rule of the history has anything against them."""

import subprocess
from pathlib import Path

import pytest

from auditctl.errors import AuditctlError
from auditctl.source.git import git_around
from small_repository import auditctl

EXAMPLES = Path(__file__).parent.parent / "examples"


def is_whole() -> bool:
    """Whether this is a clone with its history, and no copy of the files."""
    try:
        return not git_around(EXAMPLES).is_shallow
    except AuditctlError:
        return False


@pytest.mark.skipif(not is_whole(), reason="a copy or a shallow clone has no history to be held against")
@pytest.mark.parametrize("name", ["lodos", "poyraz"])
def test_nothing_is_wrong_with_the_history_of_an_example(name: str) -> None:
    done = auditctl(EXAMPLES / name, "check", "--select", "HIS", env={"AUDITCTL_TODAY": "2026-11-20"})
    assert (done.code, "skipped" in done.err) == (0, False), done.out


@pytest.mark.skipif(not is_whole(), reason="a copy or a shallow clone cannot be cloned as a whole")
def test_nor_in_a_shallow_clone_which_says_that_it_cannot_tell(tmp_path: Path) -> None:
    top = git_around(EXAMPLES)
    words = ["git", "clone", "-q", "--depth", "1", f"file://{EXAMPLES.parent}", str(tmp_path / "clone")]
    subprocess.run(words, check=True, cwd=top.root, stdin=subprocess.DEVNULL)
    root = tmp_path / "clone" / "examples" / "lodos"
    done = auditctl(root, "check", "--select", "HIS,RPT", env={"AUDITCTL_TODAY": "2026-11-20"})
    assert done.code == 0, done.out
    assert "skipped HIS001 to HIS006: this is a shallow clone" in done.err
