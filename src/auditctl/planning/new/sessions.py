"""The sessions of a new audit: one a process, or those of an earlier audit with the people who are still here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from auditctl.analysis.posts import Posts
from auditctl.model.audit import Criteria, Method, Mode, Session
from auditctl.model.process import Importance, Process
from auditctl.planning.auditees import auditees
from auditctl.planning.new.criteria import applicable
from auditctl.planning.new.people import with_people
from auditctl.planning.new.request import About, Remark, Request
from auditctl.planning.new.timetable import Shift, placed
from auditctl.planning.new.window import Window
from auditctl.repository import Audit, Repository
from auditctl.rules.listing import listed
from auditctl.source.text import slug

BASE, EACH, IMPORTANT = 45, 5, 15
"""Minutes of a session, for each requirement of it, and more for a process of high importance."""
LONG, LONGEST, STEP = 240, 480, 15
MOST_AN_HOUR = 25
"""Requirements beyond which an hour is thin (CRD003)."""


def suggested_minutes(process: Process, requirements: int) -> int:
    """Return how long a session on so many requirements of a process may take, in quarters of an hour."""
    more = IMPORTANT if process.importance is Importance.high else 0
    minutes = min(BASE + EACH * requirements + more, LONG)
    return min(ceil(max(minutes, requirements * 60 / MOST_AN_HOUR) / STEP) * STEP, LONGEST)


@dataclass(frozen=True)
class Sessions:
    """The sessions by id; `carried` are those of the earlier audit as they were, with their new day."""

    planned: dict[str, Session]
    carried: dict[str, tuple[Session, date]] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Planner:
    """Makes sessions for the processes in scope; a session without a date is judged on `day`."""

    repository: Repository
    request: Request
    processes: tuple[str, ...]
    criteria: Criteria
    held: Window
    shift: Shift | None
    day: date

    def sessions(self) -> Sessions:
        previous = self.request.previous
        if previous is None or not previous.sessions:
            fresh = {name: self._fresh(name) for name in self.processes}
            return Sessions(self._placed(fresh))
        return self._with_added(self._of(previous))

    def _of(self, previous: Audit) -> Sessions:
        """Return the sessions of an earlier audit whose process is in scope."""
        shift, posts = self.shift, Posts(self.repository)
        planned: dict[str, Session] = {}
        carried: dict[str, tuple[Session, date]] = {}
        remarks: list[Remark] = []
        for name, record in previous.sessions.items():
            session = record.data
            if session.process not in self.processes:
                continue
            moved = shift.day(session.date) if shift else None
            on, then = moved or self.day, session.date or (shift.before if shift else self.day)
            process = self.repository.processes[session.process]
            requirements, lost = self._requirements(session)
            location = session.location if self._is_live(session.location) else None
            kept = with_people(posts, session, process, then, on)
            planned[name] = kept.model_copy(
                update={
                    "date": moved,
                    "requirements": requirements,
                    "location": location,
                    "agreed": None,
                    "result": None,
                    "details": None,
                }
            )
            carried[name] = session, on
            remarks += _lost(name, session, location, lost)
        return Sessions(planned if shift else self._placed(planned), carried, (), tuple(remarks))

    def _with_added(self, held: Sessions) -> Sessions:
        """Return the sessions with one for each process in scope that has none."""
        has_one = {session.process for session in held.planned.values()}
        planned = dict(held.planned)
        added = []
        for name in self.processes:
            if name not in has_one:
                added.append(slug(name, planned))
                planned[added[-1]] = self._fresh(name)
        return Sessions(planned, held.carried, tuple(added), held.remarks)

    def _requirements(self, session: Session) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the requirements that a session names and that still are criteria, and the others."""
        wanted = self._wanted()
        here = self.repository.requirements
        kept = tuple(
            item
            for item in applicable(self.repository, session.requirements)
            if self._is_section_in_force(item) or not wanted.isdisjoint(here.leaves(item))
        )
        return kept, tuple(item for item in session.requirements if item not in kept)

    def _is_section_in_force(self, requirement: str) -> bool:
        section = self.repository.requirements.section(requirement)
        document = self.repository.documents.get(section[0]) if section else None
        return document is not None and document.data.in_force(self.day)

    def _wanted(self) -> frozenset[str]:
        return self.repository.requirements.expand(self.criteria.requirements)

    def _is_live(self, location: str | None) -> bool:
        place = self.repository.locations.get(location or "")
        return place is not None and (place.data.retired is None or self.day < place.data.retired)

    def _fresh(self, name: str) -> Session:
        """Return a session on a process that nobody has and that has no date."""
        process = self.repository.processes[name].data
        requirements = self.repository.requirements.expand(process.requirements) & self._wanted()
        places = [place for place in process.locations if self._is_live(place)]
        place = places[0] if len(places) == 1 else None
        is_virtual = place is not None and self.repository.locations[place].data.virtual
        return Session(
            process=name,
            minutes=suggested_minutes(process, len(requirements - self.repository.requirements.excluded)),
            auditees=auditees(self.repository, name, self.day),
            location=place,
            mode=Mode.remote if is_virtual else None,
        )

    def _placed(self, sessions: Mapping[str, Session]) -> dict[str, Session]:
        """Return the sessions one after the other from the day that was asked for; without one as they are."""
        first = self.held.first if self.request.start else None
        if first is None:
            return dict(sessions)
        begins = placed(first, (session.minutes or LONG for session in sessions.values()))
        return {
            name: session.model_copy(update={"date": begin.date(), "start": begin.time()})
            for (name, session), begin in zip(sessions.items(), begins, strict=True)
        }


def _lost(name: str, session: Session, location: str | None, lost: tuple[str, ...]) -> Iterator[Remark]:
    """Yield what a session cannot carry over of itself."""
    if lost:
        text = (
            f"{name}: left out of its requirements, for the new audit is not held against it: {listed(lost)}"
        )
        yield Remark(About.requirement, text, (name, *lost))
    if session.location and not location:
        yield Remark(
            About.place, f"{name}: the location {session.location} is no more", (name, session.location)
        )
    if Method.technical_test in session.methods:
        text = f"the agreement to the technical test of {name}: its owner agrees anew"
        yield Remark(About.not_carried, text, (name,))


def remarks(request: Request, held: Sessions) -> Iterable[Remark]:
    """Yield which sessions were added and which have nobody."""
    yield from held.remarks
    previous = request.previous
    if held.added and previous:
        text = f"no session of {previous.id} was on {listed(held.added)}: added, without auditor and day"
        yield Remark(About.process, text, held.added)
    lonely = tuple(
        name for name, session in held.planned.items() if name in held.carried and not session.auditors
    )
    if lonely:
        yield Remark(About.open, f"nobody audits {listed(lonely)}", lonely)
