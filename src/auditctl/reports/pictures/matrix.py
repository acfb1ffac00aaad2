"""Who may audit what: a row for each process, a column for each person, how they stand as a pattern."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.independence import Independence
from auditctl.analysis.standing import (
    ACCEPTED,
    EXCEPTION,
    FREE,
    NO,
    UNFIT,
    assigned,
    standings,
    standings_today,
)
from auditctl.reports.pictures.drawing import (
    LETTERS,
    LINE,
    WIDTH,
    Box,
    Code,
    Dot,
    Drawing,
    Words,
    together,
)
from auditctl.reports.pictures.legends import Key, legend, mark_key
from auditctl.repository import Audit, Repository

FILLS = {FREE: "blank", ACCEPTED: "dots", EXCEPTION: "hatch", UNFIT: "dash", NO: "solid"}
MOST_PEOPLE = 8
MOST_PROCESSES = 24
CELL = 22
HEAD = 22
MARK = 4.5
ABREAST = 2
"""Names beside each other below the cells."""
GAP = 8
"""Between names and cells."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How a person stands to a process: the state, the rules that speak against it, and whether they audit it."""

    state: str
    codes: tuple[str, ...]
    audits: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A process with a cell for each person."""

    process: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """People and processes by name. Of an audit, those of its team stand first; without one it is of today."""

    as_of: date
    of_audit: bool
    people: tuple[str, ...]
    lines: tuple[Line, ...]
    counts: dict[str, int]
    drawing: Drawing

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def undrawn(self) -> tuple[int, int]:
        """How many people and processes have no room in the picture."""
        return max(len(self.people) - MOST_PEOPLE, 0), max(len(self.lines) - MOST_PROCESSES, 0)


def matrix(repository: Repository, audit: Audit | None = None) -> Matrix:
    """Return how everybody on the register, and on the team of an audit, stands to each process in scope."""
    engine = Independence(repository)
    found = list(standings(engine, audit) if audit else standings_today(engine))
    people = _in_order([held.person for held in found[0][1]] if found else [], audit)
    pairs = _pairs(audit) if audit else frozenset()
    lines = []
    for process, row in found:
        by_person = {held.person: held for held in row}
        cells = (
            Cell(by_person[person].shown, by_person[person].codes, (process, person) in pairs)
            for person in people
        )
        lines.append(Line(repository.processes[process].data.name, tuple(cells)))
    states = Counter(cell.state for line in lines for cell in line.cells)
    names = tuple(map(repository.person_name, people))
    return Matrix(
        as_of=repository.today,
        of_audit=audit is not None,
        people=names,
        lines=tuple(lines),
        counts={state: states[state] for state in FILLS},
        drawing=grid(names, lines),
    )


def _in_order(people: Iterable[str], audit: Audit | None) -> list[str]:
    """Return the people with those of the audit first."""
    if audit is None:
        return list(people)
    own = set(audit.members) | set(assigned(audit))
    return sorted(people, key=lambda person: person not in own)


def _pairs(audit: Audit) -> frozenset[tuple[str, str]]:
    """Return who audits which process."""
    return frozenset(
        (session.data.process, person)
        for session in audit.sessions.values()
        for person in session.data.auditors
    )


def grid(people: Sequence[str], lines: Sequence[Line]) -> Drawing:
    """Return a cell for each person in the row of each process; numbers stand for the people."""
    if not people or not lines:
        return Drawing()
    drawn = people[:MOST_PEOPLE]
    left = WIDTH - len(drawn) * CELL
    rows = [_row(line, left, HEAD + place * CELL) for place, line in enumerate(lines[:MOST_PROCESSES])]
    below = HEAD + len(rows) * CELL + GAP
    end = below + -(-len(drawn) // ABREAST) * LINE + GAP
    return together([_head(drawn, left), *rows, _names(drawn, below), _legend(lines, end)])


def _head(people: Sequence[str], left: float) -> Drawing:
    return Drawing(
        words=tuple(
            Words(left + (place + 0.5) * CELL, LETTERS, place + 1, "middle", CELL, "small soft")
            for place in range(len(people))
        )
    )


def _names(people: Sequence[str], y: float) -> Drawing:
    """Return whom the numbers stand for, some abreast."""
    room = WIDTH / ABREAST
    return Drawing(
        y + -(-len(people) // ABREAST) * LINE,
        words=tuple(
            Words(
                place % ABREAST * room,
                y + LETTERS + place // ABREAST * LINE,
                name,
                room=room - GAP,
                lead=place + 1,
            )
            for place, name in enumerate(people)
        ),
    )


def _legend(lines: Sequence[Line], y: float) -> Drawing:
    cells = [cell for line in lines for cell in line.cells]
    states = Counter(cell.state for cell in cells)
    keys = [Key(fill, Code("may", state), states[state]) for state, fill in FILLS.items() if states[state]]
    audits = sum(cell.audits for cell in cells)
    parts = [legend(y, keys)]
    if audits:
        parts.append(mark_key(y + len(keys) * LINE, "mark", MARK, Code("may", "audits"), audits))
    return together(parts)


def _row(line: Line, left: float, y: float) -> Drawing:
    drawn = list(enumerate(line.cells[:MOST_PEOPLE]))
    return Drawing(
        y + CELL,
        boxes=tuple(
            Box(
                left + place * CELL + 0.5,
                y + 0.5,
                CELL - 1,
                CELL - 1,
                "" if cell.state == FREE else FILLS[cell.state],
                "cell" if cell.state == FREE else "part",
            )
            for place, cell in drawn
        ),
        dots=tuple(
            Dot(left + (place + 0.5) * CELL, y + CELL / 2, MARK, "mark")
            for place, cell in drawn
            if cell.audits
        ),
        words=(Words(0, y + 15, line.process, room=left - GAP),),
    )
