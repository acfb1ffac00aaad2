"""Conflicts from what somebody answers for on the day: IND001, IND002, IND003, IND011, IND012."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.conflicts import Case, Conflict, Weight
from auditctl.analysis.posts import Holding, Posts
from auditctl.model.record import Site
from auditctl.phrases import Phrase, counted, listed, phrase


def responsible(case: Case) -> Iterator[Conflict]:
    """Yield IND001: owns, deputises for or performs the process, or owns or operates a system of it."""
    held = [item for item in case.posts.responsible(case.process, case.day) if item.person == case.who]
    words = [item.of_process(case.what) for item in held]
    facts: tuple[tuple[Site, str], ...] = tuple(
        (item.site, told) for item, told in zip(held, words, strict=True)
    )
    for system in case.posts.systems(case.process):
        for item in case.posts.system_holders(system, case.day):
            if item.person == case.who:
                words.append(item.of_system(system.id, case.what))
                facts += ((item.site, f"{item.words} {system.id}"),)
    if words:
        yield Conflict("IND001", Weight.error, listed(dict.fromkeys(words)), facts)


def department(case: Case) -> Iterator[Conflict]:
    """Yield IND002: heads, or works in, the department of the process."""
    name = case.process.data.department
    if name is None:
        return
    home = (case.process.at("department"), f"department of {case.what}")
    held = case.repository.departments.get(name)
    if held and held.data.head == case.who:
        yield Conflict(
            "IND002",
            Weight.error,
            phrase("heads %(department)s, the department of %(process)s", department=name, process=case.what),
            ((held.at("head"), f"head of {name}"), home),
        )
        return
    post = case.posts.post(case.who, case.day)
    if post and post.department == name:
        facts = ((post.site, f"works in {name}"), home)
        reason = phrase(
            "works in %(department)s, the department of %(process)s", department=name, process=case.what
        )
        yield Conflict("IND002", Weight.justifiable, reason, facts)


def reporting_line(case: Case) -> Iterator[Conflict]:
    """Yield IND003: a reporting line with the owner, direct or over two levels, in either direction."""
    for owner in case.owners():
        if owner.person == case.who or owner.person not in case.repository.people:
            continue
        names = {"owner": owner.person, "process": case.what}
        reports = phrase("reports to %(owner)s, who owns %(process)s", **names)
        manages = phrase("manages %(owner)s, who owns %(process)s", **names)
        yield from _line(case, owner, case.who, owner.person, reports)
        yield from _line(case, owner, owner.person, case.who, manages)


def _line(case: Case, owner: Holding, below: str, above: str, words: Phrase) -> Iterator[Conflict]:
    """Yield the line from `below` up to `above`, where `above` is not top management."""
    if above in case.repository.settings.top_management:
        return
    first = case.posts.manager(below, case.day)
    second = case.posts.manager(first, case.day) if first else None
    if above not in {first, second} or first is None:
        return
    direct = first == above
    steps = [(below, first)] if direct else [(below, first), (first, above)]
    facts = tuple(
        (case.posts.manager_site(lower, case.day), f"{lower} reports to {upper}") for lower, upper in steps
    )
    reason = words if direct else phrase("%(line)s (two levels, over %(manager)s)", line=words, manager=first)
    weight = Weight.error if direct else Weight.justifiable
    yield Conflict("IND003", weight, reason, (*facts, (owner.site, f"owner of {case.what}")))


def audit_process(case: Case) -> Iterator[Conflict]:
    """Yield IND011: the owner of the programme or of the internal audit process audits 9.2."""
    requirements = case.repository.requirements
    own = requirements.expand(f"{standard}:9.2" for standard in requirements.standards)
    if not own & case.assignment.requirements:
        return
    for site, words in _audit_owners(case, own):
        reason = phrase("%(duty)s and would audit 9.2", duty=words)
        yield Conflict("IND011", Weight.error, reason, ((site, words),))
        return


def _audit_owners(case: Case, own: frozenset[str]) -> Iterator[tuple[Site, str]]:
    for cycle in case.repository.cycles.values():
        programme = cycle.programme
        if programme.data.owner == case.who and programme.data.covers(case.day):
            yield (
                programme.at("owner"),
                phrase("owns the audit programme %(programme)s", programme=programme.id),
            )
    for process in case.repository.live_processes(case.day):
        if own & case.repository.requirements.expand(process.data.requirements):
            for holding in case.posts.owners(process, case.day):
                if holding.person == case.who:
                    words = phrase("owns %(process)s, the internal audit process", process=process.id)
                    yield holding.site, words


def foreign_requirements(case: Case) -> Iterator[Conflict]:
    """Yield IND012: a requirement of the session that only a process of theirs lists."""
    requirements = case.repository.requirements
    beyond = case.assignment.requirements - requirements.expand(case.process.data.requirements)
    if not beyond:
        return
    for name, holding in case.posts.processes_of(case.who, case.day).items():
        process = case.repository.processes[name]
        shared = requirements.in_order(beyond & requirements.expand(process.data.requirements))
        if name != case.what and shared:
            reason = counted(
                "%(duty)s, which %(requirements)s of this session belongs to",
                "%(duty)s, which %(requirements)s of this session belong to",
                len(shared),
                duty=holding.of_process(name),
                requirements=listed(shared),
            )
            facts = (
                (holding.site, f"{holding.words} {name}"),
                (process.at("requirements"), f"requirements of {name}"),
            )
            yield Conflict("IND012", Weight.error, reason, facts)


def answering(posts: Posts, process: str, day: date) -> set[str]:
    """Return who answers for a process on a day: owner, deputy, and the head of its department."""
    record = posts.repository.processes.get(process)
    if record is None:
        return set()
    found = {held.person for held in posts.responsible(record, day) if held.words != "performs"}
    head = posts.repository.departments.get(record.data.department or "")
    return found | ({head.data.head} if head and head.data.head else set())
