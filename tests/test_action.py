"""The GitHub action: its steps are run as a runner does, and no input of it is ever run."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from workflows import FILE, ROOT, merge, read, shell, tools

__all__ = ["merge", "tools"]


def steps() -> dict[str, dict[str, Any]]:
    return {step["name"]: step for step in read(ROOT / "action.yml")["runs"]["steps"]}


def given(step: dict[str, Any], **inputs: str) -> dict[str, str]:
    """Return the environment of a step for these inputs, as the runner fills it in."""
    known = read(ROOT / "action.yml")["inputs"]
    values = {name: about["default"] for name, about in known.items()} | {
        name.replace("_", "-"): value for name, value in inputs.items()
    }
    assert values.keys() == known.keys()
    return {
        name: values[wanted.removeprefix("${{ inputs.").removesuffix(" }}")]
        for name, wanted in step["env"].items()
    }


def checked(
    folder: Path, tools: Path, temp: Path, **inputs: str
) -> subprocess.CompletedProcess[str]:  # fmt: skip
    """Run the second step of the action; the first one is taken as done."""
    bin_ = temp / "auditctl" / "bin"
    if not bin_.exists():
        bin_.mkdir(parents=True)
        shutil.copy(tools / "auditctl", bin_)
    step = steps()["Check the records"]
    return shell(step["run"], folder, tools, RUNNER_TEMP=str(temp), **given(step, **inputs))


def test_no_input_of_the_action_stands_in_a_script() -> None:
    for step in steps().values():
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"


def test_the_action_checks_with_its_inputs(merge: Path, tools: Path, tmp_path: Path) -> None:
    everything = checked(merge, tools, tmp_path / "temp")
    assert everything.returncode == 1
    assert "old.yaml" in everything.stdout
    since = checked(merge.parent, tools, tmp_path / "temp", since="origin/main", working_directory="clone")
    assert since.returncode == 1
    assert f"file={FILE}" in since.stdout
    assert "old.yaml" not in since.stdout
    never = checked(merge, tools, tmp_path / "temp", fail_on="never", args="--select\n  IND   --no-timed")
    assert never.returncode == 0, never.stderr
    assert "IND001" in never.stdout
    assert "SCH001" not in never.stdout


@pytest.mark.parametrize("name", ["since", "args", "fail_on", "working_directory"])
@pytest.mark.parametrize(
    "hostile",
    ["$(touch pwned)", "`touch pwned`", "x; touch pwned", '" ; touch pwned ; "', "--output=pwned", "*"],
)
def test_the_action_runs_nothing_that_an_input_says(
    name: str, hostile: str, merge: Path, tools: Path, tmp_path: Path
) -> None:
    if (name, hostile) == ("args", "--output=pwned"):
        pytest.skip("this is what args is for")
    done = checked(merge, tools, tmp_path / "temp", **{name: hostile})
    assert done.returncode in {1, 2, 3}, done.stdout + done.stderr
    assert "::error file" not in done.stdout
    assert not (merge / "pwned").exists()


def test_the_action_installs_its_own_code_or_a_release(tools: Path, tmp_path: Path) -> None:
    """The package is a small one here; that of auditctl is tried in test_wheel."""
    package = tmp_path / "action"
    (package / "src" / "auditctl").mkdir(parents=True)
    (package / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "auditctl"\nversion = "9"\nscripts = {auditctl = "auditctl:main"}\n'
        "[tool.hatch.build.targets.wheel]\npackages = ['src/auditctl']\n",
        "utf-8",
    )
    (package / "src" / "auditctl" / "__init__.py").write_text(
        "def main():\n    print('installed')\n", "utf-8"
    )
    step, temp = steps()["Install auditctl"], tmp_path / "temp"
    temp.mkdir()
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    env = {
        "RUNNER_TEMP": str(temp), "GITHUB_ACTION_PATH": str(package), "PYTHONPATH": libraries,
        "PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_DEPS": "1", "PIP_NO_INDEX": "1",
    }  # fmt: skip
    done = shell(step["run"], tmp_path, tools, **env, **given(step))
    assert done.returncode == 0, done.stderr
    told = subprocess.run(
        [temp / "auditctl" / "bin" / "auditctl"], capture_output=True, text=True, check=True
    )
    assert told.stdout == "installed\n"
    release = shell(step["run"], tmp_path, tools, **env, **given(step, version="1.2.3"))
    assert "auditctl==1.2.3" in release.stderr  # there is no index to find it in
    for hostile in ("1; touch pwned", "$(touch pwned)", "1 @ https://evil.example", "-r x"):
        refused = shell(step["run"], tmp_path, tools, **env, **given(step, version=hostile))
        assert refused.returncode == 2
        assert "the input version is no version" in refused.stdout
    assert not (tmp_path / "pwned").exists()
