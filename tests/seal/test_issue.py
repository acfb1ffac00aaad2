"""`report issue`: checked, numbered, recorded and sealed as one; and what may and may not come after."""

import json
import shutil
from pathlib import Path

import pytest

from small_repository import auditctl
from small_sealed import DAY, ENV, FILES, lay_issued, lay_ready

LATER = {"AUDITCTL_TODAY": "2026-11-20"}


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_issued(tmp_path_factory.mktemp("issued"))


@pytest.fixture
def root(issued: Path, tmp_path: Path) -> Path:
    return shutil.copytree(issued, tmp_path / "copy")


def replace(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


def said(root: Path, code: str, **env: str) -> list[str]:
    done = auditctl(root, "check", "--format", "json", "--fail-on", "never", env=LATER | env)
    return [item["message"] for item in json.loads(done.out)["diagnostics"] if item["code"] == code]


def test_an_issue_numbers_records_and_seals_as_one(issued: Path) -> None:
    folder = issued / "audits/a"
    assert "number: NC-a-01" in (folder / "findings/restore.yaml").read_text("utf-8")
    assert "number: OFI-a-01" in (folder / "findings/labels.yaml").read_text("utf-8")
    report = (folder / "report.yaml").read_text("utf-8")
    assert report.startswith(FILES["audits/a/report.yaml"])
    assert report.endswith("issued:\n  by: ann-audit\n  date: 2026-10-13\n  version: 1\n")
    seal = json.loads((folder / "SEAL.json").read_text("utf-8"))
    assert (seal["audit"], seal["sealed"], seal["check"]["errors"]) == ("a", DAY, 0)
    assert set(seal["files"]) == {"evidence/files/register.csv", "evidence/files/tickets.csv"}
    assert len(seal["records"]) == 11
    assert "commit" not in seal


def test_the_digest_is_that_of_the_report_as_it_went_out(root: Path) -> None:
    auditctl(root, "report", "a", "-o", "report.html", env=ENV)
    done = auditctl(root, "verify", "a", "--report", "report.html", env=ENV)
    assert done.code == 0, done.out
    assert "report.html is the report as it was sealed on 2026-10-13" in done.out
    (root / "report.html").write_text("another one")
    done = auditctl(root, "verify", "a", "--report", "report.html", env=ENV)
    assert done.code == 1
    assert "report.html is not the report as it was issued or amended" in done.out


def test_a_dry_run_shows_everything_and_writes_nothing(tmp_path: Path) -> None:
    lay_ready(tmp_path)
    done = auditctl(tmp_path, "report", "issue", "a", "--by", "ann-audit", "--dry-run", env=ENV)
    assert done.code == 0, done.err
    assert "+number: NC-a-01" in done.out
    assert "+++ audits/a/SEAL.json" in done.out
    assert not (tmp_path / "audits/a/SEAL.json").exists()
    assert "issued" not in (tmp_path / "audits/a/report.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "old", "new", "sentence"),
    [
        ("report.yaml", "summary: |\n  Backup works but for one thing.\n", "", "RPT001 forbids it"),
        ("report.yaml", "distribution: [{to: mia-chief}]\n", "", "RPT003 forbids it"),
        ("report.yaml", "date: 2026-10-12}", "date: 2026-10-14}", "SCH008 forbids it"),
        ("report.yaml", "date: 2026-10-09}", "date: 2026-10-05}", "PLN012 forbids it"),
        ("findings/restore.yaml", "requirements: [A.8.13]\n", "", "FND001 forbids it"),
        ("evidence/files/register.csv", "db-1", "db-9", "EVD005 forbids it"),
        ("workpapers/backup.yaml", "    result: nonconform\n", "", "WKP004 forbids it"),
        ("schedule.yaml", "auditors: [ann-audit]\n    date: 2026-10-05", "auditors: [olga-ops]\n    date: 2026-10-05", "forbids it"),
    ],
)  # fmt: skip
def test_an_error_of_the_audit_keeps_it_back(
    tmp_path: Path, path: str, old: str, new: str, sentence: str
) -> None:
    lay_ready(tmp_path)
    replace(tmp_path, f"audits/a/{path}", old, new)
    done = auditctl(tmp_path, "report", "issue", "a", "--by", "ann-audit", env=ENV)
    assert done.code == 3
    assert sentence in done.err
    assert not (tmp_path / "audits/a/SEAL.json").exists()
    assert "number:" not in (tmp_path / "audits/a/findings/labels.yaml").read_text("utf-8")


def test_a_report_is_issued_once(root: Path) -> None:
    done = auditctl(root, "report", "issue", "a", "--by", "ann-audit", env=ENV)
    assert done.code == 3
    assert "the report of a was issued by ann-audit on 2026-10-13" in done.err
    done = auditctl(root, "report", "seal", "a", env=ENV)
    assert done.code == 3
    assert "sealed on 2026-10-13, and nothing changed since" in done.err


def test_numbers_go_on_after_those_that_were_given(tmp_path: Path) -> None:
    lay_ready(tmp_path)
    replace(tmp_path, "audits/a/findings/restore.yaml", "grade: minor", "grade: minor\nnumber: NC-a-07")
    folder = tmp_path / "audits/a/findings"
    text = (folder / "restore.yaml").read_text("utf-8")
    (folder / "zz-early.yaml").write_text(
        text.replace("number: NC-a-07\n", "").replace("restore test is missing", "restore plan is late")
        .replace("No restore test of db-2", "No restore plan of db-3")
    )  # fmt: skip
    (folder / "gone.yaml").write_text(
        text.replace("number: NC-a-07\n", "")
        + "withdrawn: {by: ann-audit, date: 2026-10-07, why: it was there after all}\n"
    )
    done = auditctl(tmp_path, "report", "issue", "a", "--by", "ann-audit", env=ENV)
    assert done.code == 0, done.err
    assert "number: NC-a-08" in (folder / "zz-early.yaml").read_text("utf-8")
    assert "number" not in (folder / "gone.yaml").read_text("utf-8")


def test_an_audit_called_like_a_command_is_still_shown(tmp_path: Path) -> None:
    lay_ready(tmp_path)
    (tmp_path / "audits/a").rename(tmp_path / "audits/issue")
    assert "# " in auditctl(tmp_path, "report", "show", "issue", env=ENV).out
    assert auditctl(tmp_path, "report", "issue", env=ENV).code == 2
    assert auditctl(tmp_path, "report", "issue", "issue", "--by", "ann-audit", env=ENV).code == 0


def test_what_rightly_comes_later_breaks_nothing(root: Path) -> None:
    folder = root / "audits/a"
    for words in (
        ["capa", "add", "a/restore", "--owner", "olga-ops", "--title", "x"],
        ["finding", "answer", "a/restore", "--response", "agreed", "--by", "olga-ops"],
        ["finding", "accept", "a/labels", "--by", "olga-ops"],
    ):
        auditctl(root, *words, env=LATER)
    assert "auditee:" in (folder / "findings/restore.yaml").read_text("utf-8")
    with (folder / "report.yaml").open("a") as file:
        file.write("management_review: {date: 2026-11-10, record: minutes 4}\n")
    with (folder / "audit.yaml").open("a") as file:
        file.write("closed: {by: ann-audit, date: 2026-11-12}\n")
    (folder / "evidence/new-test.yaml").write_text(
        "kind: record\ntitle: Restore test of db-2\npurpose: action\nsource: ticketing\n"
        "collected: {by: olga-ops, date: 2026-11-03}\nfile: files/new.txt\n"
    )
    (folder / "evidence/files/new.txt").write_text("restored")
    assert said(root, "RPT005") == []
    assert said(root, "RPT008") == []


def test_what_does_not_is_found(root: Path) -> None:
    folder = root / "audits/a"
    (folder / "findings/labels.yaml").unlink()
    (folder / "evidence/late.yaml").write_text(
        "kind: record\ntitle: Found later\nsource: ticketing\ncollected: {by: ann-audit, date: 2026-10-06}\n"
    )
    (folder / "evidence/files/tickets.csv").unlink()
    replace(root, "audits/a/schedule.yaml", "minutes: 60", "minutes: 90")
    assert sorted(said(root, "RPT005")) == [
        "evidence/files/tickets.csv was sealed with the report of a and is gone",
        "evidence/late was added after the report of a was sealed",
        "findings/labels was sealed with the report of a and is gone",
        "schedule changed after the report of a was sealed",
    ]
    done = auditctl(root, "verify", "a", env=LATER)
    assert done.code == 1
    assert done.out.splitlines()[-1] == "a: 11 records, 2 files, 4 problems"


def test_a_report_taken_back_is_found(root: Path) -> None:
    replace(root, "audits/a/report.yaml", "issued:\n  by: ann-audit\n  date: 2026-10-13\n  version: 1\n", "")
    assert said(root, "RPT005") == ["report changed after the report of a was sealed"]


def test_no_newer_rule_owner_or_policy_turns_it_red(root: Path) -> None:
    before = auditctl(root, "check", "--format", "json", "--fail-on", "never", env=LATER).out
    replace(root, "auditctl.yaml", "owner: olga-ops\n    performers", "owner: ann-audit\n    performers")
    replace(
        root, "auditctl.yaml", "name: Kestrel Ltd",
        "name: Kestrel Ltd\npolicy: {report_working_days: 1, plan_notice_working_days: 60, evaluation_valid_months: 0}\n"
        "rules: {severity: {RPT004: error, RPT003: error, RPT007: error, EVD010: error, COV: off}}",
    )  # fmt: skip
    after = auditctl(root, "check", "--format", "json", "--fail-on", "never", env=LATER).out

    def of_audit(told: str) -> list[tuple[str, str]]:
        found = json.loads(told)["diagnostics"]
        return [(item["code"], item["severity"]) for item in found if item["audit"] == "a"]

    assert of_audit(after) == of_audit(before)


def test_a_report_issued_by_hand_is_judged_and_can_be_sealed(root: Path) -> None:
    (root / "audits/a/SEAL.json").unlink()
    assert said(root, "RPT008") == ["the report of a was issued without a seal"]
    replace(root, "audits/a/findings/restore.yaml", "requirements: [A.8.13]\n", "")
    assert said(root, "RPT002") == ["the report of a rests on 1 error: FND001"]
    done = auditctl(root, "report", "seal", "a", env=LATER)
    assert (done.code, "FND001 forbids it" in done.err) == (3, True)
    replace(
        root,
        "audits/a/findings/restore.yaml",
        "session: backup\n",
        "session: backup\nrequirements: [A.8.13]\n",
    )
    done = auditctl(root, "report", "seal", "a", env=LATER)
    assert done.out == "audits/a/SEAL.json\n"
    assert said(root, "RPT008") == said(root, "RPT002") == said(root, "RPT005") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"seal": 2}',
        "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n",
        '{"seal": 1, "records": {"a": "b"}}',
    ],
)
def test_a_seal_that_cannot_be_read_is_said_and_no_seal_is_made_over_it(root: Path, text: str) -> None:
    (root / "audits/a/SEAL.json").write_text(text)
    told = said(root, "RPT005")
    assert len(told) == 1
    assert told[0].startswith("the seal of a cannot be read: ")
    for words in (["verify", "a"], ["report", "seal", "a"], ["report", "amend", "a", "--why", "x"]):
        done = auditctl(root, *words, env=LATER)
        assert (done.code, "SEAL.json cannot be read" in done.err) == (3, True), done.err


def test_an_audit_without_a_seal_is_refused_in_one_sentence(tmp_path: Path) -> None:
    lay_ready(tmp_path)
    told = auditctl(tmp_path, "verify", "a", env=ENV).err
    assert "the report of a has no seal" in told
    assert "issue it: `auditctl report issue a`" in told
    done = auditctl(tmp_path, "report", "seal", "a", env=ENV)
    assert (done.code, "has no issued report yet" in done.err) == (3, True)
