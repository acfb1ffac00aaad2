"""What 9.2.2 asks of the audit programme, held against the programme and its audits."""

from datetime import date

from auditctl.analysis.conformity.parts import Answer, Element, Held, counted
from auditctl.analysis.coverage import counts
from auditctl.analysis.cycle_coverage import CoverState, process_covers
from auditctl.analysis.deadlines import report_day
from auditctl.analysis.readiness.parts import Shown
from auditctl.model.process import Importance
from auditctl.model.programme import Programme

IN_TIME = frozenset({CoverState.audited, CoverState.planned})


def _frequency(held: Held) -> Answer:
    if held.cycle is None:
        return _no_programme()
    data = held.cycle.programme.data
    entries = [entry for entry in held.cycle.audits.values() if not entry.data.cancelled]
    if not entries:
        return Answer(1, 0, "programme", missing=("audits",), remark="the programme plans no audit")
    told = f"{counted(len(entries), 'audit')} planned from {data.from_} to {data.to}"
    shown = (Shown(_path(held), "the planned audits"),)
    if _ended(held):
        day = held.repository.today
        told = f"{told}; it ended, and no programme covers {day} or follows"
        return Answer(1, 0, "programme", shown, (f"a programme from {day} on",), told, begun=1)
    return Answer(1, 1, "programme", shown, remark=told)


def _ended(held: Held) -> bool:
    """Whether every programme is over."""
    return all(cycle.programme.data.to < held.repository.today for cycle in held.repository.cycles.values())


def _saying(key: str, what: str) -> Element:
    """Return the element that the programme says something of its own."""

    def answer(held: Held) -> Answer:
        if held.cycle is None:
            return _no_programme()
        if not getattr(held.cycle.programme.data, key):
            return Answer(1, 0, "programme", missing=(key,), remark="the programme does not say")
        return Answer(1, 1, "programme", (Shown(_path(held), f"its {key}"),), remark="the programme says it")

    questions = {
        "methods": "Where were interviews and documents not enough, and what did you do instead?",
        "responsibilities": "Who decides what is audited, and who makes sure that it happens?",
        "planning": "What made you plan this audit as you did, and who agreed to it?",
        "reporting": "Who gets which result, by when, and what do they do with it?",
    }
    filled_by = f"`{key}` in the programme"
    return Element("9.2.2", key, what, questions[key], filled_by, ("PRG001", "PRG003"), answer)


def _importance(held: Held) -> Answer:
    """Return which processes of high importance are audited in their window; where none is rated, nothing shows it."""
    processes = [held.repository.processes[name] for name in process_covers(held.repository)]
    rated = [record for record in processes if "importance" in record.data.model_fields_set]
    if not processes:
        return Answer(0, 0, "process", remark="no process on record yet")
    if not rated:
        return Answer(1, 0, "process", remark="no process says how important it is")
    high = [record for record in rated if record.data.importance is Importance.high]
    covers = process_covers(held.repository)
    in_time = [record for record in high if covers[record.id].state in IN_TIME]
    path = rated[0].document.path
    shown = Shown(path, f"importance of {len(rated)} of {len(processes)} processes")
    if not high:
        return Answer(1, 1, "process", (shown,), remark="no process is of high importance")
    missing = tuple(record.id for record in high if record not in in_time)
    remark = f"{len(in_time)} of {len(high)} processes of high importance audited or planned in time"
    return Answer(len(high), len(in_time), "process", (shown,), missing, remark)


def _previous_results(held: Held) -> Answer:
    """Return which audits that were reported before the programme was last written it names."""
    if held.cycle is None:
        return _no_programme()
    written = _written(held.cycle.programme.data)
    if written is None:
        return Answer(0, 0, "audit", remark="the programme was not approved yet")
    named = {
        name for cycle in held.repository.cycles.values() for name in cycle.programme.data.previous_results
    }
    before = [
        audit.id
        for audit in held.repository.audits.values()
        if counts(audit) and (day := report_day(audit)) is not None and day < written
    ]
    considered = [name for name in before if name in named]
    records = (Shown(_path(held), f"previous results: {', '.join(considered)}"),) if considered else ()
    missing = tuple(name for name in before if name not in named)
    if not before:
        return Answer(0, 0, "audit", remark="no audit was reported before the programme was last written")
    return Answer(len(before), len(considered), "audit", records, missing)


def _written(programme: Programme) -> date | None:
    days = [revision.date for revision in programme.revisions]
    return max((*days, programme.approved.date) if programme.approved else days, default=None)


def _no_programme() -> Answer:
    return Answer(1, 0, "programme", remark="no audit programme on record")


def _path(held: Held) -> str:
    return held.cycle.programme.document.path if held.cycle else ""


PROGRAMME = (
    Element(
        "9.2.2",
        "frequency",
        "The programme says which audits take place when",
        "Why are there as many audits as there are, and not more or fewer?",
        "`audits` in the programme, each with `planned`; after its end a new one in `programmes/`",
        ("PRG001", "PRG003", "PRG009", "PRG011"),
        _frequency,
    ),
    _saying("methods", "The programme says how audits are done"),
    _saying("responsibilities", "The programme says who does what"),
    _saying("planning", "The programme says how an audit is prepared"),
    _saying("reporting", "The programme says to whom results go"),
    Element(
        "9.2.2",
        "importance",
        "What matters more is looked at sooner and more often",
        "Which processes do you audit more often than others, and why these?",
        "`importance` of each process; an audit of it in time: `auditctl plan new`",
        ("PRG008", "COV004"),
        _importance,
    ),
    Element(
        "9.2.2",
        "previous results",
        "What earlier audits found shapes what is planned",
        "What did you plan differently because of the last audit?",
        "`previous_results` in the programme",
        ("PRG004", "PLN008"),
        _previous_results,
    ),
)
