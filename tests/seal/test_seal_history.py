"""A seal that the history holds: taken away it is missed, and no other one takes its place unseen."""

import itertools
import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from committed import git
from in_process import called
from rules_cases import committed
from small_repository import Ended, auditctl
from small_sealed import ENV, lay_issued, lay_ready

TODAY = date(2026, 11, 20)
LATER = {"AUDITCTL_TODAY": f"{TODAY}"}
FINDING = "audits/a/findings/restore.yaml"
SEAL = "audits/a/SEAL.json"
OLD, NEW = "three quarterly", "two quarterly"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = lay_ready(tmp_path_factory.mktemp("issued"))
    committed(root, "2026-10-12")
    done = auditctl(root, "report", "issue", "a", "--by", "ann-audit", env=ENV)
    assert done.code == 0, done.err
    committed(root, "2026-10-13")
    return root


@pytest.fixture
def root(issued: Path, tmp_path: Path) -> Path:
    return shutil.copytree(issued, tmp_path / "copy")


def forge(root: Path, path: str = FINDING, old: str = OLD, new: str = NEW) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


def said(root: Path) -> list[str]:
    """Return what the check says of seals, without the names of commits."""
    done = called(root, TODAY, "check", "--format", "json", "--fail-on", "never")
    found = json.loads(done.out)["diagnostics"]
    told = [item["message"] for item in found if item["code"] in {"RPT005", "RPT008", "HIS006"}]
    return [re.sub("commit [0-9a-f]{8}", "commit C", message) for message in told]


def verified(root: Path) -> Ended:
    return called(root, TODAY, "verify", "a")


def made_by_hand(root: Path) -> None:
    """Let the seal say of the finding what it says now, as somebody does who knows how."""
    repository = shutil.copytree(root, root.with_name("elsewhere"), ignore=shutil.ignore_patterns(".git"))
    (repository / SEAL).unlink()
    done = auditctl(repository, "report", "seal", "a", env=LATER)
    assert done.code == 0, done.err
    shutil.copy(repository / SEAL, root / SEAL)
    shutil.rmtree(repository)


def test_a_seal_that_stands_is_known_since_its_commit(root: Path) -> None:
    assert said(root) == []
    done = verified(root)
    assert done.code == 0
    assert re.search(r"the history has this seal since commit [0-9a-f]{8} of 2026-10-13, by ann", done.out)


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_seal_taken_away_is_missed(root: Path, is_committed: bool) -> None:
    (root / SEAL).unlink()
    if is_committed:
        committed(root, "2026-11-02", "olga@kestrel.example")
    assert said(root) == [
        "the seal of a is gone, which the history has (commit C of 2026-10-13, by ann)",
        "the report of a was issued without a seal",
    ]
    done = verified(root)
    assert (done.code, "the seal of a is gone, which the history has" in done.err) == (3, True)
    assert re.search(rf"bring it back: `git checkout [0-9a-f]{{8}} -- {SEAL}`", done.err)


@pytest.mark.parametrize("is_committed", [True, False])
def test_no_other_seal_takes_its_place(root: Path, is_committed: bool) -> None:
    before = (root / SEAL).read_bytes()
    (root / SEAL).unlink()
    forge(root)
    if is_committed:
        committed(root, "2026-11-02", "olga@kestrel.example")
    done = called(root, TODAY, "report", "seal", "a")
    assert done.code == 3
    assert "a was sealed before (commit " in done.err
    assert (
        "of 2026-10-13, by ann), and no amendment says why this is not as it was: findings/restore"
        in done.err
    )
    assert f"-- {SEAL}`, and say why it changed: `auditctl report amend a --why …`" in done.err
    assert not (root / SEAL).exists()
    forge(root, FINDING, NEW, OLD)
    assert called(root, TODAY, "report", "seal", "a").code == 0
    assert (root / SEAL).read_bytes() == before
    assert said(root) == []


def test_a_seal_comes_back_with_what_was_amended_since(root: Path) -> None:
    before = json.loads((root / SEAL).read_text("utf-8"))
    (root / SEAL).unlink()
    forge(root)
    with (root / "audits/a/report.yaml").open("a") as file:
        file.write("amendments: [{by: ann-audit, date: 2026-11-02, why: two, records: [findings/restore]}]\n")
    done = called(root, TODAY, "report", "seal", "a")
    assert done.code == 0, done.err
    assert said(root) == []
    assert verified(root).code == 0
    [amended] = json.loads((root / SEAL).read_text("utf-8"))["amended"]
    assert amended["before"] == {"findings/restore": before["records"]["findings/restore"]}


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_seal_that_was_made_to_fit_is_told_from_the_first(root: Path, is_committed: bool) -> None:
    forge(root)
    made_by_hand(root)
    if is_committed:
        committed(root, "2026-11-02", "olga@kestrel.example")
    told = "no amendment keeps what the history has (commit C of 2026-10-13, by ann) of"
    assert said(root) == [f"the seal of a was made anew, and {told}: findings/restore"]
    done = verified(root)
    assert (done.code, f"{told} findings/restore" in re.sub("commit [0-9a-f]{8}", "commit C", done.out)) == (
        1,
        True,
    )


def test_what_was_put_right_is_forgiven(root: Path) -> None:
    before = (root / SEAL).read_bytes()
    forge(root)
    made_by_hand(root)
    committed(root, "2026-11-02", "olga@kestrel.example")
    forge(root, FINDING, NEW, OLD)
    (root / SEAL).write_bytes(before)
    committed(root, "2026-11-03")
    assert said(root) == []
    assert verified(root).code == 0


def test_amendments_one_after_the_other_keep_the_line(root: Path) -> None:
    texts = [OLD, NEW, "one quarterly", "no quarterly"]
    for number, (old, new) in enumerate(itertools.pairwise(texts), start=2):
        forge(root, FINDING, old, new)
        (root / f"audits/a/evidence/files/late-{number}.txt").write_text(new)
        done = called(root, TODAY, "report", "amend", "a", "--why", new, "--by", "ann-audit")
        assert done.code == 0, done.err
        committed(root, f"2026-11-{number:02}")
    assert said(root) == []
    assert verified(root).code == 0


def test_an_amendment_that_is_taken_back_unseen_is_missed(root: Path) -> None:
    report, before = root / "audits/a/report.yaml", (root / SEAL).read_bytes()
    text = report.read_text("utf-8")
    forge(root)
    assert called(root, TODAY, "report", "amend", "a", "--why", "two", "--by", "ann-audit").code == 0
    committed(root, "2026-11-02")
    forge(root, FINDING, NEW, OLD)
    report.write_text(text, "utf-8")
    (root / SEAL).write_bytes(before)
    assert said(root) == [
        (
            "the seal of a was made anew, and no amendment keeps what the history has (commit C of 2026-11-02, by ann)"
            " of: findings/restore and the amendment of 2026-11-20, ann-audit"
        )
    ]


def test_a_record_slipped_in_with_a_new_seal_is_told(root: Path) -> None:
    (root / "audits/a/evidence/late.yaml").write_text(
        "kind: record\ntitle: Found later\nsource: ticketing\ncollected: {by: ann-audit, date: 2026-10-06}\n"
    )
    made_by_hand(root)
    [told] = said(root)
    assert told.endswith("of: evidence/late")


@pytest.mark.parametrize("has_seal", [True, False])
def test_an_issued_report_is_not_issued_again(root: Path, has_seal: bool) -> None:
    forge(root, "audits/a/report.yaml", "issued:\n  by: ann-audit\n  date: 2026-10-13\n  version: 1\n", "")
    forge(root)
    if not has_seal:
        (root / SEAL).unlink()
    done = called(root, TODAY, "report", "issue", "a", "--by", "ann-audit")
    assert (done.code, "the report of a was issued before: its seal stands" in done.err) == (3, True)
    assert "issued:" not in (root / "audits/a/report.yaml").read_text("utf-8")


def test_an_audit_that_is_gone_with_its_seal_is_missed_and_one_that_moved_is_not(root: Path) -> None:
    moved = shutil.copytree(root, root.with_name("moved"))
    (moved / "audits/a").rename(moved / "audits/b")
    forge(moved, "auditctl.yaml", "      a: {planned", "      b: {planned")
    committed(moved, "2026-11-02")
    assert said(moved) == []
    shutil.rmtree(root / "audits/a")
    assert said(root) == ["the seal of a is gone, which the history has (commit C of 2026-10-13, by ann)"]


def test_a_history_that_lost_the_commit_says_what_can_be_known(root: Path) -> None:
    forge(root)
    made_by_hand(root)
    shutil.rmtree(root / ".git")
    committed(root, "2026-12-24", "olga@kestrel.example")
    done = auditctl(root, "verify", "a", env={"AUDITCTL_TODAY": "2026-12-24"})
    assert done.code == 0
    assert "the history has this seal since commit" in done.out
    assert (
        "it is of 2026-11-20, and the history has it since 2026-12-24 only: it was committed late, or the history"
        " was rewritten and lost the commit" in done.err
    )


def test_a_seal_that_no_commit_has_is_said_to_be_so(root: Path) -> None:
    git(root, "reset", "--soft", "HEAD^")
    done = verified(root)
    assert (done.code, "no commit has this seal: it is not committed yet, or" in done.err) == (0, True)


def test_without_a_history_that_is_said_and_a_seal_can_be_made(tmp_path: Path) -> None:
    root = lay_issued(tmp_path / "a")
    assert "whether the seal was ever made anew cannot be told: " in verified(root).err
    (root / SEAL).unlink()
    assert called(root, TODAY, "report", "seal", "a").code == 0


def test_a_shallow_clone_says_what_it_cannot_tell(root: Path, tmp_path: Path) -> None:
    (root / SEAL).unlink()
    committed(root, "2026-11-02")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "shallow")
    done = called(tmp_path / "shallow", TODAY, "report", "seal", "a")
    assert done.code == 0
    assert "whether a was sealed before cannot be told: this is a shallow clone" in done.err
