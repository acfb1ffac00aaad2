"""RPT007 says what to write: the line of its help, pasted as it stands, ends the message."""

import re
from pathlib import Path

from small_repository import auditctl, lay

HELD = """sessions:
  backup: {process: backup, auditors: [ann-audit], date: 2026-10-05, requirements: [A.8.13], result: conform}
"""
LEFT = {
    "audits/a/criteria.yaml": "requirements: [A.8.13, A.8.14, A.5]\n",
    "audits/a/schedule.yaml": HELD,
    "audits/a/report.yaml": "summary: fine\n",
}


def told(root: Path) -> str:
    return auditctl(root, "check", "--gate", "issue", "--select", "RPT007").out


def entry(text: str) -> str:
    """Return the item that the help shows."""
    found = re.search(r'\{what: ".*", why: …\}', " ".join(text.split()))
    assert found, text
    return found[0].replace("…", "the landlord had no time")


def test_the_help_is_a_line_to_paste(tmp_path: Path) -> None:
    lay(tmp_path, LEFT)
    first = told(tmp_path)
    assert "and 32 more" in first
    line = entry(first)
    assert all(name in line for name in ("hiring", "A.8.14", "A.5.1,", "A.5.37"))
    report = tmp_path / "audits/a/report.yaml"
    report.write_text(f"summary: fine\nnot_covered: [{line}]\n", "utf-8")
    assert "RPT007" not in told(tmp_path)


def test_beside_what_is_named_already_it_is_one_more_item(tmp_path: Path) -> None:
    lay(tmp_path, LEFT)
    report = tmp_path / "audits/a/report.yaml"
    report.write_text("summary: fine\nnot_covered:\n  - {what: lines without time, why: no time}\n", "utf-8")
    text = told(tmp_path)
    assert "one more item of `not_covered`" in text
    with report.open("a", encoding="utf-8") as file:
        file.write(f"  - {entry(text)}\n")
    assert "RPT007" not in told(tmp_path)


def test_explain_shows_how_it_is_named(tmp_path: Path) -> None:
    text = auditctl(tmp_path, "explain", "RPT007").out
    assert text.count("not_covered:") > 1
    assert "What was left out is said" in text


def test_explain_says_what_of_a_report_the_clause_names(tmp_path: Path) -> None:
    words = " ".join(auditctl(tmp_path, "explain", "RPT001").out.split())
    assert "9.2.1 asks for the two conclusions alone" in words
