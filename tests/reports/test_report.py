"""The internal audit report: what it says and what it counts."""

import hashlib
import re
from pathlib import Path

from auditctl.check import check
from auditctl.reports.render import render
from auditctl.repository import load
from small_report import AS_OF, FINDINGS, ISSUED, RAISED, report
from small_repository import auditctl, lay


def section(text: str, title: str) -> str:
    """Return what stands below a heading of the Markdown report, up to the next of its level."""
    match = re.search(rf"^(#+) {re.escape(title)}.*?$(.*?)(?=^\1 |\Z)", text, re.MULTILINE | re.DOTALL)
    assert match, f"no section {title}"
    return match[2]


def test_it_has_every_section_in_its_order(tmp_path: Path) -> None:
    text = report(tmp_path)
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
        "Management summary",
        "Objectives, scope, criteria and methods",
        "Team and independence",
        "What was audited when",
        "Findings",
        "Strengths",
        "Withdrawn findings",
        "Follow-up of earlier findings",
        "Corrective action",
        "Coverage",
        "Conclusions",
        "Distribution and approval",
        "Annex A: Evidence register",
        "Annex B: Samples",
        "Annex C: People met",
        "Annex D: Result of the checks",
        "Annex E: Digest of the records",
        "Annex F: Coverage by requirement",
        "Annex G: Who may audit what",
    ]
    assert "\n\n\n" not in text


def test_a_draft_says_so_until_it_is_issued(tmp_path: Path) -> None:
    assert report(tmp_path).startswith("**Draft**: this report is not issued.")
    page = report(tmp_path, "html")
    assert re.search(r'<body class="draft" data-mark="Draft"[ >]', page)
    assert '@top-right { content: "Draft"' in page
    assert '<span class="mark">Draft</span>' in page

    issued = report(tmp_path, files=FINDINGS | ISSUED)
    assert "Draft" not in issued
    assert "| Report | issued on 2026-10-12, version 2 |" in issued
    page = report(tmp_path, "html", FINDINGS | ISSUED)
    assert "Draft" not in page


def test_each_finding_counts_once_and_a_withdrawn_one_not_at_all(tmp_path: Path) -> None:
    text = section(report(tmp_path), "Findings by grade")
    assert "| Major nonconformities | 1 | – | – |" in text
    assert "| Minor nonconformities | 1 | – | – |" in text
    assert "| Opportunities for improvement | 1 | – | – |" in text
    assert "| Strengths | 1 | – | – |" in text
    assert "| Total | 4 | | |" in text
    assert "1 withdrawn finding is not counted" in text
    assert "There is no earlier audit to compare with." in text


def test_the_change_is_counted_from_the_last_internal_audit(tmp_path: Path) -> None:
    before = {
        "audits/b/audit.yaml": "title: Before\nlegacy: {from: 2025-10-06, to: 2025-10-10, lead: ann-audit, processes: [backup]}\n",
        "audits/b/findings/one.yaml": f"title: One\ngrade: minor\n{RAISED}\n",
        "audits/b/findings/two.yaml": f"title: Two\ngrade: minor\n{RAISED}\n",
        "audits/d/audit.yaml": "title: Not reported yet\nopening: {date: 2026-09-01}\n",
        "audits/c/audit.yaml": "title: Certifier\nkind: external\nfrom: 2026-01-10\nto: 2026-01-11\n",
    }
    text = section(report(tmp_path, files=FINDINGS | before), "Findings by grade")
    assert "| Major nonconformities | 1 | 0 | +1 |" in text
    assert "| Minor nonconformities | 1 | 2 | -1 |" in text
    assert "The audit before is Before (b), 2025-10-06 to 2025-10-10." in text
    assert "Processes looked at, of those in scope: 1 of 2 by the audit before, 1 of 2 by this one." in text
    assert "only those of its findings that are kept here are counted" in text


def test_the_summary_names_the_majors_and_what_is_asked(tmp_path: Path) -> None:
    text = report(tmp_path)
    majors = section(text, "Major nonconformities")
    assert (
        "| NC-a-01 | Restore never proven | Agreed actions, the next of them | Olga Ops | 2026-11-15 (5 days late) | in corrective action |"
        in majors
    )
    asked = section(text, "Asked")
    assert "| Plan of corrective action | Paul People | 2026-11-10 (10 days late) | late |" in asked
    assert "| Decision on a contested finding | Ann Audit | – | NC-a-01 |" in asked
    assert "| Decision on an opportunity for improvement | nobody named | – | better |" in asked
    assert "| gone | Was no finding | withdrawn | Ann Audit | 2026-10-07 |" in section(text, "Decided")


def test_a_finding_shows_what_it_rests_on_and_what_became_of_it(tmp_path: Path) -> None:
    text = section(report(tmp_path), "NC-a-01: Restore never proven")
    assert (
        "- Requirements: A.8.13 Information backup; 8.1 Operational planning and control; bck-pol#4.2 Backup policy"
        in text
    )
    assert "No restore test since **2025-11-18**." in text
    assert "- register: Restore register (record, 2026-10-05)" in text
    assert "- lost: this record is missing" in text
    assert "contested, Olga Ops, 2026-10-07" in text
    assert "we did test" in text
    assert "| Corrective action | Run the test | Tom Tech | 2026-11-15 | open, 5 days late |" in text
    assert "| Corrective action | Write the rule | Olga Ops | 2026-12-01 | open |" in text


def test_a_finding_without_a_number_says_so(tmp_path: Path) -> None:
    assert "#### Not yet numbered: Leavers late" in report(tmp_path)


def test_withdrawn_findings_are_listed_with_their_reason(tmp_path: Path) -> None:
    text = section(report(tmp_path), "Withdrawn findings")
    assert (
        "| not yet numbered | Was no finding | Major nonconformity | 2026-10-07, Ann Audit | the register was found |"
        in text
    )


def test_coverage_has_denominators_and_a_state_for_what_was_not_audited(tmp_path: Path) -> None:
    text = section(report(tmp_path), "Coverage")
    assert "| 8 Operation | 1 of 3 | 1 of 3 | 0 |" in text
    assert "| A.8 Technological controls | 1 of 34 | 1 of 34 | 0 |" in text
    assert "| **Total** | 2 of 93 | 2 of 93 | 0 |" in text
    assert "A.8.14 Redundancy of information processing facilities;" in text
    assert "Backup policy (1 question decided)" in text
    assert "%" not in text
    whole = section(report(tmp_path), "Annex F: Coverage by requirement")
    assert "| A.8.13 | Information backup | nonconform | yes | 2026-10-05, a |" in whole
    assert (
        "| A.8.14 | Redundancy of information processing facilities | not audited | yes | not audited |"
        in whole
    )


def test_what_the_statement_of_applicability_excludes_is_in_no_denominator(tmp_path: Path) -> None:
    settings = lay(tmp_path).joinpath("auditctl.yaml").read_text("utf-8")
    excluding = settings.replace('version: "1.0"\n', 'version: "1.0"\n  excluded: {A.8.30: {reason: none}}\n')
    text = report(tmp_path, files=FINDINGS | {"auditctl.yaml": excluding})
    assert "| A.8 Technological controls | 1 of 33 | 1 of 33 | 1 |" in text
    assert "| A.8.30 | Outsourced development | not applicable | no | not audited |" in text


def test_the_statement_of_independence_counts_assignments_and_conflicts(tmp_path: Path) -> None:
    text = section(report(tmp_path), "Statement of independence")
    assert "2 assignments of an auditor to a session were judged in 2 sessions" in text
    assert "0 conflicts were found: 0 accepted as an exception, 0 not accepted." in text


EXCEPTION = """\
lead: ann-audit
auditors: [ann-audit, tom-tech]
declarations:
  ann-audit: {date: 2026-08-31}
exceptions:
  - rule: IND002
    auditor: tom-tech
    process: hiring
    reason: nobody else knows it
    safeguards: [Ann Audit reads every paper]
    approved: {by: mia-chief, date: 2026-09-10}
    expires: 2026-12-31
"""


def test_an_accepted_exception_stands_with_its_reason_and_safeguards(tmp_path: Path) -> None:
    base = lay(tmp_path)
    people = (
        base.joinpath("auditctl.yaml")
        .read_text("utf-8")
        .replace("name: Tom Tech, department: ops", "name: Tom Tech, department: people")
    )
    schedule = base.joinpath("audits/a/schedule.yaml").read_text("utf-8")
    before, _, after = schedule.rpartition("auditors: [ann-audit]")
    changed = {
        "auditctl.yaml": people,
        "audits/a/team.yaml": EXCEPTION,
        "audits/a/schedule.yaml": f"{before}auditors: [ann-audit, tom-tech]{after}",
    }
    text = section(report(tmp_path, files=changed), "Statement of independence")
    assert "1 conflict was found: 1 accepted as an exception, 0 not accepted." in text
    assert "Without a declaration of impartiality: Tom Tech." in text
    for said in (
        "**Exception 1: IND002, Tom Tech, Hiring and leaving**",
        "- Reason: nobody else knows it",
        "- Safeguards: Ann Audit reads every paper",
        "- Approved: by Mia Chief on 2026-09-10; expires on 2026-12-31",
        "- Accepts: hiring: works in people, the department of hiring",
    ):
        assert said in text


def test_a_conflict_that_nobody_accepted_is_named(tmp_path: Path) -> None:
    schedule = (
        lay(tmp_path)
        .joinpath("audits/a/schedule.yaml")
        .read_text("utf-8")
        .replace("auditors: [ann-audit]", "auditors: [tom-tech]", 1)
    )
    text = section(report(tmp_path, files={"audits/a/schedule.yaml": schedule}), "Statement of independence")
    assert (
        "| Tom Tech | backup (Backup and restore) | IND001 | performs backup and operates vault, a system of backup |"
        in text
    )


def test_conclusions_approval_and_distribution_are_shown(tmp_path: Path) -> None:
    text = report(tmp_path, files=FINDINGS | ISSUED)
    assert "It conforms except for two." in section(text, "Conclusions")
    assert "- the archive. Reason: closed for works" in section(text, "Not covered")
    assert "The audit looked at samples." in section(text, "Limits of this audit")
    assert "Contested and not decided: NC-a-01." in section(text, "Diverging opinions")
    end = section(text, "Distribution and approval")
    assert "| Mia Chief, Managing director | 2026-10-12 |" in end
    assert "| Olga Ops (Operations) | – |" in end
    assert "| Prepared | Ann Audit | 2026-10-10 |" in end
    assert "| Reviewed | not recorded | – |" in end


def test_before_the_report_is_written_the_verdict_is_not_stated(tmp_path: Path) -> None:
    assert section(report(tmp_path), "Management summary").count("Not stated yet.") == 2


def test_follow_up_shows_what_this_audit_recorded(tmp_path: Path) -> None:
    audit = lay(tmp_path).joinpath("audits/a/audit.yaml").read_text("utf-8")
    earlier = {
        "audits/b/audit.yaml": "title: Before\nlegacy: {from: 2025-10-06, to: 2025-10-10}\n",
        "audits/b/findings/old.yaml": f"title: Old one\ngrade: minor\nreference: NC-7\n{RAISED}\n",
        "audits/b/capas/fix.yaml": """\
findings: [old]
owner: olga-ops
actions: {fix: {what: fix it, owner: olga-ops, due: 2026-01-10, done: 2026-01-09}}
verifications: [{by: ann-audit, date: 2026-10-06, result: ineffective, audit: a, method: sample of ten}]
""",
        "audits/a/findings/again.yaml": f"title: Again\ngrade: minor\nrepeat_of: b/old\nnumber: NC-a-02\n{RAISED}\n",
        "audits/a/audit.yaml": f"{audit}follow_up: [b/old, b/nothing]\n",
    }
    text = section(report(tmp_path, files=earlier), "Follow-up of earlier findings")
    assert (
        "| b/old (NC-7) | Old one | Minor nonconformity | not effective (2026-10-06, Ann Audit: sample of ten) | NC-a-02 | reopened |"
        in text
    )
    assert "| b/nothing | this record is missing | – | nothing | – | – |" in text


def test_annexes_list_evidence_samples_and_people_without_names(tmp_path: Path) -> None:
    text = report(tmp_path)
    assert "| register | record | Restore register |" in section(text, "Annex A: Evidence register")
    assert "| register | quarters | 3 of 4 | by judgement | Ann Audit |" in section(text, "Annex B: Samples")
    met = section(text, "Annex C: People met")
    assert "| no title recorded | Operations | backup |" in met
    assert "Tom Tech" not in met


def test_the_checks_of_other_audits_are_left_out(tmp_path: Path) -> None:
    other = {"audits/z/audit.yaml": "title: Other\nperiod: {from: 2026-02-30}\n"}
    checks = section(report(tmp_path, files=FINDINGS | other), "Annex D: Result of the checks")
    assert "audits/a/findings/no-restore.yaml" in checks
    assert "audits/z" not in checks


def test_the_digest_can_be_worked_out_by_hand_and_line_ends_do_not_count(tmp_path: Path) -> None:
    root = lay(tmp_path, FINDINGS)
    paths = sorted(path.relative_to(root).as_posix() for path in (root / "audits" / "a").rglob("*.yaml"))
    lines = "".join(f"{hashlib.sha256((root / path).read_bytes()).hexdigest()}  {path}\n" for path in paths)
    expected = hashlib.sha256(lines.encode()).hexdigest()
    assert f": {expected}\n" in section(report(root), "Annex E: Digest of the records")
    (root / "audits/a/team.yaml").write_bytes(
        (root / "audits/a/team.yaml").read_bytes().replace(b"\n", b"\r\n")
    )
    repository = load(root, AS_OF)
    assert expected in render(repository, repository.audits["a"], check(repository), "html")


def test_the_same_records_and_day_give_the_same_bytes(tmp_path: Path) -> None:
    lay(tmp_path, FINDINGS | ISSUED)
    for format_ in ("md", "html"):
        made = [
            auditctl(
                tmp_path,
                "--as-of",
                "2026-11-20",
                "report",
                "a",
                "--format",
                format_,
                env={"PYTHONHASHSEED": seed},
            )
            for seed in ("0", "1", "4711")
        ]
        assert made[0].code == 0, made[0].err
        assert len({item.out for item in made}) == 1


def test_an_audit_of_which_nothing_but_a_title_is_written_has_a_report(tmp_path: Path) -> None:
    for kind in ("", "kind: external\n", "legacy: {from: 2025-10-06, to: 2025-10-10}\n"):
        lay(tmp_path, {"audits/b/audit.yaml": f"title: Bare\n{kind}"})
        repository = load(tmp_path, AS_OF)
        for format_ in ("md", "html"):
            assert "Bare" in render(repository, repository.audits["b"], check(repository), format_)
