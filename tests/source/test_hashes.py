"""The note of hashes: what it trusts, and what happens to it when it is spoilt."""

import json
import os
import time
from hashlib import sha256
from pathlib import Path

import pytest

from auditctl.source.hashes import HashNote

OLD = 1_700_000_000_123_456_789


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("CI", raising=False)
    return tmp_path / "cache" / "auditctl"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "root" / "x.csv"
    path.parent.mkdir()
    path.write_bytes(b"old")
    return aged(path)


def aged(path: Path, changed: int = OLD) -> Path:
    os.utime(path, ns=(changed, changed))
    return path


def digest(file: Path) -> str:
    """Return what a command that starts now says."""
    note = HashNote.of(file.parent)
    found = note.digest(file)
    note.save()
    return found


def of(data: bytes) -> str:
    return sha256(data).hexdigest()


@pytest.mark.usefixtures("cache")
def test_only_size_and_time_tell_whether_a_file_changed(file: Path) -> None:
    assert digest(file) == of(b"old")
    file.write_bytes(b"new")
    assert digest(aged(file)) == of(b"old")
    assert digest(aged(file, OLD + 1)) == of(b"new")
    file.write_bytes(b"newer")
    assert digest(aged(file, OLD + 1)) == of(b"newer")


@pytest.mark.usefixtures("cache")
def test_a_file_that_changed_just_now_is_hashed_again(file: Path) -> None:
    now = time.time_ns()
    assert digest(aged(file, now)) == of(b"old")
    file.write_bytes(b"new")
    assert digest(aged(file, now)) == of(b"new")


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize(("seconds", "trusted"), [(1, False), (5, True)])
def test_a_time_in_whole_seconds_needs_two_of_them(file: Path, seconds: int, trusted: bool) -> None:
    changed = (time.time_ns() // 1_000_000_000 - seconds) * 1_000_000_000
    digest(aged(file, changed))
    file.write_bytes(b"new")
    assert digest(aged(file, changed)) == of(b"old" if trusted else b"new")


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize(
    ("word", "trusts"), [("true", False), ("1", False), ("", True), ("false", True), ("0", True)]
)
def test_ci_always_hashes(file: Path, monkeypatch: pytest.MonkeyPatch, word: str, trusts: bool) -> None:
    digest(file)
    file.write_bytes(b"new")
    monkeypatch.setenv("CI", word)
    assert digest(aged(file)) == of(b"old" if trusts else b"new")


def test_a_run_hashes_each_file_once(file: Path) -> None:
    note = HashNote()
    assert note.digest(file) == of(b"old")
    file.write_bytes(b"new")
    assert note.digest(aged(file)) == of(b"old")
    assert note.hashed(file) == of(b"new")
    assert note.digest(file) == of(b"new")


def test_the_note_lies_outside_and_forgets_what_is_gone(file: Path, cache: Path) -> None:
    other = file.with_name("y.csv")
    other.write_bytes(b"y")
    digest(aged(other))
    digest(file)
    [kept] = cache.iterdir()
    assert json.loads(kept.read_text())["files"].keys() == {"x.csv", "y.csv"}
    other.unlink()
    file.write_bytes(b"longer")
    digest(aged(file))
    assert json.loads(kept.read_text())["files"] == {"x.csv": [6, OLD, of(b"longer")]}
    assert sorted(path.name for path in file.parent.iterdir()) == ["x.csv"]


@pytest.mark.parametrize(
    "spoilt",
    [
        "",
        "{",
        "[]",
        "null",
        '{"files": []}',
        '{"files": {"x.csv": null}}',
        '{"files": {"x.csv": [3, 1700000000123456789, "short"]}}',
        '{"files": {"/etc/passwd": [1, 1, "%s"], "../y": [1, 1, "%s"], "a\\u0000b": [1, 1, "%s"]}}'
        % (("0" * 64,) * 3),
        "[" * 100_000,
    ],
)
def test_a_spoilt_note_is_none(file: Path, cache: Path, spoilt: str) -> None:
    digest(file)
    [kept] = cache.iterdir()
    kept.write_text(spoilt)
    assert digest(file) == of(b"old")
    assert json.loads(kept.read_text())["files"] == {"x.csv": [3, OLD, of(b"old")]}


def test_where_nothing_can_be_kept_everything_is_hashed(file: Path, cache: Path) -> None:
    cache.parent.write_text("no folder")
    assert digest(file) == of(b"old")
    file.write_bytes(b"new")
    assert digest(aged(file)) == of(b"new")


def test_without_a_home_everything_is_hashed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setattr(Path, "home", homeless)
    assert digest(file) == of(b"old")


def test_two_repositories_have_two_notes(file: Path, cache: Path, tmp_path: Path) -> None:
    digest(file)
    other = tmp_path / "other" / "x.csv"
    other.parent.mkdir()
    other.write_bytes(b"two")
    assert digest(aged(other)) == of(b"two")
    assert len(list(cache.iterdir())) == 2
