"""`evidence add` and `evidence list`: the copy, its hash, the record, and what is refused."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pexpect
import pytest
import yaml

from small_repository import auditctl, environment, lay

DATA = b"date,cluster\n2025-11-18,payroll\n"
SHA = hashlib.sha256(DATA).hexdigest()
ADD = ("evidence", "add", "a", "Restore register", "--kind", "record")
ISSUED = "summary: Fine.\nissued: {by: ann-audit, date: 2026-10-06}\n"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "Geri Yükleme (final).CSV").write_bytes(DATA)
    return lay(tmp_path / "repository")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "Geri Yükleme (final).CSV"


def files(root: Path) -> list[str]:
    folder = root / "audits/a/evidence"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def record(root: Path, name: str = "restore-register") -> dict[str, object]:
    found = yaml.safe_load((root / f"audits/a/evidence/{name}.yaml").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def test_the_file_is_copied_and_its_hash_recorded(root: Path, source: Path) -> None:
    ended = auditctl(root, *ADD, "--file", str(source))
    assert (ended.code, ended.out) == (0, "audits/a/evidence/restore-register.yaml\n")
    assert (
        "next: name it in a work paper or a finding: `auditctl finding add a --evidence restore-register`"
        in ended.err
    )
    assert "EVD009" not in ended.err
    assert files(root) == ["files/geri-yukleme-final.csv", "restore-register.yaml"]
    assert (root / "audits/a/evidence/files/geri-yukleme-final.csv").read_bytes() == DATA
    assert record(root) == {
        "kind": "record",
        "title": "Restore register",
        "collected": {"by": "ann-audit", "date": date(2026, 10, 6)},
        "file": "files/geri-yukleme-final.csv",
        "sha256": SHA,
    }
    assert source.read_bytes() == DATA


def test_every_flag_becomes_its_field(root: Path) -> None:
    words = (
        "--source",
        "ticketing, query: restore #1",
        "--session",
        "back",
        "--by",
        "tom",
        "--date",
        "2026-10-05",
        "--viewed",
        "https://tickets.example/1",
    )
    period = ("--period-from", "2025-10-16", "--period-to", "2026-10-02", "--classification", "conf")
    more = (
        "--personal-data",
        "--retention-until",
        "2029-12-31",
        "--purpose",
        "fieldwork",
        "--details",
        "Two lines\nof prose",
        "--name",
        "mine",
    )
    assert auditctl(root, *ADD, *words, *period, *more).code == 0
    assert record(root, "mine") == {
        "kind": "record",
        "title": "Restore register",
        "source": "ticketing, query: restore #1",
        "collected": {"by": "tom-tech", "date": date(2026, 10, 5)},
        "purpose": "fieldwork",
        "session": "backup",
        "period": {"from": date(2025, 10, 16), "to": date(2026, 10, 2)},
        "viewed": "https://tickets.example/1",
        "classification": "confidential",
        "personal_data": True,
        "retention_until": date(2029, 12, 31),
        "details": "Two lines\nof prose\n",
    }


def test_a_copy_never_overwrites(root: Path, source: Path) -> None:
    auditctl(root, *ADD, "--file", str(source))
    source.write_bytes(b"other")
    auditctl(root, *ADD, "--file", str(source))
    assert files(root) == [
        "files/geri-yukleme-final-2.csv",
        "files/geri-yukleme-final.csv",
        "restore-register-2.yaml",
        "restore-register.yaml",
    ]
    assert (root / "audits/a/evidence/files/geri-yukleme-final.csv").read_bytes() == DATA
    assert record(root, "restore-register-2")["sha256"] == hashlib.sha256(b"other").hexdigest()


def test_a_file_that_lies_in_place_is_not_copied(root: Path, source: Path) -> None:
    place = root / "audits/a/evidence/files"
    place.mkdir(parents=True)
    source.rename(place / "Register 1.csv")
    assert auditctl(root, *ADD, "--file", "audits/a/evidence/files/Register 1.csv").code == 0
    assert files(root) == ["files/Register 1.csv", "restore-register.yaml"]
    assert (record(root)["file"], record(root)["sha256"]) == ("files/Register 1.csv", SHA)


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "device", "link-to-device"])
def test_what_is_no_regular_file_is_refused(root: Path, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "given"
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "device":
            path = Path("/dev/zero")
        case "link-to-device":
            path.symlink_to("/dev/null")
        case _:
            pass
    ended = auditctl(root, *ADD, "--file", str(path))
    assert (ended.code, ended.out) == (2, "")
    assert f"{path} cannot be taken as evidence: " in ended.err
    assert files(root) == []


def test_a_copy_goes_again_where_the_record_cannot_be_written(root: Path, source: Path) -> None:
    auditctl(root, *ADD)
    ended = auditctl(root, *ADD, "--name", "restore-register", "--file", str(source))
    assert (ended.code, "exists already and is left as it is" in ended.err) == (3, True)
    assert files(root) == ["restore-register.yaml"]


def test_a_full_disk_leaves_neither_copy_nor_record(root: Path, source: Path) -> None:
    source.write_bytes(b"x" * 4096)
    command = f"ulimit -f 1; exec {sys.executable} -m auditctl evidence add a T --kind log --file '{source}'"
    done = subprocess.run(
        ["sh", "-c", command], cwd=root, env=environment(), capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 3
    assert b"audits/a/evidence/files/geri-yukleme-final.csv cannot be written: file too large" in done.stderr
    assert files(root) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--session", "bakcup"), "there is no session 'bakcup'\n  did you mean backup?"),
        (("--by", "tmo-tech"), "did you mean tom-tech?"),
        (("--kind", "gossip"), "there is no kind 'gossip'"),
        (("--purpose", "fun"), "there is no purpose 'fun'"),
        (("--classification", "secret"), "there is no classification 'secret'"),
        (("--date", "2026-02-30"), "--date '2026-02-30' is no day of the calendar"),
        (("--retention-until", "20291231"), "write 2029-12-31"),
        (
            ("--period-from", "2026-10-02", "--period-to", "2026-10-01"),
            "this period ends (2026-10-01) before it begins (2026-10-02)",
        ),
        (("--date", "2026-10-07"), "2026-10-07 lies after 2026-10-06"),
        (("--source", "a\x07b"), "--source holds the invisible character U+0007"),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_copied(
    root: Path, source: Path, words: tuple[str, ...], said: str
) -> None:
    ended = auditctl(root, *ADD, "--file", str(source), *words)
    assert (ended.code, said in ended.err) == (2, True), ended.err
    assert files(root) == []


@pytest.mark.parametrize(("words", "flag"), [(("a", "--kind", "log"), "TITLE"), (("a", "T"), "--kind")])
def test_without_a_terminal_a_missing_value_names_its_flag(
    root: Path, words: tuple[str, ...], flag: str
) -> None:
    ended = auditctl(root, "evidence", "add", *words)
    assert (ended.code, f"give it with {flag} " in ended.err) == (2, True)


def test_a_dry_run_writes_nothing_but_tells_the_hash(root: Path, source: Path) -> None:
    ended = auditctl(root, *ADD, "--file", str(source), "--dry-run")
    assert ended.out.startswith("--- /dev/null\n+++ audits/a/evidence/restore-register.yaml\n")
    assert f"+sha256: {SHA}" in ended.out
    assert f"{source} would be copied to audits/a/evidence/files/geri-yukleme-final.csv" in ended.err
    assert files(root) == []
    assert not (root / "audits/a/evidence").exists()


def test_eight_processes_with_one_file_never_share_a_name(root: Path, source: Path) -> None:
    command = [sys.executable, "-m", "auditctl", *ADD, "--file", str(source)]
    running = [
        subprocess.Popen(
            command,
            cwd=root,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(8)
    ]
    told = {process.communicate(timeout=60)[0].decode().strip() for process in running}
    assert len(told) == 8
    records = [yaml.safe_load((root / path).read_text("utf-8")) for path in told]
    assert len({item["file"] for item in records}) == 8
    assert {item["sha256"] for item in records} == {SHA}
    assert len(files(root)) == 16


def test_an_issued_audit_takes_only_proof_of_actions(root: Path) -> None:
    lay(root, {"audits/a/report.yaml": ISSUED})
    refused = auditctl(root, *ADD)
    assert (
        refused.code,
        "the report of a is issued: no evidence can be added to it any more" in refused.err,
    ) == (3, True)
    assert "give it with --by" in auditctl(root, *ADD, "--purpose", "action").err
    assert auditctl(root, *ADD, "--purpose", "action", "--by", "tom").code == 0
    assert (record(root)["purpose"], record(root)["collected"]) == (
        "action",
        {"by": "tom-tech", "date": date(2026, 10, 6)},
    )


def test_a_terminal_asks_for_what_is_missing(root: Path, tmp_path: Path) -> None:
    env = environment(TMPDIR=str(tmp_path))
    child = pexpect.spawn(
        sys.executable,
        ["-m", "auditctl", "evidence", "add", "a"],
        cwd=str(root),
        env=env,
        encoding="utf-8",
        timeout=20,
    )
    for prompt, answer in (
        ("Title: ", "Talk"),
        ("Kind: ", "6"),
        ("Role of the interviewee: ", "backup operator"),
        ("Topics (commas between; empty for none): ", "restore tests, alerts , restore tests"),
        ("What was said (end with an empty line; empty for none)", "Nobody was named."),
        ("> ", "The alert was forgotten."),
        ("> ", ""),
        ("Collected by [ann-audit]: ", ""),
    ):
        child.expect_exact(prompt)
        child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert record(root, "talk") == {
        "kind": "interview",
        "title": "Talk",
        "source": "backup operator",
        "topics": ["restore tests", "alerts"],
        "collected": {"by": "ann-audit", "date": date(2026, 10, 6)},
        "details": "Nobody was named.\nThe alert was forgotten.\n",
    }


def test_an_interrupted_answer_is_kept(root: Path, tmp_path: Path) -> None:
    env = environment(TMPDIR=str(tmp_path))
    child = pexpect.spawn(
        sys.executable,
        ["-m", "auditctl", "evidence", "add", "a"],
        cwd=str(root),
        env=env,
        encoding="utf-8",
        timeout=20,
    )
    child.expect_exact("Title: ")
    child.sendline("Long talk")
    child.expect_exact("Kind: ")
    child.send("\x03")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    (draft,) = tmp_path.glob("auditctl-draft-*.yaml")
    assert "title: Long talk\n" in draft.read_text("utf-8")
    assert files(root) == []


def test_a_list_is_narrowed_and_fits_80_columns(root: Path) -> None:
    auditctl(root, *ADD, "--session", "backup")
    auditctl(
        root,
        "evidence",
        "add",
        "a",
        "Talk with the person who runs the backups of all clusters every night",
        "--kind",
        "interview",
    )
    out = auditctl(root, "evidence", "list").out
    assert "restore-register" in out
    assert out.endswith("2 records of evidence\n")
    assert max(map(len, out.splitlines())) <= 80
    told = json.loads(
        auditctl(root, "evidence", "list", "a", "--kind", "rec", "--session", "back", "--json").out
    )
    assert [(item["name"], item["kind"], item["collected"]) for item in told["evidence"]] == [
        ("a/restore-register", "record", {"by": "ann-audit", "date": "2026-10-06"})
    ]
    assert auditctl(root, "evidence", "list", "--session", "hiring").out == "0 records of evidence\n"


def test_a_hostile_value_in_a_file_cannot_steer_the_terminal(root: Path) -> None:
    text = (
        'kind: record\ntitle: "a\\tb [red]x[/red]\\nsecond"\ncollected: {by: ann-audit, date: 2026-10-06}\n'
    )
    lay(root, {"audits/a/evidence/x.yaml": text})
    out = auditctl(root, "evidence", "list").out
    assert "[red]x[/red]" in out
    assert "\\nsecond" in out.replace("\n", "")
