"""What an audit had in scope, did not look at, and does not name in its report."""

import re
from collections.abc import Iterable

from auditctl.analysis.coverage import looks
from auditctl.analysis.scope import follows_only, processes_to_audit
from auditctl.model.audit import Session
from auditctl.model.record import Record
from auditctl.repository import Audit, Repository

_ID = re.compile(r"(?<![\w.#-])(?:[a-z0-9-]+:)?(?:A\.)?\d+(?:\.\d+)*(?![\w#])|(?<![\w.])A\.(?=\W|$)")


def uncovered(repository: Repository, audit: Audit) -> list[list[str]]:
    """Return the processes, then the requirements, that nobody looked at and `not_covered` does not name; no empty list.

    A follow-up looks at corrective actions, which say themselves what came of them.
    """
    if follows_only(audit):
        return []
    said = [item.what for item in audit.report.data.not_covered] if audit.report else []
    groups = (_processes(repository, audit, said), _requirements(repository, audit, said))
    return [group for group in groups if group]


def _processes(repository: Repository, audit: Audit, said: list[str]) -> list[str]:
    looked_at = {session.data.process for session in audit.sessions.values() if _has_result(audit, session)}
    left = (name for name in processes_to_audit(repository, audit) if name not in looked_at)
    return [name for name in left if not _is_said((name, repository.processes[name].data.name), said)]


def _has_result(audit: Audit, session: Record[Session]) -> bool:
    paper = audit.workpapers.get(session.id)
    is_decided = any(line.result and line.result.is_decided for line in paper.data.lines) if paper else False
    return is_decided or session.data.result is not None


def _is_said(names: Iterable[str], said: list[str]) -> bool:
    return any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in names for text in said
    )


def _requirements(repository: Repository, audit: Audit, said: list[str]) -> list[str]:
    known = repository.requirements
    named = known.expand(word for text in said for word in _words(text))
    left = repository.criteria_requirements(audit) - looks(repository, audit).keys() - named - known.excluded
    return list(known.in_order(left))


def _words(text: str) -> list[str]:
    """Return what looks like the id of a requirement or of a group of them."""
    return [match[0].rstrip(".") for match in _ID.finditer(text)]
