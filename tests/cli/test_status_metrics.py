"""The management's view: `status --metrics`, and what `status --json` carries of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from figures_cases import closed, finding, reported
from small_repository import auditctl, lay

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
DAY = ("--as-of", "2026-11-20")
EMPTY = "auditctl: 1\nname: K\nstandards: [iso27001-2022]\n"


def shape(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object with these keys, all of them and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


NUMBER = {"type": "integer", "minimum": 0}
DATE = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
WORDS = {"type": "string", "minLength": 5}
KEPT = {"as_of": DATE, "denominator": NUMBER, "of": WORDS}
COUNTS = {"type": "object", "additionalProperties": NUMBER}
SHARE = {"value": {"type": ["number", "null"], "minimum": 0, "maximum": 1}, "numerator": NUMBER} | KEPT
TIME = SHARE | {"value": {"type": ["number", "null"], "minimum": 0}}
TALLY = {"counts": COUNTS} | KEPT
EACH_GRADE = {grade: shape(TALLY) for grade in ("major", "minor", "ofi", "strength")}
STANDS = dict.fromkeys(("audited", "planned", "overdue", "never"), NUMBER)
AUDIT = {
    "id": {"type": "string"}, "title": {"type": "string"}, "first": DATE, "last": DATE, "issued": DATE,
    "legacy": {"type": "boolean"}, "requirements": NUMBER, "grades": shape(TALLY), "withdrawn": NUMBER,
    "repeated": shape(SHARE),
}  # fmt: skip
METRICS = shape(
    {
        "as_of": DATE,
        "findings": shape(
            KEPT | {"grades": shape(EACH_GRADE), "withdrawn": NUMBER, "external": shape(TALLY)}
        ),
        "audits": shape(TALLY | {"programme": {"type": ["string", "null"]}, "external": NUMBER}),
        "capas": shape(TALLY | {"apart": shape(TALLY)}),
        "ageing": shape(
            {
                "findings": shape({grade: EACH_GRADE[grade] for grade in ("major", "minor", "ofi")}),
                "capas": shape(TALLY),
            }
        ),
        "items_on_time": shape({"by_first_day": shape(SHARE), "by_extended_day": shape(SHARE)}),
        "items_overdue": shape(SHARE),
        "overdue": shape(SHARE),
        "reports_on_time": shape(SHARE),
        "days_to_close": shape({"median": shape(TIME), "percentile_90": shape(TIME)}),
        "repeat_rate": shape(SHARE),
        "effectiveness": shape({"first_try": shape(SHARE), "now": shape(SHARE)}),
        "coverage": shape(
            {what: shape(SHARE | {"states": shape(STANDS)}) for what in ("clauses", "controls", "processes")}
        ),
        "causes": shape(
            KEPT
            | {
                "categories": {
                    "type": "array",
                    "items": shape(SHARE | {"category": {"type": "string"}, "cumulative": shape(SHARE)}),
                }
            }
        ),
        "audit_series": {"type": "array", "items": shape(AUDIT)},
    }
)
"""What `metrics` is made of in JSON: no figure without its day, its denominator and the words for it."""


def in_json(root: Path, *more: str) -> Any:
    done = auditctl(root, *DAY, "status", *more, "--json")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def test_every_figure_has_its_day_and_denominator(tmp_path: Path) -> None:
    (tmp_path / "auditctl.yaml").write_text(EMPTY, "utf-8")
    for root in (EXAMPLES / "lodos", EXAMPLES / "poyraz", tmp_path):
        found = in_json(root)["metrics"]
        Draft202012Validator(METRICS).validate(found)
        for name in ("median", "percentile_90"):
            took = found["days_to_close"][name]
            assert (took["value"] is None) == (took["numerator"] == 0)
        adds_up({key: held for key, held in found.items() if key != "days_to_close"})


def adds_up(found: Any) -> None:
    """Assert of every rate below that it has a value where there is something to divide by, and of every count its sum."""
    if isinstance(found, dict):
        if "numerator" in found and "denominator" in found:
            assert found["as_of"] == "2026-11-20"
            assert found["numerator"] <= found["denominator"]
            assert (found["value"] is None) == (found["denominator"] == 0)
        if "counts" in found:
            assert sum(found["counts"].values()) == found["denominator"]
        for value in found.values():
            adds_up(value)
    elif isinstance(found, list):
        for value in found:
            adds_up(value)


def test_the_figures_of_the_example_as_counted_by_hand() -> None:
    found = in_json(EXAMPLES / "lodos")["metrics"]

    def of(figure: Any) -> tuple[int, int]:
        return figure["numerator"], figure["denominator"]

    # 19 items are done or late: card-limits kept the extended day alone, remaining-reviews is late
    assert of(found["items_on_time"]["by_first_day"]) == (17, 19)
    assert of(found["items_on_time"]["by_extended_day"]) == (18, 19)
    assert of(found["items_overdue"]) == (1, 6)
    assert of(found["overdue"]) == (5, 29)
    # vulnerabilities-overdue: reported on 2026-10-23, found effective on 2026-11-17
    for name in ("median", "percentile_90"):
        assert found["days_to_close"][name]["value"] == 25
        assert of(found["days_to_close"][name]) == (1, 11)
    # leaver-accounts, of 1 + 2 + 8 nonconformities issued
    assert of(found["repeat_rate"]) == (1, 11)
    # outage-notices, vulnerabilities-overdue, and leaver-accounts of 2025, which did not last
    assert of(found["effectiveness"]["first_try"]) == (3, 3)
    assert of(found["effectiveness"]["now"]) == (2, 3)
    assert of(found["reports_on_time"]) == (2, 2)
    assert {what: of(held) for what, held in found["coverage"].items()} == {
        "clauses": (30, 30), "controls": (91, 91), "processes": (15, 15),
    }  # fmt: skip
    assert found["audits"]["counts"] == {
        "planned": 3, "underway": 1, "held": 3, "late": 0, "cancelled": 1,
    }  # fmt: skip
    assert (found["findings"]["denominator"], found["findings"]["withdrawn"]) == (16, 1)
    assert (found["capas"]["denominator"], found["capas"]["apart"]["counts"]["cancelled"]) == (14, 1)
    assert [(cause["category"], cause["numerator"]) for cause in found["causes"]["categories"]] == [
        ("method", 5), ("organisation", 1), ("tooling", 1), ("supplier", 1), ("not-named", 1),
    ]  # fmt: skip
    assert [(held["id"], held["requirements"], held["grades"]["denominator"]) for held in found["audit_series"]] == [
        ("2025-full", 121, 1), ("2026-supplier", 5, 2), ("2026-main", 118, 12),
    ]  # fmt: skip


def test_metrics_alone_are_the_same_as_within_the_dashboard() -> None:
    alone = in_json(EXAMPLES / "lodos", "--metrics")
    assert list(alone) == ["schema_version", "name", "today", "metrics"]
    assert alone["metrics"] == in_json(EXAMPLES / "lodos")["metrics"]


def test_the_page_says_of_each_rate_what_it_is_a_rate_of() -> None:
    done = auditctl(EXAMPLES / "lodos", *DAY, "status", "--metrics")
    assert (done.code, done.err) == (0, "")
    assert (
        done.out
        == """\
Lodos Payroll, 2026-11-20: the figures

Figures

figure                           value  of
───────────────────────────────────────────────────────────────────────────────
on time, first agreed day        89 %   17 of 19 items done or past that day
on time, after extensions        95 %   18 of 19 items done or past that day
corrective-action items overdue  17 %   1 of 6 open items with a day
overdue (`auditctl due`)         17 %   5 of 29 things owed on a known day
reports on time                  100 %  2 of 2 reports issued or past their day
days to close, median            25     1 of 11 nonconformities closed
days to close, 90th percentile   25     1 of 11 nonconformities closed
repeated                         9 %    1 of 11 nonconformities of own audits
effective at the first try       100 %  3 of 3 corrective actions verified
effective now                    67 %   2 of 3 corrective actions verified

Audits of the programme 2025-2027: 8

3 planned, 1 underway, 3 held, 0 late, 1 cancelled; besides: 2 external

Audited within the house window

           audited          planned  overdue  never
───────────────────────────────────────────────────
clauses    30 of 30  100 %
controls   91 of 91  100 %
processes  15 of 15  100 %

Causes of 9 corrective actions

category         share  together
────────────────────────────────
method        5  56 %   56 %
organisation  1  11 %   67 %
tooling       1  11 %   78 %
supplier      1  11 %   89 %
not named     1  11 %   100 %

Findings of the last audits, without withdrawn ones

audit          report      major  minor  ofi  strength  repeated  audited
─────────────────────────────────────────────────────────────────────────
2025-full*     2025-10-15         1                               121
2026-supplier  2026-03-25         2                               5
2026-main      2026-10-23  1      7      3    1         1         118

audited: how many of the clauses and controls in force it looked at
* held before the repository: of its findings only what is kept here counts
"""
    )


@pytest.mark.parametrize("example", ["lodos", "poyraz"])
def test_the_page_fits_in_80_columns(example: str) -> None:
    done = auditctl(EXAMPLES / example, *DAY, "status", "--metrics")
    assert max(map(len, done.out.splitlines())) <= 80


def test_without_records_the_page_says_so(tmp_path: Path) -> None:
    (tmp_path / "auditctl.yaml").write_text(EMPTY, "utf-8")
    assert (
        auditctl(tmp_path, *DAY, "status", "--metrics").out
        == """\
K, 2026-11-20: the figures

Figures

figure                           value    of
─────────────────────────────────────────────────────────────────────────────
on time, first agreed day        no data  no items done or past that day
on time, after extensions        no data  no items done or past that day
corrective-action items overdue  no data  no open items with a day
overdue (`auditctl due`)         no data  no things owed on a known day
reports on time                  no data  no reports issued or past their day
days to close, median            no data  no nonconformities issued
days to close, 90th percentile   no data  no nonconformities issued
repeated                         no data  no nonconformities of own audits
effective at the first try       no data  no corrective actions verified
effective now                    no data  no corrective actions verified

Audits of the programme: there is no programme

Audited within the house window

           audited                planned  overdue  never
─────────────────────────────────────────────────────────
clauses    0 of 30  0 %                             30
controls   0 of 93  0 %                             93
processes  no data  no processes

Causes: none recorded yet

Findings of the last audits: no report issued yet
"""
    )


def test_every_command_counts_the_same_as_overdue(tmp_path: Path) -> None:
    """A programme that nobody reviewed, an audit that nobody planned: nothing of a corrective action."""
    settings = EMPTY + "people: {mia: {name: Mia}}\n"
    programme = "from: 2025-09-07\nto: 2028-12-31\nowner: mia\naudits: {spring: {planned: {from: 2026-03-02, to: 2026-03-03}}}\n"
    (tmp_path / "programmes").mkdir()
    (tmp_path / "auditctl.yaml").write_text(settings, "utf-8")
    (tmp_path / "programmes" / "long.yaml").write_text(programme, "utf-8")
    status = in_json(tmp_path)
    due = json.loads(auditctl(tmp_path, *DAY, "due", "--json").out)
    ready = json.loads(auditctl(tmp_path, *DAY, "ready", "--for", "2026-12-08", "--json").out)
    plan = json.loads(auditctl(tmp_path, *DAY, "plan", "--json").out)
    owed = [(item["where"], item["days"], item["what"]) for item in status["overdue"]]
    assert owed == [("spring", -270, "plan the audit"), ("long", -74, "have the programme reviewed")]
    assert [(item["where"], item["days"], item["what"]) for item in due["people"][0]["dues"]] == owed
    assert due["overdue"] == status["metrics"]["overdue"]["numerator"] == 2
    assert status["metrics"]["items_overdue"]["denominator"] == 0
    (told,) = [held for held in ready["conditions"] if held["code"] == "RDY003"]
    assert told["told"] == "2 of 2 overdue"
    assert owed == [
        (item["where"], item["days"], item["what"])
        for item in plan["due"]
        if item["kind"] in {"audit", "review"}
    ]


def test_nearly_all_is_not_a_hundred_percent(tmp_path: Path) -> None:
    files = {"findings/one.yaml": finding(), "capas/one.yaml": closed("one", "2026-11-16")}
    items = "".join(
        f"  i{number}: {{what: do it, owner: tom-tech, due: 2026-10-20, done: 2026-10-{20 + (number == 0)}}}\n"
        for number in range(300)
    )
    files["capas/two.yaml"] = f"findings: [one]\nowner: olga-ops\nactions:\n{items}"
    done = auditctl(lay(tmp_path, reported(files)), *DAY, "status", "--metrics")
    row = next(line for line in done.out.splitlines() if line.startswith("on time, first"))
    assert " ".join(row.split()) == "on time, first agreed day 99 % 300 of 301 items done or past that day"


def test_what_stands_in_the_files_cannot_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "auditctl.yaml").write_text(EMPTY.replace("name: K", 'name: "K\\e[31m\\nL"'), "utf-8")
    page = auditctl(tmp_path, *DAY, "status", "--metrics").out
    assert page.splitlines()[0] == "K\\x1b[31m\\nL, 2026-11-20: the figures"
