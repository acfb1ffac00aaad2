"""What people write in the place of an option, a choice or a code, and what they are told."""

from pathlib import Path

import pytest

from small_repository import auditctl, lay


@pytest.mark.parametrize(
    ("given", "meant", "not_meant"), [("--due", "--to", "--date"), ("--reason", "--why", "--json")]
)
def test_an_option_of_another_name_is_led_to_the_right_one(
    given: str, meant: str, not_meant: str, tmp_path: Path
) -> None:
    done = auditctl(lay(tmp_path), "capa", "extend", "x", given, "2026-12-01")
    assert done.code == 2
    assert f"Possible options: {meant})" in done.err
    assert not_meant not in done.err


def test_explain_without_a_code_names_the_list(tmp_path: Path) -> None:
    done = auditctl(tmp_path, "explain")
    assert done.code == 2
    assert "`auditctl rules` lists them all" in done.err


@pytest.mark.parametrize(
    "words", [("check", "--format", "JSON"), ("report", "a", "--kind", "Audit"), ("check", "--gate", "Issue")]
)
def test_the_case_of_a_choice_does_not_matter(words: tuple[str, ...], tmp_path: Path) -> None:
    lay(tmp_path)
    lower = auditctl(tmp_path, *(word.lower() for word in words))
    assert auditctl(tmp_path, *words) == lower
    assert lower.code in {0, 1}
