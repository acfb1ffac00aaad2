"""JUnit, GitHub, GitLab, Markdown and JSON of a check, read back by readers that are not ours where there are some."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from junitparser import Failure, JUnitXml, Skipped
from markdown_it import MarkdownIt

from auditctl.diagnostics import Location, Outcome, Severity
from auditctl.fingerprints import with_twins
from auditctl.outputs import github, gitlab, junit, markdown
from auditctl.outputs import json as json_output
from auditctl.outputs.placing import below
from auditctl.outputs.published import published
from problems import found, hostile, many, outcome, problem

# ------------------------------------------------------------------------------------------------------------ JUnit


def cases(shown: Outcome) -> dict[str, Any]:
    return {case.name: case for suite in JUnitXml.fromstring(junit.text(shown).encode()) for case in suite}


def test_junit_has_a_suite_a_file_and_a_case_a_problem(tmp_path: Path) -> None:
    shown = found(tmp_path)
    suites = JUnitXml.fromstring(junit.text(shown).encode())
    assert {suite.name for suite in suites} == {
        *(item.location.path for item in shown.diagnostics),
        *(item.diagnostic.location.path for item in shown.silenced),
    }
    failing = shown.count(Severity.error) + shown.count(Severity.warning)
    assert sum(suite.failures for suite in suites) == failing
    assert sum(suite.tests for suite in suites) == len(shown.diagnostics) + len(shown.silenced)
    by_code = {name[:6]: case for name, case in cases(shown).items()}
    (failure,) = by_code["IND001"].result
    assert isinstance(failure, Failure)
    assert failure.type == "error"
    assert failure.message.startswith("olga-ops audits backup")
    assert "--> audits/a/schedule.yaml:2:40" in failure.text
    assert by_code["FND002"].result == []
    (skipped,) = by_code["FND001"].result
    assert isinstance(skipped, Skipped)
    assert skipped.message == "silenced: it is about the contract"


def test_junit_of_a_clean_check_has_a_case_that_passes() -> None:
    (case,) = cases(outcome()).values()
    assert case.result == []
    assert case.name == "auditctl check"


def test_junit_names_last_and_are_told_apart(tmp_path: Path) -> None:
    names = list(cases(found(tmp_path)))
    assert not [name for name in names if re.search(r"\d+ days? ago", name)]
    twins = cases(outcome(*with_twins([problem(), problem(line=9)])))
    assert list(twins) == [
        "FND001 without-criterion: something is wrong", "FND001 without-criterion: something is wrong (2)",
    ]  # fmt: skip


def test_junit_takes_every_character() -> None:
    names = list(cases(hostile()))
    assert any("@someone" in name and "]]>" in name for name in names)


# ----------------------------------------------------------------------------------------------------------- GitHub


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands as the runner does: level, properties, message."""
    read = []
    for line in text.splitlines():
        if match := re.match(r"::(\w+) ?(.*?)::(.*)\Z", line):
            pairs = (pair.split("=", 1) for pair in match[2].split(",") if pair)
            read.append((match[1], {key: unescaped(value) for key, value in pairs}, unescaped(match[3])))
    return read


def unescaped(words: str) -> str:
    for code, letter in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        words = words.replace(code, letter)
    return words


def test_github_gets_every_part_back_as_it_was() -> None:
    shown = hostile()
    read = commands(github.text(shown))
    assert [(level, properties["file"]) for level, properties, _ in read] == [
        ("error", "audits/İzmir şubesi/a,b:c%d.yaml"), ("warning", 'audits/"x"/y.yaml'),
    ]  # fmt: skip
    assert "%41" in read[0][2]
    assert "::error::::set-output name=a::b" in read[0][2]
    assert len(github.text(shown).splitlines()) == 3


def test_github_gets_the_worst_first_and_ten_of_each_level_at_most() -> None:
    items = [
        *many(3, Severity.note).diagnostics, *many(14, Severity.warning).diagnostics, *many(12).diagnostics,
    ]  # fmt: skip
    read = commands(github.text(outcome(*items)))
    levels = [level for level, _, _ in read]
    assert levels == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 4
    assert read[-1][2] == "and 2 more errors, and 4 more warnings; `auditctl check` shows all"


def test_github_gets_no_columns_of_a_whole_file() -> None:
    whole = replace(problem(), location=Location("audits/a"))
    (command, _) = github.text(outcome(whole)).splitlines()
    assert command == "::error file=audits/a,line=1,title=FND001 without-criterion::something is wrong"


@pytest.mark.parametrize(("number", "shown", "more"), [(10, 10, 0), (11, 9, 2), (300, 9, 291)])
def test_github_never_gets_more_than_ten_notices(number: int, shown: int, more: int) -> None:
    read = commands(github.text(many(number, Severity.note)))
    assert len(read) <= 10
    assert sum("file" in properties for _, properties, _ in read) == shown
    assert (f"and {more} more notes" in read[-1][2]) == bool(more)


# ----------------------------------------------------------------------------------------------------------- GitLab


def test_gitlab_gets_what_it_asks_for(tmp_path: Path) -> None:
    shown = found(tmp_path)
    report = json.loads(gitlab.text(shown))
    assert len(report) == len(shown.diagnostics)
    entry = next(item for item in report if item["check_name"] == "IND001")
    assert entry["severity"] == "major"
    assert entry["location"] == {"path": "audits/a/schedule.yaml", "lines": {"begin": 2}}
    assert entry["description"].startswith("IND001 own-work: olga-ops audits backup")
    assert len({item["fingerprint"] for item in report}) == len(report)
    assert {item["severity"] for item in report} == {"major", "minor", "info"}


def test_gitlab_tells_twins_apart_and_takes_none() -> None:
    assert json.loads(gitlab.text(outcome())) == []
    twins = json.loads(gitlab.text(outcome(*with_twins([problem(), problem(line=9)]))))
    assert len({item["fingerprint"] for item in twins}) == 2


# --------------------------------------------------------------------------------------------------------- Markdown


class Read(HTMLParser):
    """What a page says: its cells, its code, its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.cells: list[str] = []
        self.code: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.tags.append(tag)
        if tag == "td":
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells and "table" in self.tags:
            self.cells[-1] += data
        if self.tags and self.tags[-1] == "code":
            self.code.append(data)


def page(shown: Outcome) -> str:
    made = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown.text(shown))
    return str(made)


def test_markdown_shows_the_worst_first_in_tables(tmp_path: Path) -> None:
    text = markdown.text(found(tmp_path))
    assert text.startswith("### auditctl check: 2 errors, 4 warnings, 3 notes in 7 files (1 silenced)\n")
    levels = re.findall(r"^\| (?:\*\*)?(error|warning|note)", text, re.MULTILINE)
    assert levels == ["error"] * 2 + ["warning"] * 4 + ["note"] * 3
    assert "<details><summary>3 notes</summary>" in text
    assert "- **IND001** `audits/a/schedule.yaml:2`" in text
    assert page(found(tmp_path)).count("<details>") == page(found(tmp_path)).count("</details>") == 2


def test_markdown_of_hostile_words_is_words() -> None:
    made = page(hostile())
    read = Read(made)
    assert not {"a", "b", "img", "script"} & set(read.tags)
    assert made.count("<tr>") == 4
    said = next(cell for cell in read.cells if "someone" in cell)
    for words in (
        "a|b",
        "`x`",
        "<b>%41</b>",
        "::error::::set-output",
        "[go](https://evil.example)",
        "\\ud800",
    ):
        assert words in said
    for taken in ("@someone", "#12\\r\\n::error::::set-output", "[go](https://evil.example)"):
        assert taken in read.code


@pytest.mark.parametrize("words", ["@team", "o/r#12", "#12", "GH-12", "!3", "%2", "~bug", "$5", "&1", "a@b.example", "https://x.example", "www.x.example", ":boom:"])  # fmt: skip
def test_markdown_links_and_mentions_nobody(words: str) -> None:
    read = Read(page(outcome(problem(f"see {words} there"))))
    assert words in read.code


@pytest.mark.parametrize("number", [0, 1, 500, 20_000])
def test_markdown_fits_into_a_comment_and_says_what_does_not(number: int) -> None:
    text = markdown.text(many(number))
    assert len(text) <= 65_000
    shown = len(re.findall(r"^\| \*\*error", text, re.MULTILINE))
    more = re.search(r"^and (\d+) more", text, re.MULTILINE)
    assert shown + (int(more[1]) if more else 0) == number
    assert text.count("<details>") == text.count("</details>")


# ------------------------------------------------------------------------------------------------------------- JSON


@pytest.mark.parametrize("shown", [outcome(), hostile(), many(12, Severity.note)], ids=["none", "hostile", "notes"])  # fmt: skip
def test_json_is_valid_by_its_published_schema(shown: Outcome, tmp_path: Path) -> None:
    schema = published("check")
    Draft202012Validator.check_schema(schema)
    for result in (shown, found(tmp_path)):
        told = json.loads(json_output.text(result).encode())
        assert [error.message for error in Draft202012Validator(schema).iter_errors(told)] == []


def test_the_schema_knows_every_key_and_refuses_what_is_wrong(tmp_path: Path) -> None:
    told = json.loads(json_output.text(found(tmp_path)))
    validator = Draft202012Validator(published("check"))
    assert told["silenced"]
    for route in (("schema_version",), ("summary", "errors"), ("diagnostics", 0, "fingerprint"), ("silenced", 0, "reason")):  # fmt: skip
        wrong = json.loads(json.dumps(told))
        *way, last = route
        at = wrong
        for step in way:
            at = at[step]
        del at[last]
        assert not validator.is_valid(wrong), route
    wrong = json.loads(json.dumps(told))
    wrong["diagnostics"][0]["severity"] = "fatal"
    assert not validator.is_valid(wrong)
    described = published("check")["$defs"]["diagnostic"]["properties"]
    assert set(told["diagnostics"][0]) == set(described)


# ------------------------------------------------------------------------------------------------- paths from the top


def test_a_folder_of_a_bigger_repository_stands_in_front_of_every_path(tmp_path: Path) -> None:
    shown = below(found(tmp_path), "kalite/iç denetim")
    for text in (github.text(shown), gitlab.text(shown), markdown.text(shown), junit.text(shown)):
        assert "kalite/iç denetim/audits/a/schedule.yaml" in text
    assert all(
        label.location.path.startswith("kalite/") for item in shown.diagnostics for label in item.related
    )
    assert shown.silenced[0].comment.path == "kalite/iç denetim/audits/a/findings/restore.yaml"
