"""What has another name is the same record, wherever it is named, and nothing else is."""

from hashlib import sha256
from pathlib import Path

from committed import EVIDENCE, FINDING, committed, replace, repository
from small_repository import auditctl
from told_changes import sorts

RESTORE = "audits/a/findings/restore.yaml"
LOG = "audits/a/evidence/files/log.csv"


def test_a_file_of_evidence_with_another_name(tmp_path: Path) -> None:
    record = EVIDENCE + f"file: files/log.csv\nsha256: {sha256(b'log').hexdigest()}\n"
    root = repository(tmp_path, {LOG: "log", "audits/a/evidence/register.yaml": record})
    (root / LOG).rename(root / "audits/a/evidence/files/journal.csv")
    replace(root, "audits/a/evidence/register.yaml", "files/log.csv", "files/journal.csv")
    expected = ["changed: evidence register", "renamed: file of evidence journal.csv"]
    assert sorts(root) == expected
    committed(root, "2026-10-06")
    assert sorts(root, "HEAD~1..HEAD") == expected


def test_a_name_means_another_record_in_another_audit(tmp_path: Path) -> None:
    """A record that is called otherwise in one audit says nothing about its namesake in another."""
    other = "audits/b/findings/late.yaml"
    root = repository(
        tmp_path,
        {
            "audits/b/audit.yaml": "title: Spot check\nunplanned: a complaint\n",
            "audits/b/evidence/register.yaml": EVIDENCE,
            "audits/b/evidence/journal.yaml": EVIDENCE.replace("Restore", "Other"),
            other: FINDING.replace("[register, policy]", "[register]"),
        },
    )
    assert auditctl(root, "rename", "evidence", "a/register", "journal").code == 0
    assert sorts(root) == ["renamed: evidence journal"]
    replace(root, other, "[register]", "[journal]")
    assert sorts(root)[0] == "evidence-removed: finding late"


def test_a_record_that_moved_and_changed_is_one(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / RESTORE).rename(root / "audits/a/findings/tests.yaml")
    replace(root, "audits/a/findings/tests.yaml", "grade: major", "grade: minor")
    replace(root, "audits/a/capas/restore.yaml", "findings: [restore]", "findings: [tests]")
    assert sorts(root) == ["grade-lowered: finding tests", "renamed: finding tests"]
    page = auditctl(root, "diff").out
    assert "renamed, restore before" in page


def test_a_reference_follows_the_new_name(tmp_path: Path) -> None:
    """A person and a document under other names: told of themselves alone, wherever they are named."""
    root = repository(tmp_path)
    replace(root, RESTORE, "requirements: [A.8.13]", 'requirements: [A.8.13, "bck-pol#4.2"]')
    committed(root, "2026-10-06")
    for words in (("person", "ann-audit", "ann-north"), ("document", "bck-pol", "backup-policy")):
        assert auditctl(root, "rename", *words).code == 0, words
    assert "backup-policy#4.2" in (root / RESTORE).read_text("utf-8")
    expected = ["renamed: auditor ann-north", "renamed: document backup-policy", "renamed: person ann-north"]
    assert sorts(root) == expected
    committed(root, "2026-10-07")
    assert sorts(root, "HEAD~1..HEAD") == expected


def test_an_audit_under_another_name_and_title(tmp_path: Path) -> None:
    root = repository(tmp_path, {LOG: "log", "audits/a/SEAL.json": "{}", "audits/a/SEAL.json.sig": "x"})
    (root / "audits/a").rename(root / "audits/first")
    replace(root, "audits/first/audit.yaml", "plan: {sent: 2026-09-21}", "plan: {sent: 2026-09-22}")
    found = sorts(root)
    assert [line for line in found if not line.startswith("renamed")] == ["fact-altered: audit first"]
    assert "renamed: file of evidence log.csv" in found
    assert "renamed: finding restore" in found


def test_a_file_that_goes_to_another_audit_is_gone_from_its_own(tmp_path: Path) -> None:
    other = "audits/b/evidence/files/log.csv"
    root = repository(
        tmp_path, {LOG: "log", "audits/b/audit.yaml": "title: Spot check\nunplanned: a complaint\n"}
    )
    (root / other).parent.mkdir(parents=True)
    (root / LOG).rename(root / other)
    expected = ["evidence-removed: file of evidence log.csv", "evidence-added: file of evidence log.csv"]
    assert sorts(root) == expected
    committed(root, "2026-10-06")
    assert sorts(root, "HEAD~1..HEAD") == expected
