"""Runs the rules; applies gates, settings, severities and silencing: from hits to diagnostics."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from auditctl.analysis.gates import AUDIT_GATES, CAPA_GATES, Gate, audit_gates, capa_gates
from auditctl.analysis.issue import before_issue
from auditctl.diagnostics import Diagnostic, Label, Outcome, Severity, Silenced
from auditctl.fingerprints import with_twins
from auditctl.model.nearest import nearest
from auditctl.model.place import location
from auditctl.model.record import Hit
from auditctl.phrases import counted, phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.basis import spoken
from auditctl.rules.listing import listed
from auditctl.rules.registry import FIXED, TITLES, Rule, registry
from auditctl.rules.rpt.errors_left import CODE as RPT002
from auditctl.rules.rpt.subjects import unsealed
from auditctl.silencing import silence

if TYPE_CHECKING:
    from auditctl.repository.history import History

ALWAYS = frozenset({*FIXED, "CAP", "RPT", "HIS"})
"""Families that look at issued, external, legacy and cancelled audits too."""
ALSO_EXTERNAL = frozenset({"FND001", "IND006", "ORG002"})


@dataclass(frozen=True, slots=True)
class Options:
    """How a check is run: a gate to judge as passed, whether rules of the calendar count, what to show.

    `ready` is the day of an external audit: with it the rules of readiness are asked too, which are silent else.
    So are those of the history without `history`.
    """

    gate: Gate | None = None
    ready: date | None = None
    timed: bool = True
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    history: "History | None" = None

    def runs(self, rule: Rule) -> bool:
        """Whether a rule is asked at all."""
        return (
            (self.ready is not None or rule.before is None)
            and (self.history is not None or rule.recorded is None)
            and (self.timed or not rule.timed)
            and (not self.select or matches(rule.code, self.select))
        )

    def shows(self, item: Diagnostic) -> bool:
        if self.select and not matches(item.code, self.select):
            return False
        if matches(item.code, self.ignore):
            return False
        return not self.paths or any(_within(item.location.path, path) for path in self.paths)


EVERYTHING = Options()
AT_ISSUE = Options(gate=Gate.issue, timed=False)
"""As a report is judged before it goes out."""


def check(repository: Repository, options: Options = EVERYTHING) -> Outcome:
    """Return every diagnostic of a repository, sorted by place, with what was silenced."""
    judge = Judge(repository, options)
    found = list(_hits(repository, options))
    untold = {hit.code for hit in found if hit.timed and not options.timed}
    told = (hit for hit in found if options.timed or not hit.timed)
    judged = [item for hit in told if (item := judge.diagnostic(hit))]
    judged += [item for hit in _left_over(repository, options, judged) if (item := judge.diagnostic(hit))]
    ran = frozenset(
        rule.code for rule in registry().values() if options.runs(rule) and rule.code not in untold
    )
    spoken, silenced = _numbered(*silence(repository, judged, ran))
    shown = [item for item in spoken if options.shows(item)]
    return Outcome(
        diagnostics=tuple(shown),
        silenced=tuple(item for item in silenced if options.shows(item.diagnostic)),
        files=repository.files,
        ignored=len(spoken) - len(shown),
    )


def _numbered(
    spoken: Iterable[Diagnostic], silenced: Sequence[Silenced]
) -> tuple[list[Diagnostic], list[Silenced]]:
    """Return what is said, by place, and what is silenced, twins numbered before a flag leaves any of them out."""
    ordered = sorted(spoken, key=lambda item: item.order)
    found = with_twins([*ordered, *(item.diagnostic for item in silenced)])
    said = len(ordered)
    held = [replace(item, diagnostic=own) for item, own in zip(silenced, found[said:], strict=True)]
    return found[:said], held


def _left_over(repository: Repository, options: Options, judged: list[Diagnostic]) -> Iterator[Hit]:
    """Yield RPT002 for each audit whose report rests on errors: about to be issued, or issued without a seal."""
    if not options.runs(registry()[RPT002]):
        return
    if options.gate is Gate.issue:
        whole = (
            judged_as(repository, AT_ISSUE) if options.select else silence(repository, judged, frozenset())[0]
        )
        for audit in repository.own_audits:
            yield from _of_errors(audit, errors_of(audit, whole))
    issued = [audit for audit in unsealed(repository) if audit.is_issued]
    if issued:
        asked = before_issue(repository, [audit.id for audit in issued])
        again = judged_as(asked, AT_ISSUE)
        for audit in issued:
            yield from _of_errors(audit, errors_of(audit, again))


def judged_as(repository: Repository, options: Options) -> list[Diagnostic]:
    """Return what is said and not silenced, without the second pass."""
    judge = Judge(repository, options)
    found = (hit for hit in _hits(repository, options) if options.timed or not hit.timed)
    return silence(repository, [item for hit in found if (item := judge.diagnostic(hit))], frozenset())[0]


def errors_of(audit: Audit, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the errors on which the report of an audit would rest.

    Corrective actions and what comes with the calendar go on after it; errors of reading show themselves.
    """
    return [
        item
        for item in found
        if item.severity is Severity.error
        and not item.timed
        and item.code[:3] not in ALWAYS
        and item.code != "IND006"
        and (item.audit == audit.id or item.location.path.startswith(f"audits/{audit.id}/"))
    ]


def _of_errors(audit: Audit, errors: list[Diagnostic]) -> Iterator[Hit]:
    if errors:
        codes = listed(sorted({item.code for item in errors}))
        message = counted(
            "the report of %(audit)s rests on %(n)s error: %(codes)s",
            "the report of %(audit)s rests on %(n)s errors: %(codes)s",
            len(errors),
            audit=audit.id,
            codes=codes,
        )
        first = errors[0]
        place = f"{first.location.path}:{first.location.line}"
        yield Hit(
            audit.site("report", "issued"),
            message,
            code=RPT002,
            help=phrase(
                "%(code)s at %(place)s: %(problem)s",
                code=first.code,
                place=place,
                problem=first.message,
            ),
            audit=audit.id,
        )


def _hits(repository: Repository, options: Options) -> Iterator[Hit]:
    """Yield what the loader and every rule found, each with its code."""
    yield from repository.problems
    yield from _settings_hits(repository)
    for rule in registry().values():
        if options.runs(rule):
            for hit in _of_rule(rule, repository, options):
                yield hit if hit.code else replace(hit, code=rule.code)


def _of_rule(rule: Rule, repository: Repository, options: Options) -> Iterable[Hit]:
    if rule.before and options.ready:
        return rule.before(repository, options.ready)
    if rule.recorded and options.history:
        return rule.recorded(repository, options.history)
    return rule.check(repository) if rule.check else ()


def matches(code: str, patterns: tuple[str, ...]) -> bool:
    """Whether a code is one of those named, or of a family named."""
    return any(code.startswith(pattern) for pattern in patterns)


def _within(path: str, folder: str) -> bool:
    return folder in {"", "."} or path == folder or path.startswith(f"{folder.rstrip('/')}/")


def _settings_hits(repository: Repository) -> Iterator[Hit]:
    """Yield codes in the settings that no rule has, or that cannot be lowered."""
    record = repository.settings_record
    if record is None:
        return
    for code in record.data.rules.severity:
        site = record.key("rules", "severity", code)
        if code in FIXED or code == "IND" or (code in registry() and registry()[code].is_fixed):
            yield Hit(
                site,
                phrase("%(code)s cannot be lowered", code=code),
                code="SUP003",
                help=phrase("mend what it reports; take this line out"),
            )
        elif code not in registry() and code not in TITLES:
            near = nearest(code, registry())
            yield Hit(
                site,
                f"there is no rule {code!r}",
                code="SCH003",
                help=f"did you mean {near}?" if near else "`auditctl rules` lists all",
            )


@dataclass(frozen=True)
class Judge:
    """Gives each hit its severity on the facts of its audit or corrective action."""

    repository: Repository
    options: Options

    def diagnostic(self, hit: Hit) -> Diagnostic | None:
        """Return the diagnostic of a hit, or nothing where it does not count."""
        rule = registry()[hit.code]
        audit = self.repository.audits.get(hit.audit)
        if audit and not self._looks_at(rule, audit):
            return None
        severity = self._severity(rule, hit, audit)
        if severity is None:
            return None
        related = tuple(Label(location(site), words) for site, words in hit.related)
        return Diagnostic(
            hit.code, rule.name, severity, rule.told(hit.message), location(hit.site), hit.label, related, hit.help,
            spoken(rule.basis), hit.also, hit.accepted_by, hit.audit, rule.timed or hit.timed,
        )  # fmt: skip

    def _looks_at(self, rule: Rule, audit: Audit) -> bool:
        """Whether a rule still, or at all, judges an audit of this kind and state."""
        if rule.family in ALWAYS or rule.code == "IND006":
            return True
        if audit.is_external:
            return rule.code in ALSO_EXTERNAL
        if audit.is_legacy or audit.is_issued:
            return rule.after_issue
        if audit.data.cancelled:
            return False
        since = self.repository.settings.records_since
        return not (since and rule.gate and audit.fieldwork and audit.fieldwork[1] < since)

    def _severity(self, rule: Rule, hit: Hit, audit: Audit | None) -> Severity | None:
        severity = hit.severity or rule.severity
        if not hit.accepted_by and not hit.is_settled:
            word = self._setting(rule)
            if word == "off":
                return None
            severity = self._set(Severity[word], severity, hit, audit) if word else severity
        gate = rule.gate if hit.gate is None else hit.gate
        is_passed = not gate or self._passed(Gate(gate), hit, audit)
        if (
            hit.expected_from
            and not (gate and is_passed)
            and not self._stands(Gate(hit.expected_from), hit, audit)
        ):
            return None
        if not is_passed:
            return min(severity, rule.draft)
        return severity

    def _set(self, asked: Severity, own: Severity, hit: Hit, audit: Audit | None) -> Severity:
        """Return what a setting makes of a severity: of a report that went out it raises nothing that is over."""
        capa = self.repository.capas.get(hit.capa)
        is_past = audit is not None and audit.is_issued and capa is not None and capa.data.is_over
        return min(asked, own) if is_past else asked

    def _setting(self, rule: Rule) -> str:
        """Return the word that the settings give a code or its family, where it may be lowered."""
        words = self.repository.settings.rules.severity
        word = words.get(rule.code) or words.get(rule.family)
        return "" if word is None or rule.is_fixed else word.value

    def _passed(self, gate: Gate, hit: Hit, audit: Audit | None) -> bool:
        """Whether a gate is judged as passed: asked for, or by the facts."""
        ladder = AUDIT_GATES if gate in AUDIT_GATES else CAPA_GATES
        forced = self.options.gate
        if forced in ladder and ladder.index(gate) <= ladder.index(forced):
            return True
        return self._stands(gate, hit, audit)

    def _stands(self, gate: Gate, hit: Hit, audit: Audit | None) -> bool:
        """Whether the facts say that a gate was passed."""
        if gate in AUDIT_GATES:
            return audit is not None and gate in audit_gates(audit)
        capa = self.repository.capas.get(hit.capa)
        return capa is not None and gate in capa_gates(capa.data)
