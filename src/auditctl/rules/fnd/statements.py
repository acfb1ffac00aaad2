"""How a finding is worded."""

import re
from collections.abc import Iterator

from auditctl.analysis.gates import Gate
from auditctl.analysis.wording import Tone, people_named, phrases
from auditctl.diagnostics import Severity
from auditctl.model.finding import Grade
from auditctl.model.record import Hit
from auditctl.phrases import Phrase, phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.fnd.subjects import drafted, standing
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

SHORTEST = 30
"""Characters that a statement needs to say what was found, where and when."""
_FIGURE = re.compile(r"\d")
_ID = re.compile(r"(?<![a-z])[a-z]+(?:-[a-z]+)+")


@rule("FND003", "thin-statement", Severity.warning, basis="19011", gate=Gate.issue)
def thin_statement(repository: Repository) -> Iterator[Hit]:
    """The statement of a nonconformity is very short, or has no figure, date or id in it.

    Why: the auditee has to find again what was found, and the verifier has to see that it is gone. That
    takes where, when, and how many of how many.

    Fix: write what was looked at, how much of it, and what was found, with dates and ids. The id of a record of
    evidence, a document, a system or a process counts too.
    """
    for audit, finding in standing(repository):
        if not finding.data.is_nonconformity:
            continue
        statement = finding.data.statement or ""
        if len(" ".join(statement.split())) < SHORTEST:
            message = _short(finding.id) if statement else _missing(finding.id)
        elif not _FIGURE.search(statement) and not _names_record(repository, audit, statement):
            message = phrase(
                "the statement of %(finding)s has no figure, date or id in it", finding=finding.id
            )
        else:
            continue
        yield Hit(
            finding.at("statement") if statement else finding.key(),
            message,
            help="say where, when, and how many of how many",
            audit=audit.id,
        )


def _missing(finding: str) -> Phrase:
    return phrase("the statement of %(finding)s is missing", finding=finding)


def _short(finding: str) -> Phrase:
    return phrase(
        "the statement of %(finding)s is shorter than %(least)s characters", finding=finding, least=SHORTEST
    )


def _names_record(repository: Repository, audit: Audit, statement: str) -> bool:
    """Whether the id of a record stands in a statement; one without a hyphen may be a word like any other."""
    known = (audit.evidence, audit.sessions, repository.documents, repository.systems, repository.processes)
    return any(name in held for name in _ID.findall(statement) for held in known)


@rule("FND004", "unfair-wording", Severity.note, basis="19011 fair presentation")
def unfair_wording(repository: Repository) -> Iterator[Hit]:
    """A statement names a person, or its wording blames or recommends.

    Why: an audit judges a system. A name or a reproach turns the answer into a defence, and a
    recommendation takes the search for the cause away from those who own it.

    Fix: name the role or the process instead of the person, and state what was seen. A proposal belongs
    in `details` or in the talk about the corrective action.
    """
    language = repository.settings.language
    for audit, finding in drafted(repository):
        statement = finding.data.statement
        if statement is None:
            continue
        faults = [phrase("names %(person)s", person=person) for person in people_named(repository, statement)]
        faults += [
            phrase("blames (%(words)s)", words=repr(words))
            for words in phrases(statement, Tone.blaming, language)
        ]
        faults += [
            phrase("recommends (%(words)s)", words=repr(words))
            for words in phrases(statement, Tone.recommending, language)
        ]
        if faults:
            yield Hit(
                finding.at("statement"),
                phrase("the statement of %(finding)s %(faults)s", finding=finding.id, faults=listed(faults)),
                help="name the role or the process, and state what was seen",
                audit=audit.id,
            )


@rule("FND008", "ofi-like-nonconformity", Severity.note, basis="17021-1")
def ofi_like_nonconformity(repository: Repository) -> Iterator[Hit]:
    """An OFI is worded as if a requirement were not met.

    Why: a nonconformity that is called an opportunity for improvement gets no cause and no corrective
    action. A certification auditor looks for these.

    Fix: grade it a nonconformity, or word it so that one sees that the requirement is met and what
    could be better.
    """
    language = repository.settings.language
    for audit, finding in standing(repository):
        if finding.data.grade is not Grade.ofi:
            continue
        text = "\n".join(filter(None, (finding.data.title, finding.data.statement)))
        if found := phrases(text, Tone.nonconformity, language):
            yield Hit(
                finding.at("grade"),
                phrase(
                    "%(finding)s is an OFI but reads like a nonconformity: %(words)s",
                    finding=finding.id,
                    words=listed([repr(item) for item in found]),
                ),
                help="grade it a nonconformity, or say that the requirement is met and what could be better",
                audit=audit.id,
            )
