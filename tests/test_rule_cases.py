from pathlib import Path

import pytest

from auditctl.diagnostics import Diagnostic, Severity
from auditctl.phrases import Phrase, Series
from auditctl.rules.registry import registry
from rules_cases import CaseFile, cases, fired, relevant, run

HERE = Path(__file__).parent / "rules"
READING = frozenset({"SYN", "SCH"})
"""Families whose messages are those of the reader of a file, and stay English; a report says what they are about."""
ALL = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case.title}")
    for path in sorted(HERE.glob("[A-Z]*.md"))
    for case in cases(path)
]


@pytest.mark.parametrize(("code", "case"), ALL)
def test_a_case_says_exactly_what_it_marks(code: str, case: CaseFile, tmp_path: Path) -> None:
    found = run(case, tmp_path)
    said = "\n".join(
        f"{item.severity.name}[{item.code}] {item.location.path}:{item.location.line} {item.message}"
        for item in found
    )
    assert relevant(case, code, fired(found)) == case.expected, said
    assert [item.message for item in found if not is_said(item)] == [], "a report says it in every language"


def is_said(item: Diagnostic) -> bool:
    """Whether other languages can say a message, and the help of an error, which `ready` reports."""
    said = [item.message, item.help] if item.severity is Severity.error and item.help else [item.message]
    return item.code[:3] in READING or all(isinstance(words, Phrase | Series) for words in said)


@pytest.mark.parametrize("code", sorted(registry()))
def test_every_rule_has_a_case_that_fires_and_one_that_is_clean(code: str) -> None:
    held = cases(HERE / f"{code}.md")
    assert any(any(key[0] == code for key in case.expected) for case in held)
    assert any(not any(key[0] == code for key in case.expected) for case in held)


@pytest.mark.parametrize("code", sorted(registry()))
def test_every_rule_says_what_why_and_how_to_mend(code: str) -> None:
    rule = registry()[code]
    assert len(rule.summary.split()) > 3
    assert rule.section("Why")
    assert rule.section("Fix")
