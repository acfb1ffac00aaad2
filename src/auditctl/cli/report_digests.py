"""The digests of a report as it goes out, which stand in its seal."""

from hashlib import sha256

from auditctl.check import check
from auditctl.model.seal import ReportDigests
from auditctl.reports.render import language_for, render
from auditctl.repository import Audit, Repository


def report_digests(repository: Repository, audit: Audit) -> ReportDigests:
    """Return the sha256 of the report in the house's language, as `auditctl report` gives it on this day."""
    outcome = check(repository)
    language = language_for(repository)
    md, html = (
        sha256(render(repository, audit, outcome, format_, language).encode()).hexdigest()
        for format_ in ("md", "html")
    )
    return ReportDigests(language=language.code, md=md, html=html)
