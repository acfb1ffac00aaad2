"""`auditctl init`: the CI and the editor that one picks, and the line that names a schema."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest

from auditctl.writing.schemas import schemas
from small_repository import auditctl, environment

CI = {"github": ".github/workflows/audit.yml", "gitlab": ".gitlab-ci.yml"}
LINE = "# yaml-language-server: $schema="


def names(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("flags", "written"), [((), {"github"}), (("--ci", "github"), {"github"}), (("--ci", "gitlab"), {"gitlab"}), (("--ci", "none"), set())])  # fmt: skip
def test_the_ci_that_is_picked_gets_its_file(
    flags: tuple[str, ...], written: set[str], tmp_path: Path
) -> None:
    assert auditctl(tmp_path, "init", "new", *flags).code == 0
    found = names(tmp_path / "new")
    assert {ci for ci, path in CI.items() if path in found} == written
    readme = (tmp_path / "new" / "README.md").read_text("utf-8")
    assert {ci for ci, path in CI.items() if path in readme} == written
    assert not any(path.startswith(".vscode") for path in found)


def test_an_example_gets_no_ci_but_on_request(tmp_path: Path) -> None:
    assert auditctl(tmp_path, "init", "a", "--example", "poyraz").code == 0
    assert not names(tmp_path / "a") & {*CI.values()}
    assert auditctl(tmp_path, "init", "b", "--example", "poyraz", "--ci", "gitlab", "--vscode").code == 0
    assert {CI["gitlab"], ".vscode/settings.json"} <= names(tmp_path / "b")


def test_vs_code_finds_the_schema_of_every_kind_of_file(tmp_path: Path) -> None:
    assert auditctl(tmp_path, "init", "new", "--vscode").code == 0
    root = tmp_path / "new"
    settings = json.loads((root / ".vscode/settings.json").read_text("utf-8"))
    assert {Path(path).stem for path in settings["yaml.schemas"]} == schemas().keys()
    assert all((root / path).is_file() for path in settings["yaml.schemas"])
    extensions = json.loads((root / ".vscode/extensions.json").read_text("utf-8"))
    assert extensions == {"recommendations": ["redhat.vscode-yaml"]}


def test_what_is_there_already_stays(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / CI["gitlab"]).write_text("mine: {}\n", "utf-8")
    done = auditctl(tmp_path, "init", "new", "--ci", "gitlab")
    assert done.code == 0
    assert f"{CI['gitlab']} exists already and is left as it is" in done.err
    assert (tmp_path / "new" / CI["gitlab"]).read_text("utf-8") == "mine: {}\n"


@pytest.mark.parametrize("example", [(), ("--example", "lodos"), ("--example", "poyraz")], ids=["empty", "lodos", "poyraz"])  # fmt: skip
def test_every_record_names_its_schema(example: tuple[str, ...], tmp_path: Path) -> None:
    assert auditctl(tmp_path, "init", "new", *example).code == 0
    root = tmp_path / "new"
    for path in sorted(root.rglob("*.yaml")):
        first = path.read_text("utf-8").split("\n")[0]
        assert first.startswith(LINE), path
        assert (path.parent / first.removeprefix(LINE)).is_file(), path


@pytest.mark.parametrize("ci", CI)
def test_the_file_of_a_ci_names_the_schema_of_its_reader(ci: str, tmp_path: Path) -> None:
    assert auditctl(tmp_path, "init", "new", "--ci", ci).code == 0
    assert (tmp_path / "new" / CI[ci]).read_text("utf-8").startswith(f"{LINE}https://")


def test_in_a_folder_of_a_repository_it_says_where_ci_looks(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    done = auditctl(tmp_path, "init", "audits here")
    assert "CI looks at the top of the git repository alone" in done.err
    assert "-C audits here" in done.err
    assert "CI looks" not in auditctl(tmp_path, "init", "other", "--ci", "none").err


def terminal(folder: Path, *words: str) -> Any:
    return pexpect.spawn(
        sys.executable, ["-m", "auditctl", "init", *words], cwd=str(folder), env=environment(), encoding="utf-8", timeout=30
    )  # fmt: skip


def test_on_a_terminal_it_asks_for_ci_and_editor(tmp_path: Path) -> None:
    child = terminal(tmp_path, "new")
    child.expect_exact("github, gitlab or none [github]: ")
    child.sendline("jenkins")
    child.expect_exact("'jenkins' is no CI that auditctl knows; write github, gitlab or none")
    child.sendline("gitlab")
    child.expect_exact("Settings for VS Code? [Y/n] ")
    child.sendline("")
    child.expect(pexpect.EOF)
    assert {CI["gitlab"], ".vscode/settings.json"} <= names(tmp_path / "new")


def test_on_a_terminal_flags_answer_the_questions(tmp_path: Path) -> None:
    child = terminal(tmp_path, "flags", "--ci", "none", "--no-vscode")
    child.expect(pexpect.EOF)
    assert "[Y/n]" not in child.before
    child = terminal(tmp_path, "silent", "--no-input")
    child.expect(pexpect.EOF)
    assert CI["github"] in names(tmp_path / "silent")
