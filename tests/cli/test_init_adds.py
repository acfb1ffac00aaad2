"""`auditctl init --ci` and `--vscode` in a repository that is there already: only what is missing, nothing overwritten."""

import json
from pathlib import Path

import pytest

from small_repository import auditctl, lay
from workflows import INIT

CI = {"github": ".github/workflows/audit.yml", "gitlab": ".gitlab-ci.yml"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path / "repository")


def held(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("ci", CI)
def test_the_file_of_a_ci_is_added(ci: str, root: Path) -> None:
    before = held(root)
    done = auditctl(root, "init", "--ci", ci)
    assert (done.code, done.out) == (0, f"{root / CI[ci]}\n"), done.err
    assert held(root) == before | {CI[ci]: (INIT / {"github": "github-audit.yml", "gitlab": "gitlab-ci.yml"}[ci]).read_bytes()}  # fmt: skip
    again = auditctl(root, "init", "--ci", ci)
    assert (again.code, again.out) == (0, "")
    assert "exists already and is left as it is" in again.err


def test_vs_code_gets_its_settings_and_the_schemas_they_name(root: Path) -> None:
    done = auditctl(root / "audits", "init", "--vscode")
    assert done.code == 0, done.err
    assert {Path(line).name for line in done.out.splitlines()} == {"settings.json", "extensions.json"}
    settings = json.loads((root / ".vscode/settings.json").read_text("utf-8"))
    assert all((root / path).is_file() for path in settings["yaml.schemas"])


def test_what_is_missing_is_added_to_what_is_there(root: Path) -> None:
    (root / ".vscode").mkdir()
    (root / ".vscode/settings.json").write_text('{"mine": 1}', "utf-8")
    done = auditctl(root, "init", ".", "--vscode", "--ci", "gitlab")
    assert done.code == 0
    assert "settings.json exists already and is left as it is" in done.err
    assert (root / ".vscode/settings.json").read_text("utf-8") == '{"mine": 1}'
    assert {".vscode/extensions.json", ".gitlab-ci.yml"} <= held(root).keys()


def test_what_is_there_and_another_is_a_refusal(root: Path) -> None:
    (root / ".gitlab-ci.yml").write_text("mine: {}\n", "utf-8")
    done = auditctl(root, "init", "--ci", "gitlab")
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        "auditctl: .gitlab-ci.yml exists already: nothing was added\n"
        "  `auditctl init FOLDER --ci gitlab` in a folder elsewhere writes what you can take over by hand\n"
    )
    assert (root / ".gitlab-ci.yml").read_text("utf-8") == "mine: {}\n"


def test_a_dry_run_lists_what_would_be_added(root: Path) -> None:
    before = held(root)
    done = auditctl(root, "init", "--ci", "github", "--dry-run")
    assert (done.code, done.out) == (0, f"{root / CI['github']}\n")
    assert held(root) == before


@pytest.mark.parametrize(
    "words",
    [(), ("--ci", "none"), ("--no-vscode",), ("--ci", "github", "--name", "x"), ("--vscode", "--example", "lodos"), ("audits/new", "--ci", "github")],
)  # fmt: skip
def test_whatever_else_is_refused_in_a_repository(words: tuple[str, ...], root: Path) -> None:
    before = held(root)
    done = auditctl(root, "init", *words)
    assert (done.code, done.out) == (3, "")
    assert "is an audit repository already" in done.err
    assert "`auditctl init --ci …` and `--vscode` add their files" in done.err
    assert held(root) == before


def test_a_folder_of_a_bigger_repository_is_told_where_ci_looks(root: Path) -> None:
    (root.parent / ".git").mkdir()
    assert "-C repository" in auditctl(root, "init", "--ci", "github").err
    assert "CI looks" not in auditctl(root, "init", "--vscode").err
