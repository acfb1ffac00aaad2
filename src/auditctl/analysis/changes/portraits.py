"""What a record is, in a few lines: told where it is new or gone as a whole."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from auditctl.analysis.changes.judges.facts import item_words
from auditctl.analysis.changes.judges.judge import standing
from auditctl.analysis.changes.names import ITEMS
from auditctl.analysis.changes.said import value
from auditctl.model.types import Kind

Line = tuple[str, ...]
"""The parts of a line; each names the values that it needs, and is left out where one of them is not there."""
LINES: dict[str, tuple[Line, ...]] = {
    str(Kind.finding): (
        ("{title}", "{grade}"),
        ("against {requirements}", "process {process}", "evidence {evidence}"),
        ("repeat of {repeat_of}",),
    ),
    str(Kind.capa): (
        ("{title}", "answers {findings}", "raised by {origin.kind}", "{origin.reference}", "owner {owner}"),
        ("follows {follows}", "merged into {merged_into}"),
        ("cause: {cause.cause}", "kind of cause {cause.category}"),
        ("looked elsewhere: {extent.result}",),
        ("no correction: {correction_not_needed}",),
    ),
    str(Kind.evidence): (
        ("{title}", "{kind}"),
        ("from {source}", "file {file}", "viewed at {viewed}", "session {session}"),
        ("{sample.taken} of {sample.size} looked at", "sample: {sample.method}"),
    ),
    str(Kind.audit): (
        ("{title}", "{kind}"),
        ("outside of the programme: {unplanned}",),
        ("held {from} to {to}", "by {body}"),
        ("held {legacy.from} to {legacy.to}", "lead {legacy.lead}"),
        ("follows up {follow_up}",),
    ),
    str(Kind.session): (
        ("process {process}", "auditors {auditors}"),
        ("on {date}", "at {start}", "{minutes} minutes", "with {auditees}", "result {result}"),
    ),
    str(Kind.workpaper): (("checklist {checklist}",),),
    str(Kind.checklist): (("{title}",),),
    str(Kind.person): (("{name}", "{title}", "department {department}", "employer {employer}"),),
    str(Kind.auditor): (("{roles}", "supervised by {supervised_by}"),),
    str(Kind.process): (("{name}", "owner {owner}"), ("performed by {performers}", "requirements {requirements}")),
    str(Kind.department): (("{name}", "head {head}"),),
    str(Kind.location): (("{name}",),),
    str(Kind.system): (("{name}", "owner {owner}", "operated by {operators}"),),
    str(Kind.firm): (("{name}", "group {group}"),),
    str(Kind.document): (("{title}", "version {version}", "by {authors}"),),
    str(Kind.catalog): (("{catalog.name}",),),
    str(Kind.programme): (("{title}", "{from} to {to}", "owner {owner}"),),
    str(Kind.planned): (
        ("{title}", "planned {planned.from} to {planned.to}"),
        ("processes {processes}", "requirements {requirements}"),
    ),
    "settings": (("{name}", "standards {standards}"),),
    "statement of applicability": (("version {version}",),),
    "scope": (("processes {processes}", "departments {departments}", "locations {locations}"),),
    "criteria": (("requirements {requirements}",),),
    "team": (("lead {lead}", "auditors {auditors}", "experts {experts}", "observers {observers}"),),
    "schedule": (("opening meeting {opening.date}", "closing meeting {closing.date}"),),
    "report": (
        ("conformity: {conclusions.conformity}",),
        ("effectiveness: {conclusions.effectiveness}",),
        ("diverging opinions: {diverging_opinions}",),
        ("limits: {limitations}",),
    ),
}  # fmt: skip
"""What matters of a record, by its kind; the first line is what it is called."""
LONGEST = 160
"""Characters of a value that a portrait quotes, which is more than a line on a change does."""
_PLACE = re.compile(r"\{([\w.]+)\}")


def portrait(kind: str, held: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return what a record is called in a line, and what else matters of it in a few more; facts are told elsewhere."""
    first, *rest = LINES.get(kind, ((),))
    more = [told for line in rest if (told := _line(line, held))]
    own = OWN[kind](held) if kind in OWN else ()
    return _line(first, held), (*more, *own)


def _line(parts: Line, held: dict[str, Any]) -> str:
    return ", ".join(filter(None, (_filled(part, held) for part in parts)))


def _filled(part: str, held: dict[str, Any]) -> str:
    """Return a part with its values in it; nothing where one of them is not there."""
    found = [standing(held, tuple(name.split("."))) for name in _PLACE.findall(part)]
    words = iter([value(item, LONGEST) for item in found])
    return "" if None in found else _PLACE.sub(lambda _: next(words), part)


def _of_capa(held: dict[str, Any]) -> Iterator[str]:
    for group in ("containment", "correction", "actions"):
        for name, item in held.get(group, {}).items():
            done = f", done {item['done']}" if item.get("done") else ""
            yield f"{ITEMS[group]} {name}: {item_words(item)}{done}"
    parts = (
        "effect: {effectiveness.criterion}",
        "not before {effectiveness.not_before}",
        "verifier {effectiveness.verifier}",
    )
    if told := _line(parts, held):
        yield told


def _of_workpaper(held: dict[str, Any]) -> Iterator[str]:
    lines = held.get("lines", [])
    results = Counter(line.get("result", "open") for line in lines)
    if lines:
        each = ", ".join(f"{count} {result}" for result, count in results.most_common())
        yield f"{_counted(len(lines), 'line')}: {each}"


def _of_checklist(held: dict[str, Any]) -> Iterator[str]:
    yield _counted(len(held.get("lines", [])), "question")


def _of_criteria(held: dict[str, Any]) -> Iterator[str]:
    documents = held.get("documents", {})
    if documents:
        yield "documents " + ", ".join(f"{name} {version}" for name, version in documents.items())


def _of_report(held: dict[str, Any]) -> Iterator[str]:
    for item in held.get("not_covered", []):
        yield f"not covered: {value(item.get('what'))}: {value(item.get('why'))}"


def _excluded(held: dict[str, Any]) -> Iterator[str]:
    excluded = held.get("excluded")
    if excluded:
        yield f"left out: {value(list(excluded))}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


OWN: dict[str, Callable[[dict[str, Any]], Iterator[str]]] = {
    str(Kind.capa): _of_capa,
    str(Kind.workpaper): _of_workpaper,
    str(Kind.checklist): _of_checklist,
    "criteria": _of_criteria,
    "report": _of_report,
    "scope": _excluded,
    "statement of applicability": _excluded,
}
"""What a line of parts cannot say, by kind of record."""
