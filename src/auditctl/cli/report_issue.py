"""`auditctl report issue`, `report amend` and `report seal`: a report that goes out, and stays as it went."""

from pathlib import Path
from typing import Annotated

import typer

from auditctl.cli import flags
from auditctl.cli import step_flags as steps
from auditctl.cli.how import How, recording

Sign = Annotated[
    Path | None,
    typer.Option(
        "--sign",
        metavar="KEY",
        help="Sign the seal with this SSH key; a public one where ssh-agent holds the other half. It counts once `allowed_signers` in the root has a line for it: an address, then what KEY.pub holds.",
        show_default=False,
    ),
]
Records = Annotated[
    list[str],
    typer.Option(
        "--record",
        metavar="NAME",
        help="What changed: findings/NAME, evidence/NAME, report …; repeatable; default: all that changed.",
    ),
]


@recording
def issue(
    ctx: typer.Context,
    audit: flags.AuditName,
    by: steps.By = "",
    date: steps.When = "",
    sign: Sign = None,
    *,
    how: How,
) -> None:
    """Issue the report of an audit: check it, number its findings, record `issued` and write SEAL.json.

    \b
    Examples:
      auditctl report issue 2026-main --dry-run
      auditctl report issue 2026-main --by ingrid-lind
      auditctl report issue 2026-main --sign ~/.ssh/id_ed25519

    It is refused while an error of the audit stands: `auditctl check --gate issue` shows the same beforehand. The
    seal holds the sha256 of each record's data and of each file of evidence. From then on `check` and
    `auditctl verify AUDIT` find whatever changed and no amendment names; comments, layout and what rightly comes later
    (answers of the auditees, distribution, management review, corrective actions) may change.
    """
    from auditctl.cli.report_steps import report_issued  # noqa: PLC0415 - the overview does not need it

    report_issued(ctx, how, audit, by, date, sign)


@recording
def amend(
    ctx: typer.Context,
    audit: flags.AuditName,
    why: steps.Why = "",
    record: Records = [],  # noqa: B006 - typer makes a new list of it
    by: steps.By = "",
    date: steps.When = "",
    sign: Sign = None,
    *,
    how: How,
) -> None:
    """Say why records changed after the report was issued, and seal anew; the old digests stay in the seal.

    \b
    Examples:
      auditctl report amend 2026-main --why "sample size corrected: 12, not 21"
      auditctl report amend 2026-main --record findings/visitor-log-gaps --why "wrong location named"

    Change the records first. The amendment stands in the report, with who made it and when.
    """
    from auditctl.cli.report_steps import report_amended  # noqa: PLC0415

    report_amended(ctx, how, audit, why, tuple(record), by, date, sign)


@recording
def seal(ctx: typer.Context, audit: flags.AuditName, sign: Sign = None, *, how: How) -> None:
    """Seal a report that was issued by hand, take up amendments that were written by hand, or sign the seal.

    \b
    Examples:
      auditctl report seal 2026-main
      auditctl report seal 2026-main --sign ~/.ssh/id_ed25519

    A report without a seal is judged as if it were issued today, and refused while an error of the audit stands. A seal
    that is gone and stands in the history is brought back.
    """
    from auditctl.cli.report_steps import report_sealed  # noqa: PLC0415

    report_sealed(ctx, how, audit, sign)
