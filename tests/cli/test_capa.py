"""A corrective action from the finding to the verified effect, and every step that is refused."""

import json
from pathlib import Path
from shutil import copytree

import pytest
import yaml

from small_audit import done, reported, run, snapshot

CAPA = "audits/a/capas/restores-untested.yaml"
CAUSE = (
    *("capa", "cause", "restores-untested", "--why", "no test was run", "--why", "its owner moved"),
    *("--why", "nobody took it over", "--cause", "control tasks are tied to people, not to posts"),
    *("--category", "organisation"),
)
EXTENT = (
    *("capa", "extent", "restores", "--checked", "access reviews", "--checked", "key rotation"),
    *("--result", "key rotation is orphaned too"),
)
ACTION = (
    "capa",
    "action",
    "restores",
    "Register of control tasks",
    "--name",
    "register",
    "--due",
    "2026-11-30",
)
EFFECT = (
    *("--criterion", "two quarterly restore tests of all clusters on time"),
    *("--not-before", "2027-04-15", "--verifier", "ann-audit"),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return reported(tmp_path)


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Play the chain once up to each stage; a test works on a copy of its own."""
    made = {"reported": reported(tmp_path_factory.mktemp("stages") / "reported")}
    steps: dict[str, list[tuple[str, ...]]] = {
        "begun": [("capa", "add", "restores-untested")],
        "planned": [CAUSE, EXTENT, ACTION],
        "submitted": [("capa", "submit", "restores", *EFFECT)],
        "approved": [("capa", "approve", "restores", "--by", "ann-audit")],
    }
    last = made["reported"]
    for stage, commands in steps.items():
        last = made[stage] = copytree(last, last.parent / stage)
        for words in commands:
            done(last, *words)
    return made


@pytest.fixture
def begun(stages: dict[str, Path], tmp_path: Path) -> Path:
    return copytree(stages["begun"], tmp_path / "begun")


@pytest.fixture
def planned(stages: dict[str, Path], tmp_path: Path) -> Path:
    return copytree(stages["planned"], tmp_path / "planned")


@pytest.fixture
def submitted(stages: dict[str, Path], tmp_path: Path) -> Path:
    return copytree(stages["submitted"], tmp_path / "submitted")


@pytest.fixture
def approved(stages: dict[str, Path], tmp_path: Path) -> Path:
    return copytree(stages["approved"], tmp_path / "approved")


def record(root: Path, path: str = CAPA) -> dict[str, object]:
    found = yaml.load((root / path).read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - scalars stay text
    assert isinstance(found, dict)
    return found


def state(root: Path, name: str = "restores-untested", today: str = "2026-11-02") -> str:
    shown = json.loads(run(root, "capa", "show", name, "--json", today=today).out)
    return str(shown["capa"]["state"])


def test_the_whole_chain_each_step_a_fact_each_fact_a_state(root: Path) -> None:
    steps: list[tuple[tuple[str, ...], str, str]] = [
        (("add", "a/restores-untested"), "open", "2026-11-02"),
        (("contain", "restores", "Restore one cluster", "--due", "2026-11-04"), "analysis", "2026-11-02"),
        (("done", "restores", "restore-one", "--evidence", "restores-q1"), "analysis", "2026-11-03"),
        (("correct", "restores", "Run the four tests", "--name", "tests", "--owner", "tom", "--due", "2026-11-20"), "analysis", "2026-11-03"),
        (CAUSE[1:], "analysis", "2026-11-03"),
        (EXTENT[1:], "analysis", "2026-11-03"),
        (ACTION[1:], "analysis", "2026-11-03"),
        (("submit", "restores", *EFFECT), "submitted", "2026-11-04"),
        (("reject", "restores", "--by", "ann", "--why", "who keeps the register?", "--resubmit-due", "2026-11-09"), "rejected", "2026-11-05"),
        (("action", "restores", "Name a deputy for each task", "--name", "deputies", "--due", "2026-11-28"), "rejected", "2026-11-06"),
        (("submit", "restores"), "submitted", "2026-11-06"),
        (("approve", "restores", "--by", "ann-audit"), "in-progress", "2026-11-09"),
        (("extend", "restores", "register", "--to", "2026-12-10", "--why", "the tool is late", "--approved-by", "mia"), "in-progress", "2026-11-20"),
        (("done", "restores", "tests", "--proof", "register of tests, 4 of 4"), "in-progress", "2026-11-20"),
        (("done", "restores", "deputies", "--proof", "OPS-LST v3"), "in-progress", "2026-11-27"),
        (("done", "restores", "register", "--proof", "OPS-LST v3"), "implemented", "2026-12-09"),
        (("check", "restores", "--by", "ann-audit", "--isms-change", "BCK-POL 4.2 names a deputy"), "implemented", "2026-12-11"),
        (("verify", "restores", "--result", "ineffective", "--by", "ann", "--evidence", "restores-q1"), "ineffective", "2027-02-01"),
    ]  # fmt: skip
    for words, expected, day in steps:
        done(root, "capa", *words, today=day)
        assert state(root, today=day) == expected, words
    assert record(root)["actions"] == {
        "register": {
            "what": "Register of control tasks",
            "owner": "olga-ops",
            "due": "2026-12-10",
            "extended": [
                {
                    "from": "2026-11-30",
                    "to": "2026-12-10",
                    "why": "the tool is late",
                    "approved_by": "mia-chief",
                    "date": "2026-11-20",
                }
            ],
            "done": "2026-12-09",
            "proof": "OPS-LST v3",
        },
        "deputies": {
            "what": "Name a deputy for each task",
            "owner": "olga-ops",
            "due": "2026-11-28",
            "done": "2026-11-27",
            "proof": "OPS-LST v3",
        },
    }
    told = done(root, "capa", "follow", "restores-untested", today="2027-02-02")
    assert "next: " in told
    follower = record(root, "audits/a/capas/restores-untested-again.yaml")
    assert follower == {
        "findings": ["restores-untested"],
        "owner": "olga-ops",
        "opened": "2027-02-02",
        "follows": "restores-untested",
    }
    assert run(root, "check", today="2027-02-02").code == 0


def test_an_effect_that_was_seen_closes_the_finding(approved: Path) -> None:
    done(approved, "capa", "done", "restores", "register", "--proof", "OPS-LST v3", today="2026-11-29")
    assert state(approved, today="2027-04-15") == "verification"
    verify = (
        "capa",
        "verify",
        "restores",
        "--result",
        "effective",
        "--by",
        "ann",
        "--evidence",
        "restores-q1",
    )
    done(approved, *verify, "--method", "all eight tests", today="2027-04-20")
    assert state(approved, today="2027-04-20") == "closed"
    shown = run(approved, "finding", "show", "restores-untested", today="2027-04-20").out
    assert "minor, closed" in shown
    assert "2027-04-20" in run(approved, "capa", "show", "restores", today="2027-04-20").out
    refused = run(
        approved, "capa", "action", "restores", "One more", "--due", "2027-05-01", today="2027-04-21"
    )
    assert (refused.code, refused.out) == (3, "")
    assert "a/restores-untested is closed and takes no further step" in refused.err


REFUSED = [
    ("submitted", ("approve", "restores", "--by", "olga-ops"), 3, "CAP009", "approved by olga-ops, its owner"),
    ("submitted", ("reject", "restores", "--by", "ann"), 2, "", "Why it is sent back is missing"),
    ("submitted", ("extend", "restores", "register", "--to", "2026-12-31", "--why", "late", "--approved-by", "olga"), 3, "CAP008", "by olga-ops, its owner"),
    ("submitted", ("check", "restores", "--by", "ann"), 3, "CAP010", "register"),
    ("submitted", ("cancel", "restores", "--by", "ann", "--why", "too much work"), 3, "CAP018", "although restores-untested still stands"),
    ("submitted", ("submit", "restores"), 3, "", "the plan of a/restores-untested was submitted by olga-ops on 2026-11-02"),
    ("submitted", ("cause", "restores", "--method", "other", "--cause", "something else"), 3, "", "is submitted: what it rests on is not changed any more"),
    ("approved", ("action", "restores", "One more", "--due", "2026-12-01"), 3, "", "is approved: what it rests on is not changed any more"),
    ("approved", ("verify", "restores", "--result", "effective", "--by", "ann", "--evidence", "restores-q1"), 3, "CAP010", "but register is not done"),
    ("approved", ("done", "restores", "register", "--date", "2026-11-03"), 3, "SCH008", "lies after 2026-11-02"),
    ("approved", ("done", "restores", "registry"), 2, "", "there is no item 'registry'"),
    ("approved", ("done", "restores", "register", "--date", "3.11.2026"), 2, "", "is no day of the calendar"),
    ("approved", ("extend", "restores", "register", "--to", "2026-11-01", "--why", "early", "--approved-by", "ann"), 2, "", "2026-11-01 is not after 2026-11-30"),
    ("approved", ("follow", "restores"), 3, "", "a/restores-untested is approved, not ineffective: nothing follows it"),
    ("planned", ("action", "restores", "Again", "--name", "register", "--due", "2026-12-01"), 3, "", "has an item register already"),
    ("planned", ("action", "restores", "Too early", "--due", "2026-09-01"), 3, "CAP006", "is due before 2026-10-05"),
    ("planned", ("cause", "restores", "--method", "other", "--cause", "something else"), 3, "", "the cause of a/restores-untested is recorded"),
    ("planned", ("extent", "restores", "--checked", "all", "--result", "none"), 3, "", "the extent of a/restores-untested is recorded"),
    ("planned", ("correct", "restores", "Mend it", "--not-needed", "nothing to mend"), 2, "", "leave one of the two out"),
    ("planned", ("merge", "restores", "--into", "restores"), 2, "", "cannot take over from itself"),
    ("reported", ("add", "shorter-forms", "--grade", "minor"), 2, "", "go with --origin"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "words", "code", "rule", "sentence"),
    REFUSED,
    ids=[f"{stage}: {' '.join(words[:4])}" for stage, words, *_ in REFUSED],
)
def test_a_step_that_breaks_a_rule_is_refused_and_nothing_written(
    stages: dict[str, Path],
    tmp_path: Path,
    stage: str,
    words: tuple[str, ...],
    code: int,
    rule: str,
    sentence: str,
) -> None:
    root = copytree(stages[stage], tmp_path / stage)
    before = snapshot(root)
    ended = run(root, "capa", *words)
    assert (ended.code, ended.out) == (code, ""), ended.err
    assert sentence in ended.err
    assert not rule or f"{rule} forbids it: " in ended.err
    assert not rule or f"({CAPA}:" in ended.err
    assert snapshot(root) == before


def test_what_answers_a_withdrawn_finding_alone_ends_with_it(planned: Path) -> None:
    ended = run(planned, "finding", "withdraw", "restores", "--by", "ann", "--why", "the log was incomplete")
    assert ended.code == 0, ended.err
    assert record(planned)["cancelled"] == {
        "by": "ann-audit",
        "date": "2026-11-02",
        "why": "restores-untested was withdrawn",
    }
    verify = run(planned, "capa", "verify", "restores", "--result", "effective", "--by", "ann")
    assert (verify.code, "is cancelled and takes no further step" in verify.err) == (3, True)


def test_nothing_is_judged_while_nobody_can_tell_whose_process_it_is(approved: Path) -> None:
    done(approved, "capa", "done", "restores", "register", "--proof", "v3", today="2026-11-29")
    (approved / "documents.yaml").write_text("broken: [\n")
    before = snapshot(approved)
    verify = (
        "capa",
        "verify",
        "restores",
        "--result",
        "effective",
        "--by",
        "olga",
        "--evidence",
        "restores-q1",
    )
    ended = run(approved, *verify, today="2027-04-20")
    assert ended.code == 3
    assert "documents.yaml:" in ended.err
    assert snapshot(approved) == before


def test_one_that_did_not_work_is_followed_once_and_verified_no_more(approved: Path) -> None:
    done(approved, "capa", "done", "restores", "register", "--proof", "v3", today="2026-11-29")
    verify = ("capa", "verify", "restores", "--by", "ann", "--evidence", "restores-q1", "--result")
    done(approved, *verify, "ineffective", today="2027-01-20")
    again = run(approved, *verify, "effective", today="2027-04-20")
    assert (again.code, "start the one that follows it" in again.err) == (3, True)
    done(approved, "capa", "follow", "a/restores-untested", today="2027-01-21")
    twice = run(approved, "capa", "follow", "a/restores-untested", today="2027-01-22")
    assert (twice.code, "a/restores-untested-again follows a/restores-untested already" in twice.err) == (
        3,
        True,
    )


def test_a_plan_is_not_submitted_before_it_is_complete_and_says_all_that_is_missing(begun: Path) -> None:
    before = snapshot(begun)
    ended = run(begun, "capa", "submit", "restores")
    assert ended.code == 3
    for code in ("CAP003", "CAP005", "CAP006"):
        assert code in ended.err
    assert snapshot(begun) == before
    assert (
        "approved on 2026-11-02 before it was submitted"
        in run(begun, "capa", "approve", "restores", "--by", "ann").err
    )
    assert snapshot(begun) == before


def test_a_cause_that_says_the_finding_again_is_no_cause(begun: Path) -> None:
    done(begun, *CAUSE[:-4], "--cause", "restores are never tested")
    for step in (EXTENT, ACTION):
        done(begun, *step)
    ended = run(begun, "capa", "submit", "restores", *EFFECT)
    assert "CAP004 forbids it: the cause of restores-untested repeats the title" in ended.err


def test_a_manager_of_the_owner_verifies_nothing(tmp_path: Path) -> None:
    base = reported(tmp_path)
    settings = (base / "auditctl.yaml").read_text()
    settings = settings.replace("top_management: [mia-chief]", "top_management: [ann-audit]")
    (base / "auditctl.yaml").write_text(settings)
    done(base, "capa", "add", "restores-untested")
    for step in (CAUSE, EXTENT, ACTION):
        done(base, *step)
    done(base, "capa", "submit", "restores", *EFFECT)
    done(base, "capa", "approve", "restores", "--by", "ann-audit")
    done(base, "capa", "done", "restores", "register", "--proof", "v3", today="2026-11-29")
    verify = ("capa", "verify", "restores", "--result", "effective", "--evidence", "restores-q1", "--by")
    ended = run(base, *verify, "mia-chief", today="2027-04-20")
    assert ended.code == 3
    assert (
        "IND006 forbids it: mia-chief verified restores-untested effective on 2027-04-20 but manages olga-ops"
        in ended.err
    )
    assert "manager: mia-chief" in ended.err, "the fact is shown where it stands"
    done(base, *verify, "ann-audit", today="2027-04-20")


def test_closed_by_text_alone_is_no_state(begun: Path) -> None:
    path = begun / CAPA
    path.write_text(path.read_text() + "status: closed\n")
    ended = run(begun, "check")
    assert ended.code == 1
    assert "error[SCH001]: unknown key `status`" in ended.out
    assert "states are derived from the dated facts" in ended.out
    assert run(begun, "capa", "show", "restores").code == 2


def test_an_edit_touches_its_lines_alone(approved: Path) -> None:
    path = approved / CAPA
    text = path.read_text().replace("due: 2026-11-30", "due: 2026-11-30   # agreed with Olga")
    path.write_text(text + "# end\n", newline="\r\n")
    before = path.read_bytes()
    done(approved, "capa", "done", "restores", "register", "--proof", "v3", today="2026-11-29")
    added = [
        line
        for line in path.read_bytes().splitlines(keepends=True)
        if line not in before.splitlines(keepends=True)
    ]
    assert added == [b"    done: 2026-11-29\r\n", b"    proof: v3\r\n"]
    assert all(line in path.read_bytes() for line in before.splitlines(keepends=True))


def test_what_no_audit_raised_goes_the_same_way(root: Path) -> None:
    told = run(
        root, "capa", "add", "--origin", "incident", "--reference", "INC-2026-004", "--grade", "minor",
        "--process", "backup", "--statement", "Three outages were not announced.", "--happened", "2026-10-20",
    )  # fmt: skip
    assert (told.code, told.out) == (0, "capas/inc-2026-004.yaml\n")
    assert record(root, "capas/inc-2026-004.yaml") == {
        "origin": {
            "kind": "incident",
            "reference": "INC-2026-004",
            "date": "2026-10-20",
            "grade": "minor",
            "process": "backup",
            "statement": "Three outages were not announced.",
        },
        "owner": "olga-ops",
        "opened": "2026-11-02",
    }
    done(root, "capa", "correct", "inc", "--not-needed", "nothing to mend", "--consequences", "none")
    refused = run(root, "capa", "submit", "inc")
    assert "CAP003" in refused.err
    words = (
        "contain",
        "inc",
        "Warn",
        "--due",
        "2026-11-04",
        "--done",
        "2026-11-02",
        "--evidence",
        "a/restores-q1",
    )
    done(root, "capa", *words)
    held = record(root, "capas/inc-2026-004.yaml")["containment"]
    assert held == {
        "warn": {
            "what": "Warn",
            "owner": "olga-ops",
            "due": "2026-11-04",
            "done": "2026-11-02",
            "evidence": ["a/restores-q1"],
        }
    }


def test_one_takes_over_from_another_with_its_findings(begun: Path) -> None:
    done(begun, "capa", "add", "shorter-forms", "--owner", "paul")
    told = run(begun, "capa", "merge", "shorter-forms", "--into", "restores")
    assert told.code == 0, told.err
    assert record(begun)["findings"] == ["restores-untested", "shorter-forms"]
    assert record(begun, "audits/a/capas/shorter-forms.yaml")["merged_into"] == "restores-untested"
    assert record(begun, "audits/a/capas/shorter-forms.yaml")["cancelled"] == {
        "by": "olga-ops",
        "date": "2026-11-02",
        "why": "merged into a/restores-untested",
    }
    assert state(begun, "shorter-forms") == "cancelled"


def test_a_second_answer_to_a_finding_wants_a_name_of_its_own(begun: Path) -> None:
    ended = run(begun, "capa", "add", "restores-untested")
    assert ended.code == 3
    assert "a/restores-untested is answered by the CAPA a/restores-untested already" in ended.err
    assert run(begun, "capa", "add", "restores-untested", "--name", "restores-tooling").code == 0


def test_a_dry_run_shows_the_diff_and_writes_nothing(begun: Path) -> None:
    before = snapshot(begun)
    ended = run(begun, *ACTION, "--dry-run")
    lines = ended.out.splitlines()
    assert lines[:2] == [f"--- {CAPA}", f"+++ {CAPA}"]
    assert [line for line in lines[2:] if line[0] in "+-"] == [
        "+actions:",
        "+  register:",
        "+    what: Register of control tasks",
        "+    owner: olga-ops",
        "+    due: 2026-11-30",
    ]
    assert snapshot(begun) == before
    shown = json.loads(run(begun, *ACTION, "--dry-run", "--json").out)
    assert (shown["written"], shown["paths"]) == (False, [CAPA])


def test_the_only_item_that_is_open_needs_no_naming(planned: Path) -> None:
    done(
        planned, "capa", "correct", "restores", "Run the four tests", "--name", "tests", "--due", "2026-11-20"
    )
    ended = run(planned, "capa", "done", "restores", "--proof", "v3")
    assert (ended.code, "name one of: tests, register" in ended.err) == (2, True)
    done(planned, "capa", "done", "restores", "tests", "--proof", "4 of 4")
    done(planned, "capa", "done", "restores", "--proof", "v3")
    none = run(planned, "capa", "done", "restores", "--proof", "v3")
    assert (none.code, "has no item that is not done" in none.err) == (2, True)


def test_lists_are_narrowed_and_sorted(approved: Path) -> None:
    done(approved, "capa", "add", "shorter-forms", "--owner", "paul")
    names = [item["name"] for item in json.loads(run(approved, "capa", "list", "--json").out)["capas"]]
    assert names == ["a/restores-untested", "a/shorter-forms"]
    by_due = run(approved, "capa", "list", "--sort", "due", "--person", "olga").out
    assert "restores-untested" in by_due
    assert "shorter-forms" not in by_due
    late = run(approved, "capa", "list", "--overdue", today="2026-12-15").out
    assert "1 corrective action, 1 overdue" in late
    wrong = run(approved, "capa", "list", "--state", "aproved")
    assert (wrong.code, "did you mean approved?" in wrong.err) == (2, True)


def test_the_time_line_says_what_is_missing_next(planned: Path) -> None:
    shown = run(planned, "capa", "show", "restores").out
    assert "2026-11-02  cause: control tasks are tied to people, not to posts (olga-ops)" in shown
    assert "auditctl capa submit restores-untested" in shown
    document = json.loads(run(planned, "capa", "show", "restores", "--json").out)
    assert document["schema_version"] == 1
    assert document["capa"]["next"]["command"] == "auditctl capa submit restores-untested"
    assert [fact["date"] for fact in document["capa"]["timeline"]] == ["2026-11-02"] * 3


def test_somebody_who_changed_the_file_meanwhile_keeps_their_words(begun: Path) -> None:
    """The loser of two commands on one record is told, and what the winner wrote stays."""
    import subprocess
    import sys

    from small_repository import environment

    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "auditctl", "--as-of", "2026-11-02", "capa", "action", "restores", f"Action {mark}", "--due", "2026-11-30"],
            cwd=begun, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for mark in ("one", "two", "three", "four")
    ]  # fmt: skip
    ended = [(process.communicate(), process.returncode) for process in processes]
    won = [out for (out, _), code in ended if code == 0]
    lost = [err for (_, err), code in ended if code == 3]
    assert won, lost
    assert len(won) + len(lost) == 4
    assert all("changed while this command was at work: nothing was written" in err for err in lost)
    assert len(record(begun)["actions"]) == len(won)  # type: ignore[arg-type]


def test_what_changes_in_the_management_system_is_submitted_with_the_plan(planned: Path) -> None:
    done(planned, "capa", "submit", "restores", *EFFECT, "--isms-change", "the backup policy names a deputy")
    assert record(planned)["isms_change"] == "the backup policy names a deputy"


def test_an_action_says_which_one_it_follows_and_more_in_prose(begun: Path) -> None:
    words = ("capa", "add", "restores-untested", "--name", "again", "--follows", "restores")
    done(begun, *words, "--details", "Two lines\nof prose")
    found = record(begun, "audits/a/capas/again.yaml")
    assert (found["follows"], found["details"]) == ("restores-untested", "Two lines\nof prose\n")
    wrong = run(
        begun, "capa", "add", "restores-untested", "--name", "third", "--follows", "resotres-untested"
    )
    assert (wrong.code, "there is no CAPA" in wrong.err) == (2, True)


def test_what_was_done_without_proof_takes_it_afterwards(approved: Path) -> None:
    bare = run(approved, "capa", "done", "restores", "register", today="2026-11-29")
    assert bare.code == 0
    assert "nothing shows yet that register is done" in bare.err
    assert "capa done restores-untested register --proof WORDS or --evidence NAME" in bare.err
    again = run(approved, "capa", "done", "restores", "register", today="2026-12-08")
    assert (again.code, "say what shows it: --proof WORDS" in again.err) == (3, True)
    moved = run(approved, "capa", "done", "restores", "register", "--proof", "v3", "--date", "2026-12-01", today="2026-12-08")  # fmt: skip
    assert (moved.code, "was done on 2026-11-29; what was recorded is not overwritten" in moved.err) == (
        3,
        True,
    )
    shown = run(approved, "capa", "done", "restores", "register", "--proof", "v3", today="2026-12-08")
    assert (shown.code, "nothing shows" in shown.err) == (0, False)
    action = yaml.safe_load((approved / CAPA).read_text("utf-8"))["actions"]["register"]
    assert (str(action["done"]), action["proof"]) == ("2026-11-29", "v3")
    twice = run(approved, "capa", "done", "restores", "register", "--proof", "v4", today="2026-12-09")
    assert (twice.code, "was done on 2026-11-29" in twice.err) == (3, True)


def test_the_first_day_for_the_effect_is_not_the_last(approved: Path) -> None:
    done(approved, "capa", "done", "restores", "register", "--proof", "v3", today="2026-11-29")
    seen = run(approved, "capa", "check", "restores", "--by", "ann-audit", today="2026-11-30")
    assert "wait until 2027-04-15, then verify the effect (ann-audit), until 2027-04-29" in seen.err
    assert "overdue" not in run(approved, "capa", "list", today="2027-04-16").out
    assert "possible since 2027-04-15 (ann-audit), in 13 days" in run(approved, "capa", "show", "restores", today="2027-04-16").out  # fmt: skip
    assert "1 overdue" in run(approved, "capa", "list", today="2027-04-30").out


def test_a_next_step_whose_day_has_passed_is_overdue(begun: Path) -> None:
    told = done(
        begun, "capa", "contain", "restores", "Restore one", "--due", "2027-02-01", today="2027-01-20"
    )
    assert ", overdue since " in told
    assert ", until 2026" not in told
