"""Cause and extent: why it happened, and where else."""

from collections.abc import Iterator

from auditctl.analysis.gates import Gate
from auditctl.analysis.likeness import repeats
from auditctl.analysis.naming import called
from auditctl.analysis.wording import Tone, phrases
from auditctl.diagnostics import Severity
from auditctl.model.capa import Capa, CauseMethod
from auditctl.model.record import Hit, Record, Site
from auditctl.phrases import phrase
from auditctl.repository import Repository
from auditctl.rules.cap.subjects import live, of_nonconformities
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

WHYS = 3
"""Questions that a five-whys asks at least before it stops."""


@rule("CAP003", "without-cause", Severity.error, basis="27001 10.2 b 2", gate=Gate.submitted)
def without_cause(repository: Repository) -> Iterator[Hit]:
    """The CAPA of a nonconformity names no cause.

    Why: without its cause only the instance is mended, and the next one is on its way.

    Fix: find it with `auditctl capa cause`, or write `cause` with the method, the steps and what came out.
    """
    for capa in of_nonconformities(repository):
        if capa.data.cause is None or capa.data.cause.cause is None:
            yield Hit(
                capa.key("cause") if capa.data.cause else capa.key(),
                phrase("%(capa)s names no cause", capa=capa.id),
                help=phrase(
                    "ask why it could happen: `auditctl capa cause %(capa)s`", capa=called(repository, capa)
                ),
                audit=capa.audit,
                capa=capa.name,
            )


@rule(
    "CAP004",
    "repeated-cause",
    Severity.error,
    basis="27001 10.2 b 2; house: the number of whys",
    gate=Gate.submitted,
)
def repeated_cause(repository: Repository) -> Iterator[Hit]:
    """The cause repeats the finding, or the cause that did not hold last time; or a five-whys stops early.

    Why: that it happened is not why it happened. A cause that was acted on without effect was not the
    cause, or not the whole of it. A five-whys with fewer than three questions is only warned about.

    Fix: ask further with `auditctl capa cause`, until an answer lies in how the work is organised, and act on that
    one.
    """
    for capa in of_nonconformities(repository):
        cause = capa.data.cause
        if cause is None:
            continue
        if cause.cause:
            yield from _repeating(repository, capa, cause.cause)
        if cause.method is CauseMethod.five_whys and len(cause.whys) < WHYS:
            asked = len(cause.whys)
            yield Hit(
                capa.at("cause", "whys") if cause.whys else capa.at("cause", "method"),
                phrase(
                    "the five-whys of %(capa)s asks %(asked)s of at least %(whys)s questions",
                    capa=capa.id,
                    asked=asked,
                    whys=WHYS,
                ),
                help="ask on, or name the method that was used",
                severity=Severity.warning,
                audit=capa.audit,
                capa=capa.name,
            )


def _repeating(repository: Repository, capa: Record[Capa], cause: str) -> Iterator[Hit]:
    """Yield one hit where the cause says again what was found, or what was thought last time."""
    repeated = next((found for found in _sources(repository, capa) if repeats(cause, found[0])), None)
    if repeated:
        _, words, site = repeated
        yield Hit(
            capa.at("cause", "cause"),
            phrase("the cause of %(capa)s repeats %(what)s", capa=capa.id, what=words),
            help=phrase("ask why it could happen, until the answer lies in how the work is organised"),
            related=((site, "said here already"),),
            audit=capa.audit,
            capa=capa.name,
        )


def _sources(repository: Repository, capa: Record[Capa]) -> Iterator[tuple[str, str, Site]]:
    """Yield the texts that a cause must not repeat, in words and with their places."""
    for finding in repository.findings_of(capa):
        yield finding.data.title, phrase("the title of %(finding)s", finding=finding.id), finding.at("title")
        if finding.data.statement:
            words = phrase("the statement of %(finding)s", finding=finding.id)
            yield finding.data.statement, words, finding.at("statement")
    origin = capa.data.origin
    if origin and origin.statement:
        yield origin.statement, phrase("what its origin states"), capa.at("origin", "statement")
    for followed in _followed(repository, capa):
        if followed.data.cause and followed.data.cause.cause:
            words = phrase("the cause of %(capa)s, which it follows", capa=followed.name)
            yield followed.data.cause.cause, words, followed.at("cause", "cause")


def _followed(repository: Repository, capa: Record[Capa]) -> Iterator[Record[Capa]]:
    """Yield the CAPA that one follows, and those that this one follows in turn."""
    seen = {capa.name}
    at = capa
    while before := repository.capa(at.data.follows or "", at.audit):
        if before.name in seen:
            return
        seen.add(before.name)
        yield before
        at = before


@rule("CAP005", "without-extent", Severity.error, basis="27001 10.2 b 3", gate=Gate.submitted)
def without_extent(repository: Repository) -> Iterator[Hit]:
    """The CAPA of a nonconformity does not say whether similar ones exist.

    Why: the audit took a sample. The same cause may have left its mark in other places, systems or
    months, and the auditee is the one who can look.

    Fix: record with `auditctl capa extent` what was checked and what came out.
    """
    for capa in of_nonconformities(repository):
        extent = capa.data.extent
        if extent is None or not (extent.checked or extent.result):
            yield Hit(
                capa.key("extent") if extent else capa.key(),
                phrase("%(capa)s does not say where else it was looked for", capa=capa.id),
                help=phrase(
                    "record what was checked and what came out: `auditctl capa extent %(capa)s`",
                    capa=called(repository, capa),
                ),
                audit=capa.audit,
                capa=capa.name,
            )


@rule("CAP013", "human-error", Severity.note)
def human_error(repository: Repository) -> Iterator[Hit]:
    """The cause is human error, or all that is done is to train and remind.

    Why: people slip, everywhere and always. What can be changed is what let the slip through: a step
    without a check, a task without an owner, a form that invites the mistake.

    Fix: ask what made the slip possible and what would have caught it; add an action that changes how
    the work is done.
    """
    language = repository.settings.language
    for capa in live(repository):
        cause = capa.data.cause
        slips = phrases(cause.cause, Tone.human_error, language) if cause and cause.cause else []
        if slips:
            yield Hit(
                capa.at("cause", "cause"),
                phrase(
                    "the cause of %(capa)s is human error (%(words)s)",
                    capa=capa.id,
                    words=listed([repr(item) for item in slips]),
                ),
                help="ask what let it happen, and what would have caught it",
                audit=capa.audit,
                capa=capa.name,
            )
        actions = capa.data.actions.values()
        if actions and all(phrases(action.what, Tone.training, language) for action in actions):
            yield Hit(
                capa.key("actions"),
                phrase("%(capa)s does nothing but train or remind", capa=capa.id),
                help="add an action that changes how the work is done",
                audit=capa.audit,
                capa=capa.name,
            )
