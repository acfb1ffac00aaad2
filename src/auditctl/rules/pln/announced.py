"""What an announced plan holds: objectives, lead, sessions, scope, criteria."""

from collections.abc import Iterator

from auditctl.analysis.gaps import is_read
from auditctl.analysis.gates import Gate
from auditctl.analysis.scope import follows_only, processes_to_audit
from auditctl.diagnostics import Severity
from auditctl.model.audit import Session
from auditctl.model.record import Hit, Record
from auditctl.phrases import Phrase, joined, phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule


@rule(
    "PLN001",
    "empty-plan",
    Severity.error,
    basis="27001 9.2.2 a: scope and criteria; 19011: objectives, lead, sessions",
    gate=Gate.announced,
)
def empty_plan(repository: Repository) -> Iterator[Hit]:
    """An audit is announced without objectives, lead or sessions, or its scope or criteria are empty.

    Why: criteria and scope are defined for each audit. From objectives, lead and sessions, which are guidance,
    whoever is audited learns why, by whom and when.

    Fix: write `objectives` in audit.yaml, the lead in team.yaml, the sessions in schedule.yaml; a scope or
    criteria that select nothing name the wrong things.
    """
    for audit in repository.own_audits:
        missing = dict(_missing(repository, audit))
        if missing:
            yield Hit(
                audit.file.key(),
                phrase("%(audit)s has %(missing)s", audit=audit.id, missing=listed(list(missing))),
                help=phrase("write %(keys)s", keys=listed(list(missing.values()))),
                audit=audit.id,
            )


def _missing(repository: Repository, audit: Audit) -> Iterator[tuple[str, str]]:
    """Yield what a plan lacks, and what to write where."""
    if is_read(audit, "audit") and not audit.data.objectives:
        yield (
            phrase("no objectives"),
            phrase("%(key)s in %(file)s", key="`objectives: […]`", file="audit.yaml"),
        )
    if is_read(audit, "team") and not audit.team_data.lead:
        yield phrase("no lead"), _within(audit, "team", "lead: …")
    if is_read(audit, "schedule", "session") and not audit.sessions:
        yield phrase("no sessions"), _within(audit, "schedule", "sessions: {…}")
    if _has_empty_scope(repository, audit):
        where = _within(audit, "scope", "processes: […]")
        yield phrase("an empty scope"), phrase("%(where)s with processes that are audited", where=where)
    if _knows_criteria(repository, audit) and not (
        _has_standard(repository, audit) or _has_document(repository, audit)
    ):
        yield phrase("empty criteria"), _within(audit, "criteria", "requirements: […]")


def _within(audit: Audit, part: str, words: str) -> Phrase:
    """Return in words where something of a part is written: in its file, or in audit.yaml where the part is a key of it."""
    is_key = audit.site(part).document.path == audit.file.document.path and getattr(audit, part) is not None
    key, file = (f"`{part}: {{{words}}}`", "audit.yaml") if is_key else (f"`{words}`", f"{part}.yaml")
    return phrase("%(key)s in %(file)s", key=key, file=file)


def _has_empty_scope(repository: Repository, audit: Audit) -> bool:
    """Whether nothing is in scope; a follow-up without a stated one is judged by what it names."""
    if not is_read(audit, "audit", "scope") or follows_only(audit) or _is_unread(repository, "process"):
        return False
    return not processes_to_audit(repository, audit)


def _is_unread(repository: Repository, kind: str) -> bool:
    """Whether records of a kind stand in the root but could not all be read."""
    return any(not owner and part.startswith((kind, "auditctl")) for owner, part in repository.unread)


def _knows_criteria(repository: Repository, audit: Audit) -> bool:
    requirements = repository.requirements
    in_force = all(standard in requirements.catalogs for standard in requirements.standards)
    return in_force and is_read(audit, "criteria") and not _is_unread(repository, "document")


def _has_standard(repository: Repository, audit: Audit) -> bool:
    return bool(repository.criteria_requirements(audit))


def _has_document(repository: Repository, audit: Audit) -> bool:
    """Whether own documents are audited against, as a whole or by section."""
    named = audit.criteria.data.requirements if audit.criteria else ()
    return bool(repository.criteria_documents(audit)) or any("#" in item for item in named)


@rule("PLN002", "one-sided-criteria", Severity.warning, basis="27001 9.2.1 a", gate=Gate.announced)
def one_sided_criteria(repository: Repository) -> Iterator[Hit]:
    """The criteria of an audit hold no own document, or no standard.

    Why: internal audits look at the organisation's own requirements as well as at those of the standard.

    Fix: add the policies and procedures audited against, with their version, to `documents`; or the clauses and
    controls to `requirements`.
    """
    for audit in repository.own_audits:
        if not _knows_criteria(repository, audit):
            continue
        standard, document = _has_standard(repository, audit), _has_document(repository, audit)
        if standard != document:
            key = "documents" if standard else "requirements"
            yield Hit(
                audit.site("criteria", key),
                phrase("the criteria of %(audit)s hold no own document", audit=audit.id)
                if standard
                else phrase("the criteria of %(audit)s hold no standard", audit=audit.id),
                help=f"add it to `{key}` of the criteria",
                audit=audit.id,
            )


@rule("PLN003", "incomplete-session", Severity.error, basis="19011", gate=Gate.announced)
def incomplete_session(repository: Repository) -> Iterator[Hit]:
    """A session has no auditor, no date or no requirements.

    Why: who is met by whom, when and about what lets both sides prepare. A session without requirements has
    nothing to be held against.

    Fix: complete the session. Without `requirements` those of its process count that are in the criteria;
    where none are, name them.
    """
    for audit in repository.own_audits:
        gaps = {
            session.id: found
            for session in audit.sessions.values()
            if (found := list(_session_gaps(repository, audit, session)))
        }
        if gaps:
            first, *others = (audit.sessions[name] for name in gaps)
            words = [
                phrase("%(what)s (%(detail)s)", what=name, detail=joined(", ", found))
                for name, found in gaps.items()
            ]
            yield Hit(
                first.key(),
                phrase("not ready in the schedule: %(sessions)s", sessions=listed(words)),
                help=phrase("complete these sessions"),
                related=tuple((session.key(), session.id) for session in others),
                audit=audit.id,
            )


def _session_gaps(repository: Repository, audit: Audit, session: Record[Session]) -> Iterator[str]:
    data = session.data
    if not data.auditors:
        yield phrase("no auditor")
    if data.date is None:
        yield phrase("no date")
    knows = data.process in repository.processes and _knows_criteria(repository, audit)
    if knows and not data.requirements and not repository.session_requirements(audit, data):
        yield phrase("no requirements")
