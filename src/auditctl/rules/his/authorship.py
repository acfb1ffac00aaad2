"""Who, as git knows it, wrote what is audited."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.assignment import of_session
from auditctl.analysis.days import months_before
from auditctl.analysis.roster import auditing
from auditctl.diagnostics import Severity
from auditctl.model.audit import Session
from auditctl.model.people import Person
from auditctl.model.record import Hit, Record
from auditctl.phrases import Phrase, phrase
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
    process = repository.processes.get(session.data.process)
    if process is None:
        return
    documents = sorted({*process.data.documents, *of_session(repository, audit, session).documents})
    window = _window(repository, audit, session)
    for person, site in auditing(audit, session):
        record = repository.people.get(person)
        if record is None:
            continue
        asked = (document for document in documents if not _is_known(repository, document, person))
        told = [
            _told(document, held) for document in asked if (held := _last(written, document, record, window))
        ]
        if told:
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


def _window(repository: Repository, audit: Audit, session: Record[Session]) -> tuple[date, date]:
    """Return the first and the last day on which to have written a document counts."""
    day = session.data.date or (audit.fieldwork[0] if audit.fieldwork else repository.today)
    return months_before(day, repository.settings.policy.design_look_back_months), day


def _last(
    written: _Written, document: str, record: Record[Person], window: tuple[date, date]
) -> Version | None:
    """Return the last version of a document that a person wrote within the window."""
    emails = {email.strip().casefold() for email in record.data.emails}
    own = [
        version
        for version in (written.versions(document) if emails else ())
        if version.commit.email.casefold() in emails
        and version.commit.day
        and window[0] <= version.commit.day <= window[1]
    ]
    return own[-1] if own else None


def _told(document: str, version: Version) -> Phrase:
    commit = version.commit
    return phrase(
        "%(document)s on %(day)s (commit %(commit)s)", document=document, day=commit.day, commit=commit.short
    )


def _is_known(repository: Repository, document: str, person: str) -> bool:
    """Whether the register says so itself, and IND005 with it."""
    record = repository.documents.get(document)
    return record is not None and person in record.data.authors
