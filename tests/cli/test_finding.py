"""`finding add` with flags, `finding list` and `finding show`, as processes without a terminal."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from small_repository import auditctl, environment, lay

TITLE = "No restore test since November"
LINE = "# yaml-language-server: $schema=../../../.schemas/finding.json\n"
FLAGS = ("--grade", "minor", "--process", "backup")
EVIDENCE = "kind: record\ntitle: Restore register\ncollected: {by: ann-audit, date: 2026-10-05}\n"
ISSUED = "summary: Fine.\nissued: {by: ann-audit, date: 2026-10-06}\n"
WITHOUT_PRIVILEGE = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
HOSTILE = {
    "quotes": """It's "quoted" 'twice'""",
    "colon": "Restore: missing",
    "comment": "No owner #3 named # at all",
    "turkish": "Geri yükleme İŞİ ığdır şçö",
    "emoji": "🔥💾",
    "dashes": "- a list?",
    "brackets": "[a, b] {c: d}",
    "reserved": "null",
    "number": "2026-10-06",
    "percent": "%TAG ! x",
    "braces": "{name} {0} %s",
    "backslash": r"C:\temp\new",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path / "audits-of-kestrel", {"audits/a/evidence/restore-register.yaml": EVIDENCE})


def written(root: Path, name: str = "no-restore-test-since-november") -> str:
    return (root / f"audits/a/findings/{name}.yaml").read_text("utf-8")


def findings(root: Path) -> list[str]:
    return sorted(path.name for path in root.glob("audits/*/findings/*"))


def test_flags_become_a_file_in_the_order_of_the_format(root: Path) -> None:
    words = (
        "--requirement",
        "A.8.13",
        "--requirement",
        "8.1",
        "--evidence",
        "restore-register",
        "--session",
        "backup",
        "--location",
        "office",
    )
    more = (
        "--statement",
        "Three of four tests are missing.\nThe last one is of 2025-11-18.",
        "--effect",
        "Data may be lost.",
        "--grade-reason",
        "a lapse",
    )
    ended = auditctl(root, "finding", "add", "a", TITLE, *FLAGS, *words, *more)
    assert (ended.code, ended.out) == (0, "audits/a/findings/no-restore-test-since-november.yaml\n")
    assert "next: `auditctl finding show a/no-restore-test-since-november`" in ended.err
    text = written(root)
    assert text.startswith(LINE)
    lines = [line.partition("  # ")[0] for line in text.removeprefix(LINE).splitlines()]
    assert lines == [
        f"title: {TITLE}",
        "grade: minor",
        "grade_reason: a lapse",
        "process: backup",
        "location: office",
        "session: backup",
        "requirements:",
        "  - A.8.13",
        '  - "8.1"',
        "statement: |",
        "  Three of four tests are missing.",
        "  The last one is of 2025-11-18.",
        "effect: Data may be lost.",
        "evidence:",
        "  - restore-register",
        "raised:",
        "  by: ann-audit",
        "  date: 2026-10-06",
    ]


def test_further_flags_become_their_fields(root: Path) -> None:
    words = ("--response-due", "2026-11-06", "--reference", "NC 7", "--details", "Two lines\nof prose")
    ended = auditctl(root, "finding", "add", "a", TITLE, *FLAGS, *words)
    assert ended.code == 0, ended.err
    text = written(root)
    assert "\nresponse_due: 2026-11-06  #" in text
    assert "\nreference: NC 7  #" in text
    assert "\ndetails: |  # further prose, in Markdown\n  Two lines\n  of prose\n" in text
    wrong = auditctl(root, "finding", "add", "a", TITLE, *FLAGS, "--response-due", "2026-11-31")
    assert (wrong.code, "--response-due" in wrong.err) == (2, True)


def test_what_the_check_says_of_it_is_told_and_does_not_refuse(root: Path) -> None:
    ended = auditctl(root, "finding", "add", "a", TITLE, "--grade", "major", "--process", "backup")
    assert ended.code == 0
    assert "note[FND" in ended.err
    assert "--> audits/a/findings/no-restore-test-since-november.yaml:" in ended.err
    assert "next: record what proves it: `auditctl evidence add a TITLE --kind …`" in ended.err


def test_names_may_be_unambiguous_parts(root: Path) -> None:
    words = (
        "--requirement",
        "8.13",
        "--requirement",
        "bck#4.2",
        "--evidence",
        "register",
        "--session",
        "hir",
        "--by",
        "tom",
        "--location",
        "off",
    )
    assert (
        auditctl(root, "finding", "add", "a", TITLE, "--grade", "min", "--process", "back", *words).code == 0
    )
    found = yaml.safe_load(written(root))
    assert (found["grade"], found["process"], found["session"], found["location"]) == (
        "minor",
        "backup",
        "hiring",
        "office",
    )
    assert found["requirements"] == ["A.8.13", "bck-pol#4.2"]
    assert found["evidence"] == ["restore-register"]
    assert found["raised"]["by"] == "tom-tech"


@pytest.mark.parametrize(
    ("flag", "given", "said"),
    [
        ("--process", "bakup", "there is no process 'bakup'\n  did you mean backup?"),
        ("--requirement", "A8.13", "there is no requirement 'A8.13'\n  did you mean A.8.13?"),
        ("--requirement", "bkc-pol#4", "there is no document 'bkc-pol'\n  did you mean bck-pol?"),
        (
            "--evidence",
            "restore-registr",
            "there is no evidence 'restore-registr'\n  did you mean restore-register?",
        ),
        ("--session", "bakcup", "there is no session 'bakcup'\n  did you mean backup?"),
        ("--by", "ann-audti", "there is no person 'ann-audti'\n  did you mean ann-audit?"),
        ("--location", "offfice", "there is no location 'offfice'\n  did you mean office?"),
        ("--grade", "serious", "there is no grade 'serious'"),
        ("--repeat-of", "b/x", "there is no finding 'b/x'"),
        ("--by", "o", "'o' fits more than one person\n  write one of: olga-ops, paul-people, tom-tech"),
        ("--date", "6.10.2026", "--date '6.10.2026' is no day of the calendar\n  write YYYY-MM-DD"),
        ("--date", "2026-10-07", "2026-10-07 lies after 2026-10-06"),
        ("--name", "No Slug", "'No Slug' cannot be an id"),
        ("--statement", " ", "--statement is empty"),
        ("--effect", "a\x1b[31mb", "--effect holds the invisible character U+001B"),
    ],
)
def test_what_does_not_fit_is_a_usage_error_before_anything_is_written(
    root: Path, flag: str, given: str, said: str
) -> None:
    ended = auditctl(root, "finding", "add", "a", TITLE, *FLAGS, flag, given)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert findings(root) == []


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        (FLAGS, "TITLE"),
        ((TITLE, "--process", "backup"), "--grade"),
        ((TITLE, "--grade", "minor"), "--process"),
    ],
)
def test_without_a_terminal_a_missing_value_names_its_flag(
    root: Path, words: tuple[str, ...], flag: str
) -> None:
    ended = auditctl(root, "finding", "add", "a", *words)
    assert ended.code == 2
    assert f"give it with {flag} (there is no terminal to ask on, or --no-input)" in ended.err
    assert findings(root) == []


def test_where_nobody_leads_it_must_be_said_who_raised_it(tmp_path: Path) -> None:
    root = lay(tmp_path, {"audits/a/team.yaml": "auditors: [ann-audit]\n"})
    ended = auditctl(root, "finding", "add", "a", TITLE, *FLAGS)
    assert (ended.code, "give it with --by" in ended.err) == (2, True)
    assert auditctl(root, "finding", "add", "a", TITLE, *FLAGS, "--by", "ann").code == 0


def test_the_author_in_git_raises_it_where_they_are_on_the_team(tmp_path: Path) -> None:
    settings = (lay(tmp_path) / "auditctl.yaml").read_text("utf-8")
    settings = settings.replace(
        "{name: Ann Audit, employer: north}",
        "{name: Ann Audit, employer: north, emails: [ann@north.example]}",
    )
    settings = settings.replace("{name: Tom Tech,", "{name: Tom Tech, emails: [tom@kestrel.example],")
    team = {
        "auditctl.yaml": settings,
        "audits/a/team.yaml": "lead: mia-chief\nauditors: [mia-chief, ann-audit]\n",
    }
    root = lay(tmp_path, team)
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    subprocess.run(["git", "-C", str(root), "config", "user.email", "Ann@North.example"], check=True)
    auditctl(root, "finding", "add", "a", "One", *FLAGS)
    auditctl(root, "finding", "add", "a", "Two", *FLAGS, env={"GIT_AUTHOR_EMAIL": "tom@kestrel.example"})
    assert yaml.safe_load(written(root, "one"))["raised"]["by"] == "ann-audit"
    assert yaml.safe_load(written(root, "two"))["raised"]["by"] == "mia-chief"


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_title_stays_what_it_is(root: Path, title: str) -> None:
    ended = auditctl(root, "finding", "add", "a", *FLAGS, "--no-input", "--", title)
    assert ended.code == 0, ended.err
    (name,) = findings(root)
    assert yaml.safe_load(written(root, Path(name).stem))["title"] == title
    checked = json.loads(auditctl(root, "check", "--select", "SYN,SCH,REF", "--json").out)
    assert checked["diagnostics"] == []
    shown = json.loads(auditctl(root, "finding", "show", Path(name).stem, "--json").out)
    assert shown["finding"]["title"] == title


def test_a_title_is_one_line_and_an_emoji_alone_still_gets_a_name(root: Path) -> None:
    auditctl(root, "finding", "add", "a", "Two\n lines\tof  it", *FLAGS)
    auditctl(root, "finding", "add", "a", "🔥", *FLAGS)
    assert findings(root) == ["record.yaml", "two-lines-of-it.yaml"]
    assert yaml.safe_load(written(root, "two-lines-of-it"))["title"] == "Two lines of it"


@pytest.mark.parametrize(
    "title",
    [b"a\x1b[2Jb", b"a\xe2\x80\xaeb", b"\xff\xfe", b"   "],
    ids=["escape", "bidirectional", "no-utf-8", "blank"],
)
def test_a_title_that_cannot_be_seen_as_it_is_is_refused(root: Path, title: bytes) -> None:
    ended = auditctl(root, "finding", "add", "a", title, *FLAGS)
    assert ended.code == 2
    assert "the title " in ended.err
    assert "\x1b" not in ended.err
    assert findings(root) == []


def test_a_dry_run_prints_the_diff_and_writes_nothing(root: Path) -> None:
    ended = auditctl(root, "finding", "add", "a", TITLE, *FLAGS, "--dry-run")
    assert ended.code == 0
    assert ended.out.startswith(
        f"--- /dev/null\n+++ audits/a/findings/no-restore-test-since-november.yaml\n@@ -0,0 +1,13 @@\n+{LINE}+title: {TITLE}\n+grade: minor"
    )
    assert not (root / "audits/a/findings").exists()


def test_json_tells_path_and_hints(root: Path) -> None:
    told = json.loads(auditctl(root, "finding", "add", "a", TITLE, *FLAGS, "--json").out)
    assert (told["path"], told["written"]) == ("audits/a/findings/no-restore-test-since-november.yaml", True)
    assert {"code", "severity", "message", "line", "help"} == set(told["diagnostics"][0])
    dry = json.loads(auditctl(root, "finding", "add", "a", TITLE, *FLAGS, "--json", "--dry-run").out)
    assert (dry["written"], "+title: " in dry["diff"]) == (False, True)
    assert dry["path"].endswith("-2.yaml")


def test_a_taken_name_gets_a_number_and_an_asked_one_is_refused(root: Path) -> None:
    for _ in range(3):
        auditctl(root, "finding", "add", "a", TITLE, *FLAGS)
    assert findings(root) == [f"no-restore-test-since-november{tail}.yaml" for tail in ("-2", "-3", "")]
    before = written(root)
    ended = auditctl(root, "finding", "add", "a", "Other", *FLAGS, "--name", "no-restore-test-since-november")
    assert (ended.code, "exists already and is left as it is" in ended.err) == (3, True)
    assert written(root) == before
    assert (
        auditctl(root, "finding", "add", "a", "Other", *FLAGS, "--name", "mine").out
        == "audits/a/findings/mine.yaml\n"
    )


def test_eight_processes_never_share_a_name(root: Path) -> None:
    command = [sys.executable, "-m", "auditctl", "finding", "add", "a", TITLE, *FLAGS, "--statement"]
    running = [
        subprocess.Popen(
            [*command, f"written by {number}"],
            cwd=root,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        for number in range(8)
    ]
    told = {process.communicate(timeout=60)[0].decode().strip() for process in running}
    assert len(told) == 8
    statements = {yaml.safe_load((root / path).read_text("utf-8"))["statement"] for path in told}
    assert statements == {f"written by {number}" for number in range(8)}
    assert [path.name for path in root.rglob(".auditctl-*")] == []


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"audits/a/report.yaml": ISSUED},
            "the report of a is issued: no finding can be added to it any more",
        ),
        (
            {"audits/a/audit.yaml": "title: T\ncancelled: {by: mia-chief, date: 2026-10-01, why: moved}\n"},
            "a is cancelled: no finding can be added to it",
        ),
    ],
)
def test_an_audit_that_is_over_takes_no_finding(tmp_path: Path, files: dict[str, str], said: str) -> None:
    root = lay(tmp_path, files)
    ended = auditctl(root, "finding", "add", "a", TITLE, *FLAGS)
    assert (ended.code, said in ended.err) == (3, True)
    assert findings(root) == []


def test_an_editor_schema_that_is_there_stays_as_it_is(root: Path) -> None:
    (root / ".schemas").mkdir()
    (root / ".schemas/finding.json").write_text("{}", "utf-8")
    auditctl(root, "finding", "add", "a", TITLE, *FLAGS)
    assert written(root).startswith(f"{LINE}title: {TITLE}\n")
    assert (root / ".schemas/finding.json").read_text("utf-8") == "{}"


def test_other_findings_and_files_stay_untouched(root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    auditctl(root, "finding", "add", "a", TITLE, *FLAGS)
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.skipif(
    os.geteuid() == 0 and not shutil.which("setpriv"), reason="the superuser may write everywhere"
)
def test_a_read_only_folder_is_a_refusal(root: Path) -> None:
    folder = root / "audits/a/findings"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    command = [*WITHOUT_PRIVILEGE, sys.executable, "-m", "auditctl", "finding", "add", "a", TITLE, *FLAGS]
    done = subprocess.run(command, cwd=root, env=environment(), capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr.decode()) == (
        3,
        "auditctl: audits/a/findings/no-restore-test-since-november.yaml cannot be written: permission denied\n  nothing was changed\n",
    )
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("kind", ["file", "link", "loop"])
def test_a_folder_that_is_none_is_a_refusal(root: Path, tmp_path: Path, kind: str) -> None:
    folder = root / "audits/a/findings"
    if kind == "file":
        folder.write_text("x", "utf-8")
    else:
        folder.symlink_to(tmp_path if kind == "link" else folder)
    ended = auditctl(root, "finding", "add", "a", TITLE, *FLAGS)
    assert ended.code == 3
    assert "\nauditctl: audits/a/findings/no-restore-test-since-november.yaml " in f"\n{ended.err}"
    assert [path.name for path in tmp_path.iterdir()] == [root.name]


def test_no_repository_is_a_refusal(tmp_path: Path) -> None:
    assert auditctl(tmp_path, "finding", "add", "a", TITLE, *FLAGS).code == 3


CAPA = "findings: [two]\nowner: tom-tech\n"
TWO = "title: Two\ngrade: major\nprocess: backup\nrequirements: [A.8.13, bck-pol#4.2]\nevidence: [restore-register]\nraised: {by: ann-audit, date: 2026-10-05}\n"
ONE = "title: One\ngrade: ofi\nprocess: hiring\nraised: {by: mia-chief, date: 2026-10-06}\nauditee: {by: paul-people, date: 2026-10-06, response: contested, text: no}\n"


@pytest.fixture
def some(root: Path) -> Path:
    more = {
        "one": ONE,
        "two": TWO + "statement: |\n  Three are missing.\n  Two were late.\neffect: Data may be lost.\n",
    }
    files = {f"audits/a/findings/{name}.yaml": text for name, text in more.items()}
    return lay(
        root, files | {"audits/a/capas/two.yaml": CAPA, "audits/a/evidence/restore-register.yaml": EVIDENCE}
    )


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ((), ["a/one", "a/two"]),
        (("--grade", "major"), ["a/two"]),
        (("--state", "draft"), ["a/one"]),
        (("--state", "in-capa"), ["a/two"]),
        (("--process", "hir"), ["a/one"]),
        (("--person", "tom"), ["a/two"]),
        (("--person", "paul"), ["a/one"]),
        (("--person", "ann"), ["a/two"]),
        (("--grade", "strength"), []),
    ],
)
def test_a_list_is_narrowed(some: Path, words: tuple[str, ...], names: list[str]) -> None:
    told = json.loads(auditctl(some, "finding", "list", "a", *words, "--json").out)
    assert [item["name"] for item in told["findings"]] == names


def test_a_list_is_a_table_of_80_columns(some: Path) -> None:
    out = auditctl(some, "finding", "list").out
    assert [line.split() for line in out.splitlines() if line.startswith(("one", "two"))] == [
        ["one", "ofi", "draft,", "contested", "hiring", "0"],
        ["two", "major", "in-capa", "backup", "1"],
    ]
    assert "─" in out
    assert out.endswith("2 findings\n")
    assert max(map(len, out.splitlines())) <= 80
    plain = auditctl(some, "finding", "list", env={"PYTHONIOENCODING": "ascii"}).out
    assert plain.isascii()
    assert "---" in plain


def test_show_tells_all_on_one_screen(some: Path) -> None:
    assert auditctl(some, "finding", "show", "two").out == (
        "Two (a/two)\n"
        "major, in-capa; raised by ann-audit on 2026-10-05\n"
        "\n"
        "Process       backup (Backup and restore)\n"
        "Requirements  A.8.13        Information backup\n"
        "              bck-pol#4.2   Backup policy, 4.2\n"
        "Statement     Three are missing.\n"
        "              Two were late.\n"
        "Effect        Data may be lost.\n"
        "Evidence      restore-register  record, 2026-10-05: Restore register\n"
        "CAPA          a/two: draft, owner tom-tech\n"
        "History       2026-10-05  raised as major (ann-audit)\n"
        "File          audits/a/findings/two.yaml\n"
    )
    assert (
        "Answer        contested by paul-people on 2026-10-06: no\n"
        in auditctl(some, "finding", "show", "a/one").out
    )


def test_show_asks_back_where_a_name_is_not_clear(some: Path) -> None:
    assert "did you mean a/two?" in auditctl(some, "finding", "show", "a/tow").err
    ended = auditctl(some, "finding", "show", "a/")
    assert (ended.code, "fits more than one finding" in ended.err) == (2, True)


def test_completion_knows_findings_and_people(some: Path) -> None:
    env = {"_AUDITCTL_COMPLETE": "complete_bash"}
    shown = auditctl(
        some, "finding", env=env | {"COMP_WORDS": "auditctl finding show a/t", "COMP_CWORD": "3"}
    )
    assert shown.out.split() == ["a/two"]
    people = auditctl(
        some, "finding", env=env | {"COMP_WORDS": "auditctl finding list --person pa", "COMP_CWORD": "4"}
    )
    assert people.out.split() == ["paul-people"]
