"""`auditctl ready`: the gate before the certification body comes."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ready_repository import CAPA, EXTERNAL, TODAY, ready_repository
from small_repository import Ended, auditctl, files, lay

AS_OF = ("--as-of", TODAY)
CONDITIONS = ["RDY001", "RDY002", "RDY003", "RDY004", "RDY005", "RDY006", "check"]


def ready(root: Path, *words: str, today: str = TODAY) -> Ended:
    return auditctl(root, "--as-of", today, "ready", *words)


def conditions(root: Path, *words: str, today: str = TODAY) -> dict[str, bool]:
    """Return which conditions are met."""
    found = json.loads(ready(root, "--json", *words, today=today).out)
    return {item["code"]: item["met"] for item in found["conditions"]}


def missing(root: Path, code: str, *words: str, today: str = TODAY) -> list[dict[str, object]]:
    found = json.loads(ready(root, "--json", *words, today=today).out)
    return next(item["missing"] for item in found["conditions"] if item["code"] == code)


def test_what_is_ready_ends_with_0_and_names_what_shows_it(tmp_path: Path) -> None:
    done = ready(ready_repository(tmp_path))
    assert (done.code, done.err.partition(":")[0]) == (0, "skipped HIS001 to HIS006")
    assert (
        done.out
        == """\
Kestrel Ltd, 2026-11-20: ready for the surveillance audit of ISO/IEC 27001:2022
on 2026-12-08 (18 days left)

7 of 7 conditions are met

met      RDY001  Every major nonconformity is implemented: no major
                 nonconformity on record

met      RDY002  Every minor nonconformity is closed or has an approved plan: 1
                 of 1
  + leavers: plan approved (audits/a/capas/leavers.yaml)

met      RDY003  Nothing is overdue: 0 of 3 overdue

met      RDY004  There is an internal audit report and a management review of
                 the 12 months before: the last report is of 2026-10-09; the
                 last review is of 2026-11-02
  + a: report of 2026-10-09 (audits/a/report.yaml)
  + a: management review of 2026-11-02 (audits/a/report.yaml)

met      RDY005  Every clause was audited: 30 of 30 clauses
  + a: 30 of 30 audited there last (audits/a/audit.yaml)

met      RDY006  Plan, report and corrective actions are on record: 1 audit; 1
                 of 1 nonconformities answered
  + a: plan and report (audits/a/report.yaml)

met      check   A check finds no error: 0 errors in 10 files

`auditctl explain RDY001` says what a condition rests on.
"""
    )


def test_the_day_may_be_named_and_is_the_next_of_the_settings_else(tmp_path: Path) -> None:
    root = ready_repository(tmp_path)
    assert ready(root, "--for", EXTERNAL).out == ready(root).out
    later = json.loads(ready(root, "--for", "2026-12-09", "--json").out)["for"]
    assert later == {
        "day": "2026-12-09", "days": 19, "kind": "surveillance", "from": EXTERNAL, "to": "2026-12-10",
        "standards": ["iso27001-2022"], "body": "certa",
    }  # fmt: skip


def test_a_day_without_an_audit_in_the_settings_is_judged_and_told(tmp_path: Path) -> None:
    done = ready(ready_repository(tmp_path), "--for", "2026-11-20")
    assert done.code == 0
    assert done.out.startswith("Kestrel Ltd, 2026-11-20: ready for an external audit on 2026-11-20 (today)\n")
    assert "no certification in auditctl.yaml has an audit on 2026-11-20" in done.err


def test_a_year_on_report_and_review_are_too_old(tmp_path: Path) -> None:
    root = ready_repository(tmp_path)
    assert conditions(root, "--for", "2027-10-09")["RDY004"]
    assert not conditions(root, "--for", "2027-10-10")["RDY004"]
    told = missing(root, "RDY004", "--for", "2027-12-01")
    assert [item["what"] for item in told] == [
        "no internal audit was reported since 2026-12-01; the last report is a's of 2026-10-09",
        "no management review is on record since 2026-12-01; the last one is of 2026-11-02",
    ]
    assert told[0]["people"] == [{"person": "mia-chief", "name": "Mia Chief"}]
    assert "management_review" in str(told[1]["hint"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2026-11-19", "auditctl: --for 2026-11-19 lies before today, 2026-11-20"),
        ("2026-02-30", "auditctl: --for '2026-02-30' is no day of the calendar"),
        ("8.12.2026", "auditctl: --for '8.12.2026' is no day of the calendar"),
        ("soon", "auditctl: --for 'soon' is no day of the calendar"),
        ("20261208", "auditctl: --for '20261208' is no date"),
    ],
)
def test_a_day_that_is_none_or_has_passed_is_a_usage_error(tmp_path: Path, given: str, said: str) -> None:
    done = ready(ready_repository(tmp_path), "--for", given)
    assert (done.code, done.out, done.err.splitlines()[0]) == (2, "", said)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("", "auditctl.yaml names no certification"),
        (
            "certifications: [{standard: iso27001-2022}]\n",
            "no certification in auditctl.yaml names its audits",
        ),
        (
            "certifications: [{standard: iso27001-2022, audits: [{kind: stage-2, from: 2026-11-02, to: 2026-11-03}]}]\n",
            "the last audit in auditctl.yaml, stage-2, was over on 2026-11-03",
        ),
        (
            "certifications: [{standard: iso27001-2022, audits: [{kind: stage-2, from: 2026-11-19, to: 2026-11-21}]}]\n",
            "the stage-2 audit is under way since 2026-11-19, and auditctl.yaml names none after it",
        ),
    ],
)
def test_without_an_audit_ahead_the_day_has_to_be_named(tmp_path: Path, settings: str, said: str) -> None:
    root = lay(tmp_path, {"auditctl.yaml": files()["auditctl.yaml"] + settings})
    done = ready(root)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[0] == f"auditctl: {said}, so there is no day to be ready for"
    assert "--for DATE" in done.err
    assert ready(root, "--for", EXTERNAL).code == 1


def test_settings_that_cannot_be_read_are_no_ground_to_judge_on(tmp_path: Path) -> None:
    done = ready(lay(tmp_path, {"auditctl.yaml": "auditctl: 1\nnam: X\n"}), "--for", EXTERNAL)
    assert (done.code, done.out) == (3, "")
    assert "auditctl.yaml cannot be read" in done.err


def test_an_empty_folder_and_a_fresh_repository(tmp_path: Path) -> None:
    assert ready(tmp_path).code == 3
    assert auditctl(tmp_path, *AS_OF, "init", "x", "--name", "X").code == 0
    assert ready(tmp_path / "x").code == 2
    done = ready(tmp_path / "x", "--for", EXTERNAL)
    assert done.code == 1
    assert "no audit programme is on record" in done.out
    assert "no internal audit is on record, so neither plan nor report" in done.out


def test_what_a_comment_silences_counts(tmp_path: Path) -> None:
    late = CAPA.replace(
        "actions: {ticket: {what: a ticket for each leaver, owner: tom-tech, due: 2026-12-20}}",
        "actions:\n  ticket:\n    what: a ticket for each leaver\n    owner: tom-tech\n"
        "    due: 2026-11-10  # auditctl: ignore[CAP007] the tool is late",
    )
    root = ready_repository(tmp_path, {"audits/a/capas/leavers.yaml": late})
    assert auditctl(root, *AS_OF, "check").code == 0
    assert conditions(root) == {code: code not in {"RDY003", "check"} for code in CONDITIONS}
    told = missing(root, "check")
    assert str(told[0]["what"]).endswith("(tom-tech) (silenced in the file)")
    assert (told[0]["path"], told[0]["line"]) == ("audits/a/capas/leavers.yaml", 10)


def test_a_comment_that_silences_a_condition_changes_nothing(tmp_path: Path) -> None:
    silenced = "# auditctl: ignore[RDY002] we think it is fine\n"
    finding = (
        "title: Forms are missing\n"
        + silenced
        + "grade: minor\nrequirements: [A.6.1]\nraised: {by: ann-audit, date: 2026-10-06}\n"
    )
    root = ready_repository(tmp_path, {"audits/a/findings/forms.yaml": finding})
    assert not conditions(root)["RDY002"]
    assert "SUP" not in auditctl(root, *AS_OF, "check").out


@pytest.mark.parametrize(
    ("word", "code", "said"),
    [
        ('"off"', 0, "switched off by the settings"),
        ("warning", 0, "warning by the settings"),
        ("error", 1, ""),
    ],
)
def test_the_settings_may_lower_a_condition_and_it_is_told(
    tmp_path: Path, word: str, code: int, said: str
) -> None:
    root = ready_repository(
        tmp_path,
        {
            "audits/a/findings/forms.yaml": "title: Forms\ngrade: minor\nraised: {by: ann-audit, date: 2026-10-06}\n"
        },
    )
    settings = root / "auditctl.yaml"
    settings.write_text(
        f'{settings.read_text("utf-8")}rules: {{severity: {{RDY002: {word}, RDY003: {word}, RDY006: {word}, FND: "off"}}}}\n',
        "utf-8",
    )
    done = ready(root)
    assert (done.code, said in " ".join(done.out.split())) == (code, True)
    assert not conditions(root)["RDY002"]


def test_check_asks_none_of_the_conditions_and_says_so(tmp_path: Path) -> None:
    root = lay(tmp_path)
    done = auditctl(root, *AS_OF, "check", "--select", "RDY")
    assert (done.code, done.out) == (0, "0 errors, 0 warnings, 0 notes in 6 files\n")
    assert (
        done.err == "check does not ask RDY001 to RDY006: `auditctl ready` does, before an external audit\n"
    )
    assert auditctl(root, *AS_OF, "check", "--select", "RDY004").err.startswith("check does not ask RDY004:")
    assert auditctl(root, *AS_OF, "check", "--select", "IND").err == ""
    assert "`auditctl ready` alone asks it" in auditctl(root, "explain", "RDY001").out
    assert "ready: `auditctl ready` alone asks it" in auditctl(root, "rules", "RDY").out


def test_who_owes_it_and_the_command_that_mends_it(tmp_path: Path) -> None:
    major = "title: No restore was ever proven\ngrade: major\nprocess: backup\nrequirements: [A.8.13]\nraised: {by: ann-audit, date: 2026-10-06}\n"
    root = ready_repository(tmp_path, {"audits/a/findings/restore.yaml": major})
    assert missing(root, "RDY001") == [
        {
            "what": "restore (major) is not implemented: open the corrective action",
            "path": "audits/a/findings/restore.yaml",
            "line": None,
            "people": [{"person": "olga-ops", "name": "Olga Ops"}],
            "due": "2026-10-23",
            "command": "auditctl capa add restore",
            "hint": "",
        }
    ]
    text = ready(root).out
    assert "not met  RDY001  Every major nonconformity is implemented: 0 of 1\n" in text
    assert "    olga-ops, due 2026-10-23, 28 days late\n    auditctl capa add restore\n" in text


class Page(HTMLParser):
    """The elements of a page, what stands in them, and those that are not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.tags.append(tag)
        if tag not in {"meta", "br", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_is_one_file_and_each_table_says_what_it_is(tmp_path: Path) -> None:
    root = ready_repository(tmp_path / "r")
    done = ready(root, "-o", str(tmp_path / "ready.html"))
    assert (done.code, done.out) == (0, f"{tmp_path / 'ready.html'}\n")
    text = (tmp_path / "ready.html").read_text("utf-8")
    page = Page(text)
    assert page.open == []
    assert not {"script", "link", "iframe"} & set(page.tags)
    assert page.tags.count("table") == page.tags.count("caption")
    assert page.tags.count("h1") == 1
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in text
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


@pytest.mark.parametrize("ending", ["html", "md", "json", "txt"])
def test_a_file_is_written_anew_and_another_ones_only_by_force(tmp_path: Path, ending: str) -> None:
    root = ready_repository(tmp_path / "r")
    target = tmp_path / f"ready.{ending}"
    shown = ready(root, "-o", str(target), "--dry-run")
    assert (shown.code, shown.out, target.exists()) == (0, "", False)
    assert "would be written" in shown.err
    assert ready(root, "-o", str(target)).code == 0
    first = target.read_bytes()
    assert ready(root, "-o", str(target)).code == 0
    assert target.read_bytes() == first
    target.write_text("mine", "utf-8")
    refused = ready(root, "-o", str(target))
    assert (refused.code, target.read_text("utf-8")) == (3, "mine")
    assert ready(root, "-o", str(target), "--force").code == 0
    assert target.read_bytes() == first


def test_a_file_that_is_written_still_ends_with_1_while_not_ready(tmp_path: Path) -> None:
    root = ready_repository(tmp_path / "r")
    done = ready(root, "--for", "2028-12-08", "-o", str(tmp_path / "ready.md"))
    assert (done.code, (tmp_path / "ready.md").is_file()) == (1, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--json", "--format", "html"), "--json and --format html ask for two things"),
        (("--force",), "--force and --dry-run speak of a file that is written"),
        (("-o", "ready.pdf"), "ready.pdf: the ending names no format"),
    ],
)
def test_flags_that_speak_against_each_other(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = ready(ready_repository(tmp_path), *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_formats_have_names_and_json_a_short_one(tmp_path: Path) -> None:
    root = ready_repository(tmp_path)
    assert ready(root, "--format", "json").out == ready(root, "--json").out
    assert ready(root, "--format", "markdown").out.startswith(
        "# Readiness for an external audit: Surveillance audit on 2026-12-08\n"
    )
    assert ready(root, "--format", "text").out == ready(root).out
    assert json.loads(ready(root, "--json").out)["schema_version"] == 1


def test_nothing_that_people_write_steers_the_terminal_or_the_page(tmp_path: Path) -> None:
    mean = 'title: "Forms \\e[31m <script>alert(1)</script> | `x`"\ngrade: minor\nrequirements: [A.6.1]\nraised: {by: ann-audit, date: 2026-10-06}\n'
    capa = (
        CAPA.replace("findings: [leavers]", "findings: [forms]")
        .replace("what: a ticket for each leaver", 'what: "<b>bold</b> | `x` \\u202e"')
        .replace("due: 2026-12-20", "due: 2026-11-10")
    )
    root = ready_repository(
        tmp_path, {"audits/a/findings/forms.yaml": mean, "audits/a/capas/forms.yaml": capa}
    )
    text, page = ready(root).out, ready(root, "--format", "html").out
    assert "\x1b" not in text
    assert "\u202e" not in text + page
    assert "<b>" not in page
    assert Page(page).open == []
    rows = [line for line in ready(root, "--format", "markdown").out.splitlines() if "bold" in line]
    assert rows
    assert all(len(re.findall(r"(?<!\\)\|", line)) == 6 for line in rows)


def test_help_has_examples(tmp_path: Path) -> None:
    done = auditctl(tmp_path, "ready", "--help")
    assert done.code == 0
    assert "auditctl ready --for 2026-12-08" in done.out
