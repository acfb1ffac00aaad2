"""The registry of rules: a rule is one pure function with its documentation on it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pkgutil import walk_packages
from types import ModuleType
from typing import TYPE_CHECKING

from auditctl.analysis.gates import Gate
from auditctl.diagnostics import Severity
from auditctl.model.record import Hit
from auditctl.phrases import remark
from auditctl.repository import Repository

if TYPE_CHECKING:
    from auditctl.repository.history import History

Check = Callable[[Repository], Iterator[Hit]]
Before = Callable[[Repository, date], Iterator[Hit]]
Recorded = Callable[[Repository, "History"], Iterator[Hit]]

TITLES = {
    "SYN": "Reading the files",
    "SCH": "Fields and their values",
    "REF": "References",
    "ORG": "Organisation",
    "CMP": "Competence",
    "PRG": "The programme",
    "COV": "Coverage",
    "PLN": "The plan of an audit",
    "IND": "Independence",
    "WKP": "Work papers",
    "EVD": "Evidence",
    "FND": "Findings",
    "CAP": "Corrective action",
    "RPT": "The report",
    "RDY": "Readiness",
    "CRD": "Credibility",
    "HIS": "Git history",
    "SUP": "Silencing",
}
FIXED = ("SYN", "SCH", "REF", "SUP")
"""Families that cannot be lowered or silenced; the errors of IND cannot either (see `check`)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. `gate` is where incompleteness takes the table's severity; before it, `draft` holds.

    `check` is None for what the reader and the loader find themselves. A `timed` rule can fire
    because a day has passed; `exceptable` ones become notes under a recorded exception. `before` stands
    in the place of `check` for what only `ready` asks: it takes the day of the external audit too. `recorded`
    stands there for what git tells: it takes the history too.
    """

    code: str
    name: str
    severity: Severity
    doc: str
    check: Check | None = None
    basis: str = ""
    gate: Gate | None = None
    draft: Severity = Severity.note
    timed: bool = False
    exceptable: bool = False
    after_issue: bool = False
    before: Before | None = None
    recorded: Recorded | None = None

    @property
    def family(self) -> str:
        return self.code[:3]

    @property
    def summary(self) -> str:
        return self.doc.split("\n", 1)[0].rstrip(".")

    def section(self, title: str) -> str:
        """Return the paragraph that begins with `Why:` or `Fix:`, without that word."""
        for paragraph in self.doc.split("\n\n"):
            if paragraph.startswith(f"{title}:"):
                return " ".join(paragraph.removeprefix(f"{title}:").split())
        return ""

    def told(self, message: str) -> str:
        """Return a message of this rule, with what the rule is about for those who read another language."""
        return remark(message, self.summary, "rule")

    @property
    def is_fixed(self) -> bool:
        """Whether its severity cannot be lowered, nor its hits silenced."""
        return self.family in FIXED or (self.family == "IND" and self.severity is Severity.error)


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    basis: str = "",
    gate: Gate | None = None,
    draft: Severity = Severity.note,
    timed: bool = False,
    exceptable: bool = False,
    after_issue: bool = False,
) -> Callable[[Check], Rule]:
    """Make a rule of a generator over the repository; its docstring is the documentation."""

    def registered(check: Check) -> Rule:
        return Rule(
            code,
            name,
            severity,
            cleandoc(check.__doc__ or ""),
            check,
            basis,
            gate,
            draft,
            timed,
            exceptable,
            after_issue,
        )

    return registered


def rule_before(code: str, name: str, *, basis: str = "") -> Callable[[Before], Rule]:
    """Make a rule that speaks under `ready` alone of a generator over the repository and the day ahead."""

    def registered(before: Before) -> Rule:
        doc = cleandoc(before.__doc__ or "")
        return Rule(code, name, Severity.error, doc, basis=basis, before=before)

    return registered


def rule_of_history(
    code: str, name: str, severity: Severity, *, basis: str = ""
) -> Callable[[Recorded], Rule]:
    """Make a rule of a generator over the repository and its history, which is asked where git can tell it."""

    def registered(recorded: Recorded) -> Rule:
        return Rule(code, name, severity, cleandoc(recorded.__doc__ or ""), basis=basis, recorded=recorded)

    return registered


def found_in_reading(code: str, name: str, severity: Severity) -> Callable[[Callable[[], None]], Rule]:
    """Document a rule that the reader or the loader finds itself."""

    def registered(documented: Callable[[], None]) -> Rule:
        return Rule(code, name, severity, cleandoc(documented.__doc__ or ""))

    return registered


@cache
def registry() -> dict[str, Rule]:
    """Return every rule by its code, in the order of the codes of each family."""
    found: dict[str, Rule] = {}
    for module in _modules():
        for value in vars(module).values():
            if isinstance(value, Rule):
                found[value.code] = value
    ranks = {family: rank for rank, family in enumerate(TITLES)}
    return dict(sorted(found.items(), key=lambda item: (ranks[item[1].family], item[0])))


def _modules() -> Iterator[ModuleType]:
    """Yield every module of this package; a family is a module, or a package of some."""
    package = import_module("auditctl.rules")
    for entry in walk_packages(package.__path__, "auditctl.rules."):
        if entry.name != __name__:
            yield import_module(entry.name)
