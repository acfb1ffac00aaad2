"""Archives that would do harm when unpacked are refused without unpacking them; changed packs are told."""

import hashlib
import io
import json
import stat
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from small_repository import auditctl
from small_sealed import ENV, lay_issued

Made = Callable[[zipfile.ZipFile], None]


def packed(
    tmp_path: Path, *files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_STORED
) -> Path:
    """Write a pack whose manifest fits, with these files."""
    path = tmp_path / "p.zip"
    listed = {}
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files:
            with (
                pytest.warns(UserWarning, match="Duplicate name") if _is_twice(archive, name) else _nothing()
            ):
                archive.writestr(name, data)
            listed[name if isinstance(name, str) else name.filename] = {
                "sha256": hashlib.sha256(data).hexdigest(),
                "size": len(data),
            }
        told = {"auditctl_pack": 1, "audits": ["a"], "as_of": "2026-10-13", "files": listed}
        archive.writestr("manifest.json", json.dumps(told))
    return path


def _is_twice(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo) -> bool:
    return isinstance(name, str) and name in archive.namelist()


class _nothing:  # noqa: N801 - a context that does nothing
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


def verify(path: Path) -> tuple[int, str]:
    done = auditctl(path.parent, "verify", path.name)
    assert "Traceback" not in done.err
    return done.code, done.out + done.err


def test_a_harmless_pack_is_whole(tmp_path: Path) -> None:
    code, told = verify(packed(tmp_path, ("a/report.html", b"x"), ("a/ölçüm.csv", b"y")))
    assert (code, "p.zip: 2 files, 0 problems" in told) == (0, True)


@pytest.mark.parametrize(
    "name",
    [
        "../../x", "a/../../x", "/etc/x", "C:/x", "C:x", "..\\x", "a\\b", "\\\\host\\x", "a//b", "./a", "a/./b", "..",
        "a/ ", "a/b.", "con", "a/NUL.txt", "x\x1b[2J", "a\u202egpj.exe", "a:stream", "a/..", " ..",
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    code, told = verify(packed(tmp_path, (name, b"x")))
    assert code == 3, told
    assert "is refused" in told
    assert "\x1b" not in told


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a/Report.html", "a/report.html"),
        (unicodedata.normalize("NFC", "a/ölçüm.csv"), unicodedata.normalize("NFD", "a/ölçüm.csv")),
        ("a/straße", "a/STRASSE"),
        ("a/file", "a/\ufb01le"),
        ("a", "A/b"),
        ("a/x", "a/x/y"),
        ("a/x", "a/x"),
    ],
)
def test_twins_are_refused(tmp_path: Path, one: str, other: str) -> None:
    code, told = verify(packed(tmp_path, (one, b"1"), (other, b"2")))
    assert (code, "is refused" in told) == (3, True), told


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    info = zipfile.ZipInfo("a/x")
    info.create_system, info.external_attr = 3, (kind | 0o777) << 16
    code, told = verify(packed(tmp_path, (info, b"/etc/passwd")))
    assert (code, "is refused" in told) == (3, True), told


def test_bombs_are_refused_before_they_are_read(tmp_path: Path) -> None:
    code, told = verify(packed(tmp_path, ("a/x", bytes(64 * 1024 * 1024)), method=zipfile.ZIP_DEFLATED))
    assert (code, "would become" in told) == (3, True), told


def test_many_small_bombs_are_one(tmp_path: Path) -> None:
    files = [(f"a/{number}", bytes(900_000)) for number in range(40)]
    code, told = verify(packed(tmp_path, *files, method=zipfile.ZIP_DEFLATED))
    assert (code, "would become" in told) == (3, True), told


def test_parts_that_are_used_twice_are_refused(tmp_path: Path) -> None:
    """Entries of the directory that point to the same bytes: how a small file becomes a large one without ratio."""
    path = packed(tmp_path, ("a/1", b"x" * 100_000))
    data = path.read_bytes()
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[at : data.index(b"PK\x01\x02", at + 4)]
    more = b"".join(entry.replace(b"a/1", b"a/%d" % number) for number in range(2, 9))
    tail = bytearray(data[end:])
    tail[8:10] = tail[10:12] = (9).to_bytes(2, "little")
    tail[12:16] = (end - at + len(more)).to_bytes(4, "little")
    path.write_bytes(data[:at] + more + data[at:end] + bytes(tail))
    code, told = verify(path)
    assert (code, "is refused" in told) == (3, True), told


def test_a_name_that_the_directory_hides_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, ("a/harmless", b"x"))
    data = path.read_bytes()
    path.write_bytes(data.replace(b"a/harmless", b"../../x.sh", 1))
    code, told = verify(path)
    assert (code, "is refused" in told) == (3, True), told


def test_other_ways_of_compression_and_secrets_are_refused(tmp_path: Path) -> None:
    code, told = verify(packed(tmp_path, ("a/x", b"x" * 500), method=zipfile.ZIP_LZMA))
    assert (code, "is refused" in told) == (3, True), told
    path = packed(tmp_path, ("a/x", b"x"))
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    code, told = verify(path)
    assert (code, "is encrypted" in told) == (3, True), told


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06", b"no zip at all", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_archive_is_told_so(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "p.zip").write_bytes(data)
    code, told = verify(tmp_path / "p.zip")
    assert (code, "is no audit pack" in told) == (3, True), told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"auditctl_pack": 2, "files": {}}',
        '{"auditctl_pack": 1, "files": {"a": 1}}',
        "[" * 100_000,
    ],
)
def test_a_manifest_that_is_none_is_told_so(tmp_path: Path, text: str) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.writestr("manifest.json", text)
    code, told = verify(tmp_path / "p.zip")
    assert (code, "is no audit pack" in told) == (3, True), told
    with zipfile.ZipFile(tmp_path / "q.zip", "w") as archive:
        archive.writestr("other.json", text)
    assert verify(tmp_path / "q.zip")[0] == 3


def rewritten(path: Path, change: Made, *, without: str = "") -> Path:
    """Write a pack anew without a file, and with others."""
    old = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w") as archive:
        for name in old.namelist():
            if name != without:
                archive.writestr(name, old.read(name))
        change(archive)
    return path


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = lay_issued(tmp_path_factory.mktemp("packed"))
    assert auditctl(root, "pack", "a", "-o", "p.zip", env=ENV).code == 0
    return root / "p.zip"


def test_a_changed_a_missing_and_a_further_file_are_told(pack: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(pack.read_bytes())
    assert verify(path)[0] == 0
    rewritten(path, lambda archive: archive.writestr("a/plan.html", "forged"), without="a/plan.html")
    rewritten(path, lambda archive: archive.writestr("extra.txt", "x"), without="a/report.html")
    code, told = verify(path)
    assert code == 1
    assert "a/report.html is missing" in told
    assert "extra.txt is not in the manifest" in told
    assert "a/plan.html changed: its sha256 begins with " in told


def test_evidence_that_is_not_what_was_sealed_is_told_though_the_manifest_fits(
    pack: Path, tmp_path: Path
) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(pack.read_bytes())
    name = "a/evidence/files/register.csv"
    rewritten(path, lambda archive: archive.writestr(name, "forged"), without=name)
    told = json.loads(zipfile.ZipFile(path).read("manifest.json"))
    told["files"][name]["sha256"] = hashlib.sha256(b"forged").hexdigest()
    rewritten(
        path, lambda archive: archive.writestr("manifest.json", json.dumps(told)), without="manifest.json"
    )
    code, said = verify(path)
    assert (code, f"{name} is not what was sealed when the report was issued" in said) == (1, True)


def test_every_flipped_bit_of_a_pack_is_found(pack: Path, tmp_path: Path) -> None:
    """One bit in the middle of each file, and the answer as JSON."""
    data = pack.read_bytes()
    for info in zipfile.ZipFile(pack).infolist():
        if info.filename == "manifest.json":
            continue
        changed = bytearray(data)
        changed[info.header_offset + 30 + len(info.filename.encode()) + info.file_size // 2] ^= 4
        (tmp_path / "p.zip").write_bytes(bytes(changed))
        done = auditctl(tmp_path, "verify", "p.zip", "--json")
        assert done.code in {1, 3}, info.filename
    done = auditctl(pack.parent, "verify", "p.zip", "--json")
    told = json.loads(done.out)
    assert (told["schema_version"], told["of"], told["sound"], told["problems"]) == (1, "pack", True, [])
