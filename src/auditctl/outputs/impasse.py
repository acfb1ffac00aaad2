"""Why there is no plan, and what to do, as text and as JSON."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from auditctl.outputs.tables import hanging
from auditctl.outputs.words import counted
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from auditctl.planning.suggest.suggestion import Impasse

MOST_LISTED, MOST_SHOWN, MOST_GROUPS = 8, 40, 4


def text(impasse: "Impasse") -> "Iterator[RenderableType]":
    """Yield the page: what cannot be staffed, why nobody can, the ways out, a plan with help from outside."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    audit = impasse.audit
    yield Text(f"No plan for {visible(audit.data.title)} ({audit.id})", style="bold")
    for line in headline(impasse):
        yield hanging(visible(line), 0)
    yield Text("")
    for name in _shown(impasse):
        yield from _session(impasse, name)
    yield Text("Ways out, the one to prefer first", style="bold")
    for number, way in enumerate(ways(impasse), start=1):
        yield hanging(visible(way), 3, first=f"{number}.")
    for remark in impasse.posed.remarks:
        yield hanging(visible(remark), 6, first="note:")
    if impasse.ways.outside and len(impasse.problem.tasks) <= MOST_SHOWN:
        yield Text("")
        yield from _with_help(impasse)


def headline(impasse: "Impasse") -> Iterator[str]:
    """Yield in a few sentences what cannot be done."""
    lacking = impasse.lacking
    if closed := [name for name in impasse.nobody if name not in lacking]:
        yield from _closed(impasse, closed)
    if lacking:
        told = "; ".join(f"{name} ({', '.join(needs)})" for name, needs in _first(lacking).items())
        more = f" and {len(lacking) - MOST_LISTED} more" if len(lacking) > MOST_LISTED else ""
        yield f"Nobody who may take part has a competence that these need: {told}{more}."
    squeezed = [name for name in impasse.handed if name not in impasse.nobody]
    if squeezed:
        yield from _squeezed(impasse, squeezed)


def _closed(impasse: "Impasse", closed: list[str]) -> Iterator[str]:
    """Yield what nobody may audit, and that somebody from outside is needed, where the whole register was asked about."""
    total = counted(len(impasse.problem.tasks), "session")
    if impasse.unasked:
        yield f"Of those asked about, nobody may audit {len(closed)} of its {total}: {listed(closed)}."
        return
    yield f"Nobody on the register may audit {len(closed)} of its {total}."
    inside = {name for item in impasse.ways.trainable for name in item.sessions}
    unless = ", unless somebody inside is trained first" if inside >= set(closed) else ""
    yield f"An auditor from outside is needed for: {listed(closed)}{unless}."


def _first(lacking: "dict[str, tuple[str, ...]]") -> "dict[str, tuple[str, ...]]":
    return dict(list(lacking.items())[:MOST_LISTED])


def _squeezed(impasse: "Impasse", squeezed: list[str]) -> Iterator[str]:
    total = len(impasse.problem.tasks) - len(impasse.nobody)
    others = "of the others " if impasse.nobody else ""
    proved = impasse.at_least - len(impasse.nobody)
    if proved <= 0:
        yield f"A plan was found for {total - len(squeezed)} of {total} {others}sessions only, and it is not proved that there is none for all: --effort 4 looks longer."
    else:
        yield (
            f"There is no time for {counted(len(squeezed), 'session')} {others.strip()}".rstrip()
            + f", {_smallest(proved, len(squeezed))}."
        )
        minutes = sum(task.minutes for task in impasse.problem.tasks)
        people = {
            option.person: impasse.problem.capacity(option.person)
            for task in impasse.problem.tasks
            for option in impasse.problem.own_right(task.id)
        }
        if minutes > sum(people.values()):
            has = "has" if len(people) == 1 else "have"
            yield f"All sessions take {hours(minutes)}; the {counted(len(people), 'auditor')} {has} {hours(sum(people.values()))} between the meetings."
    if impasse.core:
        smallest = (
            "None of them can be left out of that"
            if impasse.core.is_smallest
            else "It is not proved that none could be left out"
        )
        yield f"Together these already have no time: {listed(impasse.core.sessions)}. {smallest}."
    yield from _crowded(impasse)


def _crowded(impasse: "Impasse") -> Iterator[str]:
    for held in impasse.ways.time.crowded:
        of = f" of the {hours(held.has)} between the meetings" if held.is_over else ""
        yield f"{held.person} is met in {listed(held.sessions)}: {hours(held.minutes)}{of}."


def _smallest(proved: int, found: int) -> str:
    return "and no plan leaves out fewer" if proved == found else f"and at least {proved} in any plan"


def hours(minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    return f"{whole} h {rest:02}" if rest else f"{whole} h"


def listed(names: "tuple[str, ...] | list[str]") -> str:
    more = len(names) - MOST_LISTED
    return ", ".join(names[:MOST_LISTED]) + (f" and {more} more" if more > 0 else "")


def _shown(impasse: "Impasse") -> tuple[str, ...]:
    """Return the sessions whose reasons are told: those that nobody may audit, else the first that have no time."""
    names = impasse.nobody or (impasse.core.sessions if impasse.core else impasse.handed)
    return names[:MOST_LISTED]


def _session(impasse: "Impasse", name: str) -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    task = impasse.task(name)
    yield Text(visible(f"{name} ({task.minutes} min)"), style="bold")
    told = [f"{person}: {'; '.join(why)}" for person, why in reasons(impasse, name).items()]
    for line in told or ["nobody is on the register of auditors"]:
        yield hanging(visible(line), 4, first="  - ")
    yield Text("")


def reasons(impasse: "Impasse", name: str) -> dict[str, list[str]]:
    """Return for everybody who was asked about why they cannot take a session."""
    problem, task = impasse.problem, impasse.task(name)
    found = {person: list(why) for person, why in problem.refusals[name].items()}
    for person, option in problem.options[name].items():
        missing = [need for need in task.needs if need not in option.covers]
        if missing and problem.covers_needs:
            found[person] = [f"has no competence in {', '.join(missing)} (CMP003)"]
        elif option.companion:
            found[person] = ["may only join an auditor"]
        elif time := problem.capacity(person):
            found[person] = [f"may audit it, within the {hours(time)} that are free between the meetings"]
        else:
            found[person] = ["may audit it, but is taken at every hour between the meetings"]
    return dict(sorted(found.items()))


def ways(impasse: "Impasse") -> Iterator[str]:
    """Yield the ways out in the order of preference."""
    if impasse.unasked:
        yield f"Ask about the whole register: without --auditor also {listed(impasse.unasked)}."
    if lacking := {need: None for needs in impasse.lacking.values() for need in needs}:
        yield f"Call in a technical expert who has {', '.join(lacking)}, or add it to the competences of somebody on the register who has it; --allow-gaps plans without it."
    yield from _time(impasse)
    if impasse.ways.outside is None and not impasse.nobody:
        yield f"More auditors do not help here: no plan was found even with {impasse.ways.tried} more people in these days."
        return
    yield _training(impasse)
    yield _outside(impasse)
    yield "Exchange auditors with another firm, under an agreement on confidentiality: whoever answers for none of it may audit it, once they are on the register."
    yield _exceptions(impasse)


def _time(impasse: "Impasse") -> Iterator[str]:
    """Yield how room can be made, each way by itself found to be enough."""
    found, days = impasse.ways.time, len(impasse.problem.calendar.days)
    if found.closing:
        yield f"Move the closing meeting behind the last session: then a plan exists in the same days (--days {days})."
    for held in found.crowded:
        if held.helps:
            yield f"Let somebody else than {held.person} be met in one of {listed(held.sessions)}: then a plan exists."
    if found.least and not found.days:
        least = counted(found.least, "more working day")
        yield f"Give more time: the hours alone ask for at least {least} (--days {days + found.least})."
    if found.days:
        yield f"Give more time: with {counted(found.days, 'more working day')} a plan exists (--days {days + found.days})."


def _training(impasse: "Impasse") -> str:
    if not impasse.ways.trainable:
        return "Train somebody of another department: nobody inside would be free of conflict."
    alike: dict[tuple[str, str], list[str]] = {}
    for item in impasse.ways.trainable:
        alike.setdefault((_of_them(impasse, item.sessions), ", ".join(item.lacks)), []).append(item.person)
    told = [f"{listed(people)} for {where} (today: {lacks})" for (where, lacks), people in alike.items()]
    more = sum(map(len, list(alike.values())[MOST_GROUPS:]))
    rest = f"; and {more} more" if more else ""
    return f"Train, evaluate and register somebody of another department who is free of conflict: {'; '.join(told[:MOST_GROUPS])}{rest}."


def _of_them(impasse: "Impasse", sessions: tuple[str, ...]) -> str:
    if len(sessions) > 1 and set(sessions) == set(impasse.handed):
        return (
            f"each of the {len(sessions)} sessions named above"
            if len(sessions) > MOST_LISTED
            else listed(sessions)
        )
    return listed(sessions) if len(sessions) <= MOST_LISTED else counted(len(sessions), "session")


def _outside(impasse: "Impasse") -> str:
    outside = impasse.ways.outside
    if outside is None:
        return f"Take an auditor from outside: no plan was found even with {impasse.ways.tried} more people in these days; give more days too."
    enough = "one is enough" if outside.people == 1 else f"{outside.people} are enough"
    days = counted(outside.days, "day")
    return f"Take an auditor from outside: {enough}, for {_of_them(impasse, outside.sessions)} ({hours(outside.minutes)} on {days}); register and evaluate them, and ask again."


def _exceptions(impasse: "Impasse") -> str:
    found = impasse.ways.exceptable
    if not found:
        return "An exception with safeguards is no way out here: it covers neither the graver conflicts, such as own work or a direct reporting line, nor a lack of competence or of hours."
    told = "; ".join(
        f"{item.session} by {item.person} ({', '.join(item.codes)})" for item in found[:MOST_LISTED]
    )
    return f"Last of all an exception in the team, with reason, safeguards and approval: {told}."


def _with_help(impasse: "Impasse") -> "Iterator[RenderableType]":
    from rich.text import Text  # noqa: PLC0415

    outside = impasse.ways.outside
    if outside is None:
        return
    calendar = outside.problem.calendar
    yield Text("With that help, such a plan would do", style="bold")
    for item in sorted(outside.plan.placed, key=lambda item: (item.begin, item.task.id)):
        who = ", ".join(item.auditors)
        yield Text(
            visible(
                f"  {calendar.moment(item.begin):%a %Y-%m-%d %H:%M}  {item.task.id:<17}{item.task.minutes:>4} min  {who}"
            )
        )


def document(impasse: "Impasse") -> dict[str, Any]:
    """Return it as one object of JSON."""
    outside = impasse.ways.outside
    return {
        "audit": impasse.audit.id,
        "found": "none" if impasse.at_least else "unknown",
        "cannot_be_staffed": list(impasse.handed),
        "nobody_may": list(impasse.nobody),
        "at_least": impasse.at_least,
        "together_impossible": list(impasse.core.sessions) if impasse.core else None,
        "together_is_smallest": impasse.core.is_smallest if impasse.core else None,
        "lacking": {name: list(needs) for name, needs in impasse.lacking.items()},
        "reasons": {name: reasons(impasse, name) for name in impasse.handed},
        "ways_out": {
            "closing_later": impasse.ways.time.closing,
            "somebody_else_met": [
                {"person": held.person, "sessions": list(held.sessions), "minutes": held.minutes, "has": held.has}
                for held in impasse.ways.time.crowded if held.helps
            ],
            "more_days": impasse.ways.time.days or None,
            "train": [
                {"person": item.person, "sessions": list(item.sessions), "today": list(item.lacks)}
                for item in impasse.ways.trainable
            ],
            "outside": {
                "people": outside.people,
                "sessions": list(outside.sessions),
                "minutes": outside.minutes,
                "days": outside.days,
            } if outside else None,
            "exceptions": [
                {"session": item.session, "person": item.person, "codes": list(item.codes)}
                for item in impasse.ways.exceptable
            ],
        },
        "said": [*headline(impasse), *ways(impasse)],
        "notes": list(impasse.posed.remarks),
    }  # fmt: skip
