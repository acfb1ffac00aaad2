"""HIS002: of the two dates of a commit the later one counts, and where they differ both are told."""

from datetime import date
from pathlib import Path

from committed import CAPA, committed, git, repository
from in_process import called

TODAY = date(2026, 11, 20)
PATH = "audits/a/capas/restore.yaml"
VERIFIED = CAPA + "verifications: [{by: ann-audit, date: 2026-10-06, result: effective}]\n"


def late(root: Path) -> str:
    return called(root, TODAY, "check", "--select", "HIS002").out.partition("\n")[0]


def verified(root: Path, authored: str, was_committed: str) -> Path:
    repository(root)
    (root / PATH).write_text(VERIFIED, "utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "verified", GIT_AUTHOR_DATE=f"{authored}T12:00:00+03:00",
        GIT_COMMITTER_DATE=f"{was_committed}T12:00:00+03:00")  # fmt: skip
    return root


def test_an_author_date_that_was_set_back_hides_nothing(tmp_path: Path) -> None:
    told = late(verified(tmp_path, "2026-10-06", "2026-11-10"))
    assert "the verification of restore by ann-audit on 2026-10-06 was recorded on 2026-11-10" in told
    assert "(author date 2026-10-06, committer date 2026-11-10)" in told


def test_a_committer_date_that_was_set_back_hides_nothing(tmp_path: Path) -> None:
    told = late(verified(tmp_path, "2026-11-10", "2026-10-06"))
    assert "was recorded on 2026-11-10" in told
    assert "(author date 2026-11-10, committer date 2026-10-06)" in told


def test_two_dates_of_one_day_are_told_once(tmp_path: Path) -> None:
    told = late(verified(tmp_path, "2026-11-10", "2026-11-10"))
    assert "was recorded on 2026-11-10, in the commit" in told
    assert "author date" not in told


def test_a_rebase_within_the_week_is_in_time(tmp_path: Path) -> None:
    assert "HIS002" not in late(verified(tmp_path, "2026-10-06", "2026-10-13"))


def test_a_merge_of_what_was_recorded_in_time_is_in_time_whenever_it_comes(tmp_path: Path) -> None:
    root = repository(tmp_path)
    git(root, "checkout", "-q", "-b", "work")
    (root / PATH).write_text(VERIFIED, "utf-8")
    committed(root, "2026-10-07")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "--no-edit", "work", GIT_COMMITTER_DATE="2026-11-15T12:00:00+03:00",
        GIT_AUTHOR_DATE="2026-11-15T12:00:00+03:00")  # fmt: skip
    assert "HIS002" not in late(root)


def test_the_page_of_a_record_counts_from_the_later_date_too(tmp_path: Path) -> None:
    root = verified(tmp_path, "2026-10-06", "2026-11-10")
    told = called(root, TODAY, "history", "restore", "--kind", "CAPA").out
    assert "(recorded 35 days later)" in " ".join(told.split())
    assert "committed on 2026-11-10" in " ".join(told.split())
