"""10.2, held against the nonconformities and what was done about them."""

from collections.abc import Callable

from auditctl.analysis.conformity.parts import Answer, Element, Held, Nonconformity, each
from auditctl.analysis.lifecycle import CapaState, capa_state, counting_verification
from auditctl.analysis.readiness.parts import Shown
from auditctl.model.capa import Capa, Item
from auditctl.model.record import Record
from auditctl.repository import Repository

DONE = frozenset({CapaState.implemented, CapaState.verification, CapaState.closed, CapaState.ineffective})


def _by_capas(what: str, holds: Callable[[Capa], object]) -> Callable[[Held], Answer]:
    """Return the question whether every CAPA on which the answer to a nonconformity rests has something."""

    def judge(item: Nonconformity) -> Shown | None:
        if not item.capas or not all(holds(capa.data) for capa in item.capas):
            return None
        return Shown(item.capas[-1].document.path, f"{item.name}: {what}")

    return lambda held: each(held.nonconformities, "nonconformity", judge, _name)


def _name(item: Nonconformity) -> str:
    return item.name


def _is_mended(capa: Capa) -> bool:
    return bool(capa.containment or capa.correction or capa.correction_not_needed)


def _has_consequences(capa: Capa) -> bool:
    return bool(capa.consequences or capa.containment)


def _has_extent(capa: Capa) -> bool:
    return capa.extent is not None and bool(capa.extent.checked or capa.extent.result)


def _reviewed(held: Held) -> Answer:
    """Return which nonconformities were answered by the auditee, or looked into by whoever owns the CAPA."""

    def judge(item: Nonconformity) -> Shown | None:
        if item.finding and item.finding.data.auditee:
            return Shown(item.path, f"{item.name}: answer of {item.finding.data.auditee.date}")
        looked_into = [capa for capa in item.capas if capa.data.cause or capa.data.plan]
        return Shown(looked_into[0].document.path, f"{item.name}: looked into") if looked_into else None

    return each(held.nonconformities, "nonconformity", judge, _name)


def _implemented(held: Held) -> Answer:
    def judge(item: Nonconformity) -> Shown | None:
        if not item.capas or any(capa_state(held.repository, capa) not in DONE for capa in item.capas):
            return None
        return Shown(item.capas[-1].document.path, f"{item.name}: everything planned is done")

    return each(held.nonconformities, "nonconformity", judge, _name)


def _verified(held: Held) -> Answer:
    """Return which corrective actions whose effect can be judged by now were judged."""
    repository = held.repository
    ripe = [item for item in held.nonconformities if item.capas and _is_ripe(repository, item)]

    def judge(item: Nonconformity) -> Shown | None:
        found = [(capa, counting_verification(repository, capa)) for capa in item.capas]
        told = [(capa, verification) for capa, verification in found if verification]
        if len(told) < len(found):
            return None
        capa, last = told[-1]
        return Shown(capa.document.path, f"{item.name}: {last.result.value} on {last.date}")

    return each(ripe, "nonconformity", judge, _name)


def _is_ripe(repository: Repository, item: Nonconformity) -> bool:
    """Whether everything was done, and the day has come from which the effect can be seen."""
    return all(
        capa_state(repository, capa) in DONE and not _is_ahead(repository, capa) for capa in item.capas
    )


def _is_ahead(repository: Repository, capa: Record[Capa]) -> bool:
    effect = capa.data.effectiveness
    since = effect.not_before if effect else None
    return since is not None and since > repository.today and not capa.data.verifications


def _isms_changed(held: Held) -> Answer:
    closed = [
        item
        for item in held.nonconformities
        if item.capas and all(capa_state(held.repository, capa) is CapaState.closed for capa in item.capas)
    ]

    def judge(item: Nonconformity) -> Shown | None:
        said = [capa for capa in item.capas if capa.data.isms_change]
        return Shown(said[0].document.path, f"{item.name}: {said[0].data.isms_change}") if said else None

    return each(closed, "closed nonconformity", judge, _name)


def _proportionate(held: Held) -> Answer:
    """Return which nonconformities say what they can lead to, against which the action can be weighed."""
    found = [item for item in held.nonconformities if item.finding]

    def judge(item: Nonconformity) -> Shown | None:
        if item.finding and (item.finding.data.effect or item.finding.data.grade_reason):
            return Shown(item.path, f"{item.name}: {item.finding.data.grade.value}, with its effect")
        return None

    return each(found, "nonconformity", judge, _name)


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

    return each(held.nonconformities, "nonconformity", judge, _name)


def _results(held: Held) -> Answer:
    """Return which nonconformities of which something was done have proof for each of it."""
    begun = [item for item in held.nonconformities if any(_done(capa.data) for capa in item.capas)]

    def judge(item: Nonconformity) -> Shown | None:
        done = [held_item for capa in item.capas for held_item in _done(capa.data)]
        verified = [verification for capa in item.capas for verification in capa.data.verifications]
        proved = all(held_item.evidence or held_item.proof for held_item in done)
        judged = all(verification.evidence for verification in verified)
        return (
            Shown(item.capas[-1].document.path, f"{item.name}: proof of each action")
            if proved and judged
            else None
        )

    return each(begun, "nonconformity", judge, _name)


def _done(capa: Capa) -> list[Item]:
    return [item for _, _, item in capa.items() if item.done]


CORRECTIVE = (
    Element(
        "10.2 a) 1)",
        "",
        "What went wrong is contained and mended",
        "What did you do on the day on which you learned of it?",
        ("CAP002", "FND013"),
        _by_capas("contained or mended", _is_mended),
    ),
    Element(
        "10.2 a) 2)",
        "",
        "What it led to is dealt with",
        "Whom or what did it harm, and how do you know?",
        ("CAP002",),
        _by_capas("consequences dealt with", _has_consequences),
    ),
    Element(
        "10.2 b) 1)",
        "",
        "Whoever answers for it looked into it",
        "Who looked at the finding, and did they agree?",
        ("FND011", "FND013", "CAP015"),
        _reviewed,
    ),
    Element(
        "10.2 b) 2)",
        "",
        "Its cause is found",
        "Had you known this cause a year ago, would it not have happened?",
        ("CAP003", "CAP004", "CAP013", "CAP019"),
        _by_capas("cause", lambda capa: capa.cause and capa.cause.cause),
    ),
    Element(
        "10.2 b) 3)",
        "",
        "It was looked for elsewhere",
        "Where else could the same happen, and who checked there?",
        ("CAP005", "FND006", "FND014"),
        _by_capas("extent checked", _has_extent),
    ),
    Element(
        "10.2 c)",
        "",
        "What was planned against the cause is done",
        "Show me that this action is done, and where it is used today.",
        ("CAP006", "CAP007", "CAP008", "CAP009", "CAP015", "CAP016"),
        _implemented,
    ),
    Element(
        "10.2 d)",
        "",
        "Somebody looked whether it works",
        "By what did you judge the effect, and was the judge free to say no?",
        ("CAP010", "CAP011", "CAP012", "CAP014", "IND006"),
        _verified,
    ),
    Element(
        "10.2 e)",
        "",
        "The ISMS is changed where it has to be",
        "Which policy, risk or control reads differently because of it?",
        ("CAP014",),
        _isms_changed,
    ),
    Element(
        "10.2",
        "proportion",
        "The action is in proportion to what the nonconformity can lead to",
        "Why is this enough for something of that weight?",
        ("FND005",),
        _proportionate,
    ),
    Element(
        "10.2 f)",
        "",
        "What was wrong and what was done is on record",
        "May I read finding and corrective action of a nonconformity that I pick?",
        ("FND001", "FND002", "FND003", "CAP001", "CAP018", "HIS001"),
        _nature,
    ),
    Element(
        "10.2 g)",
        "",
        "What came of it is on record",
        "What is the proof of each action, and what was looked at to judge the effect?",
        ("CAP011", "CAP017", "EVD005"),
        _results,
    ),
)
