"""Samples that somebody drew themselves, told by flags; and what was seen of rows that were drawn here."""

from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from small_repository import auditctl, lay

ADD = ("evidence", "add", "a", "Leavers", "--kind", "record", "--source", "HR suite")
SIZE = ("--sample-population", "leavers of the period", "--sample-size", "15")
ROWS = "test,date\n" + "".join(f"T{number},2026-{number:02}-01\n" for number in range(1, 7))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return lay(tmp_path / "repository")


def record(root: Path, name: str) -> dict[str, object]:
    found = yaml.safe_load((root / f"audits/a/evidence/{name}.yaml").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def test_a_sample_is_told_by_flags(root: Path) -> None:
    told = ("--sample-method", "judgement", "--sample-taken", "5", "--drawn-by", "tom")
    done = auditctl(root, *ADD, *SIZE, *told)
    assert done.code == 0, done.err
    assert record(root, "leavers")["sample"] == {
        "population": "leavers of the period",
        "size": 15,
        "taken": 5,
        "method": "judgement",
        "drawn_by": "tom-tech",
    }


def test_a_full_one_takes_all_and_is_drawn_by_whoever_collects(root: Path) -> None:
    done = auditctl(root, *ADD, *SIZE, "--sample-method", "full", "--by", "tom")
    assert done.code == 0, done.err
    assert record(root, "leavers")["sample"] == {
        "population": "leavers of the period",
        "size": 15,
        "taken": 15,
        "method": "full",
        "drawn_by": "tom-tech",
    }


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (SIZE, 2, "give it with --sample-method"),
        ((*SIZE, "--sample-method", "systematic"), 2, "give it with --sample-taken"),
        (("--sample-method", "full", "--sample-size", "3"), 2, "give it with --sample-population"),
        (("--sample-method", "full", "--sample-population", "x"), 2, "give it with --sample-size"),
        ((*SIZE, "--sample-method", "random"), 2, "draw it with `auditctl evidence sample`"),
        ((*SIZE, "--sample-method", "judgment"), 2, "did you mean judgement?"),
        ((*SIZE, "--sample-method", "full", "--drawn-by", "tim"), 2, "there is no person 'tim'"),
        ((*SIZE, "--sample-method", "judgement", "--sample-taken", "16"), 3, "EVD004 forbids it"),
    ],
)
def test_what_does_not_add_up_is_refused(root: Path, words: tuple[str, ...], code: int, said: str) -> None:
    done = auditctl(root, *ADD, *words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert not (root / "audits/a/evidence").exists()


def test_what_was_seen_of_the_rows_comes_along(root: Path) -> None:
    population, seen = root.parent / "Restores.csv", root.parent / "Seen.csv"
    population.write_text(ROWS, "utf-8")
    seen.write_text("test,restored\nT1,yes\nT4,no\n", "utf-8")
    words = ("evidence", "sample", "a", "Restores", "--population", str(population), "--take", "2")
    shown = auditctl(root, *words, "--file", str(seen), "--dry-run")
    assert "+file: files/seen.csv" in shown.out
    assert (shown.code, (root / "audits/a/evidence").exists()) == (0, False)
    done = auditctl(root, *words, "--file", str(seen))
    assert done.code == 0, done.err
    found = record(root, "restores")
    assert (found["file"], found["sha256"]) == ("files/seen.csv", sha256(seen.read_bytes()).hexdigest())
    files = root / "audits/a/evidence/files"
    assert {path.name for path in files.iterdir()} == {"restores.csv", "seen.csv"}
    assert auditctl(root, "check", "--select", "EVD004,EVD005,EVD011").code == 0


def test_without_the_record_both_copies_go_again(root: Path) -> None:
    population, seen = root.parent / "Restores.csv", root.parent / "Seen.csv"
    population.write_text(ROWS, "utf-8")
    seen.write_text("x\n", "utf-8")
    (root / "audits/a/evidence").mkdir(parents=True)
    (root / "audits/a/evidence/taken.yaml").write_text("", "utf-8")
    words = ("evidence", "sample", "a", "Restores", "--population", str(population), "--take", "2")
    done = auditctl(root, *words, "--file", str(seen), "--name", "taken")
    assert done.code == 3, done.err
    assert list((root / "audits/a/evidence").rglob("*.csv")) == []
