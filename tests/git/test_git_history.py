"""`history`: each fact with the commit that brought it, through renames, merges and deletions."""

import subprocess
import time
from pathlib import Path

from committed import CAPA, FINDING, committed, git, replace, repository
from small_repository import auditctl
from told_lives import life, records

RESTORE = "audits/a/findings/restore.yaml"


def test_facts_with_the_day_they_claim_and_the_commit_that_brought_them(tmp_path: Path) -> None:
    root = repository(tmp_path)
    replace(root, "audits/a/capas/restore.yaml", "owner: olga-ops", "owner: olga-ops\nopened: 2026-10-05")
    committed(root, "2026-10-06", "olga@kestrel.example")
    with (root / "audits/a/capas/restore.yaml").open("a", encoding="utf-8") as file:
        file.write("plan: [{step: submitted, by: olga-ops, date: 2026-10-05}]\n")
    committed(root, "2026-10-20", "tom@kestrel.example", "plan of restore")
    (record,) = records(root, "restore", "--kind", "capa")
    facts = [
        (fact["date"], fact["by"], fact["what"], fact["email"], fact["authored"][:10])
        for fact in record["facts"]
    ]
    assert facts == [
        ("2026-10-05", None, "opened on 2026-10-05", "olga@kestrel.example", "2026-10-06"),
        (
            "2026-10-05",
            "olga-ops",
            "plan submitted by olga-ops on 2026-10-05",
            "tom@kestrel.example",
            "2026-10-20",
        ),
    ]
    assert {fact["signature"]["state"] for fact in record["facts"]} == {"none"}
    page = auditctl(root, "history", "restore", "--kind", "CAPA").out
    assert "plan submitted by olga-ops (recorded 15 days later)" in page
    assert "plan of restore" in page


def test_a_name_that_several_records_bear_shows_each(tmp_path: Path) -> None:
    root = repository(tmp_path)
    assert [item["kind"] for item in records(root, "restore")] == ["finding", "CAPA"]
    assert [item["kind"] for item in records(root, RESTORE)] == ["finding"]
    assert [item["kind"] for item in records(root, "a/restore", "--kind", "find")] == ["finding"]
    parts = {item["kind"] for item in records(root, "a")}
    assert {"audit", "team", "scope", "planned audit"} <= parts
    assert auditctl(root, "history", "nothing-like-it").code == 2
    assert "more than one record" in auditctl(root, "history", "r").err


def test_renames_are_followed(tmp_path: Path) -> None:
    root = repository(tmp_path)
    assert auditctl(root, "rename", "finding", "restore", "restore-tests").code == 0
    committed(root, "2026-10-06")
    (root / "audits/a/findings/restore-tests.yaml").rename(root / "audits/a/findings/tests.yaml")
    replace(root, "audits/a/findings/tests.yaml", "eleven months", "a year")
    committed(root, "2026-10-07")
    assert life(root, "a/tests") == [
        ("2026-10-05", "ann@north.example", ["raised by ann-audit on 2026-10-05", "finding added: Restore tests are missing, major"]),
        ("2026-10-06", "ann@north.example", ["renamed, restore before"]),
        ("2026-10-07", "ann@north.example", ["reason for the grade: nobody noticed for eleven months → nobody noticed for a year", "renamed, restore-tests before"]),
    ]  # fmt: skip


def test_a_record_that_is_gone_is_found(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / RESTORE).unlink()
    committed(root, "2026-10-09", "olga@kestrel.example")
    steps = life(root, "restore", "--kind", "finding")
    assert steps[-1] == (
        "2026-10-09",
        "olga@kestrel.example",
        ["finding removed: Restore tests are missing, major"],
    )


def test_two_branches_and_their_merge(tmp_path: Path) -> None:
    root = repository(tmp_path, {RESTORE: FINDING + "# 1\n# 2\n# 3\n# 4\n"})
    git(root, "checkout", "-q", "-b", "work")
    replace(root, RESTORE, "grade: major", "grade: minor")
    committed(root, "2026-10-06", "olga@kestrel.example")
    git(root, "checkout", "-q", "main")
    with (root / RESTORE).open("a", encoding="utf-8") as file:
        file.write("response_due: 2026-11-01\n")
    committed(root, "2026-10-06", "tom@kestrel.example")
    git(root, "merge", "-q", "--no-edit", "work")
    told = {
        (email, line) for _, email, lines in life(root, "restore", "--kind", "finding")[1:] for line in lines
    }
    assert told == {
        ("olga@kestrel.example", "grade lowered: major → minor, no reason"),
        ("tom@kestrel.example", "date for the response set to 2026-11-01"),
    }


def test_what_is_not_committed_yet_and_what_cannot_be_read(tmp_path: Path) -> None:
    root = repository(tmp_path)
    replace(root, RESTORE, "grade: major", "grade: terrible")
    committed(root, "2026-10-06")
    replace(root, RESTORE, "grade: terrible", "grade: minor")
    steps = life(root, "restore", "--kind", "finding")
    assert steps[1][2] == ["could not be read any more"]
    assert steps[2] == ("", "", ["could be read again"])
    assert "not committed yet" in auditctl(root, "history", "restore").out


def test_a_person_keeps_their_life_when_people_get_a_file_of_their_own(tmp_path: Path) -> None:
    root = repository(tmp_path)
    text = (root / "auditctl.yaml").read_text("utf-8")
    people = text[text.index("people:\n") : text.index("auditors:\n")]
    (root / "auditctl.yaml").write_text(text.replace(people, ""), "utf-8")
    own = "\n".join(line.removeprefix("  ") for line in people.splitlines()[1:]) + "\n"
    (root / "people.yaml").write_text(own, "utf-8")
    committed(root, "2026-10-06")
    replace(
        root,
        "people.yaml",
        "tom-tech: {name: Tom Tech, department: ops",
        "tom-tech: {name: Tom Tech, department: people",
    )
    committed(root, "2026-10-07")
    assert life(root, "tom-tech") == [
        ("2026-10-05", "ann@north.example", ["person added: Tom Tech, department ops"]),
        ("2026-10-07", "ann@north.example", ["department: ops → people"]),
    ]


def test_authors_and_subjects_steer_no_terminal(tmp_path: Path) -> None:
    root = repository(tmp_path)
    replace(root, RESTORE, "grade: major", "grade: minor")
    git(
        root,
        "-c",
        "user.name=x",
        "commit",
        "-q",
        "-a",
        "-m",
        "say \x1b[31m red",
        GIT_AUTHOR_NAME="A\x1b[2J B\u202e",
    )
    page = auditctl(root, "history", "restore").out
    assert "\x1b" not in page
    assert "\u202e" not in page


def fast_import(root: Path, commits: int) -> None:
    """Give a repository that many further commits, each of another version of a finding."""
    head = git(root, "rev-parse", "HEAD").strip()
    lines = []
    for number in range(commits):
        text = FINDING.replace("eleven months", f"{number} days").encode()
        path = RESTORE if number % 100 == 0 else f"audits/a/findings/other-{number % 50}.yaml"
        lines.append(
            b"commit refs/heads/main\ncommitter Ann <ann@north.example> %d +0300\ndata 1\nx\n"
            % (1_760_000_000 + number)
            + (f"from {head}\n".encode() if number == 0 else b"")
            + b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(text), text)
        )
    subprocess.run(["git", "fast-import", "--quiet", "--force"], cwd=root, input=b"".join(lines), check=True)
    git(root, "reset", "-q", "--hard")


def test_ten_thousand_commits_are_one_pass(tmp_path: Path) -> None:
    root = repository(tmp_path)
    fast_import(root, 10_000)
    begun = time.monotonic()
    assert auditctl(root, "check", "--select", "HIS").code == 0
    (record,) = records(root, "restore", "--kind", "finding")
    assert len(record["commits"]) == 101
    assert time.monotonic() - begun < 30


def test_only_dates_of_commits_that_are_days_count(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / "audits/a/capas/restore.yaml").write_text(
        CAPA + "verifications: [{by: ann-audit, date: 2026-10-01, result: effective}]\n", "utf-8"
    )
    git(root, "add", "-A")
    git(
        root,
        "commit",
        "-q",
        "-m",
        "x",
        GIT_AUTHOR_DATE="@99999999999 +0000",
        GIT_COMMITTER_DATE="@1 +0000",
        check=False,
    )
    assert auditctl(root, "history", "restore").code == 0
    assert auditctl(root, "check", "--select", "HIS").code in {0, 1}
