"""How long evidence is kept."""

from collections.abc import Iterator

from auditctl.diagnostics import Severity
from auditctl.model.record import Hit
from auditctl.phrases import phrase
from auditctl.repository import Repository
from auditctl.rules.registry import rule


@rule("EVD007", "kept-too-long", Severity.error, basis="27001 A.5.33, A.5.34", after_issue=True)
def kept_too_long(repository: Repository) -> Iterator[Hit]:
    """Personal data has no date until when it is kept; a date that has passed is warned about.

    Why: personal data is kept as long as its purpose lasts and no longer, which needs a date and somebody who
    acts on it. The date comes after the report, so that issued audits are looked at too.

    Fix: write `retention_until`. When it has passed, `auditctl evidence dispose` takes the file away and
    writes `disposed: {by: …, date: …}`; hash and title stay.
    """
    for audit in repository.audits.values():
        if not audit.is_own or audit.data.cancelled:
            continue
        for item in audit.evidence.values():
            until = item.data.retention_until
            if item.data.disposed:
                continue
            if until and until < repository.today:
                yield Hit(
                    item.at("retention_until"),
                    phrase(
                        "%(evidence)s was to be kept until %(until)s and is not disposed of",
                        evidence=item.id,
                        until=until,
                    ),
                    help="dispose of it with `auditctl evidence dispose`, or set a later date and say why in `details`",
                    severity=Severity.warning,
                    timed=True,
                    audit=audit.id,
                )
            elif item.data.personal_data and until is None and not audit.is_issued:
                yield Hit(
                    item.at("personal_data"),
                    phrase("%(evidence)s holds personal data without `retention_until`", evidence=item.id),
                    help=phrase("write until when it is kept: `retention_until: YYYY-MM-DD`"),
                    audit=audit.id,
                )
