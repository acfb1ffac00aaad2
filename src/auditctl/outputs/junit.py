"""JUnit XML, which the views of most CI servers read: a suite a file, a case a problem.

Errors and warnings fail their case, a note passes with its words, and what a comment silences is skipped.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from auditctl.diagnostics import Diagnostic, Outcome, Severity
from auditctl.fingerprints import lasting
from auditctl.outputs.console import Paint, block, summary
from auditctl.source.text import visible

NAME = "auditctl check"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Case:
    """A problem as a test; the reason is that of a comment which silences it."""

    item: Diagnostic
    name: str
    reason: str | None = None


def text(outcome: Outcome) -> str:
    """Return the XML document; without any problem it holds one case that passes."""
    root = ET.Element("testsuites", name=NAME)
    by_file: dict[str, list[Case]] = {}
    for case in _cases(outcome):
        by_file.setdefault(case.item.location.path, []).append(case)
    for path, cases in sorted(by_file.items()):
        suite = ET.SubElement(root, "testsuite", name=_legal(path))
        for case in cases:
            _put(suite, case)
    if not by_file:
        suite = ET.SubElement(root, "testsuite", name="auditctl")
        ET.SubElement(
            ET.SubElement(suite, "testcase", classname="auditctl", name=NAME), "system-out"
        ).text = summary(outcome)
    for suite in root:
        _count(suite, suite.findall("testcase"))
    _count(root, root.findall("testsuite/testcase"))
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode", xml_declaration=False).join(
        ['<?xml version="1.0" encoding="UTF-8"?>\n', "\n"]
    )


def _cases(outcome: Outcome) -> Iterator[Case]:
    """Yield every problem under a name that lasts; those of one name in one file are numbered."""
    found: list[tuple[Diagnostic, str | None]] = [(item, None) for item in outcome.diagnostics]
    found += [(item.diagnostic, item.reason) for item in outcome.silenced]
    seen: Counter[tuple[str, str]] = Counter()
    for item, reason in found:
        name = f"{item.code} {item.name}: {lasting(item)}"
        seen[item.location.path, name] += 1
        again = seen[item.location.path, name]
        yield Case(item, name if again == 1 else f"{name} ({again})", reason)


def _put(suite: ET.Element, case: Case) -> None:
    item = case.item
    attributes = {"classname": item.location.path, "name": case.name, "file": item.location.path}
    put = ET.SubElement(
        suite,
        "testcase",
        {key: _legal(value) for key, value in attributes.items()},
        line=str(item.location.line),
    )
    told = _ILLEGAL.sub("", block(item, Paint(on=False)))
    if case.reason is not None:
        ET.SubElement(put, "skipped", message=f"silenced: {_legal(case.reason)}")
    elif item.severity is Severity.note:
        ET.SubElement(put, "system-out").text = told
    else:
        failure = ET.SubElement(put, "failure", type=item.severity.name, message=_legal(item.message))
        failure.text = told


def _count(element: ET.Element, cases: list[ET.Element]) -> None:
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    element.set("errors", "0")
    element.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))


def _legal(words: str) -> str:
    """Return words on one line, without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", visible(words))
