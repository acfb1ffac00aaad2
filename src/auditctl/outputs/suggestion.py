"""A suggested plan as text and as JSON: the timetable, what each choice was worth, what the plan costs."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, Any

from auditctl.outputs.tables import hanging, table
from auditctl.outputs.words import counted
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from auditctl.planning.suggest.aims import Placed
    from auditctl.planning.suggest.calendar import Calendar
    from auditctl.planning.suggest.plan import Instead, Plan

MOST_INSTEAD = 3
MARGIN = 9
NARROWEST, WIDEST = 16, 34
"""How wide the column of names is, in characters."""
CODE = re.compile(r"\(((?:IND|CMP)\d{3})\)")
NEARLY = 0.005
SETTLED = "Independence and competence are conditions of every plan, no aims; the points compare such plans, with weights of the house."


def text(plan: "Plan") -> "Iterator[RenderableType]":
    """Yield the page: head, timetable with what each choice was worth, cost by aim, what to know."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    audit = plan.audit
    yield Text(f"Suggested plan: {visible(audit.data.title)} ({audit.id})", style="bold")
    yield hanging(", ".join(team(plan)), 10, first="Team")
    yield hanging(f"{points(plan.points)}; {distance(plan)}", 10, first="Cost")
    yield Text("")
    yield hanging("Under a session: who could take it instead, and what the plan would cost more.", 0, "dim")
    yield Text("")
    yield from timetable(plan)
    yield Text("")
    rows = [(aim.name, f"{aim.points:.2f}", visible(aim.words) or "nothing") for aim in plan.aims]
    yield table("What it costs, in points: the fewer the better", ["aim", "points", "by"], rows, whole=2)
    yield hanging(SETTLED, 0, "dim")
    yield Text("")
    for note in notes(plan):
        yield hanging(visible(note), 6, first="note:")


def team(plan: "Plan") -> list[str]:
    """Return who audits, each with a part of their own in brackets."""
    lead = [f"{plan.lead} (lead)"] if plan.lead else []
    others = [person for person in plan.auditors if person != plan.lead]
    experts = [f"{person} (expert)" for person in plan.experts if person not in plan.auditors]
    return [*lead, *others, *experts]


def points(number: float) -> str:
    return f"{number:.2f} points"


def distance(plan: "Plan") -> str:
    """Return how far from the best a plan may be."""
    if plan.is_best:
        return "no other plan costs less"
    gap = max(plan.points - plan.bound, 0.0)
    percent = ceil(100 * gap / plan.points) if plan.points else 0
    return f"no plan can cost less than {plan.bound:.2f}, so at most {percent}% could still be saved"


def timetable(plan: "Plan") -> "Iterator[RenderableType]":
    """Yield the days with their meetings and sessions, below each who else could take it."""
    from rich.text import Text  # noqa: PLC0415

    for day, items in groupby(_items(plan), key=lambda item: item[0].date()):
        yield Text(f"{day:%a} {day}", style="bold")
        for begin, line, placed in items:
            yield hanging(line, MARGIN, first=f"  {begin:%H:%M}")
            if placed is not None:
                yield from (hanging(visible(words), MARGIN, "dim") for words in _worth(plan, placed) if words)


def _items(plan: "Plan") -> "list[tuple[Any, str, Placed | None]]":
    """Return meetings, sessions and those that stay, in order."""
    calendar = plan.problem.calendar
    names = [*(_name(item) for item in plan.placed), *(session.id for session in plan.posed.kept)]
    width = min(max(NARROWEST, *map(len, names)), WIDEST)
    found: list[tuple[Any, str, Placed | None]] = [
        (calendar.moment(span[0]), _row(width, name, span[1] - span[0], ""), None)
        for name, span in (("opening meeting", plan.opening), ("closing meeting", plan.closing))
    ]
    for item in plan.placed:
        line = _row(width, _name(item), item.task.minutes, ", ".join(item.auditors), item.task.location)
        found.append((calendar.moment(item.begin), line, item))
    for session in plan.posed.kept:
        if hours := session.data.hours():
            people = "; ".join(filter(None, (", ".join(session.data.auditors), "stays")))
            found.append((hours[0], _row(width, session.id, session.data.minutes or 0, people), None))
    return sorted(found, key=lambda row: (row[0], row[1]))


def _name(item: "Placed") -> str:
    task = item.task
    return task.id if task.id == task.process else f"{task.id} ({task.process})"


def _row(width: int, name: str, minutes: int, people: str, location: str = "") -> str:
    extra = f"  {location}" if location else ""
    return visible(f"{name:<{width}} {minutes:>4} min  {people}{extra}").rstrip()


def _worth(plan: "Plan", item: "Placed") -> Iterator[str]:
    """Yield what a session was planned as so far, who else could take it, and how many may not."""
    calendar, task = plan.problem.calendar, item.task
    if task.begin is not None and task.begin != item.begin:
        yield f"was {calendar.moment(task.begin):%a %Y-%m-%d %H:%M}"
    if task.given and set(task.given) != set(item.auditors):
        yield f"was with {', '.join(task.given)}"
    others = plan.instead[task.id]
    priced = [_instead(other) for other in others if other.points is not None]
    if priced:
        more = f" and {len(priced) - MOST_INSTEAD} more" if len(priced) > MOST_INSTEAD else ""
        yield f"instead {'; '.join(priced[:MOST_INSTEAD])}{more}"
    hindered: dict[str, list[str]] = {}
    for other in others:
        if other.points is None:
            hindered.setdefault(other.why, []).append(other.person)
    told = [f"{why}: {', '.join(people)}" for why, people in hindered.items()]
    if refused := plan.problem.refusals[task.id]:
        told.append(f"may not: {'; '.join(_refused(refused))}")
    yield "; ".join(told)


def _refused(refusals: "Mapping[str, tuple[str, ...]]") -> Iterator[str]:
    """Yield who may not audit a session, those with the same reason together: the rule, else in words."""
    alike: dict[str, list[str]] = {}
    for person, reasons in refusals.items():
        code = CODE.search(reasons[0])
        alike.setdefault(code[1] if code else reasons[0], []).append(person)
    return (f"{', '.join(people)} ({why})" for why, people in alike.items())


def _instead(other: "Instead") -> str:
    who = f"{other.person} for {other.replaced}" if other.replaced else other.person
    if other.points is None or abs(other.points) < NEARLY:
        return f"{who} at the same cost"
    return f"{who} {other.points:+.2f}" + (f" ({other.why})" if other.why else "")


def notes(plan: "Plan") -> Iterator[str]:
    """Yield what somebody should know before they take the plan over."""
    problem = plan.problem
    if not plan.comfort:
        yield "no plan was found that keeps lunch free, leaves pauses and has every host in one place at a time; --days gives more days"
    if new := [item.task.id for item in plan.placed if item.task.is_new]:
        yield f"the plan had no sessions: one for each process in scope, of a length that the house suggests ({counted(len(new), 'session')})"
    used = {person for item in plan.placed for person in item.auditors}
    yield from (f"{person}: {words}" for person, words in problem.outdated.items() if person in used)
    for item in plan.placed:
        if missing := uncovered(plan, item):
            yield f"nobody in {item.task.id} has what {item.task.process} needs: {', '.join(missing)} (CMP003)"
    before = plan.audit.team_data.lead
    if before and before != plan.lead:
        yield f"{plan.lead} leads in place of {before}, who audits nothing in this plan or may not lead"
    if plan.lead and not plan.is_led:
        yield f"{plan.lead} leads but is not registered as lead auditor (CMP005): name another lead, or add the role"
    yield from plan.posed.remarks
    if stays := [session.id for session in plan.posed.kept if session.data.hours() is None]:
        yield f"without an hour in the plan, so not in the timetable, but they stay: {', '.join(stays)}"
    for person in sorted(plan.unwelcome_experts):
        yield f"{person} leaves the team: an expert whom no session names counts in all of them, and some are not theirs to audit"
    declared = plan.audit.team_data.declarations
    people = dict.fromkeys((*plan.auditors, *plan.experts))
    if missing := [person for person in people if person not in declared]:
        yield f"no declaration of impartiality yet by {', '.join(missing)}; they are due before the opening meeting (IND017)"
    if plan.audit.data.plan.sent:
        yield f"the plan was sent on {plan.audit.data.plan.sent}: send the changed one to everybody who is in it"


def uncovered(plan: "Plan", item: "Placed") -> list[str]:
    """Return the needs of a session that nobody in it meets."""
    options = plan.problem.options[item.task.id]
    held = frozenset[str]().union(*(options[person].covers for person in item.auditors))
    return [need for need in item.task.needs if need not in held]


def document(plan: "Plan") -> dict[str, Any]:
    """Return the plan as one object of JSON."""
    calendar = plan.problem.calendar
    return {
        "audit": plan.audit.id,
        "found": "best" if plan.is_best else "good",
        "points": round(plan.points, 4),
        "bound": round(plan.bound, 4),
        "comfort": plan.comfort,
        "lead": plan.lead or None,
        "team": list(plan.auditors),
        "experts": list(plan.experts),
        "days": [day.isoformat() for day in calendar.days],
        "opening": _span(calendar, plan.opening),
        "closing": _span(calendar, plan.closing),
        "sessions": [session_document(plan, item) for item in plan.placed],
        "kept": [session.id for session in plan.posed.kept],
        "aims": [{"aim": aim.name, "points": round(aim.points, 4), "by": aim.words} for aim in plan.aims],
        "notes": list(notes(plan)),
    }


def _span(calendar: "Calendar", span: tuple[int, int]) -> dict[str, Any]:
    begin = calendar.moment(span[0])
    return {"date": begin.date().isoformat(), "start": f"{begin:%H:%M}", "minutes": span[1] - span[0]}


def session_document(plan: "Plan", item: "Placed") -> dict[str, Any]:
    task = item.task
    return {
        "id": task.id,
        "process": task.process,
        **_span(plan.problem.calendar, (item.begin, item.end)),
        "auditors": list(item.auditors),
        "instead": [
            {
                "person": other.person,
                "points": None if other.points is None else round(other.points, 4),
                "why": other.why,
                "replaced": other.replaced or None,
            }
            for other in plan.instead[task.id]
        ],
        "refused": {person: list(why) for person, why in plan.problem.refusals[task.id].items()},
        "lacks": uncovered(plan, item),
    }
