"""Random organisations: the suggestion keeps every rule, and finds a plan whenever the rules leave one."""

from collections.abc import Iterator
from datetime import date
from itertools import chain, combinations, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from auditctl.analysis.gates import Gate
from auditctl.check import Options, check
from auditctl.diagnostics import Diagnostic, Severity
from auditctl.planning.suggest.calendar import Hours
from auditctl.planning.suggest.request import Request
from auditctl.planning.suggest.suggestion import Impasse, Plan, suggest
from auditctl.repository import Repository, load

TODAY = date(2026, 11, 20)
PEOPLE = ("ann", "bob", "cem", "out")
PROCESSES = ("access", "backup", "hiring")
HOURS = Hours(9 * 60, 12 * 60, None)
FEW = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
"""Trying all plans is slow, and making a failure smaller would do it for minutes."""
DECLARED = {"IND017"}
"""A declaration comes after the plan."""
BEFORE = {
    "title": "The audit before",
    "legacy": {
        "from": "2025-11-03",
        "to": "2025-11-05",
        "lead": "ann",
        "processes": "all",
        "requirements": "all",
    },
}

Data = dict[str, Any]


@st.composite
def people(draw: st.DrawFn) -> Data:
    found: Data = {"boss": {"name": "Boss"}}
    for name in PEOPLE:
        person: Data = {"name": name}
        if name == "out":
            person["employer"] = "north"
            if draw(st.booleans()):
                process = draw(st.sampled_from(PROCESSES))
                person["services"] = [{"kind": "consulting", "processes": [process], "to": "2026-03-01"}]
        else:
            person["department"] = draw(st.sampled_from(["ops", "people", "audit"]))
            person["manager"] = draw(
                st.sampled_from([other for other in ("boss", *PEOPLE[:3]) if other < name or other == "boss"])
            )
        if draw(st.integers(0, 5)) == 0:
            person["left"] = draw(st.sampled_from(["2026-12-01", "2027-01-12"]))
        if draw(st.integers(0, 4)) == 0:
            person["past_roles"] = [
                {
                    "department": "ops",
                    "from": "2022-01-01",
                    "to": draw(st.sampled_from(["2025-12-31", "2026-09-30"])),
                }
            ]
        if draw(st.integers(0, 4)) == 0:
            person["relations"] = [{"person": "tom", "kind": draw(st.sampled_from(["family", "close"]))}]
        found[name] = person
    return found | {
        "tom": {"name": "Tom", "department": "ops"},
        "eve": {"name": "Eve", "department": "people"},
    }


@st.composite
def register(draw: st.DrawFn) -> Data:
    found: Data = {}
    for name in PEOPLE:
        found[name] = {
            "roles": draw(
                st.sampled_from([["auditor"], ["lead-auditor"], ["technical-expert"], ["trainee"]])
            ),
            "qualifications": [
                {
                    "name": "course",
                    "date": "2024-01-01",
                    **draw(st.sampled_from([{"evidence": "HR-1"}, {"evidence": "HR-1"}, {}])),
                }
            ],
            "evaluations": [
                {
                    "date": "2026-06-01",
                    "by": "boss",
                    "result": draw(st.sampled_from(["qualified"] * 4 + ["not-qualified"])),
                }
            ],
            "competences": draw(st.lists(st.sampled_from(["law", "it"]), unique=True)),
        }
    return found


@st.composite
def processes(draw: st.DrawFn) -> Data:
    found: Data = {}
    for name, requirement in zip(PROCESSES, ("A.5.15", "A.8.13", "A.6.1"), strict=True):
        process: Data = {
            "name": name,
            "department": draw(st.sampled_from(["ops", "people", "audit"])),
            "requirements": [requirement],
        }
        if owner := draw(st.sampled_from(["tom", "eve", "ann", "bob", None])):
            process["owner"] = owner
        if draw(st.booleans()):
            process["performers"] = [draw(st.sampled_from(["tom", "cem", "ann"]))]
        if draw(st.integers(0, 3)) == 0:
            process["designers"] = [{"person": draw(st.sampled_from(["bob", "cem"])), "date": "2026-02-01"}]
        process["needs"] = draw(st.sampled_from([[], [], ["law"], ["law", "it"]]))
        found[name] = process
    return found


@st.composite
def sessions(draw: st.DrawFn) -> Data:
    found: Data = {}
    for name in draw(st.lists(st.sampled_from(PROCESSES), min_size=1, unique=True)):
        session: Data = {"process": name, "minutes": draw(st.sampled_from([60, 90]))}
        if draw(st.booleans()):
            session["auditees"] = [draw(st.sampled_from(["tom", "eve", "cem"]))]
        if draw(st.integers(0, 2)) == 0:
            session["auditors"] = [draw(st.sampled_from(PEOPLE))]
        found[name] = session
    return found


@st.composite
def organisations(draw: st.DrawFn) -> tuple[Data, Data]:
    """A repository of one file, and an audit of one or two days of three hours."""
    root = {
        "auditctl": 1,
        "name": "Random",
        "standards": ["iso27001-2022"],
        "organisation": {
            "departments": {
                "ops": {"name": "Ops", "head": "tom"},
                "people": {"name": "People"},
                "audit": {"name": "Audit"},
            }
        },
        "firms": {"north": {"name": "North"}},
        "people": draw(people()),
        "auditors": draw(register()),
        "processes": draw(processes()),
    }
    last = draw(st.sampled_from(["2027-01-11", "2027-01-12"]))
    audit = {
        "title": "Random audit",
        "objectives": ["conformity"],
        "schedule": {
            "opening": {"date": "2027-01-11", "start": "08:30", "minutes": 30},
            "closing": {"date": last, "start": "12:00", "minutes": 30},
            "sessions": draw(sessions()),
        },
    }
    if draw(st.booleans()):
        audit["team"] = {"lead": "ann", "auditors": ["ann"]}
    return root, audit


def read(root: Path, organisation: Data, audit: Data) -> Repository:
    for path, data in (
        ("auditctl.yaml", organisation),
        ("audits/before/audit.yaml", BEFORE),
        ("audits/a/audit.yaml", audit),
    ):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(yaml.safe_dump(data, sort_keys=False), "utf-8")
    return load(root, TODAY)


def errors(repository: Repository, *, but: frozenset[str] = frozenset()) -> list[Diagnostic]:
    """Return what speaks against the plan once it is announced and opened, and the competences that a session lacks."""
    found = check(repository, Options(gate=Gate.opening, select=("IND", "CMP", "PLN004"))).diagnostics
    return [
        item
        for item in found
        if (item.severity is Severity.error and item.code not in DECLARED | but) or item.code == "CMP003"
    ]


def staffed(audit: Data, plan: dict[str, tuple[tuple[str, ...], str, str]]) -> Data:
    """Return the audit with these sessions alone: auditors, day and hour of each."""
    held = {
        name: {**audit["schedule"]["sessions"][name], "auditors": list(people), "date": day, "start": start}
        for name, (people, day, start) in plan.items()
    }
    team = sorted({person for people, _, _ in plan.values() for person in people})
    schedule = {**audit["schedule"], "sessions": held}
    return {**audit, "schedule": schedule, "team": {"lead": team[0], "auditors": team}}


def teams(root: Path, organisation: Data, audit: Data, name: str, day: str) -> Iterator[tuple[str, ...]]:
    """Yield who may audit a session on a day by the rules: one person, or two where the process needs two things."""
    session = audit["schedule"]["sessions"][name]
    auditees = set(session.get("auditees", ()))
    needs = len(organisation["processes"][name]["needs"])
    most = max(needs + 1 if needs else 1, len(session.get("auditors", ())))
    sizes = range(1, most + 1)
    for people in chain.from_iterable(combinations(PEOPLE, size) for size in sizes):
        roles = [organisation["auditors"][person]["roles"][0] for person in people]
        is_led = any(role in {"auditor", "lead-auditor"} for role in roles)
        has_company = all(
            role != "trainee" or person in session.get("auditors", ())
            for role, person in zip(roles, people, strict=True)
        )
        is_here = all(organisation["people"][person].get("left", "9999-01-01") > day for person in people)
        if not is_here or not is_led or not has_company or auditees & set(people):
            continue
        alone = staffed(audit, {name: (people, day, "09:00")})
        if not errors(read(root, organisation, alone), but=frozenset({"CMP005"})):
            yield people


def is_possible(root: Path, organisation: Data, audit: Data) -> bool:
    """Whether any auditors and hours keep the rules, by trying them all."""
    names = list(audit["schedule"]["sessions"])
    days = sorted({"2027-01-11", audit["schedule"]["closing"]["date"]})
    choices = [
        [
            (people, day, start)
            for day in days
            for people in teams(root, organisation, audit, name, day)
            for start in _starts(audit, name)
        ]
        for name in names
    ]
    return any(_is_apart(audit, dict(zip(names, choice, strict=True))) for choice in product(*choices))


def _starts(audit: Data, name: str) -> list[int]:
    minutes = audit["schedule"]["sessions"][name]["minutes"]
    return [at for at in range(0, 180, 30) if at + minutes <= 180]


def _is_apart(audit: Data, plan: dict[str, tuple[tuple[str, ...], str, int]]) -> bool:
    """Whether nobody is in two places at once."""
    held = audit["schedule"]["sessions"]
    places = [
        (set(people) | set(held[name].get("auditees", ())), day, start, start + held[name]["minutes"])
        for name, (people, day, start) in plan.items()
    ]
    return all(
        not (one[0] & other[0]) or one[1] != other[1] or one[3] <= other[2] or other[3] <= one[2]
        for one, other in combinations(places, 2)
    )


def applied(audit: Data, plan: Plan) -> Data:
    """Return the audit as the plan would have it, its team too."""
    calendar = plan.problem.calendar
    team = {"lead": plan.lead, "auditors": list(plan.auditors), "experts": list(plan.experts)}
    made = staffed(
        audit,
        {
            item.task.id: (
                item.auditors,
                f"{calendar.moment(item.begin):%Y-%m-%d}",
                f"{calendar.moment(item.begin):%H:%M}",
            )
            for item in plan.placed
        },
    )
    return {**made, "team": team}


@FEW
@given(organisations())
def test_a_suggested_plan_keeps_the_rules_and_is_found_whenever_there_is_one(made: tuple[Data, Data]) -> None:
    organisation, audit = made
    with TemporaryDirectory() as folder:
        root = Path(folder)
        repository = read(root, organisation, audit)
        found = suggest(repository, repository.audits["a"], Request(hours=HOURS))
        possible = is_possible(root, organisation, audit)
        assert isinstance(found, Plan) == possible
        if isinstance(found, Plan):
            assert not errors(read(root, organisation, applied(audit, found)))
        elif isinstance(found, Impasse):
            assert found.handed


@FEW
@given(organisations())
def test_what_cannot_be_staffed_is_the_smallest_set(made: tuple[Data, Data]) -> None:
    organisation, audit = made
    with TemporaryDirectory() as folder:
        root = Path(folder)
        repository = read(root, organisation, audit)
        found = suggest(repository, repository.audits["a"], Request(hours=HOURS))
        if isinstance(found, Plan):
            return
        names = list(audit["schedule"]["sessions"])
        assert found.is_smallest
        smallest = min(
            len(gone)
            for size in range(len(names) + 1)
            for gone in combinations(names, size)
            if is_possible(root, organisation, _without(audit, gone))
        )
        assert len(found.handed) == smallest
        assert is_possible(root, organisation, _without(audit, found.handed))


def _without(audit: Data, gone: tuple[str, ...]) -> Data:
    held = {name: session for name, session in audit["schedule"]["sessions"].items() if name not in gone}
    return {**audit, "schedule": {**audit["schedule"], "sessions": held}}
