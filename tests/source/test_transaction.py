"""Several files changed as one: all of it, or nothing, whatever goes wrong in the middle."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from auditctl.source.saving import ChangedMeanwhileError
from auditctl.source.transaction import Action, Gone, Moved, Written, carry_out


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("one.yaml", "two.yaml", "gone.csv"):
        (tmp_path / name).write_bytes(b"old\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "inner.yaml").write_bytes(b"inner\n")
    (tmp_path / "one.yaml").chmod(0o640)
    return tmp_path


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_everything_is_done_and_nothing_is_left_over(root: Path) -> None:
    actions: list[Action] = [
        Written("new/folder/three.yaml", b"three\n"),
        Written("one.yaml", b"new\n", b"old\n"),
        Moved("folder", "moved"),
        Written("folder/inner.yaml", b"changed\n", b"inner\n"),
        Gone("gone.csv"),
        Gone("gone.already"),
    ]
    carry_out(root, actions)
    assert tree(root) == {
        "new/folder/three.yaml": b"three\n",
        "one.yaml": b"new\n",
        "two.yaml": b"old\n",
        "moved/inner.yaml": b"changed\n",
    }
    assert (root / "one.yaml").stat().st_mode & 0o777 == 0o640


FAULTS: dict[str, tuple[Action, type[Exception]]] = {
    "changed": (Written("two.yaml", b"new\n", b"other\n"), ChangedMeanwhileError),
    "removed": (Written("three.yaml", b"new\n", b"old\n"), ChangedMeanwhileError),
    "taken": (Written("one.yaml", b"mine\n"), FileExistsError),
    "moved onto another": (Moved("two.yaml", "gone.csv"), FileExistsError),
    "nothing to move": (Moved("nowhere.yaml", "here.yaml"), ChangedMeanwhileError),
    "outside": (Written("../out.yaml", b"x\n"), ValueError),
    "a file where a folder is": (Written("two.yaml/x.yaml", b"x\n"), OSError),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_at_a_fault_all_is_as_before(root: Path, fault: str) -> None:
    action, error = FAULTS[fault]
    before = tree(root)
    rest: list[Action] = [
        Written("new/three.yaml", b"three\n"),
        Written("folder/inner.yaml", b"changed\n", b"inner\n"),
        Moved("folder", "moved"),
        Gone("gone.csv") if fault != "moved onto another" else Gone("one.yaml"),
    ]
    with pytest.raises(error):
        carry_out(root, [*rest, action])
    assert tree(root) == before
    assert sorted(os.listdir(root)) == ["folder", "gone.csv", "one.yaml", "two.yaml"]


def test_files_of_nearly_one_name_come_back_each_as_it_was(tmp_path: Path) -> None:
    names = [f"{'x' * 60}{number}" for number in "12"]
    for name in names:
        (tmp_path / name).write_text(name)
    with pytest.raises(ValueError, match="outside"):
        carry_out(tmp_path, [*(Gone(name) for name in names), Gone("../out")])
    assert tree(tmp_path) == {name: name.encode() for name in names}


def test_a_move_that_fails_late_takes_the_writes_back(root: Path) -> None:
    before = tree(root)
    actions: list[Action] = [
        Written("one.yaml", b"new\n", b"old\n"),
        Moved("folder", "moved"),
        Moved("two.yaml", "missing/two.yaml"),
    ]
    with pytest.raises(FileNotFoundError):
        carry_out(root, actions)
    assert tree(root) == before
    assert (root / "one.yaml").stat().st_mode & 0o777 == 0o640


def test_of_many_threads_that_change_one_file_one_wins_each_round(root: Path) -> None:
    path = root / "one.yaml"
    won: list[int] = []

    def change(number: int) -> None:
        try:
            carry_out(root, [Written("one.yaml", f"{number}\n".encode(), b"old\n")])
        except ChangedMeanwhileError:
            return
        won.append(number)

    threads = [threading.Thread(target=change, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert path.read_text() == f"{won[0]}\n"


COUNTER = """
import sys
from pathlib import Path
from auditctl.source.saving import ChangedMeanwhileError
from auditctl.source.transaction import Written, carry_out
root = Path(sys.argv[1])
sys.stdin.read()
done = 0
while done < 40:
    old = (root / "counter").read_bytes()
    try:
        carry_out(root, [Written("counter", str(int(old) + 1).encode(), old)])
    except ChangedMeanwhileError:
        continue
    done += 1
"""


def test_processes_that_count_in_one_file_lose_no_count(tmp_path: Path) -> None:
    (tmp_path / "counter").write_bytes(b"0")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    processes = [
        subprocess.Popen([sys.executable, "-c", COUNTER, tmp_path], stdin=subprocess.PIPE, env=environment)
        for _ in range(3)
    ]
    for process in processes:
        process.communicate(timeout=60)
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert (tmp_path / "counter").read_bytes() == b"120"
