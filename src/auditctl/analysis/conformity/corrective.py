"""10.2, held against the nonconformities and what was done about them."""

from collections.abc import Callable, Iterable

from auditctl.analysis.conformity.effects import implemented, isms_changed, reviewed
from auditctl.analysis.conformity.parts import Answer, Element, Held, Nonconformity, Partly, each
from auditctl.analysis.conformity.raised import name, named, unraised
from auditctl.analysis.conformity.units import of_nonconformities
from auditctl.analysis.readiness.parts import Shown
from auditctl.model.capa import Capa, Item
from auditctl.model.finding import Grade
from auditctl.model.record import Record
from auditctl.phrases import Phrase, phrase

Chain = tuple[Record[Capa], ...]


def _by_chains(what: Phrase, holds: Callable[[Capa], object]) -> Callable[[Held], Answer]:
    """Return the question whether every answer to a nonconformity has something, in one of its CAPAs."""

    def judge(item: Nonconformity) -> Shown | Partly | None:
        found = [_first(chain, holds) for chain in item.chains]
        holding = [capa for capa in found if capa]
        if not holding:
            return None
        if len(holding) < len(found):
            words = phrase(
                "%(what)s in %(n)s of %(all)s corrective actions", what=what, n=len(holding), all=len(found)
            )
            return Partly(named(item, words))
        return Shown(holding[-1].document.path, named(item, what))

    return lambda held: each(held.nonconformities, of_nonconformities, judge, name, unraised(held))


def _first(chain: Chain, holds: Callable[[Capa], object]) -> Record[Capa] | None:
    """Return the latest CAPA of a chain that has something."""
    return next((capa for capa in reversed(chain) if holds(capa.data)), None)


def _by_items(
    what: Phrase, items: Callable[[Capa], Iterable[Item]], said: Callable[[Capa], object]
) -> Callable[[Held], Answer]:
    """Return the question whether each answer has items of a kind, all of them done, or says what stands in for them."""

    def judge(item: Nonconformity) -> Shown | Partly | None:
        held_items = [[one for capa in chain for one in items(capa.data)] for chain in item.chains]
        stated = [any(said(capa.data) for capa in chain) for chain in item.chains]
        every = [one for one_chain in held_items for one in one_chain]
        done = sum(one.done is not None for one in every)
        if item.chains and done == len(every) and all(map(_either, held_items, stated)):
            found = [_first(chain, lambda capa: said(capa) or [*items(capa)]) for chain in item.chains]
            return Shown((found[-1] or item.ends[-1]).document.path, named(item, what))
        return Partly(named(item, _in_part(done, len(every)))) if done or any(stated) else None

    def missing(item: Nonconformity) -> str:
        planned = [one for capa in item.capas for one in items(capa.data)]
        return named(item, phrase("planned, not done")) if planned else item.name

    return lambda held: each(held.nonconformities, of_nonconformities, judge, missing, unraised(held))


def _either(items: list[Item], is_stated: bool) -> bool:
    return bool(items) or is_stated


def _in_part(done: int, planned: int) -> Phrase:
    if done == planned:
        return phrase("not in each of its corrective actions")
    return phrase("%(n)s of %(all)s done", n=done, all=planned)


def _limiting(capa: Capa) -> Iterable[Item]:
    return (*capa.containment.values(), *capa.correction.values())


def _has_extent(capa: Capa) -> bool:
    return capa.extent is not None and bool(capa.extent.checked or capa.extent.result)


def _looked_into(held: Held) -> Answer:
    """Return which nonconformities were answered by the auditee, or looked into by whoever owns the CAPA."""

    def judge(item: Nonconformity) -> Shown | None:
        if item.finding and item.finding.data.auditee:
            words = phrase("answer of %(day)s", day=item.finding.data.auditee.date)
            return Shown(item.path, named(item, words))
        looked_into = [capa for capa in item.capas if capa.data.cause or capa.data.plan]
        if not looked_into:
            return None
        return Shown(looked_into[0].document.path, named(item, phrase("looked into")))

    return each(held.nonconformities, of_nonconformities, judge, name, unraised(held))


def _proportionate(held: Held) -> Answer:
    """Return which nonconformities say what they can lead to, and have an action that can be weighed against it."""
    found = [item for item in held.nonconformities if item.finding]

    def judge(item: Nonconformity) -> Shown | Partly | None:
        if item.finding is None or not item.finding.data.effect:
            return None
        if not any(capa.data.items() for capa in item.capas):
            return Partly(named(item, phrase("its effect is told, no action is planned")))
        words = (
            phrase("major, with its effect")
            if item.finding.data.grade is Grade.major
            else phrase("minor, with its effect")
        )
        return Shown(item.path, named(item, words))

    nothing = held.within(phrase("no audit reported a nonconformity yet"))
    return each(found, of_nonconformities, judge, name, nothing)


def _nature(held: Held) -> Answer:
    """Return which nonconformities say what was found, and have a record of what was done."""

    def judge(item: Nonconformity) -> Shown | None:
        origin = next((capa.data.origin for capa in item.capas if capa.data.origin), None)
        said = (
            item.finding.data.statement if item.finding else origin and (origin.statement or origin.reference)
        )
        is_kept = said and item.capas
        words = phrase("statement and corrective action")
        return Shown(item.path, named(item, words)) if is_kept else None

    return each(held.nonconformities, of_nonconformities, judge, name, unraised(held))


def _results(held: Held) -> Answer:
    """Return which nonconformities of which something was done have proof for each of it."""
    begun = [item for item in held.nonconformities if any(_done(capa.data) for capa in item.capas)]

    def judge(item: Nonconformity) -> Shown | Partly | None:
        done = [held_item for capa in item.capas for held_item in _done(capa.data)]
        verified = [verification for capa in item.capas for verification in capa.data.verifications]
        proofs = [bool(held_item.evidence or held_item.proof) for held_item in done]
        proofs += [bool(verification.evidence) for verification in verified]
        if all(proofs):
            return Shown(item.ends[-1].document.path, named(item, phrase("proof of each action")))
        told = phrase("proof of %(n)s of %(all)s actions and verifications", n=sum(proofs), all=len(proofs))
        return Partly(named(item, told)) if any(proofs) else None

    nothing = phrase("nothing was done about a nonconformity yet") if held.nonconformities else unraised(held)
    return each(begun, of_nonconformities, judge, name, nothing)


def _done(capa: Capa) -> list[Item]:
    return [item for _, _, item in capa.items() if item.done]


CORRECTIVE = (
    Element(
        "10.2 a) 1)",
        "",
        phrase("What went wrong is contained and mended"),
        phrase("What did you do on the day on which you learned of it?"),
        phrase(
            "`auditctl capa contain CAPA`, `auditctl capa correct CAPA`, each with `done`: `auditctl capa done CAPA ITEM`"
        ),
        ("CAP002", "FND013"),
        _by_items(phrase("contained or mended"), _limiting, lambda capa: capa.correction_not_needed),
    ),
    Element(
        "10.2 a) 2)",
        "",
        phrase("What it led to is dealt with"),
        phrase("Whom or what did it harm, and how do you know?"),
        phrase(
            "`consequences` in the CAPA: `auditctl capa correct CAPA --consequences …`; or a containment that is done"
        ),
        ("CAP002",),
        _by_items(
            phrase("consequences dealt with"),
            lambda capa: capa.containment.values(),
            lambda capa: capa.consequences,
        ),
    ),
    Element(
        "10.2 b) 1)",
        "",
        phrase("Whoever answers for it looked into it"),
        phrase("Who looked at the finding, and did they agree?"),
        "`auditctl finding answer FINDING`, `auditctl capa cause CAPA`",
        ("FND011", "FND013", "CAP015"),
        _looked_into,
    ),
    Element(
        "10.2 b) 2)",
        "",
        phrase("Its cause is found"),
        phrase("Had you known this cause a year ago, would it not have happened?"),
        phrase("`cause` in the CAPA: `auditctl capa cause CAPA`"),
        ("CAP003", "CAP004", "CAP013", "CAP019"),
        _by_chains(phrase("cause"), lambda capa: capa.cause and capa.cause.cause),
    ),
    Element(
        "10.2 b) 3)",
        "",
        phrase("It was looked for elsewhere"),
        phrase("Where else could the same happen, and who checked there?"),
        phrase("`extent` in the CAPA: `auditctl capa extent CAPA`"),
        ("CAP005", "FND006", "FND014"),
        _by_chains(phrase("extent checked"), _has_extent),
    ),
    Element(
        "10.2 c)",
        "",
        phrase("What was planned against the cause is done"),
        phrase("Show me that this action is done, and where it is used today."),
        phrase(
            "`auditctl capa action CAPA`, `auditctl capa done CAPA ITEM`; where it did not work `auditctl capa follow CAPA`"
        ),
        ("CAP006", "CAP007", "CAP008", "CAP009", "CAP015", "CAP016"),
        implemented,
    ),
    Element(
        "10.2 d)",
        "",
        phrase("Somebody looked whether it works"),
        phrase("By what did you judge the effect, and was the judge free to say no?"),
        phrase("`verifications` in the CAPA: `auditctl capa verify CAPA`"),
        ("CAP010", "CAP011", "CAP012", "CAP014", "IND006"),
        reviewed,
    ),
    Element(
        "10.2 e)",
        "",
        phrase("The ISMS is changed where it has to be"),
        phrase("Which policy, risk or control reads differently because of it?"),
        phrase("`isms_change` in the CAPA: `auditctl capa check CAPA --isms-change …`"),
        (),
        isms_changed,
    ),
    Element(
        "10.2",
        phrase("proportion"),
        phrase("The action is in proportion to what the nonconformity can lead to"),
        phrase("Why is this enough for something of that weight?"),
        phrase(
            "`effect` in the finding (`auditctl finding add --effect …` for a new one); `auditctl capa action CAPA`"
        ),
        ("FND005",),
        _proportionate,
    ),
    Element(
        "10.2 f)",
        "",
        phrase("What was wrong and what was done is on record"),
        phrase("May I read finding and corrective action of a nonconformity that I pick?"),
        phrase("`statement` in the finding or the origin; `auditctl capa add FINDING`"),
        ("FND001", "FND002", "FND003", "CAP001", "CAP018", "HIS001"),
        _nature,
    ),
    Element(
        "10.2 g)",
        "",
        phrase("What came of it is on record"),
        phrase("What is the proof of each action, and what was looked at to judge the effect?"),
        phrase("`proof` or `evidence` of each item that is done, `evidence` of each verification"),
        ("CAP011", "CAP017", "EVD005"),
        _results,
    ),
)
