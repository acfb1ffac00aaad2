"""Repositories whose settings would run a program, and where git cannot tell: nothing runs, one sentence."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from committed import FINDING, committed, git, replace, repository
from small_repository import Ended, auditctl

SINCE = ("check", "--since", "HEAD~1", "--fail-on", "never")
ASKING = (
    SINCE,
    ("check", "--fail-on", "never"),
    ("diff", "HEAD~1"),
    ("diff", "HEAD~1..HEAD"),
    ("history", "restore"),
)


def two_commits(root: Path) -> Path:
    repository(root)
    replace(root, "audits/a/findings/restore.yaml", "grade: major", "grade: minor")
    committed(root, "2026-10-06")
    return root


SETTINGS = {
    "fsmonitor": "[core]\n\tfsmonitor = {trap}\n",
    "hooks": "[core]\n\thooksPath = {folder}\n",
    "pager": "[core]\n\tpager = {trap}\n[pager]\n\tlog = {trap}\n\tdiff-tree = {trap}\n",
    "diff": '[diff]\n\texternal = {trap}\n[diff "x"]\n\ttextconv = {trap}\n\tcommand = {trap}\n',
    "filter": '[filter "x"]\n\tclean = {trap}\n\tsmudge = {trap}\n\tprocess = {trap}\n\trequired = true\n',
    "alias": "[alias]\n\tlog = !{trap}\n\tls-tree = !{trap}\n\trev-parse = !{trap}\n",
    "ssh": "[core]\n\tsshCommand = {trap}\n\taskPass = {trap}\n\teditor = {trap}\n[credential]\n\thelper = !{trap}\n",
    "signature": '[log]\n\tshowSignature = true\n[gpg]\n\tprogram = {trap}\n[gpg "ssh"]\n\tprogram = {trap}\n\tdefaultKeyCommand = {trap}\n[gpg "x509"]\n\tprogram = {trap}\n[gpg "openpgp"]\n\tprogram = {trap}\n',
    "include": "[include]\n\tpath = {folder}/included\n",
}


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_of_a_repository_run_nothing(name: str, tmp_path: Path) -> None:
    root = two_commits(tmp_path / "audits")
    folder, sprung = tmp_path / "traps", tmp_path / "sprung"
    folder.mkdir()
    trap = folder / "post-index-change"
    trap.write_text(f"#!/bin/sh\necho $0 >> {sprung}\n", "utf-8")
    trap.chmod(0o755)
    (folder / "included").write_text(f"[core]\n\tfsmonitor = {trap}\n\tpager = {trap}\n", "utf-8")
    (root / ".gitattributes").write_text("* diff=x filter=x\n", "utf-8")
    with (root / ".git" / "config").open("a", encoding="utf-8") as config:
        config.write(SETTINGS[name].format(trap=trap, folder=folder))
    (root / "audits" / "a" / "scope.yaml").touch()
    for words in ASKING:
        done = auditctl(root, *words)
        assert done.code == 0, done.err
    assert not sprung.exists(), sprung.read_text("utf-8")
    git(root, "status", check=False)  # the traps are set: git itself steps into one of them
    if name == "fsmonitor":
        assert sprung.exists()


def test_a_signed_commit_is_checked_by_the_program_of_the_path(tmp_path: Path) -> None:
    root = two_commits(tmp_path / "audits")
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    public = key.with_suffix(".pub").read_text("utf-8")
    sprung = tmp_path / "sprung"
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {sprung}\n", "utf-8")
    trap.chmod(0o755)
    replace(root, "audits/a/findings/restore.yaml", "eleven months", "a year")
    git(
        root,
        "-c",
        "gpg.format=ssh",
        "-c",
        f"user.signingKey={key}",
        "commit",
        "-q",
        "-S",
        "-a",
        "-m",
        "signed",
    )
    git(root, "config", "gpg.ssh.program", str(trap))
    unknown = " ".join(auditctl(root, "history", "restore", "--kind", "finding").out.split())
    assert "signature by an unknown key" in unknown
    (root / "allowed_signers").write_text(f"ann@north.example {public}", "utf-8")
    known = auditctl(root, "history", "restore", "--kind", "finding", "--json")
    signature = json.loads(known.out)["records"][0]["commits"][-1]["signature"]
    assert (signature["state"], signature["signer"]) == ("good", "ann@north.example")
    assert not sprung.exists()


def test_names_of_files_with_quotes_line_ends_and_letters_of_any_language(tmp_path: Path) -> None:
    root = two_commits(tmp_path / "denetim kayıtları")
    files = root / "audits" / "a" / "evidence" / "files"
    files.mkdir()
    for name in ('ölçüm "İzmir".csv', "two\nlines.csv", "-n", "tab\tand \\ backslash", ":100644 a b c D"):
        (files / name).write_text("x", "utf-8")
    committed(root, "2026-10-07")
    (files / 'ölçüm "İzmir".csv').write_text("y", "utf-8")
    (files / "two\nlines.csv").unlink()
    done = auditctl(root, "diff")
    assert done.code == 0
    assert 'file of evidence ölçüm "İzmir".csv' in done.out
    assert "two\\nlines.csv" in done.out
    assert "3 changes" not in done.out
    assert auditctl(root, "history", "restore").code == 0
    assert auditctl(root, *SINCE).code == 0


def refused(done: Ended) -> str:
    """Return the sentence of a refusal: one line and the way out, nothing on stdout."""
    assert (done.code, done.out) == (3, ""), done
    first, *_ = done.err.splitlines()
    assert first.startswith("auditctl: ")
    assert "Traceback" not in done.err
    return done.err


def test_without_git_only_what_needs_history_is_missing(tmp_path: Path) -> None:
    root = two_commits(tmp_path / "audits")
    env = {"PATH": str(tmp_path)}
    for words in (SINCE, ("diff",), ("history", "restore")):
        assert "git is not installed" in refused(auditctl(root, *words, env=env))
    checked = auditctl(root, "check", "--fail-on", "never", env=env)
    assert checked.code == 0
    assert checked.err.startswith("skipped HIS001 to HIS006: git is not installed")
    assert auditctl(root, "check", "--select", "IND", env=env).err == ""


def test_outside_of_git(tmp_path: Path) -> None:
    root = two_commits(tmp_path / "audits")
    shutil.rmtree(root / ".git")
    for words in (SINCE, ("diff",), ("history", "restore")):
        assert "is not in a git repository" in refused(auditctl(root, *words))
    checked = auditctl(root, "check", "--fail-on", "never")
    assert (checked.code, "skipped HIS001 to HIS006" in checked.err) == (0, True)


def test_an_empty_history_and_an_unknown_revision(tmp_path: Path) -> None:
    root = two_commits(tmp_path / "audits")
    assert "git knows no revision 'mian'" in refused(auditctl(root, "diff", "mian"))
    for odd in (
        "--help-all",
        "-x",
        "--output=x",
        "a\nb",
        "HEAD^{tree}",
        "",
        " ",
        "HEAD~9",
        "HEAD:auditctl.yaml",
        "@{u}",
    ):
        told = refused(auditctl(root, "diff", "--", odd))
        assert told.startswith(f"auditctl: git knows no revision '{odd}' here".replace("\n", "\\n"))
        assert refused(auditctl(root, "check", f"--since={odd}")) == told
    assert auditctl(root, "diff", "..").code == 0
    assert not (root / "x").exists()
    shutil.rmtree(root / ".git")
    git(root, "init", "-q")
    for words in (SINCE, ("diff",), ("history", "restore")):
        assert "nothing has been committed yet" in refused(auditctl(root, *words))
    assert "nothing has been committed yet" in auditctl(root, "check", "--fail-on", "never").err


def test_a_shallow_clone_says_what_it_lacks(tmp_path: Path) -> None:
    root = two_commits(tmp_path / "audits")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", str(clone))
    assert "shallow clone" in refused(auditctl(clone, *SINCE))
    assert "fetch-depth: 0" in refused(auditctl(clone, "history", "restore"))
    assert auditctl(clone, "diff").code == 0
    checked = auditctl(clone, "check", "--fail-on", "never")
    assert (checked.code, "skipped HIS001 to HIS006: this is a shallow clone" in checked.err) == (0, True)


def test_a_branch_that_only_the_remote_has(tmp_path: Path) -> None:
    root = two_commits(tmp_path / "audits")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(root), str(clone))
    git(clone, "checkout", "-q", "--detach")
    git(clone, "branch", "-q", "-D", "main")
    assert "did you mean origin/main?" in refused(auditctl(clone, "check", "--since", "main"))
    assert auditctl(clone, "check", "--since", "origin/main").code == 0, "a detached head is no trouble"


def test_a_folder_whose_name_has_letters_quotes_and_a_line_end(tmp_path: Path) -> None:
    root = two_commits(tmp_path / "denetim \"kayıtları\"\n'ş' \\x")
    for words in ASKING:
        done = auditctl(root, *words)
        assert done.code == 0, done.err
        assert "skipped" not in done.err
    assert "grade lowered" in auditctl(root, "diff", "HEAD~1").out


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_a_repository_of_somebody_else(tmp_path: Path) -> None:
    above = tmp_path / "the company"
    root = repository(above / "isms")
    shutil.rmtree(root / ".git")
    committed(above, "2026-10-05")
    for path in (above, above / ".git"):
        os.chown(path, 12345, 12345)
    home = tmp_path / "home"
    home.mkdir()
    env = {"HOME": str(home), "GIT_CONFIG_GLOBAL": str(home / ".gitconfig")}
    told = refused(auditctl(root, "history", "restore", env=env))
    (way_out,) = re.findall(r"if you do: `(git config .+)`", told)
    subprocess.run(["sh", "-c", way_out], check=True, env=os.environ | env)
    assert auditctl(root, "history", "restore", env=env).code == 0


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_somebody_else(tmp_path: Path) -> None:
    root = two_commits(tmp_path / "audits")
    for path in (root, root / ".git"):
        os.chown(path, 12345, 12345)
    home = tmp_path / "home"
    home.mkdir()
    env = {"HOME": str(home), "GIT_CONFIG_GLOBAL": str(home / ".gitconfig")}
    told = refused(auditctl(root, "diff", env=env))
    assert "dubious ownership" in told
    assert f"git config --global --add safe.directory {root}" in told
    assert "skipped HIS001" in auditctl(root, "check", "--fail-on", "never", env=env).err
    (home / ".gitconfig").write_text(f"[safe]\n\tdirectory = {root}\n", "utf-8")
    assert auditctl(root, "diff", env=env).code == 0


def test_a_worktree_and_a_submodule_are_repositories_like_others(tmp_path: Path) -> None:
    root = two_commits(tmp_path / "audits")
    git(root, "worktree", "add", "-q", str(tmp_path / "tree"), "-b", "other")
    above = tmp_path / "above"
    above.mkdir()
    git(above, "init", "-q")
    git(above, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(root), "isms")
    for place in (tmp_path / "tree", above / "isms"):
        assert "grade lowered: major → minor, no reason" in auditctl(place, "diff", "HEAD~1..HEAD").out
        assert auditctl(place, *SINCE).code == 0
    shutil.rmtree(root / ".git" / "worktrees")
    assert "git worktree repair" in refused(auditctl(tmp_path / "tree", "diff"))


def test_an_audit_in_a_submodule_has_a_history_of_its_own(tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.mkdir()
    (part / "audit.yaml").write_text("title: Supplier audit\nunplanned: a complaint\n", "utf-8")
    committed(part, "2026-10-05")
    root = two_commits(tmp_path / "audits")
    git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(part), "audits/supplier")
    committed(root, "2026-10-07")
    (root / "audits" / "supplier" / "audit.yaml").write_text("titel: Supplier audit\n", "utf-8")
    done = auditctl(root, "check", "--since", "HEAD")
    assert (done.code, "audits/supplier/: a submodule has a history of its own" in done.err) == (0, True)
    assert "audits/supplier is a submodule" in auditctl(root, "diff", "HEAD~1..HEAD").out


def test_an_audit_repository_in_a_folder_of_a_larger_one(tmp_path: Path) -> None:
    above = tmp_path / "company"
    root = repository(above / "isms" / "audits", day="2026-10-05")
    shutil.rmtree(root / ".git")
    (above / "readme.md").write_text("all", "utf-8")
    committed(above, "2026-10-05")
    replace(root, "audits/a/findings/restore.yaml", "grade: major", "grade: minor")
    committed(above, "2026-10-06")
    (above / "readme.md").write_text("nothing of ours", "utf-8")
    committed(above, "2026-10-07")
    assert "grade lowered" in auditctl(root, "diff", "HEAD~2").out
    assert auditctl(root, "history", "restore", "--kind", "finding").out.count("not signed") == 2
    assert "nothing changed" in auditctl(root, "diff", "HEAD~1..HEAD").out
    replace(root, "audits/a/findings/restore.yaml", FINDING.splitlines()[0], "titel: x")
    broken = auditctl(root, "check", "--since", "HEAD", "--select", "SCH")
    assert (broken.code, "SCH001" in broken.out) == (1, True)


def test_a_clone_that_lacks_contents_fetches_nothing(tmp_path: Path) -> None:
    root = two_commits(tmp_path / "audits")
    git(root, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--filter=blob:none", f"file://{root}", str(clone))
    sprung = tmp_path / "sprung"
    git(clone, "config", "remote.origin.url", f"ext::sh -c touch% {sprung}")
    git(clone, "config", "protocol.ext.allow", "always")
    assert "this clone lacks the contents of" in refused(auditctl(clone, "diff", "HEAD~1..HEAD"))
    since = auditctl(clone, *SINCE)
    assert (since.code, "this clone lacks the contents of" in since.err) == (3, True)
    assert "partial clone" in refused(auditctl(clone, "history", "restore"))
    checked = auditctl(clone, "check", "--fail-on", "never")
    assert (checked.code, "skipped HIS001 to HIS006: this is a partial clone" in checked.err) == (0, True)
    assert not sprung.exists()


def test_a_configuration_that_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from auditctl.source.git import command, git_around
    from auditctl.source.git.refusals import TookTooLong

    root = two_commits(tmp_path / "audits")
    os.mkfifo(tmp_path / "pipe")
    git(root, "config", "include.path", str(tmp_path / "pipe"))
    monkeypatch.setattr("auditctl.source.git.place.QUICKLY", 0.5)
    with pytest.raises(TookTooLong, match=r"did not answer within 0\.5 seconds"):
        git_around(root)
    assert command.QUICKLY <= 30
