"""`evidence sample`: a drawing that anybody repeats, and the lists that none can be made from."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
import yaml

from small_repository import Ended, auditctl, environment, lay

SAMPLE = ("evidence", "sample", "a", "Restores sampled")
ROWS = "test,date\n" + "".join(f"T{number},2026-{number:02}-01\n" for number in range(1, 7))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return lay(tmp_path / "repository")


def draw(root: Path, data: str | bytes, *words: str) -> Ended:
    """Draw from a list with these bytes, two rows with the seed 4711 unless said otherwise."""
    source = root.parent / "Restore tests.csv"
    source.write_bytes(data.encode() if isinstance(data, str) else data)
    return auditctl(root, *SAMPLE, "--population", str(source), *(words or ("--take", "2", "--seed", "4711")))


def record(root: Path, name: str = "restores-sampled") -> dict[str, object]:
    found = yaml.safe_load((root / f"audits/a/evidence/{name}.yaml").read_text("utf-8"))["sample"]
    assert isinstance(found, dict)
    return found


def nothing_written(root: Path) -> bool:
    return not (root / "audits/a/evidence").exists()


def test_rows_are_drawn_recorded_and_shown(root: Path) -> None:
    ended = draw(root, ROWS)
    assert ended.code == 0
    path, *table = ended.out.splitlines()
    assert path == "audits/a/evidence/restores-sampled.yaml"
    assert [line.split() for line in table if line.strip()][2:] == [
        ["1", "T1", "2026-01-01"],
        ["4", "T4", "2026-04-01"],
    ]
    assert record(root) == {
        "population": "Restore tests",
        "size": 6,
        "taken": 2,
        "method": "random",
        "drawn_by": "ann-audit",
        "seed": "4711",
        "algorithm": "sha256-smallest",
        "list": "files/restore-tests.csv",
        "list_sha256": hashlib.sha256(ROWS.encode()).hexdigest(),
        "picked": ["1", "4"],
    }
    assert (root / "audits/a/evidence/files/restore-tests.csv").read_text() == ROWS
    assert "next: name it in a work paper" in ended.err
    assert "EVD009" not in ended.err


def test_the_check_draws_it_again(root: Path) -> None:
    draw(root, ROWS, "--take", "3", "--seed", "first")
    assert auditctl(root, "check", "--select", "EVD004,EVD005,EVD011").code == 0
    path = root / "audits/a/evidence/restores-sampled.yaml"
    seed = str(record(root)["seed"])
    path.write_text(path.read_text().replace(seed, "another"))
    ended = auditctl(root, "check", "--select", "EVD011")
    assert (ended.code, "cannot be drawn again: the seed another does not draw" in ended.out) == (1, True)


def test_without_a_seed_each_drawing_has_its_own(root: Path) -> None:
    draw(root, ROWS, "--take", "3")
    draw(root, ROWS, "--take", "3")
    seeds = {record(root)["seed"], record(root, "restores-sampled-2")["seed"]}
    assert len(seeds) == 2
    assert all(len(str(seed)) == 16 for seed in seeds)


def test_every_flag_becomes_its_field(root: Path) -> None:
    words = ("--take", "6", "--seed", "007", "--population-name", "restore tests of 2026", "--by", "tom")
    more = (
        "--session",
        "back",
        "--source",
        "ticketing",
        "--kind",
        "log",
        "--name",
        "mine",
        "--date",
        "2026-10-05",
    )
    private = ("--personal-data", "--retention-until", "2029-12-31", "--json")
    told = json.loads(draw(root, ROWS, *words, *more, *private).out)
    assert (told["path"], told["written"]) == ("audits/a/evidence/mine.yaml", True)
    assert (told["sample"]["seed"], told["sample"]["drawn_by"]) == ("007", "tom-tech")
    assert told["sample"]["population"] == "restore tests of 2026"
    assert told["header"] == ["test", "date"]
    assert told["rows"][0] == {"row": 1, "values": ["T1", "2026-01-01"]}
    assert len(told["rows"]) == 6
    whole = yaml.safe_load((root / "audits/a/evidence/mine.yaml").read_text("utf-8"))
    assert (whole["kind"], whole["source"], whole["session"]) == ("log", "ticketing", "backup")
    assert whole["personal_data"] is True


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + ROWS.encode(),
        ROWS.replace(",", ";").encode(),
        ROWS.replace(",", "\t").replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + ROWS.replace(",", ";").replace("\n", "\r\n").encode(),
        ROWS.replace("\n", "\n\n").rstrip().encode(),
        ROWS.replace("test,date", '"test, kind, place";date').replace(",2026", ";2026").encode(),
        ROWS.replace("T1,2026-01-01", 'T1,"two\nlines"').encode(),
    ],
    ids=[
        "bom",
        "semicolons",
        "tabs",
        "bom-semicolons-crlf",
        "blank-lines",
        "quoted-commas",
        "quoted-line-ends",
    ],
)
def test_lists_as_programs_write_them_just_work(root: Path, data: bytes) -> None:
    ended = draw(root, data, "--take", "2", "--seed", "4711", "--json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert (told["sample"]["size"], told["sample"]["picked"]) == (6, ["1", "4"])
    assert [row["values"][0] for row in told["rows"]] == ["T1", "T4"]
    assert len(told["header"]) == 2
    assert not told["header"][0].startswith("\ufeff")
    assert (root / "audits/a/evidence" / told["sample"]["list"]).read_bytes() == data
    assert auditctl(root, "check", "--select", "EVD011").code == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is empty"),
        (b"\n\n", "it is empty"),
        (b"\xef\xbb\xbf", "it is empty"),
        (b"test,date\n", "it has a header and no rows"),
        (
            ROWS.replace("T1", "T\u011f").encode("cp1254"),
            "it is not UTF-8\n  it looks like Windows-1254 (Turkish)",
        ),
        (ROWS.encode("utf-16"), "it is not UTF-8\n  it looks like UTF-16LE"),
        (ROWS.encode("utf-16-le"), "it looks like UTF-16LE"),
        (b"sep=;\n" + ROWS.encode(), "its first line is an instruction to a spreadsheet"),
        (ROWS.encode() + b'"T7,2026', "it is no CSV list (unexpected end of data)"),
        (ROWS.encode() + b"T7,1,5\n", "row 7 has more values than the header has names"),
        (ROWS.encode() + b",\n,\n", "rows 7 and 8 hold nothing"),
        (ROWS.encode() + b" , \n", "row 7 holds nothing"),
    ],
)
def test_a_list_that_cannot_be_counted_is_refused(root: Path, data: bytes, said: str) -> None:
    ended = draw(root, data)
    assert (ended.code, ended.out, said in ended.err) == (3, "", True), ended.err
    assert "no sample can be drawn from " in ended.err
    assert "nothing was written" in ended.err
    assert nothing_written(root)


def test_duplicates_are_named_and_can_be_kept(root: Path) -> None:
    data = ROWS + "T2,2026-02-01\nT3,2026-03-01,\nT2,2026-02-01\n"
    ended = draw(root, data)
    assert (ended.code, ended.out) == (3, "")
    assert "the same stands in it more than once: rows 2, 7 and 9; rows 3 and 8\n" in ended.err
    assert "--keep-duplicates" in ended.err
    assert nothing_written(root)
    assert draw(root, data, "--take", "9", "--keep-duplicates").code == 0
    assert record(root)["size"] == 9
    assert auditctl(root, "check", "--select", "EVD011").code == 0


def test_of_many_duplicates_the_first_are_named(root: Path) -> None:
    ended = draw(root, ROWS + ROWS.partition("\n")[2])
    assert ended.code == 3
    assert "rows 1 and 7; rows 2 and 8; rows 3 and 9; and 3 more rows stand several times\n" in ended.err


def test_a_value_that_is_too_long_is_said_to_be(root: Path) -> None:
    ended = draw(root, f"{ROWS}T7,{'x' * 140_000}\n")
    assert (ended.code, nothing_written(root)) == (3, True)
    assert "a value in row 7 has more than 131,072 characters\n  shorten that value" in ended.err


@pytest.mark.parametrize("bad", [b"\xff", b"\xc4", b"\0"])
def test_a_byte_that_is_no_text_is_found_behind_a_million_others(root: Path, bad: bytes) -> None:
    rows = "".join(f"T{number},öğü\n" for number in range(150_000)).encode()
    ended = draw(root, b"test,date\n" + rows + b"T,x" + bad)
    assert (ended.code, "it is not UTF-8\n" in ended.err, nothing_written(root)) == (3, True, True)


@pytest.fixture
def long_list(root: Path) -> Path:
    """A list of 300,000 rows, 10 MB."""
    source = root.parent / "long.csv"
    rows = (f"{number},leaver number {number} of Ankara\n" for number in range(300_000))
    source.write_text(f"id,name\n{''.join(rows)}", "utf-8")
    return source


def test_the_rows_of_a_long_list_are_not_held_in_memory(root: Path, long_list: Path) -> None:
    words = [sys.executable, "-m", "auditctl", *SAMPLE, "--population", str(long_list), "--take", "3"]
    watch = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, capture_output=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", watch, *words], cwd=root, env=environment(), capture_output=True, check=True
    )
    assert record(root)["size"] == 300_000
    assert int(done.stdout) < 120 * 1024, "KiB"


def test_somebody_who_watches_sees_a_long_list_being_counted(root: Path, long_list: Path) -> None:
    words = ["-m", "auditctl", *SAMPLE, "--population", str(long_list), "--take", "1", "--no-input"]
    child = pexpect.spawn(
        sys.executable, words, cwd=str(root), env=environment(), encoding="utf-8", timeout=30
    )
    child.expect_exact("counting long.csv")
    child.expect_exact("audits/a/evidence/restores-sampled.yaml")
    child.close(force=True)


@pytest.mark.parametrize("take", ["0", "7", "-1", "1000000"])
def test_more_than_there_is_or_none_is_a_usage_error(root: Path, take: str) -> None:
    ended = draw(root, ROWS, "--take", take)
    assert (ended.code, ended.out) == (2, "")
    assert f"--take {take} does not fit: Restore tests.csv has 6 rows\n  take between 1 and 6\n" in ended.err
    assert nothing_written(root)


@pytest.mark.parametrize(("words", "flag"), [((), "--population"), (("--population", "LIST"), "--take")])
def test_without_a_terminal_what_is_missing_names_its_flag(
    root: Path, words: tuple[str, ...], flag: str
) -> None:
    (root / "LIST").write_text(ROWS)
    ended = auditctl(root, *SAMPLE, *words)
    assert (ended.code, f"give it with {flag} " in ended.err) == (2, True)


def test_a_list_that_is_not_there_is_a_usage_error(root: Path) -> None:
    ended = auditctl(root, *SAMPLE, "--population", "none.csv", "--take", "1")
    assert (ended.code, "none.csv cannot be taken as evidence" in ended.err) == (2, True)
    assert "name a regular file with --population;" in ended.err


def test_a_dry_run_writes_nothing(root: Path) -> None:
    ended = draw(root, ROWS, "--take", "2", "--seed", "4711", "--dry-run")
    assert ended.out.startswith("--- /dev/null\n+++ audits/a/evidence/restores-sampled.yaml\n")
    assert '+    - "4"\n' in ended.out
    assert "would be copied to audits/a/evidence/files/restore-tests.csv" in ended.err
    assert nothing_written(root)


def test_a_list_that_lies_in_place_is_not_copied(root: Path) -> None:
    lay(root, {"audits/a/evidence/files/Tests 1.csv": ROWS})
    words = ("--population", "audits/a/evidence/files/Tests 1.csv", "--take", "2")
    assert auditctl(root, *SAMPLE, *words).code == 0
    assert record(root)["list"] == "files/Tests 1.csv"
    assert [path.name for path in (root / "audits/a/evidence/files").iterdir()] == ["Tests 1.csv"]


def test_strict_lists_and_issued_audits_are_refused(root: Path) -> None:
    ended = draw(root, ROWS, "--take", "1", "--classification", "strict")
    assert (ended.code, "EVD008 forbids it" in ended.err, nothing_written(root)) == (3, True, True)
    lay(root, {"audits/a/report.yaml": "summary: S\nissued: {by: ann-audit, date: 2026-10-06}\n"})
    assert (draw(root, ROWS).code, nothing_written(root)) == (3, True)


def test_a_wide_or_hostile_list_cannot_steer_the_terminal(root: Path) -> None:
    header = ",".join(f"c{number}" for number in range(12))
    row = ",".join(["\x1b[31mred"] + [f"[b]{number}[/b]" for number in range(11)])
    out = draw(root, f"{header}\n{row}\n", "--take", "1").out
    assert "\x1b" not in out
    assert "[b]10[/b]" in out
    assert max(map(len, out.splitlines())) <= 80


def test_the_help_advises_on_the_size(root: Path) -> None:
    out = auditctl(root, *SAMPLE[:2], "--help").out
    for words in (
        "once a year",
        "each quarter",
        "each month",
        "each week",
        "each day",
        "many times a day",
        "more than 250",
    ):
        assert words in out
    assert "no standard demands" in out
