"""A random sample drawn from a list: the list is copied, and its record says how to draw it again."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditctl.analysis.sampling import drawn
from auditctl.cli.asking import Asking, is_terminal, one_line
from auditctl.cli.call import Call
from auditctl.cli.drafts import Draft, kept
from auditctl.cli.evidence.add import copied, foresee
from auditctl.cli.evidence.fields import Given, ask, resolved
from auditctl.cli.evidence.file import Incoming
from auditctl.cli.evidence.population import NoPopulation, population_of
from auditctl.cli.evidence.record import Copy, Recording
from auditctl.cli.how import How
from auditctl.cli.naming import chosen_name, open_audit
from auditctl.errors import UsageError
from auditctl.model.evidence import SampleAlgorithm, SampleMethod
from auditctl.outputs.evidence_sample import document, listed
from auditctl.outputs.tables import page
from auditctl.rules.listing import counted
from auditctl.writing.layout import EVIDENCE
from auditctl.writing.template import template_text

SEED_BYTES = 8


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be drawn, as the flags say it."""

    source: Path | None
    take: int | None
    seed: str = ""
    population: str = ""
    keeps_duplicates: bool = False
    seen: Path | None = None
    """The file of what was seen of the rows."""


def add_sample(call: Call, audit: str, given: Given, order: Order, how: How) -> None:
    """Draw a sample and record it."""
    chosen_name(how.name)
    repository = call.repository()
    chosen = open_audit(repository, audit, "evidence")
    fields = resolved(repository, chosen, given)
    asking = Asking(is_terminal() and not how.no_input)
    notes = [f"A sample of {chosen.id} that was not drawn; `auditctl evidence sample` draws it."]
    with kept(Draft(lambda: template_text(EVIDENCE, fields, notes), lambda: asking.typed)) as draft:
        source = order.source or Path(asking.line("The CSV list of the population", "--population", _a_file))
        incoming = Incoming.of(repository, chosen, source, "--population")
        whole = population_of(source, keeps_duplicates=order.keeps_duplicates)
        take = _taken(order.take, source, whole.size, asking)
        ask(repository, chosen, given, fields, asking)
        sample = _sample(order, source, whole.size, take, fields["collected"]["by"])
        picked = drawn(sample["seed"], whole.size, take)
        rows = whole.rows(picked)
        fields["sample"] = sample | {
            "list": incoming.name,
            "list_sha256": whole.sha256,
            "picked": list(picked),
        }
        copies = [Copy(incoming, _Put(source, fields["sample"]))]
        if order.seen:
            copies.append(copied(Incoming.of(repository, chosen, order.seen), fields))
            foresee(copies[-1], fields)
        recording = Recording(repository, chosen, fields, how, tuple(copies))
        hints = recording.hints()
        more = {"sample": fields["sample"], **document(whole.header, rows)}
        if how.dry_run:
            for copy in copies[1:]:
                copy.put(copy.incoming.name, copy.incoming.sha256())
            recording.show(more)
            return
        path = recording.write()
        draft.recorded = True
    recording.tell(path, hints, more, page(listed(whole.header, rows), color=False))


@dataclass(frozen=True, slots=True)
class _Put:
    """Enters the name of the copied list; NoPopulation for a copy of something else than what was drawn from."""

    source: Path
    sample: dict[str, Any]

    def __call__(self, name: str, sha256: str) -> None:
        if sha256 != self.sample["list_sha256"]:
            raise NoPopulation(self.source, "it changed while it was copied", "run the command again")
        self.sample["list"] = name


def _a_file(answer: str) -> str:
    if not Path(answer).is_file():
        raise UsageError(f"{answer!r} is no file", "write the path of a CSV file")
    return answer


def _taken(take: int | None, source: Path, size: int, asking: Asking) -> int:
    """Return how many are taken; UsageError for none, or for more than there are."""

    def within(written: str) -> str:
        if not written.isdecimal() or not 1 <= int(written) <= size:
            raise UsageError(
                f"--take {written} does not fit: {source.name} has {counted(size, 'row')}",
                f"take between 1 and {size}",
            )
        return written

    if take is not None:
        return int(within(str(take)))
    return int(asking.line(f"How many of the {counted(size, 'row')} to take", "--take", within))


def _sample(order: Order, source: Path, size: int, take: int, by: str) -> dict[str, Any]:
    """Return what is recorded of the drawing, but for the list and the rows."""
    import secrets  # noqa: PLC0415 - only a seed that nobody gave needs it

    return {
        "population": one_line("--population-name", order.population or source.stem),
        "size": size,
        "taken": take,
        "method": SampleMethod.random.value,
        "drawn_by": by,
        "seed": one_line("--seed", order.seed) if order.seed else secrets.token_hex(SEED_BYTES),
        "algorithm": SampleAlgorithm.sha256_smallest.value,
    }
