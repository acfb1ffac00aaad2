"""A new containment, correction or action."""

from dataclasses import dataclass
from typing import Any

import typer

from auditctl.cli.asking import one_line, prose
from auditctl.cli.changing import carry_out
from auditctl.cli.days import day
from auditctl.cli.desk import Desk
from auditctl.cli.following import next_of_capa
from auditctl.cli.how import How
from auditctl.cli.naming import capa_named, chosen_name
from auditctl.model.capa import Capa
from auditctl.model.record import Record
from auditctl.source.text import slug
from auditctl.writing.capa import new_item, require_going_on, require_open_plan, written_once
from auditctl.writing.change import Change

QUESTIONS = {
    "containment": "What limits the damage now",
    "correction": "What mends the instance",
    "actions": "What is done against the cause",
}


@dataclass(frozen=True, slots=True)
class Given:
    """What the flags say, as they were written."""

    what: str
    owner: str
    due: str
    done: str
    proof: str
    evidence: tuple[str, ...]
    name: str
    consequences: str = ""


def add_item(ctx: typer.Context, how: How, given_capa: str, group: str, given: Given) -> None:
    """Add an item to a corrective action that still goes on, and ask for what is missing."""
    chosen_name(given.name)
    desk = Desk.of(ctx, how)
    capa = capa_named(desk.repository, given_capa)
    require_going_on(desk.repository, capa)
    if group == "actions":
        require_open_plan(capa)
    fields: dict[str, Any] = {}
    with desk.keeping(f"capa {group} {capa.name}", fields):
        _fill(desk, capa, group, given, fields)
        key = given.name or slug(fields["what"], {name for _, name, _ in capa.data.items()})
        change = Change(desk.repository)
        change.edit(capa, *new_item(capa, group, key, fields))
        if given.consequences:
            change.edit(capa, written_once(capa, "consequences", prose("--consequences", given.consequences)))
        carry_out(change, how, next_of_capa(capa.name))


def _fill(desk: Desk, capa: Record[Capa], group: str, given: Given, fields: dict[str, Any]) -> None:
    fields["what"] = desk.text(given.what, "WHAT", QUESTIONS[group])
    fields["owner"] = desk.person(given.owner, "--owner", "Owner", capa.data.owner)
    if given.done and not given.due:
        fields["done"] = day("--done", given.done)
    else:
        fields["due"] = desk.day_asked(given.due, "--due", "Due")
        if given.done:
            fields["done"] = day("--done", given.done)
    if names := desk.evidence(capa.audit, given.evidence):
        fields["evidence"] = names
    if given.proof:
        fields["proof"] = one_line("--proof", given.proof)


def told(ctx: typer.Context, how: How, given_capa: str, words: dict[str, str]) -> None:
    """Record why nothing is corrected, or what the nonconformity led to."""
    desk = Desk.of(ctx, how)
    capa = capa_named(desk.repository, given_capa)
    require_going_on(desk.repository, capa)
    change = Change(desk.repository)
    for key, text in words.items():
        if text:
            change.edit(capa, written_once(capa, key, prose(f"`{key}`", text)))
    carry_out(change, how, next_of_capa(capa.name))
