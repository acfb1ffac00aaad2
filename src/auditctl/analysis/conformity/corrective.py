"""10.2, held against the nonconformities and what was done about them."""

from collections.abc import Callable, Iterable

from auditctl.analysis.conformity.effects import implemented, isms_changed, reviewed
from auditctl.analysis.conformity.parts import Answer, Element, Held, Nonconformity, Partly, each
from auditctl.analysis.conformity.raised import name, unraised
from auditctl.analysis.readiness.parts import Shown
from auditctl.model.capa import Capa, Item
from auditctl.model.record import Record

Chain = tuple[Record[Capa], ...]


def _by_chains(what: str, holds: Callable[[Capa], object]) -> Callable[[Held], Answer]:
    """Return the question whether every answer to a nonconformity has something, in one of its CAPAs."""

    def judge(item: Nonconformity) -> Shown | Partly | None:
        found = [_first(chain, holds) for chain in item.chains]
        holding = [capa for capa in found if capa]
        if not holding:
            return None
        if len(holding) < len(found):
            return Partly(f"{item.name}: {what} in {len(holding)} of {len(found)} corrective actions")
        return Shown(holding[-1].document.path, f"{item.name}: {what}")

    return lambda held: each(held.nonconformities, "nonconformity", judge, name, unraised(held))


def _first(chain: Chain, holds: Callable[[Capa], object]) -> Record[Capa] | None:
    """Return the latest CAPA of a chain that has something."""
    return next((capa for capa in reversed(chain) if holds(capa.data)), None)


def _by_items(
    what: str, items: Callable[[Capa], Iterable[Item]], said: Callable[[Capa], object]
) -> Callable[[Held], Answer]:
    """Return the question whether each answer has items of a kind, all of them done, or says what stands in for them."""

    def judge(item: Nonconformity) -> Shown | Partly | None:
        held_items = [[one for capa in chain for one in items(capa.data)] for chain in item.chains]
        stated = [any(said(capa.data) for capa in chain) for chain in item.chains]
        every = [one for one_chain in held_items for one in one_chain]
        done = sum(one.done is not None for one in every)
        if item.chains and done == len(every) and all(map(_either, held_items, stated)):
            found = [_first(chain, lambda capa: said(capa) or [*items(capa)]) for chain in item.chains]
            return Shown((found[-1] or item.ends[-1]).document.path, f"{item.name}: {what}")
        return Partly(f"{item.name}: {_in_part(done, len(every))}") if done or any(stated) else None

    def missing(item: Nonconformity) -> str:
        planned = [one for capa in item.capas for one in items(capa.data)]
        return f"{item.name}: planned, not done" if planned else item.name

    return lambda held: each(held.nonconformities, "nonconformity", judge, missing, unraised(held))


def _either(items: list[Item], is_stated: bool) -> bool:
    return bool(items) or is_stated


def _in_part(done: int, planned: int) -> str:
    if done == planned:
        return "not in each of its corrective actions"
    return f"{done} of {planned} done"


def _limiting(capa: Capa) -> Iterable[Item]:
    return (*capa.containment.values(), *capa.correction.values())


def _has_extent(capa: Capa) -> bool:
    return capa.extent is not None and bool(capa.extent.checked or capa.extent.result)


def _looked_into(held: Held) -> Answer:
    """Return which nonconformities were answered by the auditee, or looked into by whoever owns the CAPA."""

    def judge(item: Nonconformity) -> Shown | None:
        if item.finding and item.finding.data.auditee:
            return Shown(item.path, f"{item.name}: answer of {item.finding.data.auditee.date}")
        looked_into = [capa for capa in item.capas if capa.data.cause or capa.data.plan]
        return Shown(looked_into[0].document.path, f"{item.name}: looked into") if looked_into else None

    return each(held.nonconformities, "nonconformity", judge, name, unraised(held))


def _proportionate(held: Held) -> Answer:
    """Return which nonconformities say what they can lead to, and have an action that can be weighed against it."""
    found = [item for item in held.nonconformities if item.finding]

    def judge(item: Nonconformity) -> Shown | Partly | None:
        if item.finding is None or not item.finding.data.effect:
            return None
        if not any(capa.data.items() for capa in item.capas):
            return Partly(f"{item.name}: its effect is told, no action is planned")
        return Shown(item.path, f"{item.name}: {item.finding.data.grade.value}, with its effect")

    nothing = f"no audit reported a nonconformity yet{held.within}"
    return each(found, "nonconformity", judge, name, nothing)


def _nature(held: Held) -> Answer:
    """Return which nonconformities say what was found, and have a record of what was done."""

    def judge(item: Nonconformity) -> Shown | None:
        origin = next((capa.data.origin for capa in item.capas if capa.data.origin), None)
        said = (
            item.finding.data.statement if item.finding else origin and (origin.statement or origin.reference)
        )
        return (
            Shown(item.path, f"{item.name}: statement and corrective action") if said and item.capas else None
        )

    return each(held.nonconformities, "nonconformity", judge, name, unraised(held))


def _results(held: Held) -> Answer:
    """Return which nonconformities of which something was done have proof for each of it."""
    begun = [item for item in held.nonconformities if any(_done(capa.data) for capa in item.capas)]

    def judge(item: Nonconformity) -> Shown | Partly | None:
        done = [held_item for capa in item.capas for held_item in _done(capa.data)]
        verified = [verification for capa in item.capas for verification in capa.data.verifications]
        proofs = [bool(held_item.evidence or held_item.proof) for held_item in done]
        proofs += [bool(verification.evidence) for verification in verified]
        if all(proofs):
            return Shown(item.ends[-1].document.path, f"{item.name}: proof of each action")
        told = f"{item.name}: proof of {sum(proofs)} of {len(proofs)} actions and verifications"
        return Partly(told) if any(proofs) else None

    nothing = "nothing was done about a nonconformity yet" if held.nonconformities else unraised(held)
    return each(begun, "nonconformity", judge, name, nothing)


def _done(capa: Capa) -> list[Item]:
    return [item for _, _, item in capa.items() if item.done]


CORRECTIVE = (
    Element(
        "10.2 a) 1)",
        "",
        "What went wrong is contained and mended",
        "What did you do on the day on which you learned of it?",
        "`auditctl capa contain CAPA`, `auditctl capa correct CAPA`, each with `done`: `auditctl capa done CAPA ITEM`",
        ("CAP002", "FND013"),
        _by_items("contained or mended", _limiting, lambda capa: capa.correction_not_needed),
    ),
    Element(
        "10.2 a) 2)",
        "",
        "What it led to is dealt with",
        "Whom or what did it harm, and how do you know?",
        "`consequences` in the CAPA: `auditctl capa correct CAPA --consequences …`; or a containment that is done",
        ("CAP002",),
        _by_items(
            "consequences dealt with", lambda capa: capa.containment.values(), lambda capa: capa.consequences
        ),
    ),
    Element(
        "10.2 b) 1)",
        "",
        "Whoever answers for it looked into it",
        "Who looked at the finding, and did they agree?",
        "`auditctl finding answer FINDING`, `auditctl capa cause CAPA`",
        ("FND011", "FND013", "CAP015"),
        _looked_into,
    ),
    Element(
        "10.2 b) 2)",
        "",
        "Its cause is found",
        "Had you known this cause a year ago, would it not have happened?",
        "`cause` in the CAPA: `auditctl capa cause CAPA`",
        ("CAP003", "CAP004", "CAP013", "CAP019"),
        _by_chains("cause", lambda capa: capa.cause and capa.cause.cause),
    ),
    Element(
        "10.2 b) 3)",
        "",
        "It was looked for elsewhere",
        "Where else could the same happen, and who checked there?",
        "`extent` in the CAPA: `auditctl capa extent CAPA`",
        ("CAP005", "FND006", "FND014"),
        _by_chains("extent checked", _has_extent),
    ),
    Element(
        "10.2 c)",
        "",
        "What was planned against the cause is done",
        "Show me that this action is done, and where it is used today.",
        "`auditctl capa action CAPA`, `auditctl capa done CAPA ITEM`; where it did not work `auditctl capa follow CAPA`",
        ("CAP006", "CAP007", "CAP008", "CAP009", "CAP015", "CAP016"),
        implemented,
    ),
    Element(
        "10.2 d)",
        "",
        "Somebody looked whether it works",
        "By what did you judge the effect, and was the judge free to say no?",
        "`verifications` in the CAPA: `auditctl capa verify CAPA`",
        ("CAP010", "CAP011", "CAP012", "CAP014", "IND006"),
        reviewed,
    ),
    Element(
        "10.2 e)",
        "",
        "The ISMS is changed where it has to be",
        "Which policy, risk or control reads differently because of it?",
        "`isms_change` in the CAPA: `auditctl capa check CAPA --isms-change …`",
        (),
        isms_changed,
    ),
    Element(
        "10.2",
        "proportion",
        "The action is in proportion to what the nonconformity can lead to",
        "Why is this enough for something of that weight?",
        "`effect` in the finding (`auditctl finding add --effect …` for a new one); `auditctl capa action CAPA`",
        ("FND005",),
        _proportionate,
    ),
    Element(
        "10.2 f)",
        "",
        "What was wrong and what was done is on record",
        "May I read finding and corrective action of a nonconformity that I pick?",
        "`statement` in the finding or the origin; `auditctl capa add FINDING`",
        ("FND001", "FND002", "FND003", "CAP001", "CAP018", "HIS001"),
        _nature,
    ),
    Element(
        "10.2 g)",
        "",
        "What came of it is on record",
        "What is the proof of each action, and what was looked at to judge the effect?",
        "`proof` or `evidence` of each item that is done, `evidence` of each verification",
        ("CAP011", "CAP017", "EVD005"),
        _results,
    ),
)
