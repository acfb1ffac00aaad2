"""The README's tour, played as it stands: its files are written, its commands run, what it shows is said."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from committed import committed, git
from small_repository import auditctl, environment

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"^```(console|yaml \S+|diff \S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_tour(tmp_path: Path) -> None:
    folder = tmp_path
    written = 0
    for kind, body in BLOCK.findall(README):
        if kind.startswith("yaml "):
            target = folder / kind.removeprefix("yaml ")
            if "capas" not in target.parts:
                assert target.exists(), "init lays down the file that the tour fills in"
                written += len(body.splitlines())
            target.parent.mkdir(exist_ok=True)
            target.write_text(body, "utf-8")
            continue
        if kind.startswith("diff "):
            _patch(folder / kind.removeprefix("diff "), body)
            continue
        for command, shown in _commands(body):
            if command[0] == "cd":
                folder /= command[1]
                continue
            words = command[1:] if "--as-of" in command else ["--as-of", "2026-11-20", *command[1:]]
            done = auditctl(folder, *words)
            refused = any(line.startswith("auditctl: ") for line in shown)
            assert done.code == _expected(shown), done.err
            _assert_said(shown, done.err if refused else done.out)
    assert 0 < written <= 45
    checked = auditctl(folder, "--as-of", "2026-12-15", "check")
    assert checked.code == 0, checked.out


def _expected(shown: list[str]) -> int:
    """Return the exit code of a command: refused, a question answered with no, or fine."""
    if any(line.startswith("auditctl: ") for line in shown):
        return 3
    return int(any(line.startswith(("No plan", "not met")) for line in shown))


def _patch(path: Path, body: str) -> None:
    """Replace the line behind each `-` by the one behind the `+`."""
    text = path.read_text("utf-8")
    old, new = ("".join(f"{line[1:]}\n" for line in body.splitlines() if line[0] == sign) for sign in "-+")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def _commands(body: str) -> list[tuple[list[str], list[str]]]:
    found: list[tuple[list[str], list[str]]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((shlex.split(line[2:]), []))
        else:
            found[-1][1].append(line)
    return found


def _assert_said(shown: list[str], out: str) -> None:
    lines = iter(out.splitlines())
    for line in shown:
        assert any(said == line for said in lines), f"{line!r} is not said in:\n{out}"


@pytest.mark.parametrize("block", re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL))
def test_commands_in_shell_blocks_exist(block: str, tmp_path: Path) -> None:
    for line in block.splitlines():
        words = line.partition("#")[0].split()
        if words[0] == "make":
            done = subprocess.run(
                ["make", "--dry-run", words[1]], cwd=ROOT, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr
        else:
            assert auditctl(_cloned("poyraz", tmp_path), "--as-of", "2026-11-20", *words[1:]).code == 0


@pytest.mark.parametrize(
    "command",
    ["auditctl diff origin/main...HEAD --format markdown", "auditctl history restore-tests-missing"],
)
def test_what_a_reviewer_is_told_to_ask_can_be_asked(command: str, tmp_path: Path) -> None:
    assert f"`{command}`" in README
    done = auditctl(_cloned("lodos", tmp_path), *shlex.split(command)[1:])
    assert (done.code, done.err) == (0, "")
    assert done.out


def _cloned(example: str, folder: Path) -> Path:
    """Return an example as a checkout of CI has it, with its target at origin/main."""
    root = folder / example
    if not root.exists():
        shutil.copytree(ROOT / "examples" / example, root)
        git(root, "init", "-q", "-b", "main")
        committed(root, "2026-11-20")
        git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    return root


def test_the_demo_plays(tmp_path: Path) -> None:
    import sys

    path = f"{Path(sys.executable).parent}:{environment()['PATH']}"
    done = subprocess.run(
        ["sh", str(ROOT / "examples" / "demo.sh"), str(tmp_path / "demo")], env=environment(PATH=path, HOME=str(tmp_path)),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    report = re.search(r"^The HTML reports are (\S+), summary", done.stdout, re.MULTILINE)
    assert report
    assert Path(report[1]).read_text("utf-8").startswith("<!doctype html>")
    assert (
        "?? audits/2026-spot-agreements/findings/signed-agreements-are-kept-in-two-places.yaml" in done.stdout
    )
