"""The note of hashes: what it trusts, and what happens to it when it is spoilt."""

import json
import os
import time
from hashlib import sha256
from pathlib import Path

import pytest

from auditctl.source.hashes import HashNote

OLD = 1_700_000_000_123_456_789
SETTLED = 0.07
"""Seconds after which a change of a file leaves another ctime than the one before."""
OTHER = "f" * 64


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
    time.sleep(SETTLED)
    return path


def digest(file: Path) -> str:
    """Return what a command that starts now says."""
    note = HashNote.of(file.parent)
    found = note.digest(file)
    note.save()
    return found


def of(data: bytes) -> str:
    return sha256(data).hexdigest()


def spoil(cache: Path) -> None:
    """Let the note say another hash of every file, which shows whether it is trusted."""
    [kept] = cache.iterdir()
    told = json.loads(kept.read_text())
    files = {path: [*held[:-1], OTHER] for path, held in told["files"].items()}
    kept.write_text(json.dumps(told | {"files": files}))


def stamp(file: Path) -> list[int]:
    found = file.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def test_a_file_that_nobody_touched_is_not_hashed_again(file: Path, cache: Path) -> None:
    assert digest(file) == of(b"old")
    spoil(cache)
    assert digest(file) == OTHER
    assert digest(aged(file, OLD + 1)) == of(b"old")


def test_a_changed_byte_is_found_though_size_and_time_are_put_back(file: Path, cache: Path) -> None:
    assert digest(file) == of(b"old")
    file.write_bytes(b"new")
    assert digest(aged(file)) == of(b"new")
    assert cache.exists()


def test_another_file_in_its_place_is_found_though_its_times_are_alike(file: Path, cache: Path) -> None:
    assert digest(file) == of(b"old")
    other = file.with_name("y.csv")
    other.write_bytes(b"new")
    aged(other).replace(file)
    assert digest(file) == of(b"new")
    assert cache.exists()


@pytest.mark.usefixtures("cache")
def test_a_file_that_changed_just_now_is_hashed_again(file: Path) -> None:
    now = time.time_ns()
    assert digest(aged(file, now)) == of(b"old")
    file.write_bytes(b"new")
    assert digest(aged(file, now)) == of(b"new")


@pytest.mark.parametrize(("seconds", "trusted"), [(1, False), (5, True)])
def test_a_time_in_whole_seconds_needs_two_of_them(
    file: Path, cache: Path, seconds: int, trusted: bool
) -> None:
    changed = (time.time_ns() // 1_000_000_000 - seconds) * 1_000_000_000
    digest(aged(file, changed))
    assert bool(json.loads(next(cache.iterdir()).read_text())["files"] if cache.exists() else {}) == trusted


@pytest.mark.parametrize(
    ("word", "trusts"), [("true", False), ("1", False), ("", True), ("false", True), ("0", True)]
)
def test_ci_always_hashes(
    file: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, word: str, trusts: bool
) -> None:
    digest(file)
    spoil(cache)
    monkeypatch.setenv("CI", word)
    assert digest(file) == (OTHER if trusts else of(b"old"))


def test_a_run_hashes_each_file_once(file: Path) -> None:
    note = HashNote()
    note.remember(file, OTHER, time.time_ns())
    assert note.digest(file) == OTHER
    assert note.hashed(file) == of(b"old")
    assert note.digest(file) == of(b"old")


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
    assert json.loads(kept.read_text())["files"] == {"x.csv": [*stamp(file), of(b"longer")]}
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
        '{"files": {"x.csv": [3, 1700000000123456789, 1, 1, "short"]}}',
        '{"files": {"x.csv": [3, 1700000000123456789, "%s"]}}' % ("0" * 64),
        '{"files": {"/etc/passwd": [1, 1, 1, 1, "%s"], "../y": [1, 1, 1, 1, "%s"], "a\\u0000b": [1, 1, 1, 1, "%s"]}}'
        % (("0" * 64,) * 3),
        "[" * 100_000,
    ],
)
def test_a_spoilt_note_is_none(file: Path, cache: Path, spoilt: str) -> None:
    digest(file)
    [kept] = cache.iterdir()
    kept.write_text(spoilt)
    assert digest(file) == of(b"old")
    assert json.loads(kept.read_text())["files"] == {"x.csv": [*stamp(file), of(b"old")]}


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
