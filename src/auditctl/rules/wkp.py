"""Work papers: what each line of a session came to, and on what it rests."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from auditctl.analysis.gaps import is_read
from auditctl.analysis.gates import Gate, results_expected_from
from auditctl.diagnostics import Severity
from auditctl.model.audit import Method, Session, SessionResult
from auditctl.model.evidence import EvidenceKind
from auditctl.model.record import Hit, Record, Site
from auditctl.model.types import Kind
from auditctl.model.workpaper import Line, LineResult, Workpaper
from auditctl.phrases import Phrase, counted, filled, naming, phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

WITH_FINDING = frozenset({LineResult.nonconform, LineResult.ofi})
LEFT_OUT = frozenset({LineResult.not_applicable, LineResult.not_audited})
OPERATED = ("A.7.", "A.8.")
"""Groups of controls that are seen at work, not on paper."""


def _told(
    audits: Iterable[Audit],
    lacks: Callable[[Line], bool],
    key: str,
    message: Phrase,
    help_: str,
) -> Iterator[Hit]:
    """Yield one hit for each work paper with lines that lack something; `message` takes lines and work paper."""
    for audit, workpaper in _held(audits):
        lines = [index for index, line in enumerate(workpaper.data.lines) if lacks(line)]
        if lines:
            yield Hit(
                workpaper.at("lines", lines[0], key),
                filled(message, lines=_numbered(workpaper, lines), workpaper=workpaper.id),
                help=help_,
                related=tuple(
                    (workpaper.at("lines", index, key), f"line {index + 1}") for index in lines[1:]
                ),
                audit=audit.id,
            )


def _held(audits: Iterable[Audit]) -> Iterator[tuple[Audit, Record[Workpaper]]]:
    for audit in audits:
        for workpaper in audit.workpapers.values():
            yield audit, workpaper


def _numbered(workpaper: Record[Workpaper], lines: list[int]) -> Phrase:
    """Return the numbers of lines, which are the same lines whatever their numbers."""
    numbers = listed([str(index + 1) for index in lines])
    words = counted("line %(numbers)s", "lines %(numbers)s", len(lines), numbers=numbers)
    return naming(words, [workpaper.data.lines[index].ask for index in lines])


@rule("WKP001", "line-without-finding", Severity.error, gate=Gate.closing)
def line_without_finding(repository: Repository) -> Iterator[Hit]:
    """A line of a work paper is nonconform or OFI and names no finding.

    Why: what is not raised as a finding reaches neither the closing meeting nor the report, and nobody mends it.

    Fix: raise the finding and name it in `findings` of the line, or correct the result.
    """
    yield from _told(
        repository.own_audits,
        lambda line: line.result in WITH_FINDING and not line.findings,
        "result",
        phrase("%(lines)s of the work paper %(workpaper)s: nonconform or OFI without a finding"),
        phrase("raise it with `auditctl finding add` and name it in `findings` of the line"),
    )


@rule("WKP002", "conform-without-basis", Severity.warning, basis="19011", gate=Gate.closing)
def conform_without_basis(repository: Repository) -> Iterator[Hit]:
    """A line of a work paper is conform, with neither evidence nor a note.

    Why: conformity is a result too, and rests on evidence like any other. A bare tick cannot be followed by
    anybody else.

    Fix: name the record of evidence, or note what was seen.
    """
    yield from _told(
        repository.own_audits,
        lambda line: line.result is LineResult.conform and not (line.evidence or line.notes),
        "result",
        phrase("%(lines)s of the work paper %(workpaper)s: conform with neither evidence nor notes"),
        "name the `evidence` of the line, or note what was seen",
    )


@rule("WKP003", "left-out-without-note", Severity.warning, gate=Gate.closing)
def left_out_without_note(repository: Repository) -> Iterator[Hit]:
    """A line of a work paper is not applicable or was not audited, and no note says why.

    Why: the report says what was not covered and for which reason. Later nobody remembers it.

    Fix: write the reason into `notes` of the line.
    """
    yield from _told(
        repository.own_audits,
        lambda line: line.result in LEFT_OUT and not line.notes,
        "result",
        phrase("%(lines)s of the work paper %(workpaper)s: left out without a note"),
        "write the reason into `notes` of the line",
    )


@rule("WKP004", "undecided", Severity.error, gate=Gate.issue)
def undecided(repository: Repository) -> Iterator[Hit]:
    """A line of a work paper has no result; a session with neither work paper nor result is warned about.

    Why: an open question is neither conform nor nonconform, and a report that concludes over it claims what
    nobody found out. Before the opening nothing is expected yet.

    Fix: decide the line. What was not looked at is `not-audited`, with a note. Where a session needs no
    work paper, its `result` in the schedule is enough.
    """
    for audit in repository.own_audits:
        for hit in _without_result(audit):
            yield replace(hit, expected_from=results_expected_from(audit))


def _without_result(audit: Audit) -> Iterator[Hit]:
    yield from _told(
        [audit],
        lambda line: line.result is None,
        "ask",
        phrase("%(lines)s of the work paper %(workpaper)s: no result"),
        phrase("write `result`; what was not looked at is not-audited, with a note"),
    )
    if is_read(audit, Kind.workpaper):
        yield from _sessions_without_result(audit)


def _sessions_without_result(audit: Audit) -> Iterator[Hit]:
    bare = [
        session
        for session in audit.sessions.values()
        if session.id not in audit.workpapers and session.data.result is None
    ]
    if bare:
        yield Hit(
            bare[0].key(),
            phrase(
                "neither work paper nor result: %(sessions)s",
                sessions=listed([session.id for session in bare]),
            ),
            help="fill in the work paper, or write `result` and `details` in the session",
            related=tuple((session.key(), session.id) for session in bare[1:]),
            severity=Severity.warning,
            audit=audit.id,
        )


@dataclass(frozen=True, slots=True)
class _Judgement:
    """What a line, or a session without work paper, judged: against what, how and on which kinds of evidence."""

    requirements: frozenset[str]
    site: Site
    methods: frozenset[Method]
    kinds: frozenset[EvidenceKind]
    is_nonconform: bool

    @property
    def on_paper_alone(self) -> bool:
        """Whether documents are all that it rests on; where nothing is said, nothing is known."""
        said = bool(self.kinds) or self.methods == {Method.document_review}
        return said and self.methods <= {Method.document_review} and self.kinds <= {EvidenceKind.document}


@rule("WKP005", "on-paper-alone", Severity.warning, basis="house; 27001 9.2.1 b", gate=Gate.issue)
def on_paper_alone(repository: Repository) -> Iterator[Hit]:
    """A physical or technological control (A.7, A.8) was judged in order by documents alone.

    Why: an audit asks whether a control is implemented and maintained. A policy shows what is intended; records,
    configurations and what one sees on site show what is done. Which method a control asks for is a house rule.

    Fix: add a record, an observation or a test as evidence, or note in the report that only documents
    were looked at.
    """
    for audit in repository.own_audits:
        if not is_read(audit, Kind.evidence, Kind.workpaper):
            continue
        by_control: dict[str, list[_Judgement]] = {}
        for judgement in _judgements(repository, audit):
            for control in judgement.requirements:
                by_control.setdefault(control, []).append(judgement)
        papery = {
            control: judged[0].site
            for control, judged in by_control.items()
            if all(item.on_paper_alone and not item.is_nonconform for item in judged)
        }
        yield from _papery(repository, audit, papery)


def _papery(repository: Repository, audit: Audit, papery: dict[str, Site]) -> Iterator[Hit]:
    """Yield one hit for each file, with its controls."""
    by_file: dict[str, list[str]] = {}
    for control in repository.requirements.in_order(papery):
        by_file.setdefault(papery[control].document.path, []).append(control)
    for controls in by_file.values():
        yield Hit(
            papery[controls[0]],
            phrase("judged by documents alone: %(controls)s", controls=listed(controls)),
            help="add a record, an observation or a test that shows the control at work",
            audit=audit.id,
        )


def _judgements(repository: Repository, audit: Audit) -> Iterator[_Judgement]:
    for workpaper in audit.workpapers.values():
        session = audit.sessions.get(workpaper.id)
        for index, line in enumerate(workpaper.data.lines):
            if line.result and line.result.is_decided:
                yield _Judgement(
                    _operated(repository, line.requirements),
                    workpaper.at("lines", index, "requirements"),
                    frozenset({line.method} if line.method else session.data.methods if session else ()),
                    _kinds(repository, audit, line.evidence),
                    line.result is LineResult.nonconform,
                )
    for session in audit.sessions.values():
        if session.data.result and session.id not in audit.workpapers:
            yield _of_session(repository, audit, session)


def _of_session(repository: Repository, audit: Audit, session: Record[Session]) -> _Judgement:
    collected = tuple(item.id for item in audit.evidence.values() if item.data.session == session.id)
    return _Judgement(
        _operated(repository, tuple(repository.session_requirements(audit, session.data))),
        session.at("result"),
        frozenset(session.data.methods),
        _kinds(repository, audit, collected),
        session.data.result is SessionResult.nonconform,
    )


def _operated(repository: Repository, requirements: tuple[str, ...]) -> frozenset[str]:
    known = repository.requirements
    return frozenset(
        item
        for item in known.expand(requirements)
        if known.is_control(item) and known.split(item)[1].startswith(OPERATED)
    )


def _kinds(repository: Repository, audit: Audit, names: tuple[str, ...]) -> frozenset[EvidenceKind]:
    found = (repository.evidence_item(name, audit.id) for name in names)
    return frozenset(item.data.kind for item in found if item)


@rule("WKP006", "requirement-without-line", Severity.warning, gate=Gate.closing)
def requirement_without_line(repository: Repository) -> Iterator[Hit]:
    """A session has requirements that no line of its work paper covers.

    Why: the plan promised to look at them, and the report would count them as planned and never audited.

    Fix: add lines for them, also those that were not audited, or narrow the `requirements` of the session.
    Lines of another session on the same process count.
    """
    for audit in repository.own_audits:
        covered = _covered(repository, audit)
        for session in audit.sessions.values():
            workpaper = audit.workpapers.get(session.id)
            if workpaper is None or not is_read(audit, "criteria", Kind.workpaper):
                continue
            held = covered.get(session.data.process, frozenset())
            sections = [item for item in session.data.requirements if "#" in item and item not in held]
            leaves = repository.session_requirements(audit, session.data) - held
            missing = [*repository.requirements.in_order(leaves), *sections]
            if missing:
                yield Hit(
                    workpaper.key("lines") if workpaper.data.lines else workpaper.key(),
                    phrase(
                        "no line of the work paper %(workpaper)s covers %(missing)s",
                        workpaper=workpaper.id,
                        missing=listed(missing),
                    ),
                    help="add lines for them; what was not looked at is not-audited, with a note",
                    related=((session.key(), f"session {session.id}"),),
                    audit=audit.id,
                )


def _covered(repository: Repository, audit: Audit) -> dict[str, frozenset[str]]:
    """Return, by process, the requirements and sections that lines name."""
    found: dict[str, frozenset[str]] = {}
    for workpaper in audit.workpapers.values():
        session = audit.sessions.get(workpaper.id)
        if session:
            named = [item for line in workpaper.data.lines for item in line.requirements]
            leaves = repository.requirements.expand(named) | {item for item in named if "#" in item}
            found[session.data.process] = found.get(session.data.process, frozenset()) | leaves
    return found
