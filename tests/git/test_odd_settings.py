"""Settings and variables that steer git: none changes a result, and none runs a program."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from auditctl.source.git import command
from auditctl.source.git.refusals import TookTooLong
from committed import committed, git, replace, repository
from in_process import called

TODAY = date(2026, 11, 20)
FINDING = "audits/a/findings/restore.yaml"
ASKING = (
    ("check", "--since", "HEAD~1", "--format", "json", "--fail-on", "never"),
    ("check", "--format", "json", "--fail-on", "never"),
    ("diff", "HEAD~2..HEAD", "--json"),
    ("diff", "HEAD~1", "--json"),
    ("history", "tests", "--kind", "finding", "--json"),
    ("history", "a", "--json"),
)


def laid(above: Path) -> Path:
    """Return an audit repository in a folder of a larger one, with renames, odd names and a merge behind it."""
    root = repository(above / "isms", {"audits/a/evidence/files/ölçüm İzmir.csv": "x"})
    shutil.rmtree(root / ".git")
    (above / "readme.md").write_text("all", "utf-8")
    committed(above, "2026-10-01")
    git(above, "checkout", "-q", "-b", "work")
    replace(root, FINDING, "eleven months", "a year")
    committed(above, "2026-10-02", "olga@kestrel.example", "Dilek: ş, ğ, İ")
    git(above, "checkout", "-q", "main")
    (root / "audits/a/capas/more.yaml").write_text(
        (root / "audits/a/capas/restore.yaml").read_text("utf-8"), "utf-8"
    )
    committed(above, "2026-10-03")
    git(above, "merge", "-q", "--no-edit", "work")
    git(above, "mv", f"isms/{FINDING}", "isms/audits/a/findings/tests.yaml")
    (above / "readme.md").write_text("more", "utf-8")
    (root / "audits/a/evidence/files/ölçüm İzmir.csv").write_text("y", "utf-8")
    committed(above, "2026-10-06")
    replace(root, "audits/a/findings/tests.yaml", "grade: major", "grade: minor")
    replace(root, "audits/a/evidence/policy.yaml", "source:", "sauce:")
    committed(above, "2026-10-07")
    replace(root, "audits/a/capas/more.yaml", "2026-11-30", "2026-12-30")
    return root


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def told(plain: Path) -> list[str]:
    """Return what each command says where nothing is set."""
    return [answer(plain, words) for words in ASKING]


@pytest.fixture
def root(plain: Path, tmp_path: Path) -> Path:
    return shutil.copytree(plain.parent, tmp_path / "copy", symlinks=True) / plain.name


def answer(root: Path, words: tuple[str, ...]) -> str:
    done = called(root, TODAY, *words)
    assert (done.code, "Traceback" in done.err) == (0, False), done.err
    assert json.loads(done.out)
    return done.out


def test_what_is_asked_tells_something(told: list[str]) -> None:
    assert "sauce" in told[0]
    assert "grade lowered" in told[2]
    assert "ölçüm İzmir.csv" in told[2]
    assert "renamed, restore before" in told[4]


ODD = {
    "diff": "[diff]\n\trelative = true\n\tnoprefix = true\n\tmnemonicPrefix = true\n\tsrcPrefix = x\n\trenames = false\n"
    "\trenameLimit = 1\n\tignoreSubmodules = all\n\talgorithm = patience\n\tsubmodule = log\n\twordRegex = .\n",
    "copies": "[diff]\n\trenames = copies\n\tcolorMoved = zebra\n\tstatNameWidth = 3\n",
    "names": "[core]\n\tquotePath = true\n\tprecomposeUnicode = true\n\tignoreCase = true\n\tabbrev = 4\n\tprotectNTFS = true\n",
    "log": "[log]\n\tshowSignature = true\n\tfollow = true\n\tdate = raw\n\tdecorate = full\n\tshowRoot = false\n"
    "\tabbrevCommit = true\n\tdiffMerges = combined\n\tmailmap = true\n[format]\n\tpretty = oneline\n",
    "encoding": "[i18n]\n\tlogOutputEncoding = ISO-8859-9\n",
    "colour": "[color]\n\tui = always\n\tdiff = always\n[column]\n\tui = always\n",
    "submodules": "[submodule]\n\trecurse = true\n[fetch]\n\trecurseSubmodules = true\n[status]\n\tsubmoduleSummary = true\n",
    "files": "[core]\n\tautocrlf = true\n\tsafecrlf = true\n\tsymlinks = false\n\tfileMode = false\n\tsparseCheckout = true\n"
    "\tsplitIndex = true\n\tuntrackedCache = true\n\tmultiPackIndex = true\n\tcommitGraph = true\n",
    "advice": "[advice]\n\tdetachedHead = true\n[help]\n\tautocorrect = immediate\n[feature]\n\texperimental = true\n",
    "notes": "[notes]\n\tdisplayRef = refs/notes/*\n[mailmap]\n\tfile = /dev/null\n\tblob = HEAD:isms/people.yaml\n",
}


@pytest.mark.parametrize("name", ODD)
def test_settings_change_no_result(name: str, root: Path, told: list[str]) -> None:
    git(root, "notes", "add", "-m", "a note on it", "HEAD")
    (root.parent / ".mailmap").write_text(
        "Someone Else <else@kestrel.example> <ann@north.example>\n", "utf-8"
    )
    with (root.parent / ".git" / "config").open("a", encoding="utf-8") as config:
        config.write(ODD[name])
    assert [answer(root, words) for words in ASKING] == told


def test_a_order_of_files_changes_no_result(root: Path, told: list[str]) -> None:
    (root.parent / ".git" / "order").write_text("*.csv\n*/capas/*\n", "utf-8")
    git(root, "config", "diff.orderFile", ".git/order")
    assert [answer(root, words) for words in ASKING] == told


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """Return a program that writes down that it was run."""
    made = tmp_path / "trap"
    made.write_text(f'#!/bin/sh\necho "$0 $@" >> {tmp_path / "sprung"}\n', "utf-8")
    made.chmod(0o755)
    return made


VARIABLES: dict[str, Callable[[Path, Path], dict[str, str]]] = {
    "another repository": lambda _, other: {"GIT_DIR": f"{other}/.git", "GIT_WORK_TREE": f"{other}"},
    "another index and store": lambda _, other: {
        "GIT_INDEX_FILE": f"{other}/.git/index",
        "GIT_OBJECT_DIRECTORY": f"{other}/.git/objects",
        "GIT_COMMON_DIR": f"{other}/.git",
        "GIT_NAMESPACE": "x",
        "GIT_SHALLOW_FILE": f"{other}/shallow",
    },
    "a program for differences": lambda trap, _: {"GIT_EXTERNAL_DIFF": f"{trap}", "GIT_PAGER": f"{trap}", "GIT_EDITOR": f"{trap}"},
    "settings": lambda trap, _: {
        "GIT_CONFIG_COUNT": "3",
        "GIT_CONFIG_KEY_0": "core.fsmonitor", "GIT_CONFIG_VALUE_0": f"{trap}",
        "GIT_CONFIG_KEY_1": "diff.relative", "GIT_CONFIG_VALUE_1": "true",
        "GIT_CONFIG_KEY_2": "log.diffMerges", "GIT_CONFIG_VALUE_2": "off",
    },
    "more settings": lambda trap, _: {"GIT_CONFIG_PARAMETERS": f"'core.fsmonitor'='{trap}' 'diff.external'='{trap}'"},
    "paths": lambda *_: {"GIT_GLOB_PATHSPECS": "1", "GIT_ICASE_PATHSPECS": "1", "GIT_PREFIX": "x/", "GIT_DIFF_OPTS": "-u0"},
    "programs": lambda trap, _: {"GIT_SSH": f"{trap}", "GIT_SSH_COMMAND": f"{trap}", "GIT_ASKPASS": f"{trap}", "GIT_EXEC_PATH": f"{trap.parent}"},
    "talk": lambda *_: {"GIT_TRACE": "1", "GIT_TRACE2": "1", "GIT_TRACE_SETUP": "1", "GIT_TEST_DATE_NOW": "1", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"},
    "ceiling": lambda _, other: {"GIT_CEILING_DIRECTORIES": f"{other.parent}:/", "GIT_DEFAULT_REF_FORMAT": "reftable"},
}  # fmt: skip


@pytest.mark.parametrize("name", VARIABLES)
def test_variables_change_no_result_and_run_nothing(
    name: str, root: Path, told: list[str], trap: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repository(tmp_path / "other")
    for key, value in VARIABLES[name](trap, other).items():
        monkeypatch.setenv(key, value)
    assert [answer(root, words) for words in ASKING] == told
    assert not (tmp_path / "sprung").exists()


def settings_of(trap: Path) -> str:
    """Return every setting that names a program."""
    return f"""
[core]
	fsmonitor = {trap}
	hooksPath = {trap.parent}
	pager = {trap}
	editor = {trap}
	sshCommand = {trap}
	askPass = {trap}
	gitProxy = {trap}
	alternateRefsCommand = {trap}
	attributesFile = {trap.parent}/attributes
[diff]
	external = {trap}
[diff "x"]
	command = {trap}
	textconv = {trap}
	cachetextconv = true
[filter "x"]
	clean = {trap}
	smudge = {trap}
	process = {trap}
	required = true
[merge "x"]
	driver = {trap}
[interactive]
	diffFilter = {trap}
[uploadpack]
	packObjectsHook = {trap}
[credential]
	helper = !{trap}
[gpg]
	program = {trap}
[gpg "ssh"]
	program = {trap}
	defaultKeyCommand = {trap}
[sequence]
	editor = {trap}
[trace2]
	normalTarget = {trap.parent}/traced
[alias]
	log = !{trap}
	rev-parse = !{trap}
	cat-file = !{trap}
	ls-tree = !{trap}
	diff-tree = !{trap}
	for-each-ref = !{trap}
	merge-base = !{trap}
[pager]
	log = {trap}
	config = {trap}
[remote "origin"]
	url = ext::sh -c {trap}
	promisor = false
	uploadpack = {trap}
	vcs = x
[protocol "ext"]
	allow = always
"""


@pytest.mark.parametrize("where", ["config", "worktree", "include", "user"])
def test_no_setting_runs_a_program_wherever_it_stands(
    where: str, root: Path, told: list[str], trap: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = root.parent / ".git"
    written = {
        "config": folder / "config",
        "worktree": folder / "config.worktree",
        "include": tmp_path / "included",
        "user": tmp_path / "gitconfig",
    }[where]
    with written.open("a", encoding="utf-8") as config:
        config.write(settings_of(trap))
    if where == "worktree":
        git(root, "config", "extensions.worktreeConfig", "true")
    if where == "include":
        git(root, "config", "includeIf.gitdir:/.path", str(written))
        git(root, "config", "include.path", str(written))
    if where == "user":
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(written))
    for hook in ("post-index-change", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(trap, folder / "hooks" / hook)
    (root / ".gitattributes").write_text("* diff=x filter=x merge=x\n", "utf-8")
    (folder / "info" / "attributes").write_text("* diff=x filter=x\n", "utf-8")
    (root / "audits/a/scope.yaml").touch()
    assert [answer(root, words) for words in ASKING] == told
    assert not (tmp_path / "sprung").exists(), (tmp_path / "sprung").read_text("utf-8")
    if where == "config":
        git(root, "status", check=False)
        assert (tmp_path / "sprung").exists(), "the trap is set: git itself steps into it"


def test_objects_of_another_name_replace_nothing(root: Path, told: list[str]) -> None:
    head, first = (git(root, "rev-parse", name).strip() for name in ("HEAD", "HEAD~3"))
    git(root, "replace", head, first)
    (root.parent / ".git" / "info" / "grafts").write_text(f"{head}\n", "utf-8")
    assert [answer(root, words) for words in ASKING] == told


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("core.worktree", "/", "which has them elsewhere"),
        ("core.worktree", "../isms", "which has them elsewhere"),
        ("core.worktree", "{other}", "which has them elsewhere"),
        ("core.bare", "true", "is bare"),
    ],
)
def test_a_work_tree_that_is_said_to_be_elsewhere(
    key: str, value: str, sentence: str, root: Path, tmp_path: Path
) -> None:
    git(root, "config", key, value.format(other=repository(tmp_path / "other")))
    for words in ASKING:
        done = called(root, TODAY, *words)
        first = next(line for line in done.err.splitlines() if not line.startswith("warning: "))
        assert sentence in first
        is_check = words[0] == "check" and "--since" not in words
        assert (done.code, first.partition(":")[0]) == (
            (0, "skipped HIS001 to HIS006") if is_check else (3, "auditctl")
        )


def test_git_of_a_folder_that_the_path_names_relatively_is_not_run(
    root: Path, trap: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(trap, root / "git")
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(root)
    done = called(root, TODAY, *ASKING[2])
    assert done.code in {0, 3}
    assert not (tmp_path / "sprung").exists()
    assert subprocess.run(["./git"], check=False).returncode == 0


def test_a_git_that_does_not_say_whom_the_user_trusts_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "git"
    slow.write_text("#!/bin/sh\nexec sleep 60\n", "utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(command, "QUICKLY", 0.2)
    with pytest.raises(TookTooLong, match=r"did not answer within 0\.2 seconds"):
        command.users_safe_directories(tmp_path)
