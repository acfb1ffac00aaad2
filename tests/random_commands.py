"""Command lines as people might type them, sensible or not, for the records that stand there."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random

from random_words import RARE, Words, World, Writer

KINDS = ["document", "record", "log", "interview", "observation", "photo", "approval"]
GRADES = ["minor", "major", "ofi", "strength"]
RESULTS = ["conform", "nonconform", "ofi", "not-applicable", "not-audited"]
REQUIREMENTS = ["A.8.13", "A.8.14", "A.6.1", "9.1", "bck-pol#4.2", "8.13", "A.8", "A.9.9"]
_REASONS = ["--not-needed", "--consequences"]


def _milestone(writer: Writer) -> Words:
    verb = writer.one(["send", "open", "close", "finish"], "cancel")
    words = ["audit", verb, writer.one(writer.world.audits)]
    if verb in {"open", "close"}:
        return [*words, "--participant", writer.person(), *writer.dated()]
    if verb == "send":
        return [*words, *writer.flag("--accepted-by", writer.person())]
    return [*words, *writer.signed(), *(writer.text("--why" if verb == "cancel" else "--lessons"))]


def _prepare(writer: Writer) -> Words:
    return ["fieldwork", writer.one(writer.world.audits), "--prepare"]


def _line(writer: Writer) -> Words:
    audit = writer.one(writer.world.audits)
    return [
        *("fieldwork", audit, writer.one(writer.world.sessions(audit), "elsewhere")),
        *("--line", str(writer.chance.randint(1, 3))),
        *writer.flag("--result", *RESULTS),
        *(writer.text("--note") if writer.often() else []),
        *writer.of("--evidence", "evidence"),
        *writer.of("--finding", "findings"),
        *writer.flag("--by", writer.person()),
    ]


def _evidence(writer: Writer) -> Words:
    source = writer.one(["export.csv", "export.csv", "photo.png"], "missing.txt")
    return [
        *("evidence", "add", writer.one(writer.world.audits), writer.words()),
        *("--kind", writer.one(KINDS), "--source", "the console"),
        *writer.flag("--file", str(writer.world.outside / source)),
        *writer.flag("--purpose", "action", "fieldwork"),
        *writer.flag("--classification", "public", "strict"),
        *(["--personal-data"] if writer.often() else []),
        *writer.flag("--retention-until", str(writer.world.today + timedelta(3))),
        *writer.signed(),
    ]


def _sample(writer: Writer) -> Words:
    return [
        *("evidence", "sample", writer.one(writer.world.audits), writer.words()),
        *("--population", str(writer.world.outside / writer.one(["export.csv"], "empty.csv"))),
        *("--take", str(writer.chance.randint(0, 5)), "--seed", writer.words()),
        *(["--keep-duplicates"] if writer.often() else []),
        *writer.signed(),
    ]


def _dispose(writer: Writer) -> Words:
    return ["evidence", "dispose", writer.record("evidence"), *writer.signed()]


def _finding(writer: Writer) -> Words:
    return [
        *("finding", "add", writer.one(writer.world.audits), writer.words()),
        *("--grade", writer.one(GRADES), "--process", writer.one(writer.world.keys("processes"), "stock")),
        *("--requirement", writer.one(REQUIREMENTS), *writer.text("--statement")),
        *writer.of("--evidence", "evidence"),
        *writer.flag("--grade-reason", writer.words()),
        *writer.flag("--repeat-of", *writer.world.named("findings")),
        *writer.signed(),
    ]


def _fact(writer: Writer) -> Words:
    """Return something that becomes of a finding."""
    verb = writer.one(["answer", "decide", "regrade", "withdraw", "accept", "decline", "transfer", "repeat"])
    more: dict[str, Callable[[], Words]] = {
        "answer": lambda: ["--response", writer.one(["agreed", "contested"]), *writer.text("--text")],
        "decide": lambda: writer.text("--text"),
        "regrade": lambda: [
            *("--to", writer.one(GRADES), *writer.text("--why")),
            *writer.flag("--grade-reason", writer.words()),
        ],
        "withdraw": lambda: writer.text("--why"),
        "accept": list,
        "decline": lambda: writer.text("--why"),
        "transfer": lambda: ["--to", writer.person(), *writer.text("--why")],
        "repeat": lambda: ["--of", writer.record("findings")],
    }
    signed = writer.signed()
    return [
        "finding",
        verb,
        writer.record("findings"),
        *more[verb](),
        *(signed if verb != "transfer" else []),
    ]


def _answer(writer: Writer) -> Words:
    named = writer.world.named("findings")
    findings = dict.fromkeys(writer.one(named, "unknown") for _ in range(writer.chance.randint(1, 2)))
    return [
        *("capa", "add", *findings),
        *writer.flag("--owner", writer.person()),
        *writer.flag("--title", writer.words()),
        *writer.flag("--name", "second", "third"),
    ]


def _origin(writer: Writer) -> Words:
    return [
        *("capa", "add", "--origin", writer.one(["incident", "complaint", "management-review", "other"])),
        *("--grade", writer.one(GRADES[:3]), "--owner", writer.person(), *writer.text("--statement")),
        *writer.flag("--reference", writer.words()),
        *writer.flag("--process", *writer.world.keys("processes")),
        *writer.flag("--happened", str(writer.world.today - timedelta(9))),
    ]


def _item(writer: Writer) -> Words:
    return [
        *("capa", writer.one(["action", "correct", "contain"]), writer.record("capas"), writer.words()),
        *("--due", writer.day(-5, 60), *writer.flag("--owner", writer.person())),
        *writer.flag("--done", writer.day()),
        *writer.flag("--proof", writer.words()),
        *writer.of("--evidence", "evidence", 1),
        *writer.flag("--name", "job", "register", "further"),
    ]


def _correction(writer: Writer) -> Words:
    capa = writer.record("capas")
    flags = writer.chance.choice(([*_REASONS], _REASONS[:1], _REASONS[1:]))
    return ["capa", "correct", capa, *(word for flag in flags for word in writer.text(flag))]


def _analysis(writer: Writer) -> Words:
    if writer.often():
        whys = [word for _ in range(writer.chance.randint(0, 5)) for word in writer.text("--why")]
        return [
            "capa",
            "cause",
            writer.record("capas"),
            "--method",
            "five-whys",
            *whys,
            *writer.text("--cause"),
            *writer.signed(),
        ]
    checked = [word for _ in range(writer.chance.randint(0, 2)) for word in writer.text("--checked")]
    return ["capa", "extent", writer.record("capas"), *checked, *writer.text("--result"), *writer.signed()]


def _plan(writer: Writer) -> Words:
    verb = writer.one(["submit", "approve", "reject"])
    more: dict[str, Callable[[], Words]] = {
        "submit": lambda: [
            *writer.flag("--criterion", writer.words()),
            *writer.flag("--not-before", writer.day(0, 90)),
            *writer.flag("--verifier", writer.person()),
        ],
        "approve": list,
        "reject": lambda: [*writer.text("--why"), *writer.flag("--resubmit-due", writer.day(0, 30))],
    }
    return ["capa", verb, writer.record("capas"), *more[verb](), *writer.signed()]


def _carried_out(writer: Writer) -> Words:
    capa = writer.one(writer.world.named("capas"))
    item = writer.one(writer.world.items(capa) if capa in writer.world.named("capas") else [], "unknown")
    if writer.often():
        shown = [*writer.flag("--proof", writer.words()), *writer.of("--evidence", "evidence", 1)]
        return ["capa", "done", capa, item, *shown, *writer.dated()]
    return [
        *("capa", "extend", capa, item, "--to", writer.day(0, 90), *writer.text("--why")),
        *("--approved-by", writer.person()),
    ]


def _seen(writer: Writer) -> Words:
    verb = writer.one(["check", "verify"])
    result = ["--result", writer.one(["effective", "ineffective"])] if verb == "verify" else []
    audit = writer.flag("--audit", *writer.world.audits, "unknown")
    return [
        "capa",
        verb,
        writer.record("capas"),
        *result,
        *audit,
        *writer.of("--evidence", "evidence", 1),
        *writer.signed(),
    ]


def _course(writer: Writer) -> Words:
    verb = writer.one(["follow", "cancel", "merge"])
    more: dict[str, Callable[[], Words]] = {
        "follow": lambda: writer.flag("--owner", writer.person()),
        "cancel": lambda: [*writer.text("--why"), *writer.signed()],
        "merge": lambda: ["--into", writer.record("capas")],
    }
    return ["capa", verb, writer.record("capas"), *more[verb]()]


def _follow_up(writer: Writer) -> Words:
    return [
        *("followup", writer.one(writer.world.audits)),
        *(["--all"] if writer.often() else []),
        *writer.flag("--lead", writer.person()),
        *writer.flag("--name", "b", "a", "2026-again"),
    ]


def _rename(writer: Writer) -> Words:
    kind = writer.one(["person", "process", "session", "audit", "finding", "capa", "evidence", "document"])
    of_root = {"person": "people", "process": "processes", "document": "documents"}
    folders = {"finding": "findings", "capa": "capas", "evidence": "evidence"}
    audit = writer.one(writer.world.audits)
    known = writer.world.keys(of_root[kind]) if kind in of_root else []
    known = known or (writer.world.named(folders[kind]) if kind in folders else [])
    known = known or {"audit": writer.world.audits, "session": writer.world.sessions(audit)}.get(kind, [])
    return [
        "rename",
        kind,
        writer.one(known),
        writer.one(["renamed", "another-name", "2027", "backup"], "Nope"),
    ]


OF_AUDITORS = (
    *(_milestone, _milestone, _follow_up, _rename),
    *(_prepare, _line, _line, _line, _evidence, _evidence, _sample, _dispose),
    *(_finding, _finding, _finding, _fact, _fact),
)
WITHOUT_CAPA = (_fact, _fact, _fact, _answer, _answer, _answer, _origin)
OF_AUDITEES = (
    *WITHOUT_CAPA,
    *(_item, _correction, _analysis),
    *(_plan, _plan, _carried_out, _carried_out, _seen, _seen, _course, _course),
)


def command(world: World, chance: Random, kinds: Sequence[Callable[[Writer], Words]]) -> Words:
    """Return a command line of one of these kinds; where there is no CAPA yet, hardly one that needs one."""
    fitting = kinds if world.named("capas") or chance.random() < RARE else WITHOUT_CAPA
    return chance.choice(kinds if kinds is OF_AUDITORS else fitting)(Writer(chance, world))
