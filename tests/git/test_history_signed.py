"""`history` on records that were renamed, lost a fact and got it back, and on commits that are signed or seem so."""

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from committed import committed, git, replace, repository
from in_process import called

TODAY = date(2026, 11, 20)
FINDING = "audits/a/findings/restore.yaml"
SUBMITTED = "plan: [{step: submitted, by: olga-ops, date: 2026-10-07}]\n"


def records(root: Path, *words: str) -> list[dict[str, Any]]:
    done = called(root, TODAY, "history", *words, "--json")
    assert (done.code, done.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(done.out)["records"]
    return found


def told(root: Path, *words: str) -> list[str]:
    """Return what each commit did to the only record of that name."""
    (record,) = records(root, *words)
    return [change["told"] for step in record["commits"] for change in step["changes"]]


def renamed(root: Path, kind: str, old: str, new: str, day: str = "") -> None:
    assert called(root, TODAY, "rename", kind, old, new).code == 0
    if day:
        committed(root, day)


def test_each_renaming_is_told_that_of_the_audit_too(tmp_path: Path) -> None:
    root = repository(tmp_path)
    renamed(root, "finding", "restore", "tests", "2026-10-06")
    renamed(root, "audit", "a", "first", "2026-10-07")
    renamed(root, "finding", "tests", "restore-tests", "2026-10-08")
    expected = ["renamed, restore before", "renamed, a/tests before", "renamed, tests before"]
    assert [line for line in told(root, "restore-tests") if line.startswith("renamed")] == expected
    assert told(root, "a/restore", "--kind", "finding") == told(root, "restore-tests")
    assert "renamed, a/restore before" in told(root, "first/restore", "--kind", "CAPA")
    assert "renamed, a before" in told(root, "first", "--kind", "audit")
    assert told(root, "a", "--kind", "audit") == told(root, "first", "--kind", "audit")


@pytest.mark.parametrize("name", ["tests", "restore"])
def test_a_renaming_that_is_not_committed_yet_is_followed(name: str, tmp_path: Path) -> None:
    root = repository(tmp_path)
    renamed(root, "finding", "restore", "tests")
    (record,) = records(root, name, "--kind", "finding")
    assert record["id"] == "tests"
    assert [(step["commit"] is None, step["changes"][-1]["told"]) for step in record["commits"]] == [
        (False, "finding added: Restore tests are missing, major"),
        (True, "renamed, restore before"),
    ]


def test_an_audit_that_is_renamed_and_not_committed_yet_keeps_its_life(tmp_path: Path) -> None:
    root = repository(tmp_path)
    renamed(root, "audit", "a", "first")
    found = records(root, "first")
    assert {record["kind"] for record in found} >= {"audit"}
    for record in found:
        assert record["commits"][0]["commit"], record
        assert not [
            change
            for step in record["commits"][1:]
            for change in step["changes"]
            if change["sort"] in {"added", "removed", "unreadable"}
        ]


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [("person", "tom-tech", "thomas-tech"), ("process", "backup", "backups"), ("audit", "a", "first")],
)
def test_a_record_that_is_a_key_keeps_its_life_under_another(
    kind: str, old: str, new: str, tmp_path: Path
) -> None:
    root = repository(tmp_path)
    named = "planned audit" if kind == "audit" else kind
    renamed(root, kind, old, new)
    before = told(root, new, "--kind", named)
    assert before[-1] == f"renamed, {old} before"
    assert before[0].startswith(f"{named} added: ")
    committed(root, "2026-10-07")
    assert told(root, new, "--kind", named) == before
    renamed(root, kind, new, f"{new}-again", "2026-10-08")
    assert told(root, f"{new}-again", "--kind", named) == [*before, f"renamed, {new} before"]


def test_a_fact_that_was_taken_out_and_put_back_has_both_commits_that_brought_it(tmp_path: Path) -> None:
    root = repository(tmp_path)
    path = root / "audits/a/capas/restore.yaml"
    before = path.read_text("utf-8")
    for day, text, person in (
        ("2026-10-07", before + SUBMITTED, "olga"),
        ("2026-10-09", before, "ann"),
        ("2026-10-20", before + SUBMITTED, "tom"),
    ):
        path.write_text(text, "utf-8")
        committed(root, day, f"{person}@kestrel.example")
    (record,) = records(root, "restore", "--kind", "CAPA")
    assert [(fact["date"], fact["email"]) for fact in record["facts"]] == [
        ("2026-10-07", "olga@kestrel.example"),
        ("2026-10-07", "tom@kestrel.example"),
    ]
    assert told(root, "restore", "--kind", "CAPA")[-2:] == [
        "taken out: plan submitted by olga-ops on 2026-10-07",
        "plan submitted by olga-ops on 2026-10-07",
    ]


def key(folder: Path, name: str) -> Path:
    made = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(made)], check=True)
    return made


def signed(root: Path, by: Path, new: str) -> None:
    """Commit another reason, signed with a key."""
    text = (root / FINDING).read_text("utf-8").splitlines()
    lines = [f"grade_reason: {new}" if line.startswith("grade_reason") else line for line in text]
    (root / FINDING).write_text("\n".join(lines) + "\n", "utf-8")
    git(root, "-c", "gpg.format=ssh", "-c", f"user.signingKey={by}", "commit", "-q", "-S", "-a", "-m", new)


def tampered(root: Path) -> None:
    """Give the last commit another subject under its old signature."""
    data = subprocess.run(["git", "cat-file", "commit", "HEAD"], cwd=root, check=True, capture_output=True)
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        cwd=root, input=data.stdout.replace(b"\nthird", b"\nforged"), check=True, capture_output=True,
    )  # fmt: skip
    git(root, "reset", "-q", "--soft", made.stdout.decode().strip())


def test_signatures_good_unknown_and_bad(tmp_path: Path) -> None:
    root = repository(tmp_path / "audits")
    known, unknown = key(tmp_path, "known"), key(tmp_path, "unknown")
    (root / "allowed_signers").write_text(
        f"ann@north.example {known.with_suffix('.pub').read_text('utf-8')}", "utf-8"
    )
    committed(root, "2026-10-06")
    signed(root, known, "first")
    signed(root, unknown, "second")
    signed(root, known, "third")
    tampered(root)
    (record,) = records(root, "restore", "--kind", "finding")
    states = [
        (step["subject"], step["signature"]["state"], step["signature"]["signer"])
        for step in record["commits"]
    ]
    assert states == [
        ("begin", "none", None),
        ("first", "good", "ann@north.example"),
        ("second", "by an unknown key", None),
        ("forged", "bad", None),
    ]  # fmt: skip
    page = " ".join(called(root, TODAY, "history", "restore", "--kind", "finding").out.split())
    for words in (
        "not signed",
        "signature good by ann@north.example",
        "signature by an unknown key",
        "signature bad",
    ):
        assert words in page
    replace(root, "allowed_signers", "ann@north.example", 'ann@north.example valid-before="20200101"')
    (record,) = records(root, "restore", "--kind", "finding")
    assert record["commits"][1]["signature"]["state"] not in {"good", "none"}
