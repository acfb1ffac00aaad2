"""What is installed from a wheel is whole: templates, catalogues, examples, case files, the command."""

import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from small_repository import environment

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the installed command; libraries are those of the environment that runs the tests."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    target = next((folder / "lib").glob("python*")) / "site-packages"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--target",
            str(target),
            str(wheel),
        ],
        check=True,
    )
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (target / "libraries.pth").write_text("\n".join(libraries) + "\n", "utf-8")
    script = folder / "bin" / "auditctl"
    script.write_text(f"#!{python}\nfrom auditctl.cli.main import main\nmain()\n", "utf-8")
    script.chmod(0o755)
    return script


def run(command: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [command, *words],
        cwd=folder,
        env=environment(AUDITCTL_TODAY="2026-11-20"),
        capture_output=True,
        text=True,
        check=False,
    )


def heads(text: str) -> list[str]:
    """Return what a check says without places: `init` puts a line in front of each record, which names its schema."""
    return [line for line in text.splitlines() if re.match(r"\w+\[|\d+ error", line)]


def test_the_wheel_holds_what_the_command_needs(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "auditctl/catalogs/iso27001-2022.yaml",
        "auditctl/templates/init/auditctl.yaml.j2",
        "auditctl/templates/init/gitlab-ci.yml",
        "auditctl/outputs/check.schema.json",
        "auditctl/outputs/pack.schema.json",
        "auditctl/outputs/seal.schema.json",
        "auditctl/templates/report/audit.html.j2",
        "auditctl/examples/lodos/auditctl.yaml",
        "auditctl/examples/lodos/.gitattributes",
        "auditctl/cases/IND001.md",
        "auditctl/wordlists/en.yaml",
        "auditctl/py.typed",
    } <= names
    assert not {name for name in names if "__pycache__" in name or name.startswith("tests")}


def test_the_installed_command_plays_the_examples(command: Path, tmp_path: Path) -> None:
    assert run(command, tmp_path, "init", "demo", "--example", "lodos").returncode == 0
    root = tmp_path / "demo"
    checked = run(command, root, "check")
    assert checked.returncode == 1
    golden = (ROOT / "tests" / "goldens" / "lodos-check.txt").read_text("utf-8")
    assert heads(checked.stdout) == heads(golden)
    assert run(command, root, "report", "2026-main", "-o", "report.html").returncode == 0
    assert (root / "report.html").read_text("utf-8").startswith("<!doctype html>")
    assert "An example that fails" in run(command, root, "explain", "IND001").stdout


def test_a_new_repository_from_the_installed_command_is_clean(command: Path, tmp_path: Path) -> None:
    assert run(command, tmp_path, "init", "mine", "--name", "Kestrel: #1 Ltd").returncode == 0
    checked = run(command, tmp_path / "mine", "check", "--fail-on", "error")
    assert checked.returncode == 0, checked.stdout
    again = run(command, tmp_path, "init", "mine")
    assert again.returncode == 3
    assert "is an audit repository already" in again.stderr
