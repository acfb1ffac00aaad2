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
    "  date: 2026-10-05": ("  date: 5.10.2026", "write YYYY-MM-DD"),  # no day
    "  - A.8.13": ("  A.8.13", "array"),  # no list
    "title: Restore tests missing": ("tittle: Restore tests missing", "title"),  # a key that has to be there
}

OTHERS = {
    "auditctl.yaml": ("auditctl", "auditctl: one  # whole number\nlanguage: de  # tr\npolicy: {max_extensions: -1}  # minimum\nrules: {severity: {IND001: fatal}}  # off\npeople:\n  a: {nam: x}  # nam\n"),
    "people.yaml": ("people", "a:  # name\n  title: x\nb:\n  name: B\n  since: 2026-13-01  # YYYY-MM-DD\n  manager: Bad Id  # No id\nBad Key: {name: C}  # No id\n"),
    "documents.yaml": ("documents", "a: {title: T, kind: novel}  # policy\nb: {version: 1}  # title\n"),
    "programmes/p.yaml": ("programme", "from: 2026-01-01  # to\nowner: a\naudits:\n  x:\n    planned: {from: 2026-02-31x, to: 2026-03-01}  # YYYY-MM-DD\n  y: {processes: all}  # planned\n"),
    "audits/x/audit.yaml": ("audit", "title: T\nkind: intern  # follow-up\nteam:\n  lead: [a]  # string\n  auditor: [x]  # auditor\nschedule:\n  sessions:\n    s: {process: p, auditors: [A B], start: '25:00'}  # No id\n    t: {process: p, start: '25:00'}  # time\n"),
    "audits/x/evidence/e.yaml": ("evidence", "title: x\nkind: papers  # interview\nsource: [a]  # string\nsha256: abc  # 64\npersonal_data: maybe  # true\n"),
    "capas/c.yaml": ("capa", "findings: [x]\nowner: Bad Id  # No id\nopened: 2026-13-45  # YYYY-MM-DD\ncause: {method: six-whys}  # fishbone\nefectiveness: {}  # efectiveness\n"),
}  # fmt: skip
"""Mistakes of further kinds of files: the comment on a line is what is said of it."""


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


@pytest.mark.parametrize("path", OTHERS)
def test_mistakes_in_other_kinds_of_files_are_reported_on_their_lines(path: str, server: Server) -> None:
    kind, text = OTHERS[path]
    up = "../" * path.count("/")
    told = server.opened(
        f"{path}.wrong.yaml", f"# yaml-language-server: $schema={up}.schemas/{kind}.json\n{text}"
    )
    found: dict[int, str] = {}
    for item in told:
        line = item["range"]["start"]["line"]
        found[line] = f"{found.get(line, '')} {item['message']}"
    meant = {
        number: line.split("  # ")[1] for number, line in enumerate(text.split("\n"), 1) if "  # " in line
    }
    assert found.keys() == meant.keys()
    assert [number for number, said in meant.items() if said not in found[number]] == [], told


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
