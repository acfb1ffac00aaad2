"""An audit as it was before its report was issued, so that it can be judged once more."""

from collections.abc import Iterable
from dataclasses import replace

from auditctl.repository import Audit, Repository


def before_issue(repository: Repository, audits: Iterable[str]) -> Repository:
    """Return the repository with the reports of these audits not issued yet, and nothing else changed."""
    names = frozenset(audits)
    found = {name: _unissued(audit) if name in names else audit for name, audit in repository.audits.items()}
    return replace(repository, audits=found, memo={})


def _unissued(audit: Audit) -> Audit:
    if audit.report is None:
        return audit
    report = replace(audit.report, data=audit.report.data.model_copy(update={"issued": None}))
    # what rests on the issue would be told as a contradiction
    file = replace(audit.file, data=audit.data.model_copy(update={"closed": None}))
    return replace(audit, file=file, report=report, seal=None)
