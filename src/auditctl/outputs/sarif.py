"""SARIF 2.1.0: what code scanning and editors read (https://docs.oasis-open.org/sarif/sarif/v2.1.0/).

Places are relative to the top of the git repository; columns count units of UTF-16, as most readers do whatever a log
says. A problem is known by its fingerprint, whichever line it stands on. What a comment silences is there with its
reason, as the standard asks of a result that is suppressed: then every result says whether it is.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from auditctl import __version__
from auditctl.diagnostics import Diagnostic, Location, Outcome, Severity, Silenced
from auditctl.fingerprints import fingerprints
from auditctl.rules.basis import spoken
from auditctl.rules.registry import TITLES, Rule, registry
from auditctl.source.text import visible

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
TOP = "%SRCROOT%"
KNOWN_BY = "auditctl/v1"
"""The name of our fingerprint, with the version of how it is made."""
LEVELS = {Severity.error: "error", Severity.warning: "warning", Severity.note: "note"}
_BRACKET = re.compile(r"[\\\[\]]")
_BRACE = re.compile(r"[{}]")


def text(outcome: Outcome, *, code: int) -> str:
    """Return the log with the exit code of the check; a result a line, so that it can be compared by lines."""
    codes = {item.code for item in outcome.diagnostics} | {item.diagnostic.code for item in outcome.silenced}
    rules = [rule for rule in registry().values() if rule.code in codes]
    results = ",\n".join(map(_written, _results(outcome, rules)))
    run = {
        "tool": {"driver": _driver(rules)},
        "invocations": [_invocation(code)],
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {TOP: {"description": {"text": "The top of the git repository."}}},
    }
    head = _written({"$schema": SCHEMA, "version": "2.1.0"})[:-1]
    return f'{head},"runs":[{_written(run)[:-1]},"results":[\n{results}\n]}}]}}\n'


def _written(held: dict[str, Any]) -> str:
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def _driver(rules: Sequence[Rule]) -> dict[str, Any]:
    return {
        "name": "auditctl",
        "version": __version__,
        "semanticVersion": __version__,
        "shortDescription": {"text": "Checks the records of an ISO/IEC 27001 internal audit programme."},
        "rules": [_rule(rule) for rule in rules],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    why, fix, basis = rule.section("Why"), rule.section("Fix"), spoken(rule.basis)
    told = [(title, words) for title, words in (("Why", why), ("Fix", fix), ("Basis", basis)) if words]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": f"{rule.summary}."},
        "fullDescription": {"text": why or f"{rule.summary}."},
        "help": {
            "text": "\n\n".join([f"{rule.summary}.", *(f"{title}: {words}" for title, words in told)]),
            "markdown": "\n\n".join(
                [f"**{rule.summary}.**", *(f"**{title}:** {words}" for title, words in told)]
            ),
        },
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [TITLES[rule.family]], "basis": basis},
    }


def _invocation(code: int) -> dict[str, Any]:
    """Return how the check ended; that it found something does not mean that it failed."""
    told = (
        "a problem weighs at least what --fail-on says" if code else "no problem weighs what --fail-on says"
    )
    return {"executionSuccessful": True, "exitCode": code, "exitCodeDescription": told}


def _results(outcome: Outcome, rules: Sequence[Rule]) -> Iterator[dict[str, Any]]:
    numbers = {rule.code: number for number, rule in enumerate(rules)}
    known_by = fingerprints([*outcome.diagnostics, *(item.diagnostic for item in outcome.silenced)])
    spoken_of = len(outcome.diagnostics)
    for item, mark in zip(outcome.diagnostics, known_by[:spoken_of], strict=True):
        yield {**_result(item, numbers[item.code], mark), "suppressions": []}
    for held, mark in zip(outcome.silenced, known_by[spoken_of:], strict=True):
        item = held.diagnostic
        yield {**_result(item, numbers[item.code], mark), "suppressions": [_suppression(held)]}


def _suppression(held: Silenced) -> dict[str, Any]:
    return {
        "kind": "inSource",
        "status": "accepted",
        "justification": visible(held.reason),
        "location": _location(held.comment),
    }


def _result(item: Diagnostic, number: int, mark: str) -> dict[str, Any]:
    words = visible(item.message) + (f"\nhelp: {visible(item.help)}" if item.help else "")
    told: dict[str, Any] = {
        "ruleId": item.code,
        "ruleIndex": number,
        "level": LEVELS[item.severity],
        "message": _message(words),
        "locations": [_location(item.location, item.label)],
        "partialFingerprints": {KNOWN_BY: mark},
    }
    if item.related:
        told["relatedLocations"] = [
            {"id": number, **_location(label.location, label.text)}
            for number, label in enumerate(item.related, start=1)
        ]
    if properties := _properties(item):
        told["properties"] = properties
    return told


def _properties(item: Diagnostic) -> dict[str, Any]:
    """Return what the standard has no key for."""
    told: dict[str, Any] = {
        "also": list(item.also),
        "audit": item.audit,
        "acceptedBy": item.accepted_by,
        "basis": item.basis,
    }
    return {key: value for key, value in told.items() if value}


def _message(words: str) -> dict[str, str]:
    """Return words as a message, in which a brace is no placeholder (3.11.5) and a bracket no link (3.11.6)."""
    if "](" in words:
        words = _BRACKET.sub(r"\\\g<0>", words)
    return {"text": _BRACE.sub(r"\g<0>\g<0>", words)}


def _location(place: Location, words: str = "") -> dict[str, Any]:
    told: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(place.path), "uriBaseId": TOP},
            "region": _region(place),
        }
    }
    return {**told, "message": _message(visible(words))} if words else told


def _uri(path: str) -> str:
    return quote(path.encode("utf-8", "surrogateescape"))


def _region(place: Location) -> dict[str, Any]:
    """Return what is marked of a line; a problem of a whole file has only its line."""
    if place.end_column <= place.column:
        return {"startLine": place.line}
    told: dict[str, Any] = {
        "startLine": place.line,
        "startColumn": _unit(place, place.column),
        "endColumn": _unit(place, place.end_column),
    }
    if marked := place.source[place.column - 1 : place.end_column - 1]:
        told["snippet"] = {"text": visible(marked)}
    return told


def _unit(place: Location, column: int) -> int:
    """Return a column of characters as one of UTF-16: what lies beyond the basic plane takes two units."""
    return column + sum(character > "\uffff" for character in place.source[: column - 1])
