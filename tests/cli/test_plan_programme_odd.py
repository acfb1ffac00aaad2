"""`auditctl plan` without an audit, where the programme is missing, odd or one of several."""

import re
from pathlib import Path

import pytest

from programme_view import data, only, page, plan
from small_programme import EVERY_STATE, HEAD, WITHOUT
from small_repository import auditctl, files, lay

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


@pytest.mark.parametrize("example", ["lodos", "poyraz"])
@pytest.mark.parametrize("day", ["2024-01-01", "2026-11-20", "2027-12-31", "2031-01-01", "9999-12-31"])
def test_the_examples_fit_in_80_columns_on_any_day(example: str, day: str) -> None:
    done = auditctl(EXAMPLES / example, "--as-of", day, "plan")
    assert done.code == 0, done.err
    assert max(map(len, done.out.splitlines())) <= 80


def test_without_any_programme_the_way_out_can_be_pasted(tmp_path: Path) -> None:
    done = plan(tmp_path, {"auditctl.yaml": WITHOUT})
    assert (done.code, done.out) == (3, "")
    first, second, *lines = done.err.splitlines()
    assert first == "auditctl: there is no audit programme yet"
    assert second == "  write what will be audited when to programmes/2026.yaml, for instance:"
    written = "\n".join(line.removeprefix("    ") for line in lines)
    root = lay(tmp_path, {"programmes/2026.yaml": written + "\n"})
    shown = auditctl(root, "plan")
    assert (shown.code, shown.err) == (0, "")
    assert "2026-internal" in shown.out
    assert auditctl(root, "check", "--select", "SCH,REF,SYN").code == 0


@pytest.mark.parametrize("day", ["2026-12-31", "9999-12-31", "2024-02-29"])
def test_the_way_out_is_a_programme_on_any_day(tmp_path: Path, day: str) -> None:
    root = lay(tmp_path, {"auditctl.yaml": WITHOUT})
    lines = auditctl(root, "--as-of", day, "plan").err.splitlines()[2:]
    lay(root, {"programmes/new.yaml": "\n".join(line.removeprefix("    ") for line in lines) + "\n"})
    assert auditctl(root, "--as-of", day, "plan").code == 0


@pytest.mark.parametrize(
    "text", ["from: [\n", "from: 2026-12-01\nto: 2026-01-31\nowner: mia-chief\n", "- a\n"]
)
def test_a_programme_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    done = plan(tmp_path, only(text))
    assert done.code == 3
    assert "auditctl: no audit programme could be read: x\n" in done.err
    assert "`auditctl check` says what is wrong, and where" in done.err
    again = plan(tmp_path, {"auditctl.yaml": files()["auditctl.yaml"]}, "--programme", "x")
    assert again.code == 3
    assert "no audit programme could be read: x" in again.err


def test_an_entry_with_reversed_days_is_left_out_and_said(tmp_path: Path) -> None:
    done = plan(tmp_path, only(f"{HEAD}audits: {{z: {{planned: {{from: 2026-05-06, to: 2026-05-05}}}}}}\n"))
    assert done.code == 0
    assert "Could not be read, and is left out: planned audit:z" in done.out
    assert "1 record or part could not be read" in done.err


def test_a_programme_without_audits_says_what_to_write(tmp_path: Path) -> None:
    text = page(tmp_path, only(HEAD))
    assert "The programme plans no audit; write each with its days under `audits:`\n" in text
    assert "Audit programme x, Kestrel Ltd, 2026-10-06" in text
    assert "not approved yet" in text


def test_programmes_that_overlap_are_both_named(tmp_path: Path) -> None:
    approved = "approved: {by: paul-people, date: 2026-05-10}\n"
    later = f"from: 2026-06-01\nto: 2027-12-31\nowner: mia-chief\n{approved}"
    more = EVERY_STATE | {"programmes/later.yaml": later}
    text = page(tmp_path, more)
    assert text.startswith("Audit programme later, ")
    assert (
        "Another programme: year, 2026-01-01 to 2026-12-31, overlaps from 2026-06-01 to\n"
        "2026-12-31 (`--programme year`)\n"
    ) in text
    other = plan(tmp_path, more, "--programme", "yea")
    assert other.out.startswith("The year (year), ")
    assert data(tmp_path, more)["others"] == [
        {
            "id": "year",
            "from": "2026-01-01",
            "to": "2026-12-31",
            "overlap": {"from": "2026-06-01", "to": "2026-12-31"},
        }
    ]


def test_a_draft_does_not_take_the_place_of_an_approved_programme(tmp_path: Path) -> None:
    draft = "from: 2026-06-01\nto: 2027-12-31\nowner: mia-chief\n"
    root = lay(tmp_path, EVERY_STATE | {"programmes/later.yaml": draft})
    assert auditctl(root, "plan").out.startswith("The year (year), ")
    assert "| Programme | year |" in auditctl(root, "report", "--kind", "programme").out


def test_a_programme_that_is_over_or_not_begun_says_so(tmp_path: Path) -> None:
    more = EVERY_STATE | {"programmes/later.yaml": "from: 2027-01-01\nto: 2027-12-31\nowner: mia-chief\n"}
    root = lay(tmp_path, more)
    assert "2027-01-01 to 2027-12-31, not begun;" in auditctl(root, "plan", "--programme", "later").out
    assert (
        "Another programme: year, 2026-01-01 to 2026-12-31 (`"
        in auditctl(root, "plan", "--programme", "later").out
    )
    late = auditctl(root, "--as-of", "2028-05-05", "plan")
    assert "2027-01-01 to 2027-12-31, over;" in late.out
    assert "today" not in late.out


def test_names_on_the_command_line(tmp_path: Path) -> None:
    unknown = plan(tmp_path, EVERY_STATE, "--programme", "yera")
    assert (unknown.code, unknown.out) == (2, "")
    assert "there is no programme 'yera'" in unknown.err
    assert "did you mean year?" in unknown.err
    both = plan(tmp_path, EVERY_STATE, "a", "--programme", "year")
    assert both.code == 2
    assert "name an audit or a programme, not both" in both.err
    assert plan(tmp_path, EVERY_STATE, "a").out.startswith("Everyday work (a)\n")
    assert plan(tmp_path, EVERY_STATE, "show").out == plan(tmp_path, EVERY_STATE).out


def test_a_cycle_of_five_years_and_one_to_the_end_of_time_fit(tmp_path: Path) -> None:
    five = f"from: 2025-01-01\nto: 2029-12-31\nowner: mia-chief\naudits: {{z-{'long-' * 8}one: {{planned: {{from: 2027-05-05, to: 2027-05-06}}}}}}\n"
    text = page(tmp_path, only(five))
    assert "2025  2026  2027  2028  2029\n" in text
    assert re.search(r"\|     \|     \| ○   \|     \|       2027-05-05 scheduled", text)
    forever = five.replace("2029-12-31", "9999-12-31").replace("2027-05-06", "9999-12-31")
    assert "9999-12-31, in force" in page(tmp_path, only(forever))


def test_an_audit_outside_of_the_cycle_is_marked_in_the_margin(tmp_path: Path) -> None:
    entries = "audits: {early: {planned: {from: 2025-12-01, to: 2025-12-02}}, late: {planned: {from: 2027-02-01, to: 2027-02-02}}}\n"
    text = page(tmp_path, only(HEAD + entries))
    assert re.search(r"^early <\|        ·        ·        ·          2025-12-01 late$", text, re.MULTILINE)
    assert re.search(
        r"^late   \|        ·        ·        ·        > 2027-02-01 scheduled$", text, re.MULTILINE
    )
    assert "< > before or after the programme" in text


def test_nothing_in_a_record_steers_the_terminal(tmp_path: Path) -> None:
    bad = '"x\\e[31m\\u202e\\ny"'
    programme = f"{HEAD}title: {bad}\naudits: {{z: {{title: {bad}, planned: {{from: 2026-05-05, to: 2026-05-05}}, cancelled: {{by: mia-chief, date: 2026-05-01, why: {bad}}}}}}}\n"
    text = page(tmp_path, only(programme))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.startswith("x\\x1b[31m\\u202e\\ny (x), Kestrel Ltd")
    assert "approved by nobody: x\\x1b[31m\\u202e\\ny" in " ".join(text.split())


def test_hundreds_of_audits_have_a_row_a_state(tmp_path: Path) -> None:
    days = [f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}" for number in range(300)]
    entries = "".join(
        f"  z{number:03}: {{planned: {{from: {day}, to: {day}}}}}\n" for number, day in enumerate(days)
    )
    more = only(f"{HEAD}audits:\n{entries}")
    text = page(tmp_path, more)
    assert len(text.splitlines()) < 100
    assert re.search(r"^late +\|?!.* 2\d\d$", text, re.MULTILINE)
    assert "Each audit: `auditctl plan --json` or `auditctl report --kind programme`" in text
    assert re.search(r"and \d+ more; `auditctl plan --json` lists them", text)
    assert len(data(tmp_path, more)["audits"]) == 301


def test_an_audit_without_a_day_in_no_programme_is_named(tmp_path: Path) -> None:
    more = EVERY_STATE | {"audits/someday/audit.yaml": "title: Some day\n"}
    assert "Without a day and in no programme: someday\n" in page(tmp_path, more)


def test_a_page_in_colour_says_the_same(tmp_path: Path) -> None:
    plain = page(tmp_path)
    colored = auditctl(tmp_path, "--color", "always", "plan").out
    assert "\x1b[1m" in colored
    lines = re.sub(r"\x1b\[[0-9;]*m", "", colored).splitlines()
    assert [line.rstrip() for line in lines] == plain.splitlines()


def test_several_standards_and_long_headings_fit(tmp_path: Path) -> None:
    settings = files()["auditctl.yaml"].replace("[iso27001-2022]", "[iso9001-2015, iso27001-2022, own]")
    nodes = "".join(
        f"  - {{id: {'x' * count}.{count}, kind: clause, title: t, assessable: true}}\n" for count in (3, 70)
    )
    own = f"catalog: {{id: own, name: Our own, title: Own}}\nnodes:\n{nodes}"
    text = page(tmp_path, {"auditctl.yaml": settings, "catalogs/own.yaml": own})
    assert "ISO 9001:2015, requirements: 0 of 57 audited in 12 months\n" in text
    assert "ISO/IEC 27001:2022, clauses: 0 of 30 audited in 12 months\n" in text
    assert "Our own, requirements: 0 of 2 audited in 12 months\n" in text
    assert f"  {'x' * 70}.70\n" in text


def test_a_programme_over_nothing_at_all_reads_well(tmp_path: Path) -> None:
    settings = "auditctl: 1\nname: K\nstandards: [unknown-1]\npeople: {ann: {name: Ann}}\n"
    (tmp_path / "programmes").mkdir()
    (tmp_path / "auditctl.yaml").write_text(settings, "utf-8")
    (tmp_path / "programmes" / "x.yaml").write_text(HEAD.replace("mia-chief", "ann"), "utf-8")
    done = auditctl(tmp_path, "--as-of", "2026-01-05", "plan")
    assert done.code == 0
    assert done.out == (
        "Audit programme x, K, 2026-01-05\n"
        "2026-01-01 to 2026-12-31, in force; owner ann; not approved yet\n"
        "\n"
        "The programme plans no audit; write each with its days under `audits:`\n"
        "\n"
        "Coverage, 2026-01-05: no catalogue of requirements could be read\n"
        "\n"
        "Processes: none\n"
        "\n"
        "Due next: 1\n"
        "\n"
        "day                      who  what\n"
        "────────────────────────────────────────────────────────────\n"
        "2027-01-01  in 361 days  ann  x: have the programme reviewed\n"
        "\n"
    )
    assert auditctl(tmp_path, "--as-of", "2026-01-05", "report", "--kind", "programme").code == 0
