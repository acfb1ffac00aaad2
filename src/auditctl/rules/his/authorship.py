"""Who, as git knows it, wrote what is audited."""

from collections.abc import Iterator

from auditctl.analysis.assignment import of_session
from auditctl.analysis.days import months_before
from auditctl.analysis.roster import auditing
from auditctl.diagnostics import Severity
from auditctl.model.audit import Session
from auditctl.model.record import Hit, Record
from auditctl.phrases import phrase
from auditctl.repository import Audit, Repository
from auditctl.repository.history import History, document_path
from auditctl.repository.stretches import Version
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule_of_history


@rule_of_history("HIS003", "auditor-wrote-it", Severity.warning, basis="17021-1; house")
def auditor_wrote_it(repository: Repository, history: History) -> Iterator[Hit]:
    """An auditor of a session is, by their `emails`, the git author of a document of the audited process.

    Why: whoever wrote a policy audits their own work when they audit against it, also where documents.yaml names
    somebody else. The time looked back is `design_look_back_months`.

    Fix: let another auditor take the session. Where the change was of no weight, such as a heading, say so in a
    comment `# auditctl: ignore[HIS003] reason`.
    """
    written = _Written(repository, history)
    for audit in repository.audits.values():
        if audit.is_own and not audit.data.cancelled:
            for session in audit.sessions.values():
                yield from _of_session(repository, audit, session, written)


class _Written:
    """The versions of documents by author, each document looked up once."""

    def __init__(self, repository: Repository, history: History) -> None:
        self._repository = repository
        self._history = history
        self._known: dict[str, list[Version]] = {}

    def versions(self, document: str) -> list[Version]:
        """Return who changed a document when; moving it is no change, and merging it neither."""
        if document not in self._known:
            record = self._repository.documents.get(document)
            path = document_path(self._history.git, record.data.path) if record else ""
            found = self._history.versions(path) if path else []
            self._known[document] = [
                version
                for version in found
                if version.blob and not version.commit.is_merge and not _is_moved(version)
            ]
        return self._known[document]


def _is_moved(version: Version) -> bool:
    return any(touch.is_gone and touch.before == version.blob for touch in version.commit.touches)


def _of_session(
    repository: Repository, audit: Audit, session: Record[Session], written: _Written
) -> Iterator[Hit]:
    day = session.data.date or (audit.fieldwork[0] if audit.fieldwork else repository.today)
    since = months_before(day, repository.settings.policy.design_look_back_months)
    process = repository.processes.get(session.data.process)
    if process is None:
        return
    documents = {*process.data.documents, *of_session(repository, audit, session).documents}
    for person, site in auditing(audit, session):
        record = repository.people.get(person)
        emails = {email.strip().casefold() for email in record.data.emails} if record else set()
        if not emails:
            continue
        told = []
        for document in sorted(documents):
            own = [
                version
                for version in written.versions(document)
                if version.commit.email.casefold() in emails
                and version.commit.day
                and since <= version.commit.day <= day
            ]
            if own and not _is_known(repository, document, person):
                commit = own[-1].commit
                told.append(
                    phrase(
                        "%(document)s on %(day)s (commit %(commit)s)",
                        document=document, day=commit.day, commit=commit.short,
                    )
                )  # fmt: skip
        if told and record:
            yield Hit(
                site,
                phrase(
                    "%(person)s audits %(process)s and is the git author of %(documents)s",
                    person=person,
                    process=session.data.process,
                    documents=listed(told),
                ),
                help="let another auditor take the session, or say in a comment why it was of no weight",
                related=((record.at("emails"), f"addresses of {person}"),),
                audit=audit.id,
            )


def _is_known(repository: Repository, document: str, person: str) -> bool:
    """Whether the register says so itself, and IND005 with it."""
    record = repository.documents.get(document)
    return record is not None and person in record.data.authors
