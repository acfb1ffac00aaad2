"""`auditctl report`: which kinds there are, what each is of, and how it reaches its reader."""

import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from auditctl.cli.report import Kind
from auditctl.reports.kinds import KINDS
from small_register import ALL
from small_report import FINDINGS
from small_repository import Ended, auditctl, environment, lay

DAY = ("--as-of", "2026-11-20")
TITLES = {
    "audit": "Internal audit report: Main audit",
    "summary": "Management summary: Main audit",
    "plan": "Audit plan: Main audit",
    "capa": "Corrective action register: Main audit",
    "programme": "Internal audit programme: cycle",
    "review": "Management review input: Audits, nonconformities and corrective actions",
    "ready": "Readiness for an external audit: An external audit on 2026-12-08",
}
WORDS = {
    "programme": ("--kind", "programme"),
    "review": ("--kind", "review"),
    "ready": ("--kind", "ready", "--for", "2026-12-08"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path / "kestrel", FINDINGS | ALL)


def report(root: Path, *words: str, **more: str) -> Ended:
    return auditctl(root, *DAY, "report", *words, env=more)


def words_of(kind: str) -> tuple[str, ...]:
    return WORDS.get(kind, ("a", "--kind", kind))


def test_the_command_offers_every_kind() -> None:
    assert [kind.value for kind in Kind] == list(KINDS) == list(TITLES)


@pytest.mark.parametrize("kind", TITLES)
def test_every_kind_is_written_as_markdown_and_as_html_the_same_each_time(root: Path, kind: str) -> None:
    text = report(root, *words_of(kind))
    talk = "no certification in auditctl.yaml has an audit on 2026-12-08; it is judged all the same"
    left = [line for line in text.err.splitlines() if line != talk and not line.startswith("skipped HIS001")]
    assert (text.code, left) == (0, [])
    assert f"# {TITLES[kind]}\n" in text.out
    page = report(root, *words_of(kind), "--format", "html", PYTHONHASHSEED="1")
    assert page.out.startswith("<!doctype html>")
    assert page.out == report(root, *words_of(kind), "--format", "html", PYTHONHASHSEED="2").out


def test_the_register_is_of_all_audits_or_of_one(root: Path) -> None:
    assert "# Corrective action register: All corrective actions\n" in report(root, "--kind", "capa").out
    assert report(root, "--kind", "capa", "a").out == report(root, "a", "--kind", "capa").out


@pytest.mark.parametrize("kind", ["audit", "summary", "plan"])
def test_a_report_of_one_audit_wants_its_name(root: Path, kind: str) -> None:
    done = report(root, "--kind", kind)
    assert (done.code, done.out) == (2, "")
    assert f"the report `{kind}` is of one audit, and none is named" in done.err
    assert f"`auditctl report 2026-main --kind {kind}`" in done.err
    assert "there is no audit 'z'" in report(root, "z", "--kind", kind).err


@pytest.mark.parametrize("kind", ["review", "ready"])
def test_a_report_of_everything_takes_no_name(root: Path, kind: str) -> None:
    done = report(root, "a", "--kind", kind)
    assert (done.code, done.out) == (2, "")
    assert f"the report `{kind}` is of the whole repository, so 'a' means nothing to it" in done.err


def test_readiness_is_that_of_the_day_asked_for(root: Path) -> None:
    done = report(root, "--kind", "ready")
    assert done.code == 2
    assert "auditctl.yaml names no certification" in done.err
    assert report(root, "--kind", "ready", "--for", "2026-12-08").code == 0
    other = report(root, "a", "--kind", "plan", "--for", "2026-12-08")
    assert (other.code, "--for is the day of an external audit; `plan` looks to none" in other.err) == (
        2,
        True,
    )


def test_the_ending_of_the_file_names_the_format(root: Path) -> None:
    for name, begin in (
        ("a.md", b"# "),
        ("a.MARKDOWN", b"# "),
        ("a.html", b"<!doctype"),
        ("a.htm", b"<!doctype"),
    ):
        done = report(root, "--kind", "review", "-o", name)
        assert (done.code, done.out) == (0, f"{name}\n")
        assert (root / name).read_bytes().startswith(begin)
    odd = report(root, "--kind", "review", "-o", "a.txt")
    assert (odd.code, (root / "a.txt").exists()) == (2, False)
    assert "a.txt: a report ends in .md, .markdown, .html, .htm, .pdf, .docx" in odd.err
    assert report(root, "--kind", "review", "-o", "a.txt", "--format", "md").code == 0


@pytest.mark.parametrize("name", ["own.md", "own.html"])
def test_a_report_is_replaced_by_a_report_and_nothing_else_is(root: Path, name: str) -> None:
    (root / name).write_text("mine")
    refused = report(root, "--kind", "review", "-o", name)
    assert (refused.code, (root / name).read_text()) == (3, "mine")
    assert f"{name} exists and is no report of auditctl" in refused.err
    assert report(root, "--kind", "review", "-o", name, "--force").code == 0
    assert report(root, "--kind", "capa", "-o", name).code == 0


def test_the_language_is_the_one_asked_for_else_that_of_the_settings(root: Path) -> None:
    asked = report(root, "--kind", "review", "--lang", "tr").out
    assert asked.startswith("# Yönetimin gözden geçirmesi girdisi: ")
    settings = (root / "auditctl.yaml").read_text("utf-8")
    (root / "auditctl.yaml").write_text(f"{settings}language: tr\n", "utf-8")
    assert report(root, "--kind", "review").out == asked
    assert report(root, "--kind", "review", "--lang", "en").out.startswith("# Management review input: ")
    for name in ("r.md", "r.html"):
        assert [report(root, "--kind", "review", "-o", name).code for _ in range(2)] == [0, 0]


def test_what_is_no_final_document_says_what_to_do(root: Path) -> None:
    (root / "audits/a/report.yaml").unlink()
    draft = report(root, "a", "--kind", "summary", "-o", "a.md")
    assert "`auditctl check --gate issue` shows what is missing before it is issued" in draft.err
    plan = (root / "audits/a/audit.yaml").read_text().replace("plan: {sent: 2026-09-21}\n", "")
    (root / "audits/a/audit.yaml").write_text(plan)
    assert "it says Draft until it is sent: `auditctl audit send a`" in report(root, "a", "--kind", "plan", "-o", "b.md").err  # fmt: skip


def test_flags_that_do_not_fit_are_refused(root: Path) -> None:
    for words, told in (
        (("--force",), "--force and --dry-run speak of a file that is written"),
        (("--template", "x.docx"), "--template is for Word documents, and this is md"),
        (("-o", "x.md", "--dry-run", "--open"), "--dry-run writes nothing that --open could open"),
        (("--format", "docx", "--template", "x.docx", "-o", "y.docx"), "x.docx cannot be read: no such file or directory"),
    ):  # fmt: skip
        done = report(root, "--kind", "review", *words)
        assert done.code in {2, 3}
        assert (done.out, told in done.err) == ("", True), done.err


def test_a_pdf_is_not_thrown_at_a_terminal(root: Path) -> None:
    leader, follower = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "auditctl", *DAY, "report", "--kind", "review", "--format", "pdf"],
        cwd=root, env=environment(), stdin=subprocess.DEVNULL, stdout=follower, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(follower)
    os.close(leader)
    assert done.returncode == 2
    assert b"pdf is no text for a terminal" in done.stderr


def opener(root: Path) -> dict[str, str]:
    """Return an environment in which files are opened by a program that notes their path."""
    tool = root / "bin" / "xdg-open"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\necho "$1" > {root}/opened\n')
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{tool.parent}:{os.environ['PATH']}", "DISPLAY": ":0"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems open files by programs of other names")
def test_a_report_is_opened_when_it_is_written(root: Path) -> None:
    tools = opener(root)
    named = report(root, "--kind", "review", "-o", "r.html", "--open", **tools)
    assert (named.code, named.out) == (0, "r.html\n")
    assert (root / "opened").read_text().strip() == str(root / "r.html")
    nameless = report(root, "a", "--kind", "summary", "--open", **tools)
    path = Path(nameless.out.strip())
    assert path.name == "a-summary.html"
    assert path.read_text().startswith("<!doctype html>")
    assert (root / "opened").read_text().strip() == str(path)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems open files by programs of other names")
def test_where_nothing_opens_it_the_file_is_there_all_the_same(root: Path) -> None:
    done = report(root, "--kind", "review", "-o", "r.html", "--open", PATH=str(root))
    assert done.code == 3
    assert "r.html is written, but cannot be opened" in done.err
    assert (root / "r.html").exists()


def test_help_shows_every_kind_with_an_example() -> None:
    told = auditctl(Path(), "report", "--help").out
    for kind in TITLES:
        assert f"  {kind} " in told
    assert "auditctl report 2026-main --kind summary -o summary.pdf" in told


def completed(root: Path, line: str) -> set[str]:
    env = {
        "_AUDITCTL_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split(" ")) - 1),
    }
    return set(auditctl(root, env=env).out.split())


def test_completion_offers_what_the_kind_is_of(root: Path) -> None:
    assert "a" in completed(root, "auditctl report --kind summary ")
    assert completed(root, "auditctl report --kind programme ") == {"cycle"}
    assert completed(root, "auditctl report --kind review ") == set()
    assert {"summary", "review"} <= completed(root, "auditctl report --kind ")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("report sael 2026-main", "seal"),
        ("report amnd 2026-main --why x", "amend"),
        ("plan sugest 2026-main", "suggest"),
    ],
)
def test_a_slip_in_the_command_names_the_one_that_was_meant(words: str, meant: str, tmp_path: Path) -> None:
    done = auditctl(tmp_path, *words.split())
    assert done.code == 2
    assert f"there is no command {words.split()[1]!r}; did you mean {meant}?" in done.err
