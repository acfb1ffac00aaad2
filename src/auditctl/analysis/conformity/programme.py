"""What 9.2.2 asks of the audit programme, held against the programme and its audits."""

from datetime import date

from auditctl.analysis.conformity.parts import Answer, Element, Held
from auditctl.analysis.conformity.units import of_audits, of_processes, of_programmes
from auditctl.analysis.coverage import counts
from auditctl.analysis.cycle_coverage import CoverState, process_covers
from auditctl.analysis.deadlines import report_day
from auditctl.analysis.readiness.parts import Shown
from auditctl.model.process import Importance
from auditctl.model.programme import Programme
from auditctl.phrases import Phrase, counted, joined, phrase

IN_TIME = frozenset({CoverState.audited, CoverState.planned})


def _frequency(held: Held) -> Answer:
    if held.cycle is None:
        return _no_programme()
    data = held.cycle.programme.data
    entries = [entry for entry in held.cycle.audits.values() if not entry.data.cancelled]
    if not entries:
        return Answer(1, 0, of_programmes, missing=("audits",), remark=phrase("the programme plans no audit"))
    told = counted(
        "%(n)s audit planned from %(first)s to %(last)s",
        "%(n)s audits planned from %(first)s to %(last)s",
        len(entries),
        first=data.from_,
        last=data.to,
    )
    shown = (Shown(_path(held), phrase("the planned audits")),)
    if _ended(held):
        day = held.repository.today
        ended = phrase("it ended, and no programme covers %(day)s or follows", day=day)
        missing = (phrase("a programme from %(day)s on", day=day),)
        return Answer(1, 0, of_programmes, shown, missing, joined("; ", (told, ended)), begun=1)
    return Answer(1, 1, of_programmes, shown, remark=told)


def _ended(held: Held) -> bool:
    """Whether every programme is over."""
    return all(cycle.programme.data.to < held.repository.today for cycle in held.repository.cycles.values())


def _saying(key: str, aspect: Phrase, title: Phrase, question: Phrase, shown: Phrase) -> Element:
    """Return the element that the programme says something of its own."""

    def answer(held: Held) -> Answer:
        if held.cycle is None:
            return _no_programme()
        if not getattr(held.cycle.programme.data, key):
            return Answer(1, 0, of_programmes, missing=(key,), remark=phrase("the programme does not say"))
        return Answer(
            1, 1, of_programmes, (Shown(_path(held), shown),), remark=phrase("the programme says it")
        )

    filled_by = phrase("`%(key)s` in the programme", key=key)
    return Element("9.2.2", aspect, title, question, filled_by, ("PRG001", "PRG003"), answer)


def _importance(held: Held) -> Answer:
    """Return which processes of high importance are audited in their window; where none is rated, nothing shows it."""
    processes = [held.repository.processes[name] for name in process_covers(held.repository)]
    rated = [record for record in processes if "importance" in record.data.model_fields_set]
    if not processes:
        return Answer(0, 0, of_processes, remark=phrase("no process on record yet"))
    if not rated:
        return Answer(1, 0, of_processes, remark=phrase("no process says how important it is"))
    high = [record for record in rated if record.data.importance is Importance.high]
    covers = process_covers(held.repository)
    in_time = [record for record in high if covers[record.id].state in IN_TIME]
    path = rated[0].document.path
    words = phrase("importance of %(n)s of %(all)s processes", n=len(rated), all=len(processes))
    shown = Shown(path, words)
    if not high:
        return Answer(1, 1, of_processes, (shown,), remark=phrase("no process is of high importance"))
    missing = tuple(record.id for record in high if record not in in_time)
    remark = phrase(
        "%(n)s of %(all)s processes of high importance audited or planned in time",
        n=len(in_time),
        all=len(high),
    )
    return Answer(len(high), len(in_time), of_processes, (shown,), missing, remark)


def _previous_results(held: Held) -> Answer:
    """Return which audits that were reported before the programme was last written it names."""
    if held.cycle is None:
        return _no_programme()
    written = _written(held.cycle.programme.data)
    if written is None:
        return Answer(0, 0, of_audits, remark=phrase("the programme was not approved yet"))
    named = {
        name for cycle in held.repository.cycles.values() for name in cycle.programme.data.previous_results
    }
    before = [
        audit.id
        for audit in held.repository.audits.values()
        if counts(audit) and (day := report_day(audit)) is not None and day < written
    ]
    considered = [name for name in before if name in named]
    words = phrase("previous results: %(audits)s", audits=joined(", ", considered))
    records = (Shown(_path(held), words),) if considered else ()
    missing = tuple(name for name in before if name not in named)
    if not before:
        return Answer(
            0, 0, of_audits, remark=phrase("no audit was reported before the programme was last written")
        )
    return Answer(len(before), len(considered), of_audits, records, missing)


def _written(programme: Programme) -> date | None:
    days = [revision.date for revision in programme.revisions]
    return max((*days, programme.approved.date) if programme.approved else days, default=None)


def _no_programme() -> Answer:
    return Answer(1, 0, of_programmes, remark=phrase("no audit programme on record"))


def _path(held: Held) -> str:
    return held.cycle.programme.document.path if held.cycle else ""


PROGRAMME = (
    Element(
        "9.2.2",
        phrase("frequency"),
        phrase("The programme says which audits take place when"),
        phrase("Why are there as many audits as there are, and not more or fewer?"),
        phrase("`audits` in the programme, each with `planned`; after its end a new one in `programmes/`"),
        ("PRG001", "PRG003", "PRG009", "PRG011"),
        _frequency,
    ),
    _saying(
        "methods",
        phrase("methods"),
        phrase("The programme says how audits are done"),
        phrase("Where were interviews and documents not enough, and what did you do instead?"),
        phrase("its methods"),
    ),
    _saying(
        "responsibilities",
        phrase("responsibilities"),
        phrase("The programme says who does what"),
        phrase("Who decides what is audited, and who makes sure that it happens?"),
        phrase("its responsibilities"),
    ),
    _saying(
        "planning",
        phrase("planning"),
        phrase("The programme says how an audit is prepared"),
        phrase("What made you plan this audit as you did, and who agreed to it?"),
        phrase("its planning"),
    ),
    _saying(
        "reporting",
        phrase("reporting"),
        phrase("The programme says to whom results go"),
        phrase("Who gets which result, by when, and what do they do with it?"),
        phrase("its reporting"),
    ),
    Element(
        "9.2.2",
        phrase("importance"),
        phrase("What matters more is looked at sooner and more often"),
        phrase("Which processes do you audit more often than others, and why these?"),
        phrase("`importance` of each process; an audit of it in time: `auditctl plan new`"),
        ("PRG008", "COV004"),
        _importance,
    ),
    Element(
        "9.2.2",
        phrase("previous results"),
        phrase("What earlier audits found shapes what is planned"),
        phrase("What did you plan differently because of the last audit?"),
        phrase("`previous_results` in the programme"),
        ("PRG004", "PLN008"),
        _previous_results,
    ),
)
