"""The records in an editor: the real YAML language server with the schemas and lines that auditctl writes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from language_server import Server
from small_repository import auditctl, lay

FINDING = "audits/a/findings/restore-tests-missing.yaml"
MISTAKES = {
    "grade: minor": ("grade: medium", "major"),  # no choice
    "process: backup": ("proces: backup", "proces"),  # no key
    "  date: 2026-10-05": ("  date: 5.10.2026", "pattern"),  # no day
    "  - A.8.13": ("  A.8.13", "array"),  # no list
    "title: Restore tests missing": ("tittle: Restore tests missing", "title"),  # a key that has to be there
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with its schemas and a finding as `finding add` writes it."""
    folder = lay(tmp_path_factory.mktemp("editor"))
    assert auditctl(folder, "schema").code == 0
    done = auditctl(
        folder, "finding", "add", "a", "Restore tests missing", "--grade", "minor", "--process", "backup",
        "--requirement", "A.8.13", "--by", "ann-audit", "--date", "2026-10-05",
    )  # fmt: skip
    assert done.code == 0, done.err
    return folder


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Server]:
    with Server(root) as running:
        yield running


def test_each_of_five_mistakes_is_reported_on_its_line(root: Path, server: Server) -> None:
    text = (root / FINDING).read_text("utf-8")
    assert server.opened(FINDING, text) == []
    for number, (good, (bad, said)) in enumerate(MISTAKES.items()):
        wrong = text.replace(good, bad)
        assert wrong != text, good
        line = next(
            index for index, (old, new) in enumerate(zip(text.split("\n"), wrong.split("\n"), strict=False))
            if old != new
        )  # fmt: skip
        told = server.opened(FINDING.replace("restore", f"wrong-{number}"), wrong)
        here = [item["message"] for item in told if item["range"]["start"]["line"] == line]
        assert any(said in message for message in here), told


def test_all_mistakes_at_once_are_all_reported(root: Path, server: Server) -> None:
    text = (root / FINDING).read_text("utf-8")
    for good, (bad, _) in MISTAKES.items():
        text = text.replace(good, bad)
    lines = {item["range"]["start"]["line"] for item in server.opened(f"{FINDING}.all.yaml", text)}
    wrong = ("grade: medium", "proces: ", "  date: 5.10", "  A.8.13", "tittle: ")
    assert {number for number, line in enumerate(text.split("\n")) if line.startswith(wrong)} <= lines


def test_the_grades_are_offered(root: Path, server: Server) -> None:
    path = "audits/a/findings/new.yaml"
    head = (root / FINDING).read_text("utf-8").split("\n")[0]
    server.opened(path, f"{head}\ntitle: Something\ngrade: \n")
    assert set(server.completed(path, 2, len("grade: "))) >= {"major", "minor", "ofi", "strength"}


def test_keys_are_offered_and_explained(root: Path, server: Server) -> None:
    path = "audits/a/findings/keys.yaml"
    head = (root / FINDING).read_text("utf-8").split("\n")[0]
    server.opened(path, f"{head}\ntitle: Something\n\n")
    assert {"grade", "raised", "statement", "evidence"} <= set(server.completed(path, 2, 0))
    assert "the finding in one line" in server.hovered(path, 1, 2)


def test_the_records_of_a_new_repository_are_without_complaint(tmp_path: Path) -> None:
    assert auditctl(tmp_path, "init", "new").code == 0
    root = tmp_path / "new"
    with Server(root) as server:
        for path in sorted(root.rglob("*.yaml")):
            name = path.relative_to(root).as_posix()
            assert server.opened(name, path.read_text("utf-8")) == [], name
