"""`auditctl report --kind summary`: what top management reads in a minute, on one sheet."""

from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.shared import Mm, Pt
from pypdf import PdfReader

from auditctl.reports.context import title_block
from auditctl.reports.docx import document as word_document
from auditctl.reports.one_page import NAMED, named
from auditctl.reports.pdf import pdf
from auditctl.reports.people import People
from auditctl.repository import load
from lodos_pages import page as lodos_page
from office import pdf_by_libreoffice
from pages import assert_well_made
from small_kinds import made, rows, section
from small_report import AS_OF, FINDINGS, ISSUED, RAISED
from small_repository import files, lay

WORDS = "Wörter, die sehr lang sind und kein Ende finden. " * 30
BEFORE = {
    "audits/b/audit.yaml": """\
title: The one before
unplanned: none was planned yet
legacy: {from: 2026-02-02, to: 2026-02-03, lead: ann-audit, processes: all, requirements: all}
""",
    "audits/b/findings/old.yaml": "title: Old\ngrade: minor\nprocess: backup\nrequirements: [A.8.13]\nraised: {date: 2026-02-03}\n",
    "audits/b/findings/older.yaml": "title: Older\ngrade: minor\nprocess: backup\nrequirements: [A.8.14]\nraised: {date: 2026-02-03}\n",
}


def crowded() -> dict[str, str]:
    """Return an audit in which everything is long and much is open."""
    base = files()
    found = {
        "audits/a/report.yaml": f"summary: {WORDS!r}\nconclusions: {{conformity: {WORDS!r}, effectiveness: {WORDS!r}}}\n",
        "audits/a/audit.yaml": base["audits/a/audit.yaml"].replace("Main audit", repr(WORDS)),
        "auditctl.yaml": base["auditctl.yaml"].replace("Kestrel Ltd", repr(WORDS))
        + f"report: {{header: {WORDS!r}, footer: {WORDS!r}, classification: {WORDS!r}}}\n",
        "audits/a/evidence/broken.yaml": "kind: [\n",
    }
    for number in range(30):
        name = f"a-finding-with-a-name-that-goes-on-and-on-{number}"
        grade = ("major", "ofi")[number % 2]
        decided = f"accepted: {{by: ann-audit, date: 2026-10-{number % 9 + 10}}}\n" if grade == "ofi" else ""
        found[f"audits/a/findings/{name}.yaml"] = (
            f"title: {WORDS!r}\ngrade: {grade}\nprocess: backup\nrequirements: [A.8.13]\n{RAISED}\n{decided}"
            f"response_due: 2026-11-{number % 20 + 1:02}\n"
        )
    return found


CASES = {"calm": FINDINGS | ISSUED, "crowded": crowded()}


def test_it_says_verdict_counts_majors_and_what_is_asked(tmp_path: Path) -> None:
    text = made(tmp_path, "summary", FINDINGS | ISSUED)
    assert text.startswith("# Management summary: Main audit\n")
    assert "**It mostly works.**" in text
    assert section(text, "Verdict on conformity") == "\n\nIt conforms except for two.\n\n"
    assert section(text, "Verdict on effectiveness") == "\n\nBackup is not shown to work.\n\n"
    assert "Shortened" not in text
    assert rows(section(text, "Findings by grade")) == [
        ["Major nonconformities", "1", "–", "–"],
        ["Minor nonconformities", "1", "–", "–"],
        ["Opportunities for improvement", "1", "–", "–"],
        ["Strengths", "1", "–", "–"],
        ["Total", "4", "", ""],
    ]
    assert "1 withdrawn finding is not counted." in text
    assert rows(section(text, "Major nonconformities")) == [
        ["NC-a-01", "Restore never proven", "Olga Ops", "Agreed actions, the next of them", "2026-11-15 (5 days late)", "in corrective action"],
    ]  # fmt: skip
    asked = rows(section(text, "Asked and decided"))
    assert ["Decision on a contested finding", "Ann Audit", "–", "NC-a-01"] in asked
    assert ["Plan of corrective action", "Paul People", "2026-11-10 (10 days late)", "late"] in asked


def test_counts_stand_beside_those_of_the_audit_before(tmp_path: Path) -> None:
    text = made(tmp_path, "summary", FINDINGS | BEFORE)
    counts = rows(section(text, "Findings by grade"))
    assert counts[0] == ["Major nonconformities", "1", "0", "+1"]
    assert counts[1] == ["Minor nonconformities", "1", "2", "-1"]
    assert counts[2] == ["Opportunities for improvement", "1", "0", "+1"]
    assert "Audit before: The one before, 2026-02-02 to 2026-02-03." in text
    assert "Of its findings only what is kept here counts." in text


def test_what_was_not_audited_is_no_part_of_what_was(tmp_path: Path) -> None:
    text = made(tmp_path, "summary")
    assert (
        "Looked at: 1 of 2 processes in scope, 3 of 123 clauses in force and applicable controls. "
        "What was not audited is not thereby conform." in text
    )


def test_a_draft_says_so_and_states_no_verdict(tmp_path: Path) -> None:
    text = made(tmp_path, "summary")
    assert text.startswith("**Draft**: this report is not issued.\n")
    assert section(text, "Verdict on conformity") == "\n\nNot stated yet.\n\n"
    assert "Draft" not in made(tmp_path, "summary", FINDINGS | ISSUED)


def test_the_page_is_marked_up_with_care(tmp_path: Path) -> None:
    page = assert_well_made(made(tmp_path, "summary", FINDINGS | ISSUED | BEFORE, "html"))
    assert page.tags.count("table") == 3


def test_what_has_no_room_is_counted(tmp_path: Path) -> None:
    text = made(tmp_path, "summary", crowded())
    assert len(rows(section(text, "Major nonconformities"))) == 4
    assert "11 more stand in the report." in section(text, "Major nonconformities")
    assert "6 more stand in the report." in section(text, "Asked and decided")
    assert "13 more stand in the report." in section(text, "Asked and decided")
    assert max(map(len, text.splitlines())) < 400
    assert "| Total | 30 |" in text


def test_what_is_shortened_says_so(tmp_path: Path) -> None:
    said = "Shortened; the whole stands in the report."
    for format_ in ("md", "html"):
        assert said in made(tmp_path / f"long-{format_}", "summary", crowded(), format_)
        assert said not in made(tmp_path / f"short-{format_}", "summary", FINDINGS | ISSUED, format_)
    more = ISSUED["audits/a/report.yaml"].replace(
        "It *mostly* works.", '"It mostly works.\\n\\nBut then there is more."'
    )
    assert more != ISSUED["audits/a/report.yaml"]
    text = made(tmp_path / "further", "summary", FINDINGS | ISSUED | {"audits/a/report.yaml": more})
    assert "**It mostly works.**" in text
    assert said in text


def test_standards_that_have_no_room_are_counted(tmp_path: Path) -> None:
    held = load(lay(tmp_path), AS_OF)
    block = title_block(People(held), held.audits["a"])
    names = ("ISO/IEC 27001:2022", "ISO 9001:2015", "ISO 22301:2019", "ISO/IEC 27701:2019", "TISAX")
    assert [str(name) for name in named(names, NAMED)] == [*names[:NAMED], "2 more"]
    assert named(block.standards, NAMED) == block.standards


@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("name", CASES)
def test_it_fits_on_one_sheet_however_much_there_is_to_say(tmp_path: Path, name: str, language: str) -> None:
    page = made(tmp_path, "summary", CASES[name], "html", language=language)
    assert len(PdfReader(BytesIO(pdf(page))).pages) == 1


@pytest.mark.parametrize("language", ["en", "tr"])
def test_that_of_the_larger_example_fits_on_one_sheet_too(tmp_path: Path, language: str) -> None:
    page = lodos_page(f"summary-{language}")
    assert len(PdfReader(BytesIO(pdf(page))).pages) == 1
    assert len(PdfReader(BytesIO(pdf_by_libreoffice(word_document(page), tmp_path))).pages) == 1


def test_an_audit_without_anything_is_told_too(tmp_path: Path) -> None:
    repository = load(lay(tmp_path), AS_OF)
    assert not repository.audits["a"].findings
    text = made(tmp_path, "summary", {})
    assert "Nothing is waited for." in text
    assert "No decision on a finding is recorded." in text
    assert "Repeats" not in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("name", CASES)
def test_it_fits_on_one_sheet_of_word_too(tmp_path: Path, name: str, language: str) -> None:
    held = word_document(made(tmp_path, "summary", CASES[name], "html", language=language))
    sheet = docx.Document(BytesIO(held))
    margin = sheet.sections[0].top_margin
    assert margin is not None
    assert margin < Mm(15)
    assert sheet.styles["Report Table Text"].font.size <= Pt(6.5)
    assert len(PdfReader(BytesIO(pdf_by_libreoffice(held, tmp_path))).pages) == 1
