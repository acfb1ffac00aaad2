"""Why it happened, asked five times; and where else it was looked for."""

from dataclasses import dataclass
from typing import Any

import typer

from auditctl.cli.asking import one_line, say
from auditctl.cli.changing import carry_out
from auditctl.cli.desk import Desk
from auditctl.cli.following import next_of_capa
from auditctl.cli.how import How
from auditctl.cli.naming import capa_named
from auditctl.model.capa import Capa, CauseCategory, CauseMethod
from auditctl.model.record import Record
from auditctl.rules.cap.causes import WHYS
from auditctl.writing.capa import analysed, require_going_on, require_open_plan
from auditctl.writing.change import Change

MOST_WHYS = 5
METHODS = (
    (CauseMethod.five_whys, "why, and why that, until the answer lies in how the work is organised"),
    (CauseMethod.fishbone, "causes by branch: people, method, tooling, environment"),
    (CauseMethod.fault_tree, "what had to come together, from the event downwards"),
    (CauseMethod.other, "say which in the cause or in `details`"),
)
CATEGORIES = (
    (CauseCategory.organisation, "posts, duties, handing over"),
    (CauseCategory.method, "how the work is done or described"),
    (CauseCategory.people, "knowledge, number, conditions"),
    (CauseCategory.tooling, "systems and equipment"),
    (CauseCategory.supplier, "somebody outside"),
)


@dataclass(frozen=True, slots=True)
class Given:
    """What the flags say, as they were written."""

    method: str
    whys: tuple[str, ...]
    cause: str
    category: str
    by: str
    date: str


def record_cause(ctx: typer.Context, how: How, given_capa: str, given: Given) -> None:
    """Record the cause before the plan is submitted; a rejected plan may get another one."""
    desk, capa = _open(ctx, how, given_capa)
    analysed(capa, "cause", "cause", {})
    fields: dict[str, Any] = {}
    with desk.keeping(f"capa cause {capa.name}", fields):
        _fill(desk, capa, given, fields)
        _recorded(desk, capa, "cause", "cause", fields)


def _open(ctx: typer.Context, how: How, given_capa: str) -> tuple[Desk, Record[Capa]]:
    desk = Desk.of(ctx, how)
    capa = capa_named(desk.repository, given_capa)
    require_going_on(desk.repository, capa)
    require_open_plan(capa)
    return desk, capa


def _recorded(desk: Desk, capa: Record[Capa], key: str, result: str, fields: dict[str, Any]) -> None:
    change = Change(desk.repository)
    change.edit(capa, *analysed(capa, key, result, fields))
    carry_out(change, desk.how, next_of_capa(capa.name))


def _fill(desk: Desk, capa: Record[Capa], given: Given, fields: dict[str, Any]) -> None:
    method = given.method or (CauseMethod.five_whys if given.whys else "")
    fields["method"] = desk.choice(method, "--method", "Method", METHODS)
    if given.whys:
        fields["whys"] = [one_line("--why", answer) for answer in given.whys]
    elif fields["method"] == CauseMethod.five_whys and desk.asking.allowed:
        _ask_whys(desk, capa, fields)
    fields["cause"] = _cause(desk, given.cause, fields.get("whys", []))
    if given.category or desk.asking.allowed:
        fields["category"] = desk.choice(given.category, "--category", "Category", CATEGORIES)
    fields["by"] = desk.actor(given.by, "--by", "By", capa.data.owner)
    fields["date"] = desk.day(given.date)


def _ask_whys(desk: Desk, capa: Record[Capa], fields: dict[str, Any]) -> None:
    """Ask why up to five times; each answer is kept as soon as it stands."""
    findings = desk.repository.findings_of(capa)
    origin = capa.data.origin
    what = findings[0].data.title if findings else (origin and origin.statement) or capa.id
    whys: list[str] = []
    say(f"Five whys: {what}")
    while len(whys) < MOST_WHYS:
        needed = len(whys) < WHYS
        question = f"Why {len(whys) + 1}" + ("" if needed else " (empty: that is the cause)")
        answer = desk.asking.line(question, "--why", _needed if needed else _optional)
        if not answer:
            break
        whys.append(answer)
        fields["whys"] = list(whys)


def _needed(answer: str) -> str:
    return one_line("the answer", answer)


def _optional(answer: str) -> str:
    return one_line("the answer", answer) if answer else ""


def _cause(desk: Desk, given: str, whys: list[str]) -> str:
    """Return the cause; the last why is what it comes down to, unless somebody words it better."""
    if given:
        return one_line("--cause", given)
    likely = whys[-1] if whys else ""
    return desk.asking.line("Cause, in one sentence", "--cause", _needed, likely)


def record_extent(
    ctx: typer.Context, how: How, given_capa: str, checked: tuple[str, ...], result: str, by: str, date: str
) -> None:
    """Record where else it was looked for, before the plan is submitted."""
    desk, capa = _open(ctx, how, given_capa)
    analysed(capa, "extent", "result", {})
    fields: dict[str, Any] = {}
    with desk.keeping(f"capa extent {capa.name}", fields):
        fields["checked"] = [one_line("--checked", item) for item in checked] or _ask_checked(desk)
        fields["result"] = desk.text(result, "--result", "What came out")
        fields["by"] = desk.actor(by, "--by", "By", capa.data.owner)
        fields["date"] = desk.day(date)
        _recorded(desk, capa, "extent", "result", fields)


def _ask_checked(desk: Desk) -> list[str]:
    answer = desk.asking.line("What was looked at (semicolons between)", "--checked", _parts)
    return answer.split("; ")


def _parts(answer: str) -> str:
    """Return what was looked at, each part without blanks around it."""
    parts = [part.strip() for part in answer.split(";")]
    return "; ".join(filter(None, parts)) or _needed("")
