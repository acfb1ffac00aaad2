"""`auditctl report --kind programme`: what it says, as Markdown and as HTML."""

import re
from pathlib import Path

import pytest

from auditctl.reports.render import TemplateRefused
from small_programme import EVERY_STATE, HEAD, WITHOUT
from small_programme_report import only, report
from small_repository import auditctl, lay

SECTIONS = [
    "Summary",
    "The programme",
    "Time line",
    "Postponed and cancelled",
    "Coverage",
    "Processes",
    "What is due next",
    "Reviews, revisions and earlier results",
    "Annex A: Coverage by requirement",
]


def section(text: str, title: str) -> str:
    """Return what stands below a heading of the Markdown, up to the next of its level."""
    match = re.search(rf"^(#+) {re.escape(title)}$(.*?)(?=^\1 |\Z)", text, re.MULTILINE | re.DOTALL)
    assert match, f"no section {title}"
    return match[2]


def test_it_has_every_section_in_its_order(tmp_path: Path) -> None:
    text = report(tmp_path)
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == SECTIONS
    assert "\n\n\n" not in text
    page = report(tmp_path, "html")
    for title in re.findall(r"^##+ (.*)$", text, re.MULTILINE):
        assert f">{title}</h" in page


def test_it_says_what_a_programme_consists_of(tmp_path: Path) -> None:
    text = report(tmp_path)
    assert text.startswith("# Internal audit programme: The year\n")
    assert "| Cycle | 2026-01-01 to 2026-12-31 (in force) |" in text
    assert "| Approved | Paul People, 2026-01-10 |" in text
    programme = section(text, "The programme")
    assert section(programme, "Objectives") == "\n\n- conformity\n\n"
    assert section(programme, "Methods") == "\n\ninterviews and **samples**\n\n"
    for title in ("Responsibilities", "Planning", "Reporting", "Risks to the programme"):
        assert "Not stated" not in section(programme, title)
    assert "| 2026-01-20 | Paul People | Goes on as it is |" in section(text, "Reviews")
    assert "| 2026-06-01 | Mia Chief | the refit |" in section(text, "Revisions")
    assert "- Old one (old)" in section(text, "Earlier results considered")


def test_every_audit_stands_with_its_days_state_and_reason(tmp_path: Path) -> None:
    text = report(tmp_path)
    rows = [line for line in section(text, "Time line").splitlines() if line.startswith("| ")][2:]
    assert len(rows) == 9
    assert (
        "| Only listed (listed) | 2026-11-02 to 2026-11-03 | 2026-11-02 to 2026-11-03 | scheduled | Hiring and leaving; A.6 | – | – |"
        in rows
    )
    assert rows[4].startswith("| Everyday work (a) | 2026-10-05 to 2026-10-07 | ")
    assert rows[4].endswith(" | under way | every process; all that are in force | once a year | – |")
    assert "| Old one (old) | not listed | 2026-02-03 | held | – | – | – |" in rows
    changes = section(text, "Postponed and cancelled")
    assert "| moved | from 2026-06-15 to 2026-12-07 | Mia Chief | 2026-06-01 | office refit |" in changes
    assert (
        "| dropped | cancelled | Mia Chief; approved by Paul People | 2026-07-01 | merged into a |" in changes
    )


def test_what_is_due_and_late_says_so(tmp_path: Path) -> None:
    late = {"programmes/year.yaml": "from: 2025-07-24\nto: 2027-12-31\nowner: mia-chief\n"}
    rows = section(report(tmp_path / "md", "md", only(HEAD) | late), "What is due next")
    assert "| 2026-07-24 | 74 days late | Mia Chief | have the programme reviewed | year |" in rows
    assert not re.search(r"\| -\d", rows)
    page = report(tmp_path / "html", "html", only(HEAD) | late)
    assert '<td class="figure late">74 days late</td>' in page


def test_coverage_has_its_denominators_and_each_requirement_a_line(tmp_path: Path) -> None:
    text = report(tmp_path)
    assert "clauses: 30 of 30 audited in the last 12 months; 0 planned in time" in section(text, "Summary")
    coverage = section(text, "Coverage")
    assert "Audited within 36 months, as of 2026-10-06:" in coverage
    totals = re.findall(r"^\| Total \|(.*)\|$", coverage, re.MULTILINE)
    assert len(totals) == 2
    for total in totals:
        applicable, *states, _ = map(int, total.split("|"))
        assert applicable == sum(states)
    annex = section(text, "Annex A: Coverage by requirement")
    assert len(re.findall(r"^\| (?:\d|A\.)", annex, re.MULTILINE)) == 30 + 93
    assert "| A.8.13 | Information backup | audited in time | 2026-02-03, old | " in annex


def test_processes_say_owner_and_what_their_last_audit_found(tmp_path: Path) -> None:
    processes = section(report(tmp_path), "Processes")
    assert "| Backup and restore | medium | Olga Ops | 2026-02-03, old | not kept here | – | " in processes
    assert "| Hiring and leaving | medium | Paul People | never | not audited | – | " in processes
    owned_by_nobody = WITHOUT.replace("    owner: olga-ops\n    performers", "    performers")
    more = only(HEAD) | {"auditctl.yaml": owned_by_nobody}
    assert "| Backup and restore | medium | nobody |" in report(tmp_path, "md", more)


def test_it_is_a_draft_until_somebody_approves_it(tmp_path: Path) -> None:
    more = only(HEAD)
    assert report(tmp_path, "md", more).startswith("**Draft**: nobody has approved this programme.\n")
    page = report(tmp_path, "html", more)
    assert re.search(r'<body class="draft" data-mark="Draft"[ >]', page)
    assert "nobody has approved it" in page
    assert "Draft" not in report(tmp_path, "md")
    assert "Draft" not in report(tmp_path, "html")


def test_what_is_not_said_is_said_to_be_missing(tmp_path: Path) -> None:
    programme = section(report(tmp_path, "md", only(HEAD)), "The programme")
    assert programme.count("Not stated yet.") == 4
    assert programme.count("None stated.") == 2


def test_the_command_writes_the_programme_in_force_or_the_one_named(tmp_path: Path) -> None:
    root = lay(tmp_path, EVERY_STATE | {"programmes/later.yaml": HEAD.replace("2026", "2027")})
    words = ("report", "--kind", "programme")
    first = auditctl(root, *words)
    assert first.code == 0
    assert first.out.startswith("# Internal audit programme: The year\n")
    assert auditctl(root, *words).out == first.out
    assert "# Internal audit programme: later\n" in auditctl(root, *words, "late").out
    unknown = auditctl(root, *words, "yera")
    assert unknown.code == 2
    assert "there is no programme 'yera'" in unknown.err
    draft = auditctl(root, *words, "later", "-o", "later.html")
    assert draft.out == "later.html\n"
    assert "it says Draft until the programme has `approved: {by: …, date: …}`" in draft.err
    assert (root / "later.html").read_text("utf-8").startswith("<!doctype html>")
    assert auditctl(root, *words, "-o", "later.html").code == 0
    dry = auditctl(root, *words, "-o", "other.md", "--dry-run")
    assert "other.md would be written, " in dry.err
    assert not (root / "other.md").exists()


def test_an_audit_is_reported_unless_a_programme_is_asked_for(tmp_path: Path) -> None:
    root = lay(tmp_path, EVERY_STATE)
    nameless = auditctl(root, "report")
    assert (nameless.code, nameless.out) == (2, "")
    assert "the report `audit` is of one audit, and none is named" in nameless.err
    assert auditctl(root, "report", "a").out == auditctl(root, "report", "a", "--kind", "audit").out
    none = auditctl(lay(tmp_path / "none", {"auditctl.yaml": WITHOUT}), "report", "--kind", "programme")
    assert (none.code, none.out) == (3, "")
    assert "there is no audit programme yet" in none.err


def test_an_own_template_may_replace_or_extend_the_shipped_one(tmp_path: Path) -> None:
    own = '{% extends "auditctl/report/programme.html.j2" %}{% block draft %}<p>Ours.</p>{% endblock %}'
    page = report(tmp_path, "html", only(HEAD) | {"templates/report/programme.html.j2": own})
    assert "<p>Ours.</p>" in page
    assert "Annex A" in page
    short = EVERY_STATE | {"templates/report/programme.md.j2": "{{ report.overview.owner }}"}
    assert report(tmp_path, "md", short) == "Mia Chief\n"
    with pytest.raises(TemplateRefused, match="line 1"):
        report(tmp_path, "md", EVERY_STATE | {"templates/report/programme.md.j2": "{{ report.nothing }}"})


def test_what_could_not_be_read_is_named(tmp_path: Path) -> None:
    more = only(f"{HEAD}audits: {{z: {{planned: {{from: 2026-05-06, to: 2026-05-05}}}}}}\n")
    for format_ in ("md", "html"):
        text = report(tmp_path, format_, more)
        assert "this could not be read and is missing from the report: planned audit:z." in text
        assert "More may have been audited than stands here" in text
