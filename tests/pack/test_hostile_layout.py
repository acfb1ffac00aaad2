"""Archives that other readers would read otherwise: bytes where none belong, two descriptions, two names for one file."""

import hashlib
import io
import json
import os
import random
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest

from in_process import called

CENTRAL, LOCAL, END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """Return a pack whose manifest fits."""
    held = io.BytesIO()
    listed = {name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for name, data in files}
    told = {"auditctl_pack": 1, "audits": ["a"], "as_of": "2026-10-13", "files": listed}
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, method)
        archive.writestr(zipfile.ZipInfo("manifest.json"), json.dumps(told))
    return held.getvalue()


TWO = zipped(("a/one", b"first file"), ("a/two", b"second file"))
START = TWO.index(CENTRAL)
TAIL = TWO.index(END)


def verify(tmp_path: Path, data: bytes) -> tuple[int, str]:
    (tmp_path / "p.zip").write_bytes(data)
    done = called(tmp_path, date(2026, 10, 13), "verify", str(tmp_path / "p.zip"))
    assert "Traceback" not in done.err
    assert os.listdir(tmp_path) == ["p.zip"]
    return done.code, done.out + done.err


def refused(tmp_path: Path, data: bytes) -> str:
    code, told = verify(tmp_path, data)
    assert (code, "p.zip is " in told) == (3, True), told
    return told


def shifted(data: bytes, at: int, more: bytes) -> bytes:
    """Return an archive with more bytes at a place, and every offset behind it corrected."""
    made = bytearray(data[:at] + more + data[at:])
    end = made.rindex(END)
    start = struct.unpack_from("<I", made, end + 16)[0]
    if at <= start:
        struct.pack_into("<I", made, end + 16, start + len(more))
        start += len(more)
    entry = start
    while made[entry : entry + 4] == CENTRAL:
        offset = struct.unpack_from("<I", made, entry + 42)[0]
        if offset >= at:
            struct.pack_into("<I", made, entry + 42, offset + len(more))
        entry += 46 + sum(struct.unpack_from("<3H", made, entry + 28))
    return bytes(made)


def test_the_archive_itself_is_whole(tmp_path: Path) -> None:
    assert verify(tmp_path, TWO)[0] == 0
    assert verify(tmp_path, zipped(("a/one", bytes(5000)), method=zipfile.ZIP_DEFLATED))[0] == 0


@pytest.mark.parametrize("at", [0, TWO.index(LOCAL, 4), START], ids=["before", "between", "behind the files"])
@pytest.mark.parametrize("is_corrected", [True, False])
def test_bytes_that_belong_to_no_file(tmp_path: Path, at: int, *, is_corrected: bool) -> None:
    more = b"#!/bin/sh\n"
    data = shifted(TWO, at, more) if is_corrected else TWO[:at] + more + TWO[at:]
    refused(tmp_path, data)


def test_bytes_behind_the_end_and_comments(tmp_path: Path) -> None:
    assert "behind its end" in refused(tmp_path, TWO + b"x")
    assert "behind its end" in refused(tmp_path, TWO[:-2] + b"\x05\0hello")
    assert "behind its end" in refused(tmp_path, TWO[:-2] + b"\x05\0hel")
    refused(tmp_path, TWO + TWO[TAIL:])
    refused(tmp_path, TWO[:TAIL] + b"x" * 9 + TWO[TAIL:])
    refused(tmp_path, TWO + TWO)


def _with_central(fields: dict[int, int], more: bytes = b"") -> bytes:
    """Return the archive with other numbers (16 bits, by their place) in its first entry, and more behind its name."""
    made = bytearray(TWO)
    for at, value in fields.items():
        struct.pack_into("<H", made, START + at, value)
    place = START + 46 + len("a/one")
    made[place:place] = more
    size = struct.unpack_from("<I", made, TAIL + len(more) + 12)[0]
    struct.pack_into("<I", made, TAIL + len(more) + 12, size + len(more))
    return bytes(made)


@pytest.mark.parametrize(
    ("fields", "more"),
    [
        ({32: 5}, b"hello"),  # a comment of the file
        ({30: 8}, struct.pack("<2HI", 0x7075, 4, 0)),  # further fields
        ({30: 3}, b"\x01\x00\x09"),
        ({34: 1}, b""),  # another disk
        ({8: 0x1}, b""),  # encrypted
        ({8: 0x8}, b""),  # sizes behind the file
        ({8: 0x40}, b""),
        ({8: 0x2000}, b""),
        ({10: 99}, b""),
        ({38: 0x10}, b""),  # a folder
        ({20: 3}, b""),  # other sizes
        ({24: 3}, b""),
        ({16: 3}, b""),  # another checksum
        ({42: 7}, b""),  # another place
    ],
)
def test_what_the_directory_says_besides(tmp_path: Path, fields: dict[int, int], more: bytes) -> None:
    refused(tmp_path, _with_central(fields, more))


@pytest.mark.parametrize("at", [6, 8, 14, 18, 22, 26, 28, 30, 31])
def test_a_head_that_says_else_than_the_directory(tmp_path: Path, at: int) -> None:
    made = bytearray(TWO)
    made[at] ^= 2
    refused(tmp_path, bytes(made))


def test_numbers_of_the_end_that_do_not_fit(tmp_path: Path) -> None:
    for at, value in ((8, 9), (10, 9), (8, 0xFFFF), (10, 0xFFFF), (12, 7), (16, 7), (4, 1), (6, 1)):
        made = bytearray(TWO)
        struct.pack_into("<H", made, TAIL + at, value)
        refused(tmp_path, bytes(made))
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, 0, 1)
    refused(tmp_path, TWO[:TAIL] + locator + TWO[TAIL:])
    large = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 3, 3, 1, 1)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, TAIL, 1)
    refused(tmp_path, TWO[:TAIL] + large + locator + TWO[TAIL:])


def test_an_end_of_a_large_archive_that_fits_is_read(tmp_path: Path) -> None:
    large = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 3, 3, TAIL - START, START)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, TAIL, 1)
    assert verify(tmp_path, TWO[:TAIL] + large + locator + TWO[TAIL:])[0] == 0


def test_bytes_behind_what_is_compressed(tmp_path: Path) -> None:
    data = zipped(("a/one", bytes(5000)), method=zipfile.ZIP_DEFLATED)
    size = zipfile.ZipFile(io.BytesIO(data)).getinfo("a/one").compress_size
    made = bytearray(shifted(data, 30 + len("a/one") + size, b"hidden"))
    struct.pack_into("<I", made, 18, size + 6)
    struct.pack_into("<I", made, made.index(CENTRAL) + 20, size + 6)
    assert "behind its end" in refused(tmp_path, bytes(made))


@pytest.mark.parametrize(
    "name",
    [
        "a/", "a/CONIN$", "a/com\u00b9.txt", "a/NUL .txt", "a/x ", "\uff0e\uff0e/x", "a\uff0fb/../x", "a/what?.txt", "a/x*",
        f"a/{'x' * 300}", "a/\u0000x", "a/x\n",
    ],
)  # fmt: skip
def test_names_that_some_system_takes_for_others(tmp_path: Path, name: str) -> None:
    made = zipped(("a/one", b"x"), ("placeholder", b"y"))
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(held, "w") as archive:
        for info in old.infolist():
            fresh = zipfile.ZipInfo("x")
            fresh.filename = fresh.orig_filename = name if info.filename == "placeholder" else info.filename
            archive.writestr(fresh, old.read(info))
    refused(tmp_path, held.getvalue())


@pytest.mark.parametrize(
    ("one", "other"), [("a/ILIK", "a/\u0131l\u0131k"), ("a/\u0130x", "a/ix"), ("a/\u017f", "a/S")]
)
def test_letters_of_other_languages_are_twins_too(tmp_path: Path, one: str, other: str) -> None:
    assert "differ only by case" in refused(tmp_path, zipped((one, b"1"), (other, b"2")))


def test_a_manifest_that_says_a_key_twice(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(
            "manifest.json", '{"auditctl_pack": 1, "files": {"x": {"sha256": "1"}}, "files": {}}'
        )
    assert "is no audit pack" in refused(tmp_path, held.getvalue())


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    (tmp_path / "folder.zip").mkdir()
    os.mkfifo(tmp_path / "pipe.zip")
    (tmp_path / "nowhere.zip").symlink_to(tmp_path / "gone.zip")
    for name in ("folder.zip", "pipe.zip", "nowhere.zip", "missing.zip"):
        done = called(tmp_path, date(2026, 10, 13), "verify", str(tmp_path / name))
        assert (done.code, "is no audit pack" in done.err) == (3, True), done.err


def test_every_cut_and_every_changed_byte_ends_in_a_sentence(tmp_path: Path) -> None:
    """Cut anywhere it is refused; what remains undiscovered are times and versions, which say nothing of a file."""
    for at in range(0, len(TWO), 7):
        refused(tmp_path, TWO[:at])
    choice = random.Random(6)  # noqa: S311 - chooses, and hides nothing
    for _ in range(150):
        made = bytearray(TWO)
        for _ in range(choice.choice((1, 1, 4))):
            made[choice.randrange(len(made))] ^= 1 << choice.randrange(8)
        code, told = verify(tmp_path, bytes(made))
        assert code in {0, 1, 3}
        assert len(told.splitlines()) < 8, told
