"""The registry: what `rules` and `explain` say of a rule."""

import pytest

from auditctl.diagnostics import Severity
from auditctl.rules.basis import spoken
from auditctl.rules.examples import examples
from auditctl.rules.registry import FIXED, TITLES, registry


@pytest.mark.parametrize("code", sorted(registry()))
def test_every_rule_has_an_example_that_fails_and_one_that_passes(code: str) -> None:
    fails, passes = examples(code)
    assert fails
    assert fails.fires
    assert fails.files
    assert passes
    assert not passes.fires


def test_a_rule_without_a_case_file_has_no_example() -> None:
    assert examples("XYZ999") == (None, None)


def test_every_code_is_of_a_family_that_has_a_title() -> None:
    assert {rule.family for rule in registry().values()} == set(TITLES)


def test_what_cannot_be_lowered() -> None:
    fixed = {code for code, rule in registry().items() if rule.is_fixed}
    assert {code for code in fixed if code[:3] != "IND"} == {code for code in registry() if code[:3] in FIXED}
    assert {"IND001", "IND002", "IND018"} <= fixed
    assert registry()["IND010"].severity is Severity.warning
    assert "IND010" not in fixed


def test_a_rule_without_such_a_section_says_nothing() -> None:
    assert registry()["IND001"].section("Poem") == ""


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("27001 9.2.2 b", "ISO/IEC 27001:2022 9.2.2 b)"),
        ("27001 10.2 a 2", "ISO/IEC 27001:2022 10.2 a 2)"),
        ("27001 A.8.34", "ISO/IEC 27001:2022 A.8.34"),
        ("27001 9.2.2 a: scope", "ISO/IEC 27001:2022 9.2.2 a): scope"),
        ("19011", "ISO 19011 (guidance)"),
        ("house; 27001 7.2", "house rule; ISO/IEC 27001:2022 7.2"),
        ("IIA 2.2", "IIA standard 2.2 (benchmark; binds IIA members)"),
        ("appearance", "appearance"),
        ("", ""),
    ],
)
def test_a_basis_says_whom_it_binds(basis: str, words: str) -> None:
    assert spoken(basis) == words


@pytest.mark.parametrize(
    "code",
    ["COV001", "COV002", "COV003", "COV004", "COV005", "PRG007", "PRG008", "WKP005", "ORG003", "CAP002", "CAP004",
     "CAP006", "CAP010", "CAP011", "CAP014", "CMP001", "FND006", "FND014", "RPT005", "RPT006", "RPT008", "HIS006"],
)  # fmt: skip
def test_what_counts_days_or_asks_for_a_method_is_a_rule_of_the_house(code: str) -> None:
    assert "house rule" in spoken(registry()[code].basis)


@pytest.mark.parametrize("code", ["PLN001", "PLN005"])
def test_what_guidance_asks_of_a_plan_is_told_as_guidance(code: str) -> None:
    assert "(guidance)" in spoken(registry()[code].basis)


def test_no_basis_words_guidance_as_a_requirement() -> None:
    for rule in registry().values():
        for sentence in (rule.summary, rule.section("Why"), rule.section("Fix")):
            assert "27001 requires" not in sentence
            assert "standard requires" not in sentence
