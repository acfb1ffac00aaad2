"""Options that take one of a few words: a wrong one is told in one sentence, with the word that was meant."""

from datetime import date
from pathlib import Path

import pytest

from in_process import called
from small_repository import auditctl

TODAY = date(2026, 10, 6)


@pytest.mark.parametrize(
    ("words", "flag", "meant"),
    [
        ("check --format sarf", "--format", "sarif"),
        ("check --fail-on=eror", "--fail-on", "error"),
        ("check --gate isue", "--gate", "issue"),
        ("report --kind programe", "--kind", "programme"),
        ("report --lang trr", "--lang", "tr"),
        ("report --format hmtl", "--format", "html"),
        ("ready --for 2026-12-01 --format jsno", "--format", "json"),
        ("conformity --format makdown", "--format", "markdown"),
        ("diff --format txet", "--format", "text"),
        ("due --format ixs", "--format", "ics"),
        ("plan export a --format pfd", "--format", "pdf"),
        ("pack a -o x.zip --format pfd", "--format", "pdf"),
        ("pack a -o x.zip --classification publc", "--classification", "public"),
        ("init x --ci githab", "--ci", "github"),
        ("init x --example lodo", "--example", "lodos"),
        ("plan --color neevr", "--color", "never"),
    ],
)
def test_a_wrong_word_is_told_with_the_one_that_was_meant(
    words: str, flag: str, meant: str, tmp_path: Path
) -> None:
    done = called(tmp_path, TODAY, *words.split())
    assert (done.code, done.out) == (2, "")
    sentence, near, known = done.err.splitlines()
    assert sentence.startswith(f"auditctl: {flag} takes no '")
    assert near == f"  did you mean {meant}?"
    assert known.startswith("  it takes ")
    assert meant in known


def test_where_nothing_is_near_all_are_listed(tmp_path: Path) -> None:
    done = called(tmp_path, TODAY, "check", "--fail-on", "maybe")
    assert done.err == "auditctl: --fail-on takes no 'maybe'\n  it takes error, warning, note, never\n"


def test_the_words_stand_in_the_help_and_are_completed(tmp_path: Path) -> None:
    assert (
        "--format text|json|sarif|junit|github|gitlab|markdown" in auditctl(tmp_path, "check", "--help").out
    )
    env = {
        "_AUDITCTL_COMPLETE": "complete_bash",
        "COMP_WORDS": "auditctl check --format g",
        "COMP_CWORD": "3",
    }
    assert auditctl(tmp_path, env=env).out.split() == ["github", "gitlab"]
