"""The kinds of report: what each is of, the view that it shows, and the formats that any of them can take.

A kind's name is that of its template, `templates/report/NAME.FORMAT.j2`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from auditctl.analysis.readiness import Goal, readiness
from auditctl.check import Options, check
from auditctl.reports.audit_plan import audit_plan
from auditctl.reports.capa_register import capa_register
from auditctl.reports.context import audit_report
from auditctl.reports.language import Language
from auditctl.reports.look import look
from auditctl.reports.one_page import one_page
from auditctl.reports.programme import programme_report
from auditctl.reports.ready import readiness_report
from auditctl.reports.remarks import Remark, ignored
from auditctl.reports.render import document
from auditctl.reports.review_input import review_input
from auditctl.repository import Audit, Cycle, Repository
from auditctl.repository.history import History


@dataclass(frozen=True, slots=True)
class OfAudit:
    """A report of one audit."""

    name: str
    view: Callable[[Repository, Audit], object]


@dataclass(frozen=True, slots=True)
class OfAudits:
    """A report of one audit, or of all."""

    name: str
    view: Callable[[Repository, Audit | None], object]


@dataclass(frozen=True, slots=True)
class OfProgramme:
    """A report of one programme, by default that in force."""

    name: str
    view: Callable[[Repository, Cycle], object]


@dataclass(frozen=True, slots=True)
class OfGoal:
    """A report that looks to the day of an external audit, by default the next one."""

    name: str
    view: Callable[[Repository, Goal, History | None], object]


@dataclass(frozen=True, slots=True)
class OfRepository:
    """A report of everything."""

    name: str
    view: Callable[[Repository], object]


Kind = OfAudit | OfAudits | OfProgramme | OfGoal | OfRepository


def _checked(repository: Repository, audit: Audit) -> object:
    return audit_report(repository, audit, check(repository))


def _readiness(repository: Repository, goal: Goal, history: History | None) -> object:
    judged = readiness(repository, goal, check(repository, Options(ready=goal.day, history=history)))
    return readiness_report(repository, judged)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        OfAudit("audit", _checked),
        OfAudit("summary", one_page),
        OfAudit("plan", audit_plan),
        OfAudits("capa", capa_register),
        OfProgramme("programme", programme_report),
        OfRepository("review", review_input),
        OfGoal("ready", _readiness),
    )
}
"""Every kind by its name, in the order of the help."""

BINARY = frozenset({"pdf", "docx"})
"""Formats that are no text."""


def written(
    repository: Repository,
    name: str,
    view: object,
    format_: str,
    language: Language | None = None,
    template: bytes | None = None,
    remark: Remark = ignored,
) -> bytes:
    """Return a view in a format: `md`, `html`, `pdf` or `docx`; the same input gives the same bytes.

    Without a language it is that of the settings; `template` is a Word document whose styles, header and footer a
    `docx` takes; `remark` takes sentences about what the document could not be given. Raises what
    `reports.render.document` raises, and the refusal of an extra that is not installed.
    """
    if format_ not in BINARY:
        return document(repository, name, view, format_, language).encode()
    html = document(repository, name, view, "html", language)
    if format_ == "pdf":
        from auditctl.reports.pdf import pdf  # noqa: PLC0415 - an extra

        return pdf(html, look(repository).fonts.asked, remark)
    from auditctl.reports.docx import document as word_document  # noqa: PLC0415 - an extra

    return word_document(html, template, remark)
