"""An audit that stands in a programme and has no folder: every command says so, and how to go on."""

from pathlib import Path

import pytest

from small_plan import ENTRY, small_plan
from small_repository import auditctl

CANCELLED = ENTRY.replace("{title", "{cancelled: {by: mia-chief, date: 2026-09-01, why: merged}, title")
COMMANDS = [
    ("plan", "b-2027"),
    ("plan", "suggest", "b-2027"),
    ("plan", "export", "b-2027"),
    ("audit", "show", "b-2027"),
    ("audit", "send", "b-2027"),
    ("report", "b-2027"),
]


def entry(root: Path, text: str) -> Path:
    """Lay the programme with that entry, whose name is near that of an audit that exists."""
    small_plan(root, text)
    path = root / "auditctl.yaml"
    path.write_text(
        path.read_text().replace("      b: {", "      b-2027: {").replace("      a: {", "      b-2026: {")
    )
    (root / "audits/a").rename(root / "audits/b-2026")
    return root


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_says_that_it_is_planned_and_how_to_plan_it(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    done = auditctl(entry(tmp_path, ENTRY), *words)
    assert (done.code, done.out) == (2, "")
    assert (
        "the programme cycle plans b-2027 for 2027-03-01 to 2027-03-05, but it has no folder yet\n"
        in done.err
    )
    assert "make its plan: `auditctl plan new b-2027`\n" in done.err
    assert "did you mean" not in done.err


def test_who_cancels_it_is_sent_to_the_programme(tmp_path: Path) -> None:
    done = auditctl(entry(tmp_path, ENTRY), "audit", "cancel", "b-2027", "--by", "mia", "--why", "merged")
    assert done.code == 2
    assert (
        "where it is not held, write `cancelled: {by: …, date: …, approved_by: …, why: …}` at its entry"
        in done.err
    )
    assert "in auditctl.yaml" in done.err


def test_one_that_was_cancelled_says_so(tmp_path: Path) -> None:
    done = auditctl(entry(tmp_path, CANCELLED), "plan", "b-2027")
    assert done.code == 2
    assert (
        "the programme cycle has b-2027 cancelled since 2026-09-01 (merged), and it has no folder\n"
        in done.err
    )
    assert "plan new" not in done.err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2027", "plans b-2027 for"),  # the only name that it fits
        ("b-20", "Everything"),  # the only audit with a folder that it fits
        ("c-2027", "there is no audit 'c-2027'"),
    ],
)
def test_a_part_of_a_name_means_what_it_alone_fits(given: str, said: str, tmp_path: Path) -> None:
    done = auditctl(entry(tmp_path, ENTRY), "audit", "show", given)
    assert said in done.err if done.code else "Main audit" in done.out
