"""SARIF, read back by Microsoft's multitool and the schema of the standard."""

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

import installed
from auditctl.diagnostics import Label, Location, Outcome, Severity
from auditctl.outputs import sarif
from auditctl.rules.registry import registry
from problems import found, hostile, many, outcome, problem

TOOL = "@microsoft/sarif-multitool-linux"
NO_ADDRESS = "does not provide 'informationUri'"
"""auditctl has no address that it could name."""


def run_of(shown: Outcome, code: int = 1) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(sarif.text(shown, code=code))
    return dict(log["runs"][0])


def complaints(shown: Outcome, folder: Path) -> list[str]:
    path = folder / "check.sarif"
    path.write_text(sarif.text(shown, code=1), "utf-8")
    done = subprocess.run(
        [installed.package(f"{TOOL}/Sarif.Multitool"), "validate", path],
        capture_output=True,
        text=True,
        check=False,
        env={"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "HOME": str(folder)},
    )
    assert "Analysis completed successfully" in done.stdout, done.stdout + done.stderr
    return [
        line
        for line in done.stdout.splitlines()
        if (" error " in line or " warning " in line) and NO_ADDRESS not in line
    ]


def test_the_validator_of_microsoft_has_no_complaint(tmp_path: Path) -> None:
    assert complaints(found(tmp_path / "found"), tmp_path) == []
    assert complaints(hostile(), tmp_path) == []


@pytest.mark.parametrize("shown", [outcome(), hostile(), many(3, Severity.note)], ids=["none", "hostile", "notes"])  # fmt: skip
def test_it_is_valid_by_the_schema_of_the_standard(shown: Outcome) -> None:
    schema = json.loads(installed.package(f"{TOOL}/sarif-2.1.0.json").read_text("utf-8-sig"))
    log = json.loads(sarif.text(shown, code=0))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(log)] == []


def test_a_result_says_what_the_check_found(tmp_path: Path) -> None:
    shown = found(tmp_path)
    run = run_of(shown)
    results = {item["ruleId"]: item for item in run["results"]}
    told = results["IND001"]
    assert told["level"] == "error"
    assert told["message"]["text"].startswith("olga-ops audits backup on 2026-10-05 but owns backup")
    assert "\nhelp: " in told["message"]["text"]
    place = told["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "audits/a/schedule.yaml", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {
        "startLine": 2, "startColumn": 40, "endColumn": 48, "snippet": {"text": "olga-ops"},
    }  # fmt: skip
    related = [item["physicalLocation"]["artifactLocation"]["uri"] for item in told["relatedLocations"]]
    assert "auditctl.yaml" in related
    assert [item["id"] for item in told["relatedLocations"]] == list(range(1, len(related) + 1))
    assert run["columnKind"] == "utf16CodeUnits"


def test_each_rule_that_fires_brings_its_help(tmp_path: Path) -> None:
    run = run_of(found(tmp_path))
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[item["ruleIndex"]]["id"] == item["ruleId"] for item in run["results"])
    assert {item["ruleId"] for item in run["results"]} == {rule["id"] for rule in rules}
    rule = next(rule for rule in rules if rule["id"] == "IND001")
    assert "Why: " in rule["help"]["text"]
    assert "Fix: " in rule["help"]["text"]
    assert "**Why:** " in rule["help"]["markdown"]
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["shortDescription"]["text"].endswith(".")
    assert "helpUri" not in rule


def test_what_a_comment_silences_is_suppressed_with_its_reason(tmp_path: Path) -> None:
    results = run_of(found(tmp_path))["results"]
    silenced = [item for item in results if item["suppressions"]]
    assert [item["ruleId"] for item in silenced] == ["FND001"]
    told = silenced[0]["suppressions"][0]
    assert (told["kind"], told["justification"]) == ("inSource", "it is about the contract")
    assert told["location"]["physicalLocation"]["region"]["startLine"] == 1
    assert all("suppressions" in item for item in results)


def test_a_fingerprint_survives_moved_lines(tmp_path: Path) -> None:
    def marks(name: str, before: str) -> dict[str, str]:
        from problems import SCHEDULE

        run = run_of(found(tmp_path / name, {"audits/a/schedule.yaml": before + SCHEDULE}))
        return {
            item["message"]["text"]: item["partialFingerprints"]["auditctl/v1"] for item in run["results"]
        }

    assert marks("as-it-is", "") == marks("moved", "# a line\n# and another\n")


def test_paths_are_relative_and_percent_encoded() -> None:
    uris = [
        item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for item in run_of(hostile())["results"]
    ]
    assert uris[0] == "audits/%C4%B0zmir%20%C5%9Fubesi/a%2Cb%3Ac%25d.yaml"
    assert [unquote(uri) for uri in uris] == ["audits/İzmir şubesi/a,b:c%d.yaml", 'audits/"x"/y.yaml']


LINK = re.compile(r"\[(?P<text>(?:[^\\\[\]]|\\[\\\[\]])*)\]\(")
"""How a link in a plain text begins, by 3.11.6 of the standard."""


def as_read(text: str, arguments: Sequence[str] = ()) -> str:
    """Return a message as a viewer shows it, which knows placeholders (3.11.5) and links (3.11.6)."""
    assert not LINK.search(text), text

    def put(match: re.Match[str]) -> str:
        return match[0][0] if match[1] is None else arguments[int(match[1])]

    return re.sub(r"\\([\\\[\]])", r"\1", re.sub(r"\{\{|\}\}|\{(\d+)\}|[{}]", put, text))


@pytest.mark.parametrize(
    "words",
    [
        "a {0} b",
        "{{0}} and {1}",
        "}{",
        "policy: {deadlines: {major: 5}}",
        "[go](https://evil.example)",
        "[[a](1)](2)",
        r"[a\](1) or [b\\](2)",
        r"[a\]b](1)",
        "a](b) [c",
        "[{0}]({1})",
    ],
)
def test_every_text_is_shown_as_it_was(words: str) -> None:
    label = Label(Location("audits/a/x.yaml", 1, 1, 3, "ab"), words)
    result = run_of(outcome(problem(words, related=(label,), help_=words)))["results"][0]
    assert as_read(result["message"]["text"]) == f"{words}\nhelp: {words}"
    assert as_read(result["relatedLocations"][0]["message"]["text"]) == words


def test_words_of_files_steer_nothing() -> None:
    text = run_of(hostile())["results"][0]["message"]["text"]
    assert "[go](https://evil.example)" in as_read(text)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.count("\n") == 1


def test_the_help_of_no_rule_can_be_taken_for_a_placeholder() -> None:
    for rule in registry().values():
        for words in (rule.summary, rule.section("Why"), rule.section("Fix")):
            assert not re.search(r"\{\d|\{\{|\}\}", words), rule.code


def test_columns_count_as_editors_do() -> None:
    place = Location("auditctl.yaml", 3, 12, 14, 'name: "🔥🔥" # 🔥!')
    assert place.source[11:13] == "# "
    region = run_of(outcome(replace(problem(), location=place)))["results"][0]["locations"][0][
        "physicalLocation"
    ]["region"]
    line = place.source.encode("utf-16-le")
    assert line[2 * (region["startColumn"] - 1) : 2 * (region["endColumn"] - 1)].decode("utf-16-le") == "# "
    assert region["snippet"] == {"text": "# "}


def test_a_problem_of_a_whole_file_has_no_columns() -> None:
    whole = replace(problem(), location=Location("audits/a"))
    region = run_of(outcome(whole))["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1}


@pytest.mark.parametrize("code", [0, 1])
def test_the_invocation_says_how_it_ended(code: int) -> None:
    told = run_of(many(1), code)["invocations"][0]
    assert (told["executionSuccessful"], told["exitCode"]) == (True, code)
